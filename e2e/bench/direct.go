package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// direct is a server as the official SDK's client calls it.
type direct struct {
	server  string
	url     string
	era     string // as negotiated
	tool    string
	session *mcp.ClientSession
}

// direct connects to the first legacy and the first modern server.
func (b *bench) direct() (legacy, modern *direct, err error) {
	for i, d := range domains() {
		if b.urls[i].Modern && modern != nil || !b.urls[i].Modern && legacy != nil {
			continue
		}
		session, err := connect(b.ctx, b.urls[i].URL)
		if err != nil {
			return nil, nil, fmt.Errorf("connect to %s: %w", d.name, err)
		}
		c := &direct{
			server: d.name, url: b.urls[i].URL, era: session.InitializeResult().ProtocolVersion, session: session,
			tool: "get_" + strings.ReplaceAll(d.nouns[0], " ", "_"),
		}
		if b.urls[i].Modern {
			modern = c
		} else {
			legacy = c
		}
	}
	return legacy, modern, nil
}

func connect(ctx context.Context, url string) (*mcp.ClientSession, error) {
	pool := http.DefaultTransport.(*http.Transport).Clone()
	pool.Proxy, pool.MaxIdleConns, pool.MaxIdleConnsPerHost = nil, 0, 64
	client := mcp.NewClient(&mcp.Implementation{Name: "bench", Version: "1"}, nil)
	return client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: &http.Client{Transport: pool}}, nil)
}

func (d *direct) call(ctx context.Context, id string) (time.Duration, error) {
	began := time.Now()
	result, err := d.session.CallTool(ctx, &mcp.CallToolParams{Name: d.tool, Arguments: map[string]any{"id": id}})
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	if len(result.Content) == 1 {
		if text, ok := result.Content[0].(*mcp.TextContent); ok && text.Text == answerText(id) {
			return took, nil
		}
	}
	return 0, fmt.Errorf("%s answers %s with something else", d.tool, id)
}

// run is the same call as the arguments of ncp's run.
func (d *direct) run(id string) map[string]any {
	return map[string]any{"tool": d.server + ":" + d.tool, "parameters": map[string]any{"id": id}}
}
