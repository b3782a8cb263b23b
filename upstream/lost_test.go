package upstream_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// inSession is a fake and its client with a session open, and nothing seen yet.
func inSession(t *testing.T) (*fake, *upstream.Server) {
	t.Helper()
	f := newFake(t)
	s := open(t, f.URL, nil)
	mustCall(t, s)
	f.seen()
	return f, s
}

// TestLostSessionIsReplacedAndTheCallRepeated: in whatever words a server says that it does not know the session.
func TestLostSessionIsReplacedAndTheCallRepeated(t *testing.T) {
	tests := []struct {
		name, text string
		status     int
	}{
		{"404", "", 404},
		{"the Go SDK", "session not found\n", 404},
		{"the TypeScript SDK", `{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}`, 404},
		{"under the request's id", `{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":ID}`, 404},
		{"server-everything", `{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID provided"},"id":null}`, 400},
		{"the TypeScript SDK, restarted", `{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},"id":null}`, 400},
		{"the Python SDK", "Bad Request: No valid session ID provided", 400},
		{"the Python SDK since", `{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"Session not found"}}`, 404},
		{"by a foreign id", `{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"Bad Request: Invalid session ID"}}`, 400},
		{"modern since", `{"jsonrpc":"2.0","id":ID,"error":{"code":-32022,"message":"unsupported protocol version","data":{"supported":["2026-07-28"]}}}`, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, s := inSession(t)
			f.once(status(tt.status, tt.text))
			mustCall(t, s)
			want := []string{"POST tools/call", "POST initialize", "POST notifications/initialized", "POST tools/call"}
			if diff := cmp.Diff(want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAServersOwnErrorIsNoLostSession: what a server answers to a request that it has taken is its answer, with whatever status, and is not asked for again.
func TestAServersOwnErrorIsNoLostSession(t *testing.T) {
	tests := []struct {
		name, err string
		status    int
		want      string
	}{
		{"what was not found", `{"code":-32002,"message":"order 5 not found"}`, 404, "order 5 not found (-32002)"},
		{"an unknown tool", `{"code":-32602,"message":"unknown tool"}`, 404, "unknown tool (-32602)"},
		{"an unknown method", `{"code":-32601,"message":"no such method"}`, 404, "no such method (-32601)"},
		{"a code that is taken since", `{"code":-32022,"message":"out of stock"}`, 400, "out of stock (-32022)"},
		{"another one", `{"code":-32021,"message":"not for you"}`, 400, "not for you (-32021)"},
		{"an invalid request", `{"code":-32600,"message":"session expired"}`, 404, "session expired (-32600)"},
		{"a session of its own", `{"code":-32000,"message":"your shopping session has expired"}`, 400, "your shopping session has expired (-32000)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, s := inSession(t)
			f.once(status(tt.status, `{"jsonrpc":"2.0","id":ID,"error":`+tt.err+`}`))
			if _, err := s.Call(t.Context(), call("{}")); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff([]string{"POST tools/call"}, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestASessionThatStaysLost: the second refusal is told as it came.
func TestASessionThatStaysLost(t *testing.T) {
	f, s := inSession(t)
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if m.Method == "tools/call" {
			http.Error(w, "no session for you", http.StatusBadRequest)
		}
		return m.Method == "tools/call"
	})
	_, err := s.Call(t.Context(), call("{}"))
	const want = "the server no longer knows the session: HTTP 400 Bad Request: no session for you"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestABecomeModernServer: a server that is replaced by one of the new era while its session is open is found out, and called in it.
func TestABecomeModernServer(t *testing.T) {
	f, s := inSession(t)
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case r.Header.Get("Mcp-Protocol-Version") != "2026-07-28":
			status(400, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32022,"message":"unsupported protocol version","data":{"supported":["2026-07-28"]}}}`)(w, r, m)
		case m.Method == "server/discover":
			reply(w, m.ID, `{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}`)
		default:
			reply(w, m.ID, `{"content":[]}`)
		}
		return true
	})
	mustCall(t, s)
	want := []string{"POST tools/call", "POST initialize", "POST server/discover", "POST tools/call"}
	if diff := cmp.Diff(want, f.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestWhatFollowsALostSession may list otherwise: that counts as a change, whoever notices first.
func TestWhatFollowsALostSession(t *testing.T) {
	t.Run("noticed by a call", func(t *testing.T) {
		f, s := inSession(t)
		told := changes(t, s)
		f.restart()
		mustCall(t, s)
		awaitChange(t, told, "the session is another one")
	})
	t.Run("a process", func(t *testing.T) {
		s, _ := openStdio(t, "dies in a call", nil)
		mustCall(t, s)
		told := changes(t, s)
		if _, err := s.Call(t.Context(), call(`{"die":true}`)); err == nil {
			t.Error("a call of a dead process was answered")
		}
		mustCall(t, s)
		awaitChange(t, told, "the process is another one")
	})
	t.Run("noticed by a list", func(t *testing.T) { // which is the look that a change asks for
		f, s := inSession(t)
		next := s.Changed()
		f.restart()
		if _, err := s.List(t.Context(), wire.Tools, wire.Client{}); err != nil {
			t.Fatal(err)
		}
		mustCall(t, s)
		select {
		case <-next:
			t.Error("a list is a change of what it lists")
		default:
		}
	})
	t.Run("that is there", func(t *testing.T) { // though not its stream
		f, st := newFake(t), newStation(t)
		opened := 0
		f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
			switch {
			case m.Method == "ping":
				reply(w, m.ID, `{}`)
			case r.Method != http.MethodGet:
				return false
			case opened > 0 && opened < 3:
				opened++
				w.WriteHeader(http.StatusNotFound)
			default:
				opened++
				st.serve(w, r)
			}
			return true
		})
		s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
		mustCall(t, s)
		st.awaitOpen(t)
		st.events <- ""
		if got := st.awaitOpen(t).Get("Mcp-Session-Id"); got != "s1" {
			t.Errorf("the stream is of session %q", got)
		}
	})
	for name, event := range map[string]string{"noticed by the stream": ": nothing", "noticed by the stream with event ids": "id: e1\ndata: " + listChanged} {
		t.Run(name, func(t *testing.T) {
			f, st := newFake(t), newStation(t)
			subscribed := make(chan string, 10)
			offering(f, `{"resources":{"subscribe":true}}`, func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
				switch session := r.Header.Get("Mcp-Session-Id"); {
				case r.Method == http.MethodGet && session == f.current():
					st.serve(w, r)
				case m.Method == "resources/subscribe":
					reply(w, m.ID, `{}`)
					subscribed <- session
				default:
					return false
				}
				return true
			})
			s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
			subscribe(t, t.Context(), s)
			st.awaitOpen(t)
			st.events <- event
			told := changes(t, s)
			f.restart()
			st.events <- ""
			awaitChange(t, told, "the stream is of no session that the server knows")
			if diff := cmp.Diff([]string{"s1", "s2"}, []string{<-subscribed, <-subscribed}); diff != "" {
				t.Errorf("sessions of the subscription (-want +got):\n%s", diff)
			}
		})
	}
}

// TestListeningIsTakenUpAgain: a stream that was open is opened again after whatever refused it meanwhile.
func TestListeningIsTakenUpAgain(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter, *http.Request, wire.Message){
		"a proxy without the server":   status(404, "no backend"),
		"a proxy that has enough":      status(429, "slow down"),
		"a server that does not start": status(200, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32603,"message":"starting"}}`),
	} {
		for era, modern := range map[string]bool{"modern": true, "legacy": false} {
			t.Run(name+", "+era, func(t *testing.T) {
				t.Parallel()
				f, st := newFake(t), newStation(t)
				f.modern = modern
				var refused atomic.Bool
				f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
					switch {
					case m.Method == "server/discover" && modern:
						reply(w, m.ID, `{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}}}`)
					case m.Method == "initialize" && !modern: // without a session that could be lost
						reply(w, m.ID, `{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"fake","version":"1"}}`)
					case m.Method != "subscriptions/listen" && r.Method != http.MethodGet:
						return false
					case refused.CompareAndSwap(true, false):
						refuse(w, r, m)
					default:
						st.serve(w, r)
					}
					return true
				})
				s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
				if _, err := s.List(t.Context(), wire.Tools, wire.Client{}); err != nil && modern {
					t.Fatal(err)
				}
				st.awaitOpen(t)
				if modern {
					st.events <- `data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{}}`
				}
				refused.Store(true)
				st.events <- ""
				st.awaitOpen(t)
				if refused.Load() {
					t.Error("it was not refused")
				}
			})
		}
	}
}
