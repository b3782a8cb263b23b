package aggregator

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"ncp/internal/wire"
)

// SignIns lets people sign in at servers while a host is served. Its methods are safe for concurrent use.
type SignIns interface {
	// Begin starts the sign-in that need, the error of a call, asks for, or joins the one under way; begun is which. The error says why nobody
	// is to be asked now: a refusal a few minutes ago, say.
	Begin(need error) (flow Flow, begun bool, err error)
}

// Flow is one sign-in, however many calls wait for it. It outlives them.
type Flow interface {
	// Page waits until there is a page to show. It returns nil if the sign-in or ctx ends before.
	Page(ctx context.Context) *SignInPage
	// Open opens the page in a browser of this machine, if there is one, unless that was done before: by another call, or of late by another process.
	Open()
	// OpenedAt is when a window with the page was opened, by whatever process. It is zero if none was.
	OpenedAt() time.Time
	// Refuse ends the sign-in as one that the person has refused.
	Refuse()
	Done() <-chan struct{}
	Err() error // how it ended, nil if well; after Done
}

// SignInPage is what a person is shown.
type SignInPage struct {
	Text    string // says for which entry and account, and where
	URL     string
	Code    string // to be typed there; "" for none
	Command string // helps in a terminal of this machine where the browser cannot reach it; "" where it can
}

// How long a call waits for a person.
const (
	signInWait = 30 * time.Second // with a host that cannot show the page itself
	tick       = time.Second      // between two signs of life
)

// signInNeeder is satisfied by errors that only a person's sign-in can mend.
type signInNeeder interface {
	error
	NeedsSignIn() bool
}

// needOf returns the error in err that a sign-in can mend, nil if there is none.
func needOf(err error) signInNeeder {
	var need signInNeeder
	if errors.As(err, &need) && need.NeedsSignIn() {
		return need
	}
	return nil
}

// signingIn makes a call of the host, lets the person sign in if that is all it lacks, and makes it again: once to be let in, once for more
// permission, beside those of other calls that it takes part in. A server that is not content then is not asked about again.
func (h *host) signingIn(ctx context.Context, call *hostCall, do func() (json.RawMessage, error)) (json.RawMessage, error) {
	var in, more bool
	for {
		result, err := do()
		need := needOf(err)
		if need == nil || h.a.opts.SignIns == nil {
			return result, err
		}
		asked := &in
		if s, ok := need.(scopeNeeder); ok && s.NeedsMoreScope() {
			asked = &more
		}
		if *asked {
			return nil, fmt.Errorf("the sign-in worked, but the server refuses it: %w", err)
		}
		begun, err := h.signIn(ctx, call, err)
		if err != nil {
			return nil, err
		}
		*asked = begun
	}
}

// signIn lets the person sign in. Without an error the call can be repeated; begun is whether the sign-in was for just that.
func (h *host) signIn(ctx context.Context, call *hostCall, need error) (begun bool, err error) {
	flow, begun, err := h.a.opts.SignIns.Begin(need)
	if err != nil {
		return false, err
	}
	return begun, h.show(ctx, call, flow)
}

// show lets the person have the page of a sign-in, and waits for its end.
func (h *host) show(ctx context.Context, call *hostCall, flow Flow) error {
	wait := &waiting{call: call, silence: h.a.signInWait(), timer: time.NewTicker(tick)}
	defer wait.timer.Stop()
	patience := time.Now().Add(max(signInWait, h.a.signInWait())) // of the call, with all that comes before the page
	page, err := wait.page(ctx, flow, patience)
	if page == nil || err != nil {
		return err
	}
	deadline := time.Now().Add(h.a.signInWait())
	if deadline.After(patience) {
		deadline = patience
	}
	if checkQuestion(call.declared, linkQuestion(page, "")) == nil {
		end, another := h.asking.begin(asked{flow, page.URL})
		if another != nil { // its answer is ours, if it comes to a sign-in; a host may act on it only when it has all answers of its calls, or has acted already
			limit, cancel := context.WithCancelCause(ctx)
			defer cancel(nil)
			defer context.AfterFunc(another, func() { cancel(&pleaError{page, flow}) })()
			timed, cancelTimed := context.WithDeadlineCause(limit, deadline, &pleaError{page, flow})
			defer cancelTimed()
			return wait.outcome(timed, flow, nil)
		}
		done, err := wait.elicit(ctx, call.a.guard(call.ask), flow, page)
		end(wait.agreed)
		if done {
			return err
		}
	}
	wait.sign(page.Text) // with what is to be added, before the page is opened
	flow.Open()
	limit, cancel := context.WithDeadlineCause(ctx, deadline, &pleaError{page, flow})
	defer cancel()
	return wait.outcome(limit, flow, nil)
}

