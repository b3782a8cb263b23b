package upstream

import (
	"fmt"
	"net/http"
	"time"
)

// StatusError is an HTTP answer that carries no JSON-RPC answer.
type StatusError struct {
	Status     int
	Text       string        // the beginning of the body, on one line; untrusted
	RetryAfter time.Duration // as the server asked, 0 if it did not
}

// NeedsSignIn reports whether the server wants a sign-in that nothing in the chain could give.
func (e *StatusError) NeedsSignIn() bool { return e.Status == http.StatusUnauthorized }

// Refused reports whether the server refuses who asks, rather than what is asked.
func (e *StatusError) Refused() bool { return e.Status == http.StatusForbidden }

func (e *StatusError) Error() string {
	msg := fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status))
	if e.Text != "" {
		msg += ": " + e.Text
	}
	if e.RetryAfter > 0 {
		msg += fmt.Sprintf(" (retry after %v)", e.RetryAfter)
	}
	return msg
}

// ContentError is an answer that is not what MCP allows.
type ContentError struct {
	What string // what came
	Text string // the beginning of it, on one line; untrusted
}

func (e *ContentError) Error() string {
	if e.Text == "" {
		return e.What
	}
	return e.What + ": " + e.Text
}

// CredentialError is a refused static credential.
type CredentialError struct {
	Key    string // in the configuration, under the server: auth.token, headers.Authorization, ...
	Status int
}

// Refused tells callers that do not know this package what the error is about.
func (e *CredentialError) Refused() bool { return true }

func (e *CredentialError) Error() string {
	return fmt.Sprintf("HTTP %d: the server refused the credential in %q", e.Status, e.Key)
}
