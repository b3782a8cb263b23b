package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"ncp/aggregator"
	"ncp/oauth"
)

// hostSignIns lets people sign in while a host is served that may not be able to show a page. It implements aggregator.SignIns.
type hostSignIns struct {
	a *app

	mu    sync.Mutex // guards flows
	flows map[*oauth.Flow]*hostFlow
}

// refusalMemory is how long a refusal counts where nobody has come to a terminal; "ncp auth login" lifts it.
const refusalMemory = 10 * time.Minute

// refused is why nobody is to be asked to sign in, nil if there is no reason.
func refused(t *oauth.Transport) error {
	ago := time.Since(t.RefusedAt())
	if ago >= refusalMemory {
		return nil
	}
	return fmt.Errorf("%s: the user refused to sign in %v ago, which holds for %v; to lift it, they can use in a terminal: ncp auth login %s",
		t.Name(), ago.Round(time.Second), refusalMemory, t.Name())
}

// Begin implements aggregator.SignIns.
func (s *hostSignIns) Begin(of error) (flow aggregator.Flow, begun bool, err error) {
	var need *oauth.RequiredError
	if !errors.As(of, &need) {
		return nil, false, of // a server that is not configured to sign in
	}
	name := need.Transport.Name()
	if err := refused(need.Transport); err != nil {
		return nil, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := &hostFlow{a: s.a, name: name, shown: make(chan struct{})}
	signIn := need.Transport.Begin(need, fresh.show)
	if known := s.flows[signIn]; known != nil {
		return known, false, nil
	}
	s.keep(signIn, fresh)
	return fresh, true, nil
}

// join takes part in the sign-ins that other processes have under way: a host sends its calls to one of its copies, and the others
// are there to finish what that one has begun.
func (s *hostSignIns) join(transports []*oauth.Transport) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range transports {
		fresh := &hostFlow{a: s.a, name: t.Name(), shown: make(chan struct{})}
		if flow := t.Join(fresh.show); flow != nil && s.flows[flow] == nil {
			s.keep(flow, fresh)
		}
	}
}

// keep remembers a flow until it has ended. The caller holds s.mu.
func (s *hostSignIns) keep(flow *oauth.Flow, f *hostFlow) {
	f.Flow = flow
	s.flows[flow] = f
	go func() { // ends with the flow, which the end of the program ends
		<-flow.Done()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.flows, flow)
	}()
}

// hostFlow is a flow with what is to be shown of it.
type hostFlow struct {
	*oauth.Flow
	a    *app
	name string

	mu     sync.Mutex // guards what follows
	prompt oauth.Prompt
	shown  chan struct{} // closed at the next prompt
	tried  bool          // to open the page
}

func (f *hostFlow) show(p oauth.Prompt) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.prompt.URL != "" && p.URL != f.prompt.URL {
		f.tried = false // that was another page
	}
	f.prompt = p
	close(f.shown)
	f.shown = make(chan struct{})
}

// Page implements aggregator.Flow.
func (f *hostFlow) Page(ctx context.Context) *aggregator.SignInPage {
	for {
		f.mu.Lock()
		p, shown := f.prompt, f.shown
		f.mu.Unlock()
		if p.URL != "" {
			return f.page(p)
		}
		select {
		case <-shown:
		case <-f.Done():
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

func (f *hostFlow) page(p oauth.Prompt) *aggregator.SignInPage {
	page := &aggregator.SignInPage{Text: fmt.Sprintf("%s needs a sign-in at %s", f.name, p.Issuer), URL: p.URL, Code: p.Code}
	if p.Complete != "" {
		page.URL = p.Complete
	}
	page.Text += forAccount(p) + scopesText(p) + "."
	if p.Code == "" && (f.a.isRemote() || !f.a.hasBrowser()) { // with a code the browser may be anywhere
		page.Command = "ncp auth login " + f.name
	}
	return page
}

// forAccount says which of several accounts a page is for.
func forAccount(p oauth.Prompt) string {
	switch {
	case p.Account != "" && p.Hint != "":
		return fmt.Sprintf(" for the account %q (%s)", p.Account, p.Hint)
	case p.Account != "":
		return fmt.Sprintf(" for the account %q", p.Account)
	case p.Hint != "":
		return fmt.Sprintf(" as %s", p.Hint)
	}
	return ""
}

func scopesText(p oauth.Prompt) string {
	if len(p.Scopes) == 0 {
		return ""
	}
	return fmt.Sprintf(" (more permission: %s)", strings.Join(p.Scopes, " "))
}

// openerMoment is how long a host's call waits to see an opener fail at once.
const openerMoment = 300 * time.Millisecond

// Open implements aggregator.Flow: once for all calls and processes. It claims a window and gives the claim back if that fails.
func (f *hostFlow) Open() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.tried || !f.a.hasBrowser() {
		return
	}
	f.tried = true
	giveBack := f.ClaimWindow(false)
	if giveBack == nil {
		return
	}
	page := f.prompt.URL
	if f.prompt.Complete != "" {
		page = f.prompt.Complete
	}
	opened := make(chan struct{})
	go func() { // some openers run as long as the browser does
		defer close(opened)
		if err := f.a.openBrowser(page); err != nil {
			giveBack()
			f.a.logger().Warn("open the sign-in page", "server", f.name, "err", err)
		}
	}()
	select {
	case <-opened:
	case <-time.After(openerMoment):
	}
}

// Refuse implements aggregator.Flow.
func (f *hostFlow) Refuse() { f.Flow.Refuse() }

// Err implements aggregator.Flow.
func (f *hostFlow) Err() error {
	if err := f.Wait(context.Background()); err != nil { // done
		return fmt.Errorf("%s: sign-in: %w", f.name, err)
	}
	return nil
}

// isRemote reports whether the person's browser may run on another machine than we do.
func (a *app) isRemote() bool {
	for _, sign := range []string{"SSH_CONNECTION", "SSH_TTY", "WSL_DISTRO_NAME", "CODESPACES", "REMOTE_CONTAINERS", "KUBERNETES_SERVICE_HOST"} {
		if v, _ := a.lookup(sign); v != "" {
			return true
		}
	}
	_, err := os.Stat("/.dockerenv")
	return err == nil
}
