package aggregator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// State is what a server can be at one time. find, list and every other view show the same one.
type State string

// The states.
const (
	Ready         State = "ready"
	Connecting    State = "connecting" // not known yet
	SignIn        State = "needs sign-in"
	MoreScope     State = "needs more scope" // signed in, but for too little
	Refused       State = "signed in but refused"
	Down          State = "down"
	Disabled      State = "disabled"
	Misconfigured State = "misconfigured"
)

// Status is one server as people and models see it.
type Status struct {
	Name     string    `json:"name"`
	State    State     `json:"state"`
	Reason   string    `json:"reason,omitempty"` // why it is not ready
	Since    time.Time `json:"since,omitzero"`   // of a state that is not Ready
	NextTry  time.Time `json:"nextTry,omitzero"` // of a server that is watched and not Ready
	Tools    int       `json:"tools"`            // in the catalogue, whatever the state
	Listed   time.Time `json:"listed,omitzero"`  // when the server last listed them
	Problems []string  `json:"problems,omitempty"`
	Hidden   int       `json:"hidden,omitempty"` // tools that the configuration does not allow
}

// How the background refresh waits.
const (
	defaultTTL    = 10 * time.Minute // of a list whose server does not say
	relistPause   = time.Second      // at least, between two lists: a storm of list_changed is one list a second
	firstRetry    = time.Second
	longestRetry  = 30 * time.Second
	grantLook     = 500 * time.Millisecond // a sign-in or -out elsewhere is noticed within a second
	shortestTTL   = time.Minute            // of a refresh in the background: what a server wants fresher is asked for when somebody asks
	listTimeLimit = 2 * time.Minute        // of one list with all its pages, beside the connect
)

// server is one upstream and what is known of it.
type server struct {
	spec   Server
	a      *Aggregator
	ctx    context.Context // ends when the entry is removed or changed, and with Close
	cancel context.CancelCauseFunc

	loading sync.Once // of the catalogue's file, when the first question needs it and no earlier

	mu       sync.Mutex // guards what follows; taken by lock
	list     toolList
	problems []string
	listed   time.Time
	ttl      time.Duration
	state    State
	reason   string
	since    time.Time
	unsure   bool          // the list is of an earlier run, and the server was found to be down since
	noted    bool          // state is of this process's own experience
	nextTry  time.Time     // where some process's watch waits for it
	listing  chan struct{} // of the list under way, closed at its end; nil if there is none
	listErr  error         // of the last list
	inVain   bool          // somebody has waited for the first list and did not get it
	doubt    chan struct{} // receives when a call has failed: is the server still there?
	signIn   error         // why a sign-in is needed, in state SignIn
}

func newServer(spec Server, a *Aggregator) *server {
	s := &server{spec: spec, a: a, state: Connecting, since: time.Now(), doubt: make(chan struct{}, 1)}
	s.ctx, s.cancel = context.WithCancelCause(a.ctx)
	switch {
	case spec.Disabled:
		s.state = Disabled
	case spec.Problem != "":
		s.state, s.reason = Misconfigured, spec.Problem
	}
	return s
}

// lock takes the mutex after the tools of the last run were loaded, so that nothing that is known of the server is from before.
func (s *server) lock() {
	s.loading.Do(s.load)
	s.mu.Lock()
}

// load takes the tools of the last run from the catalogue's file, if it is still about the same server and grant.
func (s *server) load() {
	if s.a.opts.CacheDir == "" || s.spec.Upstream == nil {
		return
	}
	f, err := readCatalogue(s.a.opts.CacheDir, s.identity())
	if err != nil {
		s.a.log.Debug("no catalogue", "server", s.spec.Name, "err", err)
		return
	}
	if f.Grant != s.grant() {
		return
	}
	s.spec.Upstream.SetEra(f.Era)
	list := s.spec.allowed(f.tools)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(list, f.Problems, f.TTL, f.Listed)
	s.unsure = s.wasDown()
	if !s.stale() {
		s.state = Ready
	}
}

// toolList is the tools of a server that the configuration allows.
type toolList struct {
	tools  []*Tool
	byName map[string]*Tool
	hidden int // tools that it does not allow
}

func (spec *Server) allowed(raw []json.RawMessage) toolList {
	l := toolList{tools: make([]*Tool, 0, len(raw)), byName: make(map[string]*Tool, len(raw))}
	for _, r := range raw {
		t, err := parseTool(spec.Name, r)
		switch {
		case err != nil:
		case spec.Allows != nil && !spec.Allows(t.Name):
			l.hidden++
		default:
			l.tools = append(l.tools, t)
			l.byName[t.Name] = t
		}
	}
	return l
}

