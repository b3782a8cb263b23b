package toolindex

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
)

// nonsense is a text that no tool can fit: words put together by a fixed rule, or letters.
func nonsense(i int) string {
	subjects := strings.Fields("moonbeam gravel walrus teapot cathedral thunder marmalade bicycle lantern pebble")
	verbs := strings.Fields("whistles devours forgives outgrows envies polishes bewilders marries tickles haunts")
	objects := strings.Fields("jealousy velvet yesterday umbrellas arithmetic sorrow porridge horizons moustaches silence")
	if i%4 == 3 {
		return strings.Map(func(r rune) rune { return 'a' + (r*7+rune(i))%26 }, subjects[i%10]+objects[i/10%10])
	}
	return "the " + subjects[i%10] + " " + verbs[(i/10+i)%10] + " the " + objects[(i*7+i/10)%10]
}

// judged is how often queries of one set are doubted.
type judged struct{ own, foreign, nonsense float64 }

// strangers names for each set one whose tools do other things.
func strangers() map[string]string {
	return map[string]string{"livemcp": "azure", "azure": "metatool", "azmcp118": "metatool", "stabletoolbench": "livemcp", "metatool": "azure"}
}

// A query against its own tools is seldom doubted, against a foreign catalogue or without sense mostly.
func TestJudgement(t *testing.T) {
	indexes, queries := map[string]*Index{}, map[string][]caseQuery{}
	for _, set := range sets {
		c := readTools(t, set)
		indexes[set], queries[set] = c.index(fitted()), readLines[caseQuery](t, set+"-queries.jsonl.gz")
	}
	if *fit {
		t.Logf("%.2f", regression(indexes, queries))
	}
	doubted := func(ix *Index, n int, query func(int) string) float64 {
		count := 0
		for i := range n {
			if !ix.Search(query(i), nil).Fits {
				count++
			}
		}
		return float64(count) / float64(n)
	}
	var mean judged
	for _, set := range sets {
		q := func(i int) string { return queries[set][i].Query }
		j := judged{
			doubted(indexes[set], len(queries[set]), q), doubted(indexes[strangers()[set]], len(queries[set]), q), doubted(indexes[set], 100, nonsense),
		}
		t.Logf("%-16s doubts %4.1f %% of its own queries, %4.1f %% where the tools are of %s, %4.1f %% of nonsense", set, 100*j.own, 100*j.foreign, strangers()[set], 100*j.nonsense)
		mean.own += j.own / float64(len(sets))
		mean.nonsense += j.nonsense / float64(len(sets))
		if set == "azure" && j.foreign < .5 {
			t.Errorf("%s: a foreign catalogue is recognised for %.2f of the queries", set, j.foreign)
		}
	}
	if mean.own > .055 || mean.nonsense < .8 {
		t.Errorf("%+v", mean)
	}
}

// regression fits the weights of evidence. Each set counts the same.
func regression(indexes map[string]*Index, queries map[string][]caseQuery) evidence {
	type sample struct {
		x      evidence
		fits   bool
		weight float64
	}
	var samples []sample
	look := func(ix *Index, query string, fits bool, weight float64) {
		s := ix.borrow()
		defer ix.scratch.Put(s)
		if found := ix.search(s, query, ""); len(found.list) > 0 {
			samples = append(samples, sample{found.list[0].evidence(), fits, weight})
		}
	}
	for _, set := range sets {
		for _, q := range queries[set] {
			weight := 1 / float64(len(queries[set])*len(sets))
			look(indexes[set], q.Query, true, weight)
			look(indexes[strangers()[set]], q.Query, false, weight)
		}
	}
	dot := func(w, x evidence) (sum float64) {
		for k := range w {
			sum += w[k] * x[k]
		}
		return sum
	}
	var w evidence
	descend(w[:], steps*5, func(grad []float64) {
		for _, s := range samples {
			d := 1 / (1 + math.Exp(-dot(w, s.x)))
			if s.fits {
				d--
			}
			for k := range w {
				grad[k] += s.weight * d * s.x[k] / 2
			}
		}
		for k := range w {
			grad[k] += decay * w[k]
		}
	})
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(dot(w, a.x), dot(w, b.x)) })
	var doubted float64
	for _, s := range samples {
		if s.fits {
			if doubted += s.weight; doubted > .049 {
				w[0] -= dot(w, s.x)
				break
			}
		}
	}
	return w
}
