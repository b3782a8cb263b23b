package aggregator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"ncp/aggregator/toolschema"
	"ncp/internal/wire"
)

// RunRequest asks for one tool to be called.
type RunRequest struct {
	Tool       string          // server:tool
	Parameters json.RawMessage // the tool's arguments, an object; nil means none
	DryRun     bool            // check only; the answer says what would be called
	Listed     bool            // the host knows the tool as it was listed by itself: what is near is named in that way
	More       wire.Object     // what else the params of the host's call hold, relayed but for what of _meta belongs to its own hop

	Consent *Consent // nil is none, and nobody to ask for it

	// Of these see wire.Call. Ask may be nil.
	Progress bool
	LogLevel string
	Notify   func(wire.Message)
	Ask      wire.Ask
	Alone    bool
}

// A RefusedError is a call that was never made: its text tells a model how to mend it.
type RefusedError struct {
	Text string
	Tool *Tool // whose parameters were wrong; nil if no such tool may be called

	InConfiguration bool // the configuration says so, and only it can be changed
}

func (e *RefusedError) Error() string { return e.Text }

// Run calls one tool and returns its result as the upstream gave it. The error is a *RefusedError, a *wire.Error of the upstream, or
// an error that says why the upstream could not be asked.
func (a *Aggregator) Run(ctx context.Context, req RunRequest) (json.RawMessage, error) {
	s, tool, err := a.resolve(ctx, req.Tool, req.Listed)
	if err != nil {
		return nil, err
	}
	result, err := a.run(ctx, s, tool, req)
	var refused *wire.Error
	if errors.As(err, &refused) && refused.Code == wire.CodeHeaderMismatch && s.refresh(ctx) == nil {
		// "the client SHOULD call tools/list to check for changes to the tool's inputSchema, then retry the original request" (2026-07-28,
		// transports/streamable-http, "Client Behavior"), which the server has not processed.
		if now := s.tool(tool.Name); now != nil && !bytes.Equal(now.Schema, tool.Schema) {
			return a.run(ctx, s, now, req)
		}
	}
	return result, err
}

// run is Run for a tool as it was last listed.
func (a *Aggregator) run(ctx context.Context, s *server, tool *Tool, req RunRequest) (json.RawMessage, error) {
	arguments := req.Parameters
	if arguments == nil || string(arguments) == "null" {
		arguments = json.RawMessage("{}")
	}
	if problems := checkArguments(tool.Schema, arguments); problems != "" {
		return nil, &RefusedError{Text: fmt.Sprintf("%s was not called, its parameters are wrong:%s\nIt takes %s", tool.ToolName(), problems, tool.Signature()), Tool: tool}
	}
	if req.DryRun {
		return dryRun(tool, arguments), nil
	}
	if s.isSignIn(tool) {
		return s.enter(ctx)
	}
	if err := a.trust(s, tool); err != nil {
		return nil, err
	}
	if err := a.agree(ctx, s, tool, arguments, req.Consent); err != nil {
		return nil, err
	}
	params := append(wire.Object{{Key: "name", Value: wire.AppendText(nil, tool.Name)}, {Key: "arguments", Value: arguments}}, req.More...)
	return a.relay(ctx, s, wire.Call{
		Method: "tools/call", Params: params, Schema: tool.Schema,
		Progress: req.Progress, LogLevel: req.LogLevel, Notify: req.Notify, AskHost: req.Ask, Alone: req.Alone,
	})
}

