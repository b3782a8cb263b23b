package upstream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"ncp/internal/wire"
)

// Limits on the rounds of one call (2026-07-28, patterns/mrtr): persons end a call of many questions, these one that nobody sees.
const (
	maxRounds    = 1000 // also of questions that a legacy server asks in the middle of a call
	maxIdle      = 10   // rounds in a row that ask for nothing
	firstPause   = 20 * time.Millisecond
	longestPause = 500 * time.Millisecond
)

// Call sends one request and returns its result as it came, having answered what the server asked meanwhile. The error is a *wire.Error where
// the server itself answered with one, and a *wire.QuestionError where a question of it got no answer.
func (s *Server) Call(ctx context.Context, call wire.Call) (json.RawMessage, error) {
	headers, err := paramHeaders(call.Schema)
	if err != nil {
		headers = nil // such a tool is not listed; a call by name is the server's to refuse
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req := request{
		method: call.Method, params: call.Params.Delete("inputResponses").Delete("requestState"), name: call.Name(), headers: headers,
		client: call.Client, progress: call.Progress, logLevel: call.LogLevel, sink: call.Notify, ask: countedAsk(call.AskHost, cancel), alone: call.Alone,
	}
	first := req.params
	idle, pause := 0, firstPause
	for range maxRounds {
		raw, err := s.do(ctx, req)
		if err != nil {
			return nil, err
		}
		more, err := s.inputRequired(raw)
		if err != nil || more == nil {
			return raw, err
		}
		req.params = first
		if more.state != nil {
			req.params = req.params.Set("requestState", more.state)
		}
		if len(more.questions) == 0 { // "the client MAY retry the original request immediately"
			if idle++; idle == maxIdle {
				return nil, &ContentError{What: fmt.Sprintf("the server asked for %d retries in a row without a question", maxIdle)}
			}
			if err := sleep(ctx, pause); err != nil {
				return nil, err
			}
			pause = min(2*pause, longestPause)
			continue
		}
		idle, pause = 0, firstPause
		responses, err := answer(ctx, req.ask, more.questions)
		if err != nil {
			return nil, err
		}
		req.params = req.params.Set("inputResponses", responses)
	}
	return nil, &ContentError{What: fmt.Sprintf("the server still asks after %d rounds", maxRounds)}
}

// countedAsk is ask for so many questions as one call may lead to; nil stays nil. One more ends the call, as a call that asks for ever has no other end.
func countedAsk(ask wire.Ask, end context.CancelCauseFunc) wire.Ask {
	if ask == nil {
		return nil
	}
	var asked atomic.Int64
	return func(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
		if asked.Add(1) > maxRounds {
			err := &ContentError{What: fmt.Sprintf("the server still asks after %d questions", maxRounds)}
			end(err)
			return nil, err
		}
		return ask(ctx, questions)
	}
}

// answer gets the inputResponses to questions.
func answer(ctx context.Context, ask wire.Ask, questions []wire.Question) (json.RawMessage, error) {
	err := errors.New("nobody can be asked")
	var answers []json.RawMessage
	if ask != nil {
		answers, err = ask(ctx, questions)
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		method := questions[0].Method
		if about, ok := errors.AsType[*wire.AskError](err); ok {
			method = about.Method
		}
		return nil, &wire.QuestionError{Method: method, Err: err}
	}
	responses := make(wire.Object, len(questions))
	for i, q := range questions {
		responses[i] = wire.Member{Key: q.Key, Value: answers[i]}
	}
	return responses.Raw(), nil
}

// inputRequired is an InputRequiredResult.
type inputRequired struct {
	questions []wire.Question
	state     json.RawMessage // nil if there is none
}

// inputRequired reads a result. It returns nil for one that is complete, and an error for one of a type that we do not know:
// "A resultType of any value unrecognized by the client MUST be considered invalid" (2026-07-28, basic).
func (s *Server) inputRequired(raw json.RawMessage) (*inputRequired, error) {
	if s.era() != Modern || !bytes.Contains(raw, []byte(`"resultType"`)) {
		return nil, nil
	}
	all, err := wire.ParseObject(raw)
	if err != nil {
		return nil, nil
	}
	result := all.Given()
	switch resultType := result.Text("resultType"); resultType {
	case "", "complete":
		return nil, nil
	case "input_required":
	default:
		return nil, &ContentError{What: fmt.Sprintf("a result of type %.50q, which ncp did not ask for", resultType)}
	}
	more := &inputRequired{state: result.Get("requestState")}
	requests, err := wire.ParseObject(result.Get("inputRequests"))
	if err != nil && result.Get("inputRequests") != nil || len(requests) == 0 && more.state == nil {
		return nil, &ContentError{What: "an input_required result without inputRequests or requestState"}
	}
	for _, r := range requests {
		request, err := wire.ParseObject(r.Value)
		if err != nil || request.Text("method") == "" {
			return nil, &ContentError{What: fmt.Sprintf("inputRequests[%.50q] is no request", r.Key)}
		}
		more.questions = append(more.questions, wire.Question{Key: r.Key, Method: request.Text("method"), Params: request.Get("params")})
	}
	return more, nil
}
