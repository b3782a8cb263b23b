package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/internal/oauthtest"
	"ncp/tokenstore"
)

// command is a running ncp whose stderr can be followed.
type command struct {
	t      *testing.T
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    bytes.Buffer
	stderr io.Reader
	heard  strings.Builder
}

func (p *protected) begin(args ...string) *command {
	p.t.Helper()
	c := &command{t: p.t, cmd: exec.Command(binary, args...)}
	c.cmd.Env, c.cmd.Stdout = p.env, &c.out
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		p.t.Fatal(err)
	}
	if c.stderr, err = c.cmd.StderrPipe(); err != nil {
		p.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = c.cmd.Process.Kill() })
	return c
}

// hears reads stderr until it holds a text, and returns all of it so far.
func (c *command) hears(text string) string {
	c.t.Helper()
	for buf := make([]byte, 4096); !strings.Contains(c.heard.String(), text); {
		n, err := c.stderr.Read(buf)
		c.heard.Write(buf[:n])
		if err != nil {
			c.t.Fatalf("%v before %q: %s", err, text, c.heard.String())
		}
	}
	return c.heard.String()
}

// ends waits for the end and returns all that was said, and the exit code.
func (c *command) ends() (stderr string, code int) {
	rest, _ := io.ReadAll(c.stderr)
	c.heard.Write(rest)
	_ = c.cmd.Wait()
	return c.heard.String(), c.cmd.ProcessState.ExitCode()
}

// addressIn is the first address in a text.
func addressIn(t *testing.T, text string) string {
	t.Helper()
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, "http://") {
			return word
		}
	}
	t.Fatalf("no address in %s", text)
	return ""
}

// person says who signs in from here on.
func (p *protected) person(name string) {
	p.authority.Lock()
	defer p.authority.Unlock()
	p.authority.Person = name
}

func (p *protected) status() map[string]any {
	p.t.Helper()
	out, stderr, code := p.ncp("auth", "status", "--json")
	var all struct{ Accounts []map[string]any }
	if err := json.Unmarshal([]byte(out), &all); err != nil || code != 0 || len(all.Accounts) == 0 {
		p.t.Fatalf("%v, %d, %s%s", err, code, out, stderr)
	}
	return all.Accounts[0]
}

