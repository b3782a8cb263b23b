package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"

	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// unseen is what weights are worth on a set: all of it was learned from, one half was, none of it was.
type unseen struct{ fitted, half, none findset.Figures }

// printUnseen shows what the ranking is worth on queries that its weights have not seen.
func printUnseen(ctx context.Context, sets []set) error {
	groups, err := examplesOf(ctx, sets)
	if err != nil {
		return err
	}
	all, err := crossValidate(ctx, sets, groups)
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "set\tnDCG@5\tR@5\tH@1\tnDCG@5 of an unseen half\tof an unseen set\tneeds among the 64 candidates")
	var m unseen
	var candidates float64
	line := func(name string, u unseen, candidates float64) {
		fmt.Fprintf(tw, "%s\t%.3f\t%.1f\t%.1f\t%.3f\t%.3f\t%.1f %%\n", name, u.fitted.NDCG, 100*u.fitted.R5, 100*u.fitted.H1, u.half.NDCG, u.none.NDCG, 100*candidates)
	}
	for i, s := range sets {
		var c float64
		for _, e := range groups[i] {
			c += float64(len(e.needs)) / float64(e.asked) / float64(len(groups[i]))
		}
		line(s.name, all[i], c)
		share := 1 / float64(len(sets))
		m = unseen{m.fitted.Plus(all[i].fitted, share), m.half.Plus(all[i].half, share), m.none.Plus(all[i].none, share)}
		candidates += share * c
	}
	line("mean", m, candidates)
	return tw.Flush()
}

func examplesOf(ctx context.Context, sets []set) ([][]example, error) {
	groups := make([][]example, len(sets))
	err := each(ctx, len(sets), func(i int) { groups[i] = sets[i].examples() })
	return groups, err
}

// crossValidate fits weights with and without each set, and each half of it, and searches with them.
func crossValidate(ctx context.Context, sets []set, groups [][]example) ([]unseen, error) {
	fitted := learn(groups, nil)
	halves := make([][2]findset.Figures, len(sets))
	all := make([]unseen, len(sets))
	err := each(ctx, 4*len(sets), func(n int) {
		i, k := n/4, n%4
		others := slices.Delete(slices.Clone(groups), i, i+1)
		switch k {
		case 3:
			all[i].fitted = sets[i].worth(fitted, everyQuery)
		case 2:
			all[i].none = sets[i].worth(learn(others, nil), everyQuery)
		default:
			var learned []example
			for j, e := range groups[i] {
				if j%2 == k {
					learned = append(learned, e)
				}
			}
			halves[i][k] = sets[i].worth(learn(append(others, learned), nil), func(j int) bool { return j%2 != k })
		}
	})
	for i := range all {
		all[i].half = findset.Figures{}.Plus(halves[i][0], .5).Plus(halves[i][1], .5)
	}
	return all, err
}

func everyQuery(int) bool { return true }

// worth is what weights are worth on some of the set's queries.
func (s *set) worth(w []float64, some func(i int) bool, without ...toolindex.Mechanism) findset.Figures {
	ix := index(s.tools, &toolindex.Tuning{Weights: w, Without: without})
	var sum findset.Figures
	n := 0
	for i, q := range s.queries {
		if some(i) {
			sum = sum.Plus(findset.Score(rank(ix, s.tools, q.Query), q.Relevant), 1)
			n++
		}
	}
	return findset.Figures{}.Plus(sum, 1/float64(max(n, 1)))
}

// each does n things, as many at once as there are processors.
func each(ctx context.Context, n int, do func(int)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			do(i)
			return nil
		})
	}
	return g.Wait()
}

// printUnseenJudgement shows what the judgement is worth on the half of the queries that it was not fitted to, the mean of the halves.
func printUnseenJudgement(_ context.Context, sets []set) error {
	var halves [2][]trial
	for _, t := range tryAll(sets, nil) {
		split := [2]trial{{own: t.own, small: t.small, weight: t.weight}, {own: t.own, small: t.small, weight: t.weight}}
		for i, e := range t.evidence {
			split[i%2].evidence = append(split[i%2].evidence, e)
		}
		for k := range halves {
			halves[k] = append(halves[k], split[k])
		}
	}
	var own, foreign, nonsense mean
	for k := range halves {
		w := judgement(halves[k])
		for i := range halves[1-k] {
			switch t := &halves[1-k][i]; {
			case t.small:
			case t.own:
				own.add(t.doubted(w))
			case t.weight == senseless:
				nonsense.add(t.doubted(w))
			default:
				foreign.add(t.doubted(w))
			}
		}
	}
	_, err := fmt.Printf("Whether anything fits, fitted on one half of the queries: of the other half %.1f %% false alarms, %.1f %% of foreign ones recognised, %.1f %% of the nonsense that has a word of some tool.\n",
		100*own.value(), 100*foreign.value(), 100*nonsense.value())
	return err
}

// mean is that of what was added.
type mean struct{ sum, count float64 }

func (m *mean) add(x float64) { m.sum, m.count = m.sum+x, m.count+1 }

func (m *mean) value() float64 { return m.sum / m.count }