// asking is which sign-ins the host's person is being asked about, or has agreed to: calls side by side, or one after the other, that need the same one
// ask once. The zero value is ready.
type asking struct {
	mu    sync.Mutex                // guards pages
	pages map[asked]context.Context // each ends with the question, unless the person agrees
}

// asked is a page that a person is asked to visit. A sign-in may come to have another one.
type asked struct {
	flow Flow
	url  string
}

// begin says that the caller asks, and has to call end; or another does or has, whose context is returned instead.
func (a *asking) begin(page asked) (end func(agreed bool), another context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if ctx := a.pages[page]; ctx != nil {
		return nil, ctx
	}
	for old := range a.pages {
		select {
		case <-old.flow.Done():
			delete(a.pages, old)
		default:
		}
	}
	if a.pages == nil {
		a.pages = map[asked]context.Context{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.pages[page] = ctx
	return func(agreed bool) {
		if agreed {
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.pages, page)
		cancel()
	}, nil
}

func (a *Aggregator) signInWait() time.Duration {
	if a.opts.SignInWait > 0 {
		return a.opts.SignInWait
	}
	return signInWait
}

// pleaError is what a model is told when the person has not come back: what to do, whether the person has a window with the page already, and the one
// stable page at the end.
type pleaError struct {
	page *SignInPage
	flow Flow
}

func (e *pleaError) Error() string {
	text := e.page.Text
	if at := e.flow.OpenedAt(); !at.IsZero() {
		text += fmt.Sprintf(" Its page was opened in the user's browser %v ago.", time.Since(at).Round(time.Second))
	}
	text += e.page.elsewhere()
	if e.page.Code != "" {
		text += " The code to type there is " + e.page.Code + "."
	}
	return text + " Ask the user to sign in on this page, and then call run again: " + e.page.URL
}

// elsewhere says what helps where the person's browser cannot reach this machine.
func (p *SignInPage) elsewhere() string {
	if p.Command == "" {
		return ""
	}
	return " If your browser runs on another machine, use in a terminal of this one: " + p.Command + "."
}

// linkQuestion is the page as an elicitation in url mode.
func linkQuestion(p *SignInPage, id string) wire.Question {
	message := p.Text + p.elsewhere()
	if p.Code != "" {
		message += " The code is " + p.Code + "."
	}
	return wire.Question{Method: "elicitation/create", Params: wire.Object{
		{Key: "mode", Value: json.RawMessage(`"url"`)},
		{Key: "message", Value: wire.AppendText(nil, message)},
		{Key: "url", Value: wire.AppendText(nil, p.URL)},
		{Key: "elicitationId", Value: wire.AppendText(nil, id)},
	}.Raw()}
}

// waiting is a call that waits for a person.
type waiting struct {
	call    *hostCall
	silence time.Duration // of a host that is asked, after which it is waited for no longer
	agreed  bool          // the host says that its person does
	ticks   int
	timer   *time.Ticker
}

// page waits for the page of the sign-in, with signs of life. It is nil if the sign-in has ended meanwhile, which err tells.
func (w *waiting) page(ctx context.Context, flow Flow, deadline time.Time) (page *SignInPage, err error) {
	limit, cancel := context.WithDeadlineCause(ctx, deadline, errors.New("the sign-in is still being prepared, since the authorization server is slow; call run again in a moment"))
	defer cancel()
	pages := make(chan *SignInPage, 1)
	go func() { pages <- flow.Page(limit) }() // ends with limit
	for {
		select {
		case page := <-pages:
			if page != nil {
				return page, nil
			}
			return nil, w.outcome(limit, flow, nil)
		case <-w.timer.C:
			w.sign("waiting for the user to sign in")
		}
	}
}

// elicit lets the host show the page. done is false if the host could not after all.
func (w *waiting) elicit(ctx context.Context, ask wire.Ask, flow Flow, page *SignInPage) (done bool, err error) {
	asking, cancel := context.WithCancelCause(ctx)
	defer cancel(errAnswered)
	id := rand.Text()
	answer, asked := make(chan error, 1), make(chan struct{})
	params, _ := wire.ParseObject(linkQuestion(page, id).Params)
	go func() { // ends with the answer or with asking
		defer close(asked)
		_, err := elicit(asking, ask, signInKey, params)
		answer <- err
	}()
	defer func() { // of 2025-11-25; it is for hosts that were told that something is under way elsewhere
		if done && err == nil {
			w.call.tell(wire.Message{
				Method: "notifications/elicitation/complete", Params: wire.Object{{Key: "elicitationId", Value: wire.AppendText(nil, id)}}.Raw(),
			})
		}
	}()
	err = w.outcome(ctx, flow, answer)
	switch {
	case errors.Is(err, ErrDeclined):
		flow.Refuse()
		return true, errors.New("the user declined to sign in; that holds for ten minutes")
	case errors.Is(err, ErrDismissed), errors.Is(err, ErrNoAnswer):
		return true, fmt.Errorf("%w. %w", err, &pleaError{page, flow})
	case errors.Is(err, errSilent):
		cancel(errSilent)
		<-asked // the question is withdrawn before the call is answered
		return true, &pleaError{page, flow}
	case errors.Is(err, errUnasked):
		return false, nil
	}
	return true, err
}

// errAnswered is a question whose answer is not waited for any more.
var errAnswered = errors.New("no longer needed")

// errSilent is a host that has not said whether it shows the page.
var errSilent = errors.New("the host has not answered")

// errUnasked is a host that promised what it cannot do.
var errUnasked = errors.New("the host could not show the page")

// outcome waits for the end of the sign-in with signs of life. answer, if any, is the host's to the question whether to open the page:
// that it is opened only means that the waiting goes on.
func (w *waiting) outcome(ctx context.Context, flow Flow, answer <-chan error) error {
	var silent <-chan time.Time
	if answer != nil && w.call.era == legacy { // what a modern host is asked is an answer to its call: nothing is held
		silent = time.After(w.silence)
	}
	for {
		select {
		case <-flow.Done():
			return flow.Err()
		case <-silent:
			return errSilent
		case err := <-answer:
			answer, silent = nil, nil
			switch {
			case err == nil:
				w.agreed = true
			case errors.Is(err, ErrDeclined), errors.Is(err, ErrDismissed), errors.Is(err, ErrNoAnswer):
				return err
			case ctx.Err() == nil:
				return fmt.Errorf("%w: %w", errUnasked, err)
			}
		case <-w.timer.C:
			w.sign("waiting for the user to sign in")
		case <-ctx.Done():
			select {
			case <-flow.Done(): // at the same moment
				return flow.Err()
			default:
				return context.Cause(ctx)
			}
		}
	}
}

// sign tells the host that the call is alive. The values grow towards 0, so that the server's own progress can follow.
func (w *waiting) sign(message string) {
	w.ticks++
	progress, _ := json.Marshal(-1 / float64(w.ticks))
	w.call.tell(wire.Message{Method: "notifications/progress", Params: wire.Object{
		{Key: "progress", Value: progress}, {Key: "message", Value: wire.AppendText(nil, message)},
	}.Raw()})
}