func TestAuthLoginStatusLogout(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["openid","files"]}}`)
	p.person("alice")
	p.authority.OfferRevocation()
	if s := p.status(); s["signedIn"] != false {
		t.Errorf("%v", s)
	}
	_, stderr, code := p.ncp("auth", "login", "vault")
	want := "ncp: vault: sign-in needed, opening your browser ...\nncp:   (no browser? visit URL\nncp: vault: signed in as alice@example.com\n"
	if diff := cmp.Diff([]any{want, 0}, []any{said(stderr), code}); diff != "" {
		t.Fatal(diff)
	}
	if _, stderr, code = p.ncp("auth", "login", "vault"); code != 0 || p.authority.Count("/authorize") != 2 { // again, as asked
		t.Errorf("%d, %s", code, stderr)
	}
	got := p.status()
	for _, member := range []string{"obtainedAt", "expiresAt", "clientId", "lastSignIn", "file"} {
		if got[member] == nil || got[member] == "" {
			t.Errorf("%s is not there", member)
		}
		delete(got, member)
	}
	if diff := cmp.Diff(map[string]any{
		"server": "vault", "url": p.resource.URL, "auth": "oauth", "signedIn": true, "identity": map[string]any{"subject": "alice", "name": "alice@example.com"},
		"scopes": []any{"files", "openid"}, "refreshable": true, "issuer": p.authority.URL, "registration": "registered", "pending": false,
	}, got); diff != "" {
		t.Error(diff)
	}
	out, _, _ := p.ncp("auth", "list")
	if want := "SERVER  ACCOUNT  SIGNED IN  AS                 ISSUER\nvault            yes        alice@example.com  " + p.authority.URL + "\n"; out != want {
		t.Error(cmp.Diff(want, out))
	}

	host := start(t, append(slices.Clone(p.env), "NCP_NO_BROWSER=1", "NCP_SIGN_IN_WAIT=100ms"))
	host.initialize()
	if ran := host.ask(host.run(1, "vault:list_files", `{}`)); !strings.Contains(ran, "secret.txt") {
		t.Fatal(ran)
	}
	_, stderr, code = p.ncp("auth", "logout", "vault")
	if diff := cmp.Diff([]any{"ncp: vault: signed out, tokens revoked\n", 0}, []any{stderr, code}); diff != "" {
		t.Error(diff)
	}
	if n := p.authority.Count("/revoke"); n != 2 {
		t.Errorf("%d tokens revoked", n)
	}
	if s := p.status(); s["signedIn"] != false || s["registration"] != nil {
		t.Errorf("%v", s)
	}
	if out, _, code := p.ncp("auth", "status"); code != 0 || !strings.Contains(out, "signed in     no\n") {
		t.Errorf("%d, %s", code, out)
	}
	if _, stderr, code = p.ncp("auth", "logout", "--all"); stderr != "" || code != 0 { // nothing is stored
		t.Errorf("%q, %d", stderr, code)
	}
	if ran := host.ask(host.run(2, "vault:list_files", `{}`)); !strings.Contains(ran, "vault needs a sign-in at") { // at once
		t.Error(ran)
	}
	host.ends("end of input", func() { _ = host.in.Close() })
}

// A sign-out while a host's call waits for the person: the call is told, the command says so, and the open page leads nowhere.
func TestAuthLogoutDuringASignIn(t *testing.T) {
	p := newProtected(t, "")
	host := legacyHost(p, linkHost)
	progress := 0
	host.send(legacyRun(1))
	asked := host.next(&progress)
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
	_, stderr, code := p.ncp("auth", "logout", "vault")
	if diff := cmp.Diff([]any{"ncp: vault: the sign-in under way is ended\n", 0}, []any{stderr, code}); diff != "" {
		t.Error(diff)
	}
	toldOfTheLogout(t, host.next(&progress))
	if err := browse(asked.Params.URL); err == nil {
		t.Error("somebody waits for the page still")
	}
	if s := p.status(); s["signedIn"] != false || s["pending"] != false {
		t.Errorf("%v", s)
	}
}

// toldOfTheLogout wants the answer to a call whose sign-in was ended by a sign-out.
func toldOfTheLogout(t *testing.T, told frame) {
	t.Helper()
	if want := `vault: sign-in: the sign-in was ended by "ncp auth logout"`; len(told.Result.Content) != 1 || told.Result.Content[0].Text != want || !told.Result.IsError {
		t.Errorf("%+v", told)
	}
}

// The same while the sign-in has no page yet and nothing is stored, as the authorization server hangs.
func TestAuthLogoutBeforeThereIsAPage(t *testing.T) {
	p := newProtected(t, "")
	reached := make(chan struct{}, 16)
	p.authority.SetFault("/register", func(_ http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-r.Context().Done()
	})
	host := legacyHost(p, "{}")
	progress := 0
	host.send(legacyRun(1))
	<-reached
	_, stderr, code := p.ncp("auth", "logout", "--all")
	if diff := cmp.Diff([]any{"", 0}, []any{stderr, code}); diff != "" {
		t.Error(diff)
	}
	toldOfTheLogout(t, host.next(&progress))
	if out, _, _ := p.ncp("auth", "status", "--json"); out != "{\n  \"accounts\": []\n}\n" {
		t.Error(out)
	}
}

func TestAuthLogoutWhereRevocationFails(t *testing.T) {
	p := newProtected(t, "")
	p.authority.OfferRevocation()
	p.authority.SetFault("/revoke", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	if _, stderr, code := p.ncp("auth", "login", "vault"); code != 0 {
		t.Fatal(stderr)
	}
	_, stderr, code := p.ncp("auth", "logout", "vault", "--tokens")
	if code != 1 || !strings.Contains(stderr, "signed out here, but the tokens may still be good") || !strings.Contains(stderr, "HTTP 503") {
		t.Errorf("%d, %s", code, stderr)
	}
	if s := p.status(); s["signedIn"] != false || s["registration"] != "registered" {
		t.Errorf("%v", s)
	}
}

func TestAuthLoginByDevice(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"account":"work","loginHint":"alice@example.com"}}`)
	p.authority.OfferDevice()
	for _, args := range [][]string{{"auth", "login", "vault", "--device"}, {"auth", "login", "vault", "--no-browser"}, {"auth", "login", "vault"}} {
		if len(args) == 3 {
			p.env = append(p.env, "BROWSER=/nowhere/browser") // is none
		}
		c := p.begin(args...)
		text := c.hears("which has it already")
		code := codeIn(t, text)
		page := p.authority.URL + "/type"
		want := fmt.Sprintf("ncp: vault (account \"work\", as alice@example.com): sign-in needed; on any device open\n  %s\nand type the code\n  %s\nncp:   (or open %s?user_code=%s, which has it already)\n", page, code, page, code)
		if diff := cmp.Diff(want, text); diff != "" {
			t.Error(diff)
		}
		p.authority.Type(code, oauthtest.Approved)
		if stderr, exit := c.ends(); exit != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
			t.Errorf("%d, %s", exit, stderr)
		}
	}
	if n := p.authority.Count("/authorize"); n != 0 {
		t.Errorf("%d windows", n)
	}
}

