package oauth_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/oauth"
	"ncp/tokenstore"
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

// A window counts for the time of a sign-in, whatever has come of it: a server that drops each token after an answer gets no further one on a
// call's behalf. A person's sign-out lifts that. One from the future is of a clock that was set back.
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
	p.works()
	if p.record().Trial != nil {
		t.Errorf("the token has worked, and is on trial still: %+v", p.record())
	}
	w.authority.Revoke()
	next, _ := p.begin()
	if next.ClaimWindow(false) != nil {
		t.Error("a second window is granted")
	}
	for _, at := range []time.Duration{-11 * time.Minute, time.Hour} {
		if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
			r.WindowAt = time.Now().Add(at)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
		if next.ClaimWindow(false) == nil {
			t.Errorf("a window of %v from now still counts", at)
		}
	}
	if _, err := p.transport.SignOut(t.Context(), tokenstore.All); err != nil {
		t.Fatal(err)
	}
	if err := next.Wait(t.Context()); !errors.Is(err, oauth.ErrSignedOut) {
		t.Fatal(err)
	}
	if again, _ := p.begin(); again.ClaimWindow(false) == nil {
		t.Error("no window after a sign-out")
	}
}

// What the store remembers from the future is of a clock that was set back, and binds nobody.
func TestMemoriesFromTheFuture(t *testing.T) {
	w := newWorld(t)
	p := w.signedIn()
	future := time.Now().Add(time.Hour)
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.LastFlow = &tokenstore.Outcome{Result: tokenstore.Refused, EndedAt: future}
		r.Tokens.ObtainedAt, r.Trial.At = future, future
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	if at := p.transport.RefusedAt(); !at.IsZero() {
		t.Errorf("refused at %v", at)
	}
	w.authority.Revoke()
	if _, err := p.call(); !errors.As(err, new(*oauth.RequiredError)) {
		t.Errorf("%v", err)
	}
}

// What counts is what the page is for, also for a process that took part before it needed that: for more permission there is one window.
func TestWindowForMorePermission(t *testing.T) {
	w, p := stepUp(t)
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.WindowAt = time.Now().Add(-time.Minute).UTC() // of the first sign-in
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	flow, page := p.begin()
	other := w.process()
	shown := make(chan oauth.Prompt, 16)
	if joined := other.transport.Join(func(page oauth.Prompt) { shown <- page }); joined == nil {
		t.Fatal("no sign-in is under way")
	}
	if theirs := <-shown; theirs.URL != page.URL {
		t.Errorf("%+v", theirs)
	}
	_, err := other.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	joined := other.transport.Begin(required, nil)
	for _, f := range []*oauth.Flow{flow, joined} {
		if at := f.OpenedAt(); !at.IsZero() {
			t.Errorf("opened at %v", at)
		}
	}
	if joined.ClaimWindow(false) == nil || flow.ClaimWindow(false) != nil || joined.ClaimWindow(false) != nil {
		t.Error("one window is granted, not another number")
	}
	for _, f := range []*oauth.Flow{flow, joined} {
		if at := f.OpenedAt(); !at.Equal(p.record().MoreWindowAt) || time.Since(at) > time.Minute {
			t.Errorf("opened at %v", at)
		}
	}
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if flow.ClaimWindow(false) != nil || !flow.OpenedAt().IsZero() {
		t.Error("a window for a page that leads nowhere")
	}
}
