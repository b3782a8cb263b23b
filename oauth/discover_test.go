package oauth_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/oauthtest"
	"ncp/oauth"
)

// plain writes a text with the names https://as and https://rs in place of the addresses of this run.
func (w *world) plain(text string) string {
	return strings.NewReplacer(w.authority.URL, "https://as", strings.TrimSuffix(w.resource.URL, "/mcp"), "https://rs").Replace(text)
}

// try makes a call and signs in for it; it returns the error of the sign-in as text and whether a page was shown.
func (w *world) try() (text string, shown bool) {
	w.t.Helper()
	p := w.process()
	_, err := p.call()
	if required, ok := errors.AsType[*oauth.RequiredError](err); ok {
		pages := make(chan oauth.Prompt, 2)
		err = p.transport.Begin(required, func(page oauth.Prompt) {
			pages <- page
			if err := browse(page); err != nil {
				w.t.Error(err)
			}
		}).Wait(w.t.Context())
		shown = len(pages) > 0
	}
	if err == nil {
		p.works()
		return "", shown
	}
	return w.plain(err.Error()), shown
}

func page(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

func TestRow01_MalformedChallengeIsNone(t *testing.T) {
	w := newWorld(t)
	w.resource.Challenge = `Bearer resource_metadata="%s/never/closed`
	if text, _ := w.try(); text != "" {
		t.Error(text)
	}
}

func TestRow02_MetadataIsLookedForInOrder(t *testing.T) {
	const path, root = "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"
	at := func(w *world, place string) http.HandlerFunc {
		return func(rw http.ResponseWriter, req *http.Request) {
			if req.URL.Path != place {
				http.NotFound(rw, req)
				return
			}
			_, _ = rw.Write([]byte(`{"resource":"` + w.resource.URL + `","authorization_servers":["` + w.authority.URL + `"]}`))
		}
	}
	for name, test := range map[string]struct {
		change func(w *world)
		asked  []string
		err    string
	}{
		"where the challenge says": {func(w *world) {
			w.resource.Challenge = `Bearer resource_metadata="%s/elsewhere"`
			w.resource.Metadata, w.resource.Others = nil, at(w, "/elsewhere")
		}, []string{"/elsewhere"}, ""},
		"at the path": {func(w *world) { w.resource.Challenge = "" }, []string{path}, ""},
		"at the root": {func(w *world) {
			w.resource.Challenge, w.resource.Metadata, w.resource.Others = "", nil, at(w, root)
		}, []string{path, root}, ""},
		"junk where the challenge says": {
			func(w *world) { w.resource.Metadata, w.resource.Others = nil, page(200, "<html>") },
			[]string{path},
			"read the protected resource metadata https://rs" + path + ": an answer that is not the JSON expected",
		},
		"down: nothing is guessed": {
			func(w *world) { w.resource.Challenge, w.resource.Metadata, w.resource.Others = "", nil, page(503, "") },
			[]string{path, root},
			"read the protected resource metadata https://rs" + path + ": HTTP 503",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			text, _ := w.try()
			if diff := cmp.Diff(test.err, text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.asked, w.resource.Asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRow03_ResourceMustBeTheServer(t *testing.T) {
	const wrong = `the protected resource metadata https://rs/.well-known/oauth-protected-resource/mcp is for "%", not for this server (https://rs/mcp); ` +
		`if both are the same server, set "oauth21.resource" to "%"`
	for resource, want := range map[string]string{
		"https://rs/mcp": "", "https://rs/mcp/": "", "HTTP://rs/mcp": "",
		"https://rs": wrong, "https://rs/other": wrong, "https://rs/mcp//": wrong, "https://rs/mcp?x=1": wrong, "https://evil.example/mcp": wrong, "": wrong,
	} {
		t.Run(resource, func(t *testing.T) {
			w := newWorld(t)
			origin := strings.TrimSuffix(w.resource.URL, "/mcp")
			named := strings.NewReplacer("https://rs", origin, "HTTP://rs", strings.ToUpper(origin[:4])+origin[4:]).Replace(resource)
			w.resource.Metadata["resource"] = named
			if strings.HasPrefix(resource, "HTTP") || strings.HasSuffix(resource, "mcp/") {
				// The token is for the resource as the metadata spells it.
				w.set.Resource = w.resource.URL
			}
			text, shown := w.try()
			if want := strings.ReplaceAll(want, "%", resource); text != want || shown != (want == "") {
				t.Errorf("shown %v, %s\nnot %s", shown, text, want)
			}
		})
	}
	// RFC 9728 section 3.3: the document at the root is for the origin, or for this server, and for no other.
	for path, want := range map[string]string{
		"": "", "/": "", "/mcp": "",
		"/other": `the protected resource metadata https://rs/.well-known/oauth-protected-resource is for "https://rs/other", not for this server (https://rs/mcp); ` +
			`if both are the same server, set "oauth21.resource" to "https://rs/other"`,
	} {
		t.Run("at the root for "+path, func(t *testing.T) {
			w := newWorld(t)
			w.resource.Metadata, w.resource.Challenge = nil, ""
			named := strings.TrimSuffix(w.resource.URL, "/mcp") + path
			w.resource.Audience = named
			w.resource.Others = http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
				if req.URL.Path != "/.well-known/oauth-protected-resource" {
					http.NotFound(rw, req)
					return
				}
				_, _ = rw.Write([]byte(`{"resource":"` + named + `","authorization_servers":["` + w.authority.URL + `"]}`))
			})
			if text, shown := w.try(); text != want || shown != (want == "") {
				t.Errorf("shown %v, %s", shown, text)
			}
		})
	}
}

func TestRow04_AuthorizationServersAreTriedInOrder(t *testing.T) {
	w := newWorld(t)
	w.resource.Metadata["authorization_servers"] = []string{}
	const none = `the server's protected resource metadata names no authorization server; name it in "oauth21.authorizationServer" if you know it`
	if text, _ := w.try(); text != none {
		t.Error(text)
	}
	dead := oauthtest.NewAuthority(t)
	dead.Close()
	w.resource.Metadata["authorization_servers"] = []string{dead.URL, w.authority.URL}
	if text, _ := w.try(); text != "" {
		t.Error(text)
	}
	// The one that we are registered at comes first, wherever it stands.
	other := oauthtest.NewAuthority(t)
	w.resource.Metadata["authorization_servers"] = []string{other.URL, w.authority.URL}
	w.authority.Revoke()
	if text, _ := w.try(); text != "" || len(other.Requests) > 0 || w.authority.Count("/register") != 1 {
		t.Errorf("%s; the other was asked %d times", text, len(other.Requests))
	}
}

func TestRow04_WithoutMetadataTheOriginIsTheAuthorizationServer(t *testing.T) {
	for name, withMetadata := range map[string]bool{"with metadata": true, "guessed": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.resource.Metadata, w.resource.Challenge, w.resource.Others = nil, "Bearer", w.authority.Config.Handler
			origin := strings.TrimSuffix(w.resource.URL, "/mcp")
			if withMetadata {
				for _, key := range []string{"authorization_endpoint", "token_endpoint", "registration_endpoint"} {
					w.authority.Metadata[key] = strings.Replace(w.authority.Metadata[key].(string), w.authority.URL, origin, 1)
				}
				w.authority.Metadata["issuer"] = origin
			} else {
				w.authority.Metadata = nil
			}
			if text, _ := w.try(); text != "" {
				t.Error(text)
			}
		})
	}
	t.Run("not beside metadata of the resource", func(t *testing.T) {
		w := newWorld(t)
		w.authority.Metadata = nil
		text, shown := w.try()
		if want := "authorization server https://as: it has no metadata, so ncp cannot know that it is safe (PKCE)"; text != want || shown {
			t.Errorf("shown %v: %s", shown, text)
		}
	})
}

func TestRow05_MetadataIsLookedForInOrder(t *testing.T) {
	const oauth2, oidc = "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"
	for name, test := range map[string]struct {
		issuer string // after the address
		places []string
		fault  map[string]http.HandlerFunc
		asked  []string
	}{
		"OAuth, no path":       {"", []string{oauth2}, nil, []string{oauth2}},
		"OIDC, no path":        {"", []string{oidc}, nil, []string{oauth2, oidc}},
		"slash at the end":     {"/", []string{oidc}, nil, []string{oauth2, oidc}},
		"path inserted":        {"/a/b", []string{oauth2 + "/a/b"}, nil, []string{oauth2 + "/a/b"}},
		"OIDC path inserted":   {"/a/b", []string{oidc + "/a/b"}, nil, []string{oauth2 + "/a/b", oidc + "/a/b"}},
		"OIDC appended":        {"/a/b", []string{"/a/b" + oidc}, nil, []string{oauth2 + "/a/b", oidc + "/a/b", "/a/b" + oidc}},
		"appended with slash":  {"/a/b/", []string{"/a/b" + oidc}, nil, []string{oauth2 + "/a/b", oidc + "/a/b", "/a/b" + oidc}},
		"behind HTML":          {"", []string{oidc}, map[string]http.HandlerFunc{oauth2: page(200, "<html>")}, []string{oauth2, oidc}},
		"behind a fault":       {"", []string{oidc}, map[string]http.HandlerFunc{oauth2: page(503, "")}, []string{oauth2, oidc}},
		"behind another JSON":  {"", []string{oidc}, map[string]http.HandlerFunc{oauth2: page(200, `{"error":"no"}`)}, []string{oauth2, oidc}},
		"behind 2 MiB":         {"", []string{oidc}, map[string]http.HandlerFunc{oauth2: page(200, strings.Repeat(" ", 2<<20))}, []string{oauth2, oidc}},
		"behind a redirection": {"", []string{oidc}, map[string]http.HandlerFunc{oauth2: http.RedirectHandler("/other", http.StatusTemporaryRedirect).ServeHTTP}, []string{oauth2, oidc}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.Metadata["issuer"] = w.authority.URL + test.issuer
			w.authority.Places = test.places
			for path, fault := range test.fault {
				w.authority.SetFault(path, fault)
			}
			w.resource.Metadata["authorization_servers"] = []string{w.authority.URL + test.issuer}
			if text, _ := w.try(); text != "" {
				t.Error(text)
			}
			var asked []string
			for _, r := range w.authority.Requests {
				if strings.Contains(r.Path, ".well-known") || r.Path == "/other" {
					asked = append(asked, r.Path)
				}
			}
			if diff := cmp.Diff(test.asked, asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRow06_IssuerIsTheOneThatWasAsked(t *testing.T) {
	const wrong = `authorization server https://as: its metadata (https://as/.well-known/oauth-authorization-server) says that the issuer is "https://evil.example"; ` +
		`a server that answers for another may be an attack; if its maker says that this is right, set "oauth21.issuerMismatch": "allow"`
	w := newWorld(t)
	w.authority.Metadata["issuer"] = "https://evil.example"
	if text, shown := w.try(); text != wrong || shown {
		t.Errorf("shown %v: %s", shown, text)
	}
	w.set.AllowIssuerMismatch = true // then iss is compared with the document's own
	if text, _ := w.try(); text != "" {
		t.Error(text)
	}
	w = newWorld(t)
	w.authority.Metadata["issuer"] = w.authority.URL + "/" // iss has the slash, as the document
	if text, _ := w.try(); text != "" {
		t.Error(text)
	}
}

func TestRow07_NoPKCENoBrowser(t *testing.T) {
	t.Run("plain", func(t *testing.T) {
		w := newWorld(t)
		w.authority.Metadata["code_challenge_methods_supported"] = []string{"plain"}
		for _, w.set.AllowPKCEUnadvertised = range []bool{false, true} { // which is for servers that say nothing
			const want = "authorization server https://as: it supports PKCE with plain only, not with S256, without which a stolen code can be used"
			if text, shown := w.try(); text != want || shown || w.authority.Count("/register") > 0 {
				t.Errorf("shown %v: %s", shown, text)
			}
		}
	})
	for name, methods := range map[string]any{"none": nil, "an empty list": []string{}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.Metadata["code_challenge_methods_supported"] = methods
			const want = `authorization server https://as: it does not say that it supports PKCE with S256, without which a stolen code can be used; ` +
				`if its maker says that it does (Microsoft Entra does), set "oauth21.pkceUnadvertised": "allow"`
			if text, shown := w.try(); text != want || shown || w.authority.Count("/register") > 0 {
				t.Errorf("shown %v: %s", shown, text)
			}
			w.set.AllowPKCEUnadvertised = true
			if text, _ := w.try(); text != "" {
				t.Error(text)
			}
			if q := w.authority.To("/authorize")[0].Form; q.Get("code_challenge_method") != "S256" {
				t.Error(q)
			}
		})
	}
}

func TestRow15_ResourceIsInEveryRequest(t *testing.T) {
	for set, want := range map[string]func(w *world) []string{
		"":                            func(w *world) []string { return []string{w.resource.URL} },
		oauth.ResourceOmit:            func(*world) []string { return nil },
		"https://other.example/api?x": func(*world) []string { return []string{"https://other.example/api?x"} },
	} {
		t.Run(set, func(t *testing.T) {
			w := newWorld(t)
			w.set.Resource = set
			p := w.process()
			_, err := p.call()
			if err := p.signIn(err); err != nil {
				t.Fatal(err)
			}
			w.authority.ExpireAccess()
			_, _ = p.call() // renews; the other resource's token is refused then
			requests := append(w.authority.To("/authorize"), w.authority.To("/token")...)
			if len(requests) < 3 {
				t.Fatalf("%d requests", len(requests))
			}
			for _, r := range requests {
				if diff := cmp.Diff(want(w), r.Form["resource"]); diff != "" {
					t.Errorf("%s %s: %s", r.Path, r.Form.Get("grant_type"), diff)
				}
			}
		})
	}
}

// signedIn is a world with a process that is signed in.
func signedIn(t *testing.T, change func(w *world)) (*world, *process) {
	t.Helper()
	w := newWorld(t)
	if change != nil {
		change(w)
	}
	p := w.process()
	_, err := p.call()
	if err := p.signIn(err); err != nil {
		t.Fatal(err)
	}
	p.works()
	return w, p
}

// form is a form with its secrets named by what they are.
func form(values url.Values) map[string]string {
	out := map[string]string{}
	for name, v := range values {
		out[name] = strings.Join(v, "|")
		if text, _, found := strings.Cut(out[name], "-"); found && (text == "code" || text == "refresh" || text == "client" || text == "secret") {
			out[name] = text
		}
	}
	for _, name := range []string{"state", "code_challenge", "code_verifier"} {
		if len(out[name]) >= 43 {
			out[name] = name
		}
	}
	return out
}
