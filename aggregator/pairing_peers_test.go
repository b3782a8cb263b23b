package aggregator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/aggregator"
)

// The parties of the table of pairings are the official SDK's, pinned to one revision each.

func revisions() []string {
	return []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"}
}

// peer is an upstream of one revision whose tools do what a relay has to pass on.
type peer struct {
	direct    func() mcp.Transport // to it past ncp
	url       string               // over HTTP
	nudged    chan struct{}        // of impatient, which then withdraws its question: see nudge
	nudge     func()               // sends to nudged, wherever the peer runs
	cancelled chan struct{}        // receives when the call of wait is cancelled
	waiting   chan struct{}        // receives when it has begun
	roots     chan struct{}        // receives when the host has other roots
	processes atomic.Int64         // over stdio, that were started
}

func quietPeer() *peer {
	p := &peer{cancelled: make(chan struct{}, 10), waiting: make(chan struct{}, 10), roots: make(chan struct{}, 10), nudged: make(chan struct{}, 10)}
	p.nudge = func() { p.nudged <- struct{}{} }
	return p
}

// toolCall is what a tool of a peer is given.
type toolCall struct {
	*mcp.CallToolRequest
	args map[string]any
}

func (c *toolCall) modern() bool { return c.ProtocolVersion() == "2026-07-28" }

// round is which question of several this request has come to, by the state that it brings.
func (c *toolCall) round() int {
	n, _ := strconv.Atoi(c.Params.RequestState)
	return n
}

// newServer makes the server of a peer.
func (p *peer) newServer(revision string) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "peer", Version: revision}, &mcp.ServerOptions{
		SupportedProtocolVersions: []string{revision},
		CompletionHandler: func(_ context.Context, req *mcp.CompleteRequest) (*mcp.CompleteResult, error) {
			said := req.Params.Ref.Name + req.Params.Ref.URI + " " + req.Params.Argument.Value
			return &mcp.CompleteResult{Completion: mcp.CompletionResultDetails{Values: []string{said}}}, nil
		},
		SubscribeHandler: func(context.Context, *mcp.SubscribeRequest) error { return nil },
		RootsListChangedHandler: func(context.Context, *mcp.RootsListChangedRequest) {
			select {
			case p.roots <- struct{}{}:
			default: // nobody looks
			}
		},
		UnsubscribeHandler: func(context.Context, *mcp.UnsubscribeRequest) error { return nil },
	})
	addItems(server)
	p.addTools(func(name string, f func(context.Context, *toolCall) (*mcp.CallToolResult, error)) {
		server.AddTool(&mcp.Tool{Name: name, InputSchema: json.RawMessage(`{"type":"object"}`)}, func(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			c := &toolCall{CallToolRequest: req}
			if err := json.Unmarshal(req.Params.Arguments, &c.args); err != nil {
				return nil, err
			}
			return f(ctx, c)
		})
	})
	return server
}

// newPeer runs a peer over HTTP.
func newPeer(t *testing.T, revision string) *peer {
	t.Helper()
	p := quietPeer()
	server := p.newServer(revision)
	options := &mcp.StreamableHTTPOptions{Stateless: revision == "2026-07-28", PropagateRequestCancellation: revision == "2026-07-28"}
	var handler http.Handler = mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, options)
	if revision == "2024-11-05" { // the transport of its time
		handler = mcp.NewSSEHandler(func(*http.Request) *mcp.Server { return server }, nil)
	}
	running := httptest.NewServer(handler)
	t.Cleanup(func() { running.CloseClientConnections(); running.Close() })
	p.url = running.URL
	p.direct = func() mcp.Transport {
		if revision == "2024-11-05" {
			return &mcp.SSEClientTransport{Endpoint: p.url}
		}
		return &mcp.StreamableClientTransport{Endpoint: p.url, DisableStandaloneSSE: true}
	}
	return p
}

