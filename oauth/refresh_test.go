package oauth_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/oauthtest"
	"ncp/internal/secret"
	"ncp/oauth"
	"ncp/tokenstore"
)

// expire makes the stored access token one that has expired.
func (p *process) expire() {
	p.w.t.Helper()
	p.w.authority.ExpireAccess()
	if err := p.file.Update(p.w.t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.Tokens.ExpiresAt = time.Now().Add(-time.Second)
		return true, nil
	}); err != nil {
		p.w.t.Fatal(err)
	}
}

func (p *process) record() *tokenstore.Record {
	p.w.t.Helper()
	r, err := p.file.Load()
	if err != nil {
		p.w.t.Fatal(err)
	}
	return r
}

func TestRow19_RefreshIsPersistedBeforeItIsUsed(t *testing.T) {
	w, p := signedIn(t, nil)
	p.expire()
	w.resource.Seen()
	p.works()
	if diff := cmp.Diff([]string{"Bearer " + p.record().Tokens.AccessToken.Reveal()}, w.resource.Seen()); diff != "" {
		t.Error("the expired token was sent, or another one than is stored")
	}
	last := w.authority.To("/token")[1].Form
	want := map[string]string{"grant_type": "refresh_token", "refresh_token": "refresh", "client_id": "client", "resource": w.resource.URL}
	if diff := cmp.Diff(want, form(last)); diff != "" {
		t.Error(diff)
	}
}

// The new token is in the store before a server sees it: a process that dies in between loses nothing.
func TestRow19_StoredBeforeTheServerSeesIt(t *testing.T) {
	w, p := signedIn(t, nil)
	p.expire()
	other := w.process()
	w.resource.Lock()
	w.resource.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if stored := "Bearer " + other.record().Tokens.AccessToken.Reveal(); stored != r.Header.Get("Authorization") {
			t.Error("the server saw a token that is not stored")
		}
		_, _ = rw.Write([]byte("ok"))
	})
	w.resource.Unlock()
	p.works()
}

// Close to its end a token is still sent, and renewed behind that.
func TestRow19_RenewedBeforeItExpires(t *testing.T) {
	for left, refreshes := range map[time.Duration]int{5 * time.Second: 1, 30 * time.Second: 0} {
		w, p := signedIn(t, nil)
		old := p.record().Tokens.AccessToken.Reveal()
		if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
			r.Tokens.ObtainedAt, r.Tokens.ExpiresAt = time.Now().Add(-time.Hour), time.Now().Add(left)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
		w.resource.Seen()
		p.works()
		p.transport.Idle(t.Context())
		if diff := cmp.Diff([]string{"Bearer " + old}, w.resource.Seen()); diff != "" {
			t.Error("another token was sent than the one that still holds")
		}
		if got := w.authority.Count("/token") - 1; got != refreshes {
			t.Errorf("%v left: %d refreshes, not %d", left, got, refreshes)
		}
	}
}

// A secret that is wrong in the configuration is corrected there, and the grant is still good.
func TestRow21_AWrongConfiguredSecretCostsNoGrant(t *testing.T) {
	w, p := signedIn(t, func(w *world) { w.byHand("right", "client_secret_basic") })
	p.expire()
	w.set.ClientSecret = secret.New("wrong")
	_, err := w.process().call()
	if err == nil || !strings.HasSuffix(err.Error(), `the authorization server does not know this client (invalid_client): check "oauth21.clientId" and "oauth21.clientSecret"`) {
		t.Error(err)
	}
	if _, ok := errors.AsType[*oauth.RequiredError](err); ok {
		t.Error("a sign-in is asked for")
	}
	w.set.ClientSecret = secret.New("right")
	w.process().works()
}

