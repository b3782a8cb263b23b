package upstream_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// offering makes a fake declare capabilities.
func offering(f *fake, capabilities string, more func(w http.ResponseWriter, r *http.Request, m wire.Message) bool) {
	f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case m.Method == "server/discover" && f.modern:
			reply(w, m.ID, `{"supportedVersions":["2026-07-28"],"capabilities":`+capabilities+`}`)
		case m.Method == "initialize" && !f.modern:
			w.Header().Set("Mcp-Session-Id", f.current())
			reply(w, m.ID, `{"protocolVersion":"2025-06-18","capabilities":`+capabilities+`,"serverInfo":{"name":"fake","version":"1"}}`)
		default:
			return more != nil && more(w, r, m)
		}
		return true
	})
}

// A server is asked for what it declares, and for tools in any case.
func TestOnlyDeclaredKindsAreListed(t *testing.T) {
	lists := map[string]string{
		"prompts/list":             `{"prompts":[{"name":"p"},{"title":"none"}],"ttlMs":5}`,
		"resources/list":           `{"resources":[{"uri":"a://b","name":"r"}]}`,
		"resources/templates/list": `{"resourceTemplates":[{"uriTemplate":"a://{x}","name":"t"}]}`,
	}
	for capabilities, want := range map[string][]int{
		`{"tools":{}}`:     {1, 0, 0, 0},
		`{"prompts":{}}`:   {1, 1, 0, 0},
		`{"resources":{}}`: {1, 0, 1, 1},
		`{"tools":{},"prompts":{},"resources":{},"completions":{}}`: {1, 1, 1, 1},
	} {
		for _, modern := range []bool{false, true} {
			t.Run(fmt.Sprint(capabilities, modern), func(t *testing.T) {
				f := newFake(t)
				f.modern = modern
				asked := map[string]bool{}
				offering(f, capabilities, func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
					list := lists[m.Method]
					if asked[m.Method] = true; list != "" {
						reply(w, m.ID, list)
					}
					return list != ""
				})
				s := open(t, f.URL, nil)
				var got []int
				for _, kind := range wire.Kinds() {
					list, err := s.List(t.Context(), kind, wire.Client{})
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, len(list.Items))
					if asked[kind.Method()] != (len(list.Items) > 0) {
						t.Errorf("%s asked: %v", kind.Method(), asked[kind.Method()])
					}
					if kind == wire.Prompts && len(list.Items) > 0 {
						if diff := cmp.Diff([]string{"prompt 2 is left out: it has no name"}, list.Problems); diff != "" {
							t.Error(diff)
						}
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("items (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// A server without tools has none, and is no worse for that.
func TestAServerWithoutTools(t *testing.T) {
	for capabilities, fails := range map[string]bool{`{"prompts":{}}`: false, `{"tools":{}}`: true} {
		f := newFake(t)
		offering(f, capabilities, func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
			if m.Method == "tools/list" {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no such method"}}`, m.ID)
			}
			return m.Method == "tools/list"
		})
		list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
		if (err != nil) != fails || len(list.Items) > 0 {
			t.Errorf("%s: %v, %v", capabilities, list, err)
		}
	}
}

func updated(uri string) string {
	return fmt.Sprintf(`data: {"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":%q,"x":1}}`, uri)
}

// subscribe subscribes to a://b and returns what comes of it.
func subscribe(t *testing.T, ctx context.Context, s *upstream.Server) <-chan string {
	t.Helper()
	told := make(chan string, 10)
	if err := s.Subscribe(ctx, wire.Client{}, "a://b", func(m wire.Message) { told <- string(m.Params) }); err != nil {
		t.Fatal(err)
	}
	return told
}

func TestSubscriptionToALegacyServer(t *testing.T) {
	f, st := newFake(t), newStation(t)
	asked := make(chan string, 10)
	offering(f, `{"resources":{"subscribe":true}}`, func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		switch {
		case r.Method == http.MethodGet:
			st.serve(w, r)
		case m.Method == "resources/subscribe" || m.Method == "resources/unsubscribe":
			reply(w, m.ID, `{}`)
			asked <- m.Method
		default:
			return false
		}
		return true
	})
	s := open(t, f.URL, func(o *upstream.Options) { o.Listen = true })
	ctx, cancel := context.WithCancel(t.Context())
	told := subscribe(t, ctx, s)
	st.awaitOpen(t)
	st.events <- updated("a://other")
	st.events <- updated("a://bc")
	st.events <- updated("a://b/below")
	if diff := cmp.Diff(`{"uri":"a://b/below","x":1}`, <-told); diff != "" {
		t.Error(diff)
	}
	st.events <- updated("a://b")
	if diff := cmp.Diff(`{"uri":"a://b","x":1}`, <-told); diff != "" {
		t.Error(diff)
	}
	cancel()
	if diff := cmp.Diff([]string{"resources/subscribe", "resources/unsubscribe"}, []string{<-asked, <-asked}); diff != "" {
		t.Error(diff)
	}
}

// subscribable is a modern server whose subscriptions are served by a station, and what they are to.
func subscribable(t *testing.T) (*upstream.Server, *station, <-chan string) {
	t.Helper()
	f, st := newFake(t), newStation(t)
	f.modern = true
	filters := make(chan string, 10)
	offering(f, `{"resources":{"subscribe":true}}`, func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if m.Method == "subscriptions/listen" {
			obj, _ := wire.ParseObject(m.Params)
			filters <- string(obj.Get("notifications"))
			st.serve(w, r)
		}
		return m.Method == "subscriptions/listen"
	})
	return open(t, f.URL, nil), st, filters
}

func TestSubscriptionToAModernServer(t *testing.T) {
	const agreed = `data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"resourceSubscriptions":["a://b"]}}}`
	s, st, filters := subscribable(t)
	go func() { st.events <- agreed }()
	told := subscribe(t, t.Context(), s)
	if diff := cmp.Diff(`{"resourceSubscriptions":["a://b"]}`, <-filters); diff != "" {
		t.Error(diff)
	}
	st.events <- updated("a://b")
	if diff := cmp.Diff(`{"uri":"a://b","x":1}`, <-told); diff != "" {
		t.Error(diff)
	}
	// The stream drops: the subscription is renewed, and what may have changed meanwhile counts as changed.
	st.events <- ""
	<-filters
	st.events <- agreed
	if diff := cmp.Diff(`{"uri":"a://b"}`, <-told); diff != "" {
		t.Errorf("after a renewal: %s", diff)
	}
}

func TestRefusedSubscription(t *testing.T) {
	s, st, _ := subscribable(t)
	go func() {
		st.events <- `data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{}}}`
	}()
	err := s.Subscribe(t.Context(), wire.Client{}, "a://b", func(wire.Message) {})
	if err == nil || err.Error() != "the server does not tell of changes of this resource (-32602)" {
		t.Errorf("refused: %v", err)
	}
}

// On a stream a subscription stays when nobody wants it any more, and serves the next who does.
func TestSubscriptionOnAStream(t *testing.T) {
	s, journal := openStdio(t, "has a resource", nil)
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		told := subscribe(t, ctx, s)
		mustCall(t, s)
		if diff := cmp.Diff(`{"uri":"a://b"}`, <-told); diff != "" {
			t.Error(diff)
		}
		cancel()
		mustCall(t, s)
	}
	want := []string{"start", "server/discover", "subscriptions/listen", "tools/call", "tools/call", "tools/call", "tools/call"}
	if diff := cmp.Diff(want, journal()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
