package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPercentile(t *testing.T) {
	var hundred times
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i)) // 100 down to 1
	}
	got := []time.Duration{
		hundred.p50(), hundred.p99(), hundred.percentile(100), hundred.percentile(0),
		times{7}.p50(), times{7}.p99(), times{1, 2, 3}.p50(), times{}.p50(),
	}
	if diff := cmp.Diff([]time.Duration{50, 99, 100, 1, 7, 7, 2, 0}, got); diff != "" {
		t.Error(diff)
	}
}

// TestCorpus holds that what is measured is what the table says: 20 servers, 520 tools with schemas, and questions that have an answer.
func TestCorpus(t *testing.T) {
	tools := make(map[string]bool)
	bytes := 0
	for _, d := range domains() {
		for _, def := range d.definitions() {
			tools[d.name+":"+def.name] = true
			bytes += len(def.description) + len(def.schema)
			if !json.Valid(def.schema) {
				t.Errorf("%s:%s: schema %s", d.name, def.name, def.schema)
			}
		}
	}
	if diff := cmp.Diff([]int{20, 520}, []int{len(domains()), len(tools)}); diff != "" {
		t.Error(diff)
	}
	if mean := bytes / len(tools); mean < 500 || mean > 1500 {
		t.Errorf("a tool has %d bytes on average", mean)
	}
	for _, q := range questions() {
		if !tools[q.tool] {
			t.Errorf("%q should find %s, which does not exist", q.text, q.tool)
		}
	}
}

func TestNames(t *testing.T) {
	type in struct{ answer, tool string }
	got := make(map[in]bool)
	want := map[in]bool{
		{"a:b(x) - does", "a:b"}:                         true,
		{"a:bc(x) - does", "a:b"}:                        false,
		{"# one\na:b() - does\n# two\nc:d()", "a:b"}:     true,
		{"No tool fits; servers and their tools", "a:b"}: false,
		{"", "a:b"}: false,
	}
	for i := range want {
		got[i] = names(i.answer, i.tool)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