// addItems gives a peer what is no tool, and tools that change it.
func addItems(server *mcp.Server) {
	greeting := func(format string, args ...any) *mcp.GetPromptResult {
		return &mcp.GetPromptResult{Messages: []*mcp.PromptMessage{{Role: "user", Content: &mcp.TextContent{Text: fmt.Sprintf(format, args...)}}}}
	}
	server.AddPrompt(&mcp.Prompt{Name: "greet", Title: "Greet", Arguments: []*mcp.PromptArgument{{Name: "whom", Required: true}}},
		func(_ context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			return greeting("Hello %s", req.Params.Arguments["whom"]), nil
		})
	server.AddPrompt(&mcp.Prompt{Name: "ask"}, func(ctx context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
		q := question("form", "ada").(*mcp.ElicitParams)
		if req.ProtocolVersion() == "2026-07-28" {
			if answer := req.Params.InputResponses["q"]; answer != nil {
				return greeting("%s", said(answer)), nil
			}
			return &mcp.GetPromptResult{InputRequests: mcp.InputRequestMap{"q": q}, RequestState: "1"}, nil
		}
		answer, err := req.Session.Elicit(ctx, q)
		if err != nil {
			return nil, err
		}
		return greeting("%s", said(answer)), nil
	})
	read := func(_ context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
		return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: req.Params.URI, MIMEType: "text/plain", Text: "text of " + req.Params.URI}}}, nil
	}
	server.AddResource(&mcp.Resource{Name: "one", URI: "peer://one"}, read)
	server.AddResourceTemplate(&mcp.ResourceTemplate{Name: "each", URITemplate: "peer://each/{name}"}, read)
	change := func(name string, f func(context.Context)) {
		server.AddTool(&mcp.Tool{Name: name, InputSchema: json.RawMessage(`{"type":"object"}`)}, func(ctx context.Context, _ *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			f(ctx)
			return text("done"), nil
		})
	}
	change("touch", func(ctx context.Context) {
		_ = server.ResourceUpdated(ctx, &mcp.ResourceUpdatedNotificationParams{URI: "peer://one"})
	})
	change("grow", func(context.Context) {
		server.AddPrompt(&mcp.Prompt{Name: "grown"}, func(context.Context, *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			return greeting("grown"), nil
		})
		server.AddResource(&mcp.Resource{Name: "two", URI: "peer://two"}, read)
	})
}

func text(format string, args ...any) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: fmt.Sprintf(format, args...)}}}
}

func (p *peer) addTools(add func(string, func(context.Context, *toolCall) (*mcp.CallToolResult, error))) {
	add("result", func(_ context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		return &mcp.CallToolResult{
			Meta: mcp.Meta{"example.com/trace": c.Params.Meta["traceparent"]},
			Content: []mcp.Content{
				&mcp.TextContent{Text: "t", Annotations: &mcp.Annotations{Audience: []mcp.Role{"user"}, Priority: 0.5}},
				&mcp.AudioContent{MIMEType: "audio/wav", Data: []byte("wave")},
				&mcp.ResourceLink{URI: "file:///x", Name: "x"},
				&mcp.EmbeddedResource{Resource: &mcp.ResourceContents{URI: "file:///y", Text: "y"}},
			},
			StructuredContent: map[string]any{"n": 1},
		}, nil
	})
	add("failure", func(context.Context, *toolCall) (*mcp.CallToolResult, error) {
		return nil, &jsonrpc.Error{Code: -31999, Message: "no such thing", Data: json.RawMessage(`{"a":1}`)}
	})
	add("work", func(ctx context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		for i := range 20 {
			_ = c.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{ProgressToken: c.Params.GetProgressToken(), Progress: float64(i + 1), Total: 20})
		}
		return text("done"), nil
	})
	add("wait", func(ctx context.Context, _ *toolCall) (*mcp.CallToolResult, error) {
		p.waiting <- struct{}{}
		<-ctx.Done()
		p.cancelled <- struct{}{}
		return nil, ctx.Err()
	})
	add("log", func(ctx context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		for _, level := range []mcp.LoggingLevel{"debug", "info", "warning", "error"} {
			_ = c.Session.Log(ctx, &mcp.LoggingMessageParams{Level: level, Data: level})
		}
		return text("logged"), nil
	})
	add("ask", func(ctx context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		said, more, err := c.ask(ctx, fmt.Sprint(c.args["what"]))
		if err != nil || more != nil {
			return more, err
		}
		return text("%s", said), nil
	})
	add("rounds", func(ctx context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		var all []string
		if c.modern() { // what was said before is in the state
			if c.round() < 3 {
				return c.require(question("form", fmt.Sprint("round ", c.round()+1)), strconv.Itoa(c.round()+1)), nil
			}
			return text("after %d rounds: %s", c.round(), said(c.Params.InputResponses["q"])), nil
		}
		for i := range 3 {
			answer, _, err := c.askFor(ctx, question("form", fmt.Sprint("round ", i+1)))
			if err != nil {
				return nil, err
			}
			all = append(all, answer)
		}
		return text("after %d rounds: %s", len(all), all[2]), nil
	})
	add("impatient", func(ctx context.Context, c *toolCall) (*mcp.CallToolResult, error) {
		if c.modern() {
			return text("modern servers cannot withdraw a question"), nil
		}
		ctx, cancel := context.WithCancel(ctx)
		go func() { <-p.nudged; cancel() }() // the test says when the host has the question
		if _, failed, _ := c.askFor(ctx, question("form", "withdrawn")); failed == nil {
			return text("answered all the same"), nil
		}
		return text("withdrawn"), nil
	})
}

