package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"ncp/internal/wire"
)

// askTimeLimit is how long a question waits for its answer unless Options say otherwise: a person may be at lunch, not on holiday.
const askTimeLimit = 10 * time.Minute

// What can become of a question of ours, beside an answer. Each is an error that Is one of these.
var (
	ErrCannotAsk = errors.New("the host cannot be asked")             // it did not declare what the question needs; nothing was asked
	ErrDeclined  = errors.New("the user declined")                    // explicitly
	ErrDismissed = errors.New("the user dismissed the question")      // without a choice
	ErrNoAnswer  = errors.New("the host did not answer the question") // within the time limit
)

// undeclared is a question that was not asked: ErrCannotAsk for our own code, a JSON-RPC error for the server that asked.
type undeclared struct {
	method, need string
	code         int64
}

func (e *undeclared) Error() string {
	return fmt.Sprintf("%v: %s needs the capability %s, which it did not declare", ErrCannotAsk, e.method, e.need)
}

func (e *undeclared) Unwrap() []error {
	return []error{ErrCannotAsk, &wire.Error{Code: e.code, Message: e.Error()}}
}

// checkQuestion refuses what the host did not declare, and links that nobody should open.
func checkQuestion(capabilities json.RawMessage, q wire.Question) error {
	caps, _ := wire.ParseObject(capabilities)
	params, _ := wire.ParseObject(q.Params)
	lacks := func(need string) error { return &undeclared{q.Method, need, wire.CodeMethodNotFound} }
	// "Server sends an elicitation/create request with a mode not declared in client capabilities: -32602" (2025-11-25, elicitation).
	lacksPart := func(need string) error { return &undeclared{q.Method, need, wire.CodeInvalidParams} }
	switch q.Method {
	case "elicitation/create":
		declared, ok := capability(caps, "elicitation")
		_, canURL := capability(declared, "url")
		_, canForm := capability(declared, "form")
		switch mode := params.Text("mode"); {
		case !ok:
			return lacks("elicitation")
		case mode == "url" && !canURL:
			return lacksPart("elicitation.url")
		case mode == "url":
			return checkURL(params.Text("url"))
		case (mode == "" || mode == "form") && canURL && !canForm:
			return lacksPart("elicitation.form")
		case mode != "" && mode != "form":
			return lacksPart("elicitation." + mode)
		}
	case "sampling/createMessage":
		declared, ok := capability(caps, "sampling")
		_, canTools := capability(declared, "tools")
		switch {
		case !ok:
			return lacks("sampling")
		case !canTools && (params.Get("tools") != nil || params.Get("toolChoice") != nil):
			return lacksPart("sampling.tools")
		}
	case "roots/list":
		if _, ok := capability(caps, "roots"); !ok {
			return lacks("roots")
		}
	default:
		return wire.Errorf(wire.CodeMethodNotFound, "a host cannot be asked for %s", q.Method)
	}
	return nil
}

// checkURL lets through what a person can be sent to: https, and http on this machine, without credentials in it.
func checkURL(text string) error {
	u, err := url.Parse(text)
	good := err == nil && u.Hostname() != "" && u.User == nil
	local := good && u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	if !local && (!good || u.Scheme != "https") {
		return wire.Errorf(wire.CodeInvalidParams, "the link of an elicitation must be https (http on this machine only): %q was not shown", text)
	}
	return nil
}

// guard is the one way to the host's user, for servers' questions and our own: nothing undeclared is asked, and no wait is without end.
func (a *Aggregator) guard(ask wire.Ask) wire.Ask {
	return func(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
		for i, q := range questions {
			if ask == nil {
				return nil, checkQuestion(nil, q)
			}
			if err := checkQuestion(a.declared, q); err != nil {
				return nil, &wire.AskError{Method: q.Method, Err: err}
			}
			params, err := wire.ParseObject(q.Params)
			if err == nil {
				questions[i].Params = stripMeta(params).Raw()
			}
		}
		limit := a.askTimeLimit()
		ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w within %v", ErrNoAnswer, limit))
		defer cancel()
		return ask(ctx, questions)
	}
}

func (a *Aggregator) askTimeLimit() time.Duration {
	if a.opts.AskTimeLimit > 0 {
		return a.opts.AskTimeLimit
	}
	return askTimeLimit
}

// elicit asks the host's user something on ncp's own account, params being those of elicitation/create and key, if not "", the question's name, and returns the content of an
// accepted answer (nil if it has none). The error Is ErrCannotAsk, ErrDeclined, ErrDismissed or ErrNoAnswer, or says why the call has ended.
func elicit(ctx context.Context, ask wire.Ask, key string, params wire.Object) (wire.Object, error) {
	answers, err := ask(ctx, []wire.Question{{Key: key, Method: "elicitation/create", Params: params.Raw()}})
	if err != nil {
		return nil, err
	}
	answer, _ := wire.ParseObject(answers[0])
	switch action := answer.Text("action"); action {
	case "accept":
		content, _ := wire.ParseObject(answer.Get("content"))
		return content, nil
	case "decline":
		return nil, ErrDeclined
	case "cancel":
		return nil, ErrDismissed
	default:
		return nil, fmt.Errorf("the host answered a question with action %q", action)
	}
}

// askLegacy asks by requests of our own, one after the other: a person reads one dialogue at a time.
func (h *host) askLegacy(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
	answers := make([]json.RawMessage, len(questions))
	for i, q := range questions {
		answer, err := h.conn.Call(ctx, h.conn.NextID(), q.Method, forLegacy(q), nil)
		if err == nil && answer.Error != nil {
			err = answer.Error
		}
		if err != nil {
			return nil, &wire.AskError{Method: q.Method, Err: err}
		}
		answers[i] = stripResult(answer.Result)
	}
	return answers, nil
}
