package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"ncp/internal/wire"
)

// relay sends one request of the host to a server: the one way, whatever the method is. call lacks its Client and its AskHost is unguarded. The error
// is a *wire.Error of the server's, or says why the server could not be asked.
func (a *Aggregator) relay(ctx context.Context, s *server, call wire.Call) (json.RawMessage, error) {
	meta, _ := wire.ParseObject(call.Params.Get("_meta"))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.ctx, func() { cancel(context.Cause(s.ctx)) })() // the entry has gone
	a.log.Debug("call", "server", s.spec.Name, "method", call.Method, "tool", call.Name(), "traceparent", meta.Text("traceparent"), "tracestate", meta.Text("tracestate"))
	call.Client, call.AskHost = a.client(), a.guard(call.AskHost)
	result, err := s.spec.Upstream.Call(ctx, call)
	var own *wire.Error
	if err != nil && !errors.As(err, &own) {
		switch state, _ := health(err); {
		case state == SignIn:
			s.note(err)
		case state == MoreScope: // for this call, which Lacks tells of
		case ctx.Err() == nil && !errors.As(err, new(*wire.QuestionError)): // that says nothing of the server's health
			s.doubtful()
		}
		return nil, fmt.Errorf("%s: %w", s.spec.Name, err)
	}
	s.note(nil)
	if err == nil && (len(result) == 0 || result[0] != '{') { // as it is in every revision; a host could make nothing of it
		return nil, fmt.Errorf("%s: the server answered %s with no object: %.60s", s.spec.Name, call.Method, result)
	}
	a.links.note(s.spec.Name, result)
	return result, err
}

// deliver makes a call for the host with whatever the person has to do for it: pages to visit, a sign-in.
func (h *host) deliver(ctx context.Context, call *hostCall, do func() (json.RawMessage, error)) (json.RawMessage, error) {
	result, err := h.signingIn(ctx, call, func() (json.RawMessage, error) {
		if call.era == modern {
			return h.visiting(ctx, call, do)
		}
		return do()
	})
	if err != nil {
		return nil, err
	}
	return stripResult(result), nil
}

// forward relays what is about one prompt or resource. Beside the name, nothing in it is touched.
func (h *host) forward(ctx context.Context, call *hostCall) (json.RawMessage, error) {
	result, err := h.deliver(ctx, call, func() (json.RawMessage, error) {
		if uri := call.params.Text("uri"); call.Method == "resources/read" && strings.HasPrefix(uri, heldURI) {
			return h.readHeldResource(call.era, uri)
		}
		s, params, err := call.a.route(ctx, call.turn)
		if err != nil {
			return nil, err
		}
		return call.a.relay(ctx, s, wire.Call{
			Method: call.Method, Params: params, Progress: call.meta.Get("progressToken") != nil, LogLevel: call.logLevel,
			Notify: call.tell, AskHost: call.ask, Alone: call.alone,
		})
	})
	if err == nil && call.Method == "resources/read" && call.era == modern {
		return hinted(result), nil
	}
	return result, err
}

// hinted adds the caching hints that 2026-07-28 wants, where an older server gave none.
func hinted(result json.RawMessage) json.RawMessage {
	obj, err := wire.ParseObject(result)
	if err != nil || obj.Get("ttlMs") != nil {
		return result
	}
	return obj.Set("ttlMs", json.RawMessage("0")).Set("cacheScope", json.RawMessage(`"private"`)).Raw()
}

// usable refuses a server that cannot be asked for a kind of things, and says why.
func (s *server) usable(kind wire.Kind) error {
	switch name := s.spec.Name; {
	case s.spec.Disabled:
		return &RefusedError{Text: fmt.Sprintf("server %q is disabled in the configuration", name), InConfiguration: true}
	case s.spec.Upstream == nil:
		return &RefusedError{Text: fmt.Sprintf("server %q is misconfigured: %s", name, s.spec.Problem), InConfiguration: true}
	case !s.spec.relays(kind):
		return &RefusedError{Text: fmt.Sprintf("the %ss of server %q are not relayed: see \"relay\" in the configuration", kind.Word(), name), InConfiguration: true}
	}
	return nil
}
