package tokenstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const server = "https://mcp.example.com/api"

// disk is a directory with a store in it and what it logged.
type disk struct {
	dir string
	log bytes.Buffer
}

func newDisk(t *testing.T) *disk {
	t.Helper()
	return &disk{dir: filepath.Join(t.TempDir(), "auth")}
}

// process is the store as another process has it.
func (d *disk) process() *Store {
	return New(d.dir, slog.New(slog.NewTextHandler(&d.log, nil)))
}

func (d *disk) path(suffix string) string { return filepath.Join(d.dir, Key(server, "")+suffix) }

func full() *Record {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	client := Client{
		Issuer: "https://as.example.com", ClientID: "c1", ClientSecret: NewSecret("secret-one"), AuthMethod: "client_secret_basic",
		RedirectURIs: []string{"http://localhost:9876/callback"}, SecretExpiresAt: at,
	}
	return &Record{
		URL: server,
		Tokens: &Tokens{
			AccessToken: NewSecret("access-one"), RefreshToken: NewSecret("refresh-one"), TokenType: "Bearer", Scope: "read write", ExpiresAt: at,
			ObtainedAt: at, Issuer: client.Issuer, TokenEndpoint: client.Issuer + "/token", Resource: server, ClientID: "c1",
		},
		Client: &client,
		Others: []Client{{Issuer: "https://old.example.com", ClientID: "c0"}},
		PendingFlow: &PendingFlow{
			URL: "https://as.example.com/authorize?x", State: NewSecret("state-one"), CodeVerifier: NewSecret("verifier-one"), Client: client,
			Scopes: []string{"read"}, Added: []string{"read"}, StartedAt: at, ExpiresAt: at,
		},
		LastFlow: &Outcome{Result: Failed, Message: "no", EndedAt: at},
		Failure:  &Failure{Message: "503", At: at, Count: 2},
		StepUps:  []StepUp{{Scopes: "admin", Operation: "tools/call x", At: at}},
		WindowAt: at,
		Trial:    &Trial{Operation: "tools/call x", At: at},
		Ended:    &Ended{Scope: "read", At: at},
	}
}

func set(t *testing.T, f *File, r *Record) {
	t.Helper()
	if err := f.Update(t.Context(), func(now *Record) (bool, error) { *now = *r; return true, nil }); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, f *File) *Record {
	t.Helper()
	r, err := f.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func equal(t *testing.T, want, got *Record) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b Secret) bool { return a.Equal(b.String) })); diff != "" {
		t.Error(diff)
	}
}

func TestRecordOutlivesItsProcess(t *testing.T) {
	d := newDisk(t)
	f := d.process().File(server, "")
	equal(t, &Record{URL: server}, load(t, f))
	set(t, f, full())
	equal(t, full(), load(t, f))
	equal(t, full(), load(t, d.process().File(server, "")))
	equal(t, &Record{URL: server, Account: "work"}, load(t, d.process().File(server, "work")))
	if d.log.Len() > 0 {
		t.Errorf("logged: %s", d.log.String())
	}
}

