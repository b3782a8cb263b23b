package aggregator

import (
	"context"
	"encoding/json"

	"ncp/internal/wire"
)

// maxListening bounds the open subscriptions/listen of one host; further ones are told that they will hear nothing.
const maxListening = 100

// listen opens a subscription, which stays open without an answer until the host cancels it or we end (2026-07-28, patterns/subscriptions). There is
// one thing to tell of: that find names other servers.
func (h *host) listen(ctx context.Context, t *turn) {
	filter, _ := wire.ParseObject(t.params.Get("notifications"))
	h.listenMu.Lock() // "MUST NOT send any notification on the subscription before" the acknowledgment
	defer h.listenMu.Unlock()
	if string(filter.Get("toolsListChanged")) != "true" || len(h.listening) == maxListening {
		h.sent(t.Notify("notifications/subscriptions/acknowledged", subscribed(t, json.RawMessage("{}"))))
		t.Abandon()
		return
	}
	h.sent(t.Notify("notifications/subscriptions/acknowledged", subscribed(t, json.RawMessage(`{"toolsListChanged":true}`))))
	h.listening[t] = true
	context.AfterFunc(ctx, func() {
		h.listenMu.Lock()
		defer h.listenMu.Unlock()
		delete(h.listening, t)
	})
}

// subscribed are the params of a notification on t's subscription.
func subscribed(t *turn, notifications json.RawMessage) json.RawMessage {
	params := wire.Object{{Key: "_meta", Value: wire.Object{{Key: reserved + "subscriptionId", Value: t.ID}}.Raw()}}
	if notifications != nil {
		params = append(params, wire.Member{Key: "notifications", Value: notifications})
	}
	return params.Raw()
}

// subscriptions are the open ones.
func (h *host) subscriptions() []*turn {
	h.listenMu.Lock()
	defer h.listenMu.Unlock()
	var open []*turn
	for t := range h.listening {
		open = append(open, t)
	}
	return open
}

// announce tells the host each time that its tools are described otherwise, until ctx ends: a legacy one always, a modern one where it listens.
func (h *host) announce(ctx context.Context, changed <-chan struct{}) {
	for {
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
		changed = h.a.changed() // before the notification: what changes behind it is told again
		const method = "notifications/tools/list_changed"
		if s := h.opened(); s != nil {
			select {
			case <-s.ready:
				h.sent(h.conn.Notify(ctx, method, nil))
			default: // it has not asked for the list yet
			}
		}
		for _, t := range h.subscriptions() {
			h.sent(t.Notify(method, subscribed(t, nil)))
		}
	}
}

// endListening ends every subscription in good order: "it SHOULD send a successful subscriptions/listen response".
func (h *host) endListening() {
	for _, t := range h.subscriptions() {
		t.answer(subscribed(t, nil), nil)
	}
}
