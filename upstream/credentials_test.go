package upstream_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// withCredentials makes the client of a server with static credentials.
func withCredentials(t *testing.T, server string, credentials ...upstream.Credential) *http.Client {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	return upstream.NewClient(upstream.StaticCredentials(u, credentials, upstream.NewNetwork()))
}

func credential(header, value, key string) upstream.Credential {
	return upstream.Credential{Header: header, Key: key, Value: func() string { return value }}
}

// confidential is a credential whose value, behind the scheme if it has one, must not come back.
func confidential(header, value, key string) upstream.Credential {
	c := credential(header, value, key)
	_, after, _ := strings.Cut(value, " ")
	c.Secrets = func() []string { return []string{value, after} }
	return c
}

// allCredentials is one of each kind that the configuration knows.
func allCredentials() map[string][]upstream.Credential {
	return map[string][]upstream.Credential{
		"bearer": {confidential("Authorization", "Bearer s3cret-token", "auth.token")},
		"basic":  {confidential("Authorization", "Basic dTpzM2NyZXQ=", "auth.password")},
		"apiKey": {confidential("X-Api-Key", "s3cret-token", "auth.token")},
		"headers": {
			credential("X-Tenant", "acme", "headers.X-Tenant"),
			confidential("Cookie", "session=s3cret", "headers.Cookie"),
		},
	}
}

// TestCredentialsGoWithEveryRequestOfTheServer: POST, GET and DELETE, and a redirect within the origin.
func TestCredentialsGoWithEveryRequestOfTheServer(t *testing.T) {
	for kind, credentials := range allCredentials() {
		t.Run(kind, func(t *testing.T) {
			f := newFake(t)
			f.once(func(w http.ResponseWriter, r *http.Request, _ wire.Message) {
				http.Redirect(w, r, "/elsewhere", http.StatusPermanentRedirect)
			})
			s := open(t, f.URL, func(o *upstream.Options) { o.Client = withCredentials(t, f.URL, credentials...) })
			mustCall(t, s)
			s.Close()
			log := f.seen()
			want := []string{"POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call", "POST tools/call", "DELETE"}
			if diff := cmp.Diff(want, log); diff != "" {
				t.Fatalf("requests (-want +got):\n%s", diff)
			}
			for i, header := range f.headers {
				for _, c := range credentials {
					if diff := cmp.Diff([]string{c.Value()}, header.Values(c.Header)); diff != "" {
						t.Errorf("%s of %s (-want +got):\n%s", c.Header, log[i], diff)
					}
				}
			}
		})
	}
}

// TestCredentialsGoNowhereElse: another origin sees no request at all by way of a redirect, and none with credentials by way of the client.
func TestCredentialsGoNowhereElse(t *testing.T) {
	var requests atomic.Int32
	var last atomic.Pointer[http.Header]
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		last.Store(&r.Header)
	}))
	t.Cleanup(other.Close)
	for kind, credentials := range allCredentials() {
		t.Run(kind, func(t *testing.T) {
			requests.Store(0)
			f := newFake(t)
			client := withCredentials(t, f.URL, credentials...)
			s := open(t, f.URL, func(o *upstream.Options) { o.Client = client })
			f.once(func(w http.ResponseWriter, r *http.Request, _ wire.Message) {
				http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
			})
			_, err := s.Call(t.Context(), call("{}"))
			if want := "redirect to another origin (" + other.URL + ") refused"; errorText(err) != want {
				t.Errorf("err = %v, want %s", err, want)
			}
			if n := requests.Load(); n != 0 {
				t.Errorf("%d requests reached the other origin", n)
			}
			resp, err := client.Get(other.URL)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			for _, c := range credentials {
				if got := last.Load().Values(c.Header); got != nil {
					t.Errorf("the other origin got %s: %q", c.Header, got)
				}
			}
		})
	}
}

// TestOrigin: what counts as the same server for credentials, redirects and endpoints.
func TestOrigin(t *testing.T) {
	tests := map[string]string{
		"http://example.com/a?b#c":     "http://example.com:80",
		"HTTPS://Example.COM":          "https://example.com:443",
		"https://example.com:443/":     "https://example.com:443",
		"https://example.com:8443/":    "https://example.com:8443",
		"https://user:pw@example.com/": "https://example.com:443",
		"http://[::1]:8080/mcp":        "http://[::1]:8080",
		"http://[::1]/mcp":             "http://[::1]:80",
		"http://example.com./":         "http://example.com.:80",
	}
	got := map[string]string{}
	for text := range tests {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got[text] = upstream.Origin(u)
	}
	if diff := cmp.Diff(tests, got); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
}