// setTools replaces the tools and reports whether they differ. The caller holds no lock.
func (s *server) setTools(raw []json.RawMessage, problems []string, ttl time.Duration, at time.Time) bool {
	list := s.spec.allowed(raw)
	s.lock()
	defer s.mu.Unlock()
	return s.take(list, problems, ttl, at)
}

// take replaces the tools and reports whether they differ. The caller holds mu.
func (s *server) take(list toolList, problems []string, ttl time.Duration, at time.Time) bool {
	same := slices.EqualFunc(list.tools, s.list.tools, func(x, y *Tool) bool { return bytes.Equal(x.Raw, y.Raw) })
	s.problems, s.listed, s.ttl, s.list.hidden, s.unsure = problems, at, ttl, list.hidden, false
	if !same || s.list.tools == nil {
		s.list = list
	}
	return !same
}

func (s *server) tools() []*Tool {
	s.lock()
	defer s.mu.Unlock()
	return s.list.tools
}

func (s *server) tool(name string) *Tool {
	s.lock()
	defer s.mu.Unlock()
	return s.list.byName[name]
}

// known reports whether the server's tools are known, from this run or an earlier one.
func (s *server) known() bool {
	s.lock()
	defer s.mu.Unlock()
	return !s.listed.IsZero()
}

// holds is how long the list may serve from its time on.
func (s *server) holds() time.Duration {
	s.lock()
	defer s.mu.Unlock()
	return s.holdsFor()
}

func (s *server) holdsFor() time.Duration {
	if s.ttl == 0 {
		return defaultTTL
	}
	return s.ttl
}

// doubtful makes watch look whether the server is still there. One failed call does not say so: it may be about that call alone.
func (s *server) doubtful() {
	select {
	case s.doubt <- struct{}{}:
	default:
	}
}

// expired reports whether the list is older than it holds.
func (s *server) expired() bool {
	s.lock()
	defer s.mu.Unlock()
	return s.stale()
}

// stale is expired for who holds mu.
func (s *server) stale() bool {
	return s.unsure || time.Since(s.listed) > max(s.holdsFor(), relistPause)
}

func (s *server) status() Status {
	s.lock()
	defer s.mu.Unlock()
	st := Status{
		Name: s.spec.Name, State: s.state, Reason: s.reason, Since: s.since, NextTry: s.nextTry,
		Tools: len(s.list.tools), Listed: s.listed, Problems: s.problems, Hidden: s.list.hidden,
	}
	if st.State == Ready || st.State == Disabled || st.State == Misconfigured {
		st.Since, st.NextTry = time.Time{}, time.Time{}
	}
	if time.Now().After(st.NextTry) { // of a process that has ended
		st.NextTry = time.Time{}
	}
	return st
}

// note takes the outcome of whatever was asked of the upstream: nil, or an error that says why it is not ready.
func (s *server) note(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	state, reason := health(err)
	var need error
	if state.NeedsSignIn() {
		need = err
	}
	s.lock()
	defer s.mu.Unlock()
	if state != s.state || !s.noted {
		s.since, s.nextTry = time.Now(), time.Time{}
		if state == Down {
			d := s.goneDown(time.Time{})
			s.since, s.nextTry = d.Since, d.NextTry
		} else {
			s.comeBack()
		}
	}
	s.noted, s.unsure = true, false
	s.state, s.reason, s.signIn = state, reason, need
}

// grant names the sign-in that the tools are seen with.
func (s *server) grant() string {
	if s.spec.Grant == nil {
		return ""
	}
	return s.spec.Grant()
}

// identity names the catalogue's file: whose tools these are, and what they were shown for.
func (s *server) identity() string {
	if s.a.declared == nil {
		return s.spec.Identity
	}
	declared := sha256.Sum256(s.a.declared)
	return s.spec.Identity + "-" + hex.EncodeToString(declared[:4])
}

// seen reports whether the server's tools are known or at least one try to learn them has ended.
func (s *server) seen() bool {
	s.lock()
	defer s.mu.Unlock()
	return s.state != Connecting || !s.listed.IsZero()
}

// waited notes that somebody has waited in vain for the server's first list.
func (s *server) waited() {
	s.lock()
	defer s.mu.Unlock()
	s.inVain = true
}

