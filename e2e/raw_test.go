package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/internal/wire"
)

// everythingPackage is a server that the SDK's authors wrote for the conformance suite: a tool for each thing that a result may hold.
const everythingPackage = "github.com/modelcontextprotocol/go-sdk/conformance/everything-server"

// startEverythingServer builds it and runs it at a port of its own.
func startEverythingServer(t *testing.T, mode string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "everything.exe")
	if out, err := exec.Command("go", "build", "-o", path, everythingPackage).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	cmd := exec.Command(path, "-http", address, mode)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(20 * time.Second); ; <-again.C {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return "http://" + address
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// direct is a client that shows the bytes of each answer.
type direct struct {
	t            *testing.T
	url, session string
	meta         string // of each request
	resumed      bool   // an answer came on another stream than the request's, since the server had closed that
}

func (d *direct) ask(method, params string) wire.Message {
	d.t.Helper()
	if d.meta != "" {
		params = strings.Replace(params, "{", `{"_meta":`+d.meta+",", 1)
		params = strings.Replace(params, ",}", "}", 1)
	}
	body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, method, params)
	req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.url, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	if d.meta != "" {
		m, _ := wire.Parse([]byte(body))
		name, _ := wire.ParseObject(m.Params)
		req.Header.Set("Mcp-Protocol-Version", "2026-07-28")
		req.Header.Set("Mcp-Method", method)
		req.Header.Set("Mcp-Name", name.Text("name")+name.Text("uri"))
	} else if d.session != "" {
		req.Header.Set("Mcp-Protocol-Version", "2025-11-25")
		req.Header.Set("Mcp-Session-Id", d.session)
	}
	resp := d.do(req)
	defer resp.Body.Close()
	if method == "initialize" {
		d.session = resp.Header.Get("Mcp-Session-Id")
	}
	for stream := io.Reader(resp.Body); ; {
		answer, lastEvent := d.read(req, stream)
		if answer.ID != nil {
			return answer
		}
		if lastEvent == "" {
			d.t.Fatalf("%s: no answer", method)
		}
		resume, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.url, nil) // at once: a retry that the server wants is for clients that many use
		if err != nil {
			d.t.Fatal(err)
		}
		resume.Header = req.Header.Clone()
		resume.Header.Del("Content-Type")
		resume.Header.Set("Accept", "text/event-stream")
		resume.Header.Set("Last-Event-ID", lastEvent)
		resumed := d.do(resume)
		defer resumed.Body.Close()
		d.resumed, stream = true, resumed.Body
	}
}

// read reads a body up to the answer, replying to what is asked before it. At its end it returns the id of the last event.
func (d *direct) read(req *http.Request, body io.Reader) (answer wire.Message, lastEvent string) {
	d.t.Helper()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, wire.MaxFrame)
	for lines.Scan() {
		line := bytes.TrimSpace(lines.Bytes())
		if id, ok := bytes.CutPrefix(line, []byte("id: ")); ok {
			lastEvent = string(id)
		}
		m, err := wire.Parse(bytes.Clone(bytes.TrimPrefix(line, []byte("data: "))))
		switch {
		case err != nil: // a line of the stream that holds no message
		case m.Method == "":
			return m, ""
		case m.ID != nil:
			reply := req.Clone(d.t.Context())
			reply.Body, reply.ContentLength = io.NopCloser(strings.NewReader(replyTo(m))), int64(len(replyTo(m)))
			_ = d.do(reply).Body.Close()
		}
	}
	return wire.Message{}, lastEvent
}

func (d *direct) do(req *http.Request) *http.Response {
	d.t.Helper()
	resp, err := (&http.Client{Timeout: 20 * time.Second}).Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp
}

// replyTo is the answer to a question of a server, the same directly and through ncp.
func replyTo(m wire.Message) string {
	result := map[string]string{
		"elicitation/create":     `{"action":"decline"}`,
		"sampling/createMessage": `{"model":"m","role":"assistant","content":{"type":"text","text":"because"}}`,
		"roots/list":             `{"roots":[{"uri":"file:///home/ada"}]}`,
	}[m.Method]
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, m.ID, result)
}

// answer sends a request and returns its answer, past what is told and asked before it.
func (p *process) answer(frame string) wire.Message {
	p.t.Helper()
	for line := p.ask(frame); ; line = p.receive() {
		m, err := wire.Parse([]byte(line))
		if err != nil {
			p.t.Fatal(err)
		}
		switch {
		case m.Method == "":
			return m
		case m.ID != nil:
			p.send(replyTo(m))
		}
	}
}

