package toolindex

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A word that one server writes as part of a compound and another one by itself corrects misspellings, whichever of them came first.
func TestOrderOfServersDoesNotMatterForMisspelt(t *testing.T) {
	servers := map[string][]Tool{
		"a": {{Name: "taskManager"}, {Name: "service_bus", Description: "Opens a queue."}},
		"b": {{Name: "watch", Description: "A taskmanager that watches the servicebus."}},
	}
	one, other := New(), New()
	for _, name := range []string{"a", "b"} {
		one.Put(name, servers[name])
	}
	for _, name := range []string{"b", "a"} {
		other.Put(name, servers[name])
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		query := misspelt(random, []string{"taskmanager", "servicebus"}[random.IntN(2)])
		if diff := cmp.Diff(one.Search(query, nil), other.Search(query, nil)); diff != "" {
			t.Fatalf("%q: %s", query, diff)
		}
	}
}

// The order of the tools of one server does not matter either: the word is written both ways in it.
func TestCompoundThatIsAWordCorrects(t *testing.T) {
	compound, word := Tool{Name: "taskManager"}, Tool{Name: "watch", Description: "A taskmanager."}
	for _, tools := range [][]Tool{{compound, word}, {word, compound}} {
		ix := New()
		ix.Put("", tools)
		var got []string
		for _, n := range ix.correct("tasktanager") {
			got = append(got, ix.list[n].text)
		}
		if diff := cmp.Diff([]string{"taskmanager"}, got); diff != "" {
			t.Error(diff)
		}
	}
}

// misspelt changes one letter of a word.
func misspelt(random *rand.Rand, word string) string {
	letters := []byte(word)
	letters[random.IntN(len(letters))] = byte('a' + random.IntN(26))
	return string(letters)
}

// A verb that no tool has is known where it is misspelt, and what is asked for with it.
func TestMisspeltVerbs(t *testing.T) {
	for word, want := range map[string]string{
		"remvoe": "remove", "rmove": "remove", "removve": "remove", "destrooy": "destroy", "uninstal": "uninstall",
		"remote": "", "drift": "", "erse": "", "remove": "", "zebra": "", "": "",
	} {
		if got := english().misspelt(word); got != want {
			t.Errorf("%q misspells %q, not %q", word, want, got)
		}
	}
	ix := New()
	ix.Put("github", []Tool{{Name: "delete_branch", Description: "Delete a branch.", Effect: Destroys}, {Name: "list_branches", Description: "List the branches.", Effect: Reads}})
	for query, want := range map[string][]string{
		"remvoe the branch foo": {"github:delete_branch", "github:list_branches"},
		"remote branch foo":     {"github:list_branches", "github:delete_branch"},
	} {
		if diff := cmp.Diff(want, named(ix.Search(query, nil))); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}
