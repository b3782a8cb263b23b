//go:build unix

package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where nothing can be written ncp says so and goes on from memory: it signs in, finds and runs, and what was on disk stays whole.
func TestNothingCanBeWritten(t *testing.T) {
	p := newProtected(t, "")
	// A limit of 0 on the size of files makes every write fail, as a full disk does; pipes are no files.
	limited := func(args ...string) (stdout, stderr string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -f 0; trap "" XFSZ; exec "$0" "$@"`, binary}, args...)...)
		var out, err strings.Builder
		cmd.Env, cmd.Stdout, cmd.Stderr = p.env, &out, &err
		if e := cmd.Run(); e != nil {
			t.Fatalf("%v: %v; %s", args, e, err.String())
		}
		return out.String(), err.String()
	}
	out, errOut := limited("run", "vault:list_files")
	if out != "secret.txt\n" {
		t.Errorf("stdout: %s", out)
	}
	for _, want := range []string{"going on without a catalogue", "it lasts until this program ends", "file too large"} {
		if strings.Count(errOut, want) == 0 {
			t.Errorf("stderr lacks %q: %s", want, errOut)
		}
	}
	if n := strings.Count(errOut, "level=WARN"); n > 4 {
		t.Errorf("%d warnings: %s", n, errOut)
	}
	// What was signed in before is used, and neither lost nor written over.
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatalf("sign in: %s", stderr)
	}
	before := p.authority.Count("/token")
	limited("run", "vault:list_files")
	out, _, code := p.ncp("run", "vault:list_files")
	if diff := cmp.Diff([]any{"secret.txt\n", 0, before}, []any{out, code, p.authority.Count("/token")}); diff != "" {
		t.Errorf("after nothing could be written: %s", diff)
	}
}
