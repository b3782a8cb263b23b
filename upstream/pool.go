package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ncp/internal/wire"
)

// Limits on the sessions of one server. A modern server has one, which is no session but a way to it. A legacy one has one for each set of
// capabilities that hosts declare, and further ones where calls that may be asked something should not share one (request.alone). The two are
// counted by themselves, so that calls which wait for a person keep no other host's from their first session.
const (
	maxSets             = 8
	maxFurther          = 31
	maxFurtherProcesses = 7           // where a session is one
	idleTime            = time.Minute // of a session beyond the first of its set
	maxStillborn        = 3           // sessions that end as soon as they are opened
	patience            = time.Second // of a call that wants a session alone, for one in use; then it has another opened
)

// slot is a session and who uses it. Guarded by Server.mu.
type slot struct {
	session  session
	declared string // capabilities that it was opened with; without meaning if it is modern
	calls    int    // under way
	asking   int    // of them those that may be asked something
	alone    int    // of these those that want no second one
	parked   int    // questions of theirs that wait for an answer
	idle     *time.Timer
}

// attempt is one try to connect, shared by all who wait for it.
type attempt struct {
	done    chan struct{}
	session session
	err     error
}

// lease returns a session for req, opening one if there is none that req can use. Release it with release. The wait for a connection has a limit
// of its own; the wait for a session in use counts for the call's clock. A call that wants a session alone waits a moment for one in use, since a
// second session is a second state of the server, but not for one that waits for a person. Where there can be no further one it waits its turn. It shares
// one as long as the server is not known to ask, and a sixth of its time later where all others wait for persons, who may have gone: then talk.question
// refuses what is nobody's for sure.
func (s *Server) lease(ctx context.Context, req *request) (*slot, error) {
	declared := string(req.client.Capabilities)
	var patient, last <-chan time.Time
	waited, late, refused := false, false, false
	for stillborn := 0; stillborn < maxStillborn; {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return nil, errors.New("ncp is shutting down")
		}
		sl := s.pick(req, declared, false)
		a, freed, parked := s.connecting[declared], s.freed, s.parked(declared)
		refused = refused && s.has(declared)
		switch {
		case sl != nil || a != nil:
		case !refused && (waited || parked) && s.mayOpen(declared):
			a = &attempt{done: make(chan struct{})}
			s.connecting[declared] = a
			s.tasks.Go(func() { s.connect(a, req) })
		case waited && !s.nameless || late && parked:
			sl = s.pick(req, declared, true)
		}
		s.mu.Unlock()
		if sl != nil {
			return sl, nil
		}
		if a != nil {
			if err := req.clock.stand(ctx, a.done, freed); err != nil {
				return nil, fmt.Errorf("connect: %w", err)
			}
			switch ended, err := a.outcome(); {
			case !ended:
				continue // another session has come free
			case err == nil:
				if a.session.over() {
					stillborn++
				}
				continue // somebody else may have been faster
			case !s.opened(declared):
				return nil, err
			}
			refused = true
		}
		if patient == nil {
			patient, last = time.After(patience), time.After(max(patience, s.opts.Timeout/6))
		}
		select {
		case <-freed:
		case <-patient:
			waited = true
		case <-last:
			late = true
		case <-ctx.Done():
			return nil, fmt.Errorf("every session that the server may have is in use by other calls: %w", context.Cause(ctx))
		}
	}
	return nil, errors.New("the session ended as soon as it was opened")
}

// outcome is what an attempt has come to, if it has ended.
func (a *attempt) outcome() (ended bool, err error) {
	select {
	case <-a.done:
		return true, a.err
	default:
		return false, nil
	}
}

// pick takes a session that req can use, the oldest first: a server with a state of its own keeps it. With share it also takes one that req should
// not share: that which most calls share already, so that few are disturbed. The caller holds s.mu.
func (s *Server) pick(req *request, declared string, share bool) *slot {
	var chosen *slot
	for _, sl := range s.slots {
		if sl.session.over() || sl.session.era() != Modern && sl.declared != declared {
			continue
		}
		named := sl.session.era() == Modern || !s.nameless && !sl.session.oneStream() // questions name their call
		if named || req.ask == nil || sl.alone == 0 && (!req.alone || sl.asking == 0) {
			chosen = sl
			break
		}
		if share && (chosen == nil || sl.asking >= chosen.asking) {
			chosen = sl
		}
	}
	if chosen != nil {
		chosen.use(req, 1)
		s.noteParked(chosen, req)
	}
	return chosen
}

