package e2e

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ncp/internal/demo"
)

// raw is a server without sessions whose tools are answered by functions, so that it can do what no SDK would.
type raw map[string]func(w http.ResponseWriter, id json.RawMessage)

func (tools raw) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m struct {
		ID     json.RawMessage
		Method string
		Params struct{ Name string }
	}
	if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&m) != nil || m.ID == nil {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch m.Method {
	case "initialize":
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"raw","version":"1"}}}`, m.ID)
	case "tools/list":
		var list []string
		for name := range tools {
			list = append(list, fmt.Sprintf(`{"name":%q,"inputSchema":{"type":"object"}}`, name))
		}
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"tools":[%s]}}`, m.ID, strings.Join(list, ","))
	case "tools/call":
		tools[m.Params.Name](w, m.ID)
	default:
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}`, m.ID)
	}
}

// endless writes what is given again and again until nobody reads any more, or so many bytes are written.
func endless(w io.Writer, most int, what string) {
	for chunk := []byte(strings.Repeat(what, 1+(64<<10)/len(what))); most > 0; most -= len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

const answerHead = `{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"`

// hostile is a server each of whose tools tries to exhaust its caller.
func hostile() raw {
	return raw{
		"endless_string": func(w http.ResponseWriter, id json.RawMessage) {
			fmt.Fprintf(w, answerHead, id)
			endless(w, 1<<30, "a")
		},
		"gzip_bomb": func(w http.ResponseWriter, id json.RawMessage) {
			w.Header().Set("Content-Encoding", "gzip")
			z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
			fmt.Fprintf(z, answerHead, id)
			endless(z, 512<<20, "\x00\x00\x00\x00")
			_ = z.Close()
		},
		"long_event": func(w http.ResponseWriter, _ json.RawMessage) {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "data: ")
			endless(w, 128<<20, "a")
		},
		"event_of_short_lines": func(w http.ResponseWriter, _ json.RawMessage) {
			w.Header().Set("Content-Type", "text/event-stream")
			endless(w, 128<<20, "data: a\n")
		},
		"long_header": func(w http.ResponseWriter, _ json.RawMessage) {
			w.Header().Set("X-Long", strings.Repeat("a", 4<<20))
			_, _ = io.WriteString(w, "{}")
		},
		"deep": func(w http.ResponseWriter, id json.RawMessage) {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s1%s}`, id, strings.Repeat("[", 1_000_000), strings.Repeat("]", 1_000_000))
		},
		"endless_error": func(w http.ResponseWriter, _ json.RawMessage) {
			w.WriteHeader(http.StatusInternalServerError)
			endless(w, 1<<30, "<p>It broke.</p>")
		},
	}
}

// A server that tries to exhaust us has that call fail, with a reason, and its neighbour does not notice; memory stays bounded.
func TestHostileServersCostThemselvesOnly(t *testing.T) {
	const bound = 250 << 20
	bad := httptest.NewServer(hostile())
	t.Cleanup(bad.Close)
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	p := start(t, home(t, fmt.Sprintf(`"bad":{"url":%q},"units":{"url":%q}`, bad.URL, d.Servers[1].URL)))
	p.initialize()
	want := map[string]string{
		"endless_string": "32 MiB", "gzip_bomb": "32 MiB", "long_event": "16 MiB", "event_of_short_lines": "16 MiB", "long_header": "header", "deep": "deep", "endless_error": "500",
	}
	id := 0
	for tool, reason := range want {
		id += 2
		p.send(p.run(id, "bad:"+tool, `{}`))
		p.send(p.run(id+1, "units:days_between", `{"first":"2026-01-01","second":"2026-01-31"}`))
		answers := map[bool]string{} // of the neighbour, or not
		for range 2 {
			frame := p.receive()
			answers[strings.Contains(frame, fmt.Sprintf(`"id":%d,`, id+1))] = frame
		}
		if got := answers[true]; !strings.Contains(got, `"30 days"`) {
			t.Errorf("%s: the neighbour answers %.300s", tool, got)
		}
		if got := answers[false]; !strings.Contains(got, `"isError":true`) || !strings.Contains(got, reason) || len(got) > 10_000 {
			t.Errorf("%s: no error about %q: %.300s", tool, reason, got)
		}
	}
	if runtime.GOOS == "linux" {
		if peak := status(t, p, "VmHWM"); peak > bound {
			t.Errorf("ncp held %d MiB, at most %d are allowed", peak>>20, bound>>20)
		}
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// A definition of 64 MB costs its server a reason, not us our memory.
func TestHostileList(t *testing.T) {
	const bound = 250 << 20
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(body), "tools/list") {
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			raw{}.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"t","description":"`)
		endless(w, 64<<20, "A tool. ")
		_, _ = io.WriteString(w, `"}]}}`)
	}))
	t.Cleanup(bad.Close)
	p := start(t, home(t, fmt.Sprintf(`"bad":{"url":%q}`, bad.URL)))
	p.initialize()
	found := p.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{}}}`)
	if !strings.Contains(found, "! bad: down: ") || !strings.Contains(found, "32 MiB") {
		t.Errorf("find: %.500s", found)
	}
	if runtime.GOOS == "linux" {
		if peak := status(t, p, "VmHWM"); peak > bound {
			t.Errorf("ncp held %d MiB, at most %d are allowed", peak>>20, bound>>20)
		}
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// status is a figure of a process in bytes, as Linux tells it.
func status(t *testing.T, p *process, key string) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(key + `:\s+([0-9]+) kB`).FindSubmatch(data)
	if found == nil {
		t.Fatalf("no %s in %s", key, data)
	}
	kib, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kib << 10
}

// A thousand calls at once, among twenty that are never answered, are each answered once and in time; also those of a host that may be asked in each
// of them, by its answer.
func TestManyCallsAmongHungOnes(t *testing.T) {
	for era, meta := range map[string]string{
		"legacy": "",
		"modern": `,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}}`,
	} {
		t.Run(era, func(t *testing.T) { manyCallsAmongHungOnes(t, meta) })
	}
}

func manyCallsAmongHungOnes(t *testing.T, meta string) {
	const many, hung, inTime = 1000, 20, 10 * time.Second
	release := make(chan struct{})
	slow := httptest.NewServer(raw{
		"slow": func(w http.ResponseWriter, id json.RawMessage) {
			pause := time.NewTimer(50 * time.Millisecond) // as long as such a call takes
			<-pause.C
			fmt.Fprintf(w, answerHead+`done"}]}}`, id)
		},
		"hung": func(http.ResponseWriter, json.RawMessage) { <-release },
	})
	t.Cleanup(slow.Close)
	t.Cleanup(func() { close(release) })
	p := start(t, home(t, fmt.Sprintf(`"s":{"url":%q}`, slow.URL)))
	if meta == "" {
		p.initialize()
	}
	run := func(id int, tool string) string {
		return strings.TrimSuffix(p.run(id, tool, "{}"), "}}") + meta + "}}"
	}
	p.ask(run(1, "s:slow"))
	began := time.Now()
	go func() {
		for i := range many {
			if i < hung {
				p.send(run(10_000+i, "s:hung"))
			}
			p.send(run(100+i, "s:slow"))
		}
	}()
	answered := map[string]int{}
	for range many {
		frame := p.receive()
		id := regexp.MustCompile(`"id":([0-9]+),`).FindStringSubmatch(frame)
		if id == nil || !strings.Contains(frame, `"done"`) {
			t.Fatalf("answer: %s", frame)
		}
		answered[id[1]]++
	}
	if took := time.Since(began); took > inTime {
		t.Errorf("it took %v", took)
	}
	if len(answered) != many {
		t.Errorf("%d calls were answered by %d frames", len(answered), many)
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// A server that goes away and comes back is used again soon after, and the calls while it is there succeed.
func TestFlappingServer(t *testing.T) {
	const rounds, up = 2, 2 * time.Second
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	var served atomic.Int64
	tools := raw{"t": func(w http.ResponseWriter, id json.RawMessage) {
		served.Add(1)
		fmt.Fprintf(w, answerHead+`done"}]}}`, id)
	}}
	p := start(t, home(t, fmt.Sprintf(`"s":{"url":"http://%s"}`, address)))
	p.initialize()
	id, made, well := 0, 0, 0
	call := func() bool {
		id++
		return strings.Contains(p.ask(p.run(id, "s:t", `{}`)), `"done"`)
	}
	for round := range rounds {
		server := &http.Server{Handler: tools, ReadHeaderTimeout: time.Second}
		go func() { _ = server.Serve(listener) }()
		for began := time.Now(); time.Since(began) < up; made++ {
			if call() {
				well++
			}
		}
		_ = server.Close()
		if call() {
			t.Error("a call to a server that is not there succeeds")
		}
		if round < rounds-1 {
			if listener, err = net.Listen("tcp", address); err != nil {
				t.Fatal(err)
			}
		}
	}
	if float64(well) < .8*float64(made) || int64(well) != served.Load() {
		t.Errorf("%d of %d calls succeeded while it was there, which served %d", well, made, served.Load())
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}

// After thousands of calls of all kinds ncp holds what it held before them: no file, and hardly more memory.
func TestNothingGrows(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("files and memory are counted in /proc")
	}
	const rounds, growth = 900, 10 << 20
	hung := make(chan struct{})
	mixed := httptest.NewServer(raw{
		"answers": func(w http.ResponseWriter, id json.RawMessage) { fmt.Fprintf(w, answerHead+`done"}]}}`, id) },
		"fails":   func(w http.ResponseWriter, _ json.RawMessage) { w.WriteHeader(http.StatusInternalServerError) },
		"breaks":  func(w http.ResponseWriter, _ json.RawMessage) { _, _ = io.WriteString(w, `{"half":`) },
		"hangs":   func(http.ResponseWriter, json.RawMessage) { <-hung },
	})
	t.Cleanup(mixed.Close)
	t.Cleanup(func() { close(hung) })
	p := start(t, home(t, fmt.Sprintf(`"s":{"url":%q,"timeout":60000}`, mixed.URL)))
	p.initialize()
	id := 0
	round := func() {
		for _, tool := range []string{"answers", "fails", "breaks"} {
			id++
			p.ask(p.run(id, "s:"+tool, `{}`))
		}
		id++
		p.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"find","arguments":{"description":"what answers %d"}}}`, id, id))
		id++
		p.send(p.run(id, "s:hangs", `{}`))
		p.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`, id))
	}
	files := func() int {
		open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		return len(open)
	}
	for range rounds / 10 {
		round()
	}
	memory, before := status(t, p, "VmRSS"), files()
	for range rounds {
		round()
	}
	const idle = 10 // connections that are kept for the next call
	if after := files(); after > before+idle {
		t.Errorf("%d files are open, before it were %d", after, before)
	}
	if after := status(t, p, "VmRSS"); after > memory+growth {
		t.Errorf("ncp holds %d KiB, before it were %d", after>>10, memory>>10)
	}
	p.ends("end of input", func() { _ = p.in.Close() })
}
