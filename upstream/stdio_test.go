package upstream_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// openStdio makes the client of a process of this binary with a behaviour, and what reads its journal.
func openStdio(t *testing.T, behaviour string, change func(*upstream.Options)) (*upstream.Server, func() []string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "journal")
	s := open(t, "", func(o *upstream.Options) {
		o.Transport, o.Command, o.Client = upstream.Stdio, exe, nil
		o.Env = append(os.Environ(), behaviourKey+"="+behaviour, journalKey+"="+path, "GORACE=atexit_sleep_ms=0") // else -race delays every end
		if change != nil {
			change(o)
		}
	})
	return s, func() []string {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(data))
	}
}

// logTo makes a Logger that writes text without times, and what returns the lines that contain a part.
func logTo(level slog.Level) (*slog.Logger, func(part string) []string) {
	buf := new(lockedBuffer)
	log := slog.New(slog.NewTextHandler(buf, &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	return log, func(part string) []string {
		var lines []string
		for line := range strings.Lines(buf.String()) {
			if strings.Contains(line, part) {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		return lines
	}
}

type lockedBuffer struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestStdioFindsTheEra(t *testing.T) {
	tests := []struct {
		name, behaviour, known string
		journal                []string
		era                    string
	}{
		{"modern", "modern", "", []string{"start", "server/discover", "tools/call"}, "modern"},
		{"legacy", "legacy", "", []string{"start", "server/discover", "initialize", "notifications/initialized", "tools/call"}, "legacy"},
		{
			"legacy that exits", "exits on discover", "",
			[]string{"start", "server/discover", "start", "initialize", "notifications/initialized", "tools/call"},
			"legacy",
		},
		{
			"legacy that is silent", "silent on discover", "",
			[]string{"start", "server/discover", "notifications/cancelled", "initialize", "notifications/initialized", "tools/call"},
			"legacy",
		},
		{"known as legacy", "silent on discover", "legacy", []string{"start", "initialize", "notifications/initialized", "tools/call"}, "legacy"},
		{
			"known as modern, now legacy", "legacy", "modern",
			[]string{"start", "server/discover", "initialize", "notifications/initialized", "tools/call"},
			"legacy",
		},
		{
			"known as legacy, now modern", "modern", "legacy",
			[]string{"start", "initialize", "start", "server/discover", "tools/call"},
			"modern",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, journal := openStdio(t, tt.behaviour, nil)
			s.SetEra(tt.known)
			if result, err := s.Call(t.Context(), call("{}")); err != nil || string(result) != `{"content":[]}` {
				t.Fatalf("%s, %v", result, err)
			}
			if diff := cmp.Diff(tt.journal, journal()); diff != "" {
				t.Errorf("what the process saw (-want +got):\n%s", diff)
			}
			if got := s.Era(); got != tt.era {
				t.Errorf("era %q, want %q", got, tt.era)
			}
		})
	}
}

func TestStdioConnectErrors(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, behaviour string
		change          func(*upstream.Options)
		want            string
	}{
		{"no such command", "legacy", func(o *upstream.Options) { o.Command = "ncp-no-such-command" }, "start ncp-no-such-command: not found in PATH"},
		{"no such file", "legacy", func(o *upstream.Options) { o.Command = missing }, "start " + missing + ": no such file or directory"},
		{"no such directory", "legacy", func(o *upstream.Options) { o.Dir = missing }, "start " + exe + ": its directory " + missing + ": no such file or directory"},
		{"exits at once", "dies at once", nil, "the process ended (exit status 2), its last words: usage: server [flags]: connection closed"},
		{"another revision", "future", nil, "the server speaks MCP 2030-01-01 only; ncp speaks 2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := openStdio(t, tt.behaviour, tt.change)
			_, err := s.Call(t.Context(), call("{}"))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStdioNoiseIsLoggedAndSkipped: what is no message costs nothing, and stderr is in the log.
func TestStdioNoiseIsLoggedAndSkipped(t *testing.T) {
	log, lines := logTo(slog.LevelDebug)
	s, _ := openStdio(t, "chatty", func(o *upstream.Options) { o.Logger = log })
	s.SetEra("legacy")
	if result, err := s.Call(t.Context(), call("{}")); err != nil || string(result) != `{"content":[]}` {
		t.Fatalf("%s, %v", result, err)
	}
	s.Close()
	noise := []string{
		`level=WARN msg="skipped what is not a message" server=fake err="not valid JSON"`,
		`level=WARN msg="skipped what is not a message" server=fake err="not valid JSON"`,
		`level=WARN msg="skipped what is not a message" server=fake err="an empty batch"`,
		`level=WARN msg="skipped what is not a message" server=fake err="\"jsonrpc\" must be \"2.0\""`,
	}
	if diff := cmp.Diff(append(append(noise, noise...), noise...), lines("skipped")); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	want := []string{
		`level=DEBUG msg=stderr server=fake line="got initialize"`,
		`level=DEBUG msg=stderr server=fake line="got notifications/initialized"`,
		`level=DEBUG msg=stderr server=fake line="got tools/call"`,
	}
	if diff := cmp.Diff(want, lines("stderr")); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
}

// TestStdioProcessThatDies: its call fails with its last words and is not repeated; the next call has a new process.
func TestStdioProcessThatDies(t *testing.T) {
	s, journal := openStdio(t, "dies in a call", nil)
	_, err := s.Call(t.Context(), call(`{"die":true}`))
	if want := "the process ended (exit status 7), its last words: out of memory: connection closed"; err == nil || err.Error() != want {
		t.Errorf("err = %v, want %s", err, want)
	}
	if errors.Is(err, wire.ErrUnsent) {
		t.Error("the call counts as never sent")
	}
	if result, err := s.Call(t.Context(), call("{}")); err != nil || string(result) != `{"content":[]}` {
		t.Fatalf("next call: %s, %v", result, err)
	}
	want := []string{
		"start", "server/discover", "initialize", "notifications/initialized", "tools/call",
		"start", "initialize", "notifications/initialized", "tools/call",
	}
	if diff := cmp.Diff(want, journal()); diff != "" {
		t.Errorf("what the processes saw (-want +got):\n%s", diff)
	}
}

// TestStdioServerThatAsks: only a ping is answered, since nothing else was declared, and the call goes on.
func TestStdioServerThatAsks(t *testing.T) {
	s, _ := openStdio(t, "asks", nil)
	result, err := s.Call(t.Context(), call("{}"))
	want := `[{"jsonrpc":"2.0","id":"r","error":{"code":-32601,"message":"the host cannot be asked for roots/list"}},` +
		`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"the host cannot be asked for sampling/createMessage"}},` +
		`{"jsonrpc":"2.0","id":"p","result":{}}]`
	if diff := cmp.Diff(want, string(result)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestStdioStartsWithArgumentsDirectoryAndEnvironment(t *testing.T) {
	t.Setenv("NOT_HANDED_ON", "of the parent")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--flag", "two words", "", "$HOME", `"quoted"`}
	s, _ := openStdio(t, "reports", func(o *upstream.Options) {
		o.Args, o.Dir, o.Env = args, dir, []string{behaviourKey + "=reports", "GREETING=hi = there"}
	})
	result, err := s.Call(t.Context(), call("{}"))
	if err != nil {
		t.Fatal(err)
	}
	var got report
	if err := json.Unmarshal(result, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report{Args: args, Dir: dir, Greeting: "hi = there"}, got); diff != "" {
		t.Errorf("started with (-want +got):\n%s", diff)
	}
}

// TestStdioServerThatStopsReading: a full pipe blocks nobody beyond the timeout of the call, nor Close.
func TestStdioServerThatStopsReading(t *testing.T) {
	s, _ := openStdio(t, "stops reading", func(o *upstream.Options) { o.Timeout = 300 * time.Millisecond })
	s.SetEra("legacy")
	big := `{"text":"` + strings.Repeat("x", 1<<20) + `"}`
	errs := make(chan error, 3)
	for _, arguments := range []string{big, "{}", "{}"} {
		go func() {
			_, err := s.Call(t.Context(), call(arguments))
			errs <- err
		}()
	}
	for range 3 {
		select {
		case err := <-errs:
			if want := "no answer within 300ms (timeout)"; err == nil || err.Error() != want {
				t.Errorf("err = %v, want %s", err, want)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a call hangs")
		}
	}
}

func TestStdioCancelledCall(t *testing.T) {
	s, journal := openStdio(t, "silent on calls", nil)
	s.SetEra("legacy")
	ctx, cancel := context.WithCancelCause(t.Context())
	c := call("{}")
	c.Progress, c.Notify = true, func(wire.Message) { cancel(errors.New("the host has cancelled")) }
	if _, err := s.Call(ctx, c); err == nil || err.Error() != "the host has cancelled" {
		t.Errorf("err = %v", err)
	}
	s.Close() // after which the process has read everything
	want := []string{"start", "initialize", "notifications/initialized", "tools/call", "notifications/cancelled"}
	if diff := cmp.Diff(want, journal()); diff != "" {
		t.Errorf("what the process saw (-want +got):\n%s", diff)
	}
}

// An answer that is none is said to be so at once, and the session goes on.
func TestStdioBrokenAnswers(t *testing.T) {
	s, _ := openStdio(t, "answers what is broken", func(o *upstream.Options) { o.Timeout = time.Minute })
	for result, want := range map[string]string{
		`{"content":[}`: "a broken answer: not valid JSON",
		strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000): "a broken answer: nested deeper than 1000",
		`1,"error":{"code":1,"message":"m"}`:                      "a broken answer: neither a method nor exactly one of result and error",
	} {
		arguments := wire.Object{{Key: "result", Value: wire.AppendText(nil, result)}}.Raw()
		if _, err := s.Call(t.Context(), call(string(arguments))); err == nil || err.Error() != want {
			t.Errorf("%.20s: got %v, want %s", result, err, want)
		}
	}
	arguments := `{"result":"{}"}`
	if got, err := s.Call(t.Context(), call(arguments)); err != nil || string(got) != "{}" {
		t.Errorf("afterwards: %s, %v", got, err)
	}
}

// What names no call is told once: as of the call that wants most, at the level that this one wants; and between calls to whom the session is for.
func TestStdioLogsOfNoCall(t *testing.T) {
	s, _ := openStdio(t, "logs", nil)
	told := make(chan string, 100)
	tell := func(to string) func(wire.Message) {
		return func(m wire.Message) {
			told <- to + " " + m.Method + " " + string(member(m.Params, "data")) + string(member(m.Params, "elicitationId"))
		}
	}
	var calls sync.WaitGroup
	var got []string
	for _, level := range []string{"info", "error", "warning", "debug"} {
		c := call("{}")
		c.LogLevel, c.Notify, c.Tell = level, tell(level), tell("the host")
		calls.Go(func() {
			got, err := s.Call(t.Context(), c)
			want := `{"levels":"info"}`
			if level == "warning" || level == "debug" {
				want = `{"levels":"info warning debug"}`
			}
			if err != nil || string(got) != want {
				t.Errorf("%s: %s, %v; want %s", level, got, err, want)
			}
		})
		got = append(got, <-told) // it has begun
		if level == "error" || level == "debug" {
			for range 3 {
				got = append(got, <-told)
			}
			calls.Wait()
		}
	}
	const after, complete = `the host notifications/message "after"`, `the host notifications/elicitation/complete "e"`
	want := []string{
		"info notifications/progress ", "error notifications/progress ", `info notifications/message "within"`, after, complete,
		"warning notifications/progress ", "debug notifications/progress ", `debug notifications/message "within"`, after, complete,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func member(params json.RawMessage, key string) json.RawMessage {
	o, _ := wire.ParseObject(params)
	return o.Get(key)
}
