package oauth

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"

	"ncp/tokenstore"
)

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
	// What ends the sign-in does not cut that off: tokens that come all the same are to be revoked.
	tokens, err := f.t.redeem(f.t.ctx, p, code)
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
		if lost := f.t.revokeAll(context.WithoutCancel(ctx), &tokenstore.Record{Tokens: tokens, Client: &client}); lost != nil {
			f.t.log.Warn("revoke the token of a sign-in that was ended", "err", lost)
		}
	}
	return err
}
