package aggregator

import (
	"errors"
	"strings"
)

// scopeNeeder is satisfied by errors of a sign-in that has to be for more than the one there is.
type scopeNeeder interface{ NeedsMoreScope() bool }

// refuser is satisfied by errors of a server that knows who asks and refuses all the same.
type refuser interface{ Refused() bool }

// health is the state that the outcome of a request shows a server in, and why: the one place that decides it, so that find, list and
// every other view agree.
func health(err error) (state State, reason string) {
	signIn := needOf(err)
	var scope scopeNeeder
	var refused refuser
	switch {
	case err == nil:
		return Ready, ""
	case signIn != nil:
		state = SignIn
		if errors.As(err, &scope) && scope.NeedsMoreScope() {
			state = MoreScope
		}
		// What the error says beyond that a sign-in is needed, which the state says already.
		return state, strings.TrimLeft(strings.TrimPrefix(signIn.Error(), string(SignIn)), ": ")
	case errors.As(err, &scope) && scope.NeedsMoreScope(): // and a sign-in for it was tried
		return MoreScope, err.Error()
	case errors.As(err, &refused) && refused.Refused():
		return Refused, err.Error()
	}
	return Down, err.Error()
}

// NeedsSignIn reports whether a sign-in by a person is what the server lacks.
func (s State) NeedsSignIn() bool { return s == SignIn || s == MoreScope }
