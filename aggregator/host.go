package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"ncp/internal/wire"
)

// Revisions of the protocol that we serve, newest first. Each request of the first one stands alone; the others begin with initialize.
const versionModern = "2026-07-28"

func legacyVersions() []string {
	return []string{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}
}

const reserved = "io.modelcontextprotocol/"

// drainTime is how long calls under way may still answer after the host has closed our input.
const drainTime = 300 * time.Millisecond

// Serve speaks MCP with one host over in and out until in ends, and returns why it ended (nil: in good order).
func (a *Aggregator) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	h := &host{a: a}
	h.conn = wire.NewConn(ctx, wire.NewLines(in, out), h)
	ended := make(chan error, 1)
	go func() { ended <- h.conn.Run() }() // ends with in, or with the process
	select {
	case err := <-ended:
		drain, cancel := context.WithTimeout(ctx, drainTime)
		defer cancel()
		h.conn.Drain(drain)
		h.conn.Cancel()
		return err
	case <-ctx.Done():
		h.conn.Cancel()
		return nil
	}
}

// host is the peer that started us.
type host struct {
	a    *Aggregator
	conn *wire.Conn

	mu      sync.Mutex // guards version
	version string     // negotiated by initialize, "" before it
}

// HandleRequest implements wire.Handler: what can be answered from memory is, the rest goes to a goroutine of its own.
func (h *host) HandleRequest(ctx context.Context, r *wire.Request) {
	era, err := h.eraOf(r)
	if err != nil {
		h.sent(r.Fail(err))
		return
	}
	switch r.Method {
	case "initialize":
		h.answer(r, era, h.initialize)
	case "server/discover":
		h.answer(r, era, h.discover)
	case "ping":
		h.answer(r, era, func(*wire.Request) (json.RawMessage, error) { return json.RawMessage("{}"), nil })
	case "tools/list":
		h.answer(r, era, h.listTools)
	case "tools/call":
		go h.answer(r, era, func(r *wire.Request) (json.RawMessage, error) { return h.callTool(ctx, r) })
	case "subscriptions/listen":
		h.listen(ctx, r)
	default:
		h.sent(r.Fail(wire.Errorf(wire.CodeMethodNotFound, "method not found: %s", r.Method)))
	}
	h.a.Watch() // after the first answer: no network before it
}

// answer sends what f returns, in the form that the era wants.
func (h *host) answer(r *wire.Request, era era, f func(*wire.Request) (json.RawMessage, error)) {
	result, err := f(r)
	if err != nil {
		h.sent(r.Fail(err))
		return
	}
	h.sent(r.Answer(era.dress(result)))
}

func (h *host) sent(err error) {
	if err != nil {
		h.a.log.Debug("answer the host", "err", err)
	}
}

// HandleNotification implements wire.Handler. There is nothing that we would have to hear of.
func (h *host) HandleNotification(wire.Message) {}

// HandleBroken implements wire.Handler.
func (h *host) HandleBroken(err *wire.FrameError) { h.sent(h.conn.Reject(err)) }

// era is what a request showed itself to be of.
type era bool

const (
	legacy era = false
	modern era = true
)

// eraOf tells a request's era: a modern one says its version in _meta, a legacy one belongs to what initialize opened.
func (h *host) eraOf(r *wire.Request) (era, error) {
	meta := metaOf(r.Params)
	raw := meta.Get(reserved + "protocolVersion")
	if raw == nil {
		h.mu.Lock()
		open := h.version != ""
		h.mu.Unlock()
		if !open && r.Method != "initialize" && r.Method != "ping" {
			return legacy, wire.Errorf(wire.CodeInvalidParams,
				"_meta lacks %sprotocolVersion (MCP %s), and there was no initialize before (MCP %s and older)", reserved, versionModern, legacyVersions()[0])
		}
		return legacy, nil
	}
	version, _ := wire.Text(raw)
	if slices.Contains(legacyVersions(), version) && r.Method != "server/discover" {
		return legacy, nil
	}
	if version != versionModern {
		e := wire.Errorf(wire.CodeUnsupportedVersion, "unsupported protocol version")
		supported, _ := json.Marshal(append([]string{versionModern}, legacyVersions()...))
		e.Data = wire.Object{{Key: "supported", Value: supported}, {Key: "requested", Value: raw}}.Raw()
		return modern, e
	}
	if caps := meta.Get(reserved + "clientCapabilities"); caps == nil || caps[0] != '{' {
		return modern, wire.Errorf(wire.CodeInvalidParams, "_meta lacks %sclientCapabilities", reserved)
	}
	return modern, nil
}