// TestRefusedCredentialIsNamed: by its key in the configuration, never by its value, at the connect and later.
func TestRefusedCredentialIsNamed(t *testing.T) {
	tests := []struct {
		name        string
		credentials []upstream.Credential
		want        upstream.CredentialError
	}{
		{"bearer", allCredentials()["bearer"], upstream.CredentialError{Key: "auth.token", Status: 401}},
		{"basic", allCredentials()["basic"], upstream.CredentialError{Key: "auth.password", Status: 401}},
		{"apiKey behind a header", append(allCredentials()["headers"], allCredentials()["apiKey"]...), upstream.CredentialError{Key: "auth.token", Status: 401}},
		{"a header", allCredentials()["headers"], upstream.CredentialError{Key: "headers.Cookie", Status: 401}},
		{
			"the Authorization among headers", append(allCredentials()["headers"], confidential("authorization", "s3cret-token", "headers.authorization")),
			upstream.CredentialError{Key: "headers.authorization", Status: 401},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			refuse := func(w http.ResponseWriter, _ *http.Request, _ wire.Message) bool {
				w.WriteHeader(http.StatusUnauthorized)
				return true
			}
			s := open(t, f.URL, func(o *upstream.Options) { o.Client = withCredentials(t, f.URL, tt.credentials...) })
			check := func() {
				t.Helper()
				_, err := s.Call(t.Context(), call("{}"))
				e, ok := errors.AsType[*upstream.CredentialError](err)
				if !ok {
					t.Fatalf("err = %v", err)
				}
				if diff := cmp.Diff(tt.want, *e); diff != "" {
					t.Errorf("error (-want +got):\n%s", diff)
				}
				if want := `HTTP 401: the server refused the credential in "` + tt.want.Key + `"`; err.Error() != want {
					t.Errorf("err = %q, want %q", err, want)
				}
			}
			f.always(refuse)
			check()
			if diff := cmp.Diff([]string{"POST server/discover"}, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			f.always(nil)
			mustCall(t, s)
			f.always(refuse)
			check()
		})
	}
}

// TestForbiddenNamesTheCredential: a 403 may be about it, unless the server says something else in its own words.
func TestForbiddenNamesTheCredential(t *testing.T) {
	for contentType, named := range map[string]bool{"text/html": true, "application/json": false} {
		f := newFake(t)
		f.always(func(w http.ResponseWriter, _ *http.Request, m wire.Message) bool {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"error":{"code":-32000,"message":"not for you"}}`))
			return true
		})
		s := open(t, f.URL, func(o *upstream.Options) { o.Client = withCredentials(t, f.URL, allCredentials()["apiKey"]...) })
		_, err := s.Call(t.Context(), call("{}"))
		if _, ok := errors.AsType[*upstream.CredentialError](err); ok != named {
			t.Errorf("%s: %v", contentType, err)
		}
	}
}

// TestReflectedCredentialIsHidden: whatever way a server sends back what it got, nobody above sees it.
func TestReflectedCredentialIsHidden(t *testing.T) {
	write := func(status int, contentType, body string) func(http.ResponseWriter, *http.Request, wire.Message) bool {
		return func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
			if m.Method != "tools/call" {
				return false
			}
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(strings.NewReplacer("ID", string(m.ID), "TOKEN", r.Header.Get("Authorization")).Replace(body)))
			return true
		}
	}
	for name, reflecting := range map[string]func(http.ResponseWriter, *http.Request, wire.Message) bool{
		"text":           write(400, "text/plain", "you sent TOKEN"),
		"error":          write(200, "application/json", `{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"you sent TOKEN","data":"TOKEN"}}`),
		"error in a 500": write(500, "application/json", `{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"you sent TOKEN"}}`),
		"event":          write(200, "text/event-stream", "data: {\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32000,\"message\":\"you sent TOKEN\"}}\n\n"),
		"HTML":           write(200, "text/html", "<p>you sent TOKEN"),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.always(reflecting)
			s := open(t, f.URL, func(o *upstream.Options) { o.Client = withCredentials(t, f.URL, allCredentials()["bearer"]...) })
			_, err := s.Call(t.Context(), call("{}"))
			if err == nil || !strings.Contains(err.Error(), "you sent Bearer [redacted]") && !strings.Contains(err.Error(), "you sent [redacted]") {
				t.Errorf("err = %v", err)
			}
			var own *wire.Error
			if errors.As(err, &own) && strings.Contains(string(own.Data), "s3cret") {
				t.Errorf("data = %s", own.Data)
			}
		})
	}
}

// TestServerThatWantsASignIn: a 401 without any credential is told apart from other statuses, over each transport.
func TestServerThatWantsASignIn(t *testing.T) {
	for _, transport := range []upstream.Transport{upstream.Auto, upstream.HTTP, upstream.SSE} {
		for code, want := range map[int]bool{401: true, 403: false, 500: false} {
			f := newFake(t)
			f.always(func(w http.ResponseWriter, _ *http.Request, _ wire.Message) bool {
				w.WriteHeader(code)
				return true
			})
			_, err := open(t, f.URL, func(o *upstream.Options) { o.Transport = transport }).Call(t.Context(), call("{}"))
			e, ok := errors.AsType[*upstream.StatusError](err)
			if !ok || e.Status != code || e.NeedsSignIn() != want {
				t.Errorf("transport %q, %d: %v", transport, code, err)
			}
		}
	}
	f := newFake(t)
	s := open(t, f.URL, nil)
	mustCall(t, s)
	f.once(status(http.StatusUnauthorized, "token expired"))
	_, err := s.Call(t.Context(), call("{}"))
	if e, ok := errors.AsType[*upstream.StatusError](err); !ok || !e.NeedsSignIn() || e.Text != "token expired" {
		t.Errorf("in a session: %v", err)
	}
}
