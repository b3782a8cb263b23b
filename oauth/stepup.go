package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"ncp/tokenstore"
)

// stepUp makes the error of a call that wants more than was granted, and notes that for every process.
func (t *Transport) stepUp(req *http.Request, said challenge, used *tokenstore.Tokens) error {
	demand := tokenstore.StepUp{Scopes: joined(said.scopes), Operation: operation(req), At: now()}
	record, err := t.store.Load()
	if err != nil {
		return err
	}
	need := t.lacking(record, demand, said.scopes, used)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(req.Context()), time.Second)
	defer cancel()
	_ = t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if r.Tokens == nil || r.Tokens.Grant != used.Grant { // somebody has signed in or out meanwhile
			return false, nil
		}
		r.Lacking = &demand
		return true, nil
	})
	if required, ok := errors.AsType[*RequiredError](need); ok {
		required.metadata = said.metadata
	}
	return need
}

// lacking is the error of a demand: a sign-in that would meet it, unless one for just that has not helped of late.
func (t *Transport) lacking(record *tokenstore.Record, demand tokenstore.StepUp, scopes []string, used *tokenstore.Tokens) error {
	for _, s := range record.StepUps {
		if s.Scopes == demand.Scopes && s.Operation == demand.Operation && isRecent(s.At, memory) {
			return &RefusedError{fmt.Sprintf("the server wants the scopes %q for %s, and the sign-in for them %v ago did not satisfy it; not asking again for %v",
				quoted(demand.Scopes), quoted(demand.Operation), now().Sub(s.At).Round(time.Second), memory), scopes, !hasAll(used.Scope, scopes)}
		}
	}
	return &RequiredError{
		Transport: t, Reason: MoreScopes, Scopes: scopes, used: used.AccessToken.String, at: now(), operation: demand.Operation, demand: &demand,
	}
}

// lacks is the demand of late that the stored sign-in has not met, nil if there is none.
func lacks(r *tokenstore.Record) *tokenstore.StepUp {
	if r.Tokens == nil || r.Lacking == nil || !isRecent(r.Lacking.At, memory) {
		return nil
	}
	return r.Lacking
}

// Lacks is the error of the last request, of whatever process, that the server wanted more permission for than there is: for the time that such a demand is
// remembered, unless somebody has signed in since or the same request has worked. It is nil if there is none.
func (t *Transport) Lacks() error {
	record, err := t.load()
	if err != nil {
		return nil
	}
	if demand := lacks(record); demand != nil {
		return t.lacking(record, *demand, strings.Fields(demand.Scopes), record.Tokens)
	}
	return nil
}

// meets reports whether an answer shows that the stored sign-in does for what it was too little for.
func meets(lacking *tokenstore.StepUp, req *http.Request, resp *http.Response) bool {
	return lacking != nil && resp.StatusCode < 300 && lacking.Operation == operation(req)
}
