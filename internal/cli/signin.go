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
	asked bool // for nothing but the sign-in
}

// add gives a command the flags.
func (f *signInFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.never, "no-auth", false, "never ask for a sign-in")
	cmd.Flags().BoolVar(&f.wait, "wait", false, "wait for a sign-in even if nobody can paste")
}

const (
	twice       = 2 * time.Second // two Ctrl-C within it end, rather than skip
	cancelGrace = 800 * time.Millisecond
)

// errNobody is a sign-in that nobody can do: there is no browser, and nothing will be pasted.
var errNobody = errors.New("sign-in needed, and nobody is here to do it")

// errSkipped is a sign-in that the person passed over.
var errSkipped = errors.New("skipped")

// signingIn does what may need a sign-in, lets the person sign in if it does, and does it again: once to be let in at all, once for
// more permission. A server that is not content then is not asked about again.
func (a *app) signingIn(ctx context.Context, in *signIns, f signInFlags, do func() error) error {
	var anew, more bool
	for {
		err := do()
		var need *oauth.RequiredError
		if !errors.As(err, &need) {
			return err
		}
		asked := &anew
		if need.Reason == oauth.MoreScopes {
			asked = &more
		}
		switch {
		case *asked:
			return &exitError{exitSignIn, fmt.Errorf("%s: the sign-in worked, but the server refuses it: %w", need.Transport.Name(), need)}
		case f.never:
			return &exitError{exitSignIn, err}
		}
		*asked = true
		if err := a.signIn(ctx, in, need, f); err != nil {
			return err
		}
	}
}

// signInAll lets the person sign in at the servers of an answer that nobody has ever signed in at, one after another, and reports
// whether any sign-in succeeded.
func (a *app) signInAll(ctx context.Context, agg *gateway, answer *aggregator.FindAnswer, f signInFlags) (some bool, err error) {
	var lastSkip time.Time
	for i := range answer.Servers {
		s := &answer.Servers[i]
		var need *oauth.RequiredError
		if s.State != aggregator.SignIn || !errors.As(agg.SignInNeed(s.Name), &need) || need.Reason != oauth.Never {
			continue
		}
		err := a.signIn(ctx, agg.signIns, need, f)
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
func (a *app) signIn(ctx context.Context, in *signIns, need *oauth.RequiredError, f signInFlags) error {
	name := need.Transport.Name()
	if !f.asked && !isTerminal(a.Stdin) { // a script, which repeats itself
		if err := refused(need.Transport); err != nil {
			return &exitError{exitSignIn, err}
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer a.Interrupt.take(func() { cancel(errSkipped) })()

	pages := make(chan oauth.Prompt, 2) // the other process's, then our own
	flow := need.Transport.Begin(need, func(p oauth.Prompt) {
		select {
		case pages <- p:
		case <-ctx.Done():
		}
	})
	spin := a.spin(name + ": preparing the sign-in")
	defer spin.end()
	var (
		page    oauth.Prompt
		opening <-chan error  // how the opener has done; nil while none is at work
		lines   <-chan string // nil until there is a page
		tries   = make(chan error, 1)
		alone   bool // nobody can paste any more
		browser bool // has the page, or is about to
	)
	for {
		if alone && !browser && !page.Theirs && !f.wait {
			cancel(errNobody)
		}
		select {
		case page = <-pages:
			spin.end() // from here on the person may type
			opening, browser = a.showPage(flow, page, f.asked)
			lines = nil
			if page.URL != "" {
				lines = a.lineInput()
			}
		case err := <-opening:
			opening = nil
			if err != nil {
				browser = false
				a.sayf("%s: the browser could not be opened: %v", name, err)
			}
		case line, more := <-lines:
			switch {
			case !more:
				alone, lines = true, nil // a pipe at its end; the browser may still come back
			case strings.TrimSpace(line) != "":
				go func() { // ends with the flow
					err := flow.Submit(line)
					select {
					case tries <- err:
					case <-ctx.Done():
					}
				}()
			}
		case err := <-tries:
			if err != nil {
				select {
				case <-flow.Done(): // which says it
				default:
					a.sayf("%v", err)
				}
			}
		case <-flow.Done():
			spin.end()
			if err := flow.Wait(ctx); err != nil {
				return fmt.Errorf("%s: sign-in: %w", name, err)
			}
			a.sayf("%s: signed in%s", name, signedInAs(need.Transport))
			a.warnTwins(in, need.Transport)
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

// showPage says where the page of a sign-in is and starts to open it, if there is a browser. How that went comes over the channel, which
// is nil if there is nothing to open. browser says whether one has the page, or is about to. Unless a person has asked for it, by a command for just that
// or at a terminal, a window that was opened of late counts: scripts repeat themselves. Only who asks for just that gets one with another process's page.
func (a *app) showPage(flow *oauth.Flow, page oauth.Prompt, asked bool) (opening <-chan error, browser bool) {
	switch {
	case page.Replaced:
		a.sayf("%s: another ncp has begun a sign-in, but for other scopes or in another way than you want it; it gives way", page.Server)
		return nil, false
	case page.Theirs && page.Code != "":
		a.sayf("%s: waiting for the sign-in that another ncp has begun", page.Server)
		a.showCode(page)
		return nil, false
	case page.Theirs && page.URL != "" && asked && a.hasBrowser():
		a.sayf("%s: taking part in the sign-in that another ncp has begun", page.Server)
	case page.Theirs && page.URL != "":
		a.sayf("%s: waiting for the sign-in that another ncp has begun at\n  %s\nthe address that the browser shows at the end can be pasted here", entryOf(page), page.URL)
		return nil, false
	case page.Theirs:
		a.sayf("%s: waiting for the sign-in that another ncp has begun", page.Server)
		return nil, false
	}
	if len(page.Scopes) > 0 {
		a.sayf("%s: more permission is needed: %s", page.Server, strings.Join(page.Scopes, " "))
	}
	if page.Shown {
		a.sayf("%s: going on with the sign-in that another ncp has begun", page.Server)
	}
	if page.Code != "" {
		a.showCode(page)
		return nil, false
	}
	var giveBack func()
	if a.hasBrowser() {
		giveBack = flow.ClaimWindow(asked || isTerminal(a.Stdin) && isTerminal(a.Stderr)) // before Ctrl-C can end us: no host opens another one after it
	}
	switch {
	case giveBack == nil && a.hasBrowser() && page.Shown:
		a.sayf("%s: sign-in needed; its page is open in your browser already", entryOf(page))
		a.sayf("  (not there? visit %s   or paste the redirect URL here)", page.URL)
		return nil, true
	case giveBack == nil:
		a.sayf("%s: sign-in needed; visit\n  %s\nand come back, or paste here the address that the browser shows at the end:", entryOf(page), page.URL)
		return nil, false
	}
	a.sayf("%s: sign-in needed, opening your browser ...", entryOf(page))
	a.sayf("  (no browser? visit %s   or paste the redirect URL here)", page.URL)
	opened := make(chan error, 1)
	go func() { // some openers run as long as the browser does
		err := a.openBrowser(page.URL)
		if err != nil {
			giveBack()
		}
		opened <- err
	}()
	return opened, true
}
