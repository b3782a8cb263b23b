package tokenstore

import (
	"context"
	"time"
)

// Part is what Invalidate drops.
type Part int

// The parts of a record.
const (
	All        Part = iota // everything
	TokensOnly             // the grant and a sign-in under way; the registrations stay
	ClientOnly             // the registrations; the next sign-in registers anew
)

// Invalidate drops a part of the record, and returns the record as it was. A sign-in under way ends with its tokens-to-be, whether there is
// a page of it yet or not: SignedOutAt says so to those who wait for it.
func (f *File) Invalidate(ctx context.Context, part Part) (was *Record, err error) {
	err = f.Update(ctx, func(r *Record) (bool, error) {
		was = r.clone()
		if part != ClientOnly {
			r.SignedOutAt = time.Now().UTC()
			r.WindowAt, r.MoreWindowAt = time.Time{}, time.Time{}
			r.Tokens, r.PendingFlow, r.LastFlow, r.Trial, r.Failure, r.StepUps, r.Lacking, r.Ended = nil, nil, nil, nil, nil, nil, nil, nil
			if was.PendingFlow != nil {
				r.LastFlow = &Outcome{Result: SignedOut, EndedAt: r.SignedOutAt}
			}
		}
		if part != TokensOnly {
			r.Client, r.Others = nil, nil
		}
		return true, nil
	})
	return was, err
}
