package upstream_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

const listChanged = `{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}`

// changes collects the server's words that its tools have changed, from now on.
func changes(t *testing.T, s *upstream.Server) <-chan struct{} {
	t.Helper()
	told := make(chan struct{}, 1)
	next := s.Changed()
	go func() { // ends with the test
		for {
			select {
			case <-next:
				next = s.Changed()
				select {
				case told <- struct{}{}:
				default:
				}
			case <-t.Context().Done():
				return
			}
		}
	}()
	return told
}

// awaitChange waits for such a word.
func awaitChange(t *testing.T, told <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-told:
	case <-time.After(20 * time.Second):
		t.Fatalf("no change told: %s", what)
	}
}

// station is the server's end of the stream for changes: each time the client opens one its headers arrive in opened,
// then each text in events is sent on it; an empty one ends it.
type station struct {
	opened chan http.Header
	events chan string
}

func newStation(t *testing.T) *station {
	s := &station{opened: make(chan http.Header, 10), events: make(chan string)}
	t.Cleanup(func() { close(s.events) })
	return s
}

func (s *station) serve(w http.ResponseWriter, r *http.Request) {
	send := events(w)
	send(": open") // the headers go with it
	s.opened <- r.Header.Clone()
	for {
		select {
		case text := <-s.events:
			if text == "" {
				return
			}
			send("%s", text)
		case <-r.Context().Done():
			return
		}
	}
}

func (s *station) awaitOpen(t *testing.T) http.Header {
	t.Helper()
	select {
	case header := <-s.opened:
		return header
	case <-time.After(20 * time.Second):
		t.Fatal("no stream was opened")
		return nil
	}
}

func TestChangesOfALegacyServer(t *testing.T) {
	tests := []struct {
		name, event string
		resumes     string // the Last-Event-ID of the second stream
	}{
		{"without event ids", "data: " + listChanged, ""},
		{"with event ids", "id: e7\ndata: " + listChanged, "e7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, st := newFake(t), newStation(t)
			f.always(func(w http.ResponseWriter, r *http.Request, _ wire.Message) bool {
				if r.Method == http.MethodGet {
					st.serve(w, r)
				}
				return r.Method == http.MethodGet
			})
			s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
			told := changes(t, s)
			mustCall(t, s)
			header := st.awaitOpen(t)
			want := []string{"text/event-stream", "s1", "2025-06-18", ""}
			got := []string{header.Get("Accept"), header.Get("Mcp-Session-Id"), header.Get("Mcp-Protocol-Version"), header.Get("Last-Event-ID")}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
			st.events <- tt.event
			awaitChange(t, told, "on the first stream")

			st.events <- "" // the stream drops
			if got := st.awaitOpen(t).Get("Last-Event-ID"); got != tt.resumes {
				t.Errorf("Last-Event-ID %q, want %q", got, tt.resumes)
			}
			if tt.resumes == "" {
				awaitChange(t, told, "something may have changed while nobody listened")
			}
			st.events <- tt.event
			awaitChange(t, told, "on the second stream")
		})
	}
}

func TestChangesOfAModernServer(t *testing.T) {
	t.Parallel()
	f, st := newFake(t), newStation(t)
	f.modern = true
	var params string
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch m.Method {
		case "server/discover":
			reply(w, m.ID, `{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}}}`)
		case "subscriptions/listen":
			obj, _ := wire.ParseObject(m.Params)
			params = string(obj.Get("notifications"))
			st.serve(w, r)
		default:
			return false
		}
		return true
	})
	s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
	told := changes(t, s)
	mustCall(t, s)
	header := st.awaitOpen(t)
	want := []string{"subscriptions/listen", "2026-07-28", `{"toolsListChanged":true}`}
	if diff := cmp.Diff(want, []string{header.Get("Mcp-Method"), header.Get("Mcp-Protocol-Version"), params}); diff != "" {
		t.Errorf("the subscription (-want +got):\n%s", diff)
	}
	const acknowledged = `data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"toolsListChanged":true}}}`
	st.events <- acknowledged
	st.events <- "data: " + listChanged
	awaitChange(t, told, "on the first stream")

	st.events <- ""
	st.awaitOpen(t)
	select {
	case <-told:
		t.Error("a change is told before the next could be")
	default:
	}
	st.events <- acknowledged
	awaitChange(t, told, "something may have changed while nobody listened")
	st.events <- "data: " + listChanged
	awaitChange(t, told, "on the second stream")
}

