package aggregator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/aggregator"
	"ncp/internal/wire"
	"ncp/upstream"
)

// modernMeta is what a host of 2026-07-28 puts into each request.
const modernMeta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}`

// rawUpstream is a legacy server whose answers are given as text, by method and tool.
func rawUpstream(t *testing.T, tools string, answers map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, err := wire.Parse(body)
		if err != nil || m.ID == nil {
			w.WriteHeader(http.StatusAccepted)
			return
		}
		params, _ := wire.ParseObject(m.Params)
		answer := `"error":{"code":-32601,"message":"method not found"}`
		switch m.Method {
		case "initialize":
			answer = `"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"raw","version":"1"}}`
		case "tools/list":
			answer = `"result":{"tools":` + tools + `}`
		case "tools/call":
			answer = answers[params.Text("name")]
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, m.ID, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// sdkUpstream is a server of the official SDK, modern (stateless) or legacy.
func sdkUpstream(t *testing.T, modern bool) string {
	t.Helper()
	server := mcp.NewServer(&mcp.Implementation{Name: "sdk", Version: "1"}, nil)
	type sum struct {
		A int `json:"a"`
		B int `json:"b"`
	}
	mcp.AddTool(server, &mcp.Tool{Name: "add", Description: "Add two numbers."}, func(_ context.Context, _ *mcp.CallToolRequest, in sum) (*mcp.CallToolResult, any, error) {
		return nil, map[string]int{"sum": in.A + in.B}, nil
	})
	type steps struct {
		Steps int `json:"steps"`
	}
	mcp.AddTool(server, &mcp.Tool{Name: "work", Description: "Work in steps."}, func(ctx context.Context, req *mcp.CallToolRequest, in steps) (*mcp.CallToolResult, any, error) {
		for i := range in.Steps {
			_ = req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{ProgressToken: req.Params.GetProgressToken(), Progress: float64(i)})
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "done"}}}, nil, nil
	})
	handler := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{Stateless: modern})
	running := httptest.NewServer(handler)
	t.Cleanup(running.Close)
	return running.URL
}

// open makes an aggregator over URLs, named in order.
func open(t *testing.T, opts *aggregator.Options, urls ...string) *aggregator.Aggregator {
	t.Helper()
	var servers []aggregator.Server
	for i, url := range urls {
		name := string(rune('a' + i))
		servers = append(servers, aggregator.Server{Name: name, Identity: name, Upstream: upstream.New(upstream.Options{
			Name: name, URL: url, Client: upstream.NewClient(upstream.NewNetwork()), Listen: true,
		})})
	}
	agg := aggregator.New(servers, opts)
	t.Cleanup(agg.Close)
	return agg
}

// host is the other end of a Serve: it writes frames and reads them.
type host struct {
	t    *testing.T
	in   io.WriteCloser
	out  *bufio.Reader
	late func() *time.Timer // ends out, in time for a failure that says where
}

