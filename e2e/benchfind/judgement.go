package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"ncp/e2e/findset"
)

// judgements measures how often find says that nothing fits: of each set's own queries, of its queries against each other
// set's tools, and of nonsense, by set and by kind.
func judgements(_ context.Context, sets []set, _ string) ([]row, error) {
	var falseAlarms, foreign, nonsense, kinds []row
	var mean float64
	texts := findset.NonsenseTexts()
	ofKind := map[string]*tally{}
	for _, asked := range sets {
		for _, s := range sets {
			ix := index(s.tools, nil)
			var doubted tally
			for _, q := range asked.queries {
				doubted.count(!ix.Search(q.Query, nil).Fits)
			}
			share := doubted.share()
			switch {
			case asked.name == s.name:
				mean += share / float64(len(sets))
				falseAlarms = append(falseAlarms, atMost("false alarms, "+s.name, digits{1, "%"}, share, 5))
				var recognised tally
				for _, text := range texts {
					if ofKind[text.Kind] == nil {
						ofKind[text.Kind] = new(tally)
					}
					nothing := !ix.Search(text.Text, nil).Fits
					recognised.count(nothing)
					ofKind[text.Kind].count(nothing)
				}
				nonsense = append(nonsense, atLeast("nonsense recognised, "+s.name, digits{0, "%"}, recognised.share(), 50))
			case related(asked.name, s.name):
			default:
				foreign = append(foreign, atLeast(fmt.Sprintf("foreign recognised, %s asked of %s", asked.name, s.name), digits{1, "%"}, share, 50))
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(ofKind)) {
		kinds = append(kinds, atLeast("nonsense recognised, "+kind, digits{0, "%"}, ofKind[kind].share(), 50))
	}
	return slices.Concat([]row{atMost("false alarms, mean of the sets", digits{1, "%"}, mean, 5)}, falseAlarms, foreign, nonsense, kinds), nil
}

// tally is how many of some queries were doubted.
type tally struct{ doubted, all int }

func (t *tally) count(doubted bool) {
	t.all++
	if doubted {
		t.doubted++
	}
}

func (t *tally) share() float64 { return 100 * float64(t.doubted) / float64(t.all) }

// related reports whether two sets have tools for the same things, so that a query of one may well fit the other.
func related(a, b string) bool {
	cloud := map[string]bool{"azure": true, "azmcp118": true}
	return cloud[a] && cloud[b]
}
