package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// guards makes calls of tools, and nothing else, want a scope.
func (p *protected) guards(scope string) {
	p.resource.Lock()
	defer p.resource.Unlock()
	open := p.resource.Handler
	p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if _, enough := p.authority.Allows(r.Header.Get("Authorization"), p.resource.Audience, scope); bytes.Contains(body, []byte(`"tools/call"`)) && !enough {
			w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="insufficient_scope", scope=%q`, scope))
			w.WriteHeader(http.StatusForbidden)
			return
		}
		open.ServeHTTP(w, r)
	})
}

// find is what a host reads of a server's state.
func (p *process) find(id int) string {
	return p.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":"find%d","method":"tools/call","params":{"name":"find","arguments":{"description":"list files"}}}`, id))
}

// A tool that wants more permission than there is: every process says so, until the permission is there.
func TestNeedsMoreScopeIsKnownToAll(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["files"]}}`)
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	p.guards("admin")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	host, other := legacyHost(p, "{}"), legacyHost(p, "{}")
	progress := 0
	host.send(legacyRun(1))
	if told := host.next(&progress); !told.Result.IsError {
		t.Fatalf("%+v", told)
	}
	const line = "! vault: needs more scope: the sign-in does not allow tools/call list_files yet: admin"
	for i, host := range []*process{host, other} {
		if told := host.find(i); !strings.Contains(told, line) || !strings.Contains(told, "vault:list_files") {
			t.Error(told)
		}
	}
	type state struct{ Name, State, Reason string }
	states := func() [][]state {
		t.Helper()
		var listed, found struct{ Servers []state }
		var status struct{ Accounts []struct{ State state } }
		for _, ask := range []struct {
			into any
			args []string
		}{{&listed, []string{"list", "--json"}}, {&found, []string{"find", "files", "--json", "--no-auth"}}, {&status, []string{"auth", "status", "vault", "--check", "--json"}}} {
			out, stderr, _ := p.ncp(ask.args...)
			if err := json.Unmarshal([]byte(out), ask.into); err != nil {
				t.Fatalf("%v: %v in %s%s", ask.args, err, out, stderr)
			}
		}
		return [][]state{listed.Servers, found.Servers, {status.Accounts[0].State}}
	}
	want := []state{{"vault", "needs more scope", "the sign-in does not allow tools/call list_files yet: admin"}}
	if diff := cmp.Diff([][]state{want, want, want}, states()); diff != "" {
		t.Error(diff)
	}
	lacking, _ := p.status()["lacking"].(map[string]any)
	delete(lacking, "at")
	if diff := cmp.Diff(map[string]any{"scopes": []any{"admin"}, "operation": "tools/call list_files"}, lacking); diff != "" {
		t.Error(diff)
	}
	if out, _, _ := p.ncp("auth", "list"); !strings.Contains(out, "yes, needs more scope") {
		t.Error(out)
	}
	if out, _, _ := p.ncp("auth", "status"); !strings.Contains(out, "  lacking       admin, which tools/call list_files wanted ") {
		t.Error(out)
	}
	type step struct{ Step, Wrong, Whose, Help string }
	var doctor struct{ Servers []struct{ Steps []step } }
	out, stderr, code := p.ncp("doctor", "vault", "--json")
	if err := json.Unmarshal([]byte(out), &doctor); err != nil || code != 1 || len(doctor.Servers) != 1 {
		t.Fatalf("%v, %d: %s%s", err, code, out, stderr)
	}
	steps := doctor.Servers[0].Steps
	if diff := cmp.Diff(step{
		"token", `signed in, but for too little: the server wants the scopes "admin" for tools/call list_files`, "you", "ncp auth login vault --scopes files,admin",
	}, steps[len(steps)-1]); diff != "" {
		t.Error(diff)
	}
	if err := browse(first(t, opened)[0]); err != nil {
		t.Fatal(err)
	}
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for i, began := 2, time.Now(); strings.Contains(other.find(i), line); i++ {
		if time.Since(began) > 5*time.Second { // a second is promised; the machine may be busy
			t.Fatal("not noticed")
		}
		<-again.C
	}
	ready := []state{{"vault", "ready", ""}}
	if diff := cmp.Diff([][]state{ready, ready, ready}, states()); diff != "" {
		t.Error(diff)
	}
	for i, host := range slices.Backward([]*process{host, other}) {
		host.send(legacyRun(10 + i))
		if answer := host.next(&progress); answer.Result.IsError {
			t.Errorf("%+v", answer)
		}
	}
	if _, has := p.status()["lacking"]; has {
		t.Error("lacking still")
	}
}

// Calls that nobody answers, by two copies: one window to be let in, and one for more permission.
func TestWindowsOfTwoCopies(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=10ms")
	hosts := []*process{legacyHost(p, "{}"), legacyHost(p, "{}")}
	progress, calls := []int{0, 0}, 0
	call := func(which int) frame {
		calls++
		hosts[which].send(legacyRun(calls))
		return hosts[which].next(&progress[which])
	}
	for i, guard := range []func(){func() {}, func() { p.guards("admin") }} {
		guard()
		for which := range 100 {
			if told := call(which % 2); !told.Result.IsError || !strings.Contains(told.Result.Content[0].Text, " Its page was opened in the user's browser ") {
				t.Fatalf("%+v", told)
			}
		}
		windows := opened()
		if len(windows) != i+1 {
			t.Fatalf("windows: %v", windows)
		}
		if err := browse(windows[i]); err != nil {
			t.Fatal(err)
		}
		for which := range hosts {
			if answer := call(which); answer.Result.IsError {
				t.Errorf("%+v", answer)
			}
		}
	}
	if diff := cmp.Diff([2]int{2, 2}, [2]int{len(opened()), p.authority.Count("/authorize")}); diff != "" {
		t.Errorf("windows, pages: %s", diff)
	}
}

// Two calls at once that want different permission: the one that took part in the other's sign-in asks for its own then.
func TestTwoStepUpsAtOnce(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["files"]}}`)
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	p.resource.Lock()
	open := p.resource.Handler
	p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		for _, scope := range []string{"admin", "write"} {
			if _, enough := p.authority.Allows(r.Header.Get("Authorization"), p.resource.Audience, scope); bytes.Contains(body, []byte(scope)) && !enough {
				w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="insufficient_scope", scope=%q`, scope))
				w.WriteHeader(http.StatusForbidden)
				return
			}
		}
		open.ServeHTTP(w, r)
	})
	p.resource.Unlock()
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=2s")
	host := legacyHost(p, "{}")
	call := func(id int, scope string) {
		host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s,"_meta":{"progressToken":"p%d","wants":%q}}}`, id, runOf("vault"), id, scope))
	}
	call(1, "admin")
	windows := first(t, opened)
	call(2, "write")
	waits := func() bool { return strings.Contains(host.receive(), `"progressToken":"p2"`) }
	for !waits() { // until it takes part
	}
	if err := browse(windows[0]); err != nil {
		t.Fatal(err)
	}
	progress := 0
	if answer := host.next(&progress); string(answer.ID) != "1" || answer.Result.IsError {
		t.Errorf("%+v", answer)
	}
	told := host.next(&progress)
	if text := told.Result.Content[0].Text; string(told.ID) != "2" || !strings.Contains(text, "(more permission: write)") {
		t.Fatalf("%+v", told)
	}
	if err := browse(pageIn(told.Result.Content[0].Text)); err != nil {
		t.Fatal(err)
	}
	for id, scope := range []string{"admin", "write"} {
		call(10+id, scope)
		if answer := host.next(&progress); answer.Result.IsError {
			t.Errorf("%+v", answer)
		}
	}
}
