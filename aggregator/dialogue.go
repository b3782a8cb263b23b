package aggregator

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"ncp/internal/wire"
)

// dialogue is one call of a modern host over all its requests: the first, and a retry for each round of questions
// (2026-07-28, patterns/mrtr). The call itself runs on, on a goroutine of its own, and the dialogue is parked between two requests.
type dialogue struct {
	cancel context.CancelCauseFunc
	about  digest               // what every retry must be about
	turn   atomic.Pointer[turn] // the request under way, or the one that was answered last
	asked  chan struct{}        // holds something when there are questions that the host has not been shown
	done   chan outcome         // of the call; buffered, one

	mu        sync.Mutex  // guards what follows
	questions []*question // without an answer yet
	named     int         // keys that were made up, each for one question of the dialogue
	given     wire.Object // answers that came with the first request: a host may know what a server asks by a key of its own, and answer unasked
}

type outcome struct {
	result json.RawMessage
	err    error
}

type question struct {
	wire.Question
	answer chan json.RawMessage // buffered, one
}

// ask implements wire.Ask for one call.
func (d *dialogue) ask(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
	caps := d.turn.Load().declared // those of a retry count from then on
	for _, q := range questions {
		if err := checkQuestion(caps, q); err != nil {
			return nil, err
		}
	}
	open := d.add(questions)
	defer d.withdraw(open)
	answers := make([]json.RawMessage, len(open))
	for i, q := range open {
		select {
		case answers[i] = <-q.answer:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	return answers, nil
}

func (d *dialogue) add(questions []wire.Question) []*question {
	open := make([]*question, len(questions))
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, q := range questions {
		var answer json.RawMessage
		if q.Key != "" && !d.keyed(q.Key) { // the server's own; an answer to what ncp asks, above all whether the user agrees, counts once that was asked
			answer = d.given.Get(q.Key)
		}
		for q.Key == "" || d.keyed(q.Key) {
			d.named++
			q.Key = fmt.Sprintf("question-%d", d.named)
		}
		open[i] = &question{Question: q, answer: make(chan json.RawMessage, 1)}
		if answer != nil {
			open[i].answer <- stripResult(answer)
			d.given = d.given.Delete(q.Key) // for one question
			continue
		}
		d.questions = append(d.questions, open[i])
	}
	if len(d.questions) > 0 {
		d.note()
	}
	return open
}

func (d *dialogue) keyed(key string) bool {
	for _, q := range d.questions {
		if q.Key == key {
			return true
		}
	}
	return false
}

// note tells whoever attends the dialogue to look at the questions.
func (d *dialogue) note() {
	select {
	case d.asked <- struct{}{}:
	default:
	}
}

func (d *dialogue) withdraw(gone []*question) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, g := range gone {
		for i, q := range d.questions {
			if q == g {
				d.questions = append(d.questions[:i:i], d.questions[i+1:]...)
				break
			}
		}
	}
}

// give hands the answers to those who wait for them. What the host left out is asked again, as the specification says.
func (d *dialogue) give(responses wire.Object) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var open []*question
	for _, q := range d.questions {
		if answer := responses.Get(q.Key); answer != nil {
			q.answer <- stripResult(answer)
		} else {
			open = append(open, q)
		}
	}
	if d.questions = open; open != nil {
		d.note()
	}
}

// inputRequired is the result that asks for what is open, nil if nothing is.
func (d *dialogue) inputRequired(state string) json.RawMessage {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.questions) == 0 {
		return nil
	}
	requests := make(wire.Object, len(d.questions))
	for i, q := range d.questions {
		requests[i] = wire.Member{Key: q.Key, Value: forModern(q.Question)}
	}
	return wire.Object{
		{Key: "inputRequests", Value: requests.Raw()}, {Key: "requestState", Value: wire.AppendText(nil, state)},
	}.Raw()
}

// forModern is a question as an input request. elicitationId is of 2025-11-25 alone.
func forModern(q wire.Question) json.RawMessage {
	request := wire.Object{{Key: "method", Value: wire.AppendText(nil, q.Method)}}
	if params, err := wire.ParseObject(q.Params); err == nil {
		request = append(request, wire.Member{Key: "params", Value: params.Delete("elicitationId").Raw()})
	}
	return request.Raw()
}

// forLegacy is a question's params as a request of 2025-11-25, where a link has an id.
func forLegacy(q wire.Question) json.RawMessage {
	params, err := wire.ParseObject(q.Params)
	if err != nil || params.Text("mode") != "url" || params.Get("elicitationId") != nil {
		return q.Params
	}
	return params.Set("elicitationId", wire.AppendText(nil, rand.Text())).Raw()
}
