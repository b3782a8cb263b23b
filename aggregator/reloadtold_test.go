package aggregator_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// What a reload brings, takes or shows otherwise is told, also where the lists come out of the catalogue and no server says that anything has changed. A
// reload that changes nothing tells nothing.
func TestHostsAreToldOfWhatAReloadShows(t *testing.T) {
	all := map[wire.Kind][]string{
		wire.Tools: {`{"name":"x","inputSchema":{"type":"object"}}`}, wire.Prompts: {`{"name":"p"}`}, wire.Resources: {resource("a://x")},
	}
	synctest.Test(t, func(t *testing.T) {
		fresh := func() aggregator.Server {
			return aggregator.Server{Name: "a", Identity: "a", Upstream: &stocked{items: all}}
		}
		other := aggregator.Server{Name: "b", Identity: "b", Upstream: &stocked{}}
		agg := aggregator.New([]aggregator.Server{fresh(), other}, &aggregator.Options{CacheDir: t.TempDir()})
		defer agg.Close()
		h := serve(t, agg)
		h.initialize()
		for i, kind := range []wire.Kind{wire.Tools, wire.Prompts, wire.Resources} {
			h.method(i+1, kind.Method(), "{}")
		}
		var mu sync.Mutex
		var told []string
		go func() { // until Serve ends
			for {
				line, err := h.out.ReadString('\n')
				if err != nil {
					return
				}
				if kind, ok := strings.CutSuffix(line, `/list_changed"}`+"\n"); ok {
					mu.Lock()
					told = append(told, kind[strings.LastIndex(kind, "/")+1:])
					mu.Unlock()
				}
			}
		}()
		last := fresh()
		exposed := func(only ...string) aggregator.Server {
			s := fresh()
			s.Exposes = func(tool string) bool { return slices.Contains(only, tool) }
			return s
		}
		toolsOnly := fresh()
		toolsOnly.Relays = func(kind string) bool { return kind == "tools" }
		toolsOnlyStill := fresh()
		toolsOnlyStill.Relays = toolsOnly.Relays
		for _, step := range []struct {
			name    string
			servers []aggregator.Server
			want    []string
		}{
			{"removed", []aggregator.Server{other}, []string{"prompts", "resources", "tools"}},
			{"put back", []aggregator.Server{fresh(), other}, []string{"prompts", "resources", "tools"}},
			{"disabled", []aggregator.Server{{Name: "a", Disabled: true}, other}, []string{"prompts", "resources", "tools"}},
			{"enabled", []aggregator.Server{fresh(), other}, []string{"prompts", "resources", "tools"}},
			{"misconfigured", []aggregator.Server{{Name: "a", Problem: "p"}, other}, []string{"prompts", "resources"}},
			{"misconfigured otherwise", []aggregator.Server{{Name: "a", Problem: "q"}, other}, nil},
			{"mended and exposed", []aggregator.Server{exposed("x"), other}, []string{"prompts", "resources", "tools"}},
			{"not exposed", []aggregator.Server{last, other}, []string{"prompts", "resources", "tools"}},
			{"the same", []aggregator.Server{last, other}, nil},
			{"others first", []aggregator.Server{other, last}, []string{"tools"}},
			{"only tools", []aggregator.Server{other, toolsOnly}, []string{"prompts", "resources"}},
			{"only tools still", []aggregator.Server{other, toolsOnlyStill}, nil},
		} {
			time.Sleep(time.Hour) // of this bubble: whatever the servers themselves bring has been told
			mu.Lock()
			told = nil
			mu.Unlock()
			agg.Replace(step.servers, "")
			time.Sleep(time.Second)
			synctest.Wait()
			mu.Lock()
			slices.Sort(told)
			if diff := cmp.Diff(step.want, slices.Compact(told)); diff != "" {
				t.Errorf("%s: %s", step.name, diff)
			}
			mu.Unlock()
		}
	})
}
