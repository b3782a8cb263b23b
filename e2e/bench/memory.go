package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// memory is what a process holds and has held at most, in bytes.
type memory struct{ now, peak float64 }

// memory reads it where the system tells; ok is false elsewhere.
func (p *process) memory() (m memory, ok bool, err error) {
	if runtime.GOOS != "linux" {
		return memory{}, false, nil
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return memory{}, false, err
	}
	for line := range strings.Lines(string(status)) {
		key, value, _ := strings.Cut(line, ":")
		var into *float64
		switch key {
		case "VmRSS":
			into = &m.now
		case "VmHWM":
			into = &m.peak
		default:
			continue
		}
		kib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
		if err != nil {
			return memory{}, false, err
		}
		*into = kib * 1024
	}
	return m, true, nil
}

// idleMemory is what ncp holds without any upstream; 0 where the system does not tell.
func (b *bench) idleMemory() (_ memory, err error) {
	empty, err := newHome(b.home.dir, nil)
	if err != nil {
		return memory{}, err
	}
	h, err := b.startHost(empty)
	if err != nil {
		return memory{}, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if _, err := h.initialize(); err != nil {
		return memory{}, err
	}
	m, _, err := h.memory()
	return m, err
}

func memoryRows(figure string, p *process, idle memory) ([]row, error) {
	const promise = 25e6
	m, ok, err := p.memory()
	if err != nil {
		return nil, err
	}
	if !ok {
		return []row{{figure: figure, measured: "not told by this system"}}, nil
	}
	return []row{
		{
			figure: figure + " (RSS)", measured: megabytes(m.now), promise: "<= " + megabytes(promise), verdict: atMost(m.now, promise),
			ratio: fmt.Sprintf("%.2f x ncp without upstreams (%s)", ratio(m.now, idle.now), megabytes(idle.now)),
		},
		{figure: figure + ", its peak", measured: megabytes(m.peak)},
	}, nil
}
