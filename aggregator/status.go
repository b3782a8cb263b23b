package aggregator

import (
	"fmt"
	"strings"
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