// What is stored is found without knowing whose it is; what is not a record under its own name is not.
func TestStored(t *testing.T) {
	d := newDisk(t)
	if got := d.process().Stored(); got != nil {
		t.Error(got)
	}
	want := map[[2]string]bool{{server, ""}: true, {server, "work"}: true}
	for of := range want {
		if err := d.process().File(of[0], of[1]).Update(t.Context(), func(*Record) (bool, error) { return true, nil }); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(d.path(".json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"other.json": string(data), "broken.json": "{", strings.Repeat("0", 64) + ".json": `{}`} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := map[[2]string]bool{}
	for _, f := range d.process().Stored() {
		got[[2]string{f.URL(), f.Account()}] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKeyIsTheHashOfTheURL(t *testing.T) {
	// printf %s https://mcp.example.com/api | sha256sum
	if got := Key(server, ""); got != "cd6fdadd080b85f7cb8529a426b5b0d6f1483a2b39346ed12520ddae82e2f3ee" {
		t.Errorf("%s", got)
	}
	if Key(server, "") == Key(server, "a") || Key("x", "a") == Key("x\x00a", "b") {
		t.Error("two servers share a key")
	}
}

func TestOthersSeeChangesAtOnce(t *testing.T) {
	d := newDisk(t)
	one, other := d.process().File(server, ""), d.process().File(server, "")
	load(t, other)
	for i := range 20 {
		want := &Record{URL: server, Tokens: &Tokens{AccessToken: NewSecret(fmt.Sprint("a", i))}}
		set(t, one, want)
		equal(t, want, load(t, other))
		one, other = other, one
	}
}

func TestWhatIsLoadedIsACopy(t *testing.T) {
	f := newDisk(t).process().File(server, "")
	set(t, f, full())
	r := load(t, f)
	r.Tokens.AccessToken, r.Client.RedirectURIs[0], r.Others[0].ClientID, r.PendingFlow.Scopes[0], r.StepUps[0].Scopes = NewSecret("x"), "x", "x", "x", "x"
	equal(t, full(), load(t, f))
}

func TestNothingIsSavedUnasked(t *testing.T) {
	d := newDisk(t)
	f := d.process().File(server, "")
	set(t, f, full())
	failure := errors.New("no")
	err := f.Update(t.Context(), func(r *Record) (bool, error) { r.Tokens = nil; return false, failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	equal(t, full(), load(t, f))
	err = f.Update(t.Context(), func(r *Record) (bool, error) { r.Tokens = nil; return true, failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	want := full()
	want.Tokens = nil
	equal(t, want, load(t, d.process().File(server, "")))
}

func TestInvalidate(t *testing.T) {
	f := newDisk(t).process().File(server, "")
	set(t, f, full())
	was, err := f.Invalidate(t.Context(), TokensOnly)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, full(), was)
	left := load(t, f)
	if o := left.LastFlow; o == nil || o.Result != SignedOut || time.Since(o.EndedAt) > time.Minute {
		t.Errorf("%+v", o)
	}
	equal(t, &Record{URL: server, Client: full().Client, Others: full().Others, LastFlow: left.LastFlow, SignedOutAt: left.LastFlow.EndedAt}, left)
	if _, err := f.Invalidate(t.Context(), All); err != nil { // no sign-in is under way any more
		t.Fatal(err)
	}
	again := load(t, f)
	if !again.SignedOutAt.After(left.SignedOutAt) {
		t.Errorf("%v, %v", left.SignedOutAt, again.SignedOutAt)
	}
	equal(t, &Record{URL: server, SignedOutAt: again.SignedOutAt}, again)
	if _, err := f.Invalidate(t.Context(), ClientOnly); err != nil { // which is no sign-out
		t.Fatal(err)
	}
	equal(t, again, load(t, f))
}

func TestRow28_FilesArePrivate(t *testing.T) {
	d := newDisk(t)
	f := d.process().File(server, "")
	set(t, f, full())
	f.TryFlow()()
	modes := func() (got []string) {
		entries, err := os.ReadDir(d.dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, info.Mode().String()+" "+strings.TrimPrefix(e.Name(), Key(server, "")))
		}
		return got
	}
	want := []string{"-rw------- .flow.lock", "-rw------- .json", "-rw------- .lock"}
	if diff := cmp.Diff(want, modes()); diff != "" {
		t.Error(diff)
	}
	// What someone has opened is closed again.
	for path, mode := range map[string]os.FileMode{d.dir: 0o755, d.path(".json"): 0o644} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, full(), load(t, d.process().File(server, "")))
	if diff := cmp.Diff(want, modes()); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(d.dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestRow28_ABrokenFileIsKeptAside(t *testing.T) {
	for name, content := range map[string]string{"cut": `{"url":"x","tokens":{"access_`, "other": `[1]`, "empty": ``, "huge": strings.Repeat(" ", maxFile+1)} {
		t.Run(name, func(t *testing.T) {
			d := newDisk(t)
			f := d.process().File(server, "")
			set(t, f, full())
			if err := os.WriteFile(d.path(".json"), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				equal(t, &Record{URL: server}, load(t, f))
			}
			set(t, f, full())
			equal(t, full(), load(t, d.process().File(server, "")))
			kept, err := os.ReadFile(d.path(".json.broken"))
			if err != nil || string(kept) != content {
				t.Errorf("kept %.40q, %v", kept, err)
			}
		})
	}
}

func TestRow28_WorksFromMemoryWithOneWarning(t *testing.T) {
	d := newDisk(t)
	if err := os.WriteFile(d.dir, nil, 0o600); err != nil { // a file where the directory belongs
		t.Fatal(err)
	}
	f := d.process().File(server, "")
	for range 3 {
		set(t, f, full())
		equal(t, full(), load(t, f))
		f.TryFlow()()
	}
	if n := strings.Count(d.log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings: %s", n, d.log.String())
	}
	// As soon as the disk serves again, the next change is written with all before it.
	if err := os.Remove(d.dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Update(t.Context(), func(*Record) (bool, error) { return false, nil }); err != nil {
		t.Fatal(err)
	}
	equal(t, full(), load(t, d.process().File(server, "")))
}

func TestRemovedFileIsForgotten(t *testing.T) {
	d := newDisk(t)
	f := d.process().File(server, "")
	set(t, f, full())
	if err := os.Remove(d.path(".json")); err != nil {
		t.Fatal(err)
	}
	equal(t, &Record{URL: server}, load(t, f))
}

func TestWaitForTheLockEndsWithItsContext(t *testing.T) {
	d := newDisk(t)
	inside, done := make(chan struct{}), make(chan struct{})
	go func() {
		_ = d.process().File(server, "").Update(context.Background(), func(*Record) (bool, error) { close(inside); <-done; return false, nil })
	}()
	<-inside
	defer close(done)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	err := d.process().File(server, "").Update(ctx, func(*Record) (bool, error) { t.Error("both are in"); return false, nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestOneFlowAtATime(t *testing.T) {
	d := newDisk(t)
	one, other := d.process().File(server, ""), d.process().File(server, "")
	release := one.TryFlow()
	if release == nil || other.TryFlow() != nil || one.TryFlow() != nil {
		t.Fatal("two hold the lock")
	}
	set(t, other, full()) // a sign-in never blocks the record
	release()
	if release = other.TryFlow(); release == nil {
		t.Fatal("the lock is stuck")
	}
	release()
}

func TestSecretsDoNotPrint(t *testing.T) {
	r := full()
	for _, text := range []string{fmt.Sprintf("%v %+v %#v %s", r, r, r, r.Tokens), fmt.Sprint(*r.Tokens, *r.Client, *r.PendingFlow)} {
		for _, s := range []string{"access-one", "refresh-one", "secret-one", "state-one", "verifier-one"} {
			if strings.Contains(text, s) {
				t.Errorf("%s is in %s", s, text)
			}
		}
	}
}

// The children of TestManyProcesses count in one record.
func TestMain(m *testing.M) {
	dir := os.Getenv("TOKENSTORE_TEST_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	f := New(dir, slog.New(slog.DiscardHandler)).File(server, "")
	for range 50 {
		err := f.Update(context.Background(), func(r *Record) (bool, error) {
			if r.Failure == nil {
				r.Failure = &Failure{}
			}
			r.Failure.Count++
			return true, nil
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func TestRow20_ManyProcessesLoseNothing(t *testing.T) {
	d := newDisk(t)
	var children []*exec.Cmd
	for range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env, cmd.Stderr = append(os.Environ(), "TOKENSTORE_TEST_DIR="+d.dir), os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		children = append(children, cmd)
	}
	for _, cmd := range children {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	equal(t, &Record{URL: server, Failure: &Failure{Count: 8 * 50}}, load(t, d.process().File(server, "")))
}
