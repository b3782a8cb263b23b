package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"ncp/internal/wire"
)

// maxQuestions bounds the questions of one session that wait for their answers.
const maxQuestions = 100

// talk is what a session knows beside its transport: the calls under way, the questions that wait, and the level of log messages.
type talk struct {
	mu      sync.Mutex  // guards what follows
	client  wire.Client // whom a legacy session is for
	calls   []*liveCall
	waiting map[string]context.CancelFunc // by id of the question
	offered wire.Object                   // the server's capabilities; nil if it has told none
	level   string                        // that it was told last
}

// liveCall is a call under way, as far as what comes back meanwhile is concerned.
type liveCall struct {
	id  json.RawMessage // also its progress token
	ctx context.Context // ends with the call
	req *request
}

// open reports whether what comes now may be about the call: behind its answer it is not.
func (c *liveCall) open() bool { return c.req.awaited == nil || c.req.awaited() }

// open notes whom a legacy session is opened for: client gets what belongs to no call.
func (t *talk) open(client wire.Client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.client = client
}

// begin enters a call; end it when it is over.
func (t *talk) begin(ctx context.Context, id json.RawMessage, req *request) (call *liveCall, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	call = &liveCall{id, ctx, req}
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

// askers returns the calls that a question may belong to which names none. Where it has to be known (request.alone) there should be one; else they
// are all calls of one host, to which a direct connection would not tell it either.
func (t *talk) askers() []*liveCall {
	t.mu.Lock()
	defer t.mu.Unlock()
	var askers []*liveCall
	for _, c := range t.calls {
		if c.req.ask != nil && c.open() {
			askers = append(askers, c)
		}
	}
	return askers
}

// note passes on a notification from a stream that is no call's. Progress is that of the call which its token names; what is late or unasked is dropped.
// What names no call is passed on once: as one of the call that wants log messages of the lowest level, since what any wants it
// wants, and of the latest of those; without a call to whom the session is for.
func (t *talk) note(m wire.Message) {
	t.mu.Lock()
	sink := t.client.Tell
	var chosen *liveCall
	if m.Method == "notifications/progress" {
		sink, chosen = nil, t.under(member(m.Params, "progressToken"))
	} else {
		chosen = t.forNote()
	}
	if chosen != nil {
		sink = chosen.req.tell
	}
	t.mu.Unlock()
	if sink != nil {
		sink(m)
	}
}

// under returns the call under an id, nil if there is none. The caller holds t.mu.
func (t *talk) under(id json.RawMessage) *liveCall {
	for _, c := range t.calls {
		if string(c.id) == string(id) {
			return c
		}
	}
	return nil
}

// forNote returns the call that gets what names none, nil if there is none. The caller holds t.mu.
func (t *talk) forNote() *liveCall {
	var chosen *liveCall
	for _, c := range t.calls {
		if c.req.sink != nil && c.open() && (chosen == nil || chosen.req.logLevel == "" || c.req.logLevel != "" && !moreSevere(c.req.logLevel, chosen.req.logLevel)) {
			chosen = c
		}
	}
	return chosen
}

func moreSevere(a, b string) bool { return wire.Severity(a) > wire.Severity(b) }

// wanted is the lowest level of log messages that a call under way wants, or one that is about to begin; "" if it leaves that to the server. The
// caller holds t.mu.
func (t *talk) wanted(level string) string {
	for _, c := range t.calls {
		if level != "" && c.req.logLevel != "" && moreSevere(level, c.req.logLevel) {
			level = c.req.logLevel
		}
	}
	return level
}

// withdraw ends a question that the server has cancelled.
func (t *talk) withdraw(id json.RawMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if cancel := t.waiting[string(id)]; cancel != nil {
		cancel()
	}
}

// ofCall reports whether a question is about the call that it comes in the middle of. Roots are the host's, whatever is called, and a ping is about
// nothing: many servers that never ask a person anything send both.
func ofCall(method string) bool { return method != "roots/list" && method != "ping" }

// question answers what a legacy server asks in the middle of one of calls, or of none. It takes as long as a person takes, and meanwhile the
// calls' clocks stand. It reports false if the server has withdrawn the question: then it wants no answer. ctx is the session's.
func (t *talk) question(ctx context.Context, calls []*liveCall, m wire.Message) (reply wire.Message, wanted bool) {
	several := len(calls) > 1 && slices.ContainsFunc(calls, func(c *liveCall) bool { return c.req.alone })
	if several && !ofCall(m.Method) { // any of them can bring it to the host, as long as it is under way
		for _, c := range calls {
			if reply, wanted = t.question(ctx, []*liveCall{c}, m); c.ctx.Err() == nil || !wanted {
				break
			}
		}
		return reply, wanted
	}
	reply.ID = m.ID
	t.mu.Lock()
	ask := t.client.Ask
	t.mu.Unlock()
	if len(calls) > 0 {
		ask = calls[len(calls)-1].req.ask
	}
	switch {
	case m.Method == "ping":
		reply.Result = json.RawMessage("{}")
		return reply, true
	case ask == nil:
		reply.Error = wire.Errorf(wire.CodeMethodNotFound, "the host cannot be asked for %s", m.Method)
		return reply, true
	case several:
		reply.Error = wire.Errorf(wire.CodeInternal, "%s could be about any of %d calls; ask again when fewer are under way", m.Method, len(calls))
		return reply, true
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if !t.wait(m.ID, func() { cancel(errWithdrawn) }) {
		reply.Error = wire.Errorf(wire.CodeInvalidRequest, "%d questions wait for an answer already, or one with this id", maxQuestions)
		return reply, true
	}
	defer t.waited(m.ID)
	var left atomic.Int64 // calls that it may still belong to: it ends with the last
	left.Store(int64(len(calls)))
	for _, c := range calls {
		stop := context.AfterFunc(c.ctx, func() {
			if left.Add(-1) == 0 {
				cancel(context.Cause(c.ctx))
			}
		})
		defer stop()
		c.req.clock.pause()
		defer c.req.clock.resume()
	}
	answers, err := ask(ctx, []wire.Question{{Method: m.Method, Params: m.Params}})
	switch {
	case errors.As(err, &reply.Error):
	case err != nil:
		reply.Error = wire.Errorf(wire.CodeInternal, "%v", err)
	default:
		reply.Result = answers[0]
	}
	return reply, !errors.Is(context.Cause(ctx), errWithdrawn)
}

var errWithdrawn = errors.New("the server has withdrawn the question")

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

// matchLevel tells a legacy server the level of log messages that a call wants, or another under way, if it was told another one before. A modern one reads it in
// the request.
func (s *Server) matchLevel(ctx context.Context, sess session, req request) {
	t := sess.talk()
	t.mu.Lock()
	level := t.wanted(req.logLevel)
	matches := t.offered.Get("logging") == nil || level == "" || level == t.level
	if !matches {
		t.level = level
	}
	t.mu.Unlock()
	if matches {
		return
	}
	params := wire.Object{{Key: "level", Value: wire.AppendText(nil, level)}}
	if answer, err := sess.do(ctx, request{method: "logging/setLevel", params: params}); err != nil || answer.Error != nil {
		s.log.Debug("logging/setLevel", "err", err, "answer", answer.Error) // the call goes on without
	}
}