// A sign-in that one ncp has begun is finished by pasting into another.
func TestAuthLoginJoinsAnother(t *testing.T) {
	p := newProtected(t, "")
	p.withoutBrowser()
	p.env = append(p.env, "CI=1")
	first := p.begin("run", "vault:list_files")
	page := addressIn(t, first.hears("paste here"))
	second := p.begin("auth", "login", "vault")
	if theirs := addressIn(t, second.hears("can be pasted here")); theirs != page {
		t.Errorf("%s, not %s", theirs, page)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	fmt.Fprintln(second.in, resp.Header.Get("Location"))
	if stderr, code := second.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
		t.Errorf("%d, %s", code, stderr)
	}
	if stderr, code := first.ends(); code != 0 || first.out.String() != "secret.txt\n" {
		t.Errorf("%d, %q, %s", code, first.out.String(), stderr)
	}
}

// A host waits for its person in a browser; in the terminal the same person wants a code. The host's sign-in gives way, and its next call works.
func TestAuthLoginByDeviceInsteadOfAHosts(t *testing.T) {
	p := newProtected(t, fmt.Sprintf(`,"auth":{"type":"oauth","oauth21":{"callbackPort":%d}}`, freePort(t)))
	p.authority.OfferDevice()
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	host := legacyHost(p, "{}")
	progress := 0
	host.send(legacyRun(1))
	if told := host.next(&progress); !told.Result.IsError {
		t.Fatalf("%+v", told)
	}
	c := p.begin("auth", "login", "vault", "--device")
	text := c.hears("which has it already")
	if !strings.HasPrefix(text, "ncp: vault: another ncp has begun a sign-in, but for other scopes or in another way than you want it; it gives way\nncp: vault: sign-in needed; on any device open\n") {
		t.Error(text)
	}
	p.authority.Type(codeIn(t, text), oauthtest.Approved)
	if stderr, code := c.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
		t.Errorf("%d, %s", code, stderr)
	}
	host.send(legacyRun(2))
	if answer := host.next(&progress); answer.Result.IsError || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
	if got := [2]int{len(opened()), p.authority.Count("/authorize")}; got != [2]int{1, 0} {
		t.Errorf("%v windows and pages", got)
	}
}

// codeIn is the code in a text that a person is to type.
func codeIn(t *testing.T, text string) string {
	t.Helper()
	code := regexp.MustCompile(`\b[A-Z0-9]{4}-[A-Z0-9]{4}\b`).FindString(text)
	if code == "" {
		t.Fatalf("no code in %s", text)
	}
	return code
}

