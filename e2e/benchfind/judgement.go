package main

import (
	"context"
	"fmt"

	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// nonsenseTexts is how many of them are asked of each set.
const nonsenseTexts = 100

// judgements measures how often find says that nothing fits: of each set's own queries, of its queries against each other
// set's tools, and of nonsense.
func judgements(_ context.Context, sets []set, _ string) ([]row, error) {
	doubts := func(ix *toolindex.Index, n int, query func(int) string) float64 {
		count := 0
		for i := range n {
			if !ix.Search(query(i), nil).Fits {
				count++
			}
		}
		return 100 * float64(count) / float64(n)
	}
	var falseAlarms, foreign, nonsense []row
	var mean float64
	for _, asked := range sets {
		query := func(i int) string { return asked.queries[i].Query }
		for _, s := range sets {
			ix := index(s.tools, nil)
			share := doubts(ix, len(asked.queries), query)
			switch {
			case asked.name == s.name:
				mean += share / float64(len(sets))
				falseAlarms = append(falseAlarms, atMost("false alarms, "+s.name, digits{1, "%"}, share, 5))
				nonsense = append(nonsense, atLeast("nonsense recognised, "+s.name, digits{0, "%"}, doubts(ix, nonsenseTexts, findset.Nonsense), 50))
			case related(asked.name, s.name):
			default:
				foreign = append(foreign, atLeast(fmt.Sprintf("foreign recognised, %s asked of %s", asked.name, s.name), digits{1, "%"}, share, 50))
			}
		}
	}
	rows := append([]row{atMost("false alarms, mean of the sets", digits{1, "%"}, mean, 5)}, falseAlarms...)
	return append(append(rows, foreign...), nonsense...), nil
}

// related reports whether two sets have tools for the same things, so that a query of one may well fit the other.
func related(a, b string) bool {
	cloud := map[string]bool{"azure": true, "azmcp118": true}
	return cloud[a] && cloud[b]
}