func serve(t *testing.T, agg *aggregator.Aggregator) *host {
	t.Helper()
	inRead, in := io.Pipe()
	out, outWrite := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- agg.Serve(t.Context(), inRead, outWrite); _ = outWrite.Close() }()
	t.Cleanup(func() {
		_ = in.Close()
		go func() { _, _ = io.Copy(io.Discard, out) }()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	late := func() *time.Timer {
		return time.AfterFunc(time.Minute, func() { _ = out.CloseWithError(errors.New("nothing for the host within a minute")) })
	}
	return &host{t, in, bufio.NewReader(out), late}
}

func (h *host) send(frame string) {
	h.t.Helper()
	if _, err := io.WriteString(h.in, frame+"\n"); err != nil {
		h.t.Fatal(err)
	}
}

func (h *host) receive() string {
	h.t.Helper()
	defer h.late().Stop()
	line, err := h.out.ReadString('\n')
	if err != nil {
		h.t.Fatal(err)
	}
	return strings.TrimSuffix(line, "\n")
}

func (h *host) ask(frame string) string {
	h.t.Helper()
	h.send(frame)
	return h.receive()
}

func (h *host) initialize() {
	h.t.Helper()
	h.ask(`{"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`)
	h.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
}

func callRun(id int, tool, parameters, meta string) string {
	if meta != "" {
		meta = "," + meta
	}
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"run","arguments":{"tool":%q,"parameters":%s}%s}}`, id, tool, parameters, meta)
}

func TestEveryHostVersionSeesFindAndRun(t *testing.T) {
	for _, version := range []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"} {
		t.Run(version, func(t *testing.T) {
			agg := open(t, nil, sdkUpstream(t, true), sdkUpstream(t, false))
			inRead, in := io.Pipe()
			out, outWrite := io.Pipe()
			go func() { _ = agg.Serve(t.Context(), inRead, outWrite) }()
			client := mcp.NewClient(&mcp.Implementation{Name: "t", Version: "1"}, nil)
			session, err := client.Connect(t.Context(), &mcp.IOTransport{Reader: out, Writer: in}, &mcp.ClientSessionOptions{ProtocolVersion: version})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = session.Close() }()
			if got := session.InitializeResult(); got.ProtocolVersion != version || !strings.Contains(got.Instructions, "a, b") {
				t.Errorf("negotiated %s, instructions %q", got.ProtocolVersion, got.Instructions)
			}
			tools, err := session.ListTools(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, tool := range tools.Tools {
				names = append(names, tool.Name)
			}
			if diff := cmp.Diff([]string{"find", "run"}, names); diff != "" {
				t.Errorf("tools (-want +got):\n%s", diff)
			}
			found, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "find", Arguments: map[string]any{"description": "add two numbers", "limit": 2}})
			if err != nil {
				t.Fatal(err)
			}
			want := "a:add(a: integer, b: integer) - Add two numbers.\nb:add(a: integer, b: integer) - Add two numbers."
			if diff := cmp.Diff(want, found.Content[0].(*mcp.TextContent).Text); diff != "" {
				t.Errorf("find (-want +got):\n%s", diff)
			}
			for _, tool := range []string{"a:add", "b:add"} {
				result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "run", Arguments: map[string]any{"tool": tool, "parameters": map[string]int{"a": 2, "b": 3}}})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(map[string]any{"sum": 5.0}, result.StructuredContent); diff != "" {
					t.Errorf("%s (-want +got):\n%s", tool, diff)
				}
			}
		})
	}
}

func TestResultsPassUnchanged(t *testing.T) {
	const result = `{"content":[{"type":"text","text":"<&>\u2028"},{"type":"hologram","x":1.0}],"structuredContent":{"z":9007199254740993,"a":1e400},"isError":true,` +
		`"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"raw"},"example.com/trace":[1,2]},"unknown":null,"resultType":"complete"}`
	url := rawUpstream(t, `[{"name":"x","inputSchema":{"type":"object"}}]`, map[string]string{"x": `"result":` + strings.ReplaceAll(result, ",", ",\n ")})
	wantMembers := strings.NewReplacer(`"io.modelcontextprotocol/serverInfo":{"name":"raw"},`, "", `,"resultType":"complete"}`, "").Replace(result)
	h := serve(t, open(t, nil, url))
	if diff := cmp.Diff(`{"jsonrpc":"2.0","id":7,"result":`+wantMembers+`,"resultType":"complete"}}`, h.ask(callRun(7, "a:x", "{}", modernMeta))); diff != "" {
		t.Errorf("modern host (-want +got):\n%s", diff)
	}
	h.initialize()
	if diff := cmp.Diff(`{"jsonrpc":"2.0","id":8,"result":`+wantMembers+`}}`, h.ask(callRun(8, "a:x", "{}", ""))); diff != "" {
		t.Errorf("legacy host (-want +got):\n%s", diff)
	}
}

