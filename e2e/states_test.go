package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

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

// answers makes the server refuse who has a token.
func (p *protected) answers(status int) {
	p.resource.Lock()
	defer p.resource.Unlock()
	p.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}
