package oauth_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/oauth"
)

// registersNobody is a server whose clients are registered by hand.
func registersNobody(w *world) { delete(w.authority.Metadata, "registration_endpoint") }

// signsNothing is a server that does not know RFC 9207.
func signsNothing(w *world) {
	delete(w.authority.Metadata, "authorization_response_iss_parameter_supported")
	w.authority.AfterCode = func(back url.Values) { back.Del("iss") }
}

func (w *world) methods(list ...string) {
	w.authority.Metadata["token_endpoint_auth_methods_supported"] = list
}

func entra(w *world) {
	registersNobody(w)
	signsNothing(w)
	delete(w.authority.Metadata, "code_challenge_methods_supported")
	w.authority.Metadata["scopes_supported"] = []string{"openid", "profile", "email", "offline_access"}
	w.resource.Metadata["scopes_supported"] = []string{"api://files/.default"}
	w.authority.NoResource = true
	w.byHand("", "none")
}

func google(w *world) {
	registersNobody(w)
	signsNothing(w)
	w.methods("client_secret_post", "client_secret_basic")
}

func slack(w *world) {
	registersNobody(w)
	signsNothing(w)
	w.authority.Metadata["issuer"] = "https://slack.example"
	w.methods("client_secret_post")
	w.byHand("hush", "client_secret_post")
	w.set.CallbackPort, w.set.RedirectURI = 0, fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort)
}

func atlassian(w *world) {
	w.authority.Metadata["issuer"] = "https://auth.atlassian.example"
	signsNothing(w)
}

// oldStyle is a server of the revision 2025-03-26: its own authorization server, without protected resource metadata.
func oldStyle(w *world) {
	origin := strings.TrimSuffix(w.resource.URL, "/mcp")
	w.resource.Metadata, w.resource.Challenge, w.resource.Others = nil, "Bearer", w.authority.Config.Handler
	for _, key := range []string{"authorization_endpoint", "token_endpoint", "registration_endpoint"} {
		w.authority.Metadata[key] = strings.Replace(w.authority.Metadata[key].(string), w.authority.URL, origin, 1)
	}
	w.authority.Metadata["issuer"] = origin
	signsNothing(w)
}