func TestErrorsOfTheUpstreamPassUnchanged(t *testing.T) {
	const failure = `"error":{"code":-31999,"message":"no \"such\" thing","data":{"big":9007199254740993}}`
	url := rawUpstream(t, `[{"name":"x","inputSchema":{"type":"object"}}]`, map[string]string{"x": failure})
	h := serve(t, open(t, nil, url))
	if diff := cmp.Diff(`{"jsonrpc":"2.0","id":7,`+failure+`}`, h.ask(callRun(7, "a:x", "{}", modernMeta))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// textOf is the text of a result with one text, and whether it is an error.
func textOf(t *testing.T, frame string) (string, bool) {
	t.Helper()
	var m struct {
		Result struct {
			Content []struct{ Text string }
			IsError bool
		}
	}
	if err := json.Unmarshal([]byte(frame), &m); err != nil || len(m.Result.Content) != 1 {
		t.Fatalf("no text result: %s", frame)
	}
	return m.Result.Content[0].Text, m.Result.IsError
}

func TestRefusalsSayHowToMendTheCall(t *testing.T) {
	url := rawUpstream(t, `[{"name":"create_issue","inputSchema":{"type":"object","properties":{"title":{"type":"string"},"state":{"enum":["open","closed"]}},"required":["title"],"additionalProperties":false}}]`,
		map[string]string{"create_issue": `"result":{"content":[]}`})
	h := serve(t, open(t, nil, url))
	tests := []struct{ name, tool, parameters, want string }{
		{"missing", "a:create_issue", `{}`, "a:create_issue was not called, its parameters are wrong:\n- missing required \"title\" (string)\nIt takes (title: string, state?: \"open\"|\"closed\")"},
		{"wrong type", "a:create_issue", `{"title":1}`, "a:create_issue was not called, its parameters are wrong:\n- \"title\" must be string, not number\nIt takes (title: string, state?: \"open\"|\"closed\")"},
		{"typo in the tool", "a:creat_issue", `{}`, `server "a" has no tool "creat_issue"; nearest: a:create_issue`},
		{"typo in the server", "b:create_issue", `{}`, `no server "b"; nearest: a:create_issue`},
		{"no colon", "create_issue", `{}`, `"create_issue" is no tool name; use server:tool, as find shows them; nearest: a:create_issue`},
		{"several colons", "a:b:c", `{}`, `server "a" has no tool "b:c"; use find to see what there is`},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, isError := textOf(t, h.ask(callRun(i+1, tt.tool, tt.parameters, modernMeta)))
			if diff := cmp.Diff(tt.want, got); diff != "" || !isError {
				t.Errorf("isError %v (-want +got):\n%s", isError, diff)
			}
		})
	}
	for i, tt := range []struct{ frame, want string }{
		{`{"name":"find","arguments":null,` + modernMeta + `}`, "a:create_issue(title: string, state?: \"open\"|\"closed\")"},
		{`{"name":"run","arguments":{"parameters":{}},` + modernMeta + `}`, "run: its parameters are wrong:\n- missing required \"tool\" (string)"},
		{`{"name":"find","arguments":{"limit":"many"},` + modernMeta + `}`, "find: its parameters are wrong:\n- \"limit\" must be integer, not string"},
		{`{"name":"find","arguments":{"query":"x"},` + modernMeta + `}`, "find: its parameters are wrong:\n- unknown \"query\"; allowed: description, limit, page, depth, server"},
		{`{"name":"find","arguments":{"server":"aa"},` + modernMeta + `}`, `no server "aa"; did you mean a?`},
		{`{"name":"run","arguments":{"tool":"a:create_issue","parameters":"title=x"},` + modernMeta + `}`, "run: its parameters are wrong:\n- \"parameters\" must be object, not string"},
		{`{"name":"run","arguments":{"tool":"a:create_issue","parameters":"{\"title\":\"x\"}","dry_run":true},` + modernMeta + `}`, `The parameters are valid. This would call a:create_issue with {"title":"x"}`},
		{`{"name":"run","arguments":{"tool":"a:create_issue","parameters":{"title":"x"},"dry_run":true},` + modernMeta + `}`, `The parameters are valid. This would call a:create_issue with {"title":"x"}`},
	} {
		got, _ := textOf(t, h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":%s}`, 100+i, tt.frame)))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.frame, diff)
		}
	}
}

