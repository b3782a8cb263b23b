//go:build stress

// What docs/oauth.md promises of many processes, at full size: "make stress" runs it.
package e2e

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const (
	processes = 20
	rounds    = 20
	kills     = 1000
)

// together runs the tool in many processes at once and reports those that failed.
func (p *protected) together(n int) {
	p.t.Helper()
	failures := make(chan string, n)
	for range n {
		go func() {
			out, err, code := p.ncp("run", "vault:list_files")
			if code == 0 && out == "secret.txt\n" {
				err = ""
			} else if err == "" {
				err = "no error, but " + out
			}
			failures <- err
		}()
	}
	for range n {
		if failure := <-failures; failure != "" {
			p.t.Errorf("a process failed: %s", failure)
		}
	}
}

func (p *protected) counts(want map[string]int) {
	p.t.Helper()
	for path, n := range want {
		if got := p.authority.Count(path); got != n {
			p.t.Errorf("%s was asked %d times, not %d", path, got, n)
		}
	}
}

func TestStressColdProcesses(t *testing.T) {
	for _, n := range []int{processes, 50} {
		for range rounds {
			p := newProtected(t, "")
			p.together(n)
			p.counts(map[string]int{"/register": 1, "/authorize": 1, "/token": 1})
		}
		t.Logf("%d rounds of %d processes: 1 registration, 1 window, %d successes each", rounds, n, n)
	}
}

func TestStressExpiry(t *testing.T) {
	for n, rounds := range map[int]int{processes: rounds, 50: 5} {
		p := newProtected(t, "")
		p.together(1)
		p.authority.Lock()
		p.authority.Slow = 2 * time.Second
		p.authority.Unlock()
		for i := range rounds {
			if i%2 == 0 { // by the clock, or by a server that says 401
				p.nearExpiry()
			} else {
				p.authority.ExpireAccess()
			}
			p.together(n)
		}
		p.counts(map[string]int{"/register": 1, "/authorize": 1, "/token": 1 + rounds})
		if p.authority.Replays > 0 {
			t.Errorf("%d replays", p.authority.Replays)
		}
		t.Logf("%d expiries with %d processes: 1 refresh each, %d replays, 0 sign-ins", rounds, n, p.authority.Replays)
	}
}

func TestStressKills(t *testing.T) {
	for _, reuse := range []bool{true, false} {
		p := newProtected(t, "")
		p.authority.Reuse = reuse
		p.together(1)
		signIns, hits := 0, 0
		p.authority.ExpireAccess()
		began := time.Now()
		p.together(1)
		whole := time.Since(began) // of a run that refreshes, on this machine now
		for range kills {
			p.authority.ExpireAccess()
			asked := p.authority.Count("/token")
			p.killed(rand.N(whole))
			p.valid()
			hits += min(p.authority.Count("/token")-asked, 1)
			before := p.authority.Count("/authorize")
			out, err, code := p.ncp("run", "vault:list_files")
			if code == 4 && !reuse { // no second window within ten minutes but at a person's wish
				if _, err, code := p.ncp("auth", "login", "vault"); code != 0 {
					t.Fatalf("sign in again: exit code %d, %s", code, err)
				}
				out, err, code = p.ncp("run", "vault:list_files")
			}
			if code != 0 || out != "secret.txt\n" {
				t.Fatalf("after a kill: exit code %d, %q, %s", code, out, err)
			}
			signIns += p.authority.Count("/authorize") - before
		}
		if hits < kills/20 {
			t.Errorf("only %d of %d kills came after the refresh was asked for", hits, kills)
		}
		if reuse && signIns > 0 {
			t.Errorf("%d sign-ins with a server that honours the previous token", signIns)
		}
		if signIns > hits {
			t.Errorf("%d sign-ins, though only %d refreshes were cut off", signIns, hits)
		}
		t.Logf("%d kills (%d of them after the refresh was asked for), previous refresh token honoured: %v: %d sign-ins, no file broken, no lock stuck", kills, hits, reuse, signIns)
	}
}

// killed starts a run that has to refresh, and kills it.
func (p *protected) killed(after time.Duration) {
	p.t.Helper()
	cmd := exec.Command(binary, "run", "vault:list_files")
	cmd.Env = p.env
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	if err := cmd.Wait(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		p.t.Fatal(err)
	}
}

// valid wants every stored record to be whole.
func (p *protected) valid() {
	p.t.Helper()
	dir := filepath.Join(variable(p.env, "NCP_HOME"), "auth")
	if all, err := os.ReadDir(dir); err != nil || len(all) > 10 { // the record, its locks, and what one kill may leave
		p.t.Fatalf("%v, %d files", err, len(all))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 1 {
		p.t.Fatalf("%v, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || !json.Valid(data) {
		p.t.Fatalf("%v: %s", err, data)
	}
}
