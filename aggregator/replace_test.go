package aggregator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// held is an upstream whose calls wait until they are released or ended, and which knows whether it was closed.
type held struct {
	listed
	release chan struct{}
	closed  bool
}

func newHeld() *held {
	return &held{listed: listed{began: time.Now()}, release: make(chan struct{})}
}

func (h *held) Call(ctx context.Context, _ wire.Call) (json.RawMessage, error) {
	select {
	case <-h.release:
		return json.RawMessage(`{"content":[]}`), nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
func (h *held) Close() { h.closed = true }

// A new configuration costs those servers alone that it changes.
func TestReplaceLeavesOtherServersAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept, changed, removed, fresh, added := newHeld(), newHeld(), newHeld(), newHeld(), newHeld()
		agg := aggregator.New([]aggregator.Server{
			{Name: "kept", Upstream: kept}, {Name: "changed", Upstream: changed}, {Name: "removed", Upstream: removed},
		}, nil)
		defer agg.Close()
		agg.Watch()
		synctest.Wait()
		ended := map[string]chan error{}
		for _, name := range []string{"kept", "changed", "removed"} {
			done := make(chan error, 1)
			ended[name] = done
			go func() {
				_, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: name + ":x"})
				done <- err
			}()
		}
		synctest.Wait()
		agg.Replace([]aggregator.Server{
			{Name: "changed", Upstream: fresh}, {Name: "added", Upstream: added}, {Name: "kept", Upstream: kept},
		}, "")
		synctest.Wait()
		const gone = ": its entry in the configuration was removed or changed during the call; see which tools there are now"
		for _, name := range []string{"changed", "removed"} {
			if err := <-ended[name]; err == nil || err.Error() != name+gone {
				t.Errorf("the call of %s: %v", name, err)
			}
		}
		close(kept.release)
		if err := <-ended["kept"]; err != nil {
			t.Errorf("the call of a server that was kept: %v", err)
		}
		if diff := cmp.Diff([]bool{false, true, true, false, false}, []bool{kept.closed, changed.closed, removed.closed, fresh.closed, added.closed}); diff != "" {
			t.Errorf("closed: %s", diff)
		}
		if diff := cmp.Diff([]int{1, 1, 1, 1, 1}, []int{len(kept.at), len(changed.at), len(removed.at), len(fresh.at), len(added.at)}); diff != "" {
			t.Errorf("lists asked for: %s", diff)
		}
		if diff := cmp.Diff([]string{"changed:x", "added:x", "kept:x"}, agg.KnownTools()); diff != "" {
			t.Error(diff)
		}
		var refused *aggregator.RefusedError
		if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "removed:x"}); !errors.As(err, &refused) {
			t.Errorf("a call to a server that was removed: %v", err)
		}
	})
}

// A kept server goes by the new policy, and the call that is under way ends as it would have.
func TestReplaceTakesOverAPolicy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := newHeld()
		entry := aggregator.Server{Name: "kept", Upstream: kept}
		agg := aggregator.New([]aggregator.Server{entry}, nil)
		defer agg.Close()
		ended := make(chan error, 1)
		run := func() error {
			_, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "kept:x"})
			return err
		}
		go func() { ended <- run() }()
		synctest.Wait()
		entry.Confirms = func(string, bool) bool { return true }
		agg.Replace([]aggregator.Server{entry}, "")
		var refused *aggregator.RefusedError
		if err := run(); !errors.As(err, &refused) {
			t.Errorf("a call that the user has to agree to: %v", err)
		}
		close(kept.release)
		if err := <-ended; err != nil {
			t.Errorf("the call under way: %v", err)
		}
		entry.Confirms = nil
		agg.Replace([]aggregator.Server{entry}, "")
		if err := run(); err != nil {
			t.Errorf("a call that nobody has to agree to any more: %v", err)
		}
	})
}

// What a removed server had leaves the index as well: it would take the places of what is there.
func TestRemovedServersLeaveTheIndex(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprint("create_issue_", i))
	}
	one := aggregator.Server{Name: "one", Upstream: &stocked{items: tools("report_issue")}}
	many := aggregator.Server{Name: "many", Upstream: &stocked{items: tools(names...)}}
	agg := aggregator.New([]aggregator.Server{one, many}, nil)
	defer agg.Close()
	hits := func() []string {
		t.Helper()
		found, err := agg.Find(t.Context(), aggregator.FindRequest{Description: "create issue", Limit: 50, Wait: 2 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tool := range found.Parts[0].Tools {
			names = append(names, tool.ToolName())
		}
		return names
	}
	if got := hits(); len(got) != 50 || slices.Contains(got, "one:report_issue") {
		t.Fatalf("before: %v", got)
	}
	agg.Replace([]aggregator.Server{one}, "")
	if diff := cmp.Diff([]string{"one:report_issue"}, hits()); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}

// Hosts that know find's description from before are told: a legacy one as such, a modern one on its subscription, until it cancels that.
func TestHostsAreToldOfOtherServers(t *testing.T) {
	one := []aggregator.Server{{Name: "one", Problem: "p"}}
	two := []aggregator.Server{{Name: "one", Problem: "p"}, {Name: "two", Problem: "p"}}
	changed := `{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}` + "\n"
	t.Run("legacy", func(t *testing.T) {
		agg := aggregator.New(one, nil)
		defer agg.Close()
		h := serve(t, agg)
		h.initialize()
		h.ask(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)
		agg.Replace(one, "") // the same: nothing is told
		agg.Replace(two, "")
		if diff := cmp.Diff(changed, h.receive()+"\n"); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("of a tool of our own", func(t *testing.T) {
		entry := aggregator.Server{Name: "one", Problem: "p"}
		agg := aggregator.New([]aggregator.Server{entry}, &aggregator.Options{Exposure: aggregator.ExposeAll})
		defer agg.Close()
		h := serve(t, agg)
		h.initialize()
		h.ask(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)
		entry.ResultBudget = 1000
		agg.Replace([]aggregator.Server{entry}, "")
		if diff := cmp.Diff(changed, h.receive()+"\n"); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("modern", func(t *testing.T) {
		agg := aggregator.New(one, nil)
		defer agg.Close()
		h := serve(t, agg)
		for _, id := range []string{`"s"`, `"u"`} {
			h.ask(`{"jsonrpc":"2.0","id":` + id + `,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},` + modernMeta + `}}`)
		}
		h.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"u"}}`)
		h.ask(`{"jsonrpc":"2.0","id":2,"method":"ping"}`)
		agg.Replace(two, "")
		want := `{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":"s"}}}`
		if diff := cmp.Diff(want, h.receive()); diff != "" {
			t.Error(diff)
		}
		_ = h.in.Close()
		want = `{"jsonrpc":"2.0","id":"s","result":{"_meta":{"io.modelcontextprotocol/subscriptionId":"s"},"resultType":"complete"}}`
		if diff := cmp.Diff(want, h.receive()); diff != "" {
			t.Errorf("the end of a subscription: %s", diff)
		}
	})
}
