package upstream

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/http"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"ncp/internal/wire"
)

func TestSmoke(t *testing.T) {
	srv := mcp.NewServer(&mcp.Implementation{Name: "x", Version: "1"}, nil)
	type in struct{ A, B int }
	mcp.AddTool(srv, &mcp.Tool{Name: "add"}, func(ctx context.Context, r *mcp.CallToolRequest, a in) (*mcp.CallToolResult, any, error) {
		return nil, map[string]any{"sum": a.A + a.B}, nil
	})
	for name, opts := range map[string]*mcp.StreamableHTTPOptions{"stateful": nil, "stateless": {Stateless: true}, "json": {JSONResponse: true}} {
		ts := httptest.NewServer(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return srv }, opts))
		u := New(Options{Name: name, URL: ts.URL, Client: NewClient(NewNetwork()), Listen: true, Version: "t"})
		tools, ttl, problems, err := u.Tools(t.Context())
		t.Logf("%s era=%s %d tools ttl %v problems %v err %v", name, u.Era(), len(tools), ttl, problems, err)
		res, err := u.Call(t.Context(), wire.Call{Method: "tools/call", Params: wire.Object{{Key: "name", Value: json.RawMessage(`"add"`)}, {Key: "arguments", Value: json.RawMessage(`{"A":1,"B":2}`)}}})
		t.Logf("%s %v", res, err)
		u.Close()
		ts.Close()
	}
	ts := httptest.NewServer(mcp.NewSSEHandler(func(*http.Request) *mcp.Server { return srv }, nil))
	u := New(Options{Name: "sse", URL: ts.URL, Client: NewClient(NewNetwork()), Listen: true, Version: "t"})
	tools, ttl, problems, err := u.Tools(t.Context())
	t.Logf("era=%s %d tools ttl %v problems %v err %v", u.Era(), len(tools), ttl, problems, err)
	u.Close()
	ts.Close()
}
