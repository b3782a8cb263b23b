package aggregator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
)

// What a legacy server tells between calls reaches a legacy host, log messages at the level that it has asked for.
func TestToldBetweenCalls(t *testing.T) {
	events := make(chan string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, _ := wire.Parse(body)
		answers := map[string]string{
			"initialize":       `{"protocolVersion":"2025-11-25","capabilities":{"tools":{},"logging":{}},"serverInfo":{"name":"s","version":"1"}}`,
			"tools/list":       `{"tools":[{"name":"x","inputSchema":{"type":"object"}}]}`,
			"tools/call":       `{"content":[]}`,
			"logging/setLevel": `{}`,
		}
		switch answer := answers[m.Method]; {
		case r.Method == http.MethodGet:
			w.Header().Set("Content-Type", "text/event-stream")
			_ = http.NewResponseController(w).Flush()
			for event := range events {
				fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",%s}\n\n", event)
				_ = http.NewResponseController(w).Flush()
			}
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case m.ID == nil:
			w.WriteHeader(http.StatusAccepted)
		default:
			w.Header().Set("Content-Type", "application/json")
			if answer = `"result":` + answer; answers[m.Method] == "" {
				answer = `"error":{"code":-32601,"message":"method not found"}`
			}
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, m.ID, answer)
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(events) })
	h := serve(t, open(t, nil, server.URL))
	h.initializeAs(`{"elicitation":{}}`)
	h.ask(`{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"warning"}}`)
	h.ask(callRun(2, "a:x", "{}", ""))
	logged, complete := `"method":"notifications/message","params":{"level":"error","data":"b"}`, `"method":"notifications/elicitation/complete","params":{"elicitationId":"e"}`
	events <- `"method":"notifications/message","params":{"level":"info","data":"a"}`
	events <- logged
	events <- complete
	want := []string{`{"jsonrpc":"2.0",` + logged + "}", `{"jsonrpc":"2.0",` + complete + "}"}
	if diff := cmp.Diff(want, []string{h.receive(), h.receive()}); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
