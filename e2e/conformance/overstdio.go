package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// host calls tools as a host does that has started "ncp serve", made of the official SDK's client. Its user accepts every form as it stands.
type host struct{ session *mcp.ClientSession }

func startHost(ctx context.Context, binary string, env []string) (*host, error) {
	cmd := exec.Command(binary, "serve")
	cmd.Env, cmd.Stderr = env, os.Stderr
	client := mcp.NewClient(&mcp.Implementation{Name: "conformance-host", Version: "1"}, &mcp.ClientOptions{
		Capabilities: &mcp.ClientCapabilities{},
		ElicitationHandler: func(_ context.Context, req *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
			return &mcp.ElicitResult{Action: "accept", Content: defaultsOf(req.Params.RequestedSchema)}, nil
		},
	})
	session, err := client.Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
	return &host{session}, err
}

// defaultsOf is a form filled in with its own defaults.
func defaultsOf(requested any) map[string]any {
	content := map[string]any{}
	form, _ := requested.(map[string]any)
	properties, _ := form["properties"].(map[string]any)
	for name, property := range properties {
		if p, ok := property.(map[string]any); ok && p["default"] != nil {
			content[name] = p["default"]
		}
	}
	return content
}

// call calls a tool, and once more if that fails, as a model does that was told what is wrong.
func (h *host) call(ctx context.Context, tool string, arguments json.RawMessage) error {
	if err := h.callOnce(ctx, tool, arguments); err == nil {
		return nil
	}
	return h.callOnce(ctx, tool, arguments)
}

func (h *host) callOnce(ctx context.Context, tool string, arguments json.RawMessage) error {
	result, err := h.session.CallTool(ctx, &mcp.CallToolParams{Name: "run", Arguments: map[string]any{"tool": tool, "parameters": arguments}})
	if err != nil {
		return fmt.Errorf("run %s: %w", tool, err)
	}
	if result.IsError {
		return fmt.Errorf("run %s: %w", tool, result.GetError())
	}
	return nil
}

// playOverStdio is play with a host in the place of a command line. The sign-ins are the host's: its calls open the browser.
func playOverStdio(binary, url string) error {
	p, err := newPlayer(binary, url)
	if err != nil {
		return err
	}
	defer p.close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// The list of tools is for a person to read; the schemas come from the command line.
	tools, err := p.tools("--no-auth")
	if err != nil {
		return err
	}
	h, err := startHost(ctx, binary, p.env)
	if err != nil {
		return err
	}
	defer func() { _ = h.session.Close() }()
	var failures []error
	for _, c := range p.told.ToolCalls {
		failures = append(failures, h.call(ctx, name+":"+c.Name, c.Arguments))
	}
	if p.told.ToolCalls == nil {
		for _, t := range tools {
			arguments, err := t.example(tools[0].InputSchema)
			if err != nil {
				return err
			}
			failures = append(failures, h.call(ctx, t.Tool, arguments))
		}
	}
	return errors.Join(failures...)
}
