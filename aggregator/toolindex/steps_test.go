package toolindex

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// task is a text and the tools that it takes.
type task struct {
	text  string
	tools []string
	aside bool // it was put aside until the rules were done
}

func readSteps(t *testing.T) (*Index, []task) {
	t.Helper()
	text, err := os.ReadFile("testdata/steps.txt")
	if err != nil {
		t.Fatal(err)
	}
	servers := map[string][]Tool{}
	var wishes []task
	aside := false
	for line := range strings.Lines(string(text)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "", "#":
		case "aside":
			aside = true
		case "tool":
			f := strings.SplitN(rest, " ", 4)
			effect := map[string]Effect{"-": Unsaid, "reads": Reads, "writes": Writes, "destroys": Destroys}[f[2]]
			servers[f[0]] = append(servers[f[0]], Tool{Name: f[1], Effect: effect, Description: f[3]})
		case "steps":
			w := task{aside: aside}
			words := strings.Fields(rest)
			for strings.Contains(words[0], ":") {
				w.tools, words = append(w.tools, words[0]), words[1:]
			}
			w.text = strings.Join(words, " ")
			wishes = append(wishes, w)
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	ix := New()
	for server, tools := range servers {
		ix.Put(server, tools)
	}
	return ix, wishes
}

// What takes several tools has most of them among the first five.
func TestSteps(t *testing.T) {
	ix, wishes := readSteps(t)
	var whole, all [2]int
	for _, w := range wishes {
		k := 0
		if w.aside {
			k = 1
		}
		all[k]++
		found := named(ix.Search(w.text, &Options{Limit: 5}))
		missing := slices.DeleteFunc(slices.Clone(w.tools), func(tool string) bool { return slices.Contains(found, tool) })
		if len(missing) == 0 {
			whole[k]++
		} else {
			t.Logf("%s: without %v: %v", w.text, missing, found)
		}
	}
	t.Logf("%d of %d have all, and %d of %d of those put aside", whole[0], all[0], whole[1], all[1])
	if whole[0] < 12 || whole[1] < 10 {
		t.Errorf("fewer have all than had")
	}
}
