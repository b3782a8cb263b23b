package config

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
)

func TestParse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "token"), []byte("from-file\r\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const text = `{
  // every key there is
  "openBrowser": "never",
  "mcpServers": {
    "z-all": {
      "url": "https://${HOST}/mcp", "transport": "sse", "disabled": false, "timeout": 1500,
      "headers": {"X-B": "b ${TOKEN}", "X-A": "${file:token}",},
      "auth": {"type": "oauth", "oauth21": {
        "scopes": ["read", "write"], "callbackPort": 3118, "clientId": "id", "clientSecret": "${file:token}",
        "clientMetadataUrl": "https://x.example/c.json", "resource": "omit", "issuerMismatch": "allow", "pkceUnadvertised": "allow",
        "authorizeParams": {"prompt": "consent", "access_type": "offline"}, "tokenEndpointAuthMethod": "client_secret_post",
        "redirectUri": "http://localhost:3118/callback", "account": "work", "loginHint": "me@x.example",
        "authorizationServer": {"issuer": "https://as.example/", "authorizationEndpoint": "https://as.example/a",
          "tokenEndpoint": "https://as.example/t", "registrationEndpoint": "https://as.example/r"}
      }},
      "tools": {"allow": ["get_*"], "deny": ["get_secret?"]},
      "allowInsecureHttp": true, "allowPrivateNetwork": true
    },
    "local": {"command": "~/bin/x", "args": ["-y", "$${HOST} $HOME"], "env": {"T": "${TOKEN}", "E": "${EMPTY}", "D": "${EMPTY:-d}"}, "cwd": "~/work"},
    "bearer": {"url": "http://localhost/", "auth": {"type": "bearer", "token": "${TOKEN}"}, "type": "streamableHttp"},
    "basic": {"url": "https://x.example", "auth": {"type": "basic", "username": "me", "password": ""}},
    "key": {"url": "https://x.example", "auth": {"type": "apiKey", "token": "t"}},
    "key2": {"url": "https://x.example", "auth": {"type": "apiKey", "token": "t", "header": "X-Other"}},
    "issuer": {"url": "https://x.example", "auth": {"type": "oauth", "oauth21": {"authorizationServer": "https://as.example"}}},
    "off": {"disabled": true, "url": "https://${UNSET}/", "auth": {"type": "bearer", "token": "${file:absent}"}},
  },
}`
	home, _ := homeDir(testEnv)
	want := &Config{
		Path: "config.json", OpenBrowser: OpenBrowserNever,
		Servers: []Server{
			{
				Name: "z-all", URL: "https://api.example.com/mcp", Transport: TransportSSE, Timeout: 1500 * time.Millisecond,
				Headers: []Header{{"X-B", secret.New("b tok-env")}, {"X-A", secret.New("from-file")}},
				Auth: Auth{Type: AuthOAuth, OAuth: OAuth{
					Scopes: []string{"read", "write"}, CallbackPort: 3118, ClientID: "id", ClientSecret: secret.New("from-file"),
					ClientMetadataURL: "https://x.example/c.json", Resource: ResourceOmit, IssuerMismatch: true, PKCEUnadvertised: true,
					AuthorizeParams:         []Param{{"prompt", "consent"}, {"access_type", "offline"}},
					TokenEndpointAuthMethod: "client_secret_post", RedirectURI: "http://localhost:3118/callback", Account: "work", LoginHint: "me@x.example",
					AuthorizationServer: AuthorizationServer{
						Issuer: "https://as.example/", AuthorizationEndpoint: "https://as.example/a",
						TokenEndpoint: "https://as.example/t", RegistrationEndpoint: "https://as.example/r",
					},
				}},
				Tools:             Filter{Allow: []string{"get_*"}, Deny: []string{"get_secret?"}},
				AllowInsecureHTTP: true, AllowPrivateNetwork: true,
			},
			{
				Name: "local", Transport: TransportStdio, Command: filepath.Join(home, "bin/x"), Args: []string{"-y", "${HOST} $HOME"},
				Env: []Var{{"T", secret.New("tok-env")}, {"E", secret.New("")}, {"D", secret.New("d")}}, Cwd: filepath.Join(home, "work"), Timeout: time.Minute,
			},
			{Name: "bearer", Transport: TransportHTTP, URL: "http://localhost/", Auth: Auth{Type: AuthBearer, Token: secret.New("tok-env")}, Timeout: time.Minute},
			{Name: "basic", Transport: TransportAuto, URL: "https://x.example", Auth: Auth{Type: AuthBasic, Username: "me"}, Timeout: time.Minute},
			{Name: "key", Transport: TransportAuto, URL: "https://x.example", Auth: Auth{Type: AuthAPIKey, Token: secret.New("t"), Header: "X-API-Key"}, Timeout: time.Minute},
			{Name: "key2", Transport: TransportAuto, URL: "https://x.example", Auth: Auth{Type: AuthAPIKey, Token: secret.New("t"), Header: "X-Other"}, Timeout: time.Minute},
			{
				Name: "issuer", Transport: TransportAuto, URL: "https://x.example", Timeout: time.Minute,
				Auth: Auth{Type: AuthOAuth, OAuth: OAuth{AuthorizationServer: AuthorizationServer{Issuer: "https://as.example"}}},
			},
			{
				Name: "off", Transport: TransportAuto, URL: "https://${UNSET}/", Disabled: true, Timeout: time.Minute,
				Auth: Auth{Type: AuthBearer, Token: secret.New("${file:absent}")},
			},
		},
	}
	for _, variant := range []string{text, "\ufeff" + text, strings.ReplaceAll(text, "\n", "\r\n")} {
		got, err := Parse("config.json", []byte(variant), &ParseOptions{Env: testEnv, Dir: dir})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

// The files that the original documentation shows mean what it says.
func TestPromisedFormat(t *testing.T) {
	for _, text := range []string{
		`{"mcpServers":{"m":{"url":"https://mcp.example.com/api","auth":{"type":"oauth","oauth21":{"scopes":["read","write"],"callbackPort":9876}}}}}`,
		`{"mcpServers":{"m":{"url":"https://mcp.example.com/api","auth":{"type":"oauth","oauth21":{}}}}}`,
		`{"mcpServers":{"m":{"url":"https://mcp.example.com/api","auth":{"type":"oauth","oauth21":{"scopes":["read"],"clientId":"a","clientSecret":"b"}}}}}`,
	} {
		c, err := Parse("f", []byte(text), &ParseOptions{Env: testEnv})
		if err != nil || c.Problems != nil || len(c.Servers) != 1 || c.Servers[0].Auth.Type != AuthOAuth {
			t.Errorf("%s: %+v, %v", text, c, err)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	paths := Paths{Home: dir, ConfigFile: path}
	got, err := Load(paths, testEnv)
	if diff := cmp.Diff(&Config{Path: path, Missing: true, OpenBrowser: OpenBrowserAuto}, got); diff != "" || err != nil {
		t.Errorf("missing: %v (-want +got):\n%s", err, diff)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("")
	got, err = Load(paths, testEnv)
	if diff := cmp.Diff(&Config{Path: path, OpenBrowser: OpenBrowserAuto}, got); diff != "" || err != nil {
		t.Errorf("empty: %v (-want +got):\n%s", err, diff)
	}
	write("{]")
	_, err = Load(paths, func(name string) (string, bool) { return dir, name == "HOME" || name == "USERPROFILE" })
	want := Problems{{File: shorten(path, dir), Line: 1, Column: 2, Message: `a value is missing; allowed: "text", a number, true, false, null, {...} or [...]`}}
	problems, ok := errors.AsType[Problems](err)
	if diff := cmp.Diff(want, problems); diff != "" || !ok {
		t.Errorf("broken: %v (-want +got):\n%s", err, diff)
	}
	if err == nil || err.Error() != "read config: ~"+string(filepath.Separator)+`config.json:1:2: a value is missing; allowed: "text", a number, true, false, null, {...} or [...]` {
		t.Errorf("broken: %v", err)
	}
	write("{" + strings.Repeat(" ", maxFile) + "}")
	if _, err = Load(paths, testEnv); err == nil {
		t.Error("a file that is too large is read")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink("nowhere", path); err != nil {
			t.Fatal(err)
		}
		if c, err := Load(paths, testEnv); err == nil {
			t.Errorf("a link to nowhere is %+v", c)
		}
	}
}

func TestFindPaths(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the paths below are of Unix")
	}
	user := t.TempDir()
	env := func(more ...string) func(string) (string, bool) {
		m := map[string]string{"HOME": user, "XDG_CONFIG_HOME": user + "/c", "XDG_CACHE_HOME": user + "/cache", "XDG_STATE_HOME": user + "/state"}
		for _, kv := range more {
			k, v, _ := strings.Cut(kv, "=")
			m[k] = v
		}
		return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
	}
	at := func(home string) Paths {
		return Paths{Home: home, ConfigFile: home + "/config.json", AuthDir: home + "/auth", CacheDir: user + "/cache/ncp", StateDir: user + "/state/ncp"}
	}
	check := func(name, home string, env func(string) (string, bool)) {
		t.Helper()
		got, err := FindPaths(env)
		if diff := cmp.Diff(at(home), got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	check("nothing there", user+"/.ncp", env())
	check("NCP_HOME", "/x/y", env("NCP_HOME=/x/y/"))
	if err := os.MkdirAll(user+"/c/ncp", 0o700); err != nil {
		t.Fatal(err)
	}
	check("only XDG", user+"/c/ncp", env())
	check("empty NCP_HOME is none", user+"/c/ncp", env("NCP_HOME="))
	if err := os.MkdirAll(user+"/.ncp/profiles", 0o700); err != nil {
		t.Fatal(err)
	}
	check("both", user+"/.ncp", env())
	for _, bad := range []string{"NCP_HOME=relative", "HOME=", "HOME=relative"} {
		if got, err := FindPaths(env(bad)); err == nil {
			t.Errorf("%s: %+v", bad, got)
		}
	}

	profile := user + "/.ncp/profiles/all.json"
	steps := []struct{ write, want string }{{"", ""}, {profile, profile}, {user + "/.ncp/config.json", ""}}
	for _, s := range steps {
		if s.write != "" {
			if err := os.WriteFile(s.write, []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := at(user + "/.ncp").LegacyProfile(); got != s.want {
			t.Errorf("after writing %q: LegacyProfile() = %q, want %q", s.write, got, s.want)
		}
	}
}

func TestNearest(t *testing.T) {
	c := &Config{Servers: []Server{{Name: "github"}, {Name: "gitlab"}, {Name: "a"}}}
	for word, want := range map[string]string{"githb": "github", "GITHUB": "github", "gitlba": "gitlab", "zzz": "", "b": "", "": ""} {
		if got := c.Nearest(word); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestFilter(t *testing.T) {
	tests := []struct {
		filter Filter
		tool   string
		want   bool
	}{
		{Filter{}, "x", true},
		{Filter{Allow: []string{"get_*"}}, "get_x", true},
		{Filter{Allow: []string{"get_*"}}, "get_", true},
		{Filter{Allow: []string{"get_*"}}, "Get_x", false},
		{Filter{Allow: []string{"get_*"}}, "forget_x", false},
		{Filter{Allow: []string{"a", "b"}}, "b", true},
		{Filter{Allow: []string{"*"}, Deny: []string{"x"}}, "x", false},
		{Filter{Deny: []string{"*delete*"}}, "x/delete/y", false},
		{Filter{Deny: []string{"?"}}, "漢", false},
		{Filter{Deny: []string{"?"}}, "", true},
		{Filter{Deny: []string{"??"}}, "a", true},
		{Filter{Deny: []string{"*a*b*c"}}, "xaxbxbc", false},
		{Filter{Deny: []string{"*a*b*c"}}, "xaxbxbcx", true},
		{Filter{Deny: []string{strings.Repeat("a*", 50) + "b"}}, strings.Repeat("a", 5000), true},
	}
	for _, tt := range tests {
		if got := tt.filter.Allows(tt.tool); got != tt.want {
			t.Errorf("%+v.Allows(%q) = %v", tt.filter, tt.tool, got)
		}
	}
}

// Every key has its documentation, and no key of a server is there twice.
func TestKeys(t *testing.T) {
	seen := map[string]Key{}
	for _, k := range Keys() {
		if _, again := seen[k.Path]; again || k.Type == "" || (k.Doc == "") != k.Ignored {
			t.Errorf("%+v", k)
		}
		seen[k.Path] = k
	}
	want := Key{Path: "mcpServers.*.auth.oauth21.clientSecret", Type: "string", Secret: true, Doc: "its secret"}
	if diff := cmp.Diff(want, seen[want.Path]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzParse: no panic, positions inside the file, broken servers have an error, and names are not lost.
func FuzzParse(f *testing.F) {
	golden, err := os.ReadFile(filepath.Join("testdata", "problems.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, block := range strings.Split(string(golden), "=== ")[1:] {
		_, rest, _ := strings.Cut(block, "\n")
		text, _, _ := strings.Cut(rest, "---\n")
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("f", data, &ParseOptions{Env: testEnv, Dir: t.TempDir()})
		problems, ok := errors.AsType[Problems](err)
		if err != nil && (!ok || len(problems) == 0) {
			t.Fatalf("error without problems: %v", err)
		}
		if err == nil {
			problems = c.Problems
		}
		lines := strings.Split(strings.TrimPrefix(string(data), byteOrderMark), "\n")
		for _, p := range problems {
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
				t.Fatalf("%v is outside of the file", p)
			}
			if strings.ContainsFunc(p.Error(), isControl) || !utf8.ValidString(p.Error()) {
				t.Fatalf("%q could act on a terminal", p.Error())
			}
		}
		if err != nil {
			return
		}
		for _, s := range c.Servers {
			if s.Err() == nil && !s.Disabled && (s.URL == "") == (s.Command == "") {
				t.Fatalf("%+v has no error", s)
			}
		}
	})
}
