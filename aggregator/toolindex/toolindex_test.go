package toolindex

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// office is a small set of servers with tools that are easy to take for one another.
func office() []Tool {
	param := func(name, description string) json.RawMessage {
		return json.RawMessage(fmt.Sprintf(`{"type":"object","properties":{%q:{"type":"string","description":%q}}}`, name, description))
	}
	return []Tool{
		{Server: "git", Name: "list_issues", Description: "List issues of a repository.", Schema: param("repo", "Name of the repository")},
		{Server: "git", Name: "get_issue", Description: "Get one issue of a repository.", Schema: param("number", "Number of the issue")},
		{Server: "git", Name: "delete_branch", Description: "Remove a branch of a repository."},
		{Server: "mail", Name: "send_message", Description: "Send an email to one or more people.", Schema: param("to", "Addresses")},
		{Server: "mail", Name: "search", Description: "Find messages."},
		{Server: "files", Name: "search", Description: "Find files by name."},
		{Server: "files", Name: "readFile", Title: "Read a file", Description: "读取文件的内容"},
		{Server: "db", Name: "query", Description: "Run SQL.", Schema: json.RawMessage(`{"properties":{"sql":{"enum":["SELECT","EXPLAIN"]}}}`)},
	}
}

// named lists hits as server:tool.
func named(tools []Tool, hits []Hit) []string {
	var names []string
	for _, h := range hits {
		names = append(names, tools[h.Tool].Server+":"+tools[h.Tool].Name)
	}
	return names
}

func TestSearch(t *testing.T) {
	tools := office()
	ix := Build(tools)
	tests := []struct {
		name, query string
		opts        *Options
		want        []string
	}{
		{"words of the name", "list issues", &Options{Limit: 1}, []string{"git:list_issues"}},
		{"another form of a word", "listing the issue", &Options{Limit: 1}, []string{"git:list_issues"}},
		{"plural asks for the list", "issues", &Options{Limit: 2}, []string{"git:list_issues", "git:get_issue"}},
		{"singular asks for one", "issue", &Options{Limit: 2}, []string{"git:get_issue", "git:list_issues"}},
		{"a word of the same class", "erase branch", &Options{Limit: 1}, []string{"git:delete_branch"}},
		{"words of asking", "please, could you show me how to send an email?", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"a parameter", "addresses", nil, []string{"mail:send_message"}},
		{"an enum", "explain", nil, []string{"db:query"}},
		{"the server decides", "search mail", &Options{Limit: 1}, []string{"mail:search"}},
		{"one server only", "search", &Options{Server: "files"}, []string{"files:search"}},
		{"no such server", "search", &Options{Server: "none"}, nil},
		{"Chinese", "文件内容", nil, []string{"files:readFile"}},
		{"misspelt", "mesage people", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"full name", "git:get_issue", &Options{Limit: 1}, []string{"git:get_issue"}},
		{"name in another writing", "ReadFile", &Options{Limit: 1}, []string{"files:readFile"}},
		{"name as words", "delete branch", &Options{Limit: 1}, []string{"git:delete_branch"}},
		{"a name of two servers", "search", &Options{Limit: 2}, []string{"mail:search", "files:search"}},
		{"the sentence that says it", "I had a long day at work. Send a message to my people. It was fine.", &Options{Limit: 1}, []string{"mail:send_message"}},
		{"grammar alone", "by", nil, []string{"files:search"}},
		{"nothing known", "zebra", nil, nil},
		{"empty", " \t", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, named(tools, ix.Search(tt.query, tt.opts))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A tool whose name is the query leads even where others say its words more often.
func TestNameLeads(t *testing.T) {
	tools := []Tool{
		{Server: "a", Name: "get-sum-total", Description: "get sum get sum get sum", Title: "get sum"},
		{Server: "b", Name: "get-sum"},
	}
	ix := Build(tools)
	for _, query := range []string{"get-sum", "getSum", "GET SUM", "b:get-sum", "b get_sum"} {
		if got := named(tools, ix.Search(query, nil)); len(got) != 2 || got[0] != "b:get-sum" {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func TestSameAnswerForAll(t *testing.T) {
	tools := office()
	ix := Build(tools)
	queries := []string{"list issues", "search", "send mail to people. read the file!", "zebra", "文件"}
	var want [][]Hit
	for _, q := range queries {
		want = append(want, Build(tools).Search(q, nil))
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				for i, q := range queries {
					if diff := cmp.Diff(want[i], ix.Search(q, nil)); diff != "" {
						t.Errorf("%s: %s", q, diff)
						return
					}
				}
			}
		})
	}
	all.Wait()
}

func TestEmptyIndex(t *testing.T) {
	for _, tools := range [][]Tool{nil, {{}}, {{Schema: json.RawMessage(`{"properties":`)}}} {
		if hits := Build(tools).Search("list issues", nil); hits != nil {
			t.Errorf("found %v in %v", hits, tools)
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
	tools := append(office(), Tool{Server: "evil", Name: words.String(), Description: words.String(), Schema: json.RawMessage(deep)},
		Tool{Server: "evil", Name: strings.Repeat("x", 1<<20), Schema: json.RawMessage(`{"enum":["` + words.String() + `"]}`)})
	ix := Build(tools)
	for _, query := range []string{words.String(), strings.Repeat("x", 1<<20), strings.Repeat("mesage ", 1<<16), strings.Repeat(".", 1<<20)} {
		ix.Search(query, nil)
	}
	if got := named(tools, ix.Search("list issues", &Options{Limit: 1})); len(got) != 1 || got[0] != "git:list_issues" {
		t.Errorf("got %v", got)
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"list issues", "ReadFile. 文件!", "\xff\xfe", "e\u0301\u200d", "i\u0307 ß Ĳ", ""} {
		f.Add(q, q, q)
	}
	f.Fuzz(func(t *testing.T, name, description, query string) {
		tools := append(office(), Tool{Server: "fuzz", Name: name, Description: description, Schema: json.RawMessage(description)})
		ix := Build(tools)
		hits := ix.Search(query, nil)
		if diff := cmp.Diff(hits, ix.Search(query, nil)); diff != "" {
			t.Errorf("second search differs: %s", diff)
		}
		for i, h := range hits {
			if h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("hit %d: %v", i, hits)
			}
		}
		if utf8.ValidString(name) && len(name) < 1000 && ix.scratchTokens().joined(name) != "" {
			if hits := ix.Search(name, nil); len(hits) == 0 {
				t.Errorf("%q is not found by its name", name)
			}
		}
	})
}

func (ix *Index) scratchTokens() *tokens { return &ix.borrow().tokens }
