package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/internal/demo"
)

// Roles that this program plays in processes of their own, so that neither the servers' nor the echo's work is mixed with the measuring.
// Each says what it has opened in one line of JSON and ends when its standard input does, whatever becomes of its parent.
const (
	roleServers = "servers"
	roleCrowd   = "crowd"
	roleHang    = "hang"
	roleEcho    = "echo"
	roleDemo    = "demo"
)

// serverURL is one running server.
type serverURL struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Modern bool   `json:"modern"`
}

func hosts(servers []serverURL) []string {
	var out []string
	for _, s := range servers {
		if u, err := url.Parse(s.URL); err == nil {
			out = append(out, u.Host)
		}
	}
	return out
}

// serveTools runs the servers of all domains: every other one modern and stateless, the rest legacy with sessions.
func serveTools(in io.Reader, out io.Writer) error {
	var urls []serverURL
	for i, d := range domains() {
		url, err := serve(d.name, d.definitions(), i%2 == 1)
		if err != nil {
			return err
		}
		urls = append(urls, url)
	}
	return announce(urls, in, out)
}

// serveDemo runs the demo's servers, one of which wants a sign-in.
func serveDemo(in io.Reader, out io.Writer) error {
	d, err := demo.Start()
	if err != nil {
		return err
	}
	defer d.Close()
	var urls []serverURL
	for _, s := range d.Servers {
		urls = append(urls, serverURL{Name: s.Name, URL: s.URL})
	}
	return announce(urls, in, out)
}

// serve runs one real server. Its tools answer with what they were asked for and a text of usual length.
func serve(name string, tools []definition, modern bool) (serverURL, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return serverURL{}, err
	}
	server := mcp.NewServer(&mcp.Implementation{Name: name, Version: "1.0.0"}, nil)
	for _, def := range tools {
		server.AddTool(&mcp.Tool{Name: def.name, Description: def.description, InputSchema: def.schema}, answerTool)
	}
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{Stateless: modern}))
	running := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = running.Serve(listener) }() // ends with the process
	return serverURL{name, "http://" + listener.Addr().String() + "/mcp", modern}, nil
}

func answerTool(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	var arguments struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(req.Params.Arguments, &arguments); err != nil {
		return nil, err
	}
	sendSteps(ctx, req, arguments.ID)
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: answerText(arguments.ID)}}}, nil
}

func answerText(id string) string {
	return "id: " + id + "\ntitle: The printer on the third floor prints pages upside down\nstate: open\nowner: ada@example.com\n" +
		"labels: hardware, office\npriority: normal\ncreated: 2026-03-14T09:26:53Z\nhistory: opened by ada, seen by grace, given to alan"
}

// hang accepts connections at the given addresses, takes what comes and never answers.
func hang(addresses []string, in io.Reader, out io.Writer) error {
	for _, address := range addresses {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				go func() { _, _ = io.Copy(io.Discard, conn) }()
			}
		}()
	}
	return announce(nil, in, out)
}

// echo answers each line with a result, as little as a JSON-RPC server over stdio can do.
func echo(in io.Reader, out io.Writer) error {
	if err := json.NewEncoder(out).Encode([]serverURL{}); err != nil {
		return err
	}
	result, err := json.Marshal(map[string]any{"content": []any{map[string]any{"type": "text", "text": answerText("1234567")}}})
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var frame struct {
			ID     json.RawMessage `json:"id"`
			Method string          `json:"method"`
			Params json.RawMessage `json:"params"`
		}
		if err := json.Unmarshal(line, &frame); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, `{"jsonrpc":"2.0","id":%s,"result":%s}`+"\n", frame.ID, result); err != nil {
			return err
		}
	}
}

func announce(urls []serverURL, in io.Reader, out io.Writer) error {
	if err := json.NewEncoder(out).Encode(urls); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

// roleProcess is this program in another role.
type roleProcess struct {
	*process
	urls []serverURL
}

func startRole(ctx context.Context, role string, args ...string) (*roleProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{"-role", role, "--"}, args...)...)
	p, err := startProcess(cmd)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", role, err)
	}
	r := &roleProcess{process: p}
	line, err := r.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &r.urls)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", role, err), r.close())
	}
	return r, nil
}
