package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"ncp/tokenstore"
)

// NewSignIn returns what Begin needs for a sign-in that nobody's request asks for, as a person wants one: also where somebody is
// signed in. It asks the server for its challenge, and lifts the memory of a refusal.
func (t *Transport) NewSignIn(ctx context.Context) (*RequiredError, error) {
	switch {
	case t.set.ClientCredentials:
		return nil, errors.New(`the client signs in by itself when it has to ("auth.type" is "clientCredentials")`)
	case !t.mayCarryTokens():
		return nil, errPlainHTTP
	}
	asked, err := t.askWithout(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask the server what it wants: %w", err)
	}
	if asked.status < 300 && asked.challenge.metadata == "" && t.set.AuthorizationServer == (Endpoints{}) {
		if found, err := t.resourceMetadata(ctx, ""); err == nil && found == nil {
			return nil, errors.New("the server answers without a sign-in and names no authorization server")
		}
	}
	need := &RequiredError{Transport: t, Reason: Never, Scopes: asked.challenge.scopes, metadata: asked.challenge.metadata, at: now(), asked: true}
	return need, t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		switch lacking := lacks(r); {
		case lacking != nil && t.owns(r.Tokens): // what is wanted is most likely that
			need.Reason, need.used = MoreScopes, r.Tokens.AccessToken.String
			need.Scopes = distinct(append(need.Scopes, strings.Fields(lacking.Scopes)...))
		case r.Tokens != nil:
			need.Reason, need.used = Ended, r.Tokens.AccessToken.String
		case r.Ended != nil:
			need.Reason = Ended
		}
		if r.LastFlow == nil || r.LastFlow.Result != tokenstore.Refused {
			return false, nil
		}
		r.LastFlow = nil
		return true, nil
	})
}

// Join takes part in a sign-in that is under way in any process, so that this one finishes it if that one dies. It is nil if there is none.
// show is called as Begin says.
func (t *Transport) Join(show func(Prompt)) *Flow {
	record, err := t.load()
	if err != nil || !isPending(record) {
		return nil
	}
	need := &RequiredError{Transport: t, Reason: Never, at: now(), joins: true}
	if record.Tokens != nil {
		need.Reason, need.used = Ended, record.Tokens.AccessToken.String
	}
	return t.Begin(need, show)
}

// isPending reports whether a sign-in is under way that another process could finish.
func isPending(r *tokenstore.Record) bool {
	p := r.PendingFlow
	return p != nil && !p.Spent && !p.Cancelled && now().Before(p.ExpiresAt)
}

func (t *Transport) isPending() bool {
	record, err := t.load()
	return err == nil && isPending(record)
}

// asked is what a server said to a request without any token.
type asked struct {
	status    int
	header    http.Header
	challenge challenge
}

// ping asks nothing of a server but whether it lets us in.
const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`

// askWithout asks the server without a token: by POST as streamable HTTP does, and where that is refused in another way than for
// want of a token, by GET as HTTP+SSE does.
func (t *Transport) askWithout(ctx context.Context) (*asked, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, requestDeadline, errNoAnswer)
	defer cancel()
	var first *asked
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		body := strings.NewReader("")
		if method == http.MethodPost {
			body = strings.NewReader(ping)
		}
		req, err := http.NewRequestWithContext(ctx, method, t.set.URL, body)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Accept", "application/json, text/event-stream")
		if method == http.MethodPost {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := t.next.RoundTrip(req)
		if err != nil {
			return nil, plain(ctx, err)
		}
		_ = resp.Body.Close() // unread: a GET may be answered by a stream
		got := &asked{resp.StatusCode, resp.Header, parseChallenges(resp.Header)}
		tells := got.status == http.StatusUnauthorized || got.status < 300
		if first == nil || tells {
			first = got
		}
		if tells || got.status >= 500 {
			break
		}
	}
	return first, nil
}
