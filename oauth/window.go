package oauth

import (
	"context"
	"time"

	"ncp/tokenstore"
)

// ClaimWindow claims the browser window of the flow, before it is opened: better one too few than one too many. Nobody gets it if one was opened
// for this server less than the time of a sign-in ago, by whatever process and whatever has come of it; asked says that a person wants it here
// and now, who always does. More permission has a window of its own beside the one to be let in. A claim that came to nothing is given back with giveBack, which is nil if there is none.
func (f *Flow) ClaimWindow(asked bool) (giveBack func()) {
	var before, at time.Time
	f.updateWindow(func(r *tokenstore.Record) bool {
		window := windowOf(r)
		if window == nil || !asked && isRecent(*window, f.t.lifetime) {
			return false
		}
		before, at = *window, now()
		*window = at
		return true
	})
	if at.IsZero() {
		return nil
	}
	return func() {
		f.updateWindow(func(r *tokenstore.Record) bool {
			window := windowOf(r)
			mine := window != nil && window.Equal(at)
			if mine {
				*window = before
			}
			return mine
		})
	}
}

// OpenedAt is when a window was last opened with the page of the sign-in under way, by whatever process. It is zero if none was.
func (f *Flow) OpenedAt() time.Time {
	record, err := f.t.store.Load()
	if err != nil {
		return time.Time{}
	}
	window := windowOf(record)
	if window == nil || window.Before(record.PendingFlow.StartedAt) { // that was for a former page
		return time.Time{}
	}
	return *window
}

// windowOf is when a window was last opened for what the sign-in under way is for, nil if there is none.
func windowOf(r *tokenstore.Record) *time.Time {
	switch {
	case r.PendingFlow == nil:
		return nil
	case r.PendingFlow.More:
		return &r.MoreWindowAt
	}
	return &r.WindowAt
}

func (f *Flow) updateWindow(change func(*tokenstore.Record) bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(f.t.ctx), time.Second)
	defer cancel()
	_ = f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) { return change(r), nil })
}
