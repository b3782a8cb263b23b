package aggregator

import (
	"context"
	"encoding/json"
	"errors"

	"ncp/internal/wire"
)

// hostCall is a call of the host as the code sees it that serves it: what was asked for, and the ways back to the host meanwhile.
type hostCall struct {
	*turn // the first request of the call
	ask   wire.Ask
	tell  func(wire.Message) // passes on a notification of the server
	alone bool               // see wire.Call: a question is part of the answer to one call
}

// serveCall has work serve a call of the host, and answers it.
func (h *host) serveCall(ctx context.Context, t *turn, work func(context.Context, *hostCall) (json.RawMessage, error)) {
	if t.era == legacy {
		t.answer(work(ctx, &hostCall{turn: t, ask: h.askLegacy, tell: t.notify}))
		return
	}
	responses, err := inputResponses(t.params)
	if err != nil {
		t.answer(nil, err)
		return
	}
	about := digestOf(t.Method, t.params)
	if t.params.Get("requestState") != nil {
		d, err := h.parked.take(t.params.Text("requestState"), about)
		switch {
		case err == nil:
			d.turn.Store(t) // before the answers: what they bring about is told under the new request
			d.give(responses)
			h.attend(ctx, d, t)
			return
		case !errors.Is(err, errForeign) || !answersSignIn(responses):
			t.answer(nil, err)
			return
		}
		// The process that asked may have ended since. A call that got no further than to be let in is made anew here: it has done nothing yet.
	}
	responses = responses.Delete(signInKey)           // of another one, or unasked
	callCtx, cancel := context.WithCancelCause(h.ctx) // the call outlives the request
	d := &dialogue{cancel: cancel, about: about, given: responses, asked: make(chan struct{}, 1), done: make(chan outcome, 1)}
	d.turn.Store(t)
	h.tasks.Go(func() {
		result, err := work(callCtx, &hostCall{turn: t, ask: d.ask, tell: func(m wire.Message) { d.turn.Load().notify(m) }, alone: t.declared != nil})
		d.done <- outcome{result, err}
	})
	h.attend(ctx, d, t)
}

// inputResponses are the answers that a request brings, nil if it brings none.
func inputResponses(params wire.Object) (wire.Object, error) {
	raw := params.Get("inputResponses")
	if raw == nil {
		return nil, nil
	}
	responses, err := wire.ParseObject(raw)
	if err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "inputResponses must be an object")
	}
	for _, r := range responses {
		if r.Value[0] != '{' {
			return nil, wire.Errorf(wire.CodeInvalidParams, "inputResponses[%q] must be an object", r.Key)
		}
	}
	return responses, nil
}

// attend answers t with the outcome of the dialogue or with its questions, or ends the call when the host cancels t.
func (h *host) attend(ctx context.Context, d *dialogue, t *turn) {
	for {
		select {
		case out := <-d.done:
			d.cancel(nil)
			t.answer(out.result, out.err)
			return
		case <-d.asked:
			if h.park(d, t) {
				return
			}
		case <-ctx.Done():
			d.cancel(context.Cause(ctx))
			return
		}
	}
}

// park answers t with what d has to ask and leaves d to the retry. It reports false if there is nothing to ask any more, or nobody who waits for t.
func (h *host) park(d *dialogue, t *turn) bool {
	state, err := h.parked.put(d, h.a.askTimeLimit())
	if err != nil {
		d.cancel(err)
		t.answer(nil, err)
		return true
	}
	result := d.inputRequired(state)
	if result == nil { // withdrawn meanwhile
		_, err := h.parked.take(state, d.about)
		return err != nil // the time was up at once: nothing is left to attend
	}
	err = t.Answer(t.era.dress(result, "input_required"))
	if errors.Is(err, wire.ErrEnded) { // cancelled meanwhile: nobody has the state
		_, _ = h.parked.take(state, d.about)
		return false
	}
	h.sent(err)
	return true
}
