package toolindex

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestReading(t *testing.T) {
	ix := New()
	ix.Put("git", []Tool{
		{Name: "delete_branch", Description: "Delete a branch."}, {Name: "list_branches", Description: "List branches."}, {Name: "send_email", Description: "Send an email."},
	})
	see, destroy := Want{"see", []string{"list", "get"}, true}, Want{"destroy", []string{"delete"}, true}
	for query, want := range map[string]Reading{
		"delete the branch": {
			Wants: []Want{destroy},
			Words: []QueryWord{{Text: "delete", Known: true}, {Text: "branch", Known: true}},
		},
		"what deleted brnches": {
			Wants: []Want{see}, Merely: []string{"deleted"},
			Words: []QueryWord{{Text: "deleted", Known: true}, {Text: "brnches", Known: true, As: []string{"branch", "branches"}, Kind: "misspelt"}},
		},
		"get rid of zebras and mail me what branches there are": {
			Plain: "to delete zebras and", Wants: []Want{destroy, {"do", []string{"send"}, true}},
			Words: []QueryWord{{Text: "delete", Known: true}, {Text: "zebras"}, {Text: "mail", Known: true, As: []string{"email"}, Kind: "same meaning"}, {Text: "branches", Known: true}},
		},
		"the email": {
			Wants: []Want{{"do", []string{"send"}, false}},
			Words: []QueryWord{{Text: "email", Known: true}},
		},
		"删除": {
			Plain: "删除 to delete", Wants: []Want{destroy},
			Words: []QueryWord{{Text: "删除", Known: true, As: []string{"to", "delete"}}, {Text: "delete", Known: true}},
		},
		"zebra": {Words: []QueryWord{{Text: "zebra"}}},
		"":      {},
	} {
		got := ix.Explain(query, nil).Reading
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(QueryWord{}, "Weight"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

// What a judgement was by is said where its evidence does not tell.
func TestWhy(t *testing.T) {
	ix := New()
	ix.Put("weather", []Tool{{Name: "get_weather", Description: "Get the weather of a city."}, {Name: "list_cities", Description: "List cities of plan b."}})
	for query, want := range map[string]string{
		"get_weather":          "its name is the query",
		"weather in the city":  "",
		"delete the weather":   "it takes nothing away, as far as is known, and that is what is asked for",
		"b":                    "nothing is said but words of grammar, single letters and digits",
		"marmalade of a city?": "",
	} {
		if got := ix.Explain(query, nil).Why; got != want {
			t.Errorf("%s: %q instead of %q", query, got, want)
		}
	}
}

// Every verb of a want is one that the table of actions begins a line with, of as many lines as there are actions.
func TestActionsHaveNames(t *testing.T) {
	names := wantOf(^actions(0), true).By
	if lines := strings.Count(strings.TrimSpace(actionWords), "\n") + 1; len(names) != lines || names[len(names)-1] != "check" {
		t.Errorf("%d lines, and names %v", lines, names)
	}
}
