package oauth_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// One window at a time for a server, whoever asks; a claim that came to nothing is given back, and no other's with it.
func TestWindows(t *testing.T) {
	w := newWorld(t)
	p, other := w.process(), w.process()
	flow, _ := p.begin()
	joined, _ := other.begin()
	first := flow.ClaimWindow(false)
	if first == nil {
		t.Fatal("the first window is not granted")
	}
	at := p.record().WindowAt
	if joined.ClaimWindow(false) != nil || flow.ClaimWindow(false) != nil || !p.record().WindowAt.Equal(at) {
		t.Error("a second window is granted")
	}
	asked := joined.ClaimWindow(true) // by a person
	if asked == nil || !p.record().WindowAt.After(at) {
		t.Error("a person does not get a window")
	}
	first() // no longer the last claim
	if !p.record().WindowAt.After(at) {
		t.Error("a claim was given back by another's failure")
	}
	asked()
	if diff := cmp.Diff(at, p.record().WindowAt); diff != "" {
		t.Error(diff)
	}
	first()
	if got := p.record().WindowAt; !got.IsZero() {
		t.Errorf("a failed opener keeps the window: %v", got)
	}
	if joined.ClaimWindow(false) == nil {
		t.Error("no window after one that came to nothing")
	}
}

// A window that came to a token which works no longer counts; one that nobody came back from does for the time of a sign-in.
func TestWindowsEnd(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	flow, page := p.begin()
	_ = flow.ClaimWindow(false)
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p.record().WindowAt.IsZero() {
		t.Error("it no longer counts before the token has worked")
	}
	p.works()
	if got := p.record().WindowAt; !got.IsZero() {
		t.Errorf("it still counts: %v", got)
	}
	if time.Since(p.record().Tokens.ObtainedAt) > time.Minute || p.record().Trial != nil {
		t.Errorf("%+v", p.record())
	}
}