// relayable is an answer without what belongs to a hop alone: reserved keys of _meta, the resultType, and the state that ncp puts in the server's place.
func relayable(t *testing.T, m wire.Message) string {
	t.Helper()
	if m.Error != nil {
		return fmt.Sprintf("error %d %s %s", m.Error.Code, m.Error.Message, m.Error.Data)
	}
	result, err := wire.ParseObject(m.Result)
	if err != nil {
		t.Fatal(err)
	}
	if raw := result.Get("_meta"); raw != nil {
		meta, _ := wire.ParseObject(raw)
		meta = meta.Filter(func(key string) bool { return !strings.HasPrefix(key, "io.modelcontextprotocol/") })
		if result = result.Set("_meta", meta.Raw()); len(meta) == 0 {
			result = result.Delete("_meta")
		}
	}
	if result.Text("resultType") == "complete" { // which ncp adds where a server of 2026-07-28 forgot it
		result = result.Delete("resultType")
	}
	if result.Text("resultType") == "input_required" {
		requests, _ := wire.ParseObject(result.Get("inputRequests"))
		return fmt.Sprint("input required: ", string(requests.Raw()))
	}
	return string(result.Raw())
}

const everyCapability = `{"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{}}`

const modernEverything = `{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":` + everyCapability + `}`

// everythingArguments are those of the tools of an everything server that need any: neither ncp nor the server shall have anything to refuse.
func everythingArguments() map[string]string {
	return map[string]string{
		"json_schema_2020_12_tool": `{"email":"ada@example.com"}`,
		"test_elicitation":         `{"message":"name?"}`,
		"test_sampling":            `{"prompt":"why?"}`,
	}
}

// TestRawResults: for every tool, prompt and resource of the everything server, what comes through ncp are the bytes that come directly.
func TestRawResults(t *testing.T) {
	for mode, meta := range map[string]string{"-stateless=false": "", "-stateless=true": modernEverything} {
		var skipped []string
		if meta == "" {
			skipped = []string{"test_reconnection"} // the server keeps no events, so that directly there is no answer to it either: see TestRawResultOfAResumedStream
		}
		t.Run(mode, func(t *testing.T) {
			url := startEverythingServer(t, mode)
			d := &direct{t: t, url: url, meta: meta}
			p := start(t, home(t, fmt.Sprintf(`"e":{"url":%q}`, url)))
			if meta == "" {
				d.initialize(p)
			}
			if compared, of := compareTools(t, d, p, everythingArguments(), skipped...); compared != of-len(skipped) || of < 20 {
				t.Errorf("%d of %d tools compared; skipped is only %s", compared, of, skipped)
			}
			compareItems(t, d, p)
		})
	}
}

// TestRawResultOfAResumedStream: a server that closes the stream of a call and keeps its events gets the client back in the time that it says, and the client
// its answer (2025-11-25, transports, "Resumability and Redelivery"), with the bytes that come directly.
func TestRawResultOfAResumedStream(t *testing.T) {
	server := mcp.NewServer(&mcp.Implementation{Name: "resuming", Version: "1"}, nil)
	back := make(chan struct{}, 1)
	server.AddTool(&mcp.Tool{Name: "test_reconnection", InputSchema: json.RawMessage(`{"type":"object"}`)}, func(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		req.Extra.CloseSSEStream(mcp.CloseSSEStreamArgs{RetryAfter: 10 * time.Millisecond})
		<-back
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "é and what came before <>"}}, StructuredContent: json.RawMessage(`{"b":18446744073709551615,"a":1.0}`)}, nil
	})
	handler := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{EventStore: mcp.NewMemoryEventStore(nil)})
	running := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Last-Event-ID") != "" {
			back <- struct{}{}
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { running.CloseClientConnections(); running.Close() })
	d := &direct{t: t, url: running.URL}
	p := start(t, home(t, fmt.Sprintf(`"e":{"url":%q}`, running.URL)))
	d.initialize(p)
	if compared, _ := compareTools(t, d, p, nil); compared != 1 || !d.resumed {
		t.Errorf("%d tools compared, resumed: %v", compared, d.resumed)
	}
}

