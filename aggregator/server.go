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

	"ncp/internal/wire"
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
	Others   int       `json:"others,omitempty"` // prompts, resources and resource templates
	Listed   time.Time `json:"listed,omitzero"`  // when the server last listed them
	Problems []string  `json:"problems,omitempty"`
	Hidden   int       `json:"hidden,omitempty"`  // tools that the configuration does not allow
	Changed  []string  `json:"changed,omitempty"` // tools that are others than when they were first used, as server:tool

	signsIn bool // a person's sign-in is what SignIn asks for
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
	restTimeLimit = 30 * time.Second       // of the lists of what is no tool
)

// maxProblems bounds how many definitions of one kind are named that are left out.
const maxProblems = 50

// server is one upstream and what is known of it.
type server struct {
	spec   Server
	a      *Aggregator
	uses   *uses
	ctx    context.Context // ends when the entry is removed or changed, and with Close
	cancel context.CancelCauseFunc

	loading sync.Once // of the catalogue's file, when the first question needs it and no earlier

	mu       sync.Mutex // guards what follows; taken by lock
	list     toolList
	items    []*Item                // what is no tool
	edition  int                    // of items: a number for each list that differs from the one before
	whole    bool                   // items is what the server lists, in this run or an earlier one
	problems map[wire.Kind][]string // what was left out of the lists
	listed   time.Time
	ttl      time.Duration
	state    State
	reason   string
	since    time.Time
	unsure   bool          // the list is of an earlier run, and the server was found to be down since
	noted    bool          // state is of this process's own experience
	nextTry  time.Time     // where some process's watch waits for it
	listing  *listing      // under way; nil if there is none
	listErr  error         // of the last list
	inVain   bool          // somebody has waited for the first list and did not get it
	doubt    chan struct{} // receives when a call has failed: is the server still there?
	signIn   error         // why a sign-in is needed, in state SignIn
}

func newServer(spec Server, a *Aggregator) *server {
	s := &server{spec: spec, a: a, state: Connecting, since: time.Now(), doubt: make(chan struct{}, 1)}
	s.uses = newUses(a.opts.UsesDir, spec.Identity) // what is declared changes which tools there are, hardly what they are
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
	list, items := s.allowed(f.lists[wire.Tools].Items), s.spec.items(f.lists)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(list, items, f.lists, f.Listed)
	s.whole = true
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

func (s *server) allowed(raw []json.RawMessage) toolList {
	l := toolList{tools: make([]*Tool, 0, len(raw)), byName: make(map[string]*Tool, len(raw))}
	for _, r := range raw {
		t, err := parseTool(s.spec.Name, r)
		switch {
		case err != nil:
		case s.spec.Allows != nil && !s.spec.Allows(t.Name):
			l.hidden++
		default:
			t.uses = s.uses
			l.tools = append(l.tools, t)
			l.byName[t.Name] = t
		}
	}
	return l
}

// take replaces what is known and returns the kinds that differ. The caller holds mu.
func (s *server) take(list toolList, items []*Item, lists map[wire.Kind]wire.List, at time.Time) (changed []wire.Kind) {
	same := slices.EqualFunc(list.tools, s.list.tools, func(x, y *Tool) bool { return bytes.Equal(x.Raw, y.Raw) })
	s.listed, s.ttl, s.problems, s.list.hidden, s.unsure = at, 0, map[wire.Kind][]string{}, list.hidden, false
	for _, kind := range wire.Kinds() {
		l := lists[kind]
		s.problems[kind] = l.Problems
		if l.TTL > 0 && (s.ttl == 0 || l.TTL < s.ttl) {
			s.ttl = l.TTL
		}
	}
	if !same || s.list.tools == nil {
		s.list = list
	}
	if !same {
		changed = append(changed, wire.Tools)
	}
	for _, kind := range []wire.Kind{wire.Prompts, wire.Resources} {
		of := func(it *Item) bool { return it.Kind.Capability() == kind.Capability() }
		if !slices.EqualFunc(filter(items, of), filter(s.items, of), func(x, y *Item) bool { return bytes.Equal(x.Raw, y.Raw) }) {
			changed = append(changed, kind)
		}
	}
	s.items = items
	s.edition++
	return changed
}

func filter(items []*Item, keep func(*Item) bool) []*Item {
	var kept []*Item
	for _, it := range items {
		if keep(it) {
			kept = append(kept, it)
		}
	}
	return kept
}

// knownOf is what is known of a kind that is no tool, as a list.
func (s *server) knownOf(kind wire.Kind) wire.List {
	s.lock()
	defer s.mu.Unlock()
	return wire.List{Items: ofKind(s.items, kind), Problems: s.problems[kind]}
}

// others are what is known of what is no tool, and its edition.
func (s *server) others() ([]*Item, int) {
	s.lock()
	defer s.mu.Unlock()
	return s.items, s.edition
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
		Tools: len(s.list.tools), Others: len(s.items), Listed: s.listed, Hidden: s.list.hidden, signsIn: s.spec.Grant != nil,
	}
	for _, kind := range wire.Kinds() {
		st.Problems = append(st.Problems, s.problems[kind]...)
	}
	if st.State == Ready || st.State == Disabled || st.State == Misconfigured {
		st.Since, st.NextTry = time.Time{}, time.Time{}
	}
	if time.Now().After(st.NextTry) { // of a process that has ended
		st.NextTry = time.Time{}
	}
	return st
}

// shown is the status as everybody is shown it: of a server that has listed its tools, with what some call has found the sign-in too little for.
func (s *server) shown() Status {
	st := s.status()
	if st.State == Ready && s.spec.Lacks != nil {
		if err := s.spec.Lacks(); err != nil {
			st.State, st.Reason = health(err)
		}
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

// late notes that the server has not answered in that time. Whether it is down is for those to say who wait as long as a first contact may take: it is,
// if one of them has said so and nobody has reached it since.
func (s *server) late(limit time.Duration) {
	err := fmt.Errorf("no answer within %v", limit)
	if s.wasDown() {
		s.note(err)
		return
	}
	s.lock()
	defer s.mu.Unlock()
	s.state, s.reason = Connecting, err.Error()
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

// seen reports whether the server's tools, or with whole all that it has, are known, or at least one try to learn them has ended.
func (s *server) seen(whole bool) bool {
	s.lock()
	defer s.mu.Unlock()
	if whole && (s.state == Connecting || s.state == Ready) {
		return s.whole
	}
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
		switch {
		case st.Tools > 0:
			return ""
		case st.Reason != "":
			return fmt.Sprintf("%s: still connecting: %s", st.Name, st.Reason)
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
