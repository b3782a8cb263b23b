package aggregator

import (
	"fmt"
	"sync"
	"time"

	"ncp/internal/wire"
)

// maxParked bounds the calls of one host that wait for its answers.
const maxParked = 1000

// parking holds the dialogues that wait for a retry.
type parking struct {
	seal seal

	mu      sync.Mutex // guards waiting
	waiting map[[idSize]byte]*space
}

// space is where one dialogue waits, until its time is up.
type space struct {
	dialogue *dialogue
	timer    *time.Timer
}

func newParking() *parking {
	return &parking{seal: newSeal(), waiting: map[[idSize]byte]*space{}}
}

// put parks d for as long as limit and returns the requestState that finds it again, once.
func (p *parking) put(d *dialogue, limit time.Duration) (string, error) {
	id, state := p.seal.issue(d.about, time.Now().Add(limit))
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == maxParked {
		return "", fmt.Errorf("%d calls wait for the host's answers already", maxParked)
	}
	p.waiting[id] = &space{d, time.AfterFunc(limit, func() {
		if p.leave(id) != nil {
			d.cancel(fmt.Errorf("%w within %v", ErrNoAnswer, limit))
		}
	})}
	return state, nil
}

// take finds the dialogue that a retry belongs to. No state finds one twice.
func (p *parking) take(state string, about digest) (*dialogue, error) {
	id, err := p.seal.open(state, about, time.Now())
	if err != nil {
		return nil, err
	}
	d := p.leave(id)
	if d == nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "this requestState was answered before, or its call has ended; call again without it")
	}
	return d, nil
}

func (p *parking) leave(id [idSize]byte) *dialogue {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.waiting[id]
	if s == nil {
		return nil
	}
	s.timer.Stop()
	delete(p.waiting, id)
	return s.dialogue
}
