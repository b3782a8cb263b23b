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
	scopes []string // that the server wants and did not get; nil if it refuses the token as a whole
}

func (e *RefusedError) Error() string { return e.text }

// Refused tells callers that do not know this package what the error is about.
func (e *RefusedError) Refused() bool { return true }

// isProof reports whether an answer shows that the token of a sign-in is good: one to what was refused before it. Others prove nothing, as
// many servers answer everything but some of their tools to whoever asks.
func isProof(trial *tokenstore.Trial, req *http.Request, resp *http.Response) bool {
	if trial == nil || resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden || resp.StatusCode >= 500 {
		return false
	}
	return trial.Operation == "" || trial.Operation == operation(req)
}

// proved ends the trial of the last sign-in.
func (t *Transport) proved(ctx context.Context) {
	_ = t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if r.Trial == nil { // another call was first
			return false, nil
		}
		r.Trial = nil
		return true, nil
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

// stepUp makes the error of a call that wants more than was granted, unless a sign-in for just that has not helped of late.
func (t *Transport) stepUp(req *http.Request, said challenge, used *tokenstore.Tokens) error {
	demand := tokenstore.StepUp{Scopes: joined(said.scopes), Operation: operation(req), At: now()}
	record, err := t.store.Load()
	if err != nil {
		return err
	}
	for _, s := range record.StepUps {
		if s.Scopes == demand.Scopes && s.Operation == demand.Operation && isRecent(s.At, memory) {
			return &RefusedError{fmt.Sprintf("the server wants the scopes %q for this, and the sign-in for them %v ago did not satisfy it; not asking again for %v",
				quoted(demand.Scopes), now().Sub(s.At).Round(time.Second), memory), said.scopes}
		}
	}
	return &RequiredError{
		Transport: t, Reason: MoreScopes, Scopes: said.scopes, used: used.AccessToken.String, metadata: said.metadata, at: now(), operation: demand.Operation, demand: &demand,
	}
}