// What real servers are like, and how a sign-in at each ends: with a call that works, or with an error that names the switch.
func TestServerProfiles(t *testing.T) {
	const noPKCE = `authorization server https://as: it does not say that it supports PKCE with S256, without which a stolen code can be used; ` +
		`if its maker says that it does (Microsoft Entra does), set "oauth21.pkceUnadvertised": "allow"`
	mismatch := func(issuer string) string {
		return `authorization server https://as: its metadata (https://as/.well-known/oauth-authorization-server) says that the issuer is "` + issuer + `"; ` +
			`a server that answers for another may be an attack; if its maker says that this is right, set "oauth21.issuerMismatch": "allow"`
	}
	for name, test := range map[string]struct {
		server func(w *world)
		set    func(s *oauth.Settings)
		err    string
		page   map[string]string // of the page's parameters, those that matter here; "" is absent
		calls  map[string]int    // to the authorization server, beside what every sign-in takes
	}{
		"Entra, strict":                {entra, nil, noPKCE, nil, nil},
		"Entra, PKCE alone is too few": {entra, func(s *oauth.Settings) { s.AllowPKCEUnadvertised = true }, "the authorization server refused: invalid_target", nil, nil},
		"Entra, with its switches": {
			entra, func(s *oauth.Settings) { s.AllowPKCEUnadvertised, s.Resource = true, oauth.ResourceOmit }, "",
			map[string]string{"scope": "api://files/.default offline_access", "prompt": "consent", "resource": "", "code_challenge_method": "S256"},
			nil,
		},
		"Google, without a client": {
			func(w *world) { google(w); w.set.CallbackPort = freePort(w.t) }, nil,
			`https://as does not register clients by itself: register ncp there by hand, with the redirect URI http://localhost:PORT/callback, and set "oauth21.clientId" (and "clientSecret" if it gives one)`, nil, nil,
		},
		"Google": {
			func(w *world) { google(w); w.byHand("hush", "client_secret_basic") },
			func(s *oauth.Settings) {
				s.AuthorizeParams = []oauth.Param{{Name: "access_type", Value: "offline"}, {Name: "prompt", Value: "consent"}}
			}, "",
			map[string]string{"access_type": "offline", "prompt": "consent", "client_id": "by-hand"},
			nil,
		},
		"GitHub": {
			func(w *world) {
				registersNobody(w)
				signsNothing(w)
				w.methods("client_secret_post")
				w.authority.Forms = true // and metadata on another origin than the server, as everywhere here
				w.byHand("hush", "client_secret_post")
			}, func(s *oauth.Settings) { s.Scopes = []string{"repo", "read:org"} }, "", map[string]string{"scope": "repo read:org"}, nil,
		},
		"GitHub, its metadata at the root": {
			func(w *world) {
				registersNobody(w)
				w.byHand("", "none")
				w.resource.Audience = strings.TrimSuffix(w.resource.URL, "/mcp")
				body := `{"resource":"` + w.resource.Audience + `","authorization_servers":["` + w.authority.URL + `"]}`
				w.resource.Metadata, w.resource.Challenge = nil, "Bearer"
				w.resource.Others = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path != "/.well-known/oauth-protected-resource" {
						http.NotFound(rw, r)
						return
					}
					_, _ = rw.Write([]byte(body))
				})
			}, nil, "", nil, nil,
		},
		"Slack, strict":     {slack, nil, mismatch("https://slack.example"), nil, nil},
		"Slack":             {slack, func(s *oauth.Settings) { s.AllowIssuerMismatch = true }, "", map[string]string{"client_id": "by-hand"}, nil},
		"Atlassian, strict": {atlassian, nil, mismatch("https://auth.atlassian.example"), nil, nil},
		"Atlassian":         {atlassian, func(s *oauth.Settings) { s.AllowIssuerMismatch = true }, "", nil, map[string]int{"/register": 1}},
		"Supabase, which says 422 for a client that it has forgotten": {
			func(w *world) {
				w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) {
					w.authority.SetFault("/token", nil)
					w.authority.Forget()
					rw.Header().Set("Content-Type", "application/json")
					rw.WriteHeader(http.StatusUnprocessableEntity)
					_, _ = rw.Write([]byte(`{"code":422,"error_code":"validation_failed","msg":"OAuth client not found"}`))
				})
			}, nil, "", nil, map[string]int{"/register": 2, "/token": 2},
		},
		"Canvas, which does not list offline_access": {
			func(w *world) {
				w.authority.Metadata["scopes_supported"] = []string{"url:GET|/api/v1/courses"}
				w.resource.Metadata["scopes_supported"] = []string{"url:GET|/api/v1/courses"}
				w.authority.NoRefresh = true
			}, nil, "", map[string]string{"scope": "url:GET|/api/v1/courses", "prompt": ""}, nil,
		},
		"Notion, which registers and rotates": {
			func(w *world) { w.authority.Lifetime = 8 * 3600e9; w.methods("none", "client_secret_basic") }, nil, "", nil, map[string]int{"/register": 1},
		},
		"Linear, of the older revision": {oldStyle, nil, "", nil, map[string]int{"/register": 1}},
		"Keycloak, with a realm in its path and OpenID Connect only": {
			func(w *world) {
				issuer := w.authority.URL + "/realms/main"
				w.authority.Metadata["issuer"] = issuer
				w.authority.Places = []string{"/realms/main/.well-known/openid-configuration"}
				w.resource.Metadata["authorization_servers"] = []string{issuer}
				w.methods("client_secret_basic", "client_secret_post", "private_key_jwt")
			}, nil, "", nil, map[string]int{"/register": 1},
		},
		"Auth0, with a slash at the end of its issuer": {
			func(w *world) {
				w.authority.Metadata["issuer"] = w.authority.URL + "/"
				w.resource.Metadata["authorization_servers"] = []string{w.authority.URL + "/"}
			}, func(s *oauth.Settings) {
				s.AuthorizeParams = []oauth.Param{{Name: "audience", Value: "https://api.example"}}
			}, "",
			map[string]string{"audience": "https://api.example"},
			nil,
		},
		"Okta, which registers only with a token of its own": {
			func(w *world) {
				w.authority.SetFault("/register", func(rw http.ResponseWriter, _ *http.Request) {
					rw.WriteHeader(http.StatusUnauthorized)
					_, _ = rw.Write([]byte(`{"errorCode":"E0000005","errorSummary":"Invalid session"}`))
				})
			}, nil, `https://as refused to register ncp (HTTP 401); register it by hand and set "oauth21.clientId"`, nil, nil,
		},
		"Cognito, without registration and iss": {
			func(w *world) { registersNobody(w); signsNothing(w); w.byHand("", "none") }, nil, "", nil, map[string]int{"/register": 0},
		},
		"WorkOS, which reads client documents": {
			func(w *world) {
				w.authority.Metadata["client_id_metadata_document_supported"] = true
				w.set.CallbackPort, w.set.ClientMetadataURL = freePort(w.t), document
				w.authority.AddClient(document, "", "none", fmt.Sprintf("http://localhost:%d/callback", w.set.CallbackPort))
			}, nil, "", map[string]string{"client_id": document}, map[string]int{"/register": 0},
		},
		"a server without any metadata, its endpoints written down": {
			func(w *world) {
				w.resource.Metadata, w.resource.Challenge = nil, ""
				w.set.AuthorizationServer = oauth.Endpoints{
					Authorization: w.authority.URL + "/authorize", Token: w.authority.URL + "/token", Registration: w.authority.URL + "/register",
				}
			}, nil, "", nil, map[string]int{"/register": 1}, // and it sends an iss that nobody can compare
		},
		"a server that gives no refresh tokens and says no lifetime": {
			func(w *world) { w.authority.NoRefresh, w.authority.Lifetime = true, 0 }, nil, "", nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.server(w)
			if test.set != nil {
				test.set(&w.set)
			}
			text, _ := w.try()
			if want := strings.ReplaceAll(test.err, "PORT", fmt.Sprint(w.set.CallbackPort)); text != want {
				t.Fatalf("%s\nnot %s", text, want)
			}
			if test.page != nil {
				got := map[string]string{}
				for key := range test.page {
					got[key] = w.authority.To("/authorize")[0].Form.Get(key)
				}
				if diff := cmp.Diff(test.page, got); diff != "" {
					t.Error(diff)
				}
			}
			got := maps.Clone(test.calls)
			for path := range got {
				got[path] = w.authority.Count(path)
			}
			if diff := cmp.Diff(test.calls, got); diff != "" {
				t.Error(diff)
			}
			if text == "" && !w.authority.NoRefresh { // and it goes on the next day
				w.authority.ExpireAccess()
				w.process().works()
				if got := w.authority.Count("/authorize"); got != 1+test.calls["/register"]/2 {
					t.Errorf("%d pages", got)
				}
			}
		})
	}
}
