package oauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"ncp/tokenstore"
)

const (
	maxMargin    = 10 * time.Second // before its expiry a token is renewed
	retryPause   = 300 * time.Millisecond
	longestPause = 30 * time.Second // between refreshes that fail
)

// margin is how long before its end a token is renewed.
func margin(t *tokenstore.Tokens) time.Duration {
	return min(maxMargin, t.ExpiresAt.Sub(t.ObtainedAt)/10)
}

// refresh is one renewal, shared by all who need it in this process.
type refresh struct {
	done   chan struct{}
	tokens *tokenstore.Tokens
	err    error // errGrantEnded, errOnlySignIn, a *TemporaryError, or an error of the configuration
}

// fresh returns the tokens to send: those given, or renewed ones if they have expired, or nil if nothing is left but to ask
// without. Close to the end it renews them behind the back of the caller.
func (t *Transport) fresh(ctx context.Context, tokens *tokenstore.Tokens) (*tokenstore.Tokens, error) {
	if tokens == nil || tokens.ExpiresAt.IsZero() {
		return tokens, nil
	}
	left := tokens.ExpiresAt.Sub(now())
	switch {
	case left > margin(tokens):
		return tokens, nil
	case !t.renewable(tokens):
		if left > 0 {
			return tokens, nil
		}
		return nil, nil
	case left > 0:
		t.renew(tokens, nil)
		return tokens, nil
	}
	return t.wait(ctx, t.renew(tokens, nil))
}

// renewable reports whether tokens can be replaced without a person.
func (t *Transport) renewable(tokens *tokenstore.Tokens) bool {
	return t.set.ClientCredentials || tokens != nil && !tokens.RefreshToken.IsZero()
}

// better returns tokens other than those that a server has just refused: what another call or process has got meanwhile, or
// renewed ones. They are nil if there are none.
func (t *Transport) better(ctx context.Context, refused *tokenstore.Tokens, said challenge) (tokens *tokenstore.Tokens, renewed bool, err error) {
	record, err := t.load()
	switch {
	case err != nil:
		return nil, false, err
	case record.Tokens != nil && isNewer(record.Tokens, refused):
		return record.Tokens, false, nil
	case !t.renewable(record.Tokens) || refused == nil && !t.set.ClientCredentials:
		return nil, false, nil
	}
	tokens, err = t.wait(ctx, t.renew(refused, &said))
	return tokens, true, err
}

// isNewer reports whether tokens can be tried after others were refused.
func isNewer(tokens, refused *tokenstore.Tokens) bool {
	return (refused == nil || !tokens.AccessToken.Equal(refused.AccessToken.String)) && (tokens.ExpiresAt.IsZero() || now().Before(tokens.ExpiresAt))
}

