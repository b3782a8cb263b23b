package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// A crowd is more than anybody should have: servers as full as ncp lets one be.
const (
	crowdServers   = 5
	toolsInCrowd   = 10_000
	crowdQuestions = 50
)

// serveCrowd runs the servers of a crowd: the tools of the domains again and again, each time of another department.
func serveCrowd(in io.Reader, out io.Writer) error {
	var urls []serverURL
	for i := range crowdServers {
		url, err := serve(fmt.Sprintf("crowd%d", i+1), crowded(i), i%2 == 1)
		if err != nil {
			return err
		}
		urls = append(urls, url)
	}
	return announce(urls, in, out)
}

// crowded are the tools of one server of a crowd.
func crowded(server int) []definition {
	out := make([]definition, 0, toolsInCrowd)
	for round := 0; ; round++ {
		department := fmt.Sprintf("department%d", server*toolsInCrowd+round)
		for _, d := range domains() {
			for _, def := range d.definitions() {
				def.name = department + "_" + def.name
				def.description = strings.Replace(def.description, d.title, d.title+" of "+department, 1)
				if out = append(out, def); len(out) == toolsInCrowd {
					return out
				}
			}
		}
	}
}

// crowd measures find where there are 50,000 tools: from nothing, in a process that has them, and from the catalogue on disk.
func (b *bench) crowd() (_ []row, err error) {
	const promisedCold, promisedWarm, promisedMemory = 3 * time.Second, 100 * time.Millisecond, 300e6
	servers, err := startRole(b.ctx, roleCrowd)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, servers.close()) }()
	full, err := newHome(b.home.dir, servers.urls)
	if err != nil {
		return nil, err
	}
	first, cold, err := b.startCrowded(full)
	if err != nil {
		return nil, err
	}
	var warm times
	for i := range crowdQuestions {
		_, took, err := first.find(questions()[i%len(questions())].text)
		if err != nil {
			return nil, errors.Join(err, first.close())
		}
		warm = append(warm, took)
	}
	held, told, err := first.memory()
	if err = errors.Join(err, first.close()); err != nil {
		return nil, err
	}
	again, start, err := b.startCrowded(full)
	if err != nil {
		return nil, err
	}
	if err := again.close(); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%d tools: ", crowdServers*toolsInCrowd)
	rows := []row{
		{figure: name + "start to first find, nothing known", measured: millis(cold), promise: "<= " + millis(promisedCold), verdict: atMost(cold, promisedCold)},
		{figure: name + "start to first find, warm catalogue", measured: millis(start)},
		{
			figure: fmt.Sprintf("%sfind, p50 of %d", name, crowdQuestions), measured: millis(warm.p50()),
			promise: "<= " + millis(promisedWarm), verdict: atMost(warm.p50(), promisedWarm),
		},
	}
	if told {
		rows = append(rows, row{figure: name + "memory (RSS)", measured: megabytes(held.now), promise: "<= " + megabytes(promisedMemory), verdict: atMost(held.now, promisedMemory)})
	}
	return rows, nil
}

// startCrowded starts an ncp and asks until an answer is about every tool; the time is from the start.
func (b *bench) startCrowded(full home) (*host, time.Duration, error) {
	h, err := b.startHost(full)
	if err != nil {
		return nil, 0, err
	}
	if _, err = h.initialize(); err == nil {
		err = h.awaitCatalogue(crowdServers * toolsInCrowd)
	}
	if err == nil {
		_, _, err = h.find(questions()[0].text) // what is asked for nothing in particular needs no index
	}
	if err != nil {
		h.kill()
		return nil, 0, err
	}
	return h, time.Since(h.began), nil
}
