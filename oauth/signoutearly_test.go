package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
	"ncp/oauth"
	"ncp/tokenstore"
)

// prepare starts the sign-in that a call needs without waiting for its page.
func (p *process) prepare() (*oauth.Flow, <-chan oauth.Prompt) {
	p.w.t.Helper()
	_, err := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		p.w.t.Fatalf("no sign-in is required: %v", err)
	}
	pages := make(chan oauth.Prompt, 16) // more than are shown
	return p.transport.Begin(required, func(page oauth.Prompt) { pages <- page }), pages
}

// A sign-out while a sign-in is being prepared, and has no page yet, ends it: for its owner, though the authorization server hangs, and for those who wait for it.
func TestSignOutEndsASignInWithoutAPage(t *testing.T) {
	for _, path := range []string{"/.well-known/oauth-authorization-server", "/register"} {
		t.Run(path, func(t *testing.T) {
			w := newWorld(t)
			reached, end := make(chan struct{}, 16), make(chan struct{})
			defer close(end)
			w.authority.SetFault(path, func(_ http.ResponseWriter, r *http.Request) {
				reached <- struct{}{}
				select {
				case <-r.Context().Done():
				case <-end:
				}
			})
			owner, other, third := w.process(), w.process(), w.process()
			owned, _ := owner.prepare()
			<-reached
			joined, theirs := other.prepare()
			<-theirs // it waits
			if revoked, err := third.transport.SignOut(t.Context(), tokenstore.All); revoked != nil || err != nil {
				t.Fatal(revoked, err)
			}
			for _, flow := range []*oauth.Flow{owned, joined} {
				if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrSignedOut) {
					t.Error(err)
				}
			}
			r := third.record()
			if diff := cmp.Diff(&tokenstore.Record{URL: w.set.URL, SignedOutAt: r.SignedOutAt}, r, cmp.AllowUnexported(tokenstore.Secret{}), cmp.Comparer(secret.String.Equal)); diff != "" {
				t.Error(diff)
			}
			w.authority.SetFault(path, nil)
			_, err := other.call()
			if err := other.signIn(err); err != nil { // the next one is another matter
				t.Error(err)
			}
		})
	}
}

// The client is registered in the moment of the sign-out: no page comes of it, and nothing is kept.
func TestRegistrationThatComesAfterASignOut(t *testing.T) {
	w := newWorld(t)
	p, other := w.process(), w.process()
	w.authority.SetFault("/register", func(rw http.ResponseWriter, _ *http.Request) {
		if _, err := other.transport.SignOut(context.Background(), tokenstore.All); err != nil {
			t.Error(err)
		}
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(http.StatusCreated)
		_, _ = rw.Write([]byte(`{"client_id":"late","token_endpoint_auth_method":"none"}`))
	})
	flow, pages := p.prepare()
	if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrSignedOut) {
		t.Error(err)
	}
	if len(pages) != 0 {
		t.Errorf("a page is shown: %+v", <-pages)
	}
	if r := p.record(); r.Client != nil || r.PendingFlow != nil || r.LastFlow != nil {
		t.Errorf("%+v", r)
	}
}

// A call right after a sign-out does not take part in the sign-in that is about to end, but begins one.
func TestBeginAfterASignOut(t *testing.T) {
	w := newWorld(t)
	p, other := w.process(), w.process()
	ending, former := p.begin()
	if _, err := other.transport.SignOut(t.Context(), tokenstore.TokensOnly); err != nil {
		t.Fatal(err)
	}
	begun, page := p.begin()
	if begun == ending || page.URL == former.URL || page.Theirs {
		t.Fatalf("%+v", page)
	}
	if err := ending.Wait(t.Context()); !errors.Is(err, oauth.ErrSignedOut) {
		t.Error(err)
	}
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := begun.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	p.works()
}
