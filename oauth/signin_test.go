package oauth_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ncp/internal/oauthtest"
	"ncp/oauth"
	"ncp/tokenstore"
)

// world is an authorization server, a protected server, and the home of a user.
type world struct {
	t         *testing.T
	authority *oauthtest.Authority
	resource  *oauthtest.Resource
	home      string
	set       oauth.Settings
	way       oauth.Way
	hasty     bool // asks often whether a code was typed
}

func newWorld(t *testing.T) *world {
	t.Helper()
	a := oauthtest.NewAuthority(t)
	r := oauthtest.NewResource(t, a)
	return &world{t: t, authority: a, resource: r, home: t.TempDir(), hasty: true, set: oauth.Settings{Name: "files", URL: r.URL, CallbackPort: freePort(t)}}
}

// process is ncp with its view of the store, as another process has it.
type process struct {
	w         *world
	transport *oauth.Transport
	client    *http.Client
	file      *tokenstore.File
}

func (w *world) process() *process {
	w.t.Helper()
	file := tokenstore.New(filepath.Join(w.home, "auth"), slog.New(slog.DiscardHandler)).File(w.set.URL, "")
	network := http.DefaultTransport.(*http.Transport).Clone()
	tr, err := oauth.New(w.set, file, &oauth.Options{Callbacks: oauth.NewCallbacks(), Network: network, Way: w.way})
	if err != nil {
		w.t.Fatal(err)
	}
	if w.hasty {
		oauth.SetLeastInterval(tr, time.Millisecond)
	}
	w.t.Cleanup(func() { tr.Close(); network.CloseIdleConnections() })
	return &process{w, tr, &http.Client{Transport: tr}, file}
}

// call sends a request and returns what came.
func (p *process) call() (string, error) {
	p.w.t.Helper()
	resp, err := p.client.Post(p.w.set.URL, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}`))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", errors.New(resp.Status)
	}
	return string(body), nil
}

// browse opens a page as a browser does.
func browse(page oauth.Prompt) error {
	resp, err := http.Get(page.URL)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// signIn lets a person sign in for the error of a call.
func (p *process) signIn(err error) error {
	p.w.t.Helper()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		p.w.t.Fatalf("no sign-in is required: %v", err)
	}
	ctx, cancel := context.WithTimeout(p.w.t.Context(), 20*time.Second)
	defer cancel()
	return p.transport.Begin(required, func(page oauth.Prompt) {
		if err := browse(page); err != nil {
			p.w.t.Errorf("browse: %v", err)
		}
	}).Wait(ctx)
}

// works wants a call to succeed.
func (p *process) works() {
	p.w.t.Helper()
	if got, err := p.call(); err != nil || got != "ok" {
		p.w.t.Fatalf("%q, %v", got, err)
	}
}

func TestSignInOnceThenSilence(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	_, err := p.call()
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	p.works()
	other := w.process() // also tomorrow
	other.works()
	w.authority.ExpireAccess() // also after an expiry
	other.works()
	p.works()
	for path, want := range map[string]int{"/register": 1, "/authorize": 1, "/token": 2} {
		if got := w.authority.Count(path); got != want {
			t.Errorf("%s was asked %d times, not %d", path, got, want)
		}
	}
}
