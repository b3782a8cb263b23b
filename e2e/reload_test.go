package e2e

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ncp/internal/demo"
)

const listChanged = `"method":"notifications/tools/list_changed"`

// configOf is where a home has its configuration.
func configOf(t *testing.T, env []string) string {
	t.Helper()
	for _, v := range env {
		if dir, ok := strings.CutPrefix(v, "NCP_HOME="); ok && dir != "" {
			return filepath.Join(dir, "config.json")
		}
	}
	t.Fatal("no NCP_HOME")
	return ""
}

// rewrite replaces the configuration as an editor does: a new file under the old name.
func rewrite(t *testing.T, env []string, text string) {
	t.Helper()
	path := configOf(t, env)
	next := path + ".new"
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
}

// A host that runs sees servers come and go with the configuration, and a broken file takes none away.
func TestTheConfigurationChangesWhileServing(t *testing.T) {
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	entry := map[string]string{}
	for _, s := range d.Servers {
		entry[s.Name] = fmt.Sprintf("%q: {\"url\": %q}", s.Name, s.URL)
	}
	env := home(t, entry["notes"])
	p := start(t, env)
	p.initialize()
	p.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	id := 0
	ask := func(request string) string {
		id++
		return p.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s}`, id, request))
	}
	description := func() string { return ask(`"method":"tools/list"`) }
	find := func() string { return ask(`"method":"tools/call","params":{"name":"find","arguments":{}}`) }
	expect := func(what, got string, wanted, unwanted string) {
		t.Helper()
		if !strings.Contains(got, wanted) || unwanted != "" && strings.Contains(got, unwanted) {
			t.Errorf("%s: %s", what, got)
		}
	}
	expect("at the start", description(), "(notes)", "units")

	rewrite(t, env, `{"mcpServers": {`+entry["notes"]+`, `+entry["units"]+`}}`)
	expect("a server more", p.receive(), listChanged, "")
	expect("a server more", description(), "(notes, units)", "")
	expect("a server more", find(), "units:", "")

	expect("a server more", ask(`"method":"tools/call","params":{"name":"find","arguments":{"description":"delete a note"}}`), "notes:delete_note", "")

	rewrite(t, env, `{"mcpServers": {`+entry["notes"])
	for deadline := time.Now().Add(10 * time.Second); ; {
		got := find()
		if strings.Contains(got, "the configuration is broken since its last change") {
			expect("a broken file", got, "units:", "")
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("a broken file is not told of: %s", got)
		}
	}

	rewrite(t, env, `{"mcpServers": {`+entry["units"]+`}}`)
	expect("a server less", p.receive(), listChanged, "")
	expect("a server less", find(), "units:", "notes:")
	expect("a server less", find(), "units:", "the configuration is broken")
	expect("a server less", ask(`"method":"tools/call","params":{"name":"find","arguments":{"description":"delete a note"}}`), `"result"`, "notes:")
	expect("a server less", p.ask(p.run(id+1, "notes:x", "{}")), `no server \"notes\"`, "")

	rewrite(t, env, `{"confirm": "always", "confrim": 1, "mcpServers": {`+entry["units"]+`, `+entry["notes"]+`}}`)
	expect("a policy that cannot be read", p.receive(), listChanged, "")
	expect("a policy that cannot be read", find(), `confirm: \"always\" is not known; allowed: destructive, never; until this is mended, every call needs the user's agreement, unless its server's entry says otherwise\n! warnings about the configuration: 1; see: ncp config check`, "")
	expect("a policy that cannot be read", ask(`"method":"tools/call","params":{"name":"run","arguments":{"tool":"notes:search_notes","parameters":{"words":"a"}}}`), "notes:search_notes was not called", "")

	if err := os.Remove(configOf(t, env)); err != nil {
		t.Fatal(err)
	}
	expect("no file", p.receive(), listChanged, "")
	expect("no file", find(), "no servers are configured", "units:")
	p.ends("the end of its input", func() { _ = p.in.Close() })
}

// What the top says for all servers ends no call of theirs, and counts for the calls behind it.
func TestAPolicyChangesWhileACallIsUnderWay(t *testing.T) {
	called, release := make(chan struct{}), make(chan struct{})
	held := httptest.NewServer(raw{"held": func(w http.ResponseWriter, id json.RawMessage) {
		close(called)
		<-release
		fmt.Fprintf(w, answerHead+`done"}]}}`, id)
	}})
	defer held.Close()
	goOn := sync.OnceFunc(func() { close(release) })
	defer goOn()
	entry := fmt.Sprintf(`"a":{"url":%q}`, held.URL)
	env := home(t, entry)
	p := start(t, env)
	p.initialize()
	p.send(p.run(1, "a:held", "{}"))
	<-called
	rewrite(t, env, `{"confirm":"destuctive","onToolChange":"block","resultBudget":5000,"mcpServers":{`+entry+`}}`)
	for deadline := time.Now().Add(10 * time.Second); ; {
		got := p.ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find","arguments":{}}}`)
		if strings.Contains(got, "until this is mended") {
			break
		}
		if time.Now().After(deadline) || !strings.Contains(got, `"id":2`) {
			t.Fatalf("before the new policy is known: %s", got)
		}
	}
	if got := p.ask(p.run(3, "a:held", "{}")); !strings.Contains(got, "a:held was not called") {
		t.Errorf("a call under the new policy: %s", got)
	}
	goOn()
	if got := p.receive(); !strings.Contains(got, `"text":"done"`) {
		t.Errorf("the call under way: %s", got)
	}
	p.ends("the end of its input", func() { _ = p.in.Close() })
}

// A sign-in that nobody needs any more ends with its entry: its port is free again, and the browser that comes back finds nobody.
func TestARemovedEntryEndsItsSignIn(t *testing.T) {
	p := newProtected(t, "")
	host := start(t, p.env)
	progress := 0
	host.send(modernRun(1, "vault", ""))
	var page string
	for _, request := range host.next(&progress).Result.InputRequests {
		page = request.Params.URL
	}
	at, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(at.Query().Get("redirect_uri"))
	if err != nil || back.Port() == "" {
		t.Fatalf("%v: %s", err, page)
	}
	listens := func() bool {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", back.Port()))
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	}
	if !listens() {
		t.Fatal("nobody waits for the browser")
	}
	rewrite(t, p.env, `{"mcpServers": {}}`)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(10 * time.Second); listens(); <-again.C {
		if time.Now().After(deadline) {
			t.Fatal("the sign-in of a removed entry still waits for the browser")
		}
	}
	if got := host.ask(`{"jsonrpc":"2.0","id":2,"method":"ping"}`); !strings.Contains(got, `"result":{}`) {
		t.Errorf("afterwards: %s", got)
	}
}
