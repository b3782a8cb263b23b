package aggregator_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
	"ncp/upstream"
)

// listed is an upstream in a bubble of time: it notes when it was asked for its tools, and fails calls that are told to.
type listed struct {
	began time.Time
	ttl   time.Duration
	call  error
	down  bool
	at    []time.Duration
}

func (l *listed) List(_ context.Context, kind wire.Kind, _ wire.Client) (wire.List, error) {
	if kind != wire.Tools {
		return wire.List{}, nil
	}
	l.at = append(l.at, time.Since(l.began))
	if l.down {
		return wire.List{}, errors.New("connection refused")
	}
	return wire.List{Items: []json.RawMessage{json.RawMessage(`{"name":"x","inputSchema":{}}`)}, TTL: l.ttl}, nil
}

func (*listed) Subscribe(context.Context, wire.Client, string, func(wire.Message)) error { return nil }

// mute takes the question for its tools and does not answer.
type mute struct{ listed }

func (*mute) ConnectTimeout() time.Duration { return 9 * time.Second }

func (*mute) List(ctx context.Context, _ wire.Kind, _ wire.Client) (wire.List, error) {
	<-ctx.Done()
	return wire.List{}, context.Cause(ctx)
}

// Who asks for the state of now gets it of each server, also of one that says nothing, and waits for none longer than a first contact may take.
func TestAskWaitsForNoneTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		well := &listed{began: time.Now()}
		agg := aggregator.New([]aggregator.Server{
			{Name: "well", Upstream: well}, {Name: "silent", Upstream: &mute{}}, {Name: "off", Disabled: true}, {Name: "wrong", Problem: "no url"},
		}, nil)
		defer agg.Close()
		began := time.Now()
		for range 2 { // a list at hand does not count
			agg.Ask(t.Context(), time.Minute)
		}
		agg.Ask(t.Context(), time.Minute, "silent")
		if took := time.Since(began); took != 30*time.Second || len(well.at) != 2 {
			t.Errorf("%v, %v", took, well.at)
		}
		type state struct {
			Name, Reason string
			State        aggregator.State
		}
		var got []state
		for _, s := range agg.Servers() {
			got = append(got, state{s.Name, s.Reason, s.State})
		}
		want := []state{
			{"well", "", aggregator.Ready}, {"silent", "no list of its tools within 10s", aggregator.Down}, {"off", "", aggregator.Disabled}, {"wrong", "no url", aggregator.Misconfigured},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Who does not wait that long is not told that a server is down which may only be slow, unless some process has waited; and find does not wait for
// one that is known to be down as for one that was never asked.
func TestWhoAsksWaitsAsLongAsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		process := func() *aggregator.Aggregator {
			return aggregator.New([]aggregator.Server{{Name: "silent", Identity: "silent", Upstream: &mute{}}}, &aggregator.Options{CacheDir: dir})
		}
		type outcome struct {
			State  aggregator.State
			Detail string
			Took   time.Duration
		}
		asked := func(ask func(*aggregator.Aggregator)) outcome {
			agg := process()
			defer agg.Close()
			began := time.Now()
			ask(agg)
			s := agg.Servers()[0]
			return outcome{s.State, s.Detail(), time.Since(began)}
		}
		short := func(agg *aggregator.Aggregator) { agg.Ask(t.Context(), 500*time.Millisecond) }
		find := func(agg *aggregator.Aggregator) {
			if _, err := agg.Find(t.Context(), aggregator.FindRequest{Wait: aggregator.WaitConnect}); err != nil {
				t.Error(err)
			}
		}
		got := []outcome{
			asked(short), asked(find), asked(func(agg *aggregator.Aggregator) { agg.Ask(t.Context(), time.Minute) }), asked(short), asked(find),
		}
		if diff := cmp.Diff([]outcome{
			{aggregator.Connecting, "no answer within 500ms", 500 * time.Millisecond},
			{aggregator.Connecting, "", 10 * time.Second},
			{aggregator.Down, "no list of its tools within 10s", 10 * time.Second},
			{aggregator.Down, "no answer within 500ms (for 1s)", 500 * time.Millisecond},
			{aggregator.Down, "no answer within 3s (for 4s)", 3 * time.Second},
		}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func (l *listed) Call(context.Context, wire.Call) (json.RawMessage, error) {
	return json.RawMessage(`{}`), l.call
}
func (*listed) Notify(context.Context, wire.Client, string) {}
func (*listed) Changed() <-chan struct{}                    { return nil }
func (*listed) Era() string                                 { return "" }
func (*listed) SetEra(string)                               {}
func (*listed) ConnectTimeout() time.Duration               { return time.Second }
func (*listed) Close()                                      {}

func watched(l *listed) *aggregator.Aggregator {
	l.began = time.Now()
	agg := aggregator.New([]aggregator.Server{{Name: "a", Upstream: l}}, nil)
	agg.Watch()
	synctest.Wait()
	return agg
}

// A list is asked for again when it has expired, but in the background no more than once a minute.
func TestListsAreRefreshedWhenTheyExpire(t *testing.T) {
	for ttl, want := range map[time.Duration][]time.Duration{
		0:               {0, 10 * time.Minute, 20 * time.Minute},
		time.Second:     {0, time.Minute, 2 * time.Minute},
		9 * time.Minute: {0, 9 * time.Minute, 18 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := &listed{ttl: ttl}
			agg := watched(l)
			time.Sleep(21 * time.Minute)
			agg.Close()
			if diff := cmp.Diff(want, l.at[:min(len(l.at), 3)]); diff != "" {
				t.Errorf("ttl %v: %s", ttl, diff)
			}
		})
	}
}

// A call that fails says little about the server: it is asked, and what it says counts.
func TestAFailedCallIsADoubt(t *testing.T) {
	html := errors.New("an answer that is HTML")
	for name, test := range map[string]struct {
		call error
		down bool
	}{
		"the server is well":           {html, false},
		"the server is down":           {html, true},
		"one tool is not for everyone": {&upstream.StatusError{Status: 403}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := &listed{}
			agg := watched(l)
			defer agg.Close()
			time.Sleep(time.Minute)
			l.call, l.down = test.call, test.down
			if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "a:x"}); err == nil {
				t.Error("the call went through")
			}
			synctest.Wait()
			want := map[bool]aggregator.State{false: aggregator.Ready, true: aggregator.Down}[test.down]
			if got := agg.Servers()[0]; got.State != want || len(l.at) != 2 {
				t.Errorf("%s: %+v, listed %d times", name, got, len(l.at))
			}
		})
	}
}
