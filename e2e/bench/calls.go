package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	findRounds = 2000
	runRounds  = 2000
	warmRounds = 200
)

// calls measures one ncp that begins with an empty catalogue: find, run alone and among others, and what it then holds in memory.
func (b *bench) calls() (rows []row, err error) {
	idle, err := b.idleMemory()
	if err != nil {
		return nil, err
	}
	bare, err := startRole(b.ctx, roleEcho)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.close()) }()
	h, err := b.startHost(b.home)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if _, err := h.initialize(); err != nil {
		return nil, err
	}
	if err := h.awaitCatalogue(len(b.urls) * toolsPerServer); err != nil {
		return nil, err
	}
	if rows, err = findRows(h, bare); err != nil {
		return nil, err
	}
	legacy, modern, err := b.direct()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, legacy.session.Close()) }()
	defer func() { err = errors.Join(err, modern.session.Close()) }()
	for _, d := range []*direct{legacy, modern} {
		more, err := runRows(b.ctx, d, h, bare)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
		if more, err = progressRows(b.ctx, d, h); err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	used, err := memoryRows("memory after finds and runs", h.process, idle)
	if err != nil {
		return nil, err
	}
	many := h.pipeline()
	for _, d := range []*direct{legacy, modern} {
		more, err := throughputRows(b.ctx, d, many)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	after, err := memoryRows(fmt.Sprintf("memory after %d callers", callers), h.process, idle)
	if err != nil {
		return nil, err
	}
	for i := range after {
		after[i].promise, after[i].verdict = "", "" // the promise is about the quiet program
	}
	return append(append(rows, used...), after...), nil
}

// findRows measures find beside a bare echo.
func findRows(h *host, bare *roleProcess) ([]row, error) {
	const promise = time.Millisecond
	ask := questions()
	var found, echoed times
	right := make(map[string]bool)
	for i := range warmRounds + findRounds {
		q := ask[i%len(ask)]
		_, d, err := bare.ask("tools/call", map[string]any{"name": "find", "arguments": map[string]any{"description": q.text}})
		if err != nil {
			return nil, fmt.Errorf("echo: %w", err)
		}
		answer, f, err := h.find(q.text)
		if err != nil {
			return nil, fmt.Errorf("find %q: %w", q.text, err)
		}
		if names(answer, q.tool) {
			right[q.text] = true
		}
		if i >= warmRounds {
			found, echoed = append(found, f), append(echoed, d)
		}
	}
	return []row{
		{
			figure:   fmt.Sprintf("find, %d queries, p50 of %d", len(ask), findRounds),
			measured: micros(found.p50()), promise: "<= " + micros(promise), verdict: atMost(found.p50(), promise),
			ratio: fmt.Sprintf("%.2f x bare echo (%s)", ratio(found.p50(), echoed.p50()), micros(echoed.p50())),
		},
		{
			figure: "find, p99", measured: micros(found.p99()),
			ratio: fmt.Sprintf("%.2f x bare echo (%s)", ratio(found.p99(), echoed.p99()), micros(echoed.p99())),
		},
		{figure: "find, queries with the right tool first", measured: fmt.Sprintf("%d of %d", len(right), len(ask))},
	}, nil
}

// runRows measures run against its floor, the three in turn so that what else the machine does hits all alike.
func runRows(ctx context.Context, d *direct, h *host, bare *roleProcess) ([]row, error) {
	const promise = 1.4
	var directly, echoed, relayed times
	for i := range warmRounds + runRounds {
		id := fmt.Sprint(1000000 + i)
		a, err := d.call(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("direct call: %w", err)
		}
		_, e, err := bare.ask("tools/call", map[string]any{"name": "run", "arguments": d.run(id)})
		if err != nil {
			return nil, fmt.Errorf("echo: %w", err)
		}
		text, r, err := h.tool("run", d.run(id))
		if err != nil {
			return nil, fmt.Errorf("run: %w", err)
		}
		if text != answerText(id) {
			return nil, fmt.Errorf("run answers %s with %q", id, text)
		}
		if i >= warmRounds {
			directly, echoed, relayed = append(directly, a), append(echoed, e), append(relayed, r)
		}
	}
	floor := directly.p50() + echoed.p50()
	factor := ratio(relayed.p50(), floor)
	return []row{{
		figure:   fmt.Sprintf("run, %s upstream, p50 of %d", d.era, runRounds),
		measured: fmt.Sprintf("%.2f x floor", factor), promise: fmt.Sprintf("<= %.1f x", promise), verdict: atMost(factor, promise),
		ratio: fmt.Sprintf("%s to %s = direct call by the SDK %s + bare echo %s", micros(relayed.p50()), micros(floor), micros(directly.p50()), micros(echoed.p50())),
	}}, nil
}
