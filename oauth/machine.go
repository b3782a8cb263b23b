package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"ncp/tokenstore"
)

// machineGrant names the grant of a client that signs in as itself: the same after each renewal, as it is the same principal.
func machineGrant(clientID string) string { return "client " + clientID }

// owns reports whether stored tokens are of the kind that the configuration wants: a person's, or those of the configured client
// itself. After a change of the configuration the others are nobody's.
func (t *Transport) owns(tokens *tokenstore.Tokens) bool {
	if t.set.ClientCredentials {
		return tokens.Grant == machineGrant(t.set.ClientID)
	}
	return !strings.HasPrefix(tokens.Grant, machineGrant(""))
}

// exchange gets tokens to replace those of a record, under the lock of the store.
type exchange func(context.Context, *tokenstore.Record) (*tokenstore.Tokens, error)

// machine prepares the grant of the client itself (RFC 6749 section 4.4): what can be done before the lock is taken. said is the
// challenge to answer; at an expiry there is none and it is nil, and the token endpoint is the one that used came from.
func (t *Transport) machine(ctx context.Context, used *tokenstore.Tokens, said *challenge) (exchange, error) {
	if said == nil {
		return func(ctx context.Context, record *tokenstore.Record) (*tokenstore.Tokens, error) {
			client := clientOf(record, used)
			if client == nil {
				return nil, errGrantEnded
			}
			got, err := t.clientGrant(ctx, client, used)
			if _, passing := errors.AsType[*TemporaryError](err); err != nil && !passing {
				return nil, errGrantEnded // the server's next challenge may lead elsewhere
			}
			return got, err
		}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, prepareTime)
	defer cancel()
	record, err := t.store.Load()
	if err != nil {
		return nil, err
	}
	a, err := t.discover(ctx, said.metadata, issuerOf(record))
	if err != nil {
		return nil, err
	}
	client, err := t.knownClient(a, record)
	if err != nil {
		return nil, err
	}
	scopes := append(slices.Clone(said.scopes), t.set.Scopes...)
	if len(scopes) == 0 {
		scopes = a.scopes
	}
	want := &tokenstore.Tokens{
		Scope: strings.Join(distinct(scopes), " "), Issuer: a.Issuer, TokenEndpoint: a.TokenEndpoint, Resource: a.resource, ClientID: client.ClientID,
		Grant: machineGrant(client.ClientID),
	}
	return func(ctx context.Context, record *tokenstore.Record) (*tokenstore.Tokens, error) {
		got, err := t.clientGrant(ctx, client, want)
		if err == nil {
			keep(record, client)
		}
		return got, err
	}, nil
}

// clientGrant asks for a token for the client itself, with the scopes and the resource of want.
func (t *Transport) clientGrant(ctx context.Context, client *tokenstore.Client, want *tokenstore.Tokens) (*tokenstore.Tokens, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if want.Scope != "" {
		form.Set("scope", want.Scope)
	}
	if want.Resource != "" {
		form.Set("resource", want.Resource)
	}
	answer, err := t.ask(ctx, tokenRequest{want.TokenEndpoint, client, form, nil})
	if err != nil {
		return nil, t.machineRefused(err)
	}
	got := answer.tokens(want)
	got.RefreshToken = tokenstore.Secret{} // RFC 6749 section 4.4.3: "A refresh token SHOULD NOT be included"
	return got, nil
}

// machineError is a refusal that no person can mend at a sign-in page: only the configuration, or the server's operator.
type machineError struct{ err error }

func (e *machineError) Error() string { return e.err.Error() }
func (e *machineError) Unwrap() error { return e.err }

// Refused tells callers that do not know this package what the error is about.
func (e *machineError) Refused() bool { return true }

// machineRefused says what to do about a token request that failed for good.
func (t *Transport) machineRefused(err error) error {
	if _, passing := errors.AsType[*TemporaryError](err); passing {
		return err
	}
	switch {
	case errors.Is(err, errClientUnknown) && t.key != nil:
		err = fmt.Errorf(`%w: check "oauth21.clientId", and that the server knows the public half of "oauth21.privateKey"`, err)
	case errors.Is(err, errClientUnknown):
		err = fmt.Errorf(`%w: check "oauth21.clientId" and "oauth21.clientSecret"`, err)
	case errors.Is(err, errGrantEnded):
		err = errors.New(`the authorization server gives no token to this client (invalid_grant): check "oauth21.clientId" and what it may do there`)
	}
	return &machineError{err}
}

// errMachine401 is a server that wants another token than the client's own.
func (t *Transport) errMachine401() error {
	return &machineError{fmt.Errorf(`HTTP 401: the server does not accept the token of the client %q; check what "oauth21.clientId" may do, "oauth21.scopes" and "oauth21.resource"`, t.set.ClientID)}
}

// errMachine403 is a server that wants scopes which only the configuration can add.
func (t *Transport) errMachine403(said challenge) error {
	return &machineError{fmt.Errorf(`HTTP 403: the server wants the scopes %q for this; add them to "oauth21.scopes" if the client may have them`, quoted(strings.Join(said.scopes, " ")))}
}
