package upstream_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// counted makes a fake give each session an id of its own and hold every tools/call until release receives. It says in begun which session a
// call has come on, and by busiest how many were at most on one at a time; at most limit sessions are allowed (0: any number). With aside it asks that on
// the stream that is no call's, before the first call begins.
func counted(f *fake, limit int, aside string) (begun chan string, release chan struct{}, busiest func() int) {
	begun, release = make(chan string, 100), make(chan struct{})
	most, busy := 0, map[string]int{}
	replied := make(chan struct{})
	noteReply := sync.OnceFunc(func() { close(replied) })
	if aside == "" {
		noteReply()
	}
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
		case r.Method == http.MethodPost && (m.ID == nil || m.Method == ""):
			if m.Method == "" {
				noteReply()
			}
			w.WriteHeader(http.StatusAccepted)
		case aside != "" && r.Method == http.MethodGet:
			events(w)(`data: {"jsonrpc":"2.0","id":"q","method":%q}`, aside)
			<-r.Context().Done()
		case m.Method == "tools/call":
			select {
			case <-replied:
			case <-r.Context().Done():
				return true
			}
			mu.Lock()
			busy[session]++
			most = max(most, busy[session])
			mu.Unlock()
			begun <- session
			select {
			case <-release:
			case <-r.Context().Done():
			}
			mu.Lock()
			busy[session]--
			mu.Unlock()
			reply(w, m.ID, fmt.Sprintf(`{"content":[],"session":%q}`, session))
		default:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
		return true
	})
	return begun, release, func() int {
		mu.Lock()
		defer mu.Unlock()
		return most
	}
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
	const asks, models = "elicitation/create", "sampling/createMessage"
	tests := []struct {
		name  string
		aside string
		calls []wire.Call
		want  []string
	}{
		{"nothing to ask", "", []wire.Call{call("{}"), call("{}"), call("{}")}, []string{"session 1", "session 1", "session 1"}},
		{"shared", asks, []wire.Call{asking(forms, false), asking(forms, false)}, []string{"session 1", "session 1"}},
		{"alone", asks, []wire.Call{asking(forms, true), asking(forms, true), asking(forms, true)}, []string{"session 1", "session 2", "session 3"}},
		{"a model", models, []wire.Call{asking(forms, true), asking(forms, true)}, []string{"session 1", "session 2"}},
		{"asked for what is of no call", "roots/list", []wire.Call{asking(roots, true), asking(roots, true)}, []string{"session 1", "session 1"}},
		{"pinged", "ping", []wire.Call{asking(forms, true), asking(forms, true)}, []string{"session 1", "session 1"}},
		{"asked on their own streams", "", []wire.Call{asking(forms, true), asking(forms, true)}, []string{"session 1", "session 1"}},
		{"other capabilities", asks, []wire.Call{asking(forms, false), asking(roots, false), asking(forms, false)}, []string{"session 1", "session 1", "session 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			begun, release, _ := counted(f, 0, tt.aside)
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

// TestShortCallsFollowEachOther: a call that has to have a session to itself gets the oldest where that comes free at once: a server with a state of its
// own keeps it in one place.
func TestShortCallsFollowEachOther(t *testing.T) {
	f := newFake(t)
	begun, release, _ := counted(f, 0, "elicitation/create")
	s := open(t, f.URL, nil)
	var running sync.WaitGroup
	var sessions []string
	for i := range 3 {
		running.Go(func() {
			if _, err := s.Call(t.Context(), asking(`{"elicitation":{}}`, true)); err != nil {
				t.Error(err)
			}
		})
		if i == 0 {
			sessions = append(sessions, <-begun)
		}
	}
	for range 2 {
		release <- struct{}{}
		sessions = append(sessions, <-begun)
	}
	release <- struct{}{}
	running.Wait()
	if diff := cmp.Diff([]string{"session 1", "session 1", "session 1"}, sessions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCallsWaitForASession: of a server that asks where a question names no call, calls that may be asked never share a session. They wait for one where
// there may be no further one, and the first session of calls that declare something else is not taken from them.
func TestCallsWaitForASession(t *testing.T) {
	for name, tt := range map[string]struct{ limit, sessions int }{"one session only": {1, 1}, "as many as allowed": {0, 32}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			begun, release, busiest := counted(f, tt.limit, "elicitation/create")
			s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Minute })
			var running sync.WaitGroup
			begin := func(c wire.Call) {
				running.Go(func() {
					if _, err := s.Call(t.Context(), c); err != nil {
						t.Error(err)
					}
				})
			}
			const calls = 40
			want, used := map[string]int{}, map[string]int{}
			for i := range calls {
				begin(asking(`{"roots":{}}`, true))
				if i == 0 {
					used[<-begun]++ // since the server asks before it, all others know that it does
				}
			}
			for range tt.sessions - 1 {
				used[<-begun]++
			}
			for i := range tt.sessions {
				want[fmt.Sprint("session ", i+1)] = 1
			}
			if diff := cmp.Diff(want, used); diff != "" {
				t.Errorf("calls on each session (-want +got):\n%s", diff)
			}
			if tt.limit == 0 {
				begin(call("{}"))
				if session := <-begun; used[session] != 0 {
					t.Errorf("a call that declares nothing came on %s", session)
				}
				release <- struct{}{} // that one or another one, whose session the next one gets
			}
			for range calls - tt.sessions {
				release <- struct{}{}
				<-begun
			}
			close(release)
			running.Wait()
			if n := busiest(); n != 1 {
				t.Errorf("%d calls at once were on one session", n)
			}
		})
	}
}

// TestCallsShareAProcess: the calls of a modern host to a stdio server that has never asked anything share its processes once there are as many as may be.
func TestCallsShareAProcess(t *testing.T) {
	s, journal := openStdio(t, "silent on calls", func(o *upstream.Options) { o.Timeout = time.Minute })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var running sync.WaitGroup
	begun := make(chan wire.Message)
	const calls = 12
	for range calls {
		c := asking(`{"elicitation":{}}`, true)
		c.Progress, c.Notify = true, func(m wire.Message) { begun <- m }
		running.Go(func() { _, _ = s.Call(ctx, c) })
	}
	for range calls {
		select {
		case <-begun:
		case <-time.After(20 * time.Second):
			t.Fatal("a call has not begun")
		}
	}
	cancel()
	running.Wait()
	starts := 0
	for _, entry := range journal() {
		if entry == "start" {
			starts++
		}
	}
	if starts != 8 {
		t.Errorf("%d processes were started, want 8", starts)
	}
}

// TestNoPatienceWithPersons: a call has a further session opened at once where those in use wait for a person. Its own patience would be longer than it may take.
func TestNoPatienceWithPersons(t *testing.T) {
	s, _ := openStdio(t, "asks", func(o *upstream.Options) { o.Timeout = 900 * time.Millisecond })
	asked, answer := make(chan struct{}), make(chan struct{})
	c := asking(`{"roots":{}}`, true)
	c.AskHost = func(context.Context, []wire.Question) ([]json.RawMessage, error) {
		asked <- struct{}{}
		<-answer
		return []json.RawMessage{json.RawMessage(`{}`)}, nil
	}
	var running sync.WaitGroup
	const calls = 4
	for range calls {
		running.Go(func() {
			if _, err := s.Call(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
		select {
		case <-asked:
		case <-time.After(20 * time.Second):
			t.Fatal("a call has not begun")
		}
	}
	go func() { // the second question of each
		for range calls {
			<-asked
		}
	}()
	close(answer)
	running.Wait()
}

// TestNoSessionInTime: the wait for a session counts for the call's timeout.
func TestNoSessionInTime(t *testing.T) {
	f := newFake(t)
	_, release, _ := counted(f, 0, "elicitation/create")
	s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Second })
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan struct{})
	var held sync.WaitGroup
	for i := range 8 { // as many sets as are allowed
		c := asking(fmt.Sprintf(`{"set%d":{}}`, i), true)
		c.AskHost = func(ctx context.Context, _ []wire.Question) ([]json.RawMessage, error) {
			asked <- struct{}{}
			<-ctx.Done() // a person who does not answer
			return nil, context.Cause(ctx)
		}
		held.Go(func() { _, _ = s.Call(ctx, c) })
		<-asked
	}
	_, err := s.Call(t.Context(), call("{}"))
	const want = "every session that the server may have is in use by other calls: no answer within 1s (timeout)"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	cancel()
	close(release)
	held.Wait()
}

// asksOn has the fake hold its stream for what belongs to no call with st. What question "q" there is answered with arrives in replies: a result, or the
// message of an error.
func (f *fake) asksOn(st *station) (replies <-chan string) {
	fault, answered := f.fault, make(chan string, 1)
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case r.Method == http.MethodGet:
			st.serve(w, r)
		case m.Method == "" && string(m.ID) == `"q"`:
			answer := string(m.Result)
			if m.Error != nil {
				answer = m.Error.Message
			}
			answered <- answer
			w.WriteHeader(http.StatusAccepted)
		default:
			return fault(w, r, m)
		}
		return true
	})
	return answered
}

