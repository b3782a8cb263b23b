package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	callers    = 32
	burst      = time.Second // of one side, before the other has its turn
	burstTurns = 3
)

// pipeline lets many callers share a process: frames go out as they come, answers are matched by their ids.
type pipeline struct {
	p *process

	mu      sync.Mutex // guards what follows, and writes to the process
	waiting map[int]chan []byte
	err     error // why nothing comes any more
}

// pipeline takes the process over for good: ask must not be used beside it.
func (p *process) pipeline() *pipeline {
	p.taken = make(chan struct{})
	l := &pipeline{p: p, waiting: make(map[int]chan []byte)}
	go l.read() // ends with the process; close and kill wait for it
	return l
}

func (l *pipeline) read() {
	defer close(l.p.taken)
	for {
		line, err := l.p.out.ReadBytes('\n')
		var id int
		if err == nil {
			id, _, err = parseAnswer(line)
		}
		l.mu.Lock()
		if err != nil {
			l.err = err
			for _, w := range l.waiting {
				close(w)
			}
			l.mu.Unlock()
			return
		}
		w := l.waiting[id]
		delete(l.waiting, id)
		l.mu.Unlock()
		if w != nil {
			w <- line
		}
	}
}

func (l *pipeline) ask(method string, params any) ([]byte, error) {
	w := make(chan []byte, 1)
	l.mu.Lock()
	err := l.err
	if err == nil {
		var id int
		var line []byte
		if id, line, err = l.p.request(method, params); err == nil {
			l.waiting[id] = w
			_, err = l.p.in.Write(line)
		}
	}
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	line, ok := <-w
	if !ok {
		l.mu.Lock()
		defer l.mu.Unlock()
		return nil, fmt.Errorf("%s: %w", l.p.cmd.Path, l.err)
	}
	return line, nil
}

func (l *pipeline) run(d *direct, id string) error {
	line, err := l.ask("tools/call", map[string]any{"name": "run", "arguments": d.run(id)})
	if err != nil {
		return err
	}
	if !bytes.Contains(line, []byte("id: "+id+`\n`)) || bytes.Contains(line, []byte(`"isError":true`)) {
		return fmt.Errorf("run answers %s with %s", id, line)
	}
	return nil
}

// throughputRows lets as many callers call directly and through ncp, in turns.
func throughputRows(ctx context.Context, d *direct, l *pipeline) ([]row, error) {
	const promise = 0.60
	var directly, relayed float64
	for range burstTurns {
		n, err := together(func(id string) error { _, err := d.call(ctx, id); return err })
		if err != nil {
			return nil, fmt.Errorf("%d direct callers: %w", callers, err)
		}
		directly += n
		if n, err = together(func(id string) error { return l.run(d, id) }); err != nil {
			return nil, fmt.Errorf("%d callers: %w", callers, err)
		}
		relayed += n
	}
	share := relayed / directly
	return []row{{
		figure:   fmt.Sprintf("run, %s upstream, %d callers", d.era, callers),
		measured: fmt.Sprintf("%.0f %% of direct", 100*share), promise: fmt.Sprintf(">= %.0f %%", 100*promise), verdict: atLeast(share, promise),
		ratio: fmt.Sprintf("%.0f to %.0f calls a second by the SDK", relayed/burstTurns, directly/burstTurns),
	}}, nil
}

// together calls from all callers at once for a burst and returns the calls made in a second.
func together(call func(id string) error) (float64, error) {
	var all sync.WaitGroup
	var done atomic.Int64
	errs := make([]error, callers)
	began := time.Now()
	for i := range callers {
		all.Go(func() {
			for n := 0; errs[i] == nil && time.Since(began) < burst; n++ {
				if errs[i] = call(fmt.Sprintf("%d-%d", i, n)); errs[i] == nil {
					done.Add(1)
				}
			}
		})
	}
	all.Wait()
	took := time.Since(began).Seconds()
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return 0, errs[i] // one says as much as all
	}
	return float64(done.Load()) / took, nil
}
