package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
	"ncp/oauth"
	"ncp/tokenstore"
)

// signedIn is a process of a person who has signed in.
func (w *world) signedIn() *process {
	w.t.Helper()
	p := w.process()
	_, err := p.call()
	if err := p.signIn(err); err != nil {
		w.t.Fatal(err)
	}
	return p
}

func TestSignOut(t *testing.T) {
	type revoked struct{ Hint, Client string }
	refused := func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusBadRequest)
		_, _ = rw.Write([]byte(`{"error":"unsupported_token_type"}`))
	}
	for name, test := range map[string]struct {
		change func(w *world) // after the sign-in
		part   tokenstore.Part
		hints  []string // of the tokens that are revoked
		told   string   // about the revocation
		left   string   // of the record
	}{
		"all":                   {func(*world) {}, tokenstore.All, []string{"refresh_token", "access_token"}, "", ""},
		"tokens":                {func(*world) {}, tokenstore.TokensOnly, []string{"refresh_token", "access_token"}, "", "client"},
		"client":                {func(*world) {}, tokenstore.ClientOnly, nil, "", "tokens"},
		"without any discovery": {func(w *world) { w.authority.Metadata, w.resource.Metadata = nil, nil }, tokenstore.All, []string{"refresh_token", "access_token"}, "", ""},
		"refused": {
			func(w *world) { w.authority.SetFault("/revoke", refused) }, tokenstore.All,
			[]string{"refresh_token", "access_token"},
			"revoke the refresh_token: HTTP 400: unsupported_token_type\nrevoke the access_token: HTTP 400: unsupported_token_type", "",
		},
		"down": {func(w *world) { w.authority.CloseClientConnections(); w.authority.Close() }, tokenstore.All, nil, "connection refused", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.OfferRevocation()
			p := w.signedIn()
			record := p.record()
			test.change(w)
			told, err := p.transport.SignOut(t.Context(), test.part)
			if err != nil {
				t.Fatal(err)
			}
			if text := errorText(told); (text == "") != (test.told == "") || !strings.HasSuffix(text, test.told) && !strings.Contains(text, test.told) {
				t.Errorf("told %q, not %q", text, test.told)
			}
			var got []string
			for _, r := range w.authority.To("/revoke") {
				got = append(got, r.Form.Get("token_type_hint"))
				if want := (revoked{record.Tokens.RefreshToken.Reveal(), record.Client.ClientID}); r.Form.Get("token_type_hint") == "refresh_token" &&
					(revoked{r.Form.Get("token"), r.Form.Get("client_id")}) != want {
					t.Errorf("revoked %v", r.Form)
				}
			}
			if diff := cmp.Diff(test.hints, got); diff != "" {
				t.Error(diff)
			}
			left := ""
			switch after := p.record(); {
			case after.Tokens != nil && after.Client == nil:
				left = "tokens"
			case after.Tokens == nil && after.Client != nil:
				left = "client"
			case after.Tokens != nil:
				left = "both"
			}
			if left != test.left {
				t.Errorf("%q is left, not %q", left, test.left)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// A record of before revocation endpoints were kept: it is looked up.
func TestSignOutLooksTheEndpointUp(t *testing.T) {
	w := newWorld(t)
	p := w.signedIn()
	if told, err := p.transport.SignOut(t.Context(), tokenstore.All); !errors.Is(told, oauth.ErrNotRevocable) || err != nil {
		t.Error(told, err)
	}
	p = w.signedIn()
	w.authority.OfferRevocation()
	if told, err := p.transport.SignOut(t.Context(), tokenstore.All); told != nil || err != nil || w.authority.Count("/revoke") != 2 {
		t.Error(told, err)
	}
}

// Processes that run beside see it with their next request.
func TestSignOutIsSeenByOthers(t *testing.T) {
	w := newWorld(t)
	w.authority.OfferRevocation()
	p := w.signedIn()
	other := w.process()
	other.works()
	if _, err := p.transport.SignOut(t.Context(), tokenstore.All); err != nil {
		t.Fatal(err)
	}
	if _, err := other.call(); !errors.As(err, new(*oauth.RequiredError)) {
		t.Errorf("%v", err)
	}
	if other.transport.Grant() != "" {
		t.Error("the grant is still there")
	}
}

func TestNewSignIn(t *testing.T) {
	w := newWorld(t)
	w.resource.Challenge = `Bearer resource_metadata="%s/.well-known/oauth-protected-resource/mcp", scope="files"`
	p := w.signedIn()
	before := p.record().Tokens.Grant
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.LastFlow = &tokenstore.Outcome{Result: tokenstore.Refused}
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	need, err := p.transport.NewSignIn(t.Context()) // also where somebody is signed in
	if err != nil {
		t.Fatal(err)
	}
	if need.Reason != oauth.Ended || cmp.Diff([]string{"files"}, need.Scopes) != "" || p.record().LastFlow != nil {
		t.Errorf("%v, %q, %v", need.Reason, need.Scopes, p.record().LastFlow)
	}
	if err := p.signIn(need); err != nil {
		t.Fatal(err)
	}
	if p.record().Tokens.Grant == before {
		t.Error("nobody was asked")
	}
}

func TestNewSignInWhereNoneIsWanted(t *testing.T) {
	w := newWorld(t)
	w.resource.Metadata = nil
	w.resource.SetOpen()
	if _, err := w.process().transport.NewSignIn(t.Context()); err == nil || err.Error() != "the server answers without a sign-in and names no authorization server" {
		t.Error(err)
	}
	w.machine("s", "client_secret_post")
	if _, err := w.process().transport.NewSignIn(t.Context()); err == nil || !strings.Contains(err.Error(), "clientCredentials") {
		t.Error(err)
	}
}

func TestStatus(t *testing.T) {
	w := newWorld(t)
	w.authority.Person, w.set.Scopes = "alice", []string{"openid", "files"}
	p := w.process()
	none, err := p.transport.Status()
	if diff := cmp.Diff(oauth.Status{File: p.file.Path()}, none); diff != "" || err != nil {
		t.Error(diff, err)
	}
	p = w.signedIn()
	r := p.record()
	want := oauth.Status{
		SignedIn: true, Identity: tokenstore.Identity{Subject: "alice", Name: "alice@example.com"}, Scopes: []string{"files", "openid"},
		ObtainedAt: r.Tokens.ObtainedAt, ExpiresAt: r.Tokens.ExpiresAt, Refreshable: true, Issuer: w.authority.URL, Registration: oauth.Registered,
		ClientID: r.Client.ClientID, LastFlow: r.LastFlow, File: p.file.Path(),
	}
	got, err := w.process().transport.Status()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := os.Stat(got.File); err != nil {
		t.Error(err)
	}
	other := got
	other.Issuer = "https://other.example"
	if !oauth.SamePerson(got, got) || oauth.SamePerson(got, other) || oauth.SamePerson(none, none) {
		t.Error("who is who?")
	}
	w.authority.Revoke()
	if _, err := p.call(); err == nil {
		t.Fatal("the grant is still good")
	}
	if got, err = p.transport.Status(); got.SignedIn || got.EndedAt.IsZero() || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// A sign-in under way ends with a sign-out, in whatever process: for its owner, for those who wait for it, and for the page that is open.
func TestSignOutEndsASignInUnderWay(t *testing.T) {
	for name, way := range map[string]oauth.Way{"a page": oauth.ByBrowser, "a code": oauth.ByDevice} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.OfferDevice()
			w.authority.Device.Interval = 60
			w.way = way
			owner, other, third := w.process(), w.process(), w.process()
			owned, page := owner.begin()
			joined, _ := other.begin()
			if revoked, err := third.transport.SignOut(t.Context(), tokenstore.TokensOnly); revoked != nil || err != nil {
				t.Fatal(revoked, err)
			}
			for _, flow := range []*oauth.Flow{owned, joined} {
				if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrSignedOut) {
					t.Error(err)
				}
			}
			if err := browse(page); err == nil && page.Code == "" {
				t.Error("somebody waits for the page still")
			}
			r := third.record()
			if r.LastFlow == nil || r.LastFlow.Result != tokenstore.SignedOut {
				t.Fatalf("%+v", r.LastFlow)
			}
			if diff := cmp.Diff(&tokenstore.Record{URL: w.set.URL, Client: r.Client, LastFlow: r.LastFlow, SignedOutAt: r.SignedOutAt}, r, cmp.AllowUnexported(tokenstore.Secret{}), cmp.Comparer(secret.String.Equal)); diff != "" {
				t.Error(diff)
			}
			if way == oauth.ByBrowser {
				_, err := other.call()
				if err := other.signIn(err); err != nil { // the next one is another matter
					t.Error(err)
				}
			}
		})
	}
}

