package oauth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"ncp/tokenstore"
)

const deliveryTime = time.Minute // the owner answers after it has redeemed the code

// showTheirs tells the person that another process signs in: at once, and again when there is a page to name.
func (f *Flow) showTheirs() {
	record, err := f.t.store.Load()
	if err != nil {
		return
	}
	p := record.PendingFlow
	if p != nil && (p.Spent || p.Cancelled || now().After(p.ExpiresAt)) {
		p = nil // about to end, or left behind
	}
	prompt := Prompt{Server: f.t.set.Name, Account: f.t.set.Account}
	if p != nil {
		prompt = f.prompt(p)
	}
	prompt.Theirs = true
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = p
	if p != nil {
		f.other = !f.suits(p)
	}
	prompt.Replaced = f.replaced
	page := prompt.URL + prompt.Code
	if f.replaced {
		page = "replaced"
	}
	if f.theirs == nil || page != "" && page != *f.theirs {
		f.theirs = &page
		f.t.tasks.Go(func() { f.show(prompt) })
	}
}

// replaceTheirs makes another process's sign-in give way to this one, if that is not what a person wants here. What a person has wanted later
// than this one stays, so that two of them do not replace each other for ever: the error says so.
func (f *Flow) replaceTheirs(ctx context.Context) error {
	if !f.need.asked {
		return nil
	}
	replaced, late := false, false
	_ = f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		p := r.PendingFlow
		if !isPending(r) || f.suits(p) {
			return false, nil
		}
		late = !p.AskedAt.Before(f.need.at)
		replaced = !late
		p.Cancelled = replaced
		return replaced, nil
	})
	if late {
		return errReplaced
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.replaced = f.replaced || replaced
	return nil
}

// isOther reports whether the other process's flow that was last seen is not what this one was to be.
func (f *Flow) isOther() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.other
}

// notTheirs ends what showTheirs began: from here on the flow is ours.
func (f *Flow) notTheirs() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending, f.theirs = nil, nil
}

// deliver brings an answer to the process that waits for it, as the browser would have done: to its redirect URI.
func (t *Transport) deliver(p *tokenstore.PendingFlow, answer pasted) error {
	if answer.bare {
		return errors.New("the code alone is not enough for a sign-in of another ncp; paste the whole address that the browser shows")
	}
	to, err := url.Parse(p.RedirectURI)
	if err != nil {
		return err
	}
	to.RawQuery = answer.values.Encode()
	ctx, cancel := context.WithTimeout(t.ctx, deliveryTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return err
	}
	client := http.Client{
		Transport:     &http.Transport{DialContext: dialLoopback, DisableKeepAlives: true}, // and no proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("the ncp that waits for it cannot be reached at %s: %w", p.RedirectURI, plain(ctx, err))
	}
	drain(resp)
	if resp.StatusCode == http.StatusNotFound {
		return errors.New("the ncp that began this sign-in no longer waits for it")
	}
	return nil // what became of it is in the store
}

// dialLoopback connects to a port of this machine, whatever the name.
func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		conn, err = d.DialContext(ctx, network, net.JoinHostPort("::1", port))
	}
	return conn, err
}
