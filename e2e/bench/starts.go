package main

import (
	"fmt"
	"os/exec"
	"time"
)

const startRounds = 30

// starts measures start to answer of initialize, each beside the start of a process that does nothing.
func (b *bench) starts(state string) ([]row, error) {
	const promise = 10 * time.Millisecond
	var trivial, initialized times
	for range startRounds {
		d, err := b.trivial()
		if err != nil {
			return nil, err
		}
		trivial = append(trivial, d)
		if d, err = b.start(state == "alive"); err != nil {
			return nil, fmt.Errorf("start with %s upstreams: %w", state, err)
		}
		initialized = append(initialized, d)
	}
	return []row{{
		figure:   fmt.Sprintf("start to initialize, %d upstreams %s, p50 of %d", len(b.urls), state, startRounds),
		measured: millis(initialized.p50()), promise: "<= " + millis(promise), verdict: atMost(initialized.p50(), promise),
		ratio: fmt.Sprintf("%.2f x ncp version (%s)", ratio(initialized.p50(), trivial.p50()), millis(trivial.p50())),
	}}, nil
}

// trivial is the time from start to end of ncp version, the floor of every start.
func (b *bench) trivial() (time.Duration, error) {
	cmd := exec.CommandContext(b.ctx, b.binary, "version")
	cmd.Env = b.home.env
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("ncp version: %w: %s", err, out)
	}
	return time.Since(began), nil
}

// start is the time from start to the answer of initialize. Only where the upstreams are well does the end of the process tell them.
func (b *bench) start(well bool) (time.Duration, error) {
	h, err := b.startHost(b.home)
	if err != nil {
		return 0, err
	}
	defer h.kill()
	took, err := h.initialize()
	if err == nil && well {
		err = h.close()
	}
	return took, err
}

// firstFind measures start to the first correct answer of find on a warm catalogue.
func (b *bench) firstFind() ([]row, error) {
	const promise = 20 * time.Millisecond
	ask := questions()[0]
	var trivial, found times
	for range startRounds {
		d, err := b.trivial()
		if err != nil {
			return nil, err
		}
		trivial = append(trivial, d)
		if d, err = b.startAndFind(ask); err != nil {
			return nil, fmt.Errorf("first find: %w", err)
		}
		found = append(found, d)
	}
	return []row{{
		figure:   fmt.Sprintf("start to first correct find, warm catalogue, p50 of %d", startRounds),
		measured: millis(found.p50()), promise: "<= " + millis(promise), verdict: atMost(found.p50(), promise),
		ratio: fmt.Sprintf("%.2f x ncp version (%s)", ratio(found.p50(), trivial.p50()), millis(trivial.p50())),
	}}, nil
}

func (b *bench) startAndFind(ask question) (time.Duration, error) {
	h, err := b.startHost(b.home)
	if err != nil {
		return 0, err
	}
	defer h.kill()
	if _, err := h.initialize(); err != nil {
		return 0, err
	}
	answer, _, err := h.find(ask.text)
	took := time.Since(h.began)
	if err != nil {
		return 0, err
	}
	if !names(answer, ask.tool) {
		return 0, fmt.Errorf("%q does not name %s first: %s", ask.text, ask.tool, answer)
	}
	return took, h.close()
}
