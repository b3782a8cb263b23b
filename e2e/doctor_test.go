package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/tokenstore"
)

// broken is one thing that can be wrong, and what ncp doctor is to say about it: testdata/doctor/NAME.txt. NCP_UPDATE=1 accepts what it
// says now.
type broken struct {
	name   string
	auth   string // more of the entry
	signIn bool   // somebody signs in before it breaks
	change func(p *protected)
	said   string // on stderr, beside the result
}

func brokenProfiles() []broken {
	answers := func(path string, status int, body string) func(p *protected) {
		return func(p *protected) {
			p.authority.SetFault(path, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			})
		}
	}
	const wellKnown, alsoKnown = "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"
	server := func(status int) func(p *protected) { return func(p *protected) { p.resource.Instead(status, nil) } }
	return []broken{
		{name: "server-down", change: func(p *protected) { p.resource.CloseClientConnections(); p.resource.Close() }},
		{name: "no-endpoint", change: server(http.StatusNotFound)},
		{name: "server-error", change: server(http.StatusBadGateway)},
		{name: "forbidden-without-challenge", change: server(http.StatusForbidden)},
		{name: "clock", change: func(p *protected) {
			p.resource.Instead(http.StatusUnauthorized, http.Header{"Date": {time.Now().Add(-2 * time.Hour).UTC().Format(http.TimeFormat)}})
		}},
		{name: "no-challenge-nothing", change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Challenge, p.resource.Metadata = "", nil
		}},
		{name: "resource-mismatch", change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Metadata["resource"] = "https://mcp.example.com/other"
		}},
		{name: "no-authorization-server", change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			delete(p.resource.Metadata, "authorization_servers")
		}},
		{name: "private-address", change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Metadata["authorization_servers"] = []string{"https://169.254.169.254"}
		}},
		{name: "authorization-server-down", change: func(p *protected) {
			answers(wellKnown, http.StatusServiceUnavailable, "")(p)
			answers(alsoKnown, http.StatusServiceUnavailable, "")(p)
		}},
		{name: "no-metadata", change: func(p *protected) {
			answers(wellKnown, http.StatusNotFound, "")(p)
			answers(alsoKnown, http.StatusOK, "<!doctype html>")(p)
		}},
		{name: "issuer-mismatch", change: metadata("issuer", "https://evil.example")},
		{name: "no-pkce", change: metadata("code_challenge_methods_supported", nil)},
		{name: "plain-pkce", change: metadata("code_challenge_methods_supported", []string{"plain"})},
		{name: "insecure-token-endpoint", change: metadata("token_endpoint", "http://as.example.com/token")},
		{name: "no-registration", change: metadata("registration_endpoint", nil)},
		{name: "callback-port-taken", auth: `,"clientId":"by-hand"`, change: func(p *protected) {
			l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", p.port))
			if err != nil {
				p.t.Fatal(err)
			}
			p.t.Cleanup(func() { _ = l.Close() })
		}},
		{name: "nobody-signed-in", change: func(*protected) {}},
		{name: "revoked", signIn: true, change: func(p *protected) { p.authority.Revoke() }},
		{name: "token-refused", signIn: true, change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Audience = "https://other.example"
		}},
		{name: "signed-in-but-forbidden", signIn: true, change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
		}},
		{name: "too-little", signIn: true, auth: `,"scopes":["files"]`, change: func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Scopes = []string{"admin", "files:write"}
		}},
		{name: "client-credentials-refused", auth: `,"clientId":"robot","clientSecret":"wrong"},"type":"clientCredentials"`, change: func(p *protected) {
			p.authority.AddClient("robot", "right", "client_secret_basic")
		}},
		{name: "no-such-name", change: func(p *protected) { p.configured(p.resource.URL, "https://vault..invalid/mcp") }},
		{name: "tls", change: func(p *protected) {
			p.secured = httptest.NewUnstartedServer(http.NotFoundHandler())
			p.secured.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that fail
			p.secured.StartTLS()
			p.t.Cleanup(p.secured.Close)
			p.configured(p.resource.URL, p.secured.URL+"/mcp")
		}},
		{name: "written-endpoint-is-wrong", auth: `,"clientId":"by-hand","authorizationServer":{"authorizationEndpoint":"AS/authorise","tokenEndpoint":"AS/token"}`, change: func(p *protected) {
			p.configured("AS/", p.authority.URL+"/")
			p.authority.AddClient("by-hand", "", "none")
		}},
		{name: "written-endpoint-is-dead", auth: `,"clientId":"by-hand","authorizationServer":{"authorizationEndpoint":"AS/authorize","tokenEndpoint":"http://localhost:1/token"}`, change: func(p *protected) {
			p.configured("AS/", p.authority.URL+"/")
		}},
		{name: "token-endpoint-down", change: answers("/token", http.StatusServiceUnavailable, "")},
		{name: "browser-is-not-there", signIn: true, change: func(p *protected) { p.env = append(p.env, "BROWSER=/nowhere/firefox %s:/nowhere/chromium") }},
		{name: "open-configuration", auth: `,"clientId":"by-hand","clientSecret":"s3cret"`, change: func(p *protected) {
			p.authority.AddClient("by-hand", "s3cret", "client_secret_basic")
			if err := os.Chmod(filepath.Join(homeOf(p.t, p.env), "config.json"), 0o644); err != nil {
				p.t.Fatal(err)
			}
		}},
		{name: "record-is-no-file", change: func(p *protected) {
			dir := filepath.Join(homeOf(p.t, p.env), "auth")
			if err := errors.Join(os.MkdirAll(dir, 0o700), os.Symlink("/dev/null", filepath.Join(dir, tokenstore.Key(p.resource.URL, "")+".json"))); err != nil {
				p.t.Fatal(err)
			}
		}},
		{name: "wrong-key", change: func(p *protected) {
			p.configured(fmt.Sprintf(`"oauth21":{"callbackPort":%d},"type":"oauth"`, p.port), `"type":"bearer","token":"${file:KEY}"`)
			key := filepath.Join(homeOf(p.t, p.env), "key")
			p.configured("KEY", key)
			if err := os.WriteFile(key, []byte("wrong"), 0o600); err != nil {
				p.t.Fatal(err)
			}
		}},
		{name: "open-files", signIn: true, said: "others could read the stored sign-ins; closing that", change: func(p *protected) {
			if err := os.Chmod(filepath.Join(homeOf(p.t, p.env), "auth"), 0o755); err != nil {
				p.t.Fatal(err)
			}
		}},
		{name: "well", signIn: true, change: func(*protected) {}},
	}
}