func metaOf(params json.RawMessage) wire.Object {
	obj, err := wire.ParseObject(params)
	if err != nil {
		return nil
	}
	meta, _ := wire.ParseObject(obj.Get("_meta"))
	return meta
}

// dress gives a result the shape of the host's era and takes off what belonged to the upstream's hop: resultType, and the
// reserved keys of _meta. Everything else stays as it came.
func (e era) dress(result json.RawMessage) json.RawMessage {
	obj, err := wire.ParseObject(result)
	if err != nil {
		return result
	}
	obj = obj.Delete("resultType")
	if raw := obj.Get("_meta"); raw != nil {
		meta, err := wire.ParseObject(raw)
		kept := meta.Filter(func(key string) bool { return !strings.HasPrefix(key, reserved) })
		switch {
		case err != nil || len(kept) == len(meta):
		case len(kept) == 0:
			obj = obj.Delete("_meta")
		default:
			obj = obj.Set("_meta", kept.Raw())
		}
	}
	if e == modern {
		obj = obj.Set("resultType", json.RawMessage(`"complete"`))
	}
	return obj.Raw()
}

func (h *host) serverInfo() json.RawMessage {
	return wire.Object{
		{Key: "name", Value: json.RawMessage(`"ncp"`)},
		{Key: "title", Value: json.RawMessage(`"ncp, one server for many"`)},
		{Key: "version", Value: wire.AppendText(nil, h.a.opts.Version)},
	}.Raw()
}

func (h *host) initialize(r *wire.Request) (json.RawMessage, error) {
	params, err := wire.ParseObject(r.Params)
	if err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "initialize needs params with a protocolVersion")
	}
	version := params.Text("protocolVersion")
	if !slices.Contains(legacyVersions(), version) {
		version = legacyVersions()[0] // "the server MUST respond with another protocol version it supports"
	}
	h.mu.Lock()
	again := h.version != ""
	if !again {
		h.version = version
	}
	h.mu.Unlock()
	if again {
		return nil, wire.Errorf(wire.CodeInvalidRequest, "initialize was answered already on this connection")
	}
	return wire.Object{
		{Key: "protocolVersion", Value: wire.AppendText(nil, version)},
		{Key: "capabilities", Value: json.RawMessage(`{"tools":{}}`)},
		{Key: "serverInfo", Value: h.serverInfo()},
		{Key: "instructions", Value: wire.AppendText(nil, h.a.instructions())},
	}.Raw(), nil
}

// cacheable adds the hints of 2026-07-28: our definitions change only with the configuration, and hold for this user alone.
func cacheable(result wire.Object) wire.Object {
	return append(result, wire.Member{Key: "ttlMs", Value: json.RawMessage("300000")}, wire.Member{Key: "cacheScope", Value: json.RawMessage(`"private"`)})
}

func (h *host) discover(*wire.Request) (json.RawMessage, error) {
	versions, err := json.Marshal(append([]string{versionModern}, legacyVersions()...))
	if err != nil {
		return nil, err
	}
	return cacheable(wire.Object{
		{Key: "supportedVersions", Value: versions},
		{Key: "capabilities", Value: json.RawMessage(`{"tools":{}}`)},
		{Key: "instructions", Value: wire.AppendText(nil, h.a.instructions())},
		{Key: "_meta", Value: wire.Object{{Key: reserved + "serverInfo", Value: h.serverInfo()}}.Raw()},
	}).Raw(), nil
}

func (h *host) listTools(*wire.Request) (json.RawMessage, error) {
	tools := append(append(append([]byte{'['}, h.a.findDefinition()...), ','), runDefinition()...)
	return cacheable(wire.Object{{Key: "tools", Value: append(tools, ']')}}).Raw(), nil
}

