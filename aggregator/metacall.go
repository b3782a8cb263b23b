package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"ncp/internal/wire"
)

// callTool dispatches tools/call. What a model can mend is a result with isError, not a protocol error.
func (h *host) callTool(ctx context.Context, call *hostCall) (json.RawMessage, error) {
	if call.params == nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "tools/call needs params with a name")
	}
	var result json.RawMessage
	var err error
	name := call.params.Text("name")
	exposure, _ := h.a.exposure()
	switch own := exposure != ExposeAll; {
	case own && name == "find":
		result, err = h.find(ctx, call)
	case own && name == "run":
		result, err = h.run(ctx, call)
	case !own && name == exposedReadResult:
		result, err = h.readHeld(name, call.params.Get("arguments"))
	default:
		toolName, ok := call.a.calledByItself(name)
		switch {
		case ok:
			result, err = h.runTool(ctx, call, RunRequest{Tool: toolName, Parameters: call.params.Get("arguments")}, true)
		case own:
			return nil, wire.Errorf(wire.CodeInvalidParams, "unknown tool %q: there are find and run; run calls %q if find names it", name, "server:"+name)
		default:
			return nil, wire.Errorf(wire.CodeInvalidParams, "unknown tool %q%s", name, call.a.nearListed(name))
		}
	}
	var own *wire.Error
	if err != nil && !errors.As(err, &own) {
		return textResult(err.Error(), true), nil
	}
	return result, err
}

// findWait is how long find waits for servers that were never seen.
const findWait = 2 * time.Second

func (h *host) find(ctx context.Context, call *hostCall) (json.RawMessage, error) {
	args := struct {
		Description string      `json:"description"`
		Limit       json.Number `json:"limit"`
		Page        json.Number `json:"page"`
		Depth       json.Number `json:"depth"`
		Server      string      `json:"server"`
	}{}
	if err := checkMeta(findSchema, "find", call.params.Get("arguments"), &args); err != nil {
		return nil, err
	}
	limit, err := whole("find", "limit", args.Limit, 0, 1, maxLimit)
	if err != nil {
		return nil, err
	}
	page, err := whole("find", "page", args.Page, 1, 1, maxPage)
	if err != nil {
		return nil, err
	}
	depth, err := whole("find", "depth", args.Depth, depthShort, depthNames, depthSchema)
	if err != nil {
		return nil, err
	}
	answer, err := call.a.Find(ctx, FindRequest{Description: args.Description, Limit: limit, Page: page, Server: args.Server, Wait: findWait})
	if err != nil {
		return nil, err
	}
	return textResult(answer.Text(depth), false), nil
}

// whole reads a whole number given to a tool of ours, which may be written 5.0 or 5e0 as well; "" is absent.
func whole(tool, name string, number json.Number, absent, least, most int) (int, error) {
	if number == "" {
		return absent, nil
	}
	n, err := number.Float64()
	if err != nil || n < float64(least) || n > float64(most) || n != math.Trunc(n) {
		return 0, &RefusedError{Text: fmt.Sprintf("%s: %s is %s; allowed: whole numbers from %d to %d", tool, name, number, least, most)}
	}
	return int(n), nil
}

func (h *host) run(ctx context.Context, call *hostCall) (json.RawMessage, error) {
	args := struct {
		Tool       string          `json:"tool"`
		Parameters json.RawMessage `json:"parameters"`
		DryRun     bool            `json:"dry_run"`
	}{}
	err := checkMeta(runSchema, "run", call.params.Get("arguments"), &args)
	if err != nil {
		err = checkMeta(runSchema, "run", unquoted(call.params.Get("arguments")), &args)
	}
	if err != nil {
		return nil, err
	}
	if args.Tool == readResult {
		return h.readHeld(readResult, args.Parameters)
	}
	return h.runTool(ctx, call, RunRequest{Tool: args.Tool, Parameters: args.Parameters, DryRun: args.DryRun}, false)
}

// unquoted takes parameters that are the text of an object, as many a model writes them, for that object: no text can be meant.
func unquoted(arguments json.RawMessage) json.RawMessage {
	args, err := wire.ParseObject(arguments)
	if err != nil {
		return arguments
	}
	text := json.RawMessage(args.Text("parameters"))
	if _, err := wire.ParseObject(text); err != nil {
		return arguments
	}
	return args.Set("parameters", text).Raw()
}

// runTool calls a tool for the host, however that has named it. direct is whether the host was listed the tool, and with it what shape its result has.
func (h *host) runTool(ctx context.Context, call *hostCall, req RunRequest, direct bool) (json.RawMessage, error) {
	req.More, req.Progress, req.LogLevel = call.passing().Delete("name").Delete("arguments"), call.meta.Get("progressToken") != nil, call.logLevel
	req.Listed = direct
	req.Notify, req.Ask, req.Alone, req.Consent = call.tell, call.ask, call.alone, &Consent{Ask: call.ask}
	result, err := h.deliver(ctx, call, func() (json.RawMessage, error) { return call.a.Run(ctx, req) })
	if err != nil {
		return nil, err
	}
	return h.shorten(result, call.a.resultBudget(req.Tool), direct), nil
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
