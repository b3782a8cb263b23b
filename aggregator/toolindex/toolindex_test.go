package toolindex

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func param(name, description string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"type":"object","properties":{%q:{"type":"string","description":%q}}}`, name, description))
}

// officeTools is a small set of servers with tools that are easy to take for one another.
func officeTools() map[string][]Tool {
	return map[string][]Tool{
		"git": {
			{Name: "list_issues", Description: "List issues of a repository.", Schema: param("repo", "Name of the repository")},
			{Name: "get_issue", Description: "Get one issue of a repository.", Schema: param("number", "Number of the issue")},
			{Name: "delete_branch", Description: "Remove a branch of a repository."},
		},
		"mail": {
			{Name: "send_message", Description: "Send an email to one or more people.", Schema: param("to", "Addresses")},
			{Name: "search", Description: "Find messages."},
		},
		"files": {
			{Name: "search", Description: "Find files by name."},
			{Name: "readFile", Title: "Read a file", Description: "读取文件的内容"},
		},
		"db": {{Name: "query", Description: "Run SQL.", Schema: json.RawMessage(`{"properties":{"sql":{"enum":["SELECT","EXPLAIN"]}}}`)}},
	}
}

func office() *Index {
	ix := New()
	for server, tools := range officeTools() { // in any order: it must not matter
		ix.Put(server, tools)
	}
	return ix
}

// named lists hits as server:tool.
func named(result Result) []string {
	var names []string
	for _, h := range result.Hits {
		names = append(names, h.Server+":"+h.Name)
	}
	return names
}

func TestSearch(t *testing.T) {
	ix := office()
	tests := []struct {
		name, query string
		opts        *Options
		want        []string
	}{
		{"words of the name", "list issues", &Options{Limit: 1}, []string{"git:list_issues"}},
		{"another form of a word", "listing the issues", &Options{Limit: 1}, []string{"git:list_issues"}},
		{"plural asks for the list", "issues", &Options{Limit: 2}, []string{"git:list_issues", "git:get_issue"}},
		{"singular asks for one", "issue", &Options{Limit: 2}, []string{"git:get_issue", "git:list_issues"}},
		{"a word of the same class", "erase branch", &Options{Limit: 1}, []string{"git:delete_branch"}},
		{"words of asking", "please, could you show me how to send an email?", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"a parameter", "addresses", nil, []string{"mail:send_message"}},
		{"an enum", "explain", nil, []string{"db:query"}},
		{"the server decides", "search mail", &Options{Limit: 1}, []string{"mail:search"}},
		{"one server only", "search", &Options{Server: "files"}, []string{"files:search"}},
		{"no such server", "search", &Options{Server: "none"}, nil},
		{"Chinese", "文件内容", &Options{Limit: 1}, []string{"files:readFile"}},
		{"misspelt", "mesage people", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"full name", "git:get_issue", &Options{Limit: 1}, []string{"git:get_issue"}},
		{"name in another writing", "ReadFile", &Options{Limit: 1}, []string{"files:readFile"}},
		{"name as words", "delete branch", &Options{Limit: 1}, []string{"git:delete_branch"}},
		{"a name of two servers", "search", &Options{Limit: 2}, []string{"mail:search", "files:search"}},
		{"a file to read", "what is in /home/me/plan.txt", &Options{Limit: 1}, []string{"files:readFile"}},
		{"the sentence that says it", "I had a long day at work. Send a message to my people. It was fine.", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"grammar alone", "by", nil, []string{"files:search"}},
		{"nothing known", "zebra", nil, nil},
		{"empty", " \t", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, named(ix.Search(tt.query, tt.opts))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A tool whose name is the query leads even where others say its words more often.
func TestNameLeads(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{{Name: "get-sum-total", Description: "get sum get sum get sum", Title: "get sum"}})
	ix.Put("b", []Tool{{Name: "get-sum"}})
	for _, query := range []string{"get-sum", "getSum", "GET SUM", "b:get-sum", "b get_sum"} {
		if got := named(ix.Search(query, nil)); len(got) != 2 || got[0] != "b:get-sum" {
			t.Errorf("%q: %v", query, got)
		}
	}
}

// A name is known with a mistake in it, however it is written: also where two of its words are one word of the query.
func TestNearlyNamed(t *testing.T) {
	ix := office()
	ix.Put("money", []Tool{{Name: "get_cash_flow"}, {Name: "get_cash", Description: "How much cash there is, and cash again."}, {Name: "get_flow"}, {Name: "delete_cars", Description: "Sell."}})
	for query, want := range map[string]string{
		"get cashlow":       "money:get_cash_flow",
		"get_cashlow":       "money:get_cash_flow",
		"getcashfow":        "money:get_cash_flow",
		"money get casflow": "money:get_cash_flow",
		"mony get_cash":     "money:get_cash",
		"get cash":          "money:get_cash",
		"delte brnach":      "git:delete_branch",
		"serach flies":      "files:search",
		"sned a msesage":    "mail:send_message",
		"show one isue":     "git:get_issue",
		"delete cats":       "git:delete_branch", // and not delete_cars
	} {
		if got := named(ix.Search(query, &Options{Limit: 1})); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
}

// A name without letters is a name.
func TestNameWithoutWords(t *testing.T) {
	ix := office()
	ix.Put("calc", []Tool{{Name: "add"}, {Name: "+", Description: "Add."}, {Name: "???"}, {Name: "🎲", Description: "Throw dice."}})
	for query, want := range map[string]string{
		"+": "calc:+", "???": "calc:???", "calc:+": "calc:+", "calc +": "calc:+", " 🎲 ": "calc:🎲", "add": "calc:add", "add ???": "calc:add", "list issues +": "git:list_issues",
	} {
		if got := named(ix.Search(query, &Options{Limit: 1})); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
	ix.Put("calc", nil)
	for _, query := range []string{"+", "-"} {
		if got := named(ix.Search(query, nil)); got != nil {
			t.Errorf("%q: found %v", query, got)
		}
	}
}

// A long text is cut between letters.
func TestLongTextEndsWithALetter(t *testing.T) {
	e := office().Explain("issue "+strings.Repeat("文", maxQueryBytes), nil)
	if len(e.Reasons) == 0 || !utf8.ValidString(e.Reasons[0].Part) {
		t.Errorf("%d reasons, of a part that is not UTF-8", len(e.Reasons))
	}
}

// Who asks to see something is not shown first what destroys it, whether its name or its annotations say so.
func TestLookingDestroysNothing(t *testing.T) {
	ix := New()
	ix.Put("cloud", []Tool{
		{Name: "vm_delete", Description: "Delete virtual machines. Virtual machines that you have are gone."},
		{Name: "vm_sweep", Description: "Virtual machines you have.", Effect: Destroys},
		{Name: "vm_overview", Description: "Machines, and what they cost."},
	})
	for _, query := range []string{"What virtual machines do I have?", "show me all virtual machines", "list the virtual machines"} {
		if got := named(ix.Search(query, nil)); got[0] != "cloud:vm_overview" {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := named(ix.Search("delete a virtual machine", nil)); got[0] != "cloud:vm_delete" {
		t.Errorf("delete: %v", got)
	}
}

// A harmless tool is put before one that destroys, as what fits only if it is near.
func TestLookingWithNothingToLookWith(t *testing.T) {
	branches := []Tool{{Name: "delete_branch", Description: "Delete branches of a repository."}}
	other := Tool{Name: "count_stars", Description: "How popular something is, by its stars, its forks and who reads its repository."}
	stranger := []Tool{{Name: "clock", Description: "Set the time of our offices, plants and depots, and of each branch."}}
	for name, tt := range map[string]struct {
		git  []Tool
		want []string
		fits bool
	}{
		"far":  {branches, []string{"time:clock", "git:delete_branch"}, false},
		"near": {append(branches, other), []string{"git:count_stars", "git:delete_branch", "time:clock"}, true},
	} {
		ix := New()
		ix.Put("git", tt.git)
		ix.Put("time", stranger)
		got := ix.Search("show the branches of the repository", nil)
		if diff := cmp.Diff(tt.want, named(got)); diff != "" || got.Fits != tt.fits {
			t.Errorf("%s: fits is %v, %s", name, got.Fits, diff)
		}
	}
}

func TestNothingFits(t *testing.T) {
	ix := office()
	for query, fits := range map[string]bool{"list issues": true, "send an email": true, "git:get_issue": true, "zebra": false, "": false} {
		if got := ix.Search(query, nil).Fits; got != fits {
			t.Errorf("%q: fits is %v", query, got)
		}
	}
}

// A word that every tool has is known, if worth little, and no tool is found twice for it.
func TestWordOfAllTools(t *testing.T) {
	ix := New()
	ix.Put("notes", []Tool{
		{Name: "create_note", Description: "Write down a note."},
		{Name: "search_notes", Description: "Search notes by words."},
		{Name: "read_note", Description: "Read one note by its number."},
	})
	for query, want := range map[string][]string{
		"show me the notes about kilometres": {"notes:read_note", "notes:search_notes", "notes:create_note"},
		"notes":                              {"notes:search_notes", "notes:create_note", "notes:read_note"},
	} {
		got := ix.Explain(query, nil)
		if diff := cmp.Diff(want, named(got.Result)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
		for _, w := range got.Reading.Words {
			if w.Known != (w.Text != "kilometres") {
				t.Errorf("%s: %s is known: %v", query, w.Text, w.Known)
			}
		}
	}
}

// A word so far down in a huge schema that it weighs nothing finds its tool once or not at all.
func TestWeightlessWord(t *testing.T) {
	long := strings.Repeat("x ", maxFieldBytes/2)
	var schema strings.Builder
	for i := range 60 {
		fmt.Fprintf(&schema, `,"p%d":{"description":%q}`, i, long)
	}
	ix := New()
	ix.Put("huge", []Tool{{Name: "x", Schema: json.RawMessage(`{"properties":{"a":{"description":"needle haystack"}` + schema.String() + `}}`)}})
	if got := named(ix.Search("needle in haystack", nil)); len(got) > 1 {
		t.Errorf("found %v", got)
	}
}

// Any number may search while servers come and go.
func TestSearchWhilePut(t *testing.T) {
	ix := office()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				if got := named(ix.Search("send an email", &Options{Limit: 1})); len(got) != 1 || got[0] != "mail:send_message" {
					t.Errorf("got %v", got)
					return
				}
			}
		})
	}
	for i := range 50 {
		ix.Put("more", []Tool{{Name: fmt.Sprintf("thing_%d", i)}, {Name: "other"}})
		ix.Put("more", nil)
	}
	all.Wait()
}

// However an index came to hold its tools, it answers alike.
func TestOrderOfPutsDoesNotMatter(t *testing.T) {
	ix, other := office(), New()
	other.Put("files", []Tool{{Name: "gone"}, {Name: "search", Description: "Find messages, find files."}, {Name: "gone_too"}})
	other.Put("db", []Tool{{Name: "query", Description: "Run SQL.", Schema: json.RawMessage(`{"properties":{"sql":{"enum":["SELECT","EXPLAIN"]}}}`)}})
	other.Put("none", []Tool{{Name: "search"}})
	for _, server := range []string{"mail", "git", "files"} {
		other.Put(server, officeTools()[server])
	}
	other.Put("none", nil)
	for _, q := range []string{"list issues", "search", "find", "send mail to people. read the file!", "zebra", "文件", "repository"} {
		if diff := cmp.Diff(ix.Search(q, nil), other.Search(q, nil)); diff != "" {
			t.Errorf("%s: %s", q, diff)
		}
	}
}

// Adding an unrelated server never drops a tool that is named exactly from its first place.
func TestOthersDoNotDropTheNamed(t *testing.T) {
	f := func(seed uint64) bool {
		random := rand.New(rand.NewPCG(seed, 1))
		words := strings.Fields("list issue get branch delete mail message file query run search find send sum total name")
		phrase := func(n int) string {
			var p []string
			for range n {
				p = append(p, words[random.IntN(len(words))])
			}
			return strings.Join(p, " ")
		}
		ix := office()
		var tools []Tool
		for range 20 {
			if name := phrase(4); name != "" {
				tools = append(tools, Tool{Name: strings.ReplaceAll(name, " ", "_"), Description: phrase(12)})
			}
		}
		ix.Put("zzz", tools)
		for query, want := range map[string]string{"list_issues": "git:list_issues", "mail:search": "mail:search", "deleteBranch": "git:delete_branch"} {
			if got := named(ix.Search(query, nil)); got[0] != want {
				t.Logf("%s: %v", query, got)
				return false
			}
		}
		return true
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

func TestEmptyIndex(t *testing.T) {
	for _, tools := range [][]Tool{nil, {{}}, {{Schema: json.RawMessage(`{"properties":`)}}} {
		ix := New()
		ix.Put("", tools)
		if got := ix.Search("list issues", nil); got.Hits != nil || got.Fits {
			t.Errorf("found %v in %v", got, tools)
		}
	}
}

// What would take minutes or gigabytes without limits; the test's own deadline tells.
func TestHostileInput(t *testing.T) {
	var words strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&words, "wordnumber%c%c%c. ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)
	}
	deep := strings.Repeat(`{"properties":{"a":`, 5000) + "1" + strings.Repeat("}}", 5000)
	ix := office()
	ix.Put("evil", []Tool{
		{Name: words.String(), Description: words.String(), Schema: json.RawMessage(deep)},
		{Name: strings.Repeat("x", 1<<20), Schema: json.RawMessage(`{"enum":["` + words.String() + `"]}`)},
	})
	for _, query := range []string{
		words.String(), strings.Repeat("x", 1<<20), strings.Repeat("mesage ", 1<<16), strings.Repeat(".", 1<<20), strings.Repeat("<(", 1<<19),
		"x", "👩\u200d👩\u200d👧", "\u202eאבג \u200fمرحبا", "constructor", "__proto__", "\x00\x1b[2J\x7f", "\xff\xfe",
	} {
		ix.Search(query, nil)
	}
	if got := named(ix.Search("list issues", &Options{Limit: 1})); len(got) != 1 || got[0] != "git:list_issues" {
		t.Errorf("got %v", got)
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"list issues", "ReadFile. 文件!", "\xff\xfe", "e\u0301\u200d", "i\u0307 ß Ĳ", "", "<a> {b} (c", "and and then, also get", "a\u0488b", strings.Repeat("now ", 2000)} {
		f.Add(q, q, q)
	}
	f.Fuzz(func(t *testing.T, name, description, query string) {
		ix := office()
		ix.Put("fuzz", []Tool{{Name: name, Description: description, Schema: json.RawMessage(description)}})
		found := ix.Search(query, nil)
		if diff := cmp.Diff(found, ix.Search(query, nil)); diff != "" {
			t.Errorf("second search differs: %s", diff)
		}
		why := ix.Explain(query, nil)
		if diff := cmp.Diff(found, why.Result); diff != "" || len(why.Reasons) != len(found.Hits) {
			t.Errorf("what is explained is not what was found: %s", diff)
		}
		if len(found.Hits) > 0 && found.Hits[0].Score >= exactly && ix.AsksForAll(query) {
			t.Errorf("%q is a tool's name, and asks for all", query)
		}
		seen := map[Hit]bool{}
		for _, h := range found.Hits {
			h.Score = 0
			if seen[h] {
				t.Errorf("%s:%s is found twice", h.Server, h.Name)
			}
			seen[h] = true
		}
		for _, h := range found.Hits {
			if math.IsNaN(h.Score) || math.IsInf(h.Score, 0) {
				t.Errorf("%v", found.Hits)
			}
		}
		var tk tokens
		if utf8.ValidString(name) && len(name) < 1000 && tk.joined(name) != "" {
			if got := ix.Search(name, nil); len(got.Hits) == 0 || got.Hits[0].Name != name && tk.joined(got.Hits[0].Name) != tk.joined(name) && tk.joined(got.Hits[0].Server+got.Hits[0].Name) != tk.joined(name) {
				t.Errorf("%q is not found by its name", name)
			}
		}
	})
}

// Who types a tool's name and stops early finds it, before one that the text may misspell.
func TestBegunNames(t *testing.T) {
	ix := New()
	ix.Put("slack", []Tool{{Name: "channels.list", Description: "List the channels."}, {Name: "channels.history", Description: "Read the messages of a channel."}})
	for query, want := range map[string][]string{
		"channels.hist":    {"slack:channels.history", "slack:channels.list"},
		"slack:channels.h": {"slack:channels.history", "slack:channels.list"},
		"channelsHisto":    {"slack:channels.history", "slack:channels.list"},
	} {
		if diff := cmp.Diff(want, named(ix.Search(query, nil))); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

// A name with a mistake in it finds its tool as the name does, however it is written.
func TestNearlyExactNames(t *testing.T) {
	ix := New()
	ix.Put("github", []Tool{{Name: "create_issue"}, {Name: "create_issues"}, {Name: "update_issue"}, {Name: "create_branch"}})
	ix.Put("mail", []Tool{{Name: "create_draft", Description: "Create a draft of a message, about any issue."}, {Name: "get"}})
	for query, want := range map[string]string{
		"create_isue": "create_issue", "createIsue": "create_issue", "crate-issue": "create_issue", "github:create_isue": "create_issue", "create_isues": "create_issues",
		"creat_brnch": "create_branch", "update_issue": "update_issue", "craete_draft": "create_draft", "git": "",
	} {
		var got string
		if hits := ix.Search(query, nil).Hits; len(hits) > 0 {
			got = hits[0].Name
		}
		if got != want && want != "" {
			t.Errorf("%q finds %s first, not %s", query, got, want)
		}
	}
}

// What is written as it is called comes before what is called alike, wherever other servers have such tools.
func TestExactSpellingIsFirst(t *testing.T) {
	ix := New()
	ix.Put("playwright", []Tool{{Name: "navigate"}, {Name: "playwright_navigate"}})
	ix.Put("another", []Tool{{Name: "playwright_navigate"}, {Name: "readFile"}, {Name: "read-file"}})
	ix.Put("files", []Tool{{Name: "read_file"}, {Name: "delete_item"}, {Name: "set_user"}})
	for query, want := range map[string]string{
		"playwright:navigate": "playwright:navigate", "another:playwright_navigate": "another:playwright_navigate", "read-file": "another:read-file",
		"read_file": "files:read_file", "readFile": "another:readFile", "files:read_file": "files:read_file",
	} {
		if hits := ix.Search(query, nil).Hits; len(hits) == 0 || hits[0].Server+":"+hits[0].Name != want {
			t.Errorf("%q: %v first, not %s", query, hits[:min(1, len(hits))], want)
		}
	}
	// A name that is another one's opposite, or made of words that are known, is no misspelling.
	for _, query := range []string{"undelete_item", "get_user", "items"} {
		for _, h := range ix.Search(query, nil).Hits {
			if h.Score > 90 {
				t.Errorf("%q is taken for %s", query, h.Name)
			}
		}
	}
	if hits := ix.Search("playwright_navigate", &Options{Server: "files"}).Hits; len(hits) != 0 && hits[0].Score > 90 {
		t.Errorf("another server's tool counts: %v", hits)
	}
}

// However the servers come, an answer is the same.
func TestOrderOfServersDoesNotMatter(t *testing.T) {
	c, queries := readSet(t, "stabletoolbench")
	answers := func(backwards bool) (all []Result) {
		ix := New()
		names := slices.Clone(c.tools.Servers)
		if backwards {
			slices.Reverse(names)
		}
		for _, name := range names {
			var tools []Tool
			for _, x := range c.tools.Tools[name] {
				tools = append(tools, Tool{Name: x.Name, Description: x.Description, Schema: x.Schema})
			}
			ix.Put(name, tools)
		}
		for _, q := range queries {
			all = append(all, ix.Search(q.Query, nil))
		}
		return all
	}
	if diff := cmp.Diff(answers(false), answers(true)); diff != "" {
		t.Error(diff)
	}
}

// A server's name has that server's tools first.
func TestServersNameIsFirst(t *testing.T) {
	ix := New()
	ix.Put("memory", []Tool{{Name: "create_entities", Description: "Create entities."}, {Name: "open_nodes"}})
	ix.Put("notes", []Tool{{Name: "memory_delete", Description: "Delete a memory."}, {Name: "memory", Description: "Memory of notes."}, {Name: "list_memory"}})
	hits := ix.Search("Memory", nil).Hits
	var got []string
	for _, h := range hits[:3] {
		got = append(got, h.Server+":"+h.Name)
	}
	slices.Sort(got[1:])
	if diff := cmp.Diff([]string{"notes:memory", "memory:create_entities", "memory:open_nodes"}, got); diff != "" {
		t.Error(diff)
	}
}

// A word that every tool has finds something all the same, also of one server.
func TestWordOfEveryTool(t *testing.T) {
	ix := New()
	for s := range 10 {
		var tools []Tool
		for i := range 1000 {
			tools = append(tools, Tool{Name: fmt.Sprintf("op_%d_%d", s, i), Description: "Call an operation of the Contoso cloud."})
		}
		ix.Put(fmt.Sprintf("contoso%d", s), tools)
	}
	for _, query := range []string{"contoso", "contoso cloud operation", "I use contoso. Which cloud operation is there? Call the contoso cloud."} {
		for _, server := range []string{"", "contoso5"} {
			if found := ix.Search(query, &Options{Server: server, Limit: 5}); len(found.Hits) != 5 || server != "" && found.Hits[0].Server != server {
				t.Errorf("%q of %q: %v", query, server, found.Hits)
			}
		}
	}
}
