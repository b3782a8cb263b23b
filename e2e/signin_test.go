package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/internal/oauthtest"
	"ncp/tokenstore"
)

// protected is an MCP server behind a sign-in, and the home of a user who has configured it.
type protected struct {
	t         *testing.T
	authority *oauthtest.Authority
	resource  *oauthtest.Resource
	env       []string
	port      int              // of the callback, where a test has chosen it
	secured   *httptest.Server // in the place of resource, where a test wants TLS
}

func newProtected(t *testing.T, auth string) *protected {
	t.Helper()
	a := oauthtest.NewAuthority(t)
	r := oauthtest.NewResource(t, a)
	server := mcp.NewServer(&mcp.Implementation{Name: "vault", Version: "1"}, nil)
	type nothing struct{}
	mcp.AddTool(server, &mcp.Tool{Name: "list_files", Description: "List the files in the vault."},
		func(context.Context, *mcp.CallToolRequest, nothing) (*mcp.CallToolResult, any, error) {
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "secret.txt"}}}, nil, nil
		})
	r.Handler = mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{Stateless: true})
	env := home(t, fmt.Sprintf(`"vault":{"url":%q%s}`, r.URL, auth))
	return &protected{t: t, authority: a, resource: r, env: append(env, asBrowser+"=1", "BROWSER="+os.Args[0])}
}

// ncp runs a command and returns what it says on both outputs, and its exit code.
func (p *protected) ncp(args ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	var out, err bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = p.env, &out, &err
	var exit *exec.ExitError
	if e := cmd.Run(); e != nil && !errors.As(e, &exit) {
		p.t.Fatal(e)
	}
	return out.String(), err.String(), cmd.ProcessState.ExitCode()
}

// said is what a command said, with the address of a sign-in left out.
func said(stderr string) string {
	var lines []string
	for line := range strings.Lines(stderr) {
		if i := strings.Index(line, "http://"); i >= 0 {
			line = line[:i] + "URL\n"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "")
}

// variable is the value of an environment's variable.
func variable(env []string, name string) string {
	for _, v := range slices.Backward(env) {
		if value, found := strings.CutPrefix(v, name+"="); found {
			return value
		}
	}
	return ""
}

func (p *protected) withoutBrowser() {
	for i, v := range p.env {
		if strings.HasPrefix(v, "BROWSER=") {
			p.env[i] = "BROWSER="
		}
	}
}

const signedIn = "ncp: vault: sign-in needed, opening your browser ...\nncp:   (no browser? visit URL\nncp: vault: signed in\n"

func TestSignInByFind(t *testing.T) {
	p := newProtected(t, "")
	out, err, code := p.ncp("find", "list files")
	if diff := cmp.Diff([]any{"vault:list_files()\n    List the files in the vault.\n", signedIn, 0}, []any{out, said(err), code}); diff != "" {
		t.Fatal(diff)
	}
	for range 3 {
		out, err, code = p.ncp("run", "vault:list_files")
		if diff := cmp.Diff([]any{"secret.txt\n", "", 0}, []any{out, err, code}); diff != "" {
			t.Error(diff)
		}
	}
	if n := p.authority.Count("/authorize"); n != 1 {
		t.Errorf("%d windows", n)
	}
}

// A server that is content with nothing costs one window, however often it is asked, and the error says whose fault it is.
func TestAServerThatRefusesTheSignIn(t *testing.T) {
	for name, breaks := range map[string]func(p *protected){
		"renewed as often as we like": func(*protected) {},
		"not renewable":               func(p *protected) { p.authority.NoRefresh = true },
		"ended at once":               func(p *protected) { p.authority.Forgetful = true },
	} {
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, "")
			p.resource.Lock()
			p.resource.Audience = "https://other.example"
			p.resource.Unlock()
			p.authority.Lock()
			breaks(p)
			p.authority.Unlock()
			want := regexp.MustCompile(`ncp: vault: signed in at \d\d:\d\d, but the server refuses the token it was given \(HTTP 401\); find out why with: ncp doctor vault\n$`)
			for range 3 {
				out, err, code := p.ncp("run", "vault:list_files")
				if out != "" || code != 1 || !want.MatchString(err) {
					t.Errorf("exit code %d, %q, %q", code, out, err)
				}
			}
			host := legacyHost(p, "{}")
			host.send(legacyRun(1))
			progress := 0
			if answer := host.next(&progress); !answer.Result.IsError || !strings.Contains(answer.Result.Content[0].Text, "but the server refuses the token it was given") {
				t.Errorf("%+v", answer)
			}
			if n := p.authority.Count("/authorize"); n != 1 {
				t.Errorf("%d windows", n)
			}
			if _, err, _ := p.ncp("auth", "login", "vault"); !strings.Contains(err, "vault: signed in") { // who asks gets it
				t.Error(err)
			}
			if n := p.authority.Count("/authorize"); n != 2 {
				t.Errorf("%d windows", n)
			}
		})
	}
}

