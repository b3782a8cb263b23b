package upstream_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// sseFake is an MCP server of revision 2024-11-05 over HTTP+SSE that answers by hand: the stream at /sse, the POSTs at /messages.
type sseFake struct {
	*httptest.Server
	refuse   int    // status of a POST to /sse
	endpoint string // of the first event, with %d for the stream's number
	first    string // the first event, "" for an endpoint event

	mu      sync.Mutex // guards what follows
	log     []string   // what was taken
	number  int        // of the current stream
	send    chan string
	dropped chan struct{} // closed to end the current stream
	// fault takes a message instead of the fake and reports whether it did.
	fault func(w http.ResponseWriter, r *http.Request, m wire.Message) bool
}

func newSSEFake(t *testing.T) *sseFake {
	t.Helper()
	f := &sseFake{refuse: http.StatusMethodNotAllowed, endpoint: "/messages?stream=%d"}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sse", f.stream)
	mux.HandleFunc("POST /sse", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, _ := wire.Parse(body)
		f.note("refused " + m.Method)
		w.WriteHeader(f.refuse)
	})
	mux.HandleFunc("POST /messages", f.message)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(func() { f.CloseClientConnections(); f.Close() })
	return f
}

func (f *sseFake) note(entry string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = append(f.log, entry)
}

// seen returns the log since the last time.
func (f *sseFake) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	log := f.log
	f.log = nil
	return log
}

func (f *sseFake) setFault(fault func(http.ResponseWriter, *http.Request, wire.Message) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// drop ends the stream and forgets it.
func (f *sseFake) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.dropped)
	f.number++
}

func (f *sseFake) stream(w http.ResponseWriter, r *http.Request) {
	f.note("stream")
	f.mu.Lock()
	f.number++
	f.send, f.dropped = make(chan string, 100), make(chan struct{})
	number, frames, dropped := f.number, f.send, f.dropped
	f.mu.Unlock()
	send := events(w)
	if f.first != "" {
		send("%s", f.first)
	} else {
		send("event: endpoint\ndata: %s", strings.ReplaceAll(f.endpoint, "%d", fmt.Sprint(number)))
	}
	for {
		select {
		case frame := <-frames:
			send("event: message\ndata: %s", frame)
		case <-dropped:
			return
		case <-r.Context().Done():
			return
		}
	}
}