// Two accounts at one URL: nothing of one is the other's, and one person behind both is told.
func TestAuthTwoAccounts(t *testing.T) {
	p := newProtected(t, "")
	p.authority.OfferRevocation()
	config := filepath.Join(homeOf(t, p.env), "config.json")
	entry := func(name, account string) string {
		return fmt.Sprintf(`%q:{"url":%q,"auth":{"type":"oauth","oauth21":{"account":%q,"scopes":["openid"]}}}`, name, p.resource.URL, account)
	}
	if err := os.WriteFile(config, fmt.Appendf(nil, `{"mcpServers":{%s,%s}}`, entry("gh-home", "home"), entry("gh-work", "work")), 0o600); err != nil {
		t.Fatal(err)
	}
	p.person("alice")
	if _, stderr, code := p.ncp("auth", "login", "gh-home"); code != 0 || !strings.Contains(stderr, `gh-home (account "home"): sign-in needed`) {
		t.Fatal(stderr)
	}
	if _, stderr, code := p.ncp("run", "gh-work:list_files", "--no-auth"); code != 4 {
		t.Errorf("the other account's token was used: %d, %s", code, stderr)
	}
	const warning = "warning: gh-work and gh-home are different accounts in the configuration, but the same person has signed in at both"
	if _, stderr, code := p.ncp("auth", "login", "gh-work"); code != 0 || !strings.Contains(stderr, warning) {
		t.Errorf("%d, %s", code, stderr)
	}
	if _, stderr, code := p.ncp("auth", "logout", "gh-work"); code != 0 {
		t.Error(stderr)
	}
	if _, stderr, code := p.ncp("run", "gh-work:list_files"); code != 0 || !strings.Contains(stderr, warning) { // by whatever command
		t.Errorf("%d, %s", code, stderr)
	}
	if out, _, _ := p.ncp("auth", "status", "gh-home"); !strings.Contains(out, "warning       the same person is signed in at gh-work") {
		t.Error(out)
	}
	// The same person at another server is no mistake.
	other := oauthtest.NewResource(t, p.authority)
	if err := os.WriteFile(config, fmt.Appendf(nil, `{"mcpServers":{%s,%s,"wiki":{"url":%q,"auth":{"type":"oauth","oauth21":{"scopes":["openid"]}}}}}`,
		entry("gh-home", "home"), entry("gh-work", "work"), other.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	p.person("alice")
	if _, stderr, code := p.ncp("auth", "login", "wiki"); code != 0 || strings.Contains(stderr, "warning") {
		t.Errorf("%d, %s", code, stderr)
	}
	p.person("bob")
	if _, stderr, _ := p.ncp("auth", "login", "gh-work"); strings.Contains(stderr, "warning") || !strings.Contains(stderr, "signed in as bob@example.com") {
		t.Error(stderr)
	}
	if _, stderr, code := p.ncp("auth", "logout", "gh-work"); code != 0 {
		t.Error(stderr)
	}
	if out, stderr, code := p.ncp("run", "gh-home:list_files"); out != "secret.txt\n" || code != 0 {
		t.Errorf("the other account was signed out, too: %s", stderr)
	}
}

// One record that cannot be read hides no other.
func TestAuthStatusGoesOnAfterAnUnreadableRecord(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"account":"a"}}`)
	p.configured(`{"mcpServers":{`, fmt.Sprintf(`{"mcpServers":{"broken":{"url":%q,"auth":{"type":"oauth"}},`, p.resource.URL))
	dir := filepath.Join(homeOf(t, p.env), "auth")
	file := filepath.Join(dir, tokenstore.Key(p.resource.URL, "")+".json")
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.Mkdir(file, 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := p.ncp("auth", "login", "vault"); code != 0 {
		t.Fatal(stderr)
	}
	out, stderr, code := p.ncp("auth", "list")
	want := "SERVER  ACCOUNT  SIGNED IN   AS        ISSUER\nbroken           unreadable            \nvault   a        yes         not told  " + p.authority.URL + "\n"
	if diff := cmp.Diff([]any{want, "", 1}, []any{out, stderr, code}); diff != "" {
		t.Error(diff)
	}
	out, _, code = p.ncp("auth", "status")
	if code != 1 || !strings.Contains(out, "signed in     not known: ") || !strings.Contains(out, "signed in     yes; the authorization server does not tell as whom\n") {
		t.Errorf("%d, %s", code, out)
	}
	raw, _, code := p.ncp("auth", "status", "--json")
	var all struct {
		Accounts []struct{ Server, File, Unreadable string }
	}
	if err := json.Unmarshal([]byte(raw), &all); err != nil || code != 1 || len(all.Accounts) != 2 || all.Accounts[0].File != file || all.Accounts[0].Unreadable == "" || all.Accounts[1].Unreadable != "" {
		t.Errorf("%v, %d, %s", err, code, raw)
	}
}

// A sign-in outlives its entry, is told, and can be revoked and forgotten without it.
func TestAuthLogoutOfARemovedEntry(t *testing.T) {
	for name, logout := range map[string]func(p *protected) string{
		"all":         func(*protected) string { return "--all" },
		"its address": func(p *protected) string { return p.resource.URL },
	} {
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"account":"work"}}`)
			p.authority.OfferRevocation()
			if _, stderr, code := p.ncp("auth", "login", "vault"); code != 0 {
				t.Fatal(stderr)
			}
			if _, stderr, code := p.ncp("auth", "logout", p.resource.URL); code != 1 || !strings.Contains(stderr, "beside those of configured servers") {
				t.Errorf("%d, %s", code, stderr)
			}
			_, stderr, code := p.ncp("remove", "vault")
			if code != 0 || !strings.HasSuffix(stderr, "\nncp: its sign-in stays stored; revoke and forget it with: ncp auth logout "+p.resource.URL+"\n") {
				t.Errorf("%d, %s", code, stderr)
			}
			_, stderr, code = p.ncp("auth", "logout", logout(p))
			if diff := cmp.Diff([]any{"ncp: " + p.resource.URL + " (account \"work\"): signed out, tokens revoked\n", 0}, []any{stderr, code}); diff != "" {
				t.Error(diff)
			}
			if n := p.authority.Count("/revoke"); n != 2 {
				t.Errorf("%d tokens revoked", n)
			}
			if _, stderr, code = p.ncp("auth", "logout", "--all"); stderr != "" || code != 0 { // nothing is left
				t.Errorf("%d, %s", code, stderr)
			}
		})
	}
}