// A script that repeats itself, killed or given up each time, opens one window; the person finishes the sign-in in it.
func TestScriptsOpenOneWindow(t *testing.T) {
	p := newProtected(t, fmt.Sprintf(`,"auth":{"type":"oauth","oauth21":{"callbackPort":%d}}`, freePort(t)))
	opened := p.windows()
	one := p.begin("run", "vault:list_files")
	one.hears("no browser? visit")
	first(t, opened)
	for range 3 {
		_ = one.cmd.Process.Kill()
		_ = one.cmd.Wait()
		one = p.begin("run", "vault:list_files")
		one.hears("going on with the sign-in that another ncp has begun\nncp: vault: sign-in needed; its page is open in your browser already\n")
	}
	if err := browse(opened()[0]); err != nil {
		t.Fatal(err)
	}
	if stderr, code := one.ends(); code != 0 || one.out.String() != "secret.txt\n" {
		t.Errorf("%d, %s", code, stderr)
	}
	if got := opened(); len(got) != 1 {
		t.Errorf("windows: %v", got)
	}
}

// nearExpiry makes the stored access token one that ends in a few seconds.
func (p *protected) nearExpiry() {
	p.t.Helper()
	file := tokenstore.New(filepath.Join(variable(p.env, "NCP_HOME"), "auth"), slog.New(slog.DiscardHandler)).File(p.resource.URL, "")
	if err := file.Update(p.t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.Tokens.ObtainedAt, r.Tokens.ExpiresAt = time.Now().Add(-time.Hour), time.Now().Add(5*time.Second)
		return true, nil
	}); err != nil {
		p.t.Fatal(err)
	}
}

// A refresh behind a call outlives the call: its answer holds the only refresh token that is still good.
func TestTheEndWaitsForARefresh(t *testing.T) {
	p := newProtected(t, "")
	if _, err, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(err)
	}
	p.authority.Lock()
	p.authority.Slow = time.Second
	p.authority.Unlock()
	p.nearExpiry()
	for range 2 {
		if out, err, code := p.ncp("run", "vault:list_files"); out != "secret.txt\n" || err != "" || code != 0 {
			t.Errorf("exit code %d, %q, %q", code, out, err)
		}
		p.authority.ExpireAccess()
	}
	for path, want := range map[string]int{"/authorize": 1, "/token": 3} {
		if got := p.authority.Count(path); got != want {
			t.Errorf("%s was asked %d times, not %d", path, got, want)
		}
	}
	if p.authority.Replays > 0 {
		t.Errorf("%d replays", p.authority.Replays)
	}
}

