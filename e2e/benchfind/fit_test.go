package main

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator/toolindex"
)

// three is a query with three candidates, of which the last is needed; the second feature tells.
func three() example {
	e := example{long: .3, asked: 1, needs: [][]int{{2}}}
	for _, x := range [][2]float32{{.9, .1}, {.5, .2}, {.4, .8}} {
		list := make([]float32, len(toolindex.Features()))
		list[0], list[1] = x[0], x[1]
		e.list = append(e.list, list)
	}
	return e
}

// The gradient is that of the loss: the slope between two weights that are near one another.
func TestGradient(t *testing.T) {
	e := three()
	loss := func(w []float64) float64 {
		w = e.weights(w, nil)
		var sum float64
		for _, x := range e.list {
			sum += math.Exp(dot(w, x))
		}
		return math.Log(sum) - dot(w, e.list[2])
	}
	w := make([]float64, 2*len(e.list[0]))
	w[0], w[1] = 1, -.5
	got := make([]float64, len(w))
	e.gradient(w, got, &memory{}, 1)
	want := make([]float64, len(w))
	for k := range w {
		const step = 1e-4
		more, less := append([]float64(nil), w...), append([]float64(nil), w...)
		more[k], less[k] = more[k]+step, less[k]-step
		want[k] = (loss(more) - loss(less)) / (2 * step)
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-6 })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}
}

func TestLearn(t *testing.T) {
	e := three()
	w := learn([][]example{{e}}, nil)
	of := e.weights(w, nil)
	if needed := dot(of, e.list[2]); needed <= dot(of, e.list[0]) || needed <= dot(of, e.list[1]) {
		t.Errorf("what tells was not learned: %v", w[:2])
	}
	if w := learn([][]example{{e}}, map[int]bool{1: true}); w[1] != 0 {
		t.Errorf("a masked feature has weight %v", w[1])
	}
}

// What merely reads like its target has missed it, and is shown with the digits that tell.
func TestVerdicts(t *testing.T) {
	tenths, whole := digits{1, ""}, digits{0, "%"}
	got := []row{
		atLeast("a", tenths, 90.04, 90), atLeast("b", tenths, 89.96, 90), atLeast("c", digits{3, ""}, .79993, .8), atLeast("d", tenths, 89.9, 90),
		atMost("e", whole, 7, 7), atMost("f", whole, 7.002, 7), atMost("g", tenths, 7.2, 7),
	}
	want := []row{
		{"a", "90.0", ">= 90.0", reached},
		{"b", "89.96", ">= 90.0", missed},
		{"c", "0.7999", ">= 0.800", missed},
		{"d", "89.9", ">= 90.0", missed},
		{"e", "7 %", "<= 7 %", reached},
		{"f", "7.002 %", "<= 7 %", missed},
		{"g", "7.2", "<= 7.0", missed},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Error(diff)
	}
}

// What could not be measured is not missed.
func TestTable(t *testing.T) {
	var b strings.Builder
	err := table{atLeast("a", digits{1, ""}, .96, 1), atMost("b", digits{1, ""}, .98, 1), {"c", "no Node.js", "<= 1", unmeasured}}.print(&b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(b.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{"figure measured to reach", "a 0.96 >= 1.0 MISSED", "b 1.0 <= 1.0 ok", "c no Node.js <= 1 not measured"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
