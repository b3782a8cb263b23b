package upstream_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// counted makes a fake give each session an id of its own and hold every tools/call until release receives. It says in begun which session a
// call has come on; at most limit sessions are allowed (0: any number).
func counted(f *fake, limit int) (begun chan string, release chan struct{}) {
	begun, release = make(chan string, 100), make(chan struct{})
	var mu sync.Mutex
	var sessions []string
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		session := r.Header.Get("Mcp-Session-Id")
		switch {
		case m.Method == "server/discover":
			return false
		case m.Method == "initialize":
			mu.Lock()
			defer mu.Unlock()
			if limit > 0 && len(sessions) == limit {
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			}
			sessions = append(sessions, fmt.Sprint("session ", len(sessions)+1))
			w.Header().Set("Mcp-Session-Id", sessions[len(sessions)-1])
			reply(w, m.ID, `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"fake","version":"1"}}`)
		case r.Method == http.MethodPost && m.ID == nil:
			w.WriteHeader(http.StatusAccepted)
		case m.Method == "tools/call":
			begun <- session
			select {
			case <-release:
			case <-r.Context().Done():
			}
			reply(w, m.ID, fmt.Sprintf(`{"content":[],"session":%q}`, session))
		default:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
		return true
	})
	return begun, release
}

func nobody(context.Context, []wire.Question) ([]json.RawMessage, error) {
	return nil, wire.Errorf(-1, "nobody")
}

// asking is a call of a host that declared capabilities.
func asking(capabilities string, alone bool) wire.Call {
	c := call("{}")
	c.Capabilities, c.AskHost, c.Alone = json.RawMessage(capabilities), nobody, alone
	return c
}

// together begins calls one after the other, lets them end, and returns the sessions that they came on, sorted.
func together(t *testing.T, s *upstream.Server, begun <-chan string, release chan<- struct{}, calls ...wire.Call) []string {
	t.Helper()
	var running sync.WaitGroup
	var sessions []string
	for _, c := range calls {
		running.Go(func() {
			if _, err := s.Call(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
		sessions = append(sessions, <-begun)
	}
	for range calls {
		release <- struct{}{}
	}
	running.Wait()
	slices.Sort(sessions)
	return sessions
}

// TestSessions: calls share a session unless they declare something else, or must not.
func TestSessions(t *testing.T) {
	forms, roots := `{"elicitation":{}}`, `{"roots":{}}`
	tests := []struct {
		name  string
		calls []wire.Call
		want  []string
	}{
		{"nothing to ask", []wire.Call{call("{}"), call("{}"), call("{}")}, []string{"session 1", "session 1", "session 1"}},
		{"shared", []wire.Call{asking(forms, false), asking(forms, false)}, []string{"session 1", "session 1"}},
		{"alone", []wire.Call{asking(forms, true), asking(forms, true), asking(forms, true)}, []string{"session 1", "session 2", "session 3"}},
		{"other capabilities", []wire.Call{asking(forms, false), asking(roots, false), asking(forms, false)}, []string{"session 1", "session 1", "session 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			begun, release := counted(f, 0)
			s := open(t, f.URL, nil)
			if diff := cmp.Diff(tt.want, together(t, s, begun, release, tt.calls...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			// Whoever comes later has the oldest session that fits: a server with a state of its own keeps it.
			for range 2 {
				if diff := cmp.Diff([]string{"session 1"}, together(t, s, begun, release, tt.calls[0])); diff != "" {
					t.Errorf("later (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestCallsQueueForSessions: where no further session is to be had, calls that want one alone wait for one.
func TestCallsQueueForSessions(t *testing.T) {
	for name, tt := range map[string]struct{ limit, sessions, calls int }{"one session only": {1, 1, 5}, "as many as allowed": {0, 8, 12}} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			begun, release := counted(f, tt.limit)
			s := open(t, f.URL, nil)
			var running sync.WaitGroup
			for range tt.calls {
				running.Go(func() {
					if _, err := s.Call(t.Context(), asking(`{"roots":{}}`, true)); err != nil {
						t.Error(err)
					}
				})
			}
			used := map[string]bool{}
			for range tt.sessions {
				used[<-begun] = true
			}
			if len(used) != tt.sessions {
				t.Errorf("%d sessions at once, want %d: %v", len(used), tt.sessions, used)
			}
			for range tt.calls - tt.sessions {
				release <- struct{}{} // one ends, the next begins on its session
				if session := <-begun; !used[session] {
					t.Errorf("a call came on %s", session)
				}
			}
			for range tt.sessions {
				release <- struct{}{}
			}
			running.Wait()
		})
	}
}
