package tokenstore

import "context"

// Part is what Invalidate drops.
type Part int

// The parts of a record.
const (
	All       Part = iota // everything, and the registrations
	GrantOnly             // tokens and a sign-in under way; the client stays
)

// Invalidate drops a part of the record.
func (f *File) Invalidate(ctx context.Context, part Part) error {
	return f.Update(ctx, func(r *Record) (bool, error) {
		r.Tokens, r.PendingFlow, r.LastFlow, r.Failure, r.StepUps, r.Ended = nil, nil, nil, nil, nil, nil
		if part != GrantOnly {
			r.Client, r.Others = nil, nil
		}
		return true, nil
	})
}
