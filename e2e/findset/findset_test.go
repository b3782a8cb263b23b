package findset

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScore(t *testing.T) {
	needs := [][]string{{"a", "b"}, {"c"}}
	for _, tt := range []struct {
		name   string
		ranked []string
		want   Figures
	}{
		{"nothing", nil, Figures{}},
		{"all at once", []string{"b", "c"}, Figures{1, 1, 1}},
		{"one need, by both alternatives", []string{"a", "b"}, Figures{1, .5, .6131471927654585}},
		{"too late", []string{"x", "y", "z", "u", "v", "a", "c"}, Figures{}},
	} {
		if diff := cmp.Diff(tt.want, Score(tt.ranked, needs)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestMisspell(t *testing.T) {
	for query, want := range map[string]string{
		"":                              "",
		"list it":                       "list it",
		"show the storage accounts":     "show the storrage accouunts",
		"читать файлы":                  "читать файлы",
		"delete the repository of mine": "deelte the reposjtory of mine",
	} {
		if diff := cmp.Diff(want, Misspell(query, 2)); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

func TestNonsenseTexts(t *testing.T) {
	counts := map[string]int{}
	seen := map[string]bool{}
	for _, n := range NonsenseTexts() {
		if seen[n.Text] {
			t.Errorf("%q is there twice", n.Text)
		}
		seen[n.Text] = true
		counts[n.Kind]++
	}
	want := map[string]int{
		"keyboard mash": 13, "words in a row": 13, "made-up words": 13, "lorem ipsum": 13, "chat": 12, "signs": 12, "letters and numbers": 12, "other scripts": 12,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
}
