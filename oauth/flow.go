package oauth

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"ncp/tokenstore"
)

const (
	flowLifetime = 10 * time.Minute
	prepareTime  = 45 * time.Second       // for discovery and registration, each request of them with its own deadline
	pollEvery    = 100 * time.Millisecond // to see whether the process that signs in is done or dead
)

// Flow is one sign-in. It runs by itself in the background until it has an outcome. Its methods are safe for concurrent use.
type Flow struct {
	t       *Transport
	need    *RequiredError
	show    func(Prompt)
	since   time.Time // the last sign-out before it began; a later one ends it
	after   *Flow     // of this process, which is about to end; nil for none
	cancel  context.CancelCauseFunc
	answers chan pasted
	done    chan struct{}
	err     error       // after done
	needed  atomic.Bool // by somebody beside who has begun it

	mu       sync.Mutex
	pending  *tokenstore.PendingFlow // while a person is waited for
	theirs   *string                 // what was last shown of another process's flow; nil if pending is ours
	replaced bool                    // another process was told to give way
	other    bool                    // that flow is not what this one was to be, so that its success does not count
}

// pasted is an answer that came by hand, and where to say what became of it.
type pasted struct {
	values url.Values
	bare   bool // a code alone, which may be any word
	result chan error
}

// Begin starts the sign-in that a request needs, or joins the one that this process has under way, unless that is about to end. Where another process signs
// in at the same server, show is told so (Prompt.Theirs) and its outcome waited for. show is called on a goroutine of its own, which
// Close waits for, when this process has a page to show: once, unless the client has to be registered anew in between or the sign-in
// changes hands. It is not called for a joined flow.
func (t *Transport) Begin(need *RequiredError, show func(Prompt)) *Flow {
	record, err := t.load()
	if err != nil {
		record = &tokenstore.Record{} // which the flow says as well
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ending := t.flow
	switch {
	case ending != nil && ending.isOver(record):
		ending.cancel(ErrSignedOut)
	case ending != nil && !isPending(record) && ending.need.met(record) && !need.met(record): // what was granted is not enough for this one
	case ending != nil:
		if !need.joins {
			ending.needed.Store(true)
		}
		return ending
	}
	ctx, cancel := context.WithCancelCause(t.ctx)
	f := &Flow{
		t: t, need: need, show: show, since: record.SignedOutAt, after: ending, cancel: cancel, answers: make(chan pasted), done: make(chan struct{}),
	}
	t.flow = f
	t.tasks.Go(func() {
		f.err = f.run(ctx)
		cancel(nil)
		t.mu.Lock()
		if t.flow == f {
			t.flow = nil
		}
		t.mu.Unlock()
		close(f.done)
	})
	return f
}

// Done is closed when the flow has ended.
func (f *Flow) Done() <-chan struct{} { return f.done }

// Wait waits for the end of the flow or of ctx. Nil means that the request can be repeated. ErrRefused, ErrExpired and
// ErrCancelled tell apart the ends that are nobody's fault.
func (f *Flow) Wait(ctx context.Context) error {
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Cancel ends the flow on our side. A page that is open already leads nowhere then.
func (f *Flow) Cancel() { f.cancel(ErrCancelled) }

// Refuse ends the flow as one that its person has refused, for all who wait for it: also where another process shows the page.
func (f *Flow) Refuse() {
	ctx, cancel := context.WithTimeout(f.t.ctx, time.Second)
	defer cancel()
	_ = f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if r.PendingFlow == nil {
			return false, nil
		}
		r.PendingFlow, r.LastFlow = nil, &tokenstore.Outcome{Result: tokenstore.Refused, EndedAt: now()}
		return true, nil
	})
	f.cancel(ErrRefused)
}

// RefusedAt is when the last sign-in was refused, if it was: by whatever process, until the next one. One in the future does not count: the
// clock was set back since.
func (t *Transport) RefusedAt() time.Time {
	record, err := t.store.Load()
	if err != nil || record.LastFlow == nil || record.LastFlow.Result != tokenstore.Refused || record.LastFlow.EndedAt.After(now()) {
		return time.Time{}
	}
	return record.LastFlow.EndedAt
}

// Submit hands over what a person pasted: the whole redirect URL, or the bare code where the authorization server does not
// advertise iss. It returns when that has been tried. An error says what is wrong with it; unless Done is closed the flow goes on.
func (f *Flow) Submit(text string) error {
	f.mu.Lock()
	pending, theirs := f.pending, f.theirs != nil
	f.mu.Unlock()
	switch {
	case pending == nil:
		return errors.New("nothing to paste is awaited now")
	case pending.Device != nil:
		return errors.New("nothing is pasted here: type the code " + pending.Device.UserCode + " on the page")
	}
	answer, err := readPasted(text, pending)
	if err != nil {
		return err
	}
	if theirs {
		return f.t.deliver(pending, answer)
	}
	select {
	case f.answers <- answer:
		return <-answer.result
	case <-f.done:
		return errors.New("the sign-in has ended")
	}
}

// run signs in as soon as no other process does, or takes over what the other has achieved.
func (f *Flow) run(ctx context.Context) error {
	if f.after != nil { // its lock and its port
		<-f.after.done
	}
	began, waited := now(), false
	for {
		pause := pollEvery
		if release := f.t.store.TryFlow(); release != nil {
			f.notTheirs()
			err := f.own(ctx, began, waited)
			release()
			if !errors.Is(err, errReplaced) {
				if errors.Is(err, ErrCancelled) {
					f.t.forgetCancelled(ctx)
				}
				return err
			}
			if f.need.asked {
				return err
			}
			pause *= 5 // the other one is first
		} else {
			if err := f.replaceTheirs(ctx); err != nil {
				return err
			}
			f.showTheirs()
			if settled, err := f.settled(began); settled {
				return err
			}
		}
		waited = true
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
