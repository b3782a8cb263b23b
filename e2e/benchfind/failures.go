package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"

	"ncp/aggregator/toolindex"
)

// Kinds of failure, of needs that the first five tools do not meet.
const (
	unreached = "no candidate"           // no word leads to the tool, or too many tools have the words
	gap       = "no word in common"      // but for topics, and words that stand for others
	sibling   = "a sibling is before"    // of the same server, three times or more
	lookalike = "a look-alike is before" // a tool of another server with the words
)

// printFailures counts what the first five tools miss, by kind.
func printFailures(_ context.Context, sets []set) error {
	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	kinds := []string{unreached, gap, sibling, lookalike}
	fmt.Fprint(tw, "needs missed\tof")
	for _, k := range kinds {
		fmt.Fprint(tw, "\t"+k)
	}
	fmt.Fprintln(tw)
	for _, s := range sets {
		ix := index(s.tools, nil)
		counts, needs := map[string]int{}, 0
		for _, q := range s.queries {
			found := ix.Explain(q.Query, nil)
			for _, need := range q.Relevant {
				needs++
				at := slices.IndexFunc(found.Hits, func(h toolindex.Hit) bool { return slices.Contains(need, s.tools.Tools[h.Server][h.Tool].ID) })
				if at < 0 || at >= 5 {
					counts[failure(&found, at)]++
				}
			}
		}
		fmt.Fprintf(tw, "%s\t%d", s.name, needs)
		for _, k := range kinds {
			fmt.Fprintf(tw, "\t%d", counts[k])
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}

// failure is the kind of a need that is met at a place behind the fifth, or nowhere.
func failure(found *toolindex.Explanation, at int) string {
	if at < 0 {
		return unreached
	}
	if !slices.ContainsFunc(found.Reasons[at].Words, func(w toolindex.WordMatch) bool { return w.Kind == "same form" || w.Kind == "other form" }) {
		return gap
	}
	siblings := 0
	for _, h := range found.Hits[:5] {
		if h.Server == found.Hits[at].Server {
			siblings++
		}
	}
	if siblings >= 3 {
		return sibling
	}
	return lookalike
}