func (f *sseFake) message(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m, err := wire.Parse(body)
	f.mu.Lock()
	known := r.URL.Query().Get("stream") == fmt.Sprint(f.number)
	fault, frames := f.fault, f.send
	f.mu.Unlock()
	if !known || err != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	f.note(m.Method)
	if fault != nil && fault(w, r, m) {
		return
	}
	switch {
	case m.ID == nil:
	case m.Method == "initialize":
		frames <- fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2024-11-05","capabilities":{"tools":{}}}}`, m.ID)
	default:
		frames <- fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"content":[]}}`, m.ID)
	}
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, "Accepted")
}

// connecting is what a new stream costs.
func connecting(before ...string) []string {
	return append(before, "stream", "initialize", "notifications/initialized", "tools/call")
}

func mustCall(t *testing.T, s *upstream.Server) {
	t.Helper()
	if result, err := s.Call(t.Context(), call("{}")); err != nil || string(result) != `{"content":[]}` {
		t.Fatalf("%s, %v", result, err)
	}
}

func TestSSEChosen(t *testing.T) {
	f := newSSEFake(t)
	s := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = upstream.SSE })
	mustCall(t, s)
	mustCall(t, s)
	if diff := cmp.Diff(append(connecting(), "tools/call"), f.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if got := s.Era(); got != string(upstream.Legacy) {
		t.Errorf("era %q", got)
	}
}

// TestSSEFallback: a server that refuses streamable HTTP in the way of the specification is asked for HTTP+SSE, and only where that was not excluded.
func TestSSEFallback(t *testing.T) {
	found := connecting("refused server/discover", "refused initialize")
	refused := []string{"refused server/discover", "refused initialize"}
	tests := []struct {
		status    int
		transport upstream.Transport
		want      []string
		err       string
	}{
		{400, upstream.Auto, found, ""},
		{404, upstream.Auto, found, ""},
		{405, upstream.Auto, found, ""},
		{403, upstream.Auto, refused, "HTTP 403 Forbidden"},
		{500, upstream.Auto, refused, "HTTP 500 Internal Server Error"},
		{405, upstream.HTTP, refused, "HTTP 405 Method Not Allowed"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status, tt.transport), func(t *testing.T) {
			f := newSSEFake(t)
			f.refuse = tt.status
			_, err := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = tt.transport }).Call(t.Context(), call("{}"))
			if got := errorText(err); got != tt.err {
				t.Errorf("err = %q, want %q", got, tt.err)
			}
			if diff := cmp.Diff(tt.want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestSSEFirstEvent: the stream must begin with an endpoint, and that may not lead elsewhere.
func TestSSEFirstEvent(t *testing.T) {
	tests := []struct{ name, event, want string }{
		{"another host", "event: endpoint\ndata: http://example.com/messages", "the endpoint event leads to another origin: http://example.com:80"},
		{"another scheme", "event: endpoint\ndata: https://HOST/messages", "the endpoint event leads to another origin: https://HOST"},
		{"another host without a scheme", "event: endpoint\ndata: //example.com/messages", "the endpoint event leads to another origin: http://example.com:80"},
		{"no URL", "event: endpoint\ndata: http://%%zz/", "the endpoint event is no URL"},
		{"a message", `data: {"jsonrpc":"2.0","method":"x"}`, `the first event is "" instead of endpoint`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newSSEFake(t)
			host := strings.TrimPrefix(f.URL, "http://")
			f.first = strings.ReplaceAll(tt.event, "HOST", host)
			_, err := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = upstream.SSE }).Call(t.Context(), call("{}"))
			if diff := cmp.Diff(strings.ReplaceAll(tt.want, "HOST", host), errorText(err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"stream"}, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("the whole URL of the same origin", func(t *testing.T) {
		f := newSSEFake(t)
		f.endpoint = f.URL + "/messages?stream=%d"
		mustCall(t, open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = upstream.SSE }))
	})
	t.Run("no event stream", func(t *testing.T) {
		f := newFake(t)
		f.always(func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
			body("text/html", "<h1>hi</h1>")(w, nil, m)
			return true
		})
		_, err := open(t, f.URL, func(o *upstream.Options) { o.Transport = upstream.SSE }).Call(t.Context(), call("{}"))
		if diff := cmp.Diff(`Content-Type "text/html" instead of an event stream: <h1>hi</h1>`, errorText(err)); diff != "" {
			t.Errorf("error (-want +got):\n%s", diff)
		}
	})
}

// TestSSEStreamDroppedBetweenCalls: the next call has a new stream, found without a probe.
func TestSSEStreamDroppedBetweenCalls(t *testing.T) {
	tests := []struct {
		transport upstream.Transport
		want      []string
	}{
		{upstream.SSE, connecting()},
		{upstream.Auto, connecting("refused initialize")},
	}
	for _, tt := range tests {
		t.Run(string("transport "+tt.transport), func(t *testing.T) {
			f := newSSEFake(t)
			s := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = tt.transport })
			mustCall(t, s)
			f.seen()
			f.drop()
			mustCall(t, s)
			if diff := cmp.Diff(tt.want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSSEStreamDroppedDuringACall: that call fails and is not repeated.
func TestSSEStreamDroppedDuringACall(t *testing.T) {
	tests := []struct {
		name string
		drop func(f *sseFake, w http.ResponseWriter)
		want string
	}{
		{"in good order", func(f *sseFake, w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted); f.drop() }, "the event stream ended: connection closed"},
		{"the POST is cut off", func(*sseFake, http.ResponseWriter) { panic(http.ErrAbortHandler) }, "EOF"},
		{"the POST is refused", func(_ *sseFake, w http.ResponseWriter) {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, "no\nway")
		}, "HTTP 500 Internal Server Error: no way"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newSSEFake(t)
			s := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = upstream.SSE })
			mustCall(t, s)
			f.seen()
			f.setFault(func(w http.ResponseWriter, _ *http.Request, _ wire.Message) bool {
				f.setFault(nil)
				tt.drop(f, w)
				return true
			})
			_, err := s.Call(t.Context(), call("{}"))
			if errorText(err) != tt.want || errors.Is(err, wire.ErrUnsent) {
				t.Errorf("err = %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff([]string{"tools/call"}, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			mustCall(t, s)
		})
	}
}

// TestSSEServerThatHoldsThePOSTOfACancellation: nobody waits for a word of farewell.
func TestSSEServerThatHoldsThePOSTOfACancellation(t *testing.T) {
	f := newSSEFake(t)
	s := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport, o.Timeout = upstream.SSE, 300*time.Millisecond })
	mustCall(t, s)
	f.setFault(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if m.Method == "notifications/cancelled" {
			<-r.Context().Done()
			return true
		}
		w.WriteHeader(http.StatusAccepted) // and never an answer
		return true
	})
	done := make(chan error, 1)
	go func() {
		_, err := s.Call(t.Context(), call("{}"))
		done <- err
	}()
	select {
	case err := <-done:
		if errorText(err) != "no answer within 300ms (timeout)" {
			t.Errorf("err = %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the call hangs")
	}
}
