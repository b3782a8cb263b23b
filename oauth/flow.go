package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
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

// settled reports whether the need is met meanwhile, or a sign-in has ended since this one began: an outcome counts for all who
// waited for it.
func (f *Flow) settled(began time.Time) (bool, error) {
	record, err := f.t.load()
	if err != nil {
		return true, err
	}
	other := f.isOther()
	if f.need.met(record) && (!other || !f.need.asked) {
		return true, nil
	}
	if f.isOver(record) {
		return true, ErrSignedOut
	}
	if o := record.LastFlow; o != nil && o.EndedAt.After(began) && (o.Result != tokenstore.SignedIn || !other) {
		return true, outcomeError(o)
	}
	return false, nil
}

// met reports whether the stored tokens are others than those that were not enough.
func (e *RequiredError) met(record *tokenstore.Record) bool {
	if record.Tokens == nil || record.Tokens.AccessToken.Equal(e.used) {
		return false
	}
	if e.Reason == MoreScopes {
		return record.Tokens.ObtainedAt.After(e.at) && hasAll(record.Tokens.Scope, e.Scopes)
	}
	return alive(record)
}

// alive reports whether the stored tokens can be sent, now or after a refresh.
func alive(record *tokenstore.Record) bool {
	t := record.Tokens
	return t.ExpiresAt.IsZero() || now().Before(t.ExpiresAt) || !t.RefreshToken.IsZero() && (record.Failure == nil || !record.Failure.Final)
}

func outcomeError(o *tokenstore.Outcome) error {
	switch o.Result {
	case tokenstore.SignedIn:
		return nil
	case tokenstore.Refused:
		return ErrRefused
	case tokenstore.Expired:
		return ErrExpired
	case tokenstore.SignedOut:
		return ErrSignedOut
	}
	return errors.New(o.Message)
}

// own signs in as the only process that does.
func (f *Flow) own(ctx context.Context, began time.Time, waited bool) error {
	if settled, err := f.settled(began); settled {
		return err
	}
	if f.need.joins && !f.needed.Load() && !f.t.isPending() {
		return ErrCancelled // it ended meanwhile without an outcome, and nobody here needs another one
	}
	for attempt := 1; ; attempt++ {
		p, err := f.ready(ctx, waited)
		if err != nil {
			return f.end(ctx, nil, err)
		}
		err = f.await(ctx, p)
		if p.listener != nil {
			p.listener.Close()
		}
		if errors.Is(err, errClientUnknown) && !p.pending.Client.Configured && attempt == 1 {
			waited = false // it is registered anew, and the person asked once more
			continue
		}
		return f.end(ctx, p.pending, err)
	}
}

// ready makes the page, which may take as long as the authorization server does: so the sign-in may be over before.
func (f *Flow) ready(ctx context.Context, waited bool) (*page, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	var looking sync.WaitGroup
	defer looking.Wait()
	defer cancel(nil)
	looking.Go(func() {
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		for ctx.Err() == nil {
			select {
			case <-look.C:
				if record, err := f.t.store.Load(); err == nil && f.isOver(record) {
					cancel(ErrSignedOut)
				}
			case <-ctx.Done():
			}
		}
	})
	p, err := f.page(ctx, waited)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return p, err
}

// await shows the page and waits for what comes back: over the callback, or pasted.
func (f *Flow) await(ctx context.Context, p *page) error {
	f.mu.Lock()
	f.pending = p.pending
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.pending = nil
		f.mu.Unlock()
	}()
	prompt := f.prompt(p.pending)
	prompt.Shown = !p.pending.OpenedAt.IsZero()
	if err := f.update(ctx, p.pending, func(r *tokenstore.Record) { // before it is shown: better a window too few than one too many
		if r.PendingFlow.OpenedAt.IsZero() {
			r.PendingFlow.OpenedAt = now()
		}
	}); err != nil {
		return err
	}
	f.t.tasks.Go(func() { f.show(prompt) })
	if p.pending.Device != nil {
		return f.poll(ctx, p.pending)
	}
	expired := time.NewTimer(time.Until(p.pending.ExpiresAt))
	defer expired.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case answer := <-f.answers:
			done, err := f.finish(ctx, p.pending, answer.values)
			if answer.bare && errors.Is(err, errCodeRefused) { // some word, most likely
				done, err = false, errors.Join(errNoSuchCode, f.update(ctx, p.pending, func(r *tokenstore.Record) { r.PendingFlow.Spent = false }))
			}
			answer.result <- err
			if done {
				return err
			}
		case back := <-p.listener.Answers():
			done, err := f.finish(ctx, p.pending, back.Values)
			back.Reply(err)
			if done {
				return err
			}
		case <-expired.C:
			return ErrExpired
		case <-look.C:
			if err := f.overruled(p.pending); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// lookEvery is how often the process that signs in looks whether the person has refused or signed out in another one, or wants it otherwise there.
const lookEvery = 500 * time.Millisecond

// overruled says what another process has made of a sign-in, nil if nothing.
func (f *Flow) overruled(p *tokenstore.PendingFlow) error {
	record, err := f.t.store.Load()
	switch {
	case err != nil:
		return nil
	case f.isOver(record):
		return ErrSignedOut
	case !isSame(record.PendingFlow, p):
		return endOf(record, p)
	case record.PendingFlow.Cancelled:
		return errReplaced
	}
	return nil
}

