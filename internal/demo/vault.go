package demo

import (
	"context"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// vault is the server that wants a sign-in.
func vault() *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "vault", Version: "1.0.0"}, nil)
	mcp.AddTool(s, &mcp.Tool{
		Name: "read_secret", Description: "Read a secret of yours by its name, such as a recovery code.",
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true},
	}, func(_ context.Context, _ *mcp.CallToolRequest, in struct {
		Name string `json:"name" jsonschema:"name of the secret"`
	},
	) (*mcp.CallToolResult, any, error) {
		return text("The secret %q is: correct horse battery staple", in.Name), nil, nil
	})
	return s
}