func TestProgressComesInOrderUnderTheHostsTokenBeforeTheAnswer(t *testing.T) {
	for name, modern := range map[string]bool{"modern upstream": true, "legacy upstream": false} {
		t.Run(name, func(t *testing.T) {
			h := serve(t, open(t, nil, sdkUpstream(t, modern)))
			meta := strings.Replace(modernMeta, "{", `{"progressToken":"tok",`, 1)
			h.send(callRun(5, "a:work", `{"steps":20}`, meta))
			var want, got []string
			for i := range 20 {
				want = append(want, fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"tok","progress":%d}}`, i))
			}
			for {
				line := h.receive()
				if strings.Contains(line, `"id":5`) {
					break
				}
				got = append(got, line)
			}
			// The SDK's server may lose the race of its last notification with its own answer; order and token are ours.
			if len(got) < 19 || len(got) > 20 {
				t.Fatalf("%d notifications", len(got))
			}
			if diff := cmp.Diff(want[:len(got)], got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBadFramesCostThemselvesOnly(t *testing.T) {
	h := serve(t, open(t, nil))
	tests := []struct{ frame, want string }{
		{`{"jsonrpc":"2.0","id":1,`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"not valid JSON"}}`},
		{`{"id":1,"method":"ping"}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"\"jsonrpc\" must be \"2.0\""}}`},
		{`"hello"`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"not a JSON object"}}`},
		{`{"jsonrpc":"2.0","id":1.50,"method":"ping"}`, `{"jsonrpc":"2.0","id":1.50,"result":{}}`},
		{`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`, `{"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"_meta lacks io.modelcontextprotocol/protocolVersion 2026-07-28, and there was no initialize before (MCP 2025-11-25 and older)"}}`},
		{
			`{"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2031-01-01"}}}`,
			`{"jsonrpc":"2.0","id":3,"error":{"code":-32022,"message":"unsupported protocol version","data":{"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],"requested":"2031-01-01"}}}`,
		},
		{
			`{"jsonrpc":"2.0","id":4,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}`,
			`{"jsonrpc":"2.0","id":4,"error":{"code":-32602,"message":"_meta lacks io.modelcontextprotocol/clientCapabilities"}}`,
		},
		{`{"jsonrpc":"2.0","id":5,"method":"no/such","params":{` + modernMeta + `}}`, `{"jsonrpc":"2.0","id":5,"error":{"code":-32601,"message":"method not found: no/such"}}`},
		{
			`{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"other",` + modernMeta + `}}`,
			`{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"unknown tool \"other\": there are find and run; run calls \"server:other\" if find names it"}}`,
		},
		{`[{"jsonrpc":"2.0","id":7,"method":"ping"}]`, `{"jsonrpc":"2.0","id":7,"result":{}}`},
		{`{"jsonrpc":"2.0","id":8,"method":"initialize"}`, `{"jsonrpc":"2.0","id":8,"error":{"code":-32602,"message":"initialize needs params with a protocolVersion"}}`},
		{
			`{"jsonrpc":"2.0","id":9,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},` + modernMeta + `}}`,
			`{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":9},"notifications":{"toolsListChanged":true}}}`,
		},
	}
	for _, removed := range []string{"initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"} { // in 2026-07-28
		tests = append(tests, struct{ frame, want string }{
			`{"jsonrpc":"2.0","id":11,"method":"` + removed + `","params":{"protocolVersion":"2025-11-25","level":"info","uri":"a://x",` + modernMeta + `}}`,
			`{"jsonrpc":"2.0","id":11,"error":{"code":-32601,"message":"method not found: ` + removed + `"}}`,
		})
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, h.ask(tt.frame)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.frame, diff)
		}
	}
	h.initialize()
	if got := h.ask(`{"jsonrpc":"2.0","id":10,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}`); !strings.Contains(got, "answered already") {
		t.Errorf("second initialize: %s", got)
	}
}