// initialize opens legacy sessions, directly and through p.
func (d *direct) initialize(p *process) {
	d.t.Helper()
	hello := fmt.Sprintf(`{"protocolVersion":"2025-11-25","capabilities":%s,"clientInfo":{"name":"t","version":"1"}}`, everyCapability)
	d.ask("initialize", hello)
	d.initialized()
	p.ask(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":` + hello + `}`)
	p.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
}

// initialized says that the session is open, from which on some servers list more, and answers what is asked on no call's stream until the end of the test.
func (d *direct) initialized() {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.url, strings.NewReader(`{"jsonrpc":"2.0","method":"notifications/initialized"}`))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Mcp-Protocol-Version", "2025-11-25")
	req.Header.Set("Mcp-Session-Id", d.session)
	_ = d.do(req).Body.Close()
	ctx, cancel := context.WithCancel(d.t.Context())
	get := req.Clone(ctx)
	get.Method, get.Body, get.ContentLength = http.MethodGet, nil, 0
	stream, ended := d.do(get), make(chan struct{}) //nolint:bodyclose // closed where it is read
	go func() {
		defer close(ended)
		defer stream.Body.Close()
		d.read(req, stream.Body)
	}()
	d.t.Cleanup(func() { cancel(); <-ended })
}

// compareTools calls each tool of the server e, directly and through p, and returns how many of them.
func compareTools(t *testing.T, d *direct, p *process, argumentsOf map[string]string, skipped ...string) (compared, of int) {
	t.Helper()
	var list struct{ Tools []struct{ Name string } }
	if err := json.Unmarshal(d.ask("tools/list", "{}").Result, &list); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for i, tool := range list.Tools {
		if slices.Contains(skipped, tool.Name) {
			fmt.Fprintf(&table, "  %-45s not compared\n", tool.Name)
			continue
		}
		arguments := argumentsOf[tool.Name]
		if arguments == "" {
			arguments = "{}"
		}
		params := wire.Object{{Key: "name", Value: json.RawMessage(`"run"`)}, {Key: "arguments", Value: json.RawMessage(fmt.Sprintf(`{"tool":"e:%s","parameters":%s}`, tool.Name, arguments))}}
		if d.meta != "" {
			params = params.Set("_meta", json.RawMessage(d.meta))
		}
		relayed := p.answer(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":%s}`, i+1, params.Raw()))
		want := relayable(t, d.ask("tools/call", fmt.Sprintf(`{"name":%q,"arguments":%s}`, tool.Name, arguments)))
		got, verdict := relayable(t, relayed), "the same"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-direct +relayed):\n%s", tool.Name, diff)
			verdict = "ANOTHER"
		}
		fmt.Fprintf(&table, "  %-45s %6d bytes, %s\n", tool.Name, len(want), verdict)
		compared++
	}
	t.Logf("%d of %d tools compared\n%s", compared, len(list.Tools), table.String())
	return compared, len(list.Tools)
}

// compareItems gets each prompt and reads each resource, directly and through p.
func compareItems(t *testing.T, d *direct, p *process) {
	t.Helper()
	id := 100
	compare := func(method, directly, through string) {
		t.Helper()
		id++
		if d.meta != "" {
			through = strings.Replace(through, "{", `{"_meta":`+d.meta+",", 1)
		}
		relayed := p.answer(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, id, method, through))
		if diff := cmp.Diff(relayable(t, d.ask(method, directly)), relayable(t, relayed)); diff != "" {
			t.Errorf("%s %s (-direct +relayed):\n%s", method, directly, diff)
		}
	}
	var list struct {
		Prompts   []struct{ Name string }
		Resources []struct{ URI string }
	}
	for _, method := range []string{"prompts/list", "resources/list"} {
		if err := json.Unmarshal(d.ask(method, "{}").Result, &list); err != nil {
			t.Fatal(err)
		}
	}
	for _, prompt := range list.Prompts {
		const arguments = `"arguments":{"arg1":"x","arg2":"y","resourceUri":"test://z"}`
		compare("prompts/get", fmt.Sprintf(`{"name":%q,%s}`, prompt.Name, arguments), fmt.Sprintf(`{"name":%q,%s}`, "e:"+prompt.Name, arguments))
	}
	for _, r := range list.Resources {
		params := fmt.Sprintf(`{"uri":%q}`, r.URI)
		compare("resources/read", params, params)
	}
	const completion = `{"ref":{"type":"ref/prompt","name":%q},"argument":{"name":"arg1","value":"te"}}`
	compare("completion/complete", fmt.Sprintf(completion, "test_prompt_with_arguments"), fmt.Sprintf(completion, "e:test_prompt_with_arguments"))
	if t.Logf("%d prompts, %d resources and a completion compared", len(list.Prompts), len(list.Resources)); len(list.Prompts) < 4 || len(list.Resources) < 3 {
		t.Error("the server lists less than it did")
	}
}
