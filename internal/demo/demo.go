// Package demo runs real MCP servers on loopback for people who have none at hand: notes, modern and
// stateless; units, legacy with sessions; and vault, behind an authorization server with a consent page.
//
// They are servers of the official SDK and answer like any other, so that what the demo shows is what the product does.
// They keep everything in memory and listen on 127.0.0.1 only.
package demo

import (
	"errors"
	"fmt"
	"net"
	"net/http"
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

// text is a tool's answer in words.
func text(format string, args ...any) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: fmt.Sprintf(format, args...)}}}
}