// TestQuestionOfNobody: what may be about either of two calls that must not get each other's questions is refused, and the calls go on.
func TestQuestionOfNobody(t *testing.T) {
	f, st := newFake(t), newStation(t)
	begun, release, _ := counted(f, 1, "")
	replies := f.asksOn(st)
	s := open(t, f.URL, nil)
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			if _, err := s.Call(t.Context(), asking(`{"roots":{}}`, true)); err != nil {
				t.Error(err)
			}
		})
		<-begun
	}
	st.events <- `data: {"jsonrpc":"2.0","id":"q","method":"elicitation/create"}`
	if diff := cmp.Diff("elicitation/create could be about any of 2 calls; ask again when fewer are under way", <-replies); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	close(release)
	running.Wait()
}

// TestRootsOfSeveralCalls: roots are the host's, whichever call is under way: one of them brings the question to the host, and where that one ends
// first, the next.
func TestRootsOfSeveralCalls(t *testing.T) {
	f, st := newFake(t), newStation(t)
	begun, release, _ := counted(f, 1, "")
	replies := f.asksOn(st)
	s := open(t, f.URL, nil)
	asked, answer := make(chan string, 2), make(chan string)
	var running sync.WaitGroup
	ctxs := map[string]context.CancelFunc{}
	for _, name := range []string{"one", "two"} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ctxs[name] = cancel
		c := asking(`{"roots":{}}`, true)
		c.AskHost = func(ctx context.Context, _ []wire.Question) ([]json.RawMessage, error) {
			asked <- name
			select {
			case a := <-answer:
				return []json.RawMessage{json.RawMessage(a)}, nil
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		}
		running.Go(func() { _, _ = s.Call(ctx, c) })
		<-begun
	}
	st.events <- `data: {"jsonrpc":"2.0","id":"q","method":"roots/list"}`
	first := <-asked
	ctxs[first]()
	if second := <-asked; second == first {
		t.Errorf("both times %s was asked", first)
	}
	answer <- `{"roots":[]}`
	if diff := cmp.Diff(`{"roots":[]}`, <-replies); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	close(release)
	running.Wait()
}