// noteParked has req's questions counted as parked on sl while they wait.
func (s *Server) noteParked(sl *slot, req *request) {
	ask := req.ask
	if ask == nil {
		return
	}
	count := func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		sl.parked += n
		s.wake()
	}
	req.ask = func(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
		count(1)
		defer count(-1)
		return ask(ctx, questions)
	}
}

// parked reports whether each session of a set, if there is any, waits for a person. The caller holds s.mu.
func (s *Server) parked(declared string) bool {
	for _, sl := range s.slots {
		if sl.declared == declared && !sl.session.over() && sl.parked == 0 {
			return false
		}
	}
	return true
}

// use enters req, or with -1 takes it out again. The caller holds Server.mu.
func (sl *slot) use(req *request, n int) {
	if sl.idle != nil {
		sl.idle.Stop()
		sl.idle = nil
	}
	sl.calls += n
	if req.ask != nil {
		sl.asking += n
		if req.alone {
			sl.alone += n
		}
	}
}

// mayOpen reports whether another session may be opened, and makes room for it where sessions are idle. The caller holds s.mu.
func (s *Server) mayOpen(declared string) bool {
	for _, sl := range s.slots {
		if s.hasRoom(declared) {
			return true
		}
		if sl.calls == 0 && (sl.session.over() || sl.declared != declared) {
			s.remove(sl)
		}
	}
	return s.hasRoom(declared)
}

// hasRoom reports whether the limits allow another session. The caller holds s.mu.
func (s *Server) hasRoom(declared string) bool {
	sets := map[string]bool{}
	for _, sl := range s.slots {
		sets[sl.declared] = true
	}
	for other := range s.connecting {
		sets[other] = true
	}
	if !sets[declared] {
		return len(sets) < maxSets
	}
	further := maxFurther
	if s.opts.Command != "" {
		further = maxFurtherProcesses
	}
	return len(s.slots)+len(s.connecting)-len(sets) < further
}

// noteNameless notes that the server has asked on a stream that is no call's, so that calls have to have one alone for a question to be known as theirs.
func (s *Server) noteNameless() {
	s.mu.Lock()
	before := s.nameless
	s.nameless = true
	s.mu.Unlock()
	if !before {
		s.noteChange() // so that what Era says is read, and kept, anew
	}
}

// opened is has for who does not hold s.mu.
func (s *Server) opened(declared string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.has(declared)
}

// has reports whether there is a session that was opened with these capabilities. The caller holds s.mu.
func (s *Server) has(declared string) bool {
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
	sl.use(req, -1)
	switch {
	case sl.calls > 0:
	case sl.session.over():
		s.remove(sl)
	case !s.isFirst(sl):
		sl.idle = time.AfterFunc(idleTime, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if sl.idle != nil && sl.calls == 0 && !s.isFirst(sl) {
				s.remove(sl)
			}
		})
	}
	s.wake()
}

// isFirst reports whether sl is the oldest of its set that lives. The caller holds s.mu.
func (s *Server) isFirst(sl *slot) bool {
	for _, other := range s.slots {
		if other.declared == sl.declared && !other.session.over() {
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

// connect runs detached from those who wait for it, under its own deadline. What replaces a lost session may list otherwise: that counts as a change, unless
// it is opened for a list.
func (s *Server) connect(a *attempt, req *request) {
	client := req.client
	ctx, cancel := context.WithTimeoutCause(s.ctx, s.opts.ConnectTimeout, fmt.Errorf("no connection within %v", s.opts.ConnectTimeout))
	defer cancel()
	sess, err := s.dial(ctx, s.era(), client)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	declared := string(client.Capabilities)
	s.mu.Lock()
	a.session, a.err = sess, err
	delete(s.connecting, declared)
	replaces := false
	if err == nil {
		for _, sl := range s.slots {
			if sl.session.over() {
				s.remove(sl)
			}
		}
		s.slots, s.reached, s.offered = append(s.slots, &slot{session: sess, declared: declared}), sess.era(), sess.talk().offered
		replaces, s.lost = s.lost && !req.lists, false
	}
	closed := s.closed
	close(a.done)
	s.wake()
	s.mu.Unlock()
	if replaces {
		s.noteChange()
	}
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
			s.lost = s.lost || sl.session.over()
			if !s.closed {
				s.tasks.Go(sl.session.close)
			}
			return
		}
	}
}
