package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"ncp/internal/wire"
)

// maxQuestions bounds the questions of one session that wait for their answers.
const maxQuestions = 100

// talk is what a session knows beside its transport: the calls under way, the questions that wait, and the level of log messages.
type talk struct {
	mu      sync.Mutex // guards what follows
	calls   []*liveCall
	waiting map[string]context.CancelFunc // by id of the question
	logging bool                          // the server can be told a level
	level   string                        // that it was told last
}

// liveCall is a call under way, as far as what comes back meanwhile is concerned.
type liveCall struct {
	ctx context.Context // ends with the call
	req *request
}

// begin enters a call; end it when it is over.
func (t *talk) begin(ctx context.Context, req *request) (call *liveCall, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	call = &liveCall{ctx, req}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls = append(t.calls, call)
	return call, func() {
		cancel(errors.New("the call has ended"))
		t.mu.Lock()
		defer t.mu.Unlock()
		t.calls = slices.DeleteFunc(t.calls, func(c *liveCall) bool { return c == call })
	}
}

// latest returns the call that something belongs to which names none. Where that matters, a call that may be asked something is the
// only one of its kind on the session; else they are all calls of one host, to which a direct connection would not tell it either.
func (t *talk) latest() *liveCall {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range slices.Backward(t.calls) {
		if c.req.ask != nil {
			return c
		}
	}
	if len(t.calls) > 0 {
		return t.calls[len(t.calls)-1]
	}
	return nil
}

// note passes on a notification that names no call.
func (t *talk) note(m wire.Message) {
	if c := t.latest(); c != nil && c.req.sink != nil {
		c.req.sink(m)
	}
}

// withdraw ends a question that the server has cancelled.
func (t *talk) withdraw(id json.RawMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if cancel := t.waiting[string(id)]; cancel != nil {
		cancel()
	}
}

// question answers what a legacy server asks in the middle of call, which is nil if there is none. It takes as long as a person takes.
// It reports false if the server has withdrawn the question: then it wants no answer.
func (t *talk) question(call *liveCall, m wire.Message) (reply wire.Message, wanted bool) {
	reply.ID = m.ID
	switch {
	case m.Method == "ping":
		reply.Result = json.RawMessage("{}")
		return reply, true
	case call == nil:
		reply.Error = wire.Errorf(wire.CodeInvalidRequest, "no call is under way that %s could belong to", m.Method)
		return reply, true
	case call.req.ask == nil:
		reply.Error = wire.Errorf(wire.CodeMethodNotFound, "the host cannot be asked for %s", m.Method)
		return reply, true
	}
	ctx, cancel := context.WithCancel(call.ctx)
	defer cancel()
	if !t.wait(m.ID, cancel) {
		reply.Error = wire.Errorf(wire.CodeInvalidRequest, "%d questions wait for an answer already, or one with this id", maxQuestions)
		return reply, true
	}
	defer t.waited(m.ID)
	answers, err := call.req.ask(ctx, []wire.Question{{Method: m.Method, Params: m.Params}})
	switch {
	case errors.As(err, &reply.Error):
	case err != nil:
		reply.Error = wire.Errorf(wire.CodeInternal, "%v", err)
	default:
		reply.Result = answers[0]
	}
	return reply, ctx.Err() == nil || call.ctx.Err() != nil
}

func (t *talk) wait(id json.RawMessage, cancel context.CancelFunc) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting == nil {
		t.waiting = map[string]context.CancelFunc{}
	}
	if len(t.waiting) == maxQuestions || t.waiting[string(id)] != nil {
		return false
	}
	t.waiting[string(id)] = cancel
	return true
}

func (t *talk) waited(id json.RawMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.waiting, string(id))
}

// matchLevel tells a legacy server the level of log messages that a call wants, if it was told another one before. A modern one reads it in
// the request.
func (s *Server) matchLevel(ctx context.Context, sess session, req request) {
	t := sess.talk()
	t.mu.Lock()
	matches := !t.logging || req.logLevel == "" || req.logLevel == t.level
	if !matches {
		t.level = req.logLevel
	}
	t.mu.Unlock()
	if matches {
		return
	}
	params := wire.Object{{Key: "level", Value: wire.AppendText(nil, req.logLevel)}}
	if answer, err := sess.do(ctx, request{method: "logging/setLevel", params: params}); err != nil || answer.Error != nil {
		s.log.Debug("logging/setLevel", "err", err, "answer", answer.Error) // the call goes on without
	}
}
