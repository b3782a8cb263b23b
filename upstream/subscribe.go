package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"ncp/internal/wire"
)

// watch is a subscription to one resource.
type watch struct {
	uri     string
	updated func(wire.Message)
}

// Subscribe has updated called whenever the server says that a resource, or one below it, has changed, until ctx ends. It returns once the server has
// agreed, or with why it does not. A subscription is renewed when its session was lost; what may have changed meanwhile counts as changed.
// updated must not block.
func (s *Server) Subscribe(ctx context.Context, client wire.Client, uri string, updated func(wire.Message)) error {
	agreed := make(chan error, 2)
	s.startTask(func() { s.keepWatch(ctx, client, &watch{uri, updated}, agreed) })
	select {
	case err := <-agreed:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.ctx.Done():
		return errors.New("ncp is shutting down")
	}
}

// keepWatch subscribes until ctx ends, or the server refuses. agreed gets the outcome of the first time.
func (s *Server) keepWatch(ctx context.Context, client wire.Client, w *watch, agreed chan<- error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	s.setWatch(w, true)
	defer s.setWatch(w, false)
	var times atomic.Int64 // that the server has agreed
	pause := firstRelisten
	for {
		before := time.Now()
		err := s.watchOnce(ctx, client, w, func() {
			if times.Add(1) == 1 {
				agreed <- nil
				return
			}
			w.updated(wire.Message{Method: "notifications/resources/updated", Params: wire.Object{{Key: "uri", Value: wire.AppendText(nil, w.uri)}}.Raw()})
		})
		switch {
		case times.Load() == 0:
			agreed <- err
			return
		case errors.As(err, new(*wire.Error)):
			s.log.Warn("subscribe again", "uri", w.uri, "err", err)
			return
		case time.Since(before) > longestRelisten:
			pause = firstRelisten
		}
		s.log.Debug("subscription ended", "uri", w.uri, "err", err)
		if sleep(ctx, pause) != nil {
			return
		}
		pause = min(2*pause, longestRelisten)
	}
}

// watchOnce subscribes on a session, calls agreed when the server has agreed, and returns with the session or ctx.
func (s *Server) watchOnce(ctx context.Context, client wire.Client, w *watch, agreed func()) error {
	req := request{client: client}
	var sl *slot
	err := s.timed(ctx, req, func(ctx context.Context, req request) (err error) {
		sl, err = s.lease(ctx, &req)
		return err
	})
	if err != nil {
		return err
	}
	defer s.release(sl, &req)
	if stream, ok := sl.session.(*streamSession); ok && stream.spoken == Modern {
		return stream.watch(ctx, client, w.uri, agreed)
	}
	if sl.session.era() == Modern {
		return s.watchModern(ctx, sl.session, client, w.uri, agreed)
	}
	req.method, req.params = "resources/subscribe", wire.Object{{Key: "uri", Value: wire.AppendText(nil, w.uri)}}
	var answer wire.Message
	err = s.timed(ctx, req, func(ctx context.Context, req request) (err error) {
		answer, err = s.exchange(ctx, sl.session, req)
		return err
	})
	switch {
	case errors.Is(err, wire.ErrUnsent):
		s.drop(sl)
		return err
	case err != nil:
		return err
	case answer.Error != nil:
		return answer.Error
	}
	agreed()
	select {
	case <-sl.session.done():
		return wire.ErrClosed
	case <-ctx.Done():
	}
	req.method = "resources/unsubscribe"
	leaving, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	err = s.timed(leaving, req, func(ctx context.Context, req request) error {
		_, err := s.exchange(ctx, sl.session, req)
		return err
	})
	if err != nil {
		s.log.Debug("resources/unsubscribe", "err", err)
	}
	return context.Cause(ctx)
}

// watchModern holds a subscriptions/listen open for a resource.
func (s *Server) watchModern(ctx context.Context, sess session, client wire.Client, uri string, agreed func()) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req := listenRequest(wire.Object{{Key: "resourceSubscriptions", Value: append(wire.AppendText([]byte{'['}, uri), ']')}})
	req.client, req.sink = client, func(m wire.Message) {
		if m.Method != "notifications/subscriptions/acknowledged" {
			s.heard(m)
			return
		}
		var granted []string
		if json.Unmarshal(member(member(m.Params, "notifications"), "resourceSubscriptions"), &granted) == nil && slices.Contains(granted, uri) {
			agreed()
			return
		}
		cancel(wire.Errorf(wire.CodeInvalidParams, "the server does not tell of changes of this resource"))
	}
	answer, err := sess.do(ctx, req)
	switch {
	case context.Cause(ctx) != nil:
		return context.Cause(ctx)
	case err != nil:
		return err
	case answer.Error != nil:
		return answer.Error
	}
	return fmt.Errorf("%w: the server ended the subscription", wire.ErrClosed)
}

func (s *Server) setWatch(w *watch, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watches = slices.DeleteFunc(slices.Clone(s.watches), func(other *watch) bool { return other == w })
	if on {
		s.watches = append(s.watches, w)
	}
}

// updated tells those who watch a resource that it has changed. "This might be a sub-resource of the one that the client actually subscribed to."
func (s *Server) updated(m wire.Message) {
	uri, _ := wire.Text(member(m.Params, "uri"))
	s.mu.Lock()
	watches := s.watches
	s.mu.Unlock()
	for _, w := range watches {
		if rest, below := strings.CutPrefix(uri, w.uri); below && (rest == "" || strings.HasSuffix(w.uri, "/") || strings.ContainsAny(rest[:1], "/?#")) {
			w.updated(m)
		}
	}
}
