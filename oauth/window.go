package oauth

import (
	"context"
	"time"

	"ncp/tokenstore"
)

// ClaimWindow claims the browser window of the flow, before it is opened: better one too few than one too many. Nobody gets it if one was opened
// for this server less than the time of a sign-in ago, by whatever process and whatever has come of it; asked says that a person wants it here
// and now, who always does. A claim that came to nothing is given back with giveBack, which is nil if there is none.
func (f *Flow) ClaimWindow(asked bool) (giveBack func()) {
	var before, at time.Time
	f.updateWindow(func(r *tokenstore.Record) bool {
		if !asked && isRecent(r.WindowAt, f.t.lifetime) {
			return false
		}
		before, at = r.WindowAt, now()
		r.WindowAt = at
		return true
	})
	if at.IsZero() {
		return nil
	}
	return func() {
		f.updateWindow(func(r *tokenstore.Record) bool {
			mine := r.WindowAt.Equal(at)
			if mine {
				r.WindowAt = before
			}
			return mine
		})
	}
}

func (f *Flow) updateWindow(change func(*tokenstore.Record) bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(f.t.ctx), time.Second)
	defer cancel()
	_ = f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) { return change(r), nil })
}
