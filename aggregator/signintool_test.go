package aggregator_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// vault is an upstream that shows its tools to those alone who have signed in.
type vault struct {
	stocked
	in atomic.Bool
}

func (v *vault) List(ctx context.Context, kind wire.Kind, client wire.Client) (wire.List, error) {
	if !v.in.Load() {
		return wire.List{}, wants{}
	}
	return v.stocked.List(ctx, kind, client)
}

// clerk lets everybody in who asks.
type clerk struct{ vault *vault }

func (c clerk) Begin(error) (flow aggregator.Flow, begun bool, err error) {
	c.vault.in.Store(true)
	done := make(chan struct{})
	close(done)
	return admitted{&slow{begun: done}}, true, nil
}

// admitted is a sign-in that is over.
type admitted struct{ *slow }

func (admitted) Page(context.Context) *aggregator.SignInPage { return nil }
func (admitted) Err() error                                  { return nil }

// A host that cannot know a tool of a server yet, since that wants a sign-in first, calls the one to sign in with, whatever the configuration allows and lists.
func TestTheToolToSignInWith(t *testing.T) {
	only := func(name string) func(string) bool { return func(tool string) bool { return tool == name } }
	for name, tt := range map[string]struct {
		server        aggregator.Server
		exposure      aggregator.Exposure
		call          string
		before, after []string
	}{
		"find and run": {aggregator.Server{Allows: only("x")}, aggregator.ExposeMeta, `{"name":"run","arguments":{"tool":"a:sign-in"}}`, []string{"find", "run"}, []string{"find", "run"}},
		"by itself":    {aggregator.Server{}, aggregator.ExposeAll, `{"name":"a__sign-in"}`, []string{"a__sign-in"}, []string{"a__x", "a__y"}},
		"some by themselves": {
			aggregator.Server{Exposes: only("y")},
			aggregator.ExposeMeta, `{"name":"a__sign-in","arguments":{}}`,
			[]string{"find", "run", "a__sign-in"},
			[]string{"find", "run", "a__y"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			up := &vault{stocked: stocked{items: tools("x", "y")}}
			tt.server.Name, tt.server.Upstream = "a", up
			tt.server.Grant = func() string { return "" }
			agg := aggregator.New([]aggregator.Server{tt.server}, &aggregator.Options{Exposure: tt.exposure, SignIns: clerk{up}})
			t.Cleanup(agg.Close)
			h := serve(t, agg)
			h.initialize()
			if diff := cmp.Diff(tt.before, toolNames(t, h, 1, `{}`)); diff != "" {
				t.Errorf("before the sign-in (-want +got):\n%s", diff)
			}
			want := `"result":{"content":[{"type":"text","text":"The user is signed in at a. Its tools can be found and called now."}]}`
			for id := range 2 { // once more: it has nothing more to do
				if got := h.method(10+id, "tools/call", tt.call); !strings.Contains(got, want) {
					t.Errorf("want %s, got %s", want, got)
				}
			}
			if diff := cmp.Diff(tt.after, toolNames(t, h, 2, `{}`)); diff != "" {
				t.Errorf("after it (-want +got):\n%s", diff)
			}
		})
	}
}

// Also where the name of its server is none that hosts allow, so that the tool's ends with a hash.
func TestTheToolToSignInWithHasAHash(t *testing.T) {
	up := &vault{stocked: stocked{items: tools("x")}}
	server := aggregator.Server{Name: "a.b", Upstream: up, Grant: func() string { return "" }}
	agg := aggregator.New([]aggregator.Server{server}, &aggregator.Options{Exposure: aggregator.ExposeAll, SignIns: clerk{up}})
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	names := toolNames(t, h, 1, `{}`)
	if len(names) != 1 {
		t.Fatalf("listed: %v", names)
	}
	if got := h.method(2, "tools/call", `{"name":"`+names[0]+`"}`); !strings.Contains(got, "The user is signed in at a.b") {
		t.Errorf("%s: %s", names[0], got)
	}
}
