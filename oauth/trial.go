package oauth

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"ncp/tokenstore"
)

// A sign-in that did not help is not asked for again on its own for a while, by whatever process: neither to be let in (Trial) nor for
// more permission (StepUp). A person who asks for one (NewSignIn) gets it.
const memory = 10 * time.Minute

// RefusedError is a server that refuses what a sign-in has just given it. Another sign-in of the same kind would not help.
type RefusedError struct {
	text   string
	scopes []string // that the server wants; nil if it refuses the token as a whole
	lacks  bool     // of scopes, some of them were not granted
}

func (e *RefusedError) Error() string { return e.text }

// Refused tells callers that do not know this package what the error is about.
func (e *RefusedError) Refused() bool { return true }

// NeedsMoreScope tells them that somebody is signed in, but for too little.
func (e *RefusedError) NeedsMoreScope() bool { return e.lacks }

// isProof reports whether an answer shows that the token of a sign-in is good: one to what was refused before it. Others prove nothing, as
// many servers answer everything but some of their tools to whoever asks.
func isProof(trial *tokenstore.Trial, req *http.Request, resp *http.Response) bool {
	if trial == nil || resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden || resp.StatusCode >= 500 {
		return false
	}
	return trial.Operation == "" || trial.Operation == operation(req)
}

// proved ends what an answer has settled: the trial of the last sign-in, the demand for a wider one.
func (t *Transport) proved(ctx context.Context, trial, lacking bool) {
	_ = t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		trial, lacking = trial && r.Trial != nil, lacking && r.Lacking != nil // another call may have been first
		if trial {
			r.Trial = nil
		}
		if lacking {
			r.Lacking = nil
		}
		return trial || lacking, nil
	})
}

// inVain reports whether the last sign-in, a moment ago, came to nothing but what the server has just refused.
func (t *Transport) inVain(record *tokenstore.Record, used *tokenstore.Tokens) bool {
	if record.Trial == nil || !isRecent(record.Trial.At, memory) {
		return false
	}
	return record.Tokens == nil || used != nil && !used.ObtainedAt.Before(record.Trial.At)
}

func (t *Transport) errInVain(at time.Time) error {
	return &RefusedError{text: fmt.Sprintf("signed in at %s, but the server refuses the token it was given (HTTP 401); find out why with: ncp doctor %s",
		at.Local().Format("15:04"), t.set.Name)}
}