// question makes one of each kind.
func question(what, message string) mcp.InputRequest {
	said := []*mcp.SamplingMessage{{Role: "user", Content: &mcp.TextContent{Text: message}}}
	switch what {
	case "form":
		return &mcp.ElicitParams{Message: message, RequestedSchema: json.RawMessage(
			`{"type":"object","properties":{"name":{"type":"string","default":"Ada"},"colour":{"type":"string","enum":["red","green"]}}}`)}
	case "url":
		return &mcp.ElicitParams{Mode: "url", Message: message, URL: "https://example.com/page", ElicitationID: "e1"}
	case "script":
		return &mcp.ElicitParams{Mode: "url", Message: message, URL: "javascript:alert(1)", ElicitationID: "e2"}
	case "sampling":
		return &mcp.CreateMessageParams{Messages: said, MaxTokens: 10}
	case "tools":
		return &mcp.CreateMessageWithToolsParams{
			Messages: []*mcp.SamplingMessageV2{{Role: "user", Content: []mcp.Content{&mcp.TextContent{Text: message}}}}, MaxTokens: 10,
			Tools: []*mcp.Tool{{Name: "look", InputSchema: json.RawMessage(`{"type":"object"}`)}},
		}
	}
	return &mcp.ListRootsParams{}
}

// ask asks the host's user in the way of the peer's revision. If it returns a result, the tool returns that: in 2026-07-28 it is the
// question itself, in the others why there is no answer.
func (c *toolCall) ask(ctx context.Context, what string) (string, *mcp.CallToolResult, error) {
	message, _ := c.args["message"].(string)
	return c.askFor(ctx, question(what, message))
}

func (c *toolCall) askFor(ctx context.Context, q mcp.InputRequest) (string, *mcp.CallToolResult, error) {
	if c.modern() {
		if answer := c.Params.InputResponses["q"]; answer != nil {
			return said(answer), nil, nil
		}
		return "", c.require(q, "1"), nil
	}
	var answer any
	var err error
	switch q := q.(type) {
	case *mcp.ElicitParams:
		answer, err = c.Session.Elicit(ctx, q)
	case *mcp.CreateMessageParams:
		answer, err = c.Session.CreateMessage(ctx, q)
	case *mcp.CreateMessageWithToolsParams:
		answer, err = c.Session.CreateMessageWithTools(ctx, q)
	case *mcp.ListRootsParams:
		answer, err = c.Session.ListRoots(ctx, q)
	}
	if err != nil {
		result := &mcp.CallToolResult{}
		result.SetError(err)
		return "", result, nil
	}
	return said(answer), nil, nil
}

func (c *toolCall) require(q mcp.InputRequest, state string) *mcp.CallToolResult {
	return &mcp.CallToolResult{InputRequests: mcp.InputRequestMap{"q": q}, RequestState: state}
}

// said is an answer in words.
func said(answer any) string {
	switch a := answer.(type) {
	case *mcp.ElicitResult:
		return fmt.Sprintf("%s %v", a.Action, a.Content)
	case *mcp.CreateMessageResult:
		return fmt.Sprintf("%s: %s", a.Model, a.Content.(*mcp.TextContent).Text)
	case *mcp.CreateMessageWithToolsResult:
		if use, ok := a.Content[0].(*mcp.ToolUseContent); ok {
			return fmt.Sprintf("%s uses %s", a.Model, use.Name)
		}
		return fmt.Sprintf("%s: %s", a.Model, a.Content[0].(*mcp.TextContent).Text)
	case *mcp.ListRootsResult:
		return fmt.Sprintf("root %s", a.Roots[0].URI)
	}
	return fmt.Sprintf("%T", answer)
}

