package oauth

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"ncp/internal/secret"
	"ncp/tokenstore"
)

// RoundTrip sends a request with the stored token, renewed if need be, and once more where a 401 can be cured without a person.
// What needs one is a *RequiredError; an authorization server that fails in passing is a *TemporaryError. A request to another
// origin than the server's goes through as it is.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if origin(req.URL) != origin(t.server) {
		return t.next.RoundTrip(req)
	}
	if !t.mayCarryTokens() {
		return t.withoutTokens(req)
	}
	record, err := t.load()
	if err != nil {
		return nil, closing(req, err)
	}
	tokens, err := t.fresh(req.Context(), record.Tokens)
	if err != nil {
		return nil, closing(req, err)
	}
	resp, err := t.send(req, tokens)
	// The first better token may be another process's, and as old; a refresh is the last.
	for renewed := false; !renewed && err == nil && resp.StatusCode == http.StatusUnauthorized; {
		var better *tokenstore.Tokens
		var betterErr error
		better, renewed, betterErr = t.better(req.Context(), tokens, parseChallenges(resp.Header))
		if betterErr != nil {
			drain(resp)
			return nil, betterErr
		}
		again := repeat(req)
		if better == nil || again == nil {
			break
		}
		drain(resp)
		tokens = better
		resp, err = t.send(again, tokens)
	}
	if err != nil {
		return nil, err
	}
	said := parseChallenges(resp.Header).without(tokens)
	if tokens != nil {
		if trial, lacking := isProof(record.Trial, req, resp), meets(record.Lacking, req, resp); trial || lacking {
			t.proved(req.Context(), trial, lacking)
		}
	}
	lacks := resp.StatusCode == http.StatusForbidden && said.errorCode == "insufficient_scope" && tokens != nil
	switch {
	case resp.StatusCode == http.StatusUnauthorized && t.set.ClientCredentials:
		drain(resp)
		return nil, t.errMachine401()
	case lacks && t.set.ClientCredentials:
		drain(resp)
		return nil, t.errMachine403(said)
	case resp.StatusCode == http.StatusUnauthorized:
		drain(resp)
		return nil, t.required(req, said, tokens)
	case lacks:
		drain(resp)
		return nil, t.stepUp(req, said, tokens)
	}
	return resp, nil
}

// mayCarryTokens reports whether the way to the server is safe for a token.
func (t *Transport) mayCarryTokens() bool {
	return t.server.Scheme == "https" || isLoopback(t.server.Hostname()) || t.set.AllowInsecureHTTP
}

var errPlainHTTP = errors.New(`the server wants a sign-in, but over plain http its token could be read by others; use https, or set "allowInsecureHttp": true if the network is yours`)

func (t *Transport) withoutTokens(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		drain(resp)
		return nil, errPlainHTTP
	}
	return resp, err
}

// send sends a copy of the request with the token; tokens may be nil.
func (t *Transport) send(req *http.Request, tokens *tokenstore.Tokens) (*http.Response, error) {
	if tokens != nil {
		req = req.Clone(req.Context())
		req.Header.Set("Authorization", "Bearer "+tokens.AccessToken.Reveal())
	}
	resp, err := t.next.RoundTrip(req)
	if err == nil && tokens != nil { // servers put what they got into errors, and hosts show errors to models
		resp.Body = secret.Hide(resp.Body, tokens.AccessToken.Reveal())
	}
	return resp, err
}

// repeat returns the request with its body from the start, nil if that cannot be had.
func repeat(req *http.Request) *http.Request {
	again := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return again
	}
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	again.Body = body
	return again
}

// closing closes the body of a request that is not sent, as a RoundTripper has to, and returns err.
func closing(req *http.Request, err error) error {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return err
}

// drain reads a little of an answer, so that its connection can be used again.
func drain(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	_ = resp.Body.Close()
}

// required makes the error of a request that nobody is signed in for.
func (t *Transport) required(req *http.Request, said challenge, used *tokenstore.Tokens) error {
	e := &RequiredError{Transport: t, Reason: Never, Scopes: said.scopes, metadata: said.metadata, at: now(), operation: operation(req)}
	if used != nil {
		e.Reason, e.used = Ended, used.AccessToken.String
	}
	record, err := t.load()
	if err != nil {
		return e
	}
	if t.inVain(record, used) {
		return t.errInVain(record.Trial.At)
	}
	if record.Ended != nil || record.Tokens != nil {
		e.Reason = Ended
	}
	if record.Tokens != nil && !alive(record) {
		e.used = record.Tokens.AccessToken.String
	}
	if f := record.Failure; f != nil && f.Final {
		e.Why = f.Message
	}
	if p := record.PendingFlow; p != nil && now().After(p.ExpiresAt) {
		t.forgetExpired()
	}
	return e
}

// forgetExpired removes what a sign-in has left whose process could not: its state and verifier are of no more use.
func (t *Transport) forgetExpired() {
	ctx, cancel := context.WithTimeout(t.ctx, time.Second)
	defer cancel()
	_ = t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if r.PendingFlow == nil || now().Before(r.PendingFlow.ExpiresAt) {
			return false, nil
		}
		r.PendingFlow = nil
		return true, nil
	})
}

// forgetCancelled removes a sign-in that its person has stopped, unless another process that waited for it takes it over.
func (t *Transport) forgetCancelled(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	select {
	case <-time.After(3 * pollEvery):
	case <-t.ctx.Done(): // the process is about to end
	}
	release := t.store.TryFlow()
	if release == nil {
		return
	}
	defer release()
	_ = t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if r.PendingFlow == nil || !r.PendingFlow.Cancelled {
			return false, nil
		}
		r.PendingFlow = nil
		return true, nil
	})
}

// joined is a set of scopes as text that is the same for the same set.
func joined(scopes []string) string {
	sorted := slices.Clone(scopes)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), " ")
}

// operation tells calls apart for the memory of step-ups: the method and the name of the tool.
func operation(req *http.Request) string {
	var message struct {
		Method string
		Params struct{ Name string }
	}
	if again := repeat(req); again != nil && again.Body != nil {
		_ = json.NewDecoder(io.LimitReader(again.Body, maxDocument)).Decode(&message) // what is no message is an operation without a name
		_ = again.Body.Close()
	}
	return strings.TrimSpace(cmp.Or(message.Method, req.Method) + " " + message.Params.Name)
}
