package wire

import "encoding/json"

// Call is one request on its way from the host's side of ncp to an upstream: the type at the seam of the two.
type Call struct {
	Method       string          // tools/call, prompts/get, resources/read
	Params       Object          // as the upstream gets them, but for what its session adds to _meta
	Schema       json.RawMessage // input schema of the tool, nil if unknown; only x-mcp-header is read
	Capabilities json.RawMessage // what the host can be asked, in the form of ClientCapabilities; nil means nothing
	Progress     bool            // the host wants progress

	// Notify gets the notifications of this call, in order and before its result. It must not block; nil drops them.
	Notify func(Message)
}

// Name is what Mcp-Name mirrors: the name or uri in Params.
func (c *Call) Name() string {
	if c.Method == "resources/read" {
		return c.Params.Text("uri")
	}
	return c.Params.Text("name")
}
