package upstream

import (
	"context"
	"sync"

	"ncp/internal/wire"
)

// held is a subscription to a resource on a stream, which stays when nobody wants it any more: the official SDK's server (v1.8.0) forgets all
// subscriptions of a stream to lists when any subscription on it ends. What comes for nobody is dropped.
type held struct {
	agreed chan struct{} // closed when the server has agreed
	ended  chan struct{} // closed with the subscription
	err    error         // why; after ended
}

// maxHeld bounds what a server is asked to tell for nobody. Subscriptions beyond it end with who wanted them.
const maxHeld = 100

// watch is watchModern on a stream.
func (s *streamSession) watch(ctx context.Context, client wire.Client, uri string, agreed func()) error {
	h := s.hold(client, uri)
	if h == nil {
		return s.server.watchModern(ctx, s, client, uri, agreed)
	}
	select {
	case <-h.agreed:
		agreed()
	case <-h.ended:
		return h.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	select {
	case <-h.ended:
		return h.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// hold returns the subscription to a resource, beginning it if there is none; nil if there are too many.
func (s *streamSession) hold(client wire.Client, uri string) *held {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.held[uri]
	if h != nil || len(s.held) == maxHeld {
		return h
	}
	h = &held{agreed: make(chan struct{}), ended: make(chan struct{})}
	if s.held == nil {
		s.held = map[string]*held{}
	}
	s.held[uri] = h
	s.server.startTask(func() {
		h.err = s.server.watchModern(s.server.ctx, s, client, uri, sync.OnceFunc(func() { close(h.agreed) }))
		s.mu.Lock()
		delete(s.held, uri)
		s.mu.Unlock()
		close(h.ended)
	})
	return h
}
