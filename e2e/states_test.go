package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// find, list and auth status --check show one state.
func TestStatesAgree(t *testing.T) {
	for name, test := range map[string]struct {
		auth   string
		signIn bool
		change func(p *protected)
		want   string
	}{
		"ready":     {"", true, func(*protected) {}, "ready"},
		"never":     {"", false, func(*protected) {}, "needs sign-in"},
		"revoked":   {"", true, func(p *protected) { p.authority.Revoke() }, "needs sign-in"},
		"forbidden": {"", true, func(p *protected) { p.answers(http.StatusForbidden) }, "signed in but refused"},
		"for too little": {"", true, func(p *protected) {
			p.resource.Lock()
			defer p.resource.Unlock()
			p.resource.Scopes = []string{"admin"}
		}, "needs more scope"},
		"down":            {"", true, func(p *protected) { p.answers(http.StatusServiceUnavailable) }, "down"},
		"machine refused": {`,"auth":{"type":"clientCredentials","oauth21":{"clientId":"robot","clientSecret":"x"}}`, false, func(*protected) {}, "signed in but refused"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, test.auth)
			if test.signIn {
				if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
					t.Fatal(stderr)
				}
			}
			test.change(p)
			if err := os.RemoveAll(variable(p.env, "XDG_CACHE_HOME")); err != nil { // find would not ask who has told it all
				t.Fatal(err)
			}
			type server struct{ Name, State string }
			var listed, found struct{ Servers []server }
			var status struct{ Accounts []struct{ State server } }
			for _, ask := range []struct {
				into any
				args []string
			}{{&listed, []string{"list", "--json"}}, {&found, []string{"find", "files", "--json", "--no-auth"}}, {&status, []string{"auth", "status", "vault", "--check", "--json"}}} {
				out, stderr, _ := p.ncp(ask.args...)
				if err := json.Unmarshal([]byte(out), ask.into); err != nil {
					t.Fatalf("%v: %v in %s%s", ask.args, err, out, stderr)
				}
			}
			want := []server{{"vault", test.want}}
			if diff := cmp.Diff([][]server{want, want, want}, [][]server{listed.Servers, found.Servers, {status.Accounts[0].State}}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Since when a server is down, and when a running ncp tries again, is the same in every process; it is over once any has reached it.
func TestDownSinceAndNextTry(t *testing.T) {
	p := newProtected(t, "")
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	well := p.resource.Handler
	p.answers(http.StatusServiceUnavailable)
	host := legacyHost(p, "{}")
	host.send(legacyRun(1)) // which makes it look
	progress := 0
	if answer := host.next(&progress); !answer.Result.IsError {
		t.Errorf("%+v", answer)
	}
	type server struct {
		State          string
		Since, NextTry time.Time
	}
	listed := func() server {
		out, stderr, _ := p.ncp("list", "--json")
		var list struct{ Servers []server }
		if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Servers) != 1 {
			t.Fatalf("%v: %s%s", err, out, stderr)
		}
		return list.Servers[0]
	}
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	first := listed()
	for began := time.Now(); first.NextTry.IsZero(); <-again.C { // until the host's ncp has noted it
		if time.Since(began) > 10*time.Second {
			t.Fatalf("%+v", first)
		}
		first = listed()
	}
	second := listed()
	if first.State != "down" || second.State != "down" || !first.Since.Equal(second.Since) || time.Since(first.Since) > time.Minute || second.NextTry.Before(first.NextTry) {
		t.Errorf("%+v, %+v", first, second)
	}
	want := regexp.MustCompile(`HTTP 503 Service Unavailable \(for \d+s(, next try in \d+s)?\)\n`)
	for _, args := range [][]string{{"list"}, {"auth", "status", "vault", "--check"}} {
		if out, _, _ := p.ncp(args...); !want.MatchString(out) {
			t.Errorf("%v: %s", args, out)
		}
	}
	if _, stderr, _ := p.ncp("find", "files", "--no-auth"); !want.MatchString(stderr) { // although a fresh list is at hand
		t.Error(stderr)
	}
	host.ends("end of input", func() { _ = host.in.Close() })
	p.resource.Lock()
	p.resource.Handler = well
	p.resource.Unlock()
	if got := listed(); got.State != "ready" {
		t.Errorf("%+v", got)
	}
	p.answers(http.StatusServiceUnavailable)
	if got := listed(); got.State != "down" || !got.Since.After(first.Since) || !got.NextTry.IsZero() {
		t.Errorf("%+v", got)
	}
}

// answers makes the server refuse who has a token.
func (p *protected) answers(status int) {
	p.resource.Lock()
	defer p.resource.Unlock()
	p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// Who asks for the state of all servers waits as long as told for one that says nothing, and reads which it is and why.
func TestListWithAServerThatHangs(t *testing.T) {
	p := newProtected(t, fmt.Sprintf(`},"hung":{"url":%q`, hanging(t)))
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	began := time.Now()
	out, stderr, code := p.ncp("list", "--timeout", "200ms")
	want := regexp.MustCompile(`(?m)^vault +ready +1 +\S+ +$\n^hung +connecting +0 +\S+ +no answer within 200ms$`)
	if !want.MatchString(out) || stderr != "ncp: hung may only be slow; to wait longer: ncp list --timeout 30s\n" || code != 0 {
		t.Errorf("%d, %s%s", code, out, stderr)
	}
	out, _, _ = p.ncp("auth", "status", "hung", "--check", "--timeout", "200ms")
	if !strings.Contains(out, "  state         connecting: no answer within 200ms\n") {
		t.Error(out)
	}
	if _, stderr, code = p.ncp("list", "hung", "--timeout", "200ms"); code != 1 || !strings.Contains(stderr, "hung: still connecting (") {
		t.Errorf("%d, %s", code, stderr)
	}
	if took := time.Since(began); took > 10*time.Second { // some 2 s; it was half a minute for each, and the machine may be busy
		t.Errorf("took %v", took)
	}
}
