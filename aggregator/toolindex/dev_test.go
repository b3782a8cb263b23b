package toolindex

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

func devRun(data []corpus, qs [][]caseQuery) (macro figures, line string) {
	for i := range data {
		f := data[i].measure(qs[i], func(q string) string { return q })
		line += fmt.Sprintf(" %.3f", f.ndcg)
		macro = macro.plus(f, .2)
	}
	return macro, line
}

func TestDev(t *testing.T) {
	var data []corpus
	var qs [][]caseQuery
	for _, s := range sets {
		data = append(data, readTools(t, s))
		qs = append(qs, readLines[caseQuery](t, s+"-queries.jsonl.gz"))
	}
	show := func(name string) {
		m, l := devRun(data, qs)
		fmt.Printf("%-22s %v |%s\n", name, m, l)
	}
	show("base")
	try := func(name string, p *float32, vs ...float32) {
		old := *p
		for _, v := range vs {
			*p = v
			show(fmt.Sprintf("%s %g->%g", name, old, v))
		}
		*p = old
	}
	for _, v := range strings.Fields(os.Getenv("SET")) {
		name, val, _ := strings.Cut(v, "=")
		f, _ := strconv.ParseFloat(val, 32)
		*knobs[name] = float32(f)
		show(v)
	}
	if os.Getenv("SWEEP") == "" {
		return
	}
	names := []string{"server", "name", "title", "first", "rest", "param", "note"}
	for f := range fieldCount {
		if f == titleField {
			continue
		}
		try("w."+names[f], &tune.weight[f], tune.weight[f]*.5, tune.weight[f]*1.5, tune.weight[f]*2.5)
		try("b."+names[f], &tune.b[f], tune.b[f]*.3, tune.b[f]*1.5)
	}
	try("k1", &tune.k1, .8, 1.2, 2, 3)
	try("surface", &tune.surface, 0, .15, .5)
	try("coverage", &tune.coverage, 0, .25, .75)
	try("prior", &tune.prior, 0, .15, .5, .8)
	try("noise", &tune.noise, .1, .5, 1)
	try("value", &tune.value, 0.05, 1)
	try("class", &tune.class, 0.001, .3, .7)
	try("whole", &tune.whole, 0.001, .15, .5, .7, 1)
}

var knobs = map[string]*float32{
	"k1": &tune.k1, "surface": &tune.surface, "coverage": &tune.coverage, "prior": &tune.prior, "noise": &tune.noise, "value": &tune.value,
	"class": &tune.class, "whole": &tune.whole, "destroy": &tune.destroy, "write": &tune.write, "agree": &tune.agree, "priorMul": &tune.priorMul, "srvIDF": &tune.srvIDF, "cap": &tune.cap, "name": &tune.name,
}

func TestFail(t *testing.T) {
	want := os.Getenv("FAIL")
	for _, s := range sets {
		if s != want {
			continue
		}
		c := readTools(t, s)
		ix := Build(c.tools)
		for _, q := range readLines[caseQuery](t, s+"-queries.jsonl.gz") {
			r := c.rank(ix, q.Query)
			f := judge(r, q.Relevant)
			if f.ndcg > .7 {
				continue
			}
			if len(r) > 4 {
				r = r[:4]
			}
			fmt.Printf("%.2f %.200q WANT %v GOT %q\n", f.ndcg, q.Query, q.Relevant, r)
		}
	}
}
