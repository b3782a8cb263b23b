package main

import (
	"math"
	"slices"

	"ncp/aggregator/toolindex"
)

// How the weights are fitted.
const (
	steps = 200
	decay = 2e-4
)

// example is one query with what the ranking sees of each candidate.
type example struct {
	list  [][]float32 // features
	long  float64     // the query's length, with which a second set of weights counts
	needs [][]int     // indexes into list, of each need that any candidate meets
	asked int         // needs there are
}

// examples looks at all candidates of all queries of a set.
func (s *set) examples(without ...toolindex.Mechanism) []example {
	ix := index(s.tools, &toolindex.Tuning{Without: without})
	var out []example
	for _, q := range s.queries {
		found := ix.Explain(q.Query, nil)
		e := example{asked: len(q.Relevant), long: found.Length}
		var ids []string
		for i, h := range found.Hits {
			ids = append(ids, s.tools.Tools[h.Server][h.Tool].ID)
			var x []float32
			for _, t := range found.Reasons[i].Terms {
				x = append(x, float32(t.Value))
			}
			e.list = append(e.list, x)
		}
		for _, need := range q.Relevant {
			var at []int
			for i, id := range ids {
				if slices.Contains(need, id) {
					at = append(at, i)
				}
			}
			if at != nil {
				e.needs = append(e.needs, at)
			}
		}
		out = append(out, e)
	}
	return out
}

// learn fits weights by gradient descent on the listwise cross entropy: the needed tools should have the candidates'
// probability. Each group of examples counts the same. Features that are masked keep the weight 0.
func learn(groups [][]example, masked map[int]bool) []float64 {
	w := make([]float64, 2*len(toolindex.Features()))
	for k, f := range toolindex.Features() { // the descent begins at BM25F alone
		if (f.Name == "wholeText" || f.Name == "partText") && !masked[k] {
			w[k] = 4
		}
	}
	var m memory
	descend(w, steps, func(grad []float64) {
		for _, examples := range groups {
			for i := range examples {
				if e := &examples[i]; len(e.needs) > 0 {
					e.gradient(w, grad, &m, 1/float64(len(examples)*len(groups)))
				}
			}
		}
		for k := range w {
			grad[k] += decay * w[k]
			if masked[k%(len(w)/2)] {
				grad[k] = 0
			}
		}
	})
	return w
}

func resized(list []float64, n int) []float64 {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// memory is what a gradient needs, lent from example to example.
type memory struct{ weights, p, wanted, grad []float64 }

// gradient adds the example's part of the gradient: how much more probable each candidate is than it should be.
func (e *example) gradient(w, grad []float64, m *memory, weight float64) {
	m.weights, m.grad = e.weights(w, m.weights), resized(m.grad, len(w)/2)
	m.p, m.wanted = resized(m.p, len(e.list)), resized(m.wanted, len(e.list))
	most := math.Inf(-1)
	for i := range e.list {
		m.p[i] = dot(m.weights, e.list[i])
		most = max(most, m.p[i])
	}
	var sum float64
	for i := range m.p {
		m.p[i] = math.Exp(m.p[i] - most)
		sum += m.p[i]
	}
	for _, need := range e.needs {
		var all float64
		for _, i := range need {
			all += m.p[i]
		}
		for _, i := range need {
			m.wanted[i] += m.p[i] / (all + 1e-12) / float64(len(e.needs))
		}
	}
	for i := range m.p {
		if d := (m.p[i]/sum - m.wanted[i]) * weight; math.Abs(d) > 1e-9 {
			for k, x := range e.list[i] {
				m.grad[k] += d * float64(x)
			}
		}
	}
	for k, g := range m.grad {
		grad[k] += g
		grad[len(m.grad)+k] += e.long * g
	}
}

// weights are those for a query of the example's length.
func (e *example) weights(w, into []float64) []float64 {
	into = resized(into, len(w)/2)
	for k := range into {
		into[k] = w[k] + e.long*w[len(into)+k]
	}
	return into
}

func dot(w []float64, x []float32) (sum float64) {
	for k, x := range x {
		sum += w[k] * float64(x)
	}
	return sum
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
