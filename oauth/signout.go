package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"ncp/tokenstore"
)

// ErrNotRevocable is an authorization server that offers no revocation: its tokens are good until they expire.
var ErrNotRevocable = errors.New("the authorization server offers no revocation (RFC 7009)")

// signOutWait is how long a sign-out waits for its turn with the record: a refresh under way has it for as long as the deadline of a request.
const signOutWait = requestDeadline + 5*time.Second

// SignOut forgets a part of the record, which ends a sign-in under way in whatever process, and then revokes the tokens, where they were
// in that part and the authorization server offers it. revoked is nil if there was nothing to revoke or all of it was; err is about the record, of
// which nothing is forgotten then. The end of ctx ends the waiting and the revoking; what is not revoked by then is named.
func (t *Transport) SignOut(ctx context.Context, part tokenstore.Part) (revoked, err error) {
	turn, cancel := context.WithTimeoutCause(ctx, signOutWait, errors.New("another ncp has it locked, for a refresh that does not end or since it was stopped"))
	defer cancel()
	was, err := t.store.Invalidate(turn, part)
	if err != nil || part == tokenstore.ClientOnly {
		return nil, err
	}
	return t.revokeAll(ctx, was), nil
}

// revokeAll revokes the tokens of a record that is not the stored one any more, so that no process refreshes them meanwhile. All of it has
// the deadline of one request.
func (t *Transport) revokeAll(ctx context.Context, r *tokenstore.Record) error {
	if r.Tokens == nil {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, requestDeadline, errNoAnswer)
	defer cancel()
	endpoint := r.Tokens.Revocation
	if endpoint == "" {
		var err error
		if endpoint, err = t.findRevocation(ctx, r); err != nil {
			return err
		}
	}
	if _, err := t.web.check("the revocation endpoint", endpoint); err != nil {
		return err
	}
	client := clientOf(r, r.Tokens)
	if client == nil {
		client = &tokenstore.Client{ClientID: r.Tokens.ClientID, Issuer: r.Tokens.Issuer}
	}
	var failures []error
	// The refresh token first: with it most servers end the whole grant (RFC 7009 section 2.1).
	for _, token := range []struct {
		hint string
		text tokenstore.Secret
	}{{"refresh_token", r.Tokens.RefreshToken}, {"access_token", r.Tokens.AccessToken}} {
		if token.text.IsZero() {
			continue
		}
		if err := t.revoke(ctx, endpoint, client, token.hint, token.text.Reveal()); err != nil {
			failures = append(failures, fmt.Errorf("revoke the %s: %w", token.hint, err))
		}
	}
	return errors.Join(failures...)
}

func (t *Transport) findRevocation(ctx context.Context, record *tokenstore.Record) (string, error) {
	a, err := t.discover(ctx, "", issuerOf(record))
	switch {
	case err != nil:
		return "", fmt.Errorf("find out where to revoke: %w", err)
	case !sameIssuer(a.key(), record.Tokens.Issuer) && a.TokenEndpoint != record.Tokens.TokenEndpoint:
		return "", fmt.Errorf("the server names another authorization server (%s) than the one that granted the tokens", quoted(a.key()))
	case a.RevocationEndpoint == "":
		return "", ErrNotRevocable
	}
	return a.RevocationEndpoint, nil
}

// revoke revokes one token (RFC 7009 section 2.1). A token that the server does not know any more is revoked (section 2.2).
func (t *Transport) revoke(ctx context.Context, endpoint string, client *tokenstore.Client, hint, token string) error {
	form, header := url.Values{"token": {token}, "token_type_hint": {hint}}, http.Header{}
	if err := t.authenticate(client, form, header); err != nil {
		return err
	}
	got, err := t.web.do(ctx, http.MethodPost, endpoint, "application/x-www-form-urlencoded", []byte(form.Encode()), header)
	if err != nil {
		return &quotedError{quoted(err.Error(), token, t.secretOf(client)), err}
	}
	if got.status >= 200 && got.status < 300 {
		return nil
	}
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(got.body, &said) == nil && said.Error != "" {
		return fmt.Errorf("HTTP %d: %s", got.status, quoted(said.Error, token, t.secretOf(client)))
	}
	return fmt.Errorf("HTTP %d", got.status)
}
