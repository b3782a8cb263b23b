package aggregator

import (
	"context"
	"encoding/json"

	"ncp/internal/wire"
)

// signInName is a tool of ours that every server has which people sign in at, unless it has one of its own by that name: what a host calls that cannot know
// any of the server's tools yet. Like any call it lets the user sign in first, and then it has nothing more to do.
const signInName = "sign-in"

// signInKey names the question for a sign-in, so that its answer is known as that also by a process that did not ask.
const signInKey = "ncp-sign-in"

// answersSignIn reports whether what a request brings are answers to that question alone.
func answersSignIn(responses wire.Object) bool {
	return len(responses) == 1 && responses[0].Key == signInKey
}

// signInTool is that tool, nil if nobody signs in at the server.
func (s *server) signInTool() *Tool {
	if s.spec.Grant == nil {
		return nil
	}
	description := "Lets the user sign in at the server " + s.spec.Name + ". Its tools are known after that."
	return &Tool{Server: s.spec.Name, Name: signInName, Schema: json.RawMessage(`{"type":"object"}`), Raw: wire.Object{
		{Key: "name", Value: wire.AppendText(nil, signInName)},
		{Key: "description", Value: wire.AppendText(nil, description)},
		{Key: "inputSchema", Value: json.RawMessage(`{"type":"object"}`)},
		{Key: "annotations", Value: json.RawMessage(`{"destructiveHint":false}`)},
	}.Raw()}
}

// isSignIn reports whether a tool is that one, and none of the server's.
func (s *server) isSignIn(t *Tool) bool { return t.Name == signInName && s.tool(signInName) == nil }

// closed reports whether a sign-in is all that is known of the server.
func (s *server) closed() bool {
	s.lock()
	defer s.mu.Unlock()
	return s.spec.Grant != nil && s.state == SignIn && len(s.list.tools) == 0
}

// enter is a call of the sign-in tool: it succeeds if the server lets us in.
func (s *server) enter(ctx context.Context) (json.RawMessage, error) {
	if err := s.refresh(ctx); err != nil {
		return nil, err
	}
	return textResult("The user is signed in at "+s.spec.Name+". Its tools can be found and called now.", false), nil
}
