package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncp/internal/demo"
)

// leaving is how long ncp may take to end, whatever is under way: a second is promised, and the machine may be busy.
const leaving = 2 * time.Second

// home is a new home with the given servers.
func home(t *testing.T, servers string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(`{"mcpServers":{`+servers+`}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "NCP_HOME="+dir, "XDG_CACHE_HOME="+filepath.Join(dir, "cache"), "XDG_STATE_HOME="+filepath.Join(dir, "state"))
}

// process is a running ncp serve.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err bytes.Buffer

	outPipe io.Closer
}

func start(t *testing.T, env []string, flags ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(binary, append([]string{"serve"}, flags...)...)}
	p.cmd.Env, p.cmd.Stderr = env, &p.err
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out, p.outPipe = bufio.NewReader(out), out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func (p *process) send(frame string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, frame+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) ask(frame string) string {
	p.t.Helper()
	p.send(frame)
	return p.receive()
}

func (p *process) receive() string {
	p.t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil {
		p.t.Fatalf("read: %v; stderr: %s", err, p.err.String())
	}
	return line
}

func (p *process) initialize() {
	p.t.Helper()
	p.ask(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`)
}

func (p *process) run(id int, tool, parameters string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"run","arguments":{"tool":%q,"parameters":%s}}}`, id, tool, parameters)
}

// ends waits for the process and says how long it took to end.
func (p *process) ends(because string, end func()) {
	p.t.Helper()
	p.endsWith(0, because, end)
}

// endsWith is ends with an exit code.
func (p *process) endsWith(code int, because string, end func()) {
	p.t.Helper()
	began := time.Now()
	end()
	done := make(chan error, 1)
	go func() { _, _ = io.Copy(io.Discard, p.out); done <- p.cmd.Wait() }()
	select {
	case err := <-done:
		if p.cmd.ProcessState.ExitCode() != code {
			p.t.Errorf("after %s: %v; stderr: %s", because, err, p.err.String())
		}
	case <-time.After(3 * leaving):
		p.t.Fatalf("after %s it is still there", because)
	}
	if took := time.Since(began); took > leaving {
		p.t.Errorf("after %s it took %v to end", because, took)
	}
	if rest := running(p.t); len(rest) > 0 {
		p.t.Errorf("after %s these are left: %v", because, rest)
	}
}

// running lists the processes of the program under test.
func running(t *testing.T) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		return nil // there is no /proc to look into
	}
	var found []string
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lines {
		if line, err := os.ReadFile(path); err == nil && strings.Contains(string(line), binary) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// hanging is a server that accepts connections and says nothing.
func hanging(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return "http://" + listener.Addr().String()
}

func TestEndsWithItsHost(t *testing.T) {
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	inner := home(t, fmt.Sprintf(`"units":{"url":%q}`, d.Servers[1].URL))
	nested := fmt.Sprintf(`{"command":%q,"args":["serve"],"env":{"NCP_HOME":%q}}`, binary, strings.TrimPrefix(inner[len(inner)-3], "NCP_HOME="))
	env := home(t, fmt.Sprintf(`"units":{"url":%q},"hung":{"url":%q},"child":%s`, d.Servers[1].URL, hanging(t), nested))

	closeInput := func(p *process) func() { return func() { _ = p.in.Close() } }
	signal := func(p *process, s os.Signal) func() {
		return func() {
			if err := p.cmd.Process.Signal(s); err != nil {
				t.Error(err)
			}
		}
	}
	t.Run("no input at all", func(t *testing.T) {
		p := start(t, env)
		p.ends("end of input", closeInput(p))
	})
	t.Run("idle", func(t *testing.T) {
		p := start(t, env)
		p.initialize()
		p.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run","arguments":{"tool":"child:find"}}}`)
		p.ends("end of input", closeInput(p))
	})
	t.Run("in mid-call", func(t *testing.T) {
		p := start(t, env)
		p.initialize()
		p.ask(p.run(1, "units:days_between", `{"first":"2026-01-01","second":"2026-01-02"}`))
		p.send(p.run(2, "units:count_down", `{"from":100}`))
		p.send(p.run(3, "hung:x", `{}`))
		p.ends("end of input", closeInput(p))
	})
	if runtime.GOOS == "windows" {
		return // it has no such signals
	}
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(s.String(), func(t *testing.T) {
			p := start(t, env)
			p.initialize()
			p.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run","arguments":{"tool":"child:find"}}}`)
			p.send(p.run(2, "units:count_down", `{"from":100}`))
			p.ends(s.String(), signal(p, s))
		})
	}
	// A child that ends neither with its input nor when asked to, with a child of its own.
	stubborn := home(t, fmt.Sprintf(`"stubborn":{"command":"sh","args":["-c","trap '' TERM HUP; (trap '' TERM HUP; exec 0</dev/null; while :; do sleep 1; done) & while :; do sleep 1; done","%s"]}`, binary))
	t.Run("a host that reads no more, and a stubborn child", func(t *testing.T) {
		p := start(t, stubborn)
		p.initialize()
		for began := time.Now(); len(running(t)) < 3; { // ncp, the child and its child
			if time.Since(began) > 10*time.Second {
				t.Fatal("the child is not there")
			}
			runtime.Gosched()
		}
		p.endsWith(1, "end of output", func() {
			_ = p.outPipe.Close()
			p.send(`{"jsonrpc":"2.0","id":9,"method":"ping"}`)
		})
	})
}

// TestFourKindsOfServers is the promise about bad upstreams, through the program itself.
func TestFourKindsOfServers(t *testing.T) {
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = refused.Close()
	env := home(t, fmt.Sprintf(`"units":{"url":%q},"gone":{"url":"http://%s"},"hung":{"url":%q},"locked":{"url":%q}`,
		d.Servers[1].URL, refused.Addr(), hanging(t), locked(t)))
	p := start(t, env)
	p.initialize()
	began := time.Now()
	found := p.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{"description":"days between two dates"}}}`)
	if took := time.Since(began); took > 5*time.Second { // 2 s and a bit; the machine may be busy, and waiting for the silent server takes 30
		t.Errorf("find took %v", took)
	}
	for _, want := range []string{"units:days_between(", "! gone: down: ", "connection refused", "! hung: still connecting", "! locked: needs sign-in: nobody has signed in yet"} {
		if !strings.Contains(found, want) {
			t.Errorf("find lacks %q: %s", want, found)
		}
	}
	began = time.Now()
	ran := p.ask(p.run(2, "units:days_between", `{"first":"2026-01-01","second":"2026-01-31"}`))
	if took := time.Since(began); took > 5*time.Second || !strings.Contains(ran, `"30 days"`) {
		t.Errorf("run took %v: %s", took, ran)
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// locked answers everything with 401.
func locked(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.WriteString(conn, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}
