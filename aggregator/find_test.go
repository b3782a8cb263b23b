package aggregator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/upstream"
)

// asksFind asks find over the wire and returns its text.
func asksFind(t *testing.T, h *host, id int, arguments string) (text string, isError bool) {
	t.Helper()
	return textOf(t, h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"find","arguments":%s}}`, id, arguments)))
}

// Whatever numbers a model gives, there is an answer or a sentence that says what is allowed, and the server lives on.
func TestFindWithOddNumbers(t *testing.T) {
	var tools []string
	for i := range 30 {
		tools = append(tools, fmt.Sprintf(`{"name":"add%d","description":"Add numbers","inputSchema":{"type":"object"}}`, i))
	}
	h := serve(t, open(t, nil, rawUpstream(t, "["+strings.Join(tools, ",")+"]", nil)))
	h.initialize()
	if text, isError := asksFind(t, h, 1, `{}`); isError || strings.Count(text, "a:add") != 20 {
		t.Fatalf("%v, %s", isError, text)
	}
	id := 1
	for arguments, lines := range map[string]int{ // of tools; -1 is refused
		`{"page":9223372036854775807,"limit":2}`: -1,
		`{"page":1e30}`:                          -1,
		`{"page":1000000,"limit":50}`:            0,
		`{"page":2,"limit":20}`:                  10,
		`{"limit":5.0,"page":2.0}`:               5,
		`{"limit":0}`:                            -1,
		`{"limit":51}`:                           -1,
		`{"limit":-5}`:                           -1,
		`{"page":0}`:                             -1,
		`{"page":-3}`:                            -1,
		`{"limit":1.5}`:                          -1,
		`{"depth":7}`:                            -1,
		`{"description":"add numbers | add | numbers","limit":2}`: 3,
		`{"description":"add numbers | add","limit":5}`:           5,
		`{"description":"` + strings.Repeat("add|", 30) + `"}`:    -1,
		`{"description":"add numbers","page":999999999999999999}`: -1,
	} {
		id++
		text, isError := asksFind(t, h, id, arguments)
		if got := strings.Count(text, "a:add"); isError != (lines < 0) || got != max(lines, 0) {
			t.Errorf("%s: refused %v, %d tools\n%s", arguments, isError, got, text)
		}
		if strings.Contains(text, "json:") || strings.Contains(text, "Go ") {
			t.Errorf("%s: %s", arguments, text)
		}
	}
}

// A server without tools to offer says why, and is never falsely empty.
func TestFindSaysWhyThereIsNothing(t *testing.T) {
	url := rawUpstream(t, `[{"name":"x","inputSchema":{}}]`, nil)
	agg := aggregator.New([]aggregator.Server{
		{Name: "off", Disabled: true},
		{Name: "shut", Identity: "shut", Allows: func(string) bool { return false }, Upstream: upstream.New(upstream.Options{
			Name: "shut", URL: url, Client: upstream.NewClient(upstream.NewNetwork()),
		})},
	}, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	id := 0
	for arguments, want := range map[string]string{
		`{}`:                                 "There are no tools yet.\n! shut: has 1 tools, and the configuration allows none of them (tools.allow, tools.deny)",
		`{"description":"x","server":"off"}`: `server "off" is disabled in the configuration`,
		`{"description":"x","server":"of"}`:  `no server "of"; configured: shut`,
	} {
		id++
		text, _ := asksFind(t, h, id, arguments)
		if diff := cmp.Diff(want, text); diff != "" {
			t.Errorf("%s: %s", arguments, diff)
		}
	}
}

// A search looks closely at the best tools only; where its pages end, it says so.
func TestFindSaysWhereItsPagesEnd(t *testing.T) {
	var tools []string
	for i := range 80 {
		tools = append(tools, fmt.Sprintf(`{"name":"add%d","description":"Add numbers","inputSchema":{"type":"object"}}`, i))
	}
	h := serve(t, open(t, nil, rawUpstream(t, "["+strings.Join(tools, ",")+"]", nil)))
	h.initialize()
	const rest = "a search shows the best 64 of the 80 tools that match. Say it in other words, or list the tools of one server."
	for i, tt := range []struct{ arguments, last string }{
		{`{"description":"add numbers","limit":50}`, "(1-50 of 64; more with page: 2)"},
		{`{"description":"add numbers","page":2}`, "(6-10 of 64; more with page: 3)"},
		{`{"description":"add numbers | nothing like it","limit":2}`, "No tool fits; servers and their tools: a (80)"},
		{`{"description":"nothing like it | add numbers","limit":2}`, "(1-1 of 64; more with page: 2)"},
		{`{"description":"72"}`, "a:add72() - Add numbers"},
		{`{"description":"add numbers","limit":50,"page":2}`, "(51-64, the last; " + rest + ")"},
		{`{"description":"add numbers","limit":50,"page":3}`, "This page is empty; " + rest},
		{`{"description":"72","limit":50,"page":2}`, "This page is empty; there are 1 tools."},
	} {
		text, _ := asksFind(t, h, i+1, tt.arguments)
		lines := strings.Split(text, "\n")
		if diff := cmp.Diff(tt.last, lines[len(lines)-1]); diff != "" {
			t.Errorf("%s: %s", tt.arguments, diff)
		}
	}
}

// Who asks for the tools that there are gets their list.
func TestFindListsWhereAllIsAskedFor(t *testing.T) {
	h := serve(t, open(t, nil, rawUpstream(t, `[{"name":"paint","inputSchema":{"type":"object"}},{"name":"list_users","inputSchema":{"type":"object"}}]`, nil)))
	h.initialize()
	for i, tt := range []struct{ arguments, want string }{
		{`{"description":"list all tools"}`, "a:paint()\na:list_users()"},
		{`{"description":"What can you do?","limit":1}`, "a:paint()\n(1-1 of 2; more with page: 2)"},
		{`{"description":"list all users"}`, "a:list_users()"},
	} {
		if text, _ := asksFind(t, h, i+1, tt.arguments); text != tt.want {
			t.Errorf("%s: %s", tt.arguments, text)
		}
	}
}

// Where nothing is found among a few tools, all of them are named.
func TestFindNamesTheFewThatThereAre(t *testing.T) {
	for n, want := range map[int]string{
		1:  "No tool fits; servers and their tools: a (1); all of them: a:tool0",
		2:  "No tool fits; servers and their tools: a (2); all of them: a:tool0, a:tool1",
		11: "No tool fits; servers and their tools: a (11)",
	} {
		var tools []string
		for i := range n {
			tools = append(tools, fmt.Sprintf(`{"name":"tool%d","inputSchema":{"type":"object"}}`, i))
		}
		h := serve(t, open(t, nil, rawUpstream(t, "["+strings.Join(tools, ",")+"]", nil)))
		h.initialize()
		if text, _ := asksFind(t, h, 1, `{"description":"zebra"}`); text != want {
			t.Errorf("%d tools: %s", n, text)
		}
	}
}
