package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, wire.MaxFrame)
	for lines.Scan() {
		line := bytes.TrimPrefix(bytes.TrimSpace(lines.Bytes()), []byte("data: "))
		m, err := wire.Parse(bytes.Clone(line))
		switch {
		case err != nil: // a line of the stream that holds no message
		case m.Method == "":
			return m
		case m.ID != nil:
			reply := req.Clone(d.t.Context())
			reply.Body, reply.ContentLength = io.NopCloser(strings.NewReader(replyTo(m))), int64(len(replyTo(m)))
			_ = d.do(reply).Body.Close()
		}
	}
	d.t.Fatalf("%s: no answer (%v)", method, lines.Err())
	return wire.Message{}
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

// relayable is an answer without what belongs to a hop alone: reserved keys of _meta, and the state that ncp puts in the server's place.
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
	if result.Text("resultType") == "input_required" {
		requests, _ := wire.ParseObject(result.Get("inputRequests"))
		return fmt.Sprint("input required: ", string(requests.Raw()))
	}
	return string(result.Raw())
}

const everyCapability = `{"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{}}`

// TestRawResults: for every tool, prompt and resource of the everything server, what comes through ncp are the bytes that come directly.
func TestRawResults(t *testing.T) {
	modern := fmt.Sprintf(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":%s}`, everyCapability)
	skipped := "test_reconnection"    // its stream is cut on purpose, and what follows comes on another
	argumentsOf := map[string]string{ // of tools that need any: neither ncp nor the server shall have anything to refuse
		"json_schema_2020_12_tool": `{"email":"ada@example.com"}`,
		"test_elicitation":         `{"message":"name?"}`,
		"test_sampling":            `{"prompt":"why?"}`,
	}
	for mode, meta := range map[string]string{"-stateless=false": "", "-stateless=true": modern} {
		t.Run(mode, func(t *testing.T) {
			url := startEverythingServer(t, mode)
			d := &direct{t: t, url: url, meta: meta}
			p := start(t, home(t, fmt.Sprintf(`"e":{"url":%q}`, url)))
			if meta == "" {
				d.initialize(p)
			}
			if compared, of := compareTools(t, d, p, argumentsOf, skipped); compared != of-1 || of < 20 {
				t.Errorf("%d of %d tools compared; skipped is only %s", compared, of, skipped)
			}
			compareItems(t, d, p)
		})
	}
}

// initialize opens legacy sessions, directly and through p.
func (d *direct) initialize(p *process) {
	d.t.Helper()
	hello := fmt.Sprintf(`{"protocolVersion":"2025-11-25","capabilities":%s,"clientInfo":{"name":"t","version":"1"}}`, everyCapability)
	d.ask("initialize", hello)
	p.ask(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":` + hello + `}`)
}

// compareTools calls each tool of the server e, directly and through p, and returns how many of them.
func compareTools(t *testing.T, d *direct, p *process, argumentsOf map[string]string, skipped ...string) (compared, of int) {
	t.Helper()
	var list struct{ Tools []struct{ Name string } }
	if err := json.Unmarshal(d.ask("tools/list", "{}").Result, &list); err != nil {
		t.Fatal(err)
	}
	for i, tool := range list.Tools {
		if slices.Contains(skipped, tool.Name) {
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
		if diff := cmp.Diff(want, relayable(t, relayed)); diff != "" {
			t.Errorf("%s (-direct +relayed):\n%s", tool.Name, diff)
		}
		compared++
	}
	t.Logf("%d of %d tools compared", compared, len(list.Tools))
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
	if t.Logf("%d prompts, %d resources and a completion compared", len(list.Prompts), len(list.Resources)); len(list.Prompts) < 5 || len(list.Resources) < 3 {
		t.Error("the server lists less than it did")
	}
}
