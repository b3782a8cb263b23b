package aggregator

import (
	"context"
	"encoding/json"
	"errors"

	"ncp/internal/wire"
)

// codeURLRequired is the error of 2025-11-25 by which a server says that pages have to be visited before a call can be served
// (client/elicitation, "URL Elicitation Required Error"). 2026-07-28 has none: there a server asks in its result.
const codeURLRequired = -32042

// linksOf returns the pages that err asks for, as questions; nil if it asks for none.
func linksOf(err error) []wire.Question {
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != codeURLRequired {
		return nil
	}
	data, _ := wire.ParseObject(e.Data)
	items, _ := wire.Items(data.Get("elicitations"))
	var questions []wire.Question
	for _, item := range items {
		params, err := wire.ParseObject(item)
		if err != nil || params.Text("mode") != "url" {
			return nil // not what the specification allows: the host gets the error as it is
		}
		questions = append(questions, wire.Question{Method: "elicitation/create", Params: item})
	}
	return questions
}

// visiting makes a call for a modern host: pages that a legacy server wants visited first are asked for as a modern one would, and the call,
// which was not served, is made once more. What the server says then is final: the person may not be done yet.
func (h *host) visiting(ctx context.Context, call *hostCall, do func() (json.RawMessage, error)) (json.RawMessage, error) {
	result, err := do()
	links := linksOf(err)
	if links == nil {
		return result, err
	}
	answers, askErr := call.a.guard(call.ask)(ctx, links)
	if askErr != nil {
		return nil, err
	}
	for _, raw := range answers {
		if answer, _ := wire.ParseObject(raw); answer.Text("action") != "accept" {
			return nil, err
		}
	}
	return do()
}