// wait waits for a refresh. Where only a sign-in helps it is nil tokens.
func (t *Transport) wait(ctx context.Context, r *refresh) (*tokenstore.Tokens, error) {
	select {
	case <-r.done:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if errors.Is(r.err, errGrantEnded) || errors.Is(r.err, errOnlySignIn) {
		return nil, nil
	}
	return r.tokens, r.err
}

// errOnlySignIn is a refresh that the authorization server refused for good without ending the grant. What is stored stays.
var errOnlySignIn = errors.New("only a new sign-in helps")

// renew starts to replace used, or joins who does already. It is detached from its callers: an answer that nobody waits for
// any more still has to be written down. said is the challenge that it answers, nil at an expiry.
func (t *Transport) renew(used *tokenstore.Tokens, said *challenge) *refresh {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.refresh != nil {
		return t.refresh
	}
	r := &refresh{done: make(chan struct{})}
	t.refresh = r
	go func() { // see Idle
		r.tokens, r.err = t.renewed(used, said)
		t.mu.Lock()
		t.refresh = nil
		t.mu.Unlock()
		close(r.done)
	}()
	return r
}

// renewed replaces used under the lock of the store, unless another process has done so or has just failed to.
func (t *Transport) renewed(used *tokenstore.Tokens, said *challenge) (got *tokenstore.Tokens, err error) {
	began := now()
	exchange := t.exchangeRefresh
	if t.set.ClientCredentials {
		if exchange, err = t.machine(context.WithoutCancel(t.ctx), used, said); err != nil {
			return nil, err
		}
	}
	// The lock is held by one refresh after another: of a few processes, each of them within its deadline.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), 3*requestDeadline)
	defer cancel()
	err = t.store.Update(ctx, func(record *tokenstore.Record) (bool, error) {
		have := record.Tokens
		if have != nil && !t.owns(have) {
			have = nil
		}
		switch {
		case have != nil && isNewer(have, used):
			got = have
			return false, nil
		case !t.renewable(have):
			return false, errGrantEnded
		}
		switch f := record.Failure; {
		case f == nil:
		case f.Final && !t.set.ClientCredentials:
			return false, errOnlySignIn
		case f.At.After(began), now().Before(f.At.Add(pause(f.Count))), now().Before(f.Until):
			return false, &TemporaryError{err: errors.New(f.Message)}
		}
		after, err := exchange(ctx, record)
		if err != nil {
			return true, t.refreshFailed(record, err)
		}
		record.Tokens, record.Failure, got = after, nil, after
		return true, nil
	})
	if err != nil && ctx.Err() != nil {
		err = &TemporaryError{err: fmt.Errorf("renew the token: %w", err)}
	}
	return got, err
}

// pause is how long nobody tries again after so many failures in a row.
func pause(failures int) time.Duration {
	return min(time.Second<<min(failures-1, 10), longestPause)
}

// exchangeRefresh asks for new tokens (RFC 6749 section 6), a second time if the first answer was lost.
func (t *Transport) exchangeRefresh(ctx context.Context, record *tokenstore.Record) (*tokenstore.Tokens, error) {
	before := record.Tokens
	client := clientOf(record, before)
	switch {
	case client == nil:
		return nil, errClientUnknown
	case client.Configured && !t.isConfiguredFor(before.Issuer, before.TokenEndpoint):
		return nil, fmt.Errorf(`the configuration names another authorization server than the one that granted it (%s)`, quoted(cmp.Or(before.Issuer, before.TokenEndpoint)))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, requestDeadline, errNoAnswer)
	defer cancel()
	for try := 1; ; try++ {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {before.RefreshToken.Reveal()}}
		if before.Resource != "" {
			form.Set("resource", before.Resource)
		}
		answer, err := t.ask(ctx, tokenRequest{before.TokenEndpoint, client, form, []string{before.RefreshToken.Reveal(), before.AccessToken.Reveal()}})
		if err == nil {
			return answer.tokens(before), nil
		}
		if passing, ok := errors.AsType[*TemporaryError](err); !ok || passing.after > 0 || try == 2 {
			return nil, err
		}
		select {
		case <-time.After(retryPause):
		case <-ctx.Done():
			return nil, err
		}
	}
}

func ended(t *tokenstore.Tokens) *tokenstore.Ended {
	return &tokenstore.Ended{Scope: t.Scope, Issuer: t.Issuer, Grant: t.Grant, At: now()}
}

// clientOf finds the client that tokens were granted to.
func clientOf(record *tokenstore.Record, tokens *tokenstore.Tokens) *tokenstore.Client {
	if record.Client != nil && record.Client.ClientID == tokens.ClientID {
		return record.Client
	}
	for i := range record.Others {
		if record.Others[i].ClientID == tokens.ClientID {
			return &record.Others[i]
		}
	}
	return nil
}

// refreshFailed notes why a refresh failed. Only a server that says so ends a grant.
func (t *Transport) refreshFailed(record *tokenstore.Record, err error) error {
	passing, isPassing := errors.AsType[*TemporaryError](err)
	switch {
	case t.set.ClientCredentials && !isPassing:
		return err
	case errors.Is(err, errClientUnknown) && isConfigured(clientOf(record, record.Tokens)):
		// A wrong secret in the configuration is corrected there, and then the grant is good again.
		return fmt.Errorf(`%w: check "oauth21.clientId" and "oauth21.clientSecret"`, err)
	case errors.Is(err, errClientUnknown), errors.Is(err, errGrantEnded):
		if errors.Is(err, errClientUnknown) {
			forget(record, record.Tokens.ClientID)
		}
		t.log.Info("the sign-in has ended", "why", err)
		record.LastFlow = nil
		// The scopes stay: the next sign-in asks for them again.
		record.Tokens, record.Failure, record.Lacking, record.Ended = nil, nil, nil, ended(record.Tokens)
		return errGrantEnded
	case isPassing:
		count := 1
		if record.Failure != nil {
			count += record.Failure.Count
		}
		record.Failure = &tokenstore.Failure{Message: err.Error(), At: now(), Count: count}
		if passing.after > 0 {
			record.Failure.Until = now().Add(passing.after)
		}
		return err
	}
	t.log.Info("the sign-in can be renewed no more", "why", err)
	record.Failure = &tokenstore.Failure{Message: err.Error(), At: now(), Count: 1, Final: true}
	return errOnlySignIn
}

func isConfigured(c *tokenstore.Client) bool { return c != nil && c.Configured }
