package oauth

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"ncp/internal/secret"
	"ncp/tokenstore"
)

// Reason says why a person has to sign in.
type Reason string

// The reasons.
const (
	Never      Reason = "nobody has signed in yet"
	Ended      Reason = "the former sign-in has ended"
	MoreScopes Reason = "the sign-in does not allow this yet" // step-up
)

// RequiredError is the answer to a request that nobody is signed in for. Begin on the Transport that it names starts the sign-in.
type RequiredError struct {
	Transport *Transport
	Reason    Reason
	Scopes    []string // that the server demands, if it said so
	Why       string   // of Ended, where the authorization server said more
	used      secret.String
	metadata  string // resource_metadata of the challenge
	at        time.Time
	operation string             // that was refused; "" if a person wants the sign-in
	demand    *tokenstore.StepUp // of a MoreScopes
	joins     bool               // see Join: no request needs it
	asked     bool               // see NewSignIn: a person wants it as the settings say
}

func (e *RequiredError) Error() string {
	text := "needs sign-in: " + string(e.Reason)
	switch {
	case e.Reason == MoreScopes && e.operation != "":
		text = fmt.Sprintf("needs sign-in: the sign-in does not allow %s yet: %s", quoted(e.operation), quoted(strings.Join(e.Scopes, " ")))
	case e.Reason == MoreScopes:
		text += ": " + quoted(strings.Join(e.Scopes, " "))
	case e.Why != "":
		text += ": " + e.Why
	}
	return text
}

// NeedsSignIn tells callers that do not know this package what the error is about.
func (e *RequiredError) NeedsSignIn() bool { return true }

// NeedsMoreScope tells them that somebody is signed in, but for too little.
func (e *RequiredError) NeedsMoreScope() bool { return e.Reason == MoreScopes }

// ErrRefused is a sign-in that the person refused.
var ErrRefused = errors.New("the sign-in was refused")

// ErrExpired is a sign-in that nobody came back from.
var ErrExpired = errors.New("nobody came back from the sign-in page in time")

// ErrSignedOut is a sign-in that ended since somebody signed out meanwhile.
var ErrSignedOut = errors.New(`the sign-in was ended by "ncp auth logout"`)

// ErrCancelled is a sign-in that was stopped on our side.
var ErrCancelled = errors.New("the sign-in was cancelled")

// errReplaced is a sign-in that gives way to one in another process, which a person has wanted later and otherwise.
var errReplaced = errors.New(`another "ncp auth login" has taken its place; go on there`)

// TemporaryError is a fault of an authorization server that may pass. It costs nothing that is stored.
type TemporaryError struct {
	err   error
	after time.Duration // as the server asked, 0 if it did not
}

func (e *TemporaryError) Error() string { return e.err.Error() }

// Unwrap returns the fault.
func (e *TemporaryError) Unwrap() error { return e.err }

// quotedError is an error whose text held foreign text.
type quotedError struct {
	text string
	err  error
}

func (e *quotedError) Error() string { return e.text }
func (e *quotedError) Unwrap() error { return e.err }

const maxQuoted = 200 // runes of foreign text in an error

// quoted makes foreign text fit to be shown: one line, no control characters, not long, and without any of the secrets that
// it may reflect.
func quoted(text string, secrets ...string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	for _, s := range secrets { // after the above, which could join what was split
		if s != "" {
			text = strings.NewReplacer(s, secret.Redacted, url.QueryEscape(s), secret.Redacted).Replace(text)
		}
	}
	if runes := []rune(text); len(runes) > maxQuoted {
		text = string(runes[:maxQuoted]) + "…"
	}
	return text
}
