package wire

import (
	"context"
	"encoding/json"
)

// Question is a request that a server makes while it serves a call: elicitation/create, sampling/createMessage or roots/list.
type Question struct {
	Key    string // its name among those asked at once, "" if the server gave none
	Method string
	Params json.RawMessage // nil if there are none
}

// Ask puts questions to the host's user and returns a raw result for each, in their order. It takes as long as a person takes.
// A *Error is the host's refusal, fit to be the answer to the server; any other error says why there is no answer. Where it is about one question of
// several it is wrapped in an *AskError.
type Ask func(ctx context.Context, questions []Question) ([]json.RawMessage, error)

// AskError is an error of Ask that is about one question. Its text is that of Err.
type AskError struct {
	Method string // of the question
	Err    error
}

func (e *AskError) Error() string { return e.Err.Error() }

// Unwrap makes what Err is known.
func (e *AskError) Unwrap() error { return e.Err }

// Client is who an upstream is told that it serves. What it declares decides what an upstream lists and what it may ask for.
type Client struct {
	Capabilities json.RawMessage // in the form of ClientCapabilities; nil declares nothing
	Info         json.RawMessage // in the form of Implementation; nil means ncp itself
	Ask          Ask             // answers what a legacy server asks while it serves no call, as many ask for roots at once; nil: nobody does
	Tell         func(Message)   // gets the notifications of a legacy server while it serves no call. It must not block; nil drops them
}

// Call is one request on its way from the host's side of ncp to an upstream: the type at the seam of the two.
type Call struct {
	Client
	Method   string          // tools/call, prompts/get, resources/read
	Params   Object          // as the upstream gets them, but for what its session adds to _meta
	Schema   json.RawMessage // input schema of the tool, nil if unknown; only x-mcp-header is read
	Progress bool            // the host wants progress
	LogLevel string          // the least severe log messages that the host wants; "" leaves it to the server
	// Notify gets the notifications of this call, in order and before its result. It must not block; nil drops them.
	Notify func(Message)
	// AskHost answers the server's questions about this call; nil: nobody can be asked. Alone says that each question must be known to be this call's, so that
	// no other call may share a stream with it on which questions name no call.
	AskHost Ask
	Alone   bool
}

// Name is what Mcp-Name mirrors: the name or uri in Params.
func (c *Call) Name() string {
	if c.Method == "resources/read" {
		return c.Params.Text("uri")
	}
	return c.Params.Text("name")
}

// QuestionError is a call that ended because a question of its server got no answer.
type QuestionError struct {
	Method string // of the question
	Err    error  // why; hidden from errors.As, since a *Error in it is not the server's
}

func (e *QuestionError) Error() string {
	return "the server asked for " + e.Method + ": " + e.Err.Error()
}
