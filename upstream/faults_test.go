package upstream_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// body answers 200 with a text of a type.
func body(contentType, text string) func(http.ResponseWriter, *http.Request, wire.Message) {
	return func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, strings.ReplaceAll(text, "ID", string(m.ID)))
	}
}

func status(code int, text string) func(http.ResponseWriter, *http.Request, wire.Message) {
	return func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, strings.ReplaceAll(text, "ID", string(m.ID)))
	}
}

func endless(contentType, start, more string) func(http.ResponseWriter, *http.Request, wire.Message) {
	return func(w http.ResponseWriter, r *http.Request, _ wire.Message) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, start)
		chunk := strings.Repeat(more, 64<<10)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
	}
}

func cut(w http.ResponseWriter, _ *http.Request, _ wire.Message) {
	w.Header().Set("Content-Length", "1000")
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"jsonrpc":"2.0",`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// TestABrokenAnswerCostsThatCallOnly: every fault fails its own call with a reason, and the next call on the same session works.
func TestABrokenAnswerCostsThatCallOnly(t *testing.T) {
	deep := strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000)
	tests := []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request, wire.Message)
		want  string
	}{
		{"HTML", body("text/html", "<html><h1>Welcome\n to nginx</h1>"), `Content-Type "text/html" instead of JSON or an event stream: <html><h1>Welcome to nginx</h1>`},
		{"HTML 502", status(502, "<html>Bad\nGateway"), "HTTP 502 Bad Gateway: <html>Bad Gateway"},
		{"500", status(500, ""), "HTTP 500 Internal Server Error"},
		{"403 text", status(403, "no way"), "HTTP 403 Forbidden: no way"},
		{"401", status(401, ""), "HTTP 401 Unauthorized"},
		{"an error with status 400", status(400, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32602,"message":"bad"}}`), "bad (-32602)"},
		{"an error for another request", status(400, `{"jsonrpc":"2.0","id":"other","error":{"code":-32602,"message":"bad"}}`), `HTTP 400 Bad Request: {"jsonrpc":"2.0","id":"other","error":{"code":-32602,"message":"bad"}}`},
		{"bad JSON", body("application/json", `{"jsonrpc":"2.0","id":ID,"result":{}`), `not valid JSON: {"jsonrpc":"2.0","id":5,"result":{}`},
		{"another id", body("application/json", `{"jsonrpc":"2.0","id":"1","result":{}}`), `an answer to another request: {"jsonrpc":"2.0","id":"1","result":{}}`},
		{"neither result nor error", body("application/json", `{"jsonrpc":"2.0","id":ID}`), `neither a method nor exactly one of result and error: {"jsonrpc":"2.0","id":5}`},
		{"a million deep", body("application/json", `{"jsonrpc":"2.0","id":ID,"result":`+deep+`}`), `nested deeper than 1000: {"jsonrpc":"2.0","id":5,"result":` + strings.Repeat("[", 200-33) + "…"},
		{"too deep", body("application/json", `{"jsonrpc":"2.0","id":ID,"result":`+deep[1_000_000-1500:1_000_000+1500]+`}`), `nested deeper than 1000: {"jsonrpc":"2.0","id":5,"result":` + strings.Repeat("[", 200-33) + "…"},
		{"empty 200", status(200, ""), "HTTP 200 without an answer"},
		{"202", status(202, ""), "HTTP 202 without an answer"},
		{"endless string", endless("application/json", `{"jsonrpc":"2.0","id":1,"result":"`, "x"), "the answer broke off: an answer of more than 32 MiB"},
		{"endless error body", func(w http.ResponseWriter, r *http.Request, m wire.Message) {
			w.WriteHeader(http.StatusInternalServerError)
			endless("text/plain", "", "y")(w, r, m)
		}, "HTTP 500 Internal Server Error: " + strings.Repeat("y", 200) + "…"},
		{"endless event", endless("text/event-stream", "data: ", "x"), "an event of more than 16 MiB"},
		{"gzip bomb", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			zeros := make([]byte, 1<<20)
			for range 128 {
				if _, err := z.Write(zeros); err != nil {
					return
				}
			}
			_ = z.Close()
		}, "the answer broke off: an answer of more than 32 MiB"},
		{"huge header", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) {
			w.Header().Set("X-Big", strings.Repeat("h", 1<<20))
			w.WriteHeader(http.StatusOK)
		}, "net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 262144 bytes; aborted"},
		{"cut in the body", cut, "the answer broke off: unexpected EOF"},
		{"closed at once", func(http.ResponseWriter, *http.Request, wire.Message) { panic(http.ErrAbortHandler) }, "EOF"},
		{"event stream without answer", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) { events(w)(": nothing") }, "the event stream ended before the answer"},
		{"event that is no message", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) { events(w)("data: hello") }, "not valid JSON: hello"},
		{"event that is a broken answer", func(w http.ResponseWriter, r *http.Request, m wire.Message) {
			events(w)(`data: {"jsonrpc":"2.0","id":%s,"result":{,}}`, m.ID)
			<-r.Context().Done() // nobody waits for the stream's end
		}, `not valid JSON: {"jsonrpc":"2.0","id":5,"result":{,}}`},
		{"429 with a long wait", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "HTTP 429 Too Many Requests (retry after 24h0m0s)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.Config.ErrorLog = nil
			s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Minute }) // a bomb takes its time under the race detector
			for range 2 {                                                              // so that the call in question has id 5 or so on the session
				if _, err := s.Call(t.Context(), call("{}")); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.List(t.Context(), wire.Tools, wire.Client{}); err != nil {
				t.Fatal(err)
			}
			f.seen()
			f.once(tt.fault)
			_, err := s.Call(t.Context(), call("{}"))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			result, err := s.Call(t.Context(), call("{}"))
			if err != nil || string(result) != `{"content":[]}` {
				t.Errorf("next call: %s, %v", result, err)
			}
			if diff := cmp.Diff([]string{"POST tools/call", "POST tools/call"}, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestGoodAnswersInEveryForm: what is allowed is understood.
func TestGoodAnswersInEveryForm(t *testing.T) {
	tests := []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request, wire.Message)
	}{
		{"pretty-printed", body("application/json; charset=utf-8", "{\r\n\t\"jsonrpc\": \"2.0\",\n \"result\": {\"content\":[]},\n \"id\": ID\n}\n")},
		{"batch", body("application/json", `[{"jsonrpc":"2.0","method":"notifications/message","params":{}},{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}]`)},
		{"a message a line", body("application/json", `{"jsonrpc":"2.0","method":"notifications/message","params":{}}`+"\n\n"+`{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}`)}, // as the conformance suite's everything server sends it
		{"JSON of another type", body("text/plain", `{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}`)},
		{"event stream", func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
			send := events(w)
			send(": hello")
			send("id: 1\nretry: 10\ndata:")
			send("event: ping\ndata: not json")
			send("event: message\r\nid: 2\r\ndata: {\"jsonrpc\":\"2.0\",\r\ndata: \"id\":%s,\"result\":{\"content\":[]}}\r\n", m.ID)
		}},
		{"events that are no messages, before the answer", func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
			send := events(w)
			send("data: ping")
			send("data: {}")
			send(`data: {"jsonrpc":"2.0","method":"notifications/progress","params":7}`)
			send(`data: {"jsonrpc":"2.0","id":%s,"result":{"content":[]}}`, m.ID)
		}},
		{"answer, then more", func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
			send := events(w)
			send(`data: {"jsonrpc":"2.0","id":%s,"result":{"content":[]}}`, m.ID)
			send(`data: {"jsonrpc":"2.0","id":%s,"result":{"content":["again"]}}`, m.ID)
		}},
		{"redirect within the origin", func(w http.ResponseWriter, r *http.Request, _ wire.Message) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}},
		{"503 with a short wait", func(w http.ResponseWriter, _ *http.Request, _ wire.Message) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			s := open(t, f.URL, nil)
			if _, err := s.Call(t.Context(), call("{}")); err != nil {
				t.Fatal(err)
			}
			f.once(tt.fault)
			result, err := s.Call(t.Context(), call("{}"))
			if err != nil || string(result) != `{"content":[]}` {
				t.Errorf("%s, %v", result, err)
			}
		})
	}
}