// The code is with the authorization server while the person signs out: what comes of it is not kept, but revoked, also if a call wants the next sign-in
// already.
func TestTokensThatComeAfterASignOut(t *testing.T) {
	t.Run("and nothing else", func(t *testing.T) { tokensAfterASignOut(t, false) })
	t.Run("and the next sign-in", func(t *testing.T) { tokensAfterASignOut(t, true) })
}

func tokensAfterASignOut(t *testing.T, again bool) {
	w := newWorld(t)
	w.authority.OfferRevocation()
	p, other := w.process(), w.process()
	_, err := p.call()
	var required *oauth.RequiredError
	if !errors.As(err, &required) {
		t.Fatal(err)
	}
	w.authority.SetFault("/token", func(rw http.ResponseWriter, r *http.Request) {
		if _, err := other.transport.SignOut(context.Background(), tokenstore.All); err != nil {
			t.Error(err)
		}
		if again {
			t.Cleanup(p.transport.Begin(required, func(oauth.Prompt) {}).Cancel)
			select {
			case <-r.Context().Done():
				t.Error("the redemption was cut off")
			case <-time.After(100 * time.Millisecond):
			}
		}
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write([]byte(`{"access_token":"late","token_type":"Bearer"}`))
	})
	if err := p.signIn(err); !errors.Is(err, oauth.ErrSignedOut) {
		t.Error(err)
	}
	if r := p.record(); r.Tokens != nil || !again && (r.Client != nil || r.PendingFlow != nil) {
		t.Errorf("%+v", r)
	}
	var revoked []string
	for _, r := range w.authority.To("/revoke") {
		revoked = append(revoked, r.Form.Get("token"))
	}
	if diff := cmp.Diff([]string{"late"}, revoked); diff != "" {
		t.Error(diff)
	}
}

