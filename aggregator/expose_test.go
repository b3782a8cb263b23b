package aggregator_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

func tool(name string) string {
	return fmt.Sprintf(`{"title":"T","name":%q,"inputSchema":{"type":"object","x":9007199254740993},"annotations":{"readOnlyHint":true}}`, name)
}

func tools(names ...string) map[wire.Kind][]string {
	var all []string
	for _, name := range names {
		all = append(all, tool(name))
	}
	return map[wire.Kind][]string{wire.Tools: all}
}

// toolNames are what a host is listed.
func toolNames(t *testing.T, h *host, id int, params string) []string {
	t.Helper()
	var answer struct {
		Result struct{ Tools []struct{ Name string } }
	}
	if err := json.Unmarshal([]byte(h.method(id, "tools/list", params)), &answer); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range answer.Result.Tools {
		names = append(names, tool.Name)
	}
	return names
}

// Each tool has a name of its own that hosts allow, and is called by it; all else in its definition is as it came.
func TestToolsByThemselves(t *testing.T) {
	long := strings.Repeat("x", 60)
	given := []struct{ server, tool, name string }{
		{"a", "b", "a__b"},
		{"a", "b__c", "a__b__c"},
		{"a__b", "c", "a__b__c-ce06b84b252d"},
		{"a", "_b", "a___b"},
		{"a_", "b", "a___b-"},
		{"a.b", "c", "a_b__c-"},
		{"a", "b.c/d", "a__b_c_d-"},
		{"a", "b-0123456789ab", "a__b-0123456789ab-"},
		{"a", long + "1", ""},
		{"a", long + "2", ""},
		{"a", strings.Repeat("é", 40), ""},
	}
	byServer := map[string][]string{}
	var servers []aggregator.Server
	for _, g := range given {
		byServer[g.server] = append(byServer[g.server], g.tool)
	}
	for _, name := range []string{"a", "a__b", "a_", "a.b"} {
		servers = append(servers, aggregator.Server{Name: name, Upstream: &stocked{items: tools(byServer[name]...), call: func(call wire.Call) (json.RawMessage, error) {
			return wire.Object{{Key: "called", Value: wire.AppendText(nil, name+":"+call.Params.Text("name"))}}.Raw(), nil
		}}})
	}
	agg := aggregator.New(servers, &aggregator.Options{Exposure: aggregator.ExposeAll})
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	var list struct {
		Result struct{ Tools []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(h.method(1, "tools/list", `{}`)), &list); err != nil || len(list.Result.Tools) != len(given) {
		t.Fatalf("%d tools, %v", len(list.Result.Tools), err)
	}
	seen := map[string]bool{}
	i := 0
	for _, server := range servers {
		for _, name := range byServer[server.Name] {
			raw := list.Result.Tools[i]
			i++
			obj, err := wire.ParseObject(raw)
			if err != nil {
				t.Fatal(err)
			}
			shown := obj.Text("name")
			if !regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(shown) || seen[shown] {
				t.Errorf("%s:%s is %s", server.Name, name, shown)
			}
			seen[shown] = true
			if diff := cmp.Diff(tool(shown), string(raw)); diff != "" {
				t.Errorf("the definition (-want +got):\n%s", diff)
			}
			for _, g := range given {
				if g.server != server.Name || g.tool != name || g.name == "" {
					continue
				}
				hashed := strings.HasSuffix(g.name, "-") && strings.HasPrefix(shown, g.name) && len(shown) == len(g.name)+12
				if g.name != shown && !hashed {
					t.Errorf("%s:%s is %s, want %s", server.Name, name, shown, g.name)
				}
			}
			want := fmt.Sprintf(`"result":{"called":%q}`, server.Name+":"+name)
			if got := h.method(100+i, "tools/call", fmt.Sprintf(`{"name":%q,"arguments":{}}`, shown)); !strings.Contains(got, want) {
				t.Errorf("%s: %s", shown, got)
			}
		}
	}
	for i, tt := range []struct{ name, want string }{
		{"find", `"error":{"code":-32602,"message":"unknown tool \"find\"; tools/list has what there is"}`},
		{"a_b", `"message":"unknown tool \"a_b\"; nearest: a__b, a_b__c-`},
		{"a__nothing", `"text":"server \"a\" has no tool \"nothing\"; tools/list has what there is"}],"isError":true`},
		{"a__d", `"text":"server \"a\" has no tool \"d\"; nearest: a__b"}],"isError":true`},
		{"nobody__b", `"message":"unknown tool \"nobody__b\"`},
		{"ncp__read_result", `"text":"ncp__read_result: its parameters are wrong:`},
	} {
		if got := h.method(200+i, "tools/call", fmt.Sprintf(`{"name":%q}`, tt.name)); !strings.Contains(got, tt.want) {
			t.Errorf("%s: want %s, got %s", tt.name, tt.want, got)
		}
	}
}

// What is listed follows the exposure, and an entry's own word before it; what a host would reject is left out.
func TestExposure(t *testing.T) {
	bad := map[wire.Kind][]string{wire.Tools: {
		`{"name":"no_type","inputSchema":{}}`,
		`{"name":"union","inputSchema":{"type":["object","null"]}}`,
		`{"name":"listed_output","inputSchema":{"type":"object"},"outputSchema":{"type":"array"}}`,
		`{"name":"numbered","inputSchema":{"type":"object"},"description":1}`,
		`{"name":"properties","inputSchema":{"type":"object","properties":[]}}`,
		`{"name":"hint","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":"yes"}}`,
		`{"name":"fine","inputSchema":{"type":"object"},"outputSchema":{"type":"object"}}`,
	}}
	only := func(names ...string) func(string) bool {
		return func(tool string) bool { return strings.Contains(strings.Join(names, " "), tool) }
	}
	servers := []aggregator.Server{
		{Name: "a", Upstream: &stocked{items: tools("x", "y")}, Allows: only("x")},
		{Name: "b", Upstream: &stocked{items: bad}},
		{Name: "c", Upstream: &stocked{items: tools("x", "y")}, Exposes: only("y")},
	}
	unlisted := []string{
		`tool "no_type" is not listed by itself, since hosts would reject the list with it: its inputSchema.type is not there`,
		`tool "union" is not listed by itself, since hosts would reject the list with it: its inputSchema.type is not one of ["object"]`,
		`tool "listed_output" is not listed by itself, since hosts before MCP 2026-07-28 would reject the list with it: its outputSchema.type is not one of ["object"]`,
		`tool "numbered" is not listed by itself, since hosts would reject the list with it: its description is not a string`,
		`tool "properties" is not listed by itself, since hosts before MCP 2026-07-28 would reject the list with it: its inputSchema.properties is not an object`,
		`tool "hint" is not listed by itself, since hosts would reject the list with it: its annotations.readOnlyHint is not true or false`,
	}
	for _, test := range []struct {
		exposure aggregator.Exposure
		want     []string
		modern   []string // what a host of 2026-07-28 is listed, where schemas may be others
		problems []string // of b
	}{
		{"", []string{"find", "run", "c__y"}, []string{"find", "run", "c__y"}, nil},
		{aggregator.ExposeMeta, []string{"find", "run", "c__y"}, []string{"find", "run", "c__y"}, nil},
		{aggregator.ExposeBoth, []string{"find", "run", "a__x", "b__fine", "c__y"}, []string{"find", "run", "a__x", "b__listed_output", "b__properties", "b__fine", "c__y"}, unlisted},
		{aggregator.ExposeAll, []string{"a__x", "b__fine", "c__y"}, []string{"a__x", "b__listed_output", "b__properties", "b__fine", "c__y"}, unlisted},
	} {
		agg := aggregator.New(servers, &aggregator.Options{Exposure: test.exposure})
		h := serve(t, agg)
		h.initialize()
		if diff := cmp.Diff(test.want, toolNames(t, h, 1, `{}`)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.exposure, diff)
		}
		const meta = `{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}`
		if diff := cmp.Diff(test.modern, toolNames(t, h, 2, meta)); diff != "" {
			t.Errorf("%q, modern (-want +got):\n%s", test.exposure, diff)
		}
		if diff := cmp.Diff(test.problems, agg.Servers()[1].Problems); diff != "" {
			t.Errorf("%q, problems (-want +got):\n%s", test.exposure, diff)
		}
		for i, name := range []string{"a__x", "a__y", "c__x", "c__y"} {
			got := h.method(10+i, "tools/call", fmt.Sprintf(`{"name":%q}`, name))
			called, listed := strings.Contains(got, `"method":"tools/call"`), strings.Contains(strings.Join(test.want, " "), name)
			if called != listed {
				t.Errorf("%q: %s: %s", test.exposure, name, got)
			}
		}
		agg.Close()
	}
}

// Hosts are told when the tools that they are listed by themselves change, in whatever way.
func TestHostsAreToldOfOtherTools(t *testing.T) {
	up := &stocked{items: tools("x")}
	entry := []aggregator.Server{{Name: "a", Upstream: up}}
	agg := aggregator.New(entry, &aggregator.Options{Exposure: aggregator.ExposeBoth})
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	id := 0
	until := func(want ...string) {
		t.Helper()
		for {
			for !strings.Contains(h.receive(), `"method":"notifications/tools/list_changed"`) {
			}
			if id++; cmp.Equal(want, toolNames(t, h, id, `{}`)) {
				return
			}
		}
	}
	toolNames(t, h, 100, `{}`)
	up.restock(tools("x", "y"))
	go func() { _ = agg.Refresh(t.Context(), "a") }()
	until("find", "run", "a__x", "a__y")
	agg.Replace([]aggregator.Server{{Name: "a", Upstream: &stocked{items: tools("z")}}}, "")
	until("find", "run", "a__z")
	agg.Expose(aggregator.ExposeMeta)
	until("find", "run")
}