// silent accepts connections and never answers.
func silent(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return "http://" + listener.Addr().String()
}

func refusing(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	return "http://" + listener.Addr().String()
}

func TestOneBadUpstreamCostsTheOthersNothing(t *testing.T) {
	signIn := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(signIn.Close)
	h := serve(t, open(t, nil, sdkUpstream(t, true), refusing(t), silent(t), signIn.URL))
	start := time.Now()
	h.initialize()
	if took := time.Since(start); took > 2*time.Second { // before any network: milliseconds
		t.Errorf("initialize took %v", took)
	}
	if got, _ := textOf(t, h.ask(callRun(1, "a:add", `{"a":2,"b":3}`, ""))); got != `{"sum":5}` {
		t.Errorf("run = %s", got)
	}
	start = time.Now()
	text, _ := textOf(t, h.ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find","arguments":{"description":"add"}}}`))
	if took := time.Since(start); took > 5*time.Second { // 2 s and a bit; the machine may be busy, and waiting for the silent server takes 30
		t.Errorf("find took %v", took)
	}
	lines := strings.Split(text, "\n")
	for i, prefix := range []string{"a:add(a: integer, b: integer) - Add", "! b: down: ", "! c: still connecting (", "! d: needs sign-in: HTTP 401"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], prefix) {
			t.Errorf("line %d of\n%s\ndoes not begin with %q", i, text, prefix)
		}
	}
	if !strings.Contains(text, "connection refused") || len(lines) != 4 {
		t.Errorf("find:\n%s", text)
	}
	if got, _ := textOf(t, h.ask(callRun(3, "a:add", `{"a":2,"b":3}`, ""))); got != `{"sum":5}` {
		t.Errorf("run = %s", got)
	}
}

func TestCatalogueSurvivesARestart(t *testing.T) {
	opts := &aggregator.Options{CacheDir: t.TempDir()}
	running := sdkUpstream(t, true)
	first := open(t, opts, running)
	before, err := first.Find(t.Context(), aggregator.FindRequest{Description: "add", Wait: aggregator.WaitConnect})
	if err != nil {
		t.Fatal(err)
	}
	first.Close()
	second := open(t, opts, refusing(t)) // the same identity, now out of reach
	after, err := second.Find(t.Context(), aggregator.FindRequest{Description: "add"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Parts[0].Tools, after.Parts[0].Tools, cmpopts.IgnoreUnexported(aggregator.Tool{})); diff != "" || len(after.Parts[0].Tools) == 0 {
		t.Errorf("tools (-before +after):\n%s", diff)
	}
}

func TestCancellationReachesTheUpstream(t *testing.T) {
	started, ended := make(chan struct{}), make(chan struct{})
	server := mcp.NewServer(&mcp.Implementation{Name: "sdk", Version: "1"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "wait", Description: "Wait."}, func(ctx context.Context, _ *mcp.CallToolRequest, _ struct{}) (*mcp.CallToolResult, any, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return nil, nil, ctx.Err()
	})
	for name, opts := range map[string]*mcp.StreamableHTTPOptions{"modern": {Stateless: true, PropagateRequestCancellation: true}, "legacy": {}} {
		t.Run(name, func(t *testing.T) {
			started, ended = make(chan struct{}), make(chan struct{})
			running := httptest.NewServer(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, opts))
			t.Cleanup(running.Close)
			h := serve(t, open(t, nil, running.URL))
			h.initialize()
			h.send(callRun(1, "a:wait", "{}", ""))
			<-started
			h.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`)
			<-ended
			if got := h.ask(`{"jsonrpc":"2.0","id":2,"method":"ping"}`); got != `{"jsonrpc":"2.0","id":2,"result":{}}` {
				t.Errorf("after a cancelled call comes %s", got)
			}
		})
	}
}