// TestWhatMayHaveBeenProcessedIsNeverRepeated counts what arrives when the connection dies behind the request.
func TestWhatMayHaveBeenProcessedIsNeverRepeated(t *testing.T) {
	f := newFake(t)
	s := open(t, f.URL, nil)
	if _, err := s.Call(t.Context(), call("{}")); err != nil {
		t.Fatal(err)
	}
	f.seen()
	f.once(func(http.ResponseWriter, *http.Request, wire.Message) { panic(http.ErrAbortHandler) })
	if _, err := s.Call(t.Context(), call("{}")); err == nil || errors.Is(err, wire.ErrUnsent) {
		t.Errorf("err = %v", err)
	}
	if diff := cmp.Diff([]string{"POST tools/call"}, f.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestRedirectToAnotherOriginIsRefused(t *testing.T) {
	var reached atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(other.Close)
	f := newFake(t)
	s := open(t, f.URL, nil)
	for _, code := range []int{301, 302, 303, 307, 308} {
		f.once(func(w http.ResponseWriter, r *http.Request, _ wire.Message) { http.Redirect(w, r, other.URL, code) })
		_, err := s.Call(t.Context(), call(`{"secret":1}`))
		if want := "redirect to another origin (" + other.URL + ") refused"; err == nil || err.Error() != want {
			t.Errorf("%d: %v, want %s", code, err, want)
		}
	}
	if reached.Load() {
		t.Error("the other origin was reached")
	}
}

func TestResumesACutStreamOfALegacyServer(t *testing.T) {
	f := newFake(t)
	s := open(t, f.URL, nil)
	var id atomic.Value
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case m.Method == "tools/call":
			id.Store(string(m.ID))
			send := events(w)
			send("data: ping") // no message
			send("id: e1\nretry: 1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s,\"progress\":1}}", m.ID)
			return true
		case r.Method == http.MethodGet && r.Header.Get("Last-Event-ID") == "e1":
			events(w)("id: e2\ndata: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resumed\":true}}", id.Load())
			return true
		}
		return false
	})
	var notes []string
	c := call("{}")
	c.Progress, c.Notify = true, func(m wire.Message) { notes = append(notes, m.Method) }
	result, err := s.Call(t.Context(), c)
	if err != nil || string(result) != `{"resumed":true}` {
		t.Fatalf("%s, %v", result, err)
	}
	if diff := cmp.Diff([]string{"notifications/progress"}, notes); diff != "" {
		t.Errorf("notifications (-want +got):\n%s", diff)
	}
	if got := strings.Join(f.seen(), ", "); strings.Count(got, "tools/call") != 1 {
		t.Errorf("the call was sent again: %s", got)
	}
}