// A secret in the configuration is shown to the authorization server that the configuration names, and to no former one.
func TestRow10_AFormerServerNeverSeesTheSecret(t *testing.T) {
	w, p := signedIn(t, func(w *world) {
		w.byHand("of-the-first", "client_secret_post")
		w.authority.Metadata["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
		w.set.AuthorizationServer = oauth.Endpoints{Issuer: w.authority.URL}
	})
	p.expire()
	w.set.AuthorizationServer, w.set.ClientSecret = oauth.Endpoints{Issuer: "https://second.example"}, secret.New("of-the-second")
	before := w.authority.Count("/token")
	_, err := w.process().call()
	if _, ok := errors.AsType[*oauth.RequiredError](err); !ok || !strings.HasSuffix(err.Error(), "the configuration names another authorization server than the one that granted it ("+w.authority.URL+")") {
		t.Error(err)
	}
	if w.authority.Count("/token") != before {
		t.Error("the former server was asked")
	}
}

func TestRow19_NoRefreshTokenMeansANewSignIn(t *testing.T) {
	_, p := signedIn(t, func(w *world) { w.authority.NoRefresh = true })
	p.expire()
	_, err := p.call()
	if required, ok := errors.AsType[*oauth.RequiredError](err); !ok || required.Reason != oauth.Ended {
		t.Fatal(err)
	}
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	p.works()
}

func TestRow19_AServerThatAlwaysRefusesCostsOneRefreshACall(t *testing.T) {
	w, p := signedIn(t, nil)
	w.resource.Lock()
	w.resource.Scopes = nil
	w.resource.Audience = "https://other.example" // no token is for this
	w.resource.Unlock()
	_, err := p.call()
	if _, ok := errors.AsType[*oauth.RequiredError](err); !ok { // once it has worked, so another sign-in may help
		t.Fatal(err)
	}
	if got := w.authority.Count("/token"); got != 2 {
		t.Errorf("%d token requests, not the first and one refresh", got)
	}
}

func TestRow20_ManyAtExpiryRefreshOnce(t *testing.T) {
	w, p := signedIn(t, nil)
	p.expire()
	var all sync.WaitGroup
	for range 10 {
		other := w.process()
		for range 5 {
			all.Go(func() {
				if got, err := other.call(); got != "ok" {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	if got := w.authority.Count("/token"); got != 2 {
		t.Errorf("%d token requests, not the first and one refresh", got)
	}
}

func TestRow20_WaitersShareAFailure(t *testing.T) {
	w, p := signedIn(t, nil)
	p.expire()
	w.authority.SetFault("/token", page(503, ""))
	var all sync.WaitGroup
	for range 10 {
		other := w.process()
		all.Go(func() {
			if _, err := other.call(); err == nil || !strings.Contains(err.Error(), "token endpoint: HTTP 503") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := w.authority.Count("/token"); got > 3 {
		t.Errorf("%d token requests, not the first, one refresh and its repetition", got)
	}
}

// A fault of the token endpoint during a refresh, and what is left.
func TestRow21_TokenEndpointFaults(t *testing.T) {
	json := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	reflecting := func(status int, write func(secret string) string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			json(status, write(r.PostForm.Get("refresh_token")))(w, r)
		}
	}
	const ended, kept = "needs sign-in: the former sign-in has ended", true
	var foreign atomic.Int32
	elsewhere := oauthtest.NewAuthority(t)
	elsewhere.SetFault("/token", func(http.ResponseWriter, *http.Request) { foreign.Add(1) })
	for name, test := range map[string]struct {
		fault http.HandlerFunc
		err   string
		kept  bool
		asked int
	}{
		"503":                     {page(503, "x"), "token endpoint: HTTP 503", kept, 2},
		"429":                     {page(429, "x"), "token endpoint: HTTP 429", kept, 2},
		"HTML":                    {page(200, "<html>"), "token endpoint: HTTP 200 with an answer that is not OAuth's", kept, 2},
		"HTML 401 of a proxy":     {page(401, "<html>"), "token endpoint: HTTP 401 with an answer that is not OAuth's", kept, 2},
		"temporarily_unavailable": {json(400, `{"error":"temporarily_unavailable"}`), "token endpoint: temporarily_unavailable", kept, 2},
		"307": {
			http.RedirectHandler(elsewhere.URL+"/token", http.StatusTemporaryRedirect).ServeHTTP, "token endpoint: HTTP 307 with an answer that is not OAuth's", kept, 2,
		},
		"2 MiB":           {json(200, `{"access_token":"`+strings.Repeat("a", 2<<20)+`"}`), "token endpoint: an answer of more than 1048576 bytes", kept, 2},
		"invalid_grant":   {json(400, `{"error":"invalid_grant"}`), ended, false, 1},
		"invalid_client":  {json(401, `{"error":"invalid_client"}`), ended, false, 1},
		"Supabase's 422":  {json(422, `{"code":422,"msg":"no such client"}`), ended, false, 1},
		"a gateway's 401": {json(401, `{"message":"Unauthorized"}`), "token endpoint: HTTP 401 with an answer that is not OAuth's", kept, 2},
		"a gateway's 422": {json(422, `{"msg":"try later"}`), "token endpoint: HTTP 422 with an answer that is not OAuth's", kept, 2},
		"429 that says when": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "120")
			page(429, "x")(w, r)
		}, "token endpoint: HTTP 429", kept, 1},
		"GitHub's end":  {json(200, `{"error":"bad_refresh_token"}`), ended + ": the token endpoint refused (HTTP 200): bad_refresh_token", kept, 1},
		"invalid_scope": {json(400, `{"error":"invalid_scope"}`), ended + ": the token endpoint refused (HTTP 400): invalid_scope", kept, 1},
		"invalid_target": {
			json(400, `{"error":"invalid_target"}`), ended + `: the token endpoint refused the resource parameter (invalid_target); ` +
				`if the server's maker says it wants none, set "oauth21.resource": "omit"`, kept, 1,
		},
		"MAC":             {json(200, `{"access_token":"a","token_type":"MAC"}`), `the token endpoint gave a token of type "MAC", ncp can use Bearer only`, kept, 1},
		"no access token": {json(200, `{"token_type":"Bearer"}`), "the token endpoint answered without an access_token", kept, 1},
		"line break":      {json(200, `{"access_token":"a\r\nb","token_type":"Bearer"}`), "the token endpoint gave a token that does not fit into a header", kept, 1},
		"reflects in JSON": {
			reflecting(400, func(s string) string { return `{"error":"bad","error_description":"` + s[:9] + `\u0000` + s[9:] + `"}` }),
			"the token endpoint refused (HTTP 400): bad: [redacted]", kept, 1,
		},
		"reflects as a type": {
			reflecting(200, func(s string) string { return `{"access_token":"a","token_type":"` + s + `"}` }),
			`the token endpoint gave a token of type "[redacted]", ncp can use Bearer only`, kept, 1,
		},
		"reflects as HTTP": {func(w http.ResponseWriter, r *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = c.Write([]byte("HTTP/1.1 " + r.PostForm.Get("refresh_token") + "\r\n\r\n"))
				_ = c.Close()
			}
		}, `token endpoint: net/http: HTTP/1.x transport connection broken: malformed HTTP status code "[redacted]"`, kept, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w, p := signedIn(t, nil)
			p.expire()
			secret := p.record().Tokens.RefreshToken.Reveal()
			before := w.authority.Count("/token")
			w.authority.SetFault("/token", test.fault)
			_, err := p.call()
			if err == nil {
				t.Fatal("the call went through")
			}
			text := err.Error()
			if strings.Contains(text, secret) {
				t.Error("the refresh token is in the error")
			}
			if !strings.HasSuffix(text, test.err) {
				t.Errorf("got %s, not %s", w.plain(text), test.err)
			}
			if got := w.authority.Count("/token") - before; got != test.asked {
				t.Errorf("%d token requests, not %d", got, test.asked)
			}
			r := p.record()
			if kept := r.Tokens != nil && r.Tokens.RefreshToken.Reveal() == secret; kept != test.kept {
				t.Errorf("refresh token kept: %v", kept)
			}
			// Nobody asks again at once, this process or another.
			for _, p := range []*process{p, w.process()} {
				if _, err := p.call(); err == nil {
					t.Error("a second call went through")
				}
			}
			if got := w.authority.Count("/token") - before; got != test.asked {
				t.Errorf("%d token requests after further calls, not %d", got, test.asked)
			}
			w.authority.SetFault("/token", nil)
			if !test.kept {
				if err := p.signIn(err); err != nil {
					t.Fatal(err)
				}
				p.works()
			}
		})
	}
	if foreign.Load() > 0 {
		t.Error("a redirection was followed")
	}
}

func TestRow21_LostAnswerIsAskedForOnceMore(t *testing.T) {
	w, p := signedIn(t, func(w *world) { w.authority.Reuse = true })
	p.expire()
	var lost atomic.Bool
	w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) {
		w.authority.SetFault("/token", nil)
		lost.Store(true)
		if c, _, err := http.NewResponseController(rw).Hijack(); err == nil {
			_ = c.Close()
		}
	})
	p.works()
	if !lost.Load() || w.authority.Count("/token") != 3 {
		t.Errorf("lost %v, %d token requests", lost.Load(), w.authority.Count("/token"))
	}
}

func TestRow20_HangingTokenEndpointHasADeadline(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the deadline of 10 s")
	}
	t.Parallel()
	w, p := signedIn(t, nil)
	p.expire()
	w.authority.SetFault("/token", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	began := time.Now()
	_, err := p.call()
	if took := time.Since(began); took > 20*time.Second || took < 9*time.Second {
		t.Errorf("took %v", took)
	}
	if _, ok := errors.AsType[*oauth.TemporaryError](err); !ok || !strings.HasSuffix(err.Error(), "no answer within 10s") {
		t.Error(err)
	}
	if p.record().Tokens.RefreshToken.IsZero() {
		t.Error("the refresh token is gone")
	}
}

func TestRow21_AnswersThatLeaveThingsOut(t *testing.T) {
	_, p := signedIn(t, func(w *world) { w.authority.Lifetime = 0 })
	if !p.record().Tokens.ExpiresAt.IsZero() {
		t.Error("an expiry out of nothing")
	}
	p.works()
	w, p := signedIn(t, nil)
	refresh := p.record().Tokens.RefreshToken
	w.authority.Lock()
	w.authority.NoRefresh = true
	w.authority.Unlock()
	p.expire()
	p.works()
	if !p.record().Tokens.RefreshToken.Equal(refresh.String) {
		t.Error("a refresh without a new refresh token lost the old one")
	}
}