// What hangs at the authorization server holds nobody else up, costs one deadline, and the tokens are forgotten before.
func TestSignOutWhereRevocationHangs(t *testing.T) {
	w := newWorld(t)
	w.authority.OfferRevocation()
	p := w.signedIn()
	other := w.process()
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	enough := errors.New("enough")
	w.authority.SetFault("/revoke", func(_ http.ResponseWriter, r *http.Request) {
		if other.record().Tokens != nil {
			t.Error("the tokens are not forgotten")
		}
		limit, end := context.WithTimeout(r.Context(), 5*time.Second)
		defer end()
		if err := other.file.Update(limit, func(*tokenstore.Record) (bool, error) { return false, nil }); err != nil {
			t.Error(err)
		}
		cancel(enough)
		<-r.Context().Done()
	})
	told, err := p.transport.SignOut(ctx, tokenstore.All)
	if err != nil || told == nil || told.Error() != "revoke the refresh_token: enough\nrevoke the access_token: enough" {
		t.Errorf("%v, %v", told, err)
	}
	if n := w.authority.Count("/revoke"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// Who does not want to wait for a refresh that does not end is not signed out, and is told.
func TestSignOutThatIsGivenUp(t *testing.T) {
	w := newWorld(t)
	p := w.signedIn()
	other := w.process()
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	held, release := make(chan struct{}), make(chan struct{})
	var refresh sync.WaitGroup
	refresh.Go(func() {
		if err := other.file.Update(t.Context(), func(*tokenstore.Record) (bool, error) { close(held); <-release; return false, nil }); err != nil {
			t.Error(err)
		}
	})
	<-held
	time.AfterFunc(50*time.Millisecond, func() { cancel(enough) })
	told, err := p.transport.SignOut(ctx, tokenstore.All)
	close(release)
	refresh.Wait()
	if told != nil || !errors.Is(err, enough) || p.record().Tokens == nil {
		t.Errorf("%v, %v, %+v", told, err, p.record())
	}
}