// configured replaces a text in the configuration.
func (p *protected) configured(old, text string) {
	p.t.Helper()
	path := filepath.Join(homeOf(p.t, p.env), "config.json")
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.ReplaceAll(data, []byte(old), []byte(text)), 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// metadata changes a member of the authorization server's metadata; nil takes it away.
func metadata(member string, value any) func(p *protected) {
	return func(p *protected) {
		p.authority.Lock()
		defer p.authority.Unlock()
		if p.authority.Metadata[member] = value; value == nil {
			delete(p.authority.Metadata, member)
		}
	}
}

func TestDoctor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files are of other systems")
	}
	for _, test := range brokenProfiles() {
		t.Run(test.name, func(t *testing.T) {
			port := freePort(t)
			auth := fmt.Sprintf(`,"auth":{"oauth21":{"callbackPort":%d%s`, port, test.auth)
			if !strings.Contains(test.auth, `"type"`) {
				auth += `},"type":"oauth"`
			}
			p := newProtected(t, auth+"}")
			p.port = port
			if test.signIn {
				if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
					t.Fatal(stderr)
				}
			}
			test.change(p)
			asked := len(p.authority.To("/register")) + len(p.authority.To("/authorize"))
			out, stderr, code := p.ncp("doctor")
			if (code == 0) != (test.name == "well") || !strings.Contains(stderr, test.said) || test.said == "" && stderr != "" {
				t.Errorf("exit code %d, %s", code, stderr)
			}
			if n := len(p.authority.To("/register")) + len(p.authority.To("/authorize")) - asked; n != 0 {
				t.Errorf("%d registrations and pages", n)
			}
			p.golden(test.name, out)
			p.sameAsJSON(out)
		})
	}
}

// golden compares an output with its file, with what differs from run to run replaced.
func (p *protected) golden(name, out string) {
	p.t.Helper()
	secured := "no server" // nothing to replace
	if p.secured != nil {
		secured = strings.TrimPrefix(p.secured.URL, "https://")
	}
	for _, r := range []struct{ pattern, text string }{
		{secured, "secured"},
		{regexp.QuoteMeta(os.Args[0]), "BROWSER"},
		{`[0-9a-f]{64}`, "KEY"},
		{regexp.QuoteMeta(p.resource.URL), "http://server/mcp"},
		{regexp.QuoteMeta(strings.TrimSuffix(p.resource.URL, "/mcp")), "http://server"},
		{regexp.QuoteMeta(strings.TrimPrefix(strings.TrimSuffix(p.resource.URL, "/mcp"), "http://")), "server"},
		{regexp.QuoteMeta(p.authority.URL), "http://as"},
		{regexp.QuoteMeta(homeOf(p.t, p.env)), "HOME"},
		{fmt.Sprint(`:`, p.port, `\b`), ":PORT"},
		{`client-[A-Z0-9]{20,}`, "CLIENT"},
		{`differ by .*`, "differ by 2h"},
	} {
		out = regexp.MustCompile(r.pattern).ReplaceAllString(out, r.text)
	}
	path := filepath.Join("testdata", "doctor", name+".txt")
	if os.Getenv("NCP_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out); diff != "" {
		p.t.Errorf("(-want +got)\n%s", diff)
	}
}

// sameAsJSON wants --json to hold what a person is told.
func (p *protected) sameAsJSON(out string) {
	p.t.Helper()
	type step struct {
		Step, Wrong, Rule, Whose, Help string
		OK                             bool
		Saw                            []string
	}
	var found struct {
		Machine []step
		Servers []struct {
			Server, URL string
			Steps       []step
		}
	}
	raw, _, _ := p.ncp("doctor", "--json")
	if err := json.Unmarshal([]byte(raw), &found); err != nil || len(found.Servers) != 1 {
		p.t.Fatalf("%v in %s", err, raw)
	}
	for _, s := range append(found.Machine, found.Servers[0].Steps...) {
		for _, text := range append([]string{s.Step, strings.ReplaceAll(s.Wrong, "\n", "; "), s.Rule, s.Whose, s.Help}, s.Saw...) {
			if !strings.Contains(out, text) && !strings.Contains(text, "clock") {
				p.t.Errorf("%q is in the JSON only", text)
			}
		}
		if s.OK != (s.Wrong == "") || !s.OK && (s.Rule == "" || s.Whose == "" || s.Help == "") {
			p.t.Errorf("%+v", s)
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