// listen acknowledges that there is nothing to tell of; the request then stays open without an answer
// (2026-07-28, patterns/subscriptions).
func (h *host) listen(ctx context.Context, r *wire.Request) {
	tag := wire.Object{{Key: reserved + "subscriptionId", Value: r.ID}}.Raw()
	params := wire.Object{{Key: "_meta", Value: tag}, {Key: "notifications", Value: json.RawMessage("{}")}}.Raw()
	h.sent(h.conn.Notify(ctx, "notifications/subscriptions/acknowledged", params))
	r.Abandon()
}

// signInHint says what a person has to do; a model can only pass it on.
func signInHint(err error) string {
	var need signInNeeder
	if errors.As(err, &need) && need.NeedsSignIn() {
		return "; ask the user to sign in, in a terminal: ncp find --server NAME"
	}
	return ""
}

// callTool dispatches tools/call. What a model can mend is a result with isError, not a protocol error.
func (h *host) callTool(ctx context.Context, r *wire.Request) (json.RawMessage, error) {
	params, err := wire.ParseObject(r.Params)
	if err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "tools/call needs params with a name")
	}
	var result json.RawMessage
	switch name := params.Text("name"); name {
	case "find":
		result, err = h.find(ctx, params)
	case "run":
		result, err = h.run(ctx, params)
	default:
		return nil, wire.Errorf(wire.CodeInvalidParams, "unknown tool %q: there are find and run; run calls %q if find names it", name, "server:"+name)
	}
	var own *wire.Error
	if err != nil && !errors.As(err, &own) {
		return textResult(err.Error()+signInHint(err), true), nil
	}
	return result, err
}

// findWait is how long find waits for servers that were never seen.
const findWait = 2 * time.Second

func (h *host) find(ctx context.Context, params wire.Object) (json.RawMessage, error) {
	args := struct {
		Description string `json:"description"`
		Limit       int    `json:"limit"`
		Page        int    `json:"page"`
		Depth       *int   `json:"depth"`
		Server      string `json:"server"`
	}{}
	if err := checkMeta(findSchema, "find", params.Get("arguments"), &args); err != nil {
		return nil, err
	}
	answer, err := h.a.Find(ctx, FindRequest{Description: args.Description, Limit: args.Limit, Page: args.Page, Server: args.Server, Wait: findWait})
	if err != nil {
		return nil, err
	}
	depth := depthShort
	if args.Depth != nil {
		depth = *args.Depth
	}
	return textResult(answer.Text(depth), false), nil
}

func (h *host) run(ctx context.Context, params wire.Object) (json.RawMessage, error) {
	args := struct {
		Tool       string          `json:"tool"`
		Parameters json.RawMessage `json:"parameters"`
		DryRun     bool            `json:"dry_run"`
	}{}
	if err := checkMeta(runSchema, "run", params.Get("arguments"), &args); err != nil {
		return nil, err
	}
	req := RunRequest{Tool: args.Tool, Parameters: args.Parameters, DryRun: args.DryRun, Meta: params.Get("_meta")}
	if token := metaOf(params.Raw()).Get("progressToken"); token != nil {
		req.Progress, req.Notify = true, func(m wire.Message) { h.relay(ctx, m, token) }
	}
	return h.a.Run(ctx, req)
}

// relay passes a progress notification of a call on, under the host's own token.
func (h *host) relay(ctx context.Context, m wire.Message, token json.RawMessage) {
	params, err := wire.ParseObject(m.Params)
	if m.Method != "notifications/progress" || err != nil || ctx.Err() != nil {
		return
	}
	h.sent(h.conn.Notify(ctx, m.Method, params.Set("progressToken", token).Raw()))
}

// checkMeta reads the arguments of one of our own tools, by the same rules as those of any other.
func checkMeta(schema, name string, arguments json.RawMessage, into any) error {
	if arguments == nil {
		arguments = json.RawMessage("{}")
	}
	if problems := checkArguments(json.RawMessage(schema), arguments); problems != "" {
		return &RefusedError{Text: fmt.Sprintf("%s: its parameters are wrong:%s", name, problems)}
	}
	return json.Unmarshal(arguments, into)
}