// outwaited reports whether that has been so: a server that hangs costs one wait, not one for each question.
func (s *server) outwaited() bool {
	s.lock()
	defer s.mu.Unlock()
	return s.inVain
}

// begin starts to list the server's tools, unless that is under way already, and returns what is closed at its end.
func (s *server) begin() <-chan struct{} {
	s.lock()
	defer s.mu.Unlock()
	if s.listing == nil {
		done := make(chan struct{})
		s.listing = done
		s.a.tasks.Go(func() {
			err := s.relist(s.ctx)
			s.lock()
			s.listing, s.listErr = nil, err
			s.mu.Unlock()
			close(done)
		})
	}
	return s.listing
}

// refresh lists the server's tools and waits for it.
func (s *server) refresh(ctx context.Context) error {
	select {
	case <-s.begin():
		s.lock()
		defer s.mu.Unlock()
		return s.listErr
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// relist lists the server's tools and keeps them in the catalogue's file.
func (s *server) relist(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.spec.Upstream.ConnectTimeout()+listTimeLimit, errors.New("the list of tools took too long"))
	defer cancel()
	raw, ttl, problems, err := s.spec.Upstream.Tools(ctx, s.a.client())
	if err != nil {
		s.note(err)
		return err
	}
	now := time.Now()
	changed := s.setTools(raw, problems, ttl, now)
	s.note(nil)
	if changed {
		s.a.log.Debug("tools", "server", s.spec.Name, "count", len(raw))
		for _, p := range problems {
			s.a.log.Warn("bad tool", "server", s.spec.Name, "err", p)
		}
	}
	if s.a.opts.CacheDir != "" {
		f := catalogueFile{Server: s.spec.Name, Era: s.spec.Upstream.Era(), Grant: s.grant(), Listed: now, TTL: ttl, Problems: problems, tools: raw}
		if err := f.write(s.a.opts.CacheDir, s.identity()); err != nil {
			s.a.log.Warn("keep the catalogue", "server", s.spec.Name, "err", err)
		}
	}
	return nil
}

// startWatch has the server watched, if there is something to watch.
func (s *server) startWatch() {
	if s.spec.Upstream != nil {
		s.a.tasks.Go(s.watch)
	}
}

// watch lists on first contact, when the list has expired, after a failed call and on list_changed, and tries again with growing pauses while the server is down.
func (s *server) watch() {
	retry := firstRetry
	var looks <-chan time.Time // whether somebody has signed in or out, in whatever process
	if s.spec.Grant != nil {
		ticker := time.NewTicker(grantLook)
		defer ticker.Stop()
		looks = ticker.C
	}
	for {
		grant := s.grant()
		changed := s.spec.Upstream.Changed() // before the list: what changes behind it is a change
		err := s.refresh(s.ctx)
		var again <-chan time.Time
		if err != nil {
			again = time.After(retry)
			s.tryAgain(time.Now().Add(retry))
			retry = min(2*retry, longestRetry)
		} else {
			retry = firstRetry
			again = time.After(max(s.holds(), shortestTTL))
			if !s.pause(relistPause) {
				return
			}
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

// Line says in one line why the server is not ready; "" if it is.
func (st *Status) Line() string {
	switch st.State {
	case Ready:
		switch {
		case st.Tools > 0:
			return ""
		case st.Hidden > 0:
			return fmt.Sprintf("%s: has %d tools, and the configuration allows none of them (tools.allow, tools.deny)", st.Name, st.Hidden)
		}
		return ""
	case Disabled:
		return ""
	case Connecting:
		if st.Tools > 0 {
			return ""
		}
		return fmt.Sprintf("%s: still connecting (%v)", st.Name, time.Since(st.Since).Round(100*time.Millisecond))
	}
	return strings.TrimSuffix(fmt.Sprintf("%s: %s: %s", st.Name, st.State, st.Detail()), ": ")
}

// Detail is the reason, and of a server that is down since when and when it is tried again, as far as that is known.
func (st *Status) Detail() string {
	if st.State != Down || st.Since.IsZero() {
		return st.Reason
	}
	since, next := time.Since(st.Since).Round(time.Second), time.Until(st.NextTry).Round(time.Second)
	switch {
	case next > 0:
		return fmt.Sprintf("%s (for %v, next try in %v)", st.Reason, since, next)
	case since > 0:
		return fmt.Sprintf("%s (for %v)", st.Reason, since)
	}
	return st.Reason
}
