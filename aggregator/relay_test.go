package aggregator_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
)

// What a later revision, or an extension, puts into the params of a request passes; the wish for a task, which ncp does not declare, does not.
func TestUnknownParamsPass(t *testing.T) {
	h, _ := serveStocked(t, aggregator.Server{Name: "a", Upstream: &stocked{}, Exposes: func(string) bool { return true }})
	for i, tt := range []struct{ method, params, want string }{
		{"tools/call", `{"extra":{"k":1.0},"name":"a__x","arguments":{"b":1.0},"task":{"ttl":5}}`, `{"name":"x","arguments":{"b":1.0},"extra":{"k":1.0}}`},
		{"tools/call", `{"name":"run","arguments":{"tool":"a:x"},"extra":[]}`, `{"name":"x","arguments":{},"extra":[]}`},
		{"prompts/get", `{"name":"a:p","extra":"e","task":{}}`, `{"name":"p","extra":"e"}`},
	} {
		want := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":{"method":%q,"params":%s}}`, i, tt.method, tt.want)
		if diff := cmp.Diff(want, h.method(i, tt.method, tt.params)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.method, tt.params, diff)
		}
	}
}

// A log holds what a call can be found by in the traces of its host.
func TestTraceContextIsLogged(t *testing.T) {
	var logged bytes.Buffer
	agg := aggregator.New([]aggregator.Server{{Name: "a", Upstream: &stocked{}}}, &aggregator.Options{
		Logger: slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	h := serve(t, agg)
	h.ask(callRun(1, "a:x", `{}`, `"_meta":{"traceparent":"00-1-2-01","tracestate":"v=1",`+modernMeta[len(`"_meta":{`):]))
	agg.Close() // and with it whatever else logs
	want := []string{`msg=call server=a method=tools/call tool=x traceparent=00-1-2-01 tracestate="v=1"`}
	if diff := cmp.Diff(want, regexp.MustCompile(`msg=call .*`).FindAllString(logged.String(), -1)); diff != "" {
		t.Error(diff)
	}
}
