package toolindex

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var fit = flag.Bool("fit", false, "fit the weights of the features anew and write fitted.go")

// How it is fitted.
const (
	steps = 120
	decay = 2e-4
)

// example is one query with what the ranking sees of each candidate.
type example struct {
	list  []features
	ids   []string
	needs [][]int // indexes into list, of each need that any candidate meets
	gold  [][]string
}

func (c *corpus) examples(ix *Index, queries []caseQuery) []example {
	var out []example
	for _, q := range queries {
		s := ix.borrow()
		found := ix.search(s, q.Query, "")
		e := example{gold: q.Relevant}
		for _, k := range found.list {
			seg := ix.segments[k.segment]
			e.ids = append(e.ids, c.ids[seg.server][k.tool])
			e.list = append(e.list, *k.features)
		}
		for _, need := range q.Relevant {
			var at []int
			for i, id := range e.ids {
				if slices.Contains(need, id) {
					at = append(at, i)
				}
			}
			if at != nil {
				e.needs = append(e.needs, at)
			}
		}
		out = append(out, e)
		ix.scratch.Put(s)
	}
	return out
}

// learn fits weights by gradient descent on the listwise cross entropy: the needed tools should have the candidates' probability.
func learn(groups [][]example, steps int, decay float64, init *[2 * featureCount]float64) [2 * featureCount]float64 {
	w := *init
	descend(w[:], steps, func(grad []float64) {
		for _, examples := range groups {
			for _, e := range examples {
				if len(e.needs) > 0 {
					e.gradient(&w, grad, 1/float64(len(examples)*len(groups)))
				}
			}
		}
		for k := range w {
			grad[k] += decay * w[k]
		}
	})
	return w
}

// gradient adds the example's part of the gradient: how much more probable each candidate is than it should be.
func (e *example) gradient(w *[2 * featureCount]float64, grad []float64, weight float64) {
	p := make([]float64, len(e.list))
	most := math.Inf(-1)
	for i := range e.list {
		for k, x := range e.list[i] {
			p[i] += w[k] * float64(x)
		}
		most = max(most, p[i])
	}
	var sum float64
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		sum += p[i]
	}
	wanted := make([]float64, len(p))
	for _, need := range e.needs {
		var all float64
		for _, i := range need {
			all += p[i]
		}
		for _, i := range need {
			wanted[i] += p[i] / (all + 1e-12) / float64(len(e.needs))
		}
	}
	for i := range p {
		if d := (p[i]/sum - wanted[i]) * weight; math.Abs(d) > 1e-9 {
			for k, x := range e.list[i] {
				grad[k] += d * float64(x)
			}
		}
	}
}

// descend changes w against the gradient, with steps of Adam that shrink to nothing.
func descend(w []float64, steps int, gradient func(into []float64)) {
	m, v, grad := make([]float64, len(w)), make([]float64, len(w)), make([]float64, len(w))
	for step := 1; step <= steps; step++ {
		clear(grad)
		gradient(grad)
		for k, g := range grad {
			m[k] = .9*m[k] + .1*g
			v[k] = .99*v[k] + .01*g*g
			direction := m[k] / (1 - math.Pow(.9, float64(step))) / (math.Sqrt(v[k]/(1-math.Pow(.99, float64(step)))) + 1e-9)
			w[k] -= .15 * direction * (1 - float64(step)/float64(steps+1))
		}
	}
}

func score(e example, w *[2 * featureCount]float64) figures {
	order := make([]int, len(e.list))
	scores := make([]float64, len(e.list))
	for i := range order {
		order[i] = i
		for k, x := range e.list[i] {
			scores[i] += w[k] * float64(x)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	var ids []string
	for _, i := range order {
		ids = append(ids, e.ids[i])
	}
	return judge(ids, e.gold)
}

func mean(examples []example, w *[2 * featureCount]float64) figures {
	var f figures
	for _, e := range examples {
		f = f.plus(score(e, w), 1/float64(len(examples)))
	}
	return f
}

// TestFit fits the weights anew and writes fitted.go; it shows what they are worth on queries that they have not
// seen, of sets that they have seen ("half") and of sets that they have not ("other").
func TestFit(t *testing.T) {
	if !*fit {
		t.Skip("fits only with -fit")
	}
	var corpora []corpus
	var queries [][]caseQuery
	for _, set := range sets {
		corpora = append(corpora, readTools(t, set))
		queries = append(queries, readLines[caseQuery](t, set+"-queries.jsonl.gz"))
	}
	var groups [][]example
	for i := range sets {
		groups = append(groups, corpora[i].examples(corpora[i].index(fitted()), queries[i]))
	}
	all := learn(groups, steps, decay, start())
	var b strings.Builder
	var out, in, half, ceiling float64
	for i, set := range sets {
		others := slices.Delete(slices.Clone(groups), i, i+1)
		w := learn(others, steps, decay, start())
		var halves [2][]example
		for j, e := range groups[i] {
			halves[j%2] = append(halves[j%2], e)
		}
		var h figures
		for j := range halves {
			w := learn(append(slices.Clone(others), halves[j]), steps, decay, start())
			h = h.plus(mean(halves[1-j], &w), .5)
		}
		f, g := mean(groups[i], &w), mean(groups[i], &all)
		var c float64
		for _, e := range groups[i] {
			c += float64(len(e.needs)) / float64(len(e.gold)) / float64(len(groups[i]))
		}
		fmt.Fprintf(&b, "%-16s other %v   half %v   fitted %v   candidates %.1f\n", set, f, h, g, 100*c)
		out, in, half, ceiling = out+f.ndcg/5, in+g.ndcg/5, half+h.ndcg/5, ceiling+c/5
	}
	fmt.Fprintf(&b, "%-16s other %.3f half %.3f fitted %.3f candidates %.3f\n", "mean", out, half, in, ceiling)
	t.Log("\n" + b.String())
	if err := os.WriteFile("fitted.go", []byte(source(&all)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start is where the descent begins: BM25F alone.
func start() *[2 * featureCount]float64 {
	init := new([2 * featureCount]float64)
	init[wholeText], init[partText] = 4, 4
	return init
}

// source is the file fitted.go.
func source(w *[2 * featureCount]float64) string {
	var b strings.Builder
	b.WriteString("package toolindex\n\n// fittedFeatures are written by: go test -run TestFit -fit ./aggregator/toolindex. Each is for a query of a few words, and\n// what a text adds.\nfunc fittedFeatures() features {\n\treturn features{\n")
	for k := range featureCount {
		fmt.Fprintf(&b, "\t\t%s: %.2f, featureCount + %s: %.2f,\n", featureNames[k], w[k], featureNames[k], w[k+featureCount])
	}
	b.WriteString("\t}\n}\n")
	return b.String()
}