func TestTimeoutIsResetByProgress(t *testing.T) {
	f := newFake(t)
	const timeout = 300 * time.Millisecond
	s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = timeout })
	if _, err := s.Call(t.Context(), call("{}")); err != nil {
		t.Fatal(err)
	}
	tick := func(w http.ResponseWriter, r *http.Request, m wire.Message, times int) {
		send := events(w)
		ticker := time.NewTicker(timeout / 3)
		defer ticker.Stop()
		for i := range times {
			<-ticker.C
			send(`data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":%d}}`, m.ID, i)
		}
		if times > 0 {
			send(`data: {"jsonrpc":"2.0","id":%s,"result":{}}`, m.ID)
			return
		}
		<-r.Context().Done()
	}
	f.once(func(w http.ResponseWriter, r *http.Request, m wire.Message) { tick(w, r, m, 6) })
	if _, err := s.Call(t.Context(), call("{}")); err != nil {
		t.Errorf("with progress for twice the timeout: %v", err)
	}
	f.once(func(w http.ResponseWriter, r *http.Request, m wire.Message) { tick(w, r, m, 0) })
	if _, err := s.Call(t.Context(), call("{}")); err == nil || err.Error() != "no answer within 300ms (timeout)" {
		t.Errorf("without progress: %v", err)
	}
}

