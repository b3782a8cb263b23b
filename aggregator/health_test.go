package aggregator

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"ncp/oauth"
	"ncp/upstream"
)

func TestHealth(t *testing.T) {
	for name, test := range map[string]struct {
		err    error
		state  State
		reason string
	}{
		"nothing":             {nil, Ready, ""},
		"never signed in":     {&oauth.RequiredError{Reason: oauth.Never}, SignIn, "nobody has signed in yet"},
		"a layer above":       {fmt.Errorf("connect: %w", &oauth.RequiredError{Reason: oauth.Ended}), SignIn, "the former sign-in has ended"},
		"for too little":      {&oauth.RequiredError{Reason: oauth.MoreScopes, Scopes: []string{"admin"}}, MoreScope, "the sign-in does not allow this yet: admin"},
		"refused":             {&upstream.StatusError{Status: 403}, Refused, "HTTP 403 Forbidden"},
		"a key that is wrong": {&upstream.CredentialError{Key: "auth.token", Status: 401}, Refused, `HTTP 401: the server refused the credential in "auth.token"`},
		"no credential":       {&upstream.StatusError{Status: 401}, SignIn, "HTTP 401 Unauthorized"},
		"down":                {&upstream.StatusError{Status: 503}, Down, "HTTP 503 Service Unavailable"},
		"away":                {errors.New("connection refused"), Down, "connection refused"},
	} {
		if state, reason := health(test.err); state != test.state || reason != test.reason {
			t.Errorf("%s: %s, %q; not %s, %q", name, state, reason, test.state, test.reason)
		}
	}
}

func TestLineOfAServerThatIsDown(t *testing.T) {
	at := time.Now()
	for want, status := range map[string]Status{
		"":                         {Name: "x", State: Ready, NextTry: at.Add(time.Hour)},
		"x: down: gone":            {Name: "x", State: Down, Reason: "gone"},
		"x: down: gone (for 1m0s)": {Name: "x", State: Down, Reason: "gone", Since: at.Add(-time.Minute), NextTry: at.Add(-time.Second)},
		"x: down: gone (for 1m0s, next try in 30s)": {Name: "x", State: Down, Reason: "gone", Since: at.Add(-time.Minute), NextTry: at.Add(30 * time.Second)},
		"x: signed in but refused: HTTP 403":        {Name: "x", State: Refused, Reason: "HTTP 403", NextTry: at.Add(time.Hour)},
	} {
		if got := status.Line(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