// TestAskingAsideIsRemembered: that a server asks on the stream that is no call's is known after a restart, before it asks there again.
func TestAskingAsideIsRemembered(t *testing.T) {
	f := newFake(t)
	begun, release, _ := counted(f, 0, "elicitation/create")
	s := open(t, f.URL, nil)
	before := s.Changed()
	together(t, s, begun, release, asking(`{"elicitation":{}}`, true))
	<-before // whoever keeps Era looks again

	f = newFake(t)
	begun, release, _ = counted(f, 0, "")
	again := open(t, f.URL, nil)
	again.SetEra(s.Era())
	want := []string{"session 1", "session 2"}
	if diff := cmp.Diff(want, together(t, again, begun, release, asking(`{"elicitation":{}}`, true), asking(`{"elicitation":{}}`, true))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(s.Era(), again.Era()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSessionsOfTheAbsent: where every session waits for a person who does not come back, a call shares one in the end.
func TestSessionsOfTheAbsent(t *testing.T) {
	f, st := newFake(t), newStation(t)
	begun, release, _ := counted(f, 1, "")
	f.asksOn(st)
	s := open(t, f.URL, nil)
	asked := make(chan struct{})
	absent := asking(`{"roots":{}}`, true)
	absent.AskHost = func(ctx context.Context, _ []wire.Question) ([]json.RawMessage, error) {
		close(asked)
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	var running sync.WaitGroup
	begin := func(c wire.Call) {
		running.Go(func() {
			if _, err := s.Call(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
		if session := <-begun; session != "session 1" {
			t.Errorf("a call came on %s", session)
		}
	}
	begin(absent)
	st.events <- `data: {"jsonrpc":"2.0","id":"q","method":"elicitation/create"}`
	<-asked
	begin(asking(`{"roots":{}}`, true))
	close(release)
	running.Wait()
}

// TestNoWaitForANewSession: a call that has a further session opened takes one that comes free meanwhile; and where it was refused and none is left, it has one
// opened once more.
func TestNoWaitForANewSession(t *testing.T) {
	for name, tt := range map[string]struct {
		second http.HandlerFunc // answers the second initialize
		first  int              // the status of the first call
		calls  int
	}{
		"a session comes free":  {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, http.StatusOK, 2},
		"the last session ends": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) }, http.StatusNotFound, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			var sessions, calls atomic.Int64
			begun, refused, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
			f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
				switch {
				case m.Method == "initialize":
					n := sessions.Add(1)
					if n == 2 {
						close(refused)
						tt.second(w, r)
						return true
					}
					w.Header().Set("Mcp-Session-Id", fmt.Sprint("session ", n))
					reply(w, m.ID, `{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"fake","version":"1"}}`)
				case m.Method == "tools/call":
					if calls.Add(1) == 1 {
						close(begun)
						<-release
						if tt.first != http.StatusOK {
							w.WriteHeader(tt.first)
							return true
						}
					}
					reply(w, m.ID, `{"content":[]}`)
				case r.Method == http.MethodPost && m.ID == nil:
					w.WriteHeader(http.StatusAccepted)
				default:
					w.WriteHeader(http.StatusMethodNotAllowed)
				}
				return true
			})
			s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Minute })
			s.SetEra("legacy aside")
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			var running sync.WaitGroup
			for _, next := range []chan struct{}{begun, refused} {
				running.Go(func() {
					if _, err := s.Call(ctx, asking(`{"elicitation":{}}`, true)); err != nil {
						t.Error(err)
					}
				})
				<-next
			}
			close(release)
			running.Wait()
			if n := calls.Load(); n != int64(tt.calls) {
				t.Errorf("%d calls, want %d", n, tt.calls)
			}
		})
	}
}
