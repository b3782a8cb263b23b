package aggregator

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator/toolindex"
)

// Whatever is listed, no line is wider than a terminal of 100 columns.
func TestListKeepsToItsColumns(t *testing.T) {
	var b strings.Builder
	list(&b, "has", []string{strings.Repeat("word ", 15) + "end", strings.Repeat("文件", 15), "short", strings.Repeat("é", 200), strings.Repeat("文", 100)})
	list(&b, "nothing", nil)
	want := "  has       " + strings.Repeat("word ", 15) + "end,\n" +
		"            " + strings.Repeat("文件", 15) + ", short,\n" +
		"            " + strings.Repeat("é", 87) + "…\n" +
		"            " + strings.Repeat("文", 43) + "…\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	for line := range strings.Lines(b.String()) {
		if n := columns(strings.TrimSuffix(line, "\n")); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// A query in one piece has each figure once; one whose best part is another piece has both.
func TestMerged(t *testing.T) {
	terms := []toolindex.Term{{Feature: "wholeText", Value: .5, Weight: 2}, {Feature: "partText", Value: .5, Weight: 1}, {Feature: "partLead", Value: 1, Weight: 3}}
	want := []toolindex.Term{{Feature: "text", Value: .5, Weight: 3}, {Feature: "partText", Value: .5}, terms[2]}
	if diff := cmp.Diff(want, merged("a b", "a  b", terms)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(terms, merged("a. b", "b", terms)); diff != "" {
		t.Error(diff)
	}
}