// isOver reports whether somebody has signed out since the sign-in began.
func (f *Flow) isOver(r *tokenstore.Record) bool { return !r.SignedOutAt.Equal(f.since) }

// isSame reports whether a pending flow, nil for none, is the one that the other is too, whatever has come of it since.
func isSame(p, other *tokenstore.PendingFlow) bool {
	return p != nil && p.StartedAt.Equal(other.StartedAt) && p.URL == other.URL // which has the state
}

// endOf says how a sign-in ended that is the pending one no more.
func endOf(r *tokenstore.Record, p *tokenstore.PendingFlow) error {
	o := r.LastFlow
	switch {
	case o != nil && o.Result == tokenstore.Refused && o.EndedAt.After(p.StartedAt):
		return ErrRefused
	case now().After(p.ExpiresAt):
		return ErrExpired
	}
	return ErrSignedOut
}

// update changes the record while a sign-in is the pending one. Where it is no more, the error says how it ended.
func (f *Flow) update(ctx context.Context, p *tokenstore.PendingFlow, change func(*tokenstore.Record)) error {
	return f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		switch {
		case f.isOver(r):
			return false, ErrSignedOut
		case !isSame(r.PendingFlow, p):
			return false, endOf(r, p)
		}
		change(r)
		return true, nil
	})
}

// finish judges an answer and redeems its code. done is false if the answer was not for this flow, which then goes on.
func (f *Flow) finish(ctx context.Context, p *tokenstore.PendingFlow, values url.Values) (done bool, err error) {
	code, done, err := judge(p, values)
	if err != nil {
		return done, err
	}
	// From here on nobody else may try: a code is good for one time (RFC 6749 section 4.1.2).
	if err := f.update(ctx, p, func(r *tokenstore.Record) { r.PendingFlow.Spent = true }); err != nil {
		return true, err
	}
	tokens, err := f.t.redeem(ctx, p, code)
	if err != nil {
		return true, err
	}
	return true, f.granted(ctx, p, tokens)
}

// granted writes tokens down. Those of a sign-in that was ended meanwhile are revoked where that can be done.
func (f *Flow) granted(ctx context.Context, p *tokenstore.PendingFlow, tokens *tokenstore.Tokens) error {
	client := p.Client
	err := f.update(context.WithoutCancel(ctx), p, func(r *tokenstore.Record) {
		r.Tokens, r.Failure, r.Lacking, r.Ended = tokens, nil, nil, nil
		r.Trial = &tokenstore.Trial{Operation: f.need.operation, At: tokens.ObtainedAt}
		keep(r, &client)
	})
	if err != nil {
		if lost := f.t.revokeAll(ctx, &tokenstore.Record{Tokens: tokens, Client: &client}); lost != nil {
			f.t.log.Warn("revoke the token of a sign-in that was ended", "err", lost)
		}
	}
	return err
}

// end writes the outcome down, for this process and all that wait.
func (f *Flow) end(ctx context.Context, p *tokenstore.PendingFlow, err error) error {
	if errors.Is(err, errClientUnknown) {
		err = fmt.Errorf(`%w: check "oauth21.clientId" and "oauth21.clientSecret"`, err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	writeErr := f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if f.isOver(r) {
			err = ErrSignedOut // whatever else it was
			return false, nil
		}
		o := &tokenstore.Outcome{EndedAt: now()}
		switch {
		case err == nil:
			o.Result = tokenstore.SignedIn
		case errors.Is(err, ErrRefused):
			o.Result = tokenstore.Refused
		case errors.Is(err, ErrExpired):
			o.Result = tokenstore.Expired
			unanswered(r, p)
		case errors.Is(err, errReplaced), errors.Is(err, ErrSignedOut):
			return false, nil
		case errors.Is(err, ErrCancelled), errors.Is(err, context.Canceled):
			// Not an outcome: whoever waits takes over, and after the end of this process whoever comes next.
			if r.PendingFlow == nil {
				return false, nil
			}
			if !r.PendingFlow.Spent {
				r.PendingFlow.Cancelled = errors.Is(err, ErrCancelled)
				return true, nil
			}
			o.Result, o.Message = tokenstore.Failed, ErrCancelled.Error()
		default:
			o.Result, o.Message = tokenstore.Failed, err.Error()
		}
		r.PendingFlow, r.LastFlow = nil, o
		if f.need.demand != nil { // asked for, whatever came of it: see stepUp
			r.StepUps = append(slices.DeleteFunc(r.StepUps, func(s tokenstore.StepUp) bool { return !isRecent(s.At, memory) }), *f.need.demand)
		}
		return true, nil
	})
	if err == nil {
		err = writeErr
	}
	return err
}

// unanswered counts sign-ins that nobody came back from. A registration that the server has forgotten shows its error on the
// server's page and nothing ever comes back, so it is dropped.
func unanswered(r *tokenstore.Record, p *tokenstore.PendingFlow) {
	if p != nil && p.Device == nil && !p.Client.Configured {
		forget(r, p.Client.ClientID)
	}
}
