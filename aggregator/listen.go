package aggregator

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"ncp/internal/wire"
)

// maxListening bounds the open subscriptions/listen of one host; further ones are told that they will hear nothing.
const maxListening = 100

// settle is how long changes are gathered before a host is told: servers come up together, and each brings its lists.
const settle = 50 * time.Millisecond

// lists are the kinds whose lists a host is told of when they change.
func lists() []wire.Kind { return []wire.Kind{wire.Tools, wire.Prompts, wire.Resources} }

// listen opens a subscription, which stays open without an answer until the host cancels it or we end (2026-07-28, patterns/subscriptions).
func (h *host) listen(ctx context.Context, t *turn) {
	filter, _ := wire.ParseObject(t.params.Get("notifications"))
	var uris []string
	if json.Unmarshal(filter.Get("resourceSubscriptions"), &uris) != nil || len(uris) == 0 || !h.a.offers(wire.Resources) {
		h.acknowledge(ctx, t, filter, nil)
		return
	}
	slices.Sort(uris)
	uris = slices.Compact(uris)
	h.tasks.Go(func() {
		h.acknowledge(ctx, t, filter, h.subscribeAll(ctx, t, uris[:min(len(uris), maxWatched)]))
	})
}

// acknowledge tells t what it will hear of, and begins to tell it.
func (h *host) acknowledge(ctx context.Context, t *turn, filter wire.Object, uris []string) {
	h.listenMu.Lock() // "MUST NOT send any notification on the subscription before" the acknowledgment
	defer h.listenMu.Unlock()
	agreed := wire.Object{}
	if len(h.listening) < maxListening {
		for _, kind := range lists() {
			if key := string(kind) + "ListChanged"; string(filter.Get(key)) == "true" && h.a.offers(kind) {
				agreed = append(agreed, wire.Member{Key: key, Value: json.RawMessage("true")})
			}
		}
		if len(uris) > 0 {
			raw, _ := json.Marshal(uris) // strings always encode
			agreed = append(agreed, wire.Member{Key: "resourceSubscriptions", Value: raw})
		}
	}
	h.sent(t.Notify("notifications/subscriptions/acknowledged", subscribed(t, wire.Object{{Key: "notifications", Value: agreed.Raw()}})))
	if len(agreed) > 0 {
		h.listening[t] = agreed
	} else {
		t.Abandon() // which ends ctx
	}
	context.AfterFunc(ctx, func() {
		h.listenMu.Lock()
		delete(h.listening, t)
		h.listenMu.Unlock()
		h.unsubscribe(func(_ *watched, by want) bool { return by.turn == t })
	})
}

// subscribed are the params of a notification on t's subscription.
func subscribed(t *turn, params wire.Object) json.RawMessage {
	meta, _ := wire.ParseObject(params.Get("_meta"))
	meta = meta.Set(reserved+"subscriptionId", t.ID)
	return append(wire.Object{{Key: "_meta", Value: meta.Raw()}}, params.Delete("_meta")...).Raw()
}

// subscriptions are the open ones, with what each wants to hear of.
func (h *host) subscriptions() map[*turn]wire.Object {
	h.listenMu.Lock()
	defer h.listenMu.Unlock()
	open := make(map[*turn]wire.Object, len(h.listening))
	for t, agreed := range h.listening {
		open[t] = agreed
	}
	return open
}

// announce tells the host each time that what we list has changed since before, until ctx ends: a legacy one
// of tools and of what it has asked for, a modern one where it listens.
func (h *host) announce(ctx context.Context, before map[wire.Kind]int) {
	for {
		now, next := h.a.news.look()
		for _, kind := range lists() {
			if now[kind] != before[kind] && h.a.offers(kind) {
				h.tell(ctx, kind)
			}
		}
		before = now
		select {
		case <-next:
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(settle):
		case <-ctx.Done():
			return
		}
	}
}

// tell tells the host that a list has changed.
func (h *host) tell(ctx context.Context, kind wire.Kind) {
	method := "notifications/" + string(kind) + "/list_changed"
	h.listenMu.Lock()
	listed := h.listed[kind]
	h.listenMu.Unlock()
	if s := h.opened(); s != nil && listed {
		select {
		case <-s.ready:
			h.sent(h.conn.Notify(ctx, method, nil))
		default: // it has not asked for the list yet
		}
	}
	for t, agreed := range h.subscriptions() {
		if agreed.Get(string(kind)+"ListChanged") != nil {
			h.sent(t.Notify(method, subscribed(t, nil)))
		}
	}
}

// endListening ends every subscription in good order: "it SHOULD send a successful subscriptions/listen response".
func (h *host) endListening() {
	for t := range h.subscriptions() {
		t.answer(subscribed(t, nil), nil)
	}
}