// Two logins at once for one account are one sign-in.
func TestAuthTwoLoginsAtOnce(t *testing.T) {
	p := newProtected(t, "")
	p.withoutBrowser()
	p.env = append(p.env, "CI=1")
	one := p.begin("auth", "login", "vault")
	page := addressIn(t, one.hears("paste here"))
	other := p.begin("auth", "login", "vault")
	if theirs := addressIn(t, other.hears("can be pasted here")); theirs != page {
		t.Errorf("%s, not %s", theirs, page)
	}
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*command{one, other} {
		if stderr, code := c.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
			t.Errorf("%d, %s", code, stderr)
		}
	}
	if got := [2]int{p.authority.Count("/authorize"), p.authority.Count("/register")}; got != [2]int{1, 1} {
		t.Errorf("%v pages and registrations", got)
	}
}

// The host's ncp that opened the window is killed; the command line finishes the sign-in, in that window.
func TestAuthLoginTakesOverFromAKilledHost(t *testing.T) {
	p := newProtected(t, fmt.Sprintf(`,"auth":{"type":"oauth","oauth21":{"callbackPort":%d}}`, freePort(t)))
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	host := legacyHost(p, "{}")
	host.send(legacyRun(1))
	windows := first(t, opened)
	progress := 0
	host.next(&progress)
	_ = host.cmd.Process.Kill()
	_ = host.cmd.Wait()
	p.env = append(p.env, "NCP_NO_BROWSER=1")
	c := p.begin("auth", "login", "vault")
	text := c.hears("paste here")
	if !strings.HasPrefix(text, "ncp: vault: going on with the sign-in that another ncp has begun\n") || addressIn(t, text) != windows[0] {
		t.Error(text)
	}
	if err := browse(windows[0]); err != nil {
		t.Fatal(err)
	}
	if stderr, code := c.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
		t.Errorf("%d, %s", code, stderr)
	}
	if got := [3]int{len(opened()), p.authority.Count("/register"), p.authority.Count("/authorize")}; got != [3]int{1, 1, 1} {
		t.Errorf("windows, registrations, pages: %v", got)
	}
}

