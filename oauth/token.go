package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ncp/tokenstore"
)

// errGrantEnded is a grant that is over: revoked, expired, or used up.
var errGrantEnded = errors.New("the grant has ended (invalid_grant)")

// tokenAnswer is an answer of RFC 6749 section 5.
type tokenAnswer struct {
	AccessToken  tokenstore.Secret `json:"access_token"`
	TokenType    string            `json:"token_type"`
	ExpiresIn    json.RawMessage   `json:"expires_in"` // a number, or a string at some servers
	RefreshToken tokenstore.Secret `json:"refresh_token"`
	Scope        string            `json:"scope"`
	IDToken      string            `json:"id_token"`

	Error       string `json:"error"`
	Description string `json:"error_description"`
	Message     string `json:"msg"` // of a server that does not answer as OAuth wants it
}

// tokenRequest is one question to a token endpoint.
type tokenRequest struct {
	endpoint string
	client   *tokenstore.Client
	form     url.Values
	secrets  []string // that the answer may reflect
}

// ask sends a token request. Its errors are errGrantEnded, errClientUnknown, a *TemporaryError, or final.
func (t *Transport) ask(ctx context.Context, r tokenRequest) (*tokenAnswer, error) {
	header := http.Header{}
	if err := t.authenticate(r.client, r.form, header); err != nil {
		return nil, err
	}
	secrets := append([]string{
		t.secretOf(r.client), strings.TrimPrefix(header.Get("Authorization"), "Basic "), r.form.Get("client_assertion"),
	}, r.secrets...)
	got, err := t.web.do(ctx, http.MethodPost, r.endpoint, "application/x-www-form-urlencoded", []byte(r.form.Encode()), header)
	if err != nil {
		if _, refused := errors.AsType[*addressError](err); refused {
			return nil, fmt.Errorf("token endpoint: %w", err)
		}
		return nil, &TemporaryError{err: &quotedError{"token endpoint: " + quoted(err.Error(), secrets...), err}}
	}
	a, parsed := parseTokenAnswer(got)
	switch {
	case got.status == http.StatusTooManyRequests || got.status >= 500:
		return nil, &TemporaryError{fmt.Errorf("token endpoint: HTTP %d", got.status), retryAfter(got.header)}
	case parsed && a.Error != "":
		return nil, tokenError(a, got.status, secrets)
	case parsed && got.status == http.StatusUnprocessableEntity && strings.Contains(strings.ToLower(a.Message), "client"):
		return nil, errClientUnknown // as Supabase says it
	case got.status != http.StatusOK || !parsed:
		return nil, &TemporaryError{err: fmt.Errorf("token endpoint: HTTP %d with an answer that is not OAuth's", got.status)}
	case a.AccessToken.IsZero():
		return nil, errors.New("the token endpoint answered without an access_token")
	case !strings.EqualFold(a.TokenType, "Bearer") && a.TokenType != "":
		return nil, fmt.Errorf("the token endpoint gave a token of type %q, ncp can use Bearer only", quoted(a.TokenType, secrets...))
	case !isHeaderSafe(a.AccessToken.Reveal()):
		return nil, errors.New("the token endpoint gave a token that does not fit into a header")
	}
	return a, nil
}

// longestAfter bounds what Retry-After may ask for: beyond it somebody will have signed in anew.
const longestAfter = 10 * time.Minute

// retryAfter reads Retry-After (RFC 9110 section 10.2.3), 0 if there is none.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, longestAfter)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(time.Until(at), 0), longestAfter)
	}
	return 0
}

func isHeaderSafe(token string) bool {
	for i := range len(token) {
		if token[i] <= ' ' || token[i] > '~' {
			return false
		}
	}
	return len(token) <= 64<<10
}

// parseTokenAnswer reads JSON, or the form that GitHub and a few others answer with.
func parseTokenAnswer(got *answer) (*tokenAnswer, bool) {
	var a tokenAnswer
	if kind, _, _ := mime.ParseMediaType(got.header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(got.body))
		if err != nil {
			return nil, false
		}
		return &tokenAnswer{
			AccessToken: tokenstore.NewSecret(form.Get("access_token")), TokenType: form.Get("token_type"), ExpiresIn: json.RawMessage(form.Get("expires_in")),
			RefreshToken: tokenstore.NewSecret(form.Get("refresh_token")), Scope: form.Get("scope"), Error: form.Get("error"), Description: form.Get("error_description"),
		}, true
	}
	if json.Unmarshal(got.body, &a) != nil {
		return nil, false
	}
	return &a, true
}

// tokenError sorts an error of RFC 6749 section 5.2.
func tokenError(a *tokenAnswer, status int, secrets []string) error {
	switch a.Error {
	case "invalid_grant":
		return errGrantEnded
	case "invalid_client":
		return errClientUnknown
	case "slow_down":
		return &TemporaryError{err: errSlowDown}
	case "temporarily_unavailable", "server_error":
		return &TemporaryError{err: fmt.Errorf("token endpoint: %s", a.Error)}
	}
	text := quoted(strings.TrimSuffix(a.Error+": "+a.Description, ": "), secrets...)
	switch a.Error {
	case "invalid_target":
		return fmt.Errorf(`the token endpoint refused the resource parameter (%s); if the server's maker says it wants none, set "oauth21.resource": "omit"`, text)
	case "unauthorized_client":
		return fmt.Errorf(`the token endpoint does not let this client do that (%s); check "oauth21.clientId"`, text)
	}
	return &refusalError{a.Error, fmt.Sprintf("the token endpoint refused (HTTP %d): %s", status, text)}
}

// errSlowDown is a token endpoint that is asked too often.
var errSlowDown = errors.New("token endpoint: slow_down")

// refusalError is a refusal by a token endpoint with a code that only some grants know.
type refusalError struct{ code, text string }

func (e *refusalError) Error() string { return e.text }

// lifetime reads expires_in; 0 means that nothing is known.
func (a *tokenAnswer) lifetime() time.Duration {
	seconds, err := strconv.ParseFloat(strings.Trim(string(a.ExpiresIn), `"`), 64)
	if err != nil || seconds <= 0 {
		return 0
	}
	return time.Duration(min(seconds, (10*365*24*time.Hour).Seconds()) * float64(time.Second))
}

// tokens makes the stored form of an answer, beside what was before it: a refresh may leave out what does not change.
func (a *tokenAnswer) tokens(before *tokenstore.Tokens) *tokenstore.Tokens {
	after := *before
	after.AccessToken, after.TokenType, after.ObtainedAt, after.ExpiresAt = a.AccessToken, "Bearer", now(), time.Time{}
	if !a.RefreshToken.IsZero() {
		after.RefreshToken = a.RefreshToken
	}
	if a.Scope != "" {
		after.Scope = a.Scope
	}
	if d := a.lifetime(); d > 0 {
		after.ExpiresAt = after.ObtainedAt.Add(d)
	}
	return &after
}