func TestSignInByRun(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["read","write"]}}`)
	out, err, code := p.ncp("run", "vault:list_files")
	if diff := cmp.Diff([]any{"secret.txt\n", signedIn, 0}, []any{out, said(err), code}); diff != "" {
		t.Fatal(diff)
	}
	if got := p.authority.To("/authorize")[0].Form.Get("scope"); got != "read write" {
		t.Errorf("scope %q", got)
	}
}

func TestNobodyToSignIn(t *testing.T) {
	p := newProtected(t, "")
	p.withoutBrowser()
	p.env = append(p.env, "CI=1")
	for _, args := range [][]string{{"run", "vault:list_files"}, {"run", "vault:list_files", "--no-auth"}, {"find", "files"}, {"find", "files", "--no-auth"}} {
		out, err, code := p.ncp(args...)
		if out != "" || code != 4 || !strings.Contains(err, "needed") && !strings.Contains(err, "needs sign-in") {
			t.Errorf("%v: exit code %d, %q, %q", args, code, out, err)
		}
	}
}

func TestSignInByPasting(t *testing.T) {
	p := newProtected(t, "")
	p.withoutBrowser()
	p.env = append(p.env, "CI=1")
	cmd := exec.Command(binary, "run", "vault:list_files")
	cmd.Env = p.env
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	page := ""
	var heard bytes.Buffer
	for buf := make([]byte, 4096); !strings.Contains(heard.String(), "paste here"); {
		n, err := stderr.Read(buf)
		if err != nil {
			t.Fatalf("%v: %s", err, heard.String())
		}
		heard.Write(buf[:n])
	}
	for word := range strings.FieldsSeq(heard.String()) {
		if strings.HasPrefix(word, "http://") {
			page = word
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(page) // on another machine, where the redirect leads nowhere
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	fmt.Fprintln(in, "what?")
	fmt.Fprintln(in, resp.Header.Get("Location"))
	rest, _ := io.ReadAll(stderr)
	if err := cmd.Wait(); err != nil || out.String() != "secret.txt\n" || !strings.Contains(string(rest), "paste the whole address") {
		t.Errorf("%v, %q, %s", err, out.String(), rest)
	}
}

// Many hosts start ncp many times.
func TestManyProcessesSignInOnce(t *testing.T) {
	p := newProtected(t, "")
	const many = 8
	type end struct {
		out, err string
		code     int
	}
	ends := make(chan end, many)
	for range many {
		go func() {
			out, err, code := p.ncp("run", "vault:list_files")
			ends <- end{out, err, code}
		}()
	}
	for range many {
		if e := <-ends; e.out != "secret.txt\n" || e.code != 0 {
			t.Errorf("%+v", e)
		}
	}
	for path, want := range map[string]int{"/register": 1, "/authorize": 1, "/token": 1} {
		if got := p.authority.Count(path); got != want {
			t.Errorf("%s was asked %d times, not %d", path, got, want)
		}
	}
}

func TestServeNamesWhoNeedsASignIn(t *testing.T) {
	p := newProtected(t, "")
	p.env = append(p.env, "NCP_NO_BROWSER=1")
	host := start(t, p.env)
	host.initialize()
	found := host.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{"description":"files"}}}`)
	if !strings.Contains(found, `! vault: needs sign-in: nobody has signed in yet (to let the user sign in, call run with the tool vault:sign-in)"`) {
		t.Error(found)
	}
	if n := p.authority.Count("/register") + p.authority.Count("/authorize"); n != 0 {
		t.Errorf("%d requests for a sign-in that nobody asked for", n)
	}
	p.env = slices.DeleteFunc(p.env, func(v string) bool { return strings.HasPrefix(v, "NCP_NO_BROWSER") })
	if _, err, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(err)
	}
	if ran := host.ask(host.run(3, "vault:list_files", `{}`)); !strings.Contains(ran, "secret.txt") {
		t.Errorf("after the sign-in: %s", ran)
	}
	host.ends("end of input", func() { _ = host.in.Close() })
}

// A model that knows none of a server's tools gets the user signed in as find says, and finds them then.
func TestHostSignsInBeforeItKnowsATool(t *testing.T) {
	p := newProtected(t, "")
	host := legacyHost(p, "{}")
	progress := 0
	host.send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run","arguments":{"tool":"vault:sign-in"}}}`)
	if told := host.next(&progress); told.Result.IsError || told.Result.Content[0].Text != "The user is signed in at vault. Its tools can be found and called now." {
		t.Errorf("%+v", told)
	}
	if found := host.find(2); !strings.Contains(found, "vault:list_files") {
		t.Error(found)
	}
}

// Who asks for a sign-in by hand, where a host waits for one already, gets a window with the host's page.
func TestAuthLoginOpensTheHostsPage(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	host := legacyHost(p, "{}")
	progress := 0
	host.send(legacyRun(1))
	if told := host.next(&progress); !told.Result.IsError {
		t.Fatalf("%+v", told)
	}
	c := p.begin("auth", "login", "vault")
	text := c.hears("paste the redirect URL here")
	windows := opened()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); len(windows) < 2 && time.Since(began) < 10*time.Second; windows = opened() { // an opener is started, and not waited for
		<-again.C
	}
	if !strings.HasPrefix(text, "ncp: vault: taking part in the sign-in that another ncp has begun\nncp: vault: sign-in needed, opening your browser ...\n") || len(windows) != 2 || windows[0] != windows[1] {
		t.Errorf("%s%q", text, windows)
	}
	if err := browse(windows[1]); err != nil {
		t.Fatal(err)
	}
	if stderr, code := c.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: vault: signed in\n") {
		t.Errorf("%d, %s", code, stderr)
	}
	host.send(legacyRun(2))
	if answer := host.next(&progress); answer.Result.IsError {
		t.Errorf("%+v", answer)
	}
}
