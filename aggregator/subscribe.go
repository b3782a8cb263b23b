package aggregator

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"ncp/internal/wire"
)

// maxWatched bounds the resources that one host subscribes to.
const maxWatched = 1000

// resource is one resource of a server, as a host sees that server.
type resource struct {
	a           *Aggregator
	server, uri string
}

// watched is a subscription to a resource, shared by all of a host that want it.
type watched struct {
	resource
	cancel context.CancelFunc
	ready  chan struct{} // closed when the server has agreed or refused
	err    error         // why it refused; after ready
	who    map[want]bool // guarded by host.listenMu
}

// want is one who wants to hear of a resource, by one form of its URI: a host may use the plain and the qualified one.
type want struct {
	turn *turn // a subscriptions/listen; nil for resources/subscribe
	uri  string
}

// subscribe has the host told of changes of a resource, for a subscriptions/listen or, with nil, for resources/subscribe. It returns when the
// server has agreed.
func (h *host) subscribe(ctx context.Context, t *turn, a *Aggregator, uri string, era era) error {
	s, own, err := a.resourceOf(ctx, era, uri)
	if err != nil {
		return err
	}
	key := resource{a, s.spec.Name, own}
	h.listenMu.Lock()
	w := h.watched[key]
	if w == nil {
		if len(h.watched) == maxWatched {
			h.listenMu.Unlock()
			return wire.Errorf(wire.CodeInternal, "more than %d subscriptions to resources", maxWatched)
		}
		w = &watched{resource: key, ready: make(chan struct{}), who: map[want]bool{}}
		var watching context.Context
		watching, w.cancel = context.WithCancel(h.ctx)
		h.watched[key] = w
		h.tasks.Go(func() { h.watch(watching, w) })
	}
	wanted := want{t, uri}
	w.who[wanted] = true
	h.listenMu.Unlock()
	select {
	case <-w.ready:
		err = w.err
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err != nil {
		h.unsubscribe(func(other *watched, by want) bool { return other == w && by == wanted })
	}
	return err
}

// watch keeps a subscription until ctx ends, beyond changes of its server's entry: what is changed then counts as updated.
func (h *host) watch(ctx context.Context, w *watched) {
	defer h.forget(w)
	for first := true; ; first = false {
		s := w.a.server(w.server)
		if s == nil || s.usable(wire.Resources) != nil {
			if first {
				w.err = errReplaced
				close(w.ready)
			}
			return
		}
		serving, cancel := context.WithCancel(ctx)
		stop := context.AfterFunc(s.ctx, cancel)
		err := s.spec.Upstream.Subscribe(serving, w.a.client(), w.uri, func(m wire.Message) { h.updated(w, m) })
		if first {
			w.err = err
			close(w.ready)
		}
		if err == nil {
			if !first {
				h.updated(w, wire.Message{Params: wire.Object{{Key: "uri", Value: wire.AppendText(nil, w.uri)}}.Raw()})
			}
			<-serving.Done()
		}
		stop()
		cancel()
		if err != nil || ctx.Err() != nil || !errors.Is(context.Cause(s.ctx), errReplaced) {
			return
		}
	}
}

func (h *host) forget(w *watched) {
	w.cancel()
	h.listenMu.Lock()
	defer h.listenMu.Unlock()
	if h.watched[w.resource] == w {
		delete(h.watched, w.resource)
	}
}

// unsubscribe takes those who no longer want it off the subscriptions; one that nobody wants any more ends.
func (h *host) unsubscribe(gone func(*watched, want) bool) {
	h.listenMu.Lock()
	defer h.listenMu.Unlock()
	for key, w := range h.watched {
		maps.DeleteFunc(w.who, func(by want, _ bool) bool { return gone(w, by) })
		if len(w.who) == 0 {
			w.cancel()
			delete(h.watched, key)
		}
	}
}

// updated tells all who want to know that a resource, or one below it, has changed.
func (h *host) updated(w *watched, m wire.Message) {
	params, err := wire.ParseObject(m.Params)
	if err != nil {
		return
	}
	below := strings.TrimPrefix(params.Text("uri"), w.uri)
	h.listenMu.Lock()
	defer h.listenMu.Unlock()
	for by := range w.who {
		t, told := by.turn, stripMeta(params).Set("uri", wire.AppendText(nil, by.uri+below))
		const method = "notifications/resources/updated"
		switch {
		case t == nil:
			h.sent(h.conn.Notify(h.ctx, method, told.Raw()))
		case h.listening[t] != nil: // not before its acknowledgment
			h.sent(t.Notify(method, subscribed(t, told)))
		}
	}
}

// subscribeLegacy answers resources/subscribe and resources/unsubscribe.
func (h *host) subscribeLegacy(ctx context.Context, t *turn) error {
	uri := t.params.Text("uri")
	if t.Method == "resources/subscribe" {
		return h.subscribe(ctx, nil, t.a, uri, t.era)
	}
	h.unsubscribe(func(_ *watched, by want) bool { return by == want{nil, uri} })
	return nil
}

// subscribeAll subscribes t to each of these resources and returns those whose servers have agreed in time, in their order.
func (h *host) subscribeAll(ctx context.Context, t *turn, uris []string) []string {
	limited, cancel := context.WithTimeout(ctx, findWait+time.Second)
	defer cancel()
	agreed := make([]bool, len(uris))
	done := make(chan struct{}, len(uris))
	for i, uri := range uris {
		h.tasks.Go(func() {
			err := h.subscribe(limited, t, t.a, uri, t.era)
			if agreed[i] = err == nil; err != nil {
				h.a.log.Warn("subscribe", "method", t.Method, "err", err)
			}
			done <- struct{}{}
		})
	}
	for range uris {
		<-done
	}
	var granted []string
	for i, uri := range uris {
		if agreed[i] {
			granted = append(granted, uri)
		}
	}
	return granted
}