func TestBadToolsAreLeftOutAndNamed(t *testing.T) {
	f := newFake(t)
	f.modern = true
	f.tools = `[{"name":"a","inputSchema":{"type":"object","maximum":9007199254740993}},null,{"inputSchema":{}},{"name":"b"},{"name":"a","inputSchema":{}},` +
		`{"name":"` + strings.Repeat("n", 300) + `","inputSchema":{}},{"name":"h","inputSchema":{"properties":{"q":{"type":"number","x-mcp-header":"Q"}}}},` + "{\"name\":\"c\",\n \"inputSchema\":{}}]"
	s := open(t, f.URL, nil)
	list, err := s.List(t.Context(), wire.Tools, wire.Client{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tool := range list.Items {
		got = append(got, string(tool))
	}
	if diff := cmp.Diff([]string{`{"name":"a","inputSchema":{"type":"object","maximum":9007199254740993}}`, `{"name":"c","inputSchema":{}}`}, got); diff != "" {
		t.Errorf("tools (-want +got):\n%s", diff)
	}
	want := []string{
		"tool 2 is left out: not a JSON object", "tool 3 is left out: it has no name", `tool 4 is left out: "b": it has no inputSchema`,
		`tool 5 is left out: "a": the name is there already`, `tool 6 is left out: "nnnnnnnnnnnnnnnnnnnn"…: its name has 300 bytes, more than 256`,
		`tool 7 is left out: "h": x-mcp-header "Q" is on a parameter of type "number"; allowed: string, integer, boolean`,
	}
	if diff := cmp.Diff(want, list.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestPagesEnd(t *testing.T) {
	tests := []struct {
		name    string
		cursor  func(page int) string
		pages   int
		problem []string
	}{
		{"three pages", func(page int) string { return []string{"x", "y", ""}[page] }, 3, nil},
		{"a repeating cursor", func(int) string { return "x" }, 2, []string{"the list of tools repeats itself at a cursor; what came before is used"}},
		{"an endless list", func(page int) string { return fmt.Sprint(page + 1) }, 200, []string{"more than 200 pages of tools; the rest is left out"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			page := 0
			f.always(func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
				if m.Method != "tools/list" {
					return false
				}
				reply(w, m.ID, fmt.Sprintf(`{"tools":[{"name":"t%d","inputSchema":{}}],"nextCursor":%q,"ttlMs":1500}`, page, tt.cursor(page)))
				page++
				return true
			})
			list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
			if err != nil || len(list.Items) != tt.pages || list.TTL != 1500*time.Millisecond {
				t.Errorf("%d tools, ttl %v, %v", len(list.Items), list.TTL, err)
			}
			if diff := cmp.Diff(tt.problem, list.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// A list that is none takes nothing away that is known.
func TestNoToolsAtAll(t *testing.T) {
	f := newFake(t)
	f.tools = "null"
	list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
	if err == nil || err.Error() != "tools/list: tools is not a list" || list.Items != nil || list.Problems != nil {
		t.Errorf("%v, %v", list, err)
	}
}

// A server may have as many tools as fit, and no more memory than that.
func TestMoreToolsThanFit(t *testing.T) {
	many := func(page int) string {
		var b strings.Builder
		for i := range 2500 {
			fmt.Fprintf(&b, `,{"name":"t%d-%d","inputSchema":{}}`, page, i)
		}
		return b.String()[1:]
	}
	large := func(page int) string {
		var b strings.Builder
		for i := range 10 {
			fmt.Fprintf(&b, `,{"name":"t%d-%d","inputSchema":{},"description":%q}`, page, i, strings.Repeat("x", 1_000_000))
		}
		return b.String()[1:]
	}
	for _, tt := range []struct {
		name  string
		tools func(page int) string
		last  int // page
		count int
		want  []string
	}{
		{"exactly as many", many, 3, 10_000, nil},
		{"one page more", many, 4, 10_000, []string{"more than 10000 tools; the rest is left out"}},
		{"too large", large, 20, 33, []string{"more than 32 MiB of tools; the rest is left out"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			page := 0
			f.always(func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
				if m.Method != "tools/list" {
					return false
				}
				next := ""
				if page < tt.last {
					next = fmt.Sprintf(`,"nextCursor":"%d"`, page+1)
				}
				reply(w, m.ID, `{"tools":[`+tt.tools(page)+`]`+next+`}`)
				page++
				return true
			})
			list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
			if err != nil || len(list.Items) != tt.count {
				t.Errorf("%d tools, %v", len(list.Items), err)
			}
			if diff := cmp.Diff(tt.want, list.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// A legacy server that asks for ever is ended, though its host would answer for ever.
func TestALegacyServerThatAsksForEver(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	answered := make(chan struct{}, 1)
	gone := make(chan struct{})
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case m.Method == "tools/call":
			send := events(w)
			for n := 0; r.Context().Err() == nil; n++ {
				send(`data: {"jsonrpc":"2.0","id":"q%d","method":"sampling/createMessage"}`, n)
				select {
				case <-answered:
				case <-r.Context().Done():
				}
			}
			close(gone)
		case m.Method == "" && m.ID != nil:
			w.WriteHeader(http.StatusAccepted)
			answered <- struct{}{}
		default:
			return false
		}
		return true
	})
	s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Minute })
	questions := 0
	c := call("{}")
	c.Capabilities = json.RawMessage(`{"sampling":{}}`)
	c.AskHost = func(context.Context, []wire.Question) ([]json.RawMessage, error) {
		questions++
		return []json.RawMessage{json.RawMessage(`{"role":"assistant","model":"m","content":{"type":"text","text":"more"}}`)}, nil
	}
	_, err := s.Call(t.Context(), c)
	if want := "the server still asks after 1000 questions"; err == nil || !strings.Contains(err.Error(), want) || questions != 1000 {
		t.Errorf("%d questions, %v; want 1000, %s", questions, err, want)
	}
	<-gone
}
