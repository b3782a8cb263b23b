package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"ncp/internal/demo"
)

const (
	slowPerson    = 35 * time.Second // takes that long to consent
	consentRounds = 10
)

// signIns measures what a sign-in costs a host: starts while a person takes their time at one server and another is dead, and how soon
// the waiting call answers once they have consented.
func (b *bench) signIns(dir string) (rows []row, err error) {
	servers, err := startRole(b.ctx, roleDemo)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, servers.close()) }()
	vault := ""
	for _, s := range servers.urls {
		if s.Name == "vault" {
			vault = s.URL
		}
	}
	var answered times
	home, err := signInHome(dir, vault)
	if err != nil {
		return nil, err
	}
	w, err := b.wait(home)
	if err != nil {
		return nil, err
	}
	defer w.kill()
	began := time.Now()
	var initialized times
	for range startRounds {
		took, err := b.startIn(home)
		if err != nil {
			return nil, fmt.Errorf("start while a person signs in: %w", err)
		}
		initialized = append(initialized, took)
	}
	select {
	case <-time.After(slowPerson - time.Since(began)):
	case <-b.ctx.Done():
		return nil, b.ctx.Err()
	}
	for round := range consentRounds {
		if round > 0 { // the first one waits already
			if home, err = signInHome(dir, vault); err != nil {
				return nil, err
			}
			if w, err = b.wait(home); err != nil {
				return nil, err
			}
		}
		took, err := w.consent(b)
		if err != nil {
			return nil, fmt.Errorf("sign in: %w", err)
		}
		answered = append(answered, took)
	}
	const promise, soon = 20 * time.Millisecond, 300 * time.Millisecond
	return []row{
		{
			figure:   fmt.Sprintf("start to initialize, no token, an upstream dead, a person who takes %v, p50 of %d", slowPerson, startRounds),
			measured: millis(initialized.p50()), promise: "<= " + millis(promise), verdict: atMost(initialized.p50(), promise),
			ratio: fmt.Sprintf("slowest %s", millis(initialized.percentile(100))),
		},
		{
			figure:   fmt.Sprintf("consent to the answer of the waiting run, p50 of %d", consentRounds),
			measured: millis(answered.p50()), promise: "<= " + millis(soon), verdict: atMost(answered.percentile(100), soon),
			ratio: fmt.Sprintf("slowest %s, after %v: %s", millis(answered.percentile(100)), slowPerson, millis(answered[0])),
		},
	}, nil
}

// signInHome is a home without a token for vault, beside a server that is not there.
func signInHome(parent, vault string) (home, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return home{}, err
	}
	port := l.Addr().(*net.TCPAddr).Port // of the callback: other programs may use the usual one
	_ = l.Close()
	return newHomeOf(parent, map[string]any{
		"vault": map[string]any{"url": vault, "auth": map[string]any{"type": "oauth", "oauth21": map[string]any{"callbackPort": port}}},
		"dead":  map[string]any{"url": "http://127.0.0.1:1/mcp"},
	})
}

func (b *bench) startIn(h home) (time.Duration, error) {
	other, err := b.startHost(h)
	if err != nil {
		return 0, err
	}
	defer other.kill()
	return other.initialize()
}

// waiter is a host that shows links and whose call waits for its person.
type waiter struct {
	*host
	page string
}

func (b *bench) wait(h home) (*waiter, error) {
	host, err := b.startHost(h)
	if err != nil {
		return nil, err
	}
	w := &waiter{host: host}
	if err := w.begin(); err != nil {
		w.kill()
		return nil, err
	}
	return w, nil
}

// begin calls a tool of vault and accepts to show the page that ncp asks it to show.
func (w *waiter) begin() error {
	if _, _, err := w.ask("initialize", map[string]any{
		"protocolVersion": "2025-11-25", "capabilities": map[string]any{"elicitation": map[string]any{"url": map[string]any{}}},
		"clientInfo": map[string]any{"name": "bench", "version": "1"},
	}); err != nil {
		return err
	}
	if err := w.notify("notifications/initialized"); err != nil {
		return err
	}
	_, line, err := w.request("tools/call", map[string]any{"name": "run", "arguments": map[string]any{"tool": "vault:read_secret", "parameters": map[string]any{"name": "code"}}})
	if err != nil {
		return err
	}
	if _, err := w.in.Write(line); err != nil {
		return w.broken(err)
	}
	asked, err := w.next()
	if err != nil {
		return err
	}
	if w.page = asked.Params.URL; w.page == "" {
		return fmt.Errorf("the host is not asked to show a page: %+v", asked)
	}
	_, err = fmt.Fprintf(w.in, `{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`+"\n", asked.ID)
	return err
}

// message is what of a message from ncp matters here.
type message struct {
	ID     json.RawMessage
	Method string
	Params struct{ URL string }
	Result json.RawMessage
}

// next is the next message.
func (w *waiter) next() (message, error) {
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return message{}, w.broken(err)
	}
	var m message
	return m, json.Unmarshal(line, &m)
}

// consent lets the person consent, and returns how long it took from there to the answer of the call. It ends the host.
func (w *waiter) consent(b *bench) (time.Duration, error) {
	defer w.kill()
	began := time.Now()
	if err := demo.Approve(b.ctx, w.page); err != nil {
		return 0, err
	}
	for {
		m, err := w.next()
		if err != nil {
			return 0, err
		}
		if m.Method != "" {
			continue
		}
		took := time.Since(began)
		_, err = textOf(m.Result)
		return took, err
	}
}
