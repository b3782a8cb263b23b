package upstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ncp/internal/wire"
)

// Limits on the sessions of one server. A modern server has one, which is no session but a way to it. A legacy one has one for each set of
// capabilities that hosts declare, and more where calls that may be asked something must not share one (request.alone).
const (
	maxSessions  = 8
	idleTime     = time.Minute // of a session beyond the first of its set
	maxStillborn = 3           // sessions that end as soon as they are opened
)

// slot is a session and who uses it. Guarded by Server.mu.
type slot struct {
	session  session
	declared string // capabilities that it was opened with; without meaning if it is modern
	calls    int    // under way
	asking   int    // of them those that may be asked something
	alone    bool   // the one that may be asked something wants no second one
	idle     *time.Timer
}

// attempt is one try to connect, shared by all who wait for it.
type attempt struct {
	done    chan struct{}
	session session
	err     error
}

// lease returns a session for req, opening one if there is none that req can use. Release it with release.
func (s *Server) lease(ctx context.Context, req *request) (*slot, error) {
	declared := string(req.client.Capabilities)
	for stillborn := 0; stillborn < maxStillborn; {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return nil, errors.New("ncp is shutting down")
		}
		if sl := s.pick(req, declared); sl != nil {
			s.mu.Unlock()
			return sl, nil
		}
		freed, a := s.freed, s.connecting[declared]
		if a == nil && s.mayOpen(declared) {
			a = &attempt{done: make(chan struct{})}
			s.connecting[declared] = a
			s.tasks.Go(func() { s.connect(a, req.client) })
		}
		s.mu.Unlock()
		if a != nil {
			select {
			case <-a.done:
			case <-ctx.Done():
				return nil, fmt.Errorf("connect: %w", context.Cause(ctx))
			}
			switch {
			case a.err == nil && a.session.over():
				stillborn++
				continue
			case a.err == nil:
				continue // somebody else may have been faster
			case !s.has(declared):
				return nil, a.err
			}
			// A server that allows one session only: wait for that.
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for a session: %w", context.Cause(ctx))
		}
	}
	return nil, errors.New("the session ended as soon as it was opened")
}

// pick takes a session that req can use, the oldest first: a server with a state of its own keeps it. The caller holds s.mu.
func (s *Server) pick(req *request, declared string) *slot {
	for _, sl := range s.slots {
		fits := sl.session.era() == Modern || sl.declared == declared &&
			(req.ask == nil || !sl.alone && (!req.alone || sl.asking == 0))
		if !fits || sl.session.over() {
			continue
		}
		if sl.idle != nil {
			sl.idle.Stop()
			sl.idle = nil
		}
		sl.calls++
		if req.ask != nil {
			sl.asking++
			sl.alone = req.alone
		}
		return sl
	}
	return nil
}

// mayOpen reports whether another session may be opened, and makes room for it if one is idle. The caller holds s.mu.
func (s *Server) mayOpen(declared string) bool {
	if len(s.slots)+len(s.connecting) < maxSessions {
		return true
	}
	for _, sl := range s.slots {
		if sl.calls == 0 && (sl.session.over() || sl.declared != declared) {
			s.remove(sl)
			return true
		}
	}
	return false
}

// has reports whether there is a session that was opened with these capabilities.
func (s *Server) has(declared string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sl := range s.slots {
		if sl.declared == declared && !sl.session.over() {
			return true
		}
	}
	return false
}

// release gives a session back.
func (s *Server) release(sl *slot, req *request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sl.calls--
	if req.ask != nil {
		sl.asking--
		sl.alone = false
	}
	switch {
	case sl.calls > 0:
	case sl.session.over():
		s.remove(sl)
	case !s.isFirst(sl):
		sl.idle = time.AfterFunc(idleTime, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if sl.idle != nil && sl.calls == 0 {
				s.remove(sl)
			}
		})
	}
	s.wake()
}

// isFirst reports whether sl is the oldest of its set. The caller holds s.mu.
func (s *Server) isFirst(sl *slot) bool {
	for _, other := range s.slots {
		if other.declared == sl.declared {
			return other == sl
		}
	}
	return false
}

// wake lets all who wait for a session look again. The caller holds s.mu.
func (s *Server) wake() {
	close(s.freed)
	s.freed = make(chan struct{})
}

// connect runs detached from those who wait for it, under its own deadline.
func (s *Server) connect(a *attempt, client wire.Client) {
	ctx, cancel := context.WithTimeoutCause(s.ctx, s.opts.ConnectTimeout, fmt.Errorf("no connection within %v", s.opts.ConnectTimeout))
	defer cancel()
	sess, err := s.dial(ctx, Era(s.Era()), client)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	declared := string(client.Capabilities)
	s.mu.Lock()
	a.session, a.err = sess, err
	delete(s.connecting, declared)
	if err == nil {
		s.slots, s.reached, s.offered = append(s.slots, &slot{session: sess, declared: declared}), sess.era(), sess.talk().offered
	}
	closed := s.closed
	s.wake()
	s.mu.Unlock()
	close(a.done)
	if closed && err == nil {
		sess.close()
	}
}

// drop forgets a session that is of no more use.
func (s *Server) drop(sl *slot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(sl)
}

// remove takes sl out of the pool and closes it in the background: its end must not delay the next one. The caller holds s.mu.
func (s *Server) remove(sl *slot) {
	for i, other := range s.slots {
		if other == sl {
			s.slots = append(s.slots[:i:i], s.slots[i+1:]...)
			if !s.closed {
				s.tasks.Go(sl.session.close)
			}
			return
		}
	}
}
