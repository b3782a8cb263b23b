package demo

import (
	"context"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// vault is the server that wants a sign-in.
func vault() *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "vault", Version: "1.0.0"}, nil)
	addTool(s, &mcp.Tool{
		Name: "read_secret", Description: "Read a secret of yours by its name, such as a recovery code.",
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true},
	}, `{"name":{"description":"name of the secret","type":"string"}}`, []string{"name"}, func(_ context.Context, req *mcp.CallToolRequest) (any, error) {
		var in struct{ Name string }
		if err := read(req, &in); err != nil {
			return nil, err
		}
		return fmt.Sprintf("The secret %q is: correct horse battery staple", in.Name), nil
	})
	return s
}
