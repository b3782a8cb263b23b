package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/oauth"
)

// signInFlags are what the commands that may sign in can be told.
type signInFlags struct {
	never bool // --no-auth
	wait  bool // --wait
}

// add gives a command the flags.
func (f *signInFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.never, "no-auth", false, "never ask for a sign-in")
	cmd.Flags().BoolVar(&f.wait, "wait", false, "wait for a sign-in even if nobody can paste")
}

const (
	twice       = 2 * time.Second // two Ctrl-C within it end, rather than skip
	maxSignIns  = 2               // for one call: the first sign-in, and one for more permission
	cancelGrace = 800 * time.Millisecond
)

// errNobody is a sign-in that nobody can do: there is no browser, and nothing will be pasted.
var errNobody = errors.New("sign-in needed, and nobody is here to do it")

// errSkipped is a sign-in that the person passed over.
var errSkipped = errors.New("skipped")

// signingIn does what may need a sign-in, lets the person sign in if it does, and does it again.
func (a *app) signingIn(ctx context.Context, f signInFlags, do func() error) error {
	for signIns := 0; ; signIns++ {
		err := do()
		var need *oauth.RequiredError
		if !errors.As(err, &need) {
			return err
		}
		if f.never || signIns == maxSignIns {
			return &exitError{exitSignIn, err}
		}
		if err := a.signIn(ctx, need, f); err != nil {
			return err
		}
	}
}

// signInAll lets the person sign in at the servers of an answer that nobody has ever signed in at, one after another, and reports
// whether any sign-in succeeded.
func (a *app) signInAll(ctx context.Context, agg *aggregator.Aggregator, answer *aggregator.FindAnswer, f signInFlags) (some bool, err error) {
	var lastSkip time.Time
	for i := range answer.Servers {
		s := &answer.Servers[i]
		var need *oauth.RequiredError
		if s.State != aggregator.SignIn || !errors.As(agg.SignInNeed(s.Name), &need) || need.Reason != oauth.Never {
			continue
		}
		err := a.signIn(ctx, need, f)
		switch {
		case err == nil:
			some = true
			if err := agg.Refresh(ctx, s.Name); err != nil {
				a.sayf("%s: %v", s.Name, err)
			}
		case errors.Is(err, errSkipped):
			if time.Since(lastSkip) < twice {
				return some, errors.New("stopped")
			}
			lastSkip = time.Now()
		case ctx.Err() != nil:
			return some, err
		case !errors.Is(err, errNobody): // which the line about the server says
			a.sayf("%v", err)
		}
	}
	return some, nil
}

// signIn lets the person sign in at one server and returns when that has ended.
func (a *app) signIn(ctx context.Context, need *oauth.RequiredError, f signInFlags) error {
	name := need.Transport.Name()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer a.Interrupt.take(func() { cancel(errSkipped) })()

	pages := make(chan oauth.Prompt, 1)
	flow := need.Transport.Begin(need, func(p oauth.Prompt) { pages <- p })
	spin := a.spin(name + ": preparing the sign-in")
	defer spin.end()
	var pasted <-chan string // nil until there is a page
	opened := false
	for {
		select {
		case page := <-pages:
			spin.end() // from here on the person may type
			opened = a.showPage(page)
			pasted = a.lineInput()
		case line, more := <-pasted:
			switch {
			case !more && !opened && !f.wait:
				cancel(errNobody)
				pasted = nil
			case !more:
				pasted = nil // a pipe at its end; the browser may still come back
			case strings.TrimSpace(line) != "":
				if err := flow.Submit(line); err != nil {
					a.sayf("%v", err)
				}
			}
		case <-flow.Done():
			spin.end()
			if err := flow.Wait(ctx); err != nil {
				return fmt.Errorf("%s: sign-in: %w", name, err)
			}
			a.sayf("%s: signed in", name)
			return nil
		case <-ctx.Done():
			spin.end()
			flow.Cancel()
			select { // it notes in the store that it was cancelled
			case <-flow.Done():
			case <-time.After(cancelGrace):
			}
			return &exitError{exitSignIn, fmt.Errorf("%s: sign-in: %w", name, context.Cause(ctx))}
		}
	}
}

// showPage opens the page of a sign-in, or says where it is, and reports whether a browser has it.
func (a *app) showPage(page oauth.Prompt) bool {
	if len(page.Scopes) > 0 {
		a.sayf("%s: more permission is needed: %s", page.Server, strings.Join(page.Scopes, " "))
	}
	if page.Shown {
		a.sayf("%s: going on with the sign-in that another ncp has begun", page.Server)
	}
	if a.hasBrowser() {
		a.sayf("%s: sign-in needed, opening your browser ...", page.Server)
		err := a.openBrowser(page.URL)
		if err == nil {
			a.sayf("  (no browser? visit %s   or paste the redirect URL here)", page.URL)
			return true
		}
		a.sayf("%s: the browser could not be opened: %v", page.Server, err)
	}
	a.sayf("%s: sign-in needed; visit\n  %s\nand come back, or paste here the address that the browser shows at the end:", page.Server, page.URL)
	return false
}
