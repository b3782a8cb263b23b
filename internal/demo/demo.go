// Package demo runs real MCP servers on loopback for people who have none at hand: notes, modern and
// stateless; units, legacy with sessions; and vault, behind an authorization server with a consent page.
//
// They are servers of the official SDK and answer like any other, so that what the demo shows is what the product does.
// They keep everything in memory and listen on 127.0.0.1 only.
package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Server is one running demo server.
type Server struct {
	Name   string
	URL    string
	Speaks string // the revision of MCP and the sign-in, for people
}

// Demo is the set of running servers. Close it when done.
type Demo struct {
	Servers []Server
	running []*http.Server
}

// Start starts the servers on free ports.
func Start() (*Demo, error) {
	d := new(Demo)
	err := errors.Join(
		d.serve("notes", "MCP 2026-07-28, stateless", func(string) http.Handler {
			return handler(notes(), &mcp.StreamableHTTPOptions{Stateless: true})
		}),
		d.serve("units", "MCP 2025-11-25, with sessions", func(string) http.Handler { return handler(units(), nil) }),
		d.serve("vault", "MCP 2026-07-28, behind OAuth 2.1", func(origin string) http.Handler {
			return newAuthority(origin).handler(handler(vault(), &mcp.StreamableHTTPOptions{Stateless: true}))
		}),
	)
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func handler(server *mcp.Server, opts *mcp.StreamableHTTPOptions) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, opts))
	return mux
}

// serve starts what build returns for its own origin.
func (d *Demo) serve(name, speaks string, build func(origin string) http.Handler) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("demo server %s: %w", name, err)
	}
	origin := "http://" + listener.Addr().String()
	running := &http.Server{Handler: build(origin), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = running.Serve(listener) }() // ends with Close
	d.running = append(d.running, running)
	d.Servers = append(d.Servers, Server{Name: name, URL: origin + "/mcp", Speaks: speaks})
	return nil
}

// Close ends the servers and their connections.
func (d *Demo) Close() {
	for _, s := range d.running {
		_ = s.Close()
	}
}

// addTool adds a tool whose arguments are the properties given, a JSON object, the required ones by name. It answers with a text, or with any other
// value as structured content. The SDK's typed tools would say the same of themselves, and bring a validator of schemas into the program.
func addTool(server *mcp.Server, t *mcp.Tool, properties string, required []string, answer func(context.Context, *mcp.CallToolRequest) (any, error)) {
	t.InputSchema = json.RawMessage(`{"additionalProperties":false,"properties":` + properties + `,"required":["` + strings.Join(required, `","`) + `"],"type":"object"}`)
	server.AddTool(t, func(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		value, err := answer(ctx, req)
		result := &mcp.CallToolResult{}
		said, isText := value.(string)
		switch {
		case err != nil:
			result.SetError(err)
			return result, nil
		case !isText:
			raw, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			said, result.StructuredContent = string(raw), json.RawMessage(raw)
		}
		result.Content = []mcp.Content{&mcp.TextContent{Text: said}}
		return result, nil
	})
}

// read takes a call's arguments and nothing else.
func read(req *mcp.CallToolRequest, into any) error {
	d := json.NewDecoder(bytes.NewReader(req.Params.Arguments))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	return nil
}