// What a server wants beyond what was granted is said before its page opens. Soon after another window the page is named, not opened, where
// nobody has come to a terminal.
func TestRunSaysWhatIsAdded(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["files"]}}`)
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	p.resource.Lock()
	p.resource.Scopes = []string{"files", "admin"}
	p.resource.Unlock()
	out, stderr, code := p.ncp("run", "vault:list_files")
	if diff := cmp.Diff([]any{"secret.txt\n", "ncp: vault: more permission is needed: admin\n" + signedIn, 0}, []any{out, said(stderr), code}); diff != "" {
		t.Error(diff)
	}
}

// Two accounts at one URL whose tools differ: neither their tools nor their pending sign-ins meet.
func TestAuthAccountsNeverCross(t *testing.T) {
	p := newProtected(t, "")
	var mu sync.Mutex // guards principals
	principals := map[string]http.Handler{}
	p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // each token has a server of its own
		mu.Lock()
		principal := principals[r.Header.Get("Authorization")]
		if principal == nil {
			server := mcp.NewServer(&mcp.Implementation{Name: "vault", Version: "1"}, nil)
			mcp.AddTool(server, &mcp.Tool{Name: fmt.Sprint("tool_", 1+len(principals))}, func(context.Context, *mcp.CallToolRequest, struct{}) (*mcp.CallToolResult, any, error) {
				return &mcp.CallToolResult{Content: []mcp.Content{}}, nil, nil
			})
			principal = mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{Stateless: true})
			principals[r.Header.Get("Authorization")] = principal
		}
		mu.Unlock()
		principal.ServeHTTP(w, r)
	})
	entry := func(name, account string) string {
		return fmt.Sprintf(`%q:{"url":%q,"auth":{"type":"oauth","oauth21":{"account":%q,"scopes":["openid"]}}}`, name, p.resource.URL, account)
	}
	if err := os.WriteFile(filepath.Join(homeOf(t, p.env), "config.json"), fmt.Appendf(nil, `{"mcpServers":{%s,%s}}`, entry("home", "home"), entry("work", "work")), 0o600); err != nil {
		t.Fatal(err)
	}
	env := p.env
	p.env = append(slices.Clone(env), "NCP_NO_BROWSER=1", "NCP_SIGN_IN_WAIT=100ms")
	host := legacyHost(p, "{}")
	progress := 0
	pages := map[string]string{}
	for id, name := range []string{"home", "work"} { // both sign-ins are under way at once
		host.send(legacyRunOf(1+id, name))
		told := host.next(&progress)
		if want := fmt.Sprintf("%s needs a sign-in at %s for the account %q.", name, p.authority.URL, name); !strings.HasPrefix(told.Result.Content[0].Text, want) {
			t.Errorf("%+v", told)
		}
		pages[name] = pageIn(told.Result.Content[0].Text)
	}
	if pages["home"] == pages["work"] {
		t.Fatal("one page for both")
	}
	listed := func(name string) (string, int) {
		out, _, code := p.ncp("list", name)
		return out, code
	}
	for i, name := range []string{"work", "home"} {
		p.person([]string{"bob", "alice"}[i])
		if err := browse(pages[name]); err != nil {
			t.Fatal(err)
		}
		again := time.NewTicker(50 * time.Millisecond)
		want := fmt.Sprintf("%s:tool_%d()\n", name, 1+i)
		out, _ := listed(name)
		for began := time.Now(); out != want; out, _ = listed(name) {
			if time.Since(began) > 10*time.Second {
				t.Fatalf("%s, not %s", out, want)
			}
			<-again.C
		}
		again.Stop()
		if out, code := listed("home"); i == 0 && (out != "" || code != 4) {
			t.Errorf("after the other's sign-in: %d, %s", code, out)
		}
	}
	for name, person := range map[string]string{"home": "alice", "work": "bob"} {
		if out, _, _ := p.ncp("auth", "status", name); !strings.Contains(out, "signed in     as "+person+"@example.com\n") || strings.Contains(out, "warning") {
			t.Error(out)
		}
	}
	p.ncp("auth", "logout", "work")
	if out, code := listed("home"); out != "home:tool_2()\n" || code != 0 {
		t.Errorf("%d, %s", code, out)
	}
	if out, code := listed("work"); out != "" || code != 4 { // not even from the catalogue
		t.Errorf("%d, %s", code, out)
	}
}

// longAgo makes the last window for a server one of ten minutes ago, so that another one may be opened for who has no terminal.
func longAgo(t *testing.T, home, url string) {
	t.Helper()
	file := tokenstore.New(filepath.Join(home, "auth"), slog.New(slog.DiscardHandler)).File(url, "")
	if err := file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.WindowAt = r.WindowAt.Add(-10 * time.Minute)
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
}

func homeOf(t *testing.T, env []string) string {
	t.Helper()
	for _, v := range env {
		if home, ok := strings.CutPrefix(v, "NCP_HOME="); ok {
			return home
		}
	}
	t.Fatal("no NCP_HOME")
	return ""
}

func TestAuthWrongUse(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"bearer","token":"x"}`)
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"auth", "login", "valt"}, 1, `no server "valt"; did you mean vault?`},
		{[]string{"auth", "status", "other"}, 1, `no server "other"; configured: vault`},
		{[]string{"doctor", "valt"}, 1, `no server "valt"; did you mean vault?`},
		{[]string{"auth", "login", "vault"}, 1, `vault does not sign in: its entry has "auth" of type "bearer"`},
		{[]string{"auth", "logout"}, 2, "give the name of a server, or --all"},
		{[]string{"auth", "logout", "vault", "--all"}, 2, "give the name of a server, or --all"},
		{[]string{"auth", "logout", "vault", "--tokens", "--client"}, 2, "--tokens and --client together"},
	} {
		if _, stderr, code := p.ncp(test.args...); code != test.code || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: %d, %s", test.args, code, stderr)
		}
	}
}