// party is a host of one revision. Its user answers every question by what the question says.
type party struct {
	*mcp.ClientSession
	client   *mcp.Client
	revision string

	mu       sync.Mutex // guards what follows
	progress []float64
	logs     []string
	told     chan struct{} // receives with each of them
	asked    chan string   // receives the message of a question that is not answered until it is withdrawn
	gone     chan struct{} // receives when it is

	updated        chan string   // receives the resource
	prompts, files chan struct{} // receive when the list has changed
}

func newParty(t *testing.T, revision string, agg *aggregator.Aggregator, capabilities *mcp.ClientCapabilities) *party {
	t.Helper()
	p := &party{
		revision: revision, told: make(chan struct{}, 1000), asked: make(chan string, 10), gone: make(chan struct{}, 10),
		updated: make(chan string, 100), prompts: make(chan struct{}, 100), files: make(chan struct{}, 100),
	}
	opts := &mcp.ClientOptions{
		Capabilities: capabilities,
		ProgressNotificationHandler: func(_ context.Context, req *mcp.ProgressNotificationClientRequest) {
			p.note(func() { p.progress = append(p.progress, req.Params.Progress) })
		},
		PromptListChangedHandler:   func(context.Context, *mcp.PromptListChangedRequest) { p.prompts <- struct{}{} },
		ResourceListChangedHandler: func(context.Context, *mcp.ResourceListChangedRequest) { p.files <- struct{}{} },
		ResourceUpdatedHandler: func(_ context.Context, req *mcp.ResourceUpdatedNotificationRequest) {
			p.updated <- req.Params.URI
		},
		LoggingMessageHandler: func(_ context.Context, req *mcp.LoggingMessageRequest) {
			p.note(func() { p.logs = append(p.logs, fmt.Sprint(req.Params.Data)) })
		},
	}
	if capabilities.Elicitation != nil {
		opts.ElicitationHandler = p.elicited
		opts.CreateMessageWithToolsHandler = p.sampled
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "party", Version: "7"}, opts)
	client.AddRoots(&mcp.Root{URI: "file:///home/ada"})
	p.client, p.ClientSession = client, connect(t, client, revision, agg)
	return p
}

func (p *party) note(f func()) {
	p.mu.Lock()
	f()
	p.mu.Unlock()
	p.told <- struct{}{}
}

func (p *party) elicited(ctx context.Context, req *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
	switch m := req.Params.Message; {
	case m == "declined":
		return &mcp.ElicitResult{Action: "decline"}, nil
	case m == "withdrawn":
		p.asked <- m
		if p.revision == "2026-07-28" { // there a question cannot be withdrawn from the host: the answer comes too late
			return &mcp.ElicitResult{Action: "cancel"}, nil
		}
		<-ctx.Done()
		p.gone <- struct{}{}
		return nil, ctx.Err()
	case req.Params.Mode == "url":
		return &mcp.ElicitResult{Action: "accept"}, nil
	default:
		return &mcp.ElicitResult{Action: "accept", Content: map[string]any{"name": strings.ToUpper(m)}}, nil
	}
}

func (p *party) sampled(_ context.Context, req *mcp.CreateMessageWithToolsRequest) (*mcp.CreateMessageWithToolsResult, error) {
	result := &mcp.CreateMessageWithToolsResult{Model: "m", Role: "assistant", StopReason: "endTurn"}
	if len(req.Params.Tools) > 0 {
		result.StopReason = "toolUse"
		result.Content = []mcp.Content{&mcp.ToolUseContent{ID: "1", Name: req.Params.Tools[0].Name, Input: map[string]any{}}}
		return result, nil
	}
	result.Content = []mcp.Content{&mcp.TextContent{Text: "no"}}
	return result, nil
}

func (p *party) call(ctx context.Context, tool string, args map[string]any, meta mcp.Meta) (*mcp.CallToolResult, error) {
	if args == nil {
		args = map[string]any{}
	}
	return p.CallTool(ctx, &mcp.CallToolParams{Meta: meta, Name: "run", Arguments: map[string]any{"tool": "a:" + tool, "parameters": args}})
}
