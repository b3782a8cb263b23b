package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/e2e/findset"
)

// What the repositories hold is read into the same tools and queries; a query that needs what is no tool is left out.
func TestConvert(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	for file, text := range map[string]string{
		"ToolAlpaca/data/eval_real.json": `[{"Name": "Nager Date", "Function_Description": {"holidays": "Get holidays.\nParameters: {\"year\": \"which\"}\nOutput: a list", "components": "types"},
			"Instructions": ["holidays of 2026?", "what else?"], "Golden_Answers": [[{"Action": "holidays"}, {"Action": "holidays"}], [{"Action": "nothing"}]]}]`,
		"ToolAlpaca/data/eval_simulated.json": `[]`,
		"MCPToolBenchPP/data/search/search_0725_single_v2.json": `[{"uuid": "u", "query": "find it", "tools": [{"name": "search", "description": "Search.", "input_schema": {"type": "object"}}], "mcp_tools_dict": {"google": ["search"]},
			"function_call_label": [{"name": "search", "mcp_server": "google", "similar_tools": [{"name": "other", "mcp_server": "tavily"}]}]}]`,
		"MCPToolBenchPP/data/browser/browser_0724_single_v3.json":     `[]`,
		"MCPToolBenchPP/data/file_system/filesystem_0723_single.json": `[]`,
		"MCPToolBenchPP/data/finance/finance_0724_single_v3.json":     `[]`,
		"gorilla/berkeley-function-call-leaderboard/bfcl_eval/data/BFCL_v4_live_multiple.json": `{"id": "q", "question": [[{"role": "system", "content": "be kind"}, {"role": "user", "content": "a coffee"}]],
			"function": [{"name": "drinks.order", "description": "Order a drink.", "parameters": {"type": "dict"}}, {"name": "plain", "description": "Plain.", "parameters": {}}]}`,
		"gorilla/berkeley-function-call-leaderboard/bfcl_eval/data/possible_answer/BFCL_v4_live_multiple.json": `{"id": "q", "ground_truth": [{"drinks.order": {}}]}`,
		"Seal-Tools/Seal-Tools_Dataset/tool.jsonl":                                                             `{"api_name": "getFilm", "api_description": "Details of a film.", "field": "Arts/Film studies", "parameters": {"title": {"description": "its name"}}}`,
		"Seal-Tools/Seal-Tools_Dataset/test_out_domain.jsonl":                                                  `{"id": "t", "query": "about Alien", "calling": [{"api": "getFilm"}]}`,
		"Seal-Tools/Seal-Tools_Dataset/dev.jsonl":                                                              ``,
	} {
		if strings.HasPrefix(text, "{") { // one value a line
			text = strings.ReplaceAll(text, "\n", " ")
		}
		file = filepath.Join(from, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := convert(from, to); err != nil {
		t.Fatal(err)
	}
	type read struct {
		Tools   map[string][]findset.Tool
		Queries []findset.Query
	}
	tool := func(server, name, description, schema string) map[string][]findset.Tool {
		return map[string][]findset.Tool{server: {{ID: server + ":" + name, Server: server, Name: name, Description: description, Schema: []byte(schema)}}}
	}
	drinks := tool("drinks", "order", "Order a drink.", `{"type":"dict"}`)
	drinks["functions"] = tool("functions", "plain", "Plain.", `{}`)["functions"]
	want := map[string]read{
		"toolalpaca": {
			tool("Nager_Date", "holidays", "Get holidays.", `{"properties":{"year":{"description":"which","type":"string"}},"type":"object"}`),
			[]findset.Query{{ID: "eval_real Nager_Date 0", Query: "holidays of 2026?", Relevant: [][]string{{"Nager_Date:holidays"}}}},
		},
		"mcptoolbenchpp": {
			tool("google", "search", "Search.", `{"type":"object"}`),
			[]findset.Query{{ID: "u", Query: "find it", Relevant: [][]string{{"google:search", "tavily:other"}}}},
		},
		"gorilla": {drinks, []findset.Query{{ID: "q", Query: "a coffee", Relevant: [][]string{{"drinks:order"}}}}},
		"sealtools": {
			tool("Film_studies", "getFilm", "Details of a film.", `{"properties":{"title":{"description":"its name","type":"string"}},"type":"object"}`),
			[]findset.Query{{ID: "t", Query: "about Alien", Relevant: [][]string{{"Film_studies:getFilm"}}}},
		},
	}
	names, err := findset.NamesIn(to)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]read{}
	for _, name := range names {
		tools, err := findset.ToolsIn(to, name)
		if err != nil {
			t.Fatal(err)
		}
		queries, err := findset.QueriesIn(to, name)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = read{tools.Tools, queries}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
