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

// Invalidate drops a part of the record.
func (f *File) Invalidate(ctx context.Context, part Part) error {
	return f.Update(ctx, func(r *Record) (bool, error) {
		if part != ClientOnly {
			r.WindowAt = time.Time{}
			r.Tokens, r.PendingFlow, r.LastFlow, r.Trial, r.Failure, r.StepUps, r.Ended = nil, nil, nil, nil, nil, nil, nil
		}
		if part != TokensOnly {
			r.Client, r.Others = nil, nil
		}
		return true, nil
	})
}
