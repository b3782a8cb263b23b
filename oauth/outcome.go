package oauth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ncp/tokenstore"
)

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

// unanswered is the end of a sign-in that nobody came back from. A registration that the server has forgotten shows its error on the
// server's page and nothing ever comes back, so it is dropped.
func unanswered(r *tokenstore.Record, p *tokenstore.PendingFlow) {
	if p != nil && p.Device == nil && !p.Client.Configured {
		forget(r, p.Client.ClientID)
	}
}
