package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"ncp/tokenstore"
)

var (
	errNoCode      = errors.New("this answer has no code")
	errCodeRefused = errors.New("the authorization server did not accept its own code (invalid_grant); sign in again")
	errNoSuchCode  = errors.New("the authorization server does not know that code; paste the whole address that the browser shows after the sign-in")
)

// judge reads an authorization response (RFC 6749 section 4.1.2, RFC 9207). done is false if it is not an answer to this flow at
// all: a stray or forged one, after which the flow goes on.
func judge(p *tokenstore.PendingFlow, values url.Values) (code string, done bool, err error) {
	if subtle.ConstantTimeCompare([]byte(values.Get("state")), []byte(p.State.Reveal())) != 1 {
		return "", false, errors.New("this answer does not belong to the sign-in that is under way")
	}
	if !values.Has("code") && !values.Has("error") { // the address of the sign-in page itself, pasted by mistake
		return "", false, errNoCode
	}
	// Before anything else of the answer is believed: whose is it? (mix-up attack)
	switch iss, present := values["iss"]; {
	case present && p.Issuer != "" && (len(iss) != 1 || iss[0] != p.Issuer): // no issuer: endpoints that the configuration names
		return "", true, fmt.Errorf("the answer comes from %q, but the sign-in was at %q: it is not used", quoted(strings.Join(iss, " ")), p.Issuer)
	case !present && p.IssRequired:
		return "", true, fmt.Errorf("the answer does not say that it comes from %s, though that server promises to: it is not used", p.Issuer)
	}
	if e := values.Get("error"); e != "" {
		if e == "access_denied" {
			return "", true, ErrRefused
		}
		return "", true, fmt.Errorf("the authorization server refused: %s", quoted(strings.TrimSuffix(e+": "+values.Get("error_description"), ": "),
			p.State.Reveal(), p.CodeVerifier.Reveal()))
	}
	if code = values.Get("code"); code == "" || len(values["code"]) != 1 || len(values["state"]) != 1 {
		return "", false, errNoCode
	}
	return code, true, nil
}

// readPasted turns what a person pasted into an authorization response for judge.
func readPasted(text string, p *tokenstore.PendingFlow) (pasted, error) {
	text = strings.Trim(strings.TrimSpace(text), `"'<>`)
	switch {
	case text == "":
		return pasted{}, errors.New("that is empty; paste the whole address that the browser shows after the sign-in")
	case len(text) > maxURL:
		return pasted{}, errors.New("that is too long to be the address of the sign-in's end")
	case strings.Contains(text, "://") || strings.Contains(text, "state="):
		u, err := url.Parse(text)
		if err != nil || u.RawQuery == "" {
			return pasted{}, errors.New("that address has no answer in it; paste the one that the browser shows after the sign-in, with all that follows the ?")
		}
		values, err := url.ParseQuery(u.RawQuery)
		if err != nil {
			return pasted{}, errors.New("that address is damaged; copy it again, whole")
		}
		if _, done, err := judge(p, values); !done {
			return pasted{}, fmt.Errorf("%w; paste the address that the browser shows after this sign-in", err)
		}
		return pasted{values, false, make(chan error, 1)}, nil
	case strings.ContainsAny(text, " \t\r\n?&"):
		return pasted{}, errors.New("that is no address; paste the whole address that the browser shows after the sign-in")
	case p.IssRequired:
		return pasted{}, errors.New("the code alone is not enough here, as this server signs its address; paste the whole address that the browser shows")
	}
	return pasted{url.Values{"state": {p.State.Reveal()}, "code": {text}}, true, make(chan error, 1)}, nil
}

// redeem exchanges the code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
func (t *Transport) redeem(ctx context.Context, p *tokenstore.PendingFlow, code string) (*tokenstore.Tokens, error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {p.RedirectURI}, "code_verifier": {p.CodeVerifier.Reveal()},
	}
	if p.Resource != "" {
		form.Set("resource", p.Resource)
	}
	client := p.Client
	answer, err := t.ask(ctx, tokenRequest{p.TokenEndpoint, &client, form, []string{code, p.CodeVerifier.Reveal(), p.State.Reveal()}})
	switch {
	case errors.Is(err, errGrantEnded):
		return nil, errCodeRefused
	case errors.Is(err, errClientUnknown):
		return nil, t.clientUnknown(ctx, client.ClientID)
	case err != nil:
		return nil, err
	}
	return t.newTokens(ctx, p, answer), nil
}

// newTokens is the stored form of the first tokens of a grant.
func (t *Transport) newTokens(ctx context.Context, p *tokenstore.PendingFlow, answer *tokenAnswer) *tokenstore.Tokens {
	tokens := answer.tokens(&tokenstore.Tokens{
		Scope: strings.Join(p.Scopes, " "), Issuer: p.Issuer, TokenEndpoint: p.TokenEndpoint, Revocation: p.Revocation, Resource: p.Resource,
		ClientID: p.Client.ClientID, Grant: rand.Text(),
	})
	tokens.Identity = t.identify(ctx, p, answer, tokens)
	return tokens
}

// clientUnknown drops a registration that the server has forgotten.
func (t *Transport) clientUnknown(ctx context.Context, id string) error {
	err := t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		forget(r, id)
		r.PendingFlow = nil
		return true, nil
	})
	if err != nil {
		return err
	}
	return errClientUnknown
}
