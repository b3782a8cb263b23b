package oauth_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/oauth"
	"ncp/tokenstore"
)

// asked is what the pages were asked for, one of each sign-in.
func (w *world) asked(name string) []string {
	var all []string
	for _, r := range w.authority.To("/authorize") {
		value := "absent"
		if r.Form.Has(name) {
			value = r.Form.Get(name)
		}
		all = append(all, value)
	}
	return all
}

func TestRow11_ScopesToAskFor(t *testing.T) {
	const challenge = `Bearer resource_metadata="%s/.well-known/oauth-protected-resource/mcp"`
	for name, test := range map[string]struct {
		challenge  string
		configured []string
		supported  []string
		want       string
	}{
		"the challenge's, whatever is supported": {challenge + `, scope="a b"`, nil, []string{"x"}, "a b"},
		"and the configured ones":                {challenge + `, scope="a b"`, []string{"b", "c"}, []string{"x"}, "a b c"},
		"the configured ones alone":              {challenge, []string{"c"}, []string{"x"}, "c"},
		"all that are supported":                 {challenge, nil, []string{"x", "y"}, "x y"},
		"none at all":                            {challenge, nil, nil, "absent"},
		"none that is none":                      {challenge + `, scope="a é b"`, nil, nil, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.resource.Challenge, w.set.Scopes = test.challenge, test.configured
			if test.supported != nil {
				w.resource.Metadata["scopes_supported"] = test.supported
			}
			if text, _ := w.try(); text != "" {
				t.Fatal(text)
			}
			if diff := cmp.Diff([]string{test.want}, w.asked("scope")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRow12_OfflineAccessOnlyWhereItIsListed(t *testing.T) {
	for name, test := range map[string]struct {
		listed        []string
		scope, prompt string
	}{
		"listed":     {[]string{"openid", "offline_access"}, "a offline_access", "consent"}, // OpenID Connect Core section 11 wants the prompt
		"not listed": {[]string{"openid"}, "a", "absent"},
		"no list":    {nil, "a", "absent"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.set.Scopes = []string{"a"}
			w.authority.NoRefresh = true // and no refresh token needs to come
			if test.listed != nil {
				w.authority.Metadata["scopes_supported"] = test.listed
			}
			if text, _ := w.try(); text != "" {
				t.Fatal(text)
			}
			if diff := cmp.Diff([][]string{{test.scope}, {test.prompt}}, [][]string{w.asked("scope"), w.asked("prompt")}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// stepUp is a world whose server wants more than was granted.
func stepUp(t *testing.T) (*world, *process) {
	t.Helper()
	w, p := signedIn(t, func(w *world) {
		w.set.CallbackPort = freePort(w.t) // which whoever takes over needs
		w.resource.Challenge += `, scope="read"`
		w.resource.Scopes = []string{"read"}
	})
	p.works()
	w.resource.Lock()
	w.resource.Scopes = []string{"write", "admin"}
	w.resource.Unlock()
	return w, p
}

func TestRow18_StepUpAsksForTheUnion(t *testing.T) {
	w, _ := stepUp(t)
	p := w.process() // also after a restart
	_, err := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok || required.Reason != oauth.MoreScopes {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"write", "admin"}, required.Scopes); diff != "" {
		t.Error(diff)
	}
	pages := make(chan oauth.Prompt, 16) // more than are shown
	err = p.transport.Begin(required, func(page oauth.Prompt) {
		pages <- page
		if err := browse(page); err != nil {
			t.Error(err)
		}
	}).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// What is new is shown before the page opens (row 11).
	if diff := cmp.Diff([]string{"write", "admin"}, (<-pages).Scopes); diff != "" {
		t.Error(diff)
	}
	p.works()
	if diff := cmp.Diff([]string{"read", "read write admin"}, w.asked("scope")); diff != "" {
		t.Error(diff)
	}
	var grants []string // a step-up goes to the authorization endpoint, a refresh would not help
	for _, r := range w.authority.To("/token") {
		grants = append(grants, r.Form.Get("grant_type"))
	}
	if diff := cmp.Diff([]string{"authorization_code", "authorization_code"}, grants); diff != "" {
		t.Error(diff)
	}
}

func TestRow18_StepUpIsNotAskedForTwice(t *testing.T) {
	w, p := stepUp(t)
	w.authority.Lock()
	w.authority.Scope = "read" // whatever is asked for
	w.authority.Unlock()
	_, err := p.call()
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*process{p, w.process()} { // also another process, or after a restart
		_, err = p.call()
		if _, ok := errors.AsType[*oauth.RequiredError](err); ok || err == nil || !strings.Contains(err.Error(), `the server wants the scopes "admin write" for tools/call x, and the sign-in for them`) {
			t.Error(err)
		}
	}
	if got := w.authority.Count("/authorize"); got != 2 {
		t.Errorf("%d pages", got)
	}
	// Another operation may be worth another try.
	resp, err := p.client.Post(w.set.URL, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"other"}}`))
	if err == nil {
		_ = resp.Body.Close()
	}
	if required, ok := errors.AsType[*oauth.RequiredError](err); !ok || required.Reason != oauth.MoreScopes {
		t.Error(err)
	}
}

// After the end of a grant its scopes are asked for again, those of a step-up as well.
func TestRow18_ScopesOutliveTheirGrant(t *testing.T) {
	w, p := stepUp(t)
	_, err := p.call()
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	p.works()
	w.authority.Revoke()
	_, err = p.call()
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	asked := w.asked("scope")
	if diff := cmp.Diff("read write admin", asked[len(asked)-1]); diff != "" {
		t.Error(diff)
	}
}

func parsed(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// What a server wanted more permission for is known to every process, until somebody signs in, signs out or the same request works, or for ten minutes.
func TestRow18_WhatIsLackingIsKnownToAll(t *testing.T) {
	w, p := stepUp(t)
	other := w.process()
	if err := other.transport.Lacks(); err != nil {
		t.Error(err)
	}
	_, met := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](met)
	if !ok {
		t.Fatal(met)
	}
	lacking := func() []string {
		t.Helper()
		got := other.transport.Lacks()
		status, err := other.transport.Status()
		if err != nil || (got == nil) != (status.Lacking == nil) {
			t.Fatal(got, status, err)
		}
		if got == nil {
			return nil
		}
		if status.Lacking.Scopes != "admin write" || status.Lacking.Operation != "tools/call x" {
			t.Errorf("%+v", status.Lacking)
		}
		var needs interface{ NeedsMoreScope() bool }
		if !errors.As(got, &needs) || !needs.NeedsMoreScope() {
			t.Errorf("%#v", got)
		}
		return []string{got.Error()}
	}
	want := []string{"needs sign-in: the sign-in does not allow tools/call x yet: admin write"}
	if diff := cmp.Diff(want, lacking()); diff != "" {
		t.Error(diff)
	}
	age := func(at time.Duration) {
		t.Helper()
		if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
			r.Lacking.At = time.Now().Add(-at)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	age(11 * time.Minute)
	if got := lacking(); got != nil {
		t.Error(got)
	}
	age(0)
	shown := make(chan oauth.Prompt, 1)
	flow := p.transport.Begin(required, func(page oauth.Prompt) { shown <- page })
	<-shown
	flow.Refuse() // which does not make it less
	if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrRefused) {
		t.Fatal(err)
	}
	if got := lacking(); len(got) != 1 {
		t.Error(got)
	}
	w.resource.Lock()
	w.resource.Scopes = nil // the server has changed its mind
	w.resource.Unlock()
	p.works()
	if got := lacking(); got != nil {
		t.Error(got)
	}
}

// A person who signs in by hand is asked for what was lacking too, and keeps what there was.
func TestRow18_ALoginGivesWhatIsLacking(t *testing.T) {
	w, p := stepUp(t)
	_, _ = p.call()
	login := w.process()
	need, err := login.transport.NewSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := login.signIn(need); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"read", "read admin write"}, w.asked("scope")); diff != "" {
		t.Error(diff)
	}
	if err := p.transport.Lacks(); err != nil {
		t.Error(err)
	}
	p.works()
	w.resource.Lock()
	w.resource.Scopes = []string{"more"}
	w.resource.Unlock()
	_, _ = p.call()
	if p.transport.Lacks() == nil {
		t.Fatal("nothing is lacking")
	}
	if _, err := login.transport.SignOut(t.Context(), tokenstore.TokensOnly); err != nil {
		t.Fatal(err)
	}
	if err := p.transport.Lacks(); err != nil {
		t.Error(err)
	}
}