// Ctrl-C at a code ends at once.
func TestAuthLoginByDeviceIsInterrupted(t *testing.T) {
	p := newProtected(t, "")
	p.authority.OfferDevice()
	p.authority.Lock()
	p.authority.Device.Interval = 60
	p.authority.Unlock()
	c := p.begin("auth", "login", "vault", "--device")
	c.hears("which has it already")
	began := time.Now()
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Skip("this system cannot interrupt: ", err)
	}
	stderr, code := c.ends()
	if took := time.Since(began); code != 4 || took > 5*time.Second { // a second is promised; the machine may be busy
		t.Errorf("%d after %v: %s", code, took, stderr)
	}
}

// A client that signs in as itself needs nobody, on the command line and under a host, and all processes share its token.
func TestClientCredentials(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"clientCredentials","oauth21":{"clientId":"robot","clientSecret":"s3cret","scopes":["files"]}}`)
	p.authority.AddClient("robot", "s3cret", "client_secret_basic")
	host := start(t, p.env)
	host.initialize()
	if ran := host.ask(host.run(1, "vault:list_files", `{}`)); !strings.Contains(ran, "secret.txt") {
		t.Error(ran)
	}
	for range 2 {
		if out, stderr, code := p.ncp("run", "vault:list_files"); out != "secret.txt\n" || stderr != "" || code != 0 {
			t.Errorf("%d, %s%s", code, out, stderr)
		}
	}
	host.ends("end of input", func() { _ = host.in.Close() })
	if tokens, pages := p.authority.Count("/token"), p.authority.Count("/authorize"); tokens != 1 || pages != 0 {
		t.Errorf("%d token requests, %d pages", tokens, pages)
	}
	if out, _, _ := p.ncp("auth", "status"); !strings.Contains(out, "signed in     as the client robot\n  scopes        files\n") || !strings.Contains(out, "the client gets the next one by itself") {
		t.Error(out)
	}
	if _, stderr, code := p.ncp("auth", "login", "vault"); code != 1 || !strings.Contains(stderr, "the client signs in by itself") {
		t.Errorf("%d, %s", code, stderr)
	}
}