// TestNoStreamForChanges: a server that has none is left alone and works, and so is one when nobody wants to know.
func TestNoStreamForChanges(t *testing.T) {
	tests := []struct {
		name           string
		modern, listen bool
		capability     string
		want           []string
	}{
		{"not wanted, legacy", false, false, "", []string{"POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call"}},
		{"not wanted, modern", true, false, `{"listChanged":true}`, []string{"POST server/discover", "POST tools/call"}},
		{"modern that never changes", true, true, `{}`, []string{"POST server/discover", "POST tools/call"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = tt.modern
			f.always(func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
				if m.Method == "server/discover" && tt.modern {
					reply(w, m.ID, fmt.Sprintf(`{"supportedVersions":["2026-07-28"],"capabilities":{"tools":%s}}`, tt.capability))
					return true
				}
				return false
			})
			s := open(t, f.URL, func(o *upstream.Options) { o.Listen = tt.listen })
			mustCall(t, s)
			if diff := cmp.Diff(tt.want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChangesWithinACall: a server may tell of a change in the stream of any answer.
func TestChangesWithinACall(t *testing.T) {
	f := newFake(t)
	s := open(t, f.URL, nil)
	f.once(func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
		send := events(w)
		send("data: " + listChanged)
		send(`data: {"jsonrpc":"2.0","id":%s,"result":{"content":[]}}`, m.ID)
	})
	told := changes(t, s)
	mustCall(t, s)
	awaitChange(t, told, "within the call")
}

func TestChangesOnAStream(t *testing.T) {
	t.Run("stdio", func(t *testing.T) {
		s, _ := openStdio(t, "modern", func(o *upstream.Options) { o.Listen = true })
		told := changes(t, s)
		mustCall(t, s)
		awaitChange(t, told, "on the pipe of a modern process")
	})
	t.Run("HTTP+SSE", func(t *testing.T) {
		f := newSSEFake(t)
		s := open(t, f.URL+"/sse", func(o *upstream.Options) { o.Transport = upstream.SSE })
		told := changes(t, s)
		mustCall(t, s)
		f.mu.Lock()
		f.send <- listChanged
		f.mu.Unlock()
		awaitChange(t, told, "on the event stream")
	})
}

// What a legacy server tells while it lists its tools is no part of the list: it reaches whom the session is for.
func TestToldWhileItLists(t *testing.T) {
	f, st := newFake(t), newStation(t)
	told := make(chan string, 1)
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if r.Method == http.MethodGet {
			st.serve(w, r)
		}
		if m.Method == "tools/list" {
			st.awaitOpen(t)
			st.events <- `data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"a"}}`
			select {
			case got := <-told:
				if want := `{"level":"info","data":"a"}`; got != want {
					t.Errorf("told %s, want %s", got, want)
				}
			case <-time.After(20 * time.Second):
				t.Error("nobody was told")
			}
		}
		return r.Method == http.MethodGet
	})
	s := open(t, f.URL, func(o *upstream.Options) { o.Listen, o.Timeout = true, time.Minute })
	if _, err := s.List(t.Context(), wire.Tools, wire.Client{Tell: func(m wire.Message) { told <- string(m.Params) }}); err != nil {
		t.Fatal(err)
	}
}

// TestStreamWithoutHead: a stream that a legacy server does not even begin is waited for once, and not at all where nobody can be asked.
func TestStreamWithoutHead(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.always(func(_ http.ResponseWriter, r *http.Request, _ wire.Message) bool {
		if r.Method == http.MethodGet {
			<-r.Context().Done()
		}
		return r.Method == http.MethodGet
	})
	s := open(t, f.URL, func(o *upstream.Options) { o.Timeout = time.Minute })
	deaf := call("{}")
	deaf.AskHost = nobody
	calls := []wire.Call{deaf, asking(`{"roots":{}}`, false), asking(`{"roots":{}}`, false)}
	var got [][]string
	for i, c := range calls {
		ctx := t.Context()
		if i == 2 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
		}
		if _, err := s.Call(ctx, c); err != nil {
			t.Errorf("call %d: %v", i+1, err)
		}
		got = append(got, slices.DeleteFunc(f.seen(), func(r string) bool { return r != "GET" && r != "POST tools/call" }))
	}
	if diff := cmp.Diff([][]string{{"POST tools/call"}, {"GET", "POST tools/call"}, {"POST tools/call"}}, got); diff != "" {
		t.Errorf("requests of each call (-want +got):\n%s", diff)
	}
}

// TestProgressOnTheSharedStream: some servers tell progress on the stream that is no call's. Its token says whose it is, and what is of no call, or of one
// that has its answer, is dropped.
func TestProgressOnTheSharedStream(t *testing.T) {
	f, st := newFake(t), newStation(t)
	tokens, release := make(chan string, 2), make(chan struct{})
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case r.Method == http.MethodGet:
			st.serve(w, r)
		case m.Method == "tools/call":
			params, _ := wire.ParseObject(m.Params)
			meta, _ := wire.ParseObject(params.Get("_meta"))
			tokens <- string(meta.Get("progressToken"))
			<-release
			reply(w, m.ID, `{"content":[]}`)
		default:
			return false
		}
		return true
	})
	s := open(t, f.URL, nil)
	type told struct{ Call, Params string }
	heard, done := make(chan told, 10), make(chan error, 2)
	begin := func(name string) (token string) {
		c := asking(`{"elicitation":{}}`, false)
		c.Progress = true
		c.Notify = func(m wire.Message) { heard <- told{name, string(m.Params)} }
		go func() { _, err := s.Call(t.Context(), c); done <- err }()
		return <-tokens
	}
	progress := func(token string, n int) {
		st.events <- fmt.Sprintf(`data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":%d}}`, token, n)
	}
	first := begin("first")
	second := begin("second")
	progress(first, 1)
	progress(second, 2)
	progress(`"nobody"`, 3)
	progress(first, 4)
	want := []told{
		{"first", fmt.Sprintf(`{"progressToken":%s,"progress":1}`, first)},
		{"second", fmt.Sprintf(`{"progressToken":%s,"progress":2}`, second)},
		{"first", fmt.Sprintf(`{"progressToken":%s,"progress":4}`, first)},
	}
	var got []told
	for range want {
		got = append(got, <-heard)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	close(release)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
