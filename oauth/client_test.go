package oauth_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/oauthtest"
	"ncp/internal/secret"
	"ncp/oauth"
	"ncp/tokenstore"
)

// freePort is a port of this machine that nobody listens at, and that systems give to nobody who asks for any: another test of this
// machine must not take it before it is used, or between two who use it.
func freePort(t *testing.T) int {
	t.Helper()
	for range 100 {
		port := 10000 + rand.IntN(10000)
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal("no free port")
	return 0
}

// byHand makes a client known at the authorization server that was registered by hand, and configures it.
func (w *world) byHand(secretText, method string) {
	w.set.CallbackPort, w.set.ClientID, w.set.ClientSecret = freePort(w.t), "by-hand", secret.New(secretText)
	w.authority.AddClient("by-hand", secretText, method, fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort))
}

const document = "https://ncp.example/client.json"

func TestRow08_ClientIsChosenInOrder(t *testing.T) {
	for name, test := range map[string]struct {
		change func(w *world)
		client string // the client_id that the page is asked for; "" is a registered one
		err    string
	}{
		"configured": {func(w *world) { w.byHand("", "none") }, "by-hand", ""},
		"configured before a document": {func(w *world) {
			w.byHand("", "none")
			w.set.ClientMetadataURL, w.authority.Metadata["client_id_metadata_document_supported"] = document, true
		}, "by-hand", ""},
		"document": {func(w *world) {
			w.set.ClientMetadataURL, w.set.CallbackPort = document, freePort(w.t)
			w.authority.Metadata["client_id_metadata_document_supported"] = true
			w.authority.AddClient(document, "", "none", fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort))
		}, document, ""},
		"document that the server does not read": {func(w *world) { w.set.ClientMetadataURL = document }, "", ""},
		"registered":                             {func(*world) {}, "", ""},
		"none to be had": {
			func(w *world) { w.set.CallbackPort = 51234; delete(w.authority.Metadata, "registration_endpoint") }, "",
			`https://as does not register clients by itself: register ncp there by hand, with the redirect URI http://localhost:51234/callback, ` +
				`and set "oauth21.clientId" (and "clientSecret" if it gives one)`,
		},
		"none, but documents are read": {
			func(w *world) {
				w.set.CallbackPort = 51235
				w.authority.Metadata["client_id_metadata_document_supported"] = true
				delete(w.authority.Metadata, "registration_endpoint")
			}, "",
			`https://as does not register clients by itself: register ncp there by hand, with the redirect URI http://localhost:51235/callback, ` +
				`and set "oauth21.clientId" (and "clientSecret" if it gives one), or publish a client ID metadata document and set "oauth21.clientMetadataUrl"`,
		},
		"registration refused": {
			func(w *world) {
				w.authority.SetFault("/register", func(rw http.ResponseWriter, _ *http.Request) {
					rw.WriteHeader(http.StatusForbidden)
					_, _ = rw.Write([]byte(`{"error":"access_denied","error_description":"not for\nyou"}`))
				})
			}, "",
			`https://as refused to register ncp (HTTP 403: access_denied: not for you); register it by hand and set "oauth21.clientId"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			text, shown := w.try()
			if text != test.err || shown != (test.err == "") {
				t.Fatalf("shown %v, %s\nnot %s", shown, text, test.err)
			}
			if !shown {
				return
			}
			if got := w.authority.To("/authorize")[0].Form.Get("client_id"); got != test.client && (test.client != "" || !strings.HasPrefix(got, "client-")) {
				t.Errorf("the page was asked for %s", got)
			}
			if got, want := w.authority.Count("/register"), map[bool]int{true: 1}[test.client == ""]; got != want {
				t.Errorf("%d registrations, not %d", got, want)
			}
		})
	}
}

func TestRow09_Registration(t *testing.T) {
	for name, test := range map[string]struct {
		change func(w *world)
		method string
		scope  any
	}{
		"public": {func(*world) {}, "none", nil},
		"with a secret": {func(w *world) {
			w.authority.Metadata["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
		}, "client_secret_post", nil},
		"a method that we lack too": {func(w *world) {
			w.authority.Metadata["token_endpoint_auth_methods_supported"] = []string{"tls_client_auth", "client_secret_basic"}
		}, "client_secret_basic", nil},
		"with scopes": {func(w *world) {
			w.resource.Metadata["scopes_supported"] = []string{"a", "b"}
			w.set.Scopes = []string{"c"}
		}, "none", "c a b"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			w.set.CallbackPort = freePort(t)
			if text, _ := w.try(); text != "" {
				t.Fatal(text)
			}
			var got map[string]any
			if err := json.Unmarshal([]byte(w.authority.To("/register")[0].Body), &got); err != nil {
				t.Fatal(err)
			}
			want := map[string]any{
				"client_name": "ncp", "software_id": "ncp", "application_type": "native", "token_endpoint_auth_method": test.method,
				"grant_types": []any{"authorization_code", "refresh_token"}, "response_types": []any{"code"},
				"redirect_uris": []any{fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort), fmt.Sprintf("http://127.0.0.1:%d/callback", w.set.CallbackPort)},
			}
			if test.scope != nil {
				want["scope"] = test.scope
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRow10_RegistersOnce(t *testing.T) {
	again := func(w *world, p *process) {
		t.Helper()
		w.authority.Revoke()
		_, err := p.call()
		if err := p.signIn(err); err != nil {
			t.Fatal(err)
		}
		p.works()
	}
	t.Run("at a server and issuer", func(t *testing.T) {
		w, p := signedIn(t, func(w *world) { w.set.CallbackPort = freePort(w.t) })
		again(w, p)
		again(w, w.process())
		if got := w.authority.Count("/register"); got != 1 {
			t.Errorf("%d registrations", got)
		}
	})
	t.Run("anew for another port, whose former ones are kept", func(t *testing.T) {
		w, p := signedIn(t, func(w *world) { w.set.CallbackPort = freePort(w.t) })
		first := w.set.CallbackPort
		w.set.CallbackPort = freePort(t)
		again(w, w.process())
		again(w, w.process())
		w.set.CallbackPort = first
		again(w, w.process())
		if got := w.authority.Count("/register"); got != 2 {
			t.Errorf("%d registrations", got)
		}
		p.transport.Close()
	})
	for _, status := range []int{400, 401, 422} {
		t.Run(fmt.Sprintf("anew when forgotten, told with %d", status), func(t *testing.T) {
			w, p := signedIn(t, func(w *world) { w.authority.Unknown = status })
			w.authority.Forget()
			p.expire()
			_, err := p.call()
			if err := p.signIn(err); err != nil {
				t.Fatal(err)
			}
			p.works()
			if got := w.authority.Count("/register"); got != 2 {
				t.Errorf("%d registrations", got)
			}
		})
		t.Run(fmt.Sprintf("anew when forgotten in the midst of a sign-in, told with %d", status), func(t *testing.T) {
			w := newWorld(t)
			w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) {
				w.authority.SetFault("/token", nil)
				w.authority.Forget()
				rw.Header().Set("Content-Type", "application/json")
				rw.WriteHeader(status)
				_, _ = rw.Write([]byte(`{"error":"invalid_client"}`))
			})
			if text, _ := w.try(); text != "" {
				t.Fatal(text)
			}
			if got := [2]int{w.authority.Count("/register"), w.authority.Count("/authorize")}; got != [2]int{2, 2} {
				t.Errorf("%v registrations and pages", got)
			}
		})
	}
	t.Run("anew when its secret has expired", func(t *testing.T) {
		w, p := signedIn(t, nil)
		if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
			r.Client.SecretExpiresAt = time.Now().Add(-time.Minute)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
		again(w, p)
		if got := w.authority.Count("/register"); got != 2 {
			t.Errorf("%d registrations", got)
		}
	})
	t.Run("per issuer, and remembers the former", func(t *testing.T) {
		w, p := signedIn(t, nil)
		first, second := w.authority, oauthtest.NewAuthority(t)
		w.resource.Metadata["authorization_servers"] = []string{second.URL}
		w.resource.SetAuthority(second)
		_, err := p.call()
		if err := p.signIn(err); err != nil {
			t.Fatal(err)
		}
		p.works()
		w.resource.Metadata["authorization_servers"] = []string{first.URL}
		w.resource.SetAuthority(first)
		first.Revoke()
		_, err = p.call()
		if err := p.signIn(err); err != nil {
			t.Fatal(err)
		}
		if got := [2]int{first.Count("/register"), second.Count("/register")}; got != [2]int{1, 1} {
			t.Errorf("%v registrations", got)
		}
		id := first.To("/authorize")[0].Form.Get("client_id")
		for _, r := range second.Requests {
			if r.Form.Get("client_id") == id || strings.Contains(r.Body, id) {
				t.Errorf("the client of the first issuer was shown to the second, at %s", r.Path)
			}
		}
	})
}

// A sign-in that comes to nothing costs the grant nothing that is there, even if it began with a registration.
func TestRow10_TheGrantKeepsItsClient(t *testing.T) {
	w, p := signedIn(t, func(w *world) { w.set.CallbackPort = freePort(w.t) })
	w.resource.Lock()
	w.resource.Scopes = []string{"more"}
	w.resource.Unlock()
	w.set.CallbackPort = freePort(t) // which has to be registered
	flow, _ := w.process().begin()
	flow.Cancel()
	_ = flow.Wait(t.Context())
	if got := w.authority.Count("/register"); got != 2 {
		t.Fatalf("%d registrations", got)
	}
	w.resource.Lock()
	w.resource.Scopes = nil
	w.resource.Unlock()
	p.expire()
	p.works()
}

func TestRow10_ConfiguredSecretStaysAtItsIssuer(t *testing.T) {
	w, p := signedIn(t, func(w *world) { w.byHand("hush", "client_secret_basic") })
	other := oauthtest.NewAuthority(t)
	other.AddClient("by-hand", "hush", "client_secret_basic", fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort))
	w.resource.Metadata["authorization_servers"] = []string{other.URL}
	w.resource.SetAuthority(other)
	_, err := p.call()
	err = p.signIn(err)
	want := `the server now names the authorization server ` + other.URL + `, but the secret in "oauth21.clientSecret" is for https://as and is not sent elsewhere; ` +
		`if it moved, set "oauth21.authorizationServer"`
	if err == nil || w.plain(err.Error()) != want {
		t.Errorf("got %v\nnot %s", err, want)
	}
	if got := other.Count("/token") + other.Count("/authorize"); got != 0 {
		t.Errorf("%d requests to the other", got)
	}
	w.set.AuthorizationServer = oauth.Endpoints{Issuer: other.URL} // says that it has moved
	if text, _ := w.try(); text != "" {
		t.Error(text)
	}
}

func TestRow17_ClientProvesItselfAsRegistered(t *testing.T) {
	for name, test := range map[string]struct {
		secret, method string
		basic          bool
		form           map[string]string
	}{
		"none":                {"", "none", false, map[string]string{"client_id": "by-hand"}},
		"client_secret_basic": {"s/+ ü:", "client_secret_basic", true, map[string]string{}},
		"client_secret_post":  {"s/+ ü:", "client_secret_post", false, map[string]string{"client_id": "by-hand", "client_secret": "s/+ ü:"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.byHand(test.secret, test.method)
			w.authority.Metadata["token_endpoint_auth_methods_supported"] = []string{test.method}
			p := w.process()
			_, err := p.call()
			if err := p.signIn(err); err != nil {
				t.Fatal(err)
			}
			p.expire()
			p.works()
			for _, r := range w.authority.To("/token") {
				got := map[string]string{}
				for _, key := range []string{"client_id", "client_secret"} {
					if r.Form.Has(key) {
						got[key] = r.Form.Get(key)
					}
				}
				if diff := cmp.Diff(test.form, got); diff != "" {
					t.Errorf("%s: %s", r.Form.Get("grant_type"), diff)
				}
				if _, has := r.Header["Authorization"]; has != test.basic {
					t.Errorf("%s: Authorization header %v", r.Form.Get("grant_type"), has)
				}
			}
		})
	}
	t.Run("another type of token", func(t *testing.T) {
		w := newWorld(t)
		w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = rw.Write([]byte(`{"access_token":"a","token_type":"DPoP"}`))
		})
		if text, _ := w.try(); text != `the token endpoint gave a token of type "DPoP", ncp can use Bearer only` {
			t.Error(text)
		}
	})
}
