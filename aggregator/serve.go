package aggregator

import (
	"context"
	"encoding/json"

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
	about := digestOf(t.Method, t.params)
	if t.params.Get("requestState") != nil {
		d, err := h.resume(t, about)
		if err != nil {
			t.answer(nil, err)
			return
		}
		h.attend(ctx, d, t)
		return
	}
	callCtx, cancel := context.WithCancelCause(h.ctx) // the call outlives the request
	d := &dialogue{cancel: cancel, about: about, asked: make(chan struct{}, 1), done: make(chan outcome, 1)}
	d.turn.Store(t)
	h.tasks.Go(func() {
		result, err := work(callCtx, &hostCall{turn: t, ask: d.ask, tell: func(m wire.Message) { d.turn.Load().notify(m) }, alone: t.declared != nil})
		d.done <- outcome{result, err}
	})
	h.attend(ctx, d, t)
}

// resume takes up a parked dialogue with the answers that t brings.
func (h *host) resume(t *turn, about digest) (*dialogue, error) {
	responses, err := wire.ParseObject(t.params.Get("inputResponses"))
	if t.params.Get("inputResponses") != nil && err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "inputResponses must be an object")
	}
	for _, r := range responses {
		if r.Value[0] != '{' {
			return nil, wire.Errorf(wire.CodeInvalidParams, "inputResponses[%q] must be an object", r.Key)
		}
	}
	d, err := h.parked.take(t.params.Text("requestState"), about)
	if err != nil {
		return nil, err
	}
	d.turn.Store(t) // before the answers: what they bring about is told under the new request
	d.give(responses)
	return d, nil
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

// park answers t with what d has to ask and leaves d to the retry. It reports false if there is nothing to ask any more.
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
	h.sent(t.Answer(t.era.dress(result, "input_required")))
	return true
}
