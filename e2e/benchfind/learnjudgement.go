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
	judgeSteps       = 500
	judgeDecay       = 5e-4
	ownWeight        = 20 // of fitting queries, against 1 for those asked of foreign tools
	smallOwn         = 7  // the same where there are few tools, for each size
	smallForeign     = 1.3
	senseless        = .3 // of nonsense, which is easy
	falseAlarms      = .043
	smallFalseAlarms = .04 // where there are few tools: who has few is asked more often what they can do
)

// trial is the first hits of a set's queries, or of nonsense, asked of a set's tools.
type trial struct {
	own      bool
	small    bool // asked of small catalogues cut from the set
	weight   float64
	evidence [][]float64
}

// learnJudgement fits the weights of the evidence by logistic regression, each pair of a set's queries and a set's tools
// counting the same, and puts the bound where so many of the fitting queries are doubted, the mean of the sets. It tells as well what each term comes to, the
// mean of the fitting queries.
func learnJudgement(sets []set, features []float64) (w, typical []float64) {
	trials := tryAll(sets, features)
	w = judgement(trials)
	return w, typically(trials, w)
}

// typically is what each term of a judgement adds for fitting queries, the mean of the trials: of a feature for a query of a few words and what a text adds are one.
func typically(trials []trial, w []float64) []float64 {
	n := len(toolindex.Features())
	terms := make([]float64, len(w)-n)
	count := 0.
	for i := range trials {
		t := &trials[i]
		if !t.own {
			continue
		}
		count++
		for _, e := range t.evidence {
			for k, x := range e {
				at := k
				if k >= n {
					at -= n
				}
				terms[at] += x * w[k] / float64(len(t.evidence))
			}
		}
	}
	for k := range terms {
		terms[k] /= count
	}
	return terms
}

func judgement(trials []trial) []float64 {
	w := regress(trials)
	always := 2 * len(toolindex.Features())
	few := len(w) - 1
	for range 3 { // each bound moves the other a little
		bound(trials, w, false, always, falseAlarms)
		bound(trials, w, true, few, smallFalseAlarms)
	}
	return w
}

func tryAll(sets []set, features []float64) []trial {
	var trials []trial
	tuning := &toolindex.Tuning{Weights: features, Without: []toolindex.Mechanism{toolindex.Spare}} // which would have the judgement that is learned say what it learns from
	for n, s := range sets {
		ix := index(s.tools, tuning)
		try := func(n int, query func(int) string, own bool, weight float64) {
			t := trial{own: own, weight: weight}
			for i := range n {
				t.try(ix, query(i))
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
		texts := findset.NonsenseTexts()
		try(len(texts), func(i int) string { return texts[i].Text }, false, senseless)
		for _, size := range sizes() {
			own, foreign := trial{own: true, small: true, weight: smallOwn}, trial{small: true, weight: smallForeign}
			for _, p := range pieces(sets, n, size) {
				ix := index(p.tools, tuning)
				for _, q := range p.own {
					own.try(ix, q)
				}
				for _, q := range p.foreign {
					foreign.try(ix, q)
				}
			}
			trials = append(trials, own, foreign)
		}
	}
	return trials
}

// try asks a query and keeps the evidence of its first hit, if there is one.
func (t *trial) try(ix *toolindex.Index, query string) {
	if e := ix.Explain(query, &toolindex.Options{Limit: 1}).Evidence; e != nil {
		t.evidence = append(t.evidence, e)
	}
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

// bound changes the weight k so that the given share of the fitting queries is doubted, the mean of the trials.
func bound(trials []trial, w []float64, small bool, k int, share float64) {
	type own struct{ bound, weight float64 }
	var all []own
	count := 0.
	for i := range trials {
		if t := &trials[i]; t.own && t.small == small {
			count++
			for _, e := range t.evidence {
				all = append(all, own{weigh(w, e) / e[k], 1 / float64(len(t.evidence))})
			}
		}
	}
	slices.SortFunc(all, func(a, b own) int { return cmp.Compare(a.bound, b.bound) })
	var below float64
	for _, o := range all {
		if below += o.weight / count; below > share {
			w[k] -= o.bound
			return
		}
	}
}
