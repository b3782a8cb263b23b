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
	"sync"
	"time"

	"ncp/internal/wire"
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

// left is for how long the list still holds.
func (s *server) left() time.Duration {
	s.lock()
	defer s.mu.Unlock()
	if s.unsure {
		return 0
	}
	return max(0, s.holdsFor()-time.Since(s.listed))
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

// dated reports whether the server may have what is not in its list: that is not as new as it can be.
func (s *server) dated() bool {
	s.lock()
	defer s.mu.Unlock()
	return s.unsure || time.Since(s.listed) > relistPause
}

// stale is expired for who holds mu.
func (s *server) stale() bool {
	return s.unsure || time.Since(s.listed) > max(s.holdsFor(), relistPause)
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
	closed := s.closed()
	defer func() {
		if _, exposing := s.a.exposure(); exposing && s.closed() != closed {
			s.a.news.tell(wire.Tools) // hosts are listed the tool to sign in with
		}
	}()
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
