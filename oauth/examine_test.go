package oauth_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/oauth"
)

// An old HTTP+SSE server has nothing at POST; what it says to GET counts.
func TestExamineOldServers(t *testing.T) {
	for name, test := range map[string]struct {
		get  func(w http.ResponseWriter)
		last string
		err  string
	}{
		"open": {func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/event-stream") }, "endpoint", ""},
		"protected": {func(w http.ResponseWriter) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			w.WriteHeader(http.StatusUnauthorized)
		}, "token", "nobody is signed in"},
		"nothing": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, "endpoint", "HTTP 405: there is no MCP endpoint at URL"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.resource.Lock()
			w.resource.Others = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/.well-known/oauth-protected-resource":
					_, _ = rw.Write([]byte(`{"resource":"http://` + r.Host + `","authorization_servers":["` + w.authority.URL + `"]}`))
				case r.URL.Path != "/sse":
					rw.WriteHeader(http.StatusNotFound)
				case r.Method == http.MethodPost:
					rw.WriteHeader(http.StatusMethodNotAllowed)
				default:
					test.get(rw)
				}
			})
			w.resource.Unlock()
			w.set.URL = strings.TrimSuffix(w.resource.URL, "/mcp") + "/sse"
			w.set.CallbackPort = freePort(t)
			steps := w.process().transport.Examine(t.Context())
			last := steps[len(steps)-1]
			if last.Name != test.last || strings.ReplaceAll(errorText(last.Err), w.set.URL, "URL") != test.err {
				t.Errorf("%+v", last)
			}
		})
	}
}

func TestExamineCertificates(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it says that we turn away
	server.StartTLS()
	t.Cleanup(server.Close)
	w := newWorld(t)
	w.set.URL = server.URL
	steps := w.process().transport.Examine(t.Context())
	last := steps[len(steps)-1]
	type said struct {
		Name, Rule, Fix string
		Whose           oauth.Party
		Steps           int
	}
	want := said{
		"TLS", "RFC 9110 section 4.3.4: a certificate is for the host, from an authority that is trusted",
		"where your network has an authority of its own, install its certificate on this machine", oauth.TheServer, 3,
	}
	if diff := cmp.Diff(want, said{last.Name, last.Rule, last.Fix, last.Whose, len(steps)}); diff != "" || last.Err == nil {
		t.Error(diff)
	}
}

// A port without TLS, and one where nobody is.
func TestExamineNetwork(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for url, want := range map[string][]string{
		strings.Replace(plain.URL, "http:", "https:", 1): {"name", "connection", "TLS: the server does not speak TLS at that port"},
		plain.URL:       {"name", "connection", "TLS"},
		"https://a..b/": {"name: the name a..b leads nowhere: lookup a..b: no such host"},
		fmt.Sprintf("http://127.0.0.1:%d/mcp", freePort(t)): {"name", "connection: dial tcp: connection refused"},
	} {
		w := newWorld(t)
		w.set.URL = url
		var got []string
		for _, s := range w.process().transport.ExamineNetwork(t.Context()) {
			text := s.Name
			if s.Err != nil {
				text += ": " + regexp.MustCompile(`dial tcp \S+ connect`).ReplaceAllString(s.Err.Error(), "dial tcp")
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", url, diff)
		}
	}
}

// A sign-in helps where a token may have been revoked, and not where the server refuses one of this moment.
func TestExamineARefusedToken(t *testing.T) {
	for name, test := range map[string]struct {
		change func(w *world)
		fix    string
	}{
		"revoked": {func(w *world) { w.authority.NoRefresh = true }, "ncp auth login files"},
		"renewed": {func(*world) {}, "tell the operator of the MCP server"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			p := w.signedIn()
			p.works()
			w.resource.Lock()
			w.resource.Audience = "https://other.example"
			w.resource.Unlock()
			steps := p.transport.Examine(t.Context())
			type said struct{ Name, Fix string }
			last := steps[len(steps)-1]
			if diff := cmp.Diff(said{"token", test.fix}, said{last.Name, last.Fix}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The port of a sign-in that an ncp has under way is where it should be, and not another program's.
func TestExamineDuringASignIn(t *testing.T) {
	w := newWorld(t)
	w.byHand("", "none")
	_, page := w.process().begin()
	var got []string
	for _, s := range w.process().transport.Examine(t.Context()) {
		if s.Name == "callback" || s.Err != nil {
			got = append(got, fmt.Sprintf("%s: %q, %v", s.Name, s.Saw, s.Err))
		}
	}
	want := []string{
		fmt.Sprintf(`callback: ["an ncp waits at http://localhost:%d/callback for the sign-in under way"], <nil>`, w.set.CallbackPort),
		"token: [], nobody is signed in",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := browse(page); err != nil {
		t.Error(err)
	}
}
