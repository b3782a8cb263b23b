package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// Sizes at which times are taken.
const (
	manyTools   = 10_000
	serverTools = 25
)

// speed takes the times on one core, at 10,000 tools: the sets and the pool, the first of them twice.
func speed(ctx context.Context, sets []set, _ string) ([]row, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	tools, err := findset.Tools(append(findset.Names(), findset.Pool)...)
	if err != nil {
		return nil, err
	}
	servers := map[string][]toolindex.Tool{}
	size, again := 0, ""
	for size < manyTools {
		for _, name := range tools.Servers {
			list := indexed(tools.Tools[name])
			list = list[:min(len(list), manyTools-size)]
			if len(list) > 0 {
				servers[name+again] = list
			}
			size += len(list)
		}
		again += " again"
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range servers {
			if !yield(name) {
				return
			}
		}
	})
	fill := func() *toolindex.Index {
		ix := toolindex.New()
		for _, name := range names {
			ix.Put(name, servers[name])
		}
		return ix
	}
	before := heap()
	ix := fill()
	took := heap() - before
	built := fastest(5, func() { fill() })
	more := servers[names[0]][:0:0]
	for _, name := range names {
		if more = append(more, servers[name]...); len(more) >= serverTools {
			break
		}
	}
	more = more[:serverTools]
	added := fastest(20, func() { ix.Put("one more", more); ix.Put("one more", nil) })

	var times []time.Duration
	for _, s := range sets {
		for _, q := range s.queries {
			best := time.Hour
			for range 3 {
				start := time.Now()
				ix.Search(q.Query, &toolindex.Options{Limit: 5})
				best = min(best, time.Since(start))
			}
			times = append(times, best)
		}
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
	}
	slices.Sort(times)
	runtime.KeepAlive(ix)
	return []row{
		atMost(fmt.Sprintf("a query at %d tools, p50, one core", size), digits{2, "ms"}, milliseconds(times[len(times)/2]), .3),
		atMost(fmt.Sprintf("a query at %d tools, p99, one core", size), digits{2, "ms"}, milliseconds(times[len(times)*99/100]), 1),
		atMost(fmt.Sprintf("build at %d tools, one core", size), digits{0, "ms"}, milliseconds(built), 300),
		atMost("adding (and removing) one server of 25 tools", digits{2, "ms"}, milliseconds(added), 5),
		atMost("heap of the index", digits{1, "MB"}, took/1e6, 20),
	}, nil
}

// fastest is the shortest of n times: what else the machine does only makes it longer.
func fastest(n int, do func()) time.Duration {
	best := time.Hour
	for range n {
		start := time.Now()
		do()
		best = min(best, time.Since(start))
	}
	return best
}

func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
