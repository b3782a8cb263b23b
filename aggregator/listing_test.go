package aggregator_test

import (
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
)

// A list of several servers' things holds as long as the first of their lists does, five minutes at most; our own tools always do.
func TestAListHoldsAsLongAsItsServersSay(t *testing.T) {
	ttl := regexp.MustCompile(`"ttlMs":([0-9]+),"cacheScope":"private"`)
	for name, tt := range map[string]struct {
		exposure aggregator.Exposure
		want     []string // at once, after half a minute, and after 80 seconds more
	}{
		"find and run": {aggregator.ExposeMeta, []string{"300000", "300000", "300000"}},
		"all":          {aggregator.ExposeAll, []string{"90000", "60000", "70000"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				agg := aggregator.New([]aggregator.Server{
					{Name: "a", Upstream: &listed{began: time.Now()}}, {Name: "b", Upstream: &listed{began: time.Now(), ttl: 90 * time.Second}},
				}, &aggregator.Options{Exposure: tt.exposure})
				defer agg.Close()
				h := serve(t, agg)
				h.initialize()
				var got []string
				for i, pause := range []time.Duration{0, 30 * time.Second, 80 * time.Second} {
					time.Sleep(pause)
					frame := h.method(i+1, "tools/list", `{}`)
					found := ttl.FindStringSubmatch(frame)
					if found == nil {
						t.Fatal(frame)
					}
					got = append(got, found[1])
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
