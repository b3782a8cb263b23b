package aggregator

import "time"

// How the background refresh waits.
const (
	defaultTTL    = 10 * time.Minute // of a list whose server does not say
	relistPause   = time.Second      // at least, between two lists: a storm of list_changed is one list a second
	firstRetry    = time.Second
	longestRetry  = 30 * time.Second
	grantLook     = 500 * time.Millisecond // a sign-in or -out elsewhere is noticed within a second
	shortestTTL   = time.Minute            // of a refresh in the background: what a server wants fresher is asked for when somebody asks
	listTimeLimit = 2 * time.Minute        // of one list with all its pages, beside the connect
	restTimeLimit = 30 * time.Second       // of the lists of what is no tool
)

// startWatch has the server watched, if there is something to watch.
func (s *server) startWatch() {
	if s.spec.Upstream != nil {
		s.a.tasks.Go(s.watch)
	}
}

// watch lists on first contact, when the list has expired, after a failed call and on list_changed, and tries again with growing pauses while the server is down.
func (s *server) watch() {
	retry := firstRetry
	list := s.begin            // the first time, whoever has begun may go on
	var looks <-chan time.Time // whether somebody has signed in or out, in whatever process
	if s.spec.Grant != nil {
		ticker := time.NewTicker(grantLook)
		defer ticker.Stop()
		looks = ticker.C
	}
	for {
		grant := s.grant()
		changed := s.spec.Upstream.Changed() // before the list: what changes behind it is a change
		under := list()
		list = s.renew
		err := s.outcome(s.ctx, under)
		var again <-chan time.Time
		if err != nil {
			again = time.After(retry)
			s.tryAgain(time.Now().Add(retry))
			retry = min(2*retry, longestRetry)
		} else {
			retry = firstRetry
			if !s.pause(relistPause) {
				return
			}
			select {
			case <-under.all: // else the next list would be this one
			case <-s.ctx.Done():
				return
			}
			again = time.After(max(s.holds(), shortestTTL) - relistPause)
		}
		for same := true; same; {
			select {
			case <-s.ctx.Done():
				return
			case <-looks:
				same = s.grant() == grant
				continue
			case <-again:
			case <-s.doubt:
			case <-changed:
			}
			break
		}
	}
}

// tryAgain notes when watch asks a server again that is not ready.
func (s *server) tryAgain(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.nextTry = at; s.state == Down {
		s.goneDown(at)
	}
}

func (s *server) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}