// resolve finds the tool, asking the server for its list if that has never been seen or does not have it, though not twice a second, and no longer than a
// find waits if there is one. See RunRequest for listed.
func (a *Aggregator) resolve(ctx context.Context, name string, listed bool) (*server, *Tool, error) {
	serverName, toolName, err := SplitToolName(name)
	if err != nil {
		return nil, nil, a.refuseName(err.Error(), name, listed)
	}
	s := a.server(serverName)
	if s == nil {
		return nil, nil, a.refuseName(fmt.Sprintf("no server %q", serverName), name, listed)
	}
	if err := s.usable(wire.Tools); err != nil {
		return nil, nil, err
	}
	known := s.known() // before its list is looked at, which may come meanwhile
	if tool := s.tool(toolName); tool != nil {
		return s, tool, nil
	}
	if tool := s.signInTool(); tool != nil && toolName == signInName {
		return s, tool, nil
	}
	if s.spec.Allows != nil && !s.spec.Allows(toolName) {
		return nil, nil, &RefusedError{Text: fmt.Sprintf("%s is not allowed: see tools.allow and tools.deny of server %q in the configuration", name, serverName), InConfiguration: true}
	}
	text := fmt.Sprintf("server %q has no tool %q", serverName, toolName)
	if !known || s.dated() {
		if known {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeoutCause(ctx, findWait, fmt.Errorf("no answer within %v", findWait))
			defer cancel()
		}
		err := s.refresh(ctx)
		if err != nil && !known {
			return nil, nil, fmt.Errorf("%s: %w", serverName, err)
		}
		if err != nil {
			text = fmt.Sprintf("server %q had no tool %q when it was last asked, and now: %v", serverName, toolName, err)
		}
		if tool := s.tool(toolName); tool != nil {
			return s, tool, nil
		}
	}
	return nil, nil, a.refuseName(text, name, listed)
}

// refuseName adds the nearest names that exist.
func (a *Aggregator) refuseName(text, name string, listed bool) error {
	if listed {
		server, tool, _ := SplitToolName(name)
		return &RefusedError{Text: text + a.nearListed(exposedName(server, tool))}
	}
	tools := a.tools("")
	names := make([]string, len(tools))
	for i, t := range tools {
		names[i] = t.ToolName()
	}
	near := nearest(name, names)
	if len(near) == 0 { // the tool's own name may be right and its server missing
		_, bare, found := strings.Cut(name, ":")
		if !found {
			bare = name
		}
		for _, t := range tools {
			if strings.EqualFold(t.Name, bare) && len(near) < 3 {
				near = append(near, t.ToolName())
			}
		}
	}
	if len(near) > 0 {
		return &RefusedError{Text: text + "; nearest: " + strings.Join(near, ", ")}
	}
	return &RefusedError{Text: text + "; use find to see what there is"}
}

func dryRun(tool *Tool, arguments json.RawMessage) json.RawMessage {
	text := fmt.Sprintf("The parameters are valid. This would call %s with %s", tool.ToolName(), arguments)
	return textResult(text, false)
}

// textResult is a result of our own.
func textResult(text string, isError bool) json.RawMessage {
	out := append(wire.AppendText([]byte(`{"content":[{"type":"text","text":`), text), "}]"...)
	if isError {
		out = append(out, `,"isError":true`...)
	}
	return append(out, '}')
}

// checkArguments lists what is certainly wrong with arguments, a line each; "" if nothing is.
func checkArguments(schema, arguments json.RawMessage) string {
	var b strings.Builder
	for _, p := range toolschema.Check(schema, arguments) {
		b.WriteString("\n- ")
		if strings.ContainsAny(p.Path, ".[") { // at the top the message itself says where
			b.WriteString(p.Path + ": ")
		}
		b.WriteString(p.Message)
	}
	return b.String()
}

// resultBudget is that of the tool's server.
func (a *Aggregator) resultBudget(toolName string) int {
	name, _, _ := SplitToolName(toolName)
	if s := a.server(name); s != nil {
		return a.entry(s).ResultBudget
	}
	return 0
}

// Tool returns a tool by its name server:tool. It asks the server only if the catalogue does not have it.
func (a *Aggregator) Tool(ctx context.Context, name string) (*Tool, error) {
	_, tool, err := a.resolve(ctx, name, false)
	return tool, err
}

// KnownTools lists the names of all tools in the catalogue, without asking anybody.
func (a *Aggregator) KnownTools() []string {
	var names []string
	for _, s := range a.servers() {
		for _, t := range s.tools() {
			names = append(names, t.ToolName())
		}
	}
	return names
}
