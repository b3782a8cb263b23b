package main

import (
	"cmp"
	"math"
	"slices"

	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// How the judgement is fitted.
const (
	judgeSteps  = 800
	judgeDecay  = 5e-4
	ownWeight   = 20 // of fitting queries, against 1 for those asked of foreign tools
	senseless   = .3 // of nonsense, which is easy
	falseAlarms = .049
)

// trial is the first hits of a set's queries, or of nonsense, asked of a set's tools.
type trial struct {
	own      bool
	weight   float64
	evidence [][]float64
}

// learnJudgement fits the weights of the evidence by logistic regression, each pair of a set's queries and a set's tools
// counting the same, and puts the bound where so many of the fitting queries are doubted, the mean of the sets.
func learnJudgement(sets []set, features []float64) []float64 {
	return judgement(tryAll(sets, features))
}

func judgement(trials []trial) []float64 {
	w := regress(trials)
	w[2*len(toolindex.Features())] -= boundOf(trials, w) // the weight of what is always 1
	return w
}

func tryAll(sets []set, features []float64) []trial {
	var trials []trial
	for _, s := range sets {
		ix := index(s.tools, &toolindex.Tuning{Weights: features})
		try := func(n int, query func(int) string, own bool, weight float64) {
			t := trial{own: own, weight: weight}
			for i := range n {
				if e := ix.Explain(query(i), &toolindex.Options{Limit: 1}).Evidence; e != nil {
					t.evidence = append(t.evidence, e)
				}
			}
			trials = append(trials, t)
		}
		for _, asked := range sets {
			query := func(i int) string { return asked.queries[i].Query }
			switch {
			case asked.name == s.name:
				try(len(asked.queries), query, true, ownWeight)
			case !related(asked.name, s.name):
				try(len(asked.queries), query, false, 1)
			}
		}
		try(nonsenseTexts, findset.Nonsense, false, senseless)
	}
	return trials
}

func weigh(w, evidence []float64) (sum float64) {
	for k, x := range evidence {
		sum += w[k] * x
	}
	return sum
}

// doubted is the share of a trial's hits that are doubted.
func (t *trial) doubted(w []float64) float64 {
	n := 0
	for _, e := range t.evidence {
		if weigh(w, e) <= 0 {
			n++
		}
	}
	return float64(n) / float64(len(t.evidence))
}

func regress(trials []trial) []float64 {
	w := make([]float64, len(trials[0].evidence[0]))
	descend(w, judgeSteps, func(grad []float64) {
		for i := range trials {
			t := &trials[i]
			for _, e := range t.evidence {
				d := 1 / (1 + math.Exp(-weigh(w, e)))
				if t.own {
					d--
				}
				d *= t.weight / float64(len(t.evidence)*len(trials))
				for k, x := range e {
					grad[k] += d * x
				}
			}
		}
		for k := range w {
			grad[k] += judgeDecay * w[k]
		}
	})
	return w
}

// boundOf is the sum below which the share falseAlarms of the fitting queries lies, the mean of the sets.
func boundOf(trials []trial, w []float64) float64 {
	type own struct{ sum, weight float64 }
	var all []own
	sets := 0.
	for i := range trials {
		if t := &trials[i]; t.own {
			sets++
			for _, e := range t.evidence {
				all = append(all, own{weigh(w, e), 1 / float64(len(t.evidence))})
			}
		}
	}
	slices.SortFunc(all, func(a, b own) int { return cmp.Compare(a.sum, b.sum) })
	var below float64
	for _, o := range all {
		if below += o.weight / sets; below > falseAlarms {
			return o.sum
		}
	}
	return math.Inf(-1)
}
