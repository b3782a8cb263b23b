package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

type object = map[string]any

// texts is the schema of parameters of which no more is known than what they are for.
func texts(notes map[string]string) object {
	properties := object{}
	for name, note := range notes {
		properties[name] = object{"type": "string", "description": note}
	}
	return object{"type": "object", "properties": properties}
}

// toolAlpaca reads services with functions, whose parameters stand in a line of their description.
func toolAlpaca(dir string) (*set, error) {
	type service struct {
		Name      string
		Functions map[string]string           `json:"Function_Description"`
		Asked     []string                    `json:"Instructions"`
		Answers   [][]struct{ Action string } `json:"Golden_Answers"`
	}
	var s set
	for _, name := range []string{"eval_real", "eval_simulated"} {
		services, err := readJSON[[]service](filepath.Join(dir, "data", name+".json"))
		if err != nil {
			return nil, err
		}
		for _, v := range services {
			server := strings.ReplaceAll(strings.TrimSpace(v.Name), " ", "_")
			for _, function := range slices.Sorted(maps.Keys(v.Functions)) {
				if function == "components" { // what types are called
					continue
				}
				first, rest, _ := strings.Cut(v.Functions[function], "\nParameters: ")
				rest, _, _ = strings.Cut(rest, "\nOutput:")
				var notes map[string]string
				_ = json.Unmarshal([]byte(rest), &notes) // there may be none
				s.tool(server, function, first, texts(notes))
			}
			for i, query := range v.Asked[:min(len(v.Asked), len(v.Answers))] {
				var needs [][]string
				for _, a := range v.Answers[i] {
					needs = append(needs, []string{server + ":" + a.Action})
				}
				s.ask(fmt.Sprint(name, " ", server, " ", i), query, needs)
			}
		}
	}
	return &s, nil
}

// toolBench reads calls of MCP servers' tools; another tool that would do as well is an alternative.
func toolBench(dir string) (*set, error) {
	type named struct {
		Name   string `json:"name"`
		Server string `json:"mcp_server"`
	}
	type record struct {
		ID    string `json:"uuid"`
		Query string `json:"query"`
		Tools []struct {
			Name        string `json:"name"`
			Description string `json:"description"`
			Schema      any    `json:"input_schema"`
		} `json:"tools"`
		Servers map[string][]string `json:"mcp_tools_dict"`
		Calls   []struct {
			named
			Similar []named `json:"similar_tools"`
		} `json:"function_call_label"`
	}
	var s set
	for _, name := range []string{"browser/browser_0724_single_v3", "file_system/filesystem_0723_single", "finance/finance_0724_single_v3", "search/search_0725_single_v2"} {
		records, err := readJSON[[]record](filepath.Join(dir, "data", name+".json"))
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			server := map[string]string{}
			for name, tools := range r.Servers {
				for _, t := range tools {
					server[t] = name
				}
			}
			for _, t := range r.Tools {
				if server[t.Name] != "" {
					s.tool(server[t.Name], t.Name, t.Description, t.Schema)
				}
			}
			var needs [][]string
			for _, c := range r.Calls {
				need := []string{c.Server + ":" + c.Name}
				for _, other := range c.Similar {
					need = append(need, other.Server+":"+other.Name)
				}
				needs = append(needs, need)
			}
			s.ask(r.ID, r.Query, needs)
		}
	}
	return &s, nil
}

// berkeley reads users' questions with the functions at hand; all functions of all questions are the tools.
func berkeley(dir string) (*set, error) {
	const data = "berkeley-function-call-leaderboard/bfcl_eval/data"
	const file = "BFCL_v4_live_multiple.json"
	type question struct {
		ID       string                             `json:"id"`
		Messages [][]struct{ Role, Content string } `json:"question"`
		Tools    []struct {
			Name        string `json:"name"`
			Description string `json:"description"`
			Schema      any    `json:"parameters"`
		} `json:"function"`
	}
	type answer struct {
		ID    string           `json:"id"`
		Calls []map[string]any `json:"ground_truth"`
	}
	questions, err := readLines[question](filepath.Join(dir, data, file))
	if err != nil {
		return nil, err
	}
	answers, err := readLines[answer](filepath.Join(dir, data, "possible_answer", file))
	if err != nil {
		return nil, err
	}
	calls := map[string][]map[string]any{}
	for _, a := range answers {
		calls[a.ID] = a.Calls
	}
	var s set
	for _, q := range questions {
		ids := map[string]string{}
		for _, t := range q.Tools {
			server, name := "functions", t.Name
			if at := strings.LastIndexByte(t.Name, '.'); at > 0 {
				server, name = t.Name[:at], t.Name[at+1:]
			}
			ids[t.Name] = s.tool(server, name, t.Description, t.Schema)
		}
		var needs [][]string
		for _, call := range calls[q.ID] {
			for name := range call {
				needs = append(needs, []string{ids[name]})
			}
		}
		var said []string
		for _, m := range q.Messages[0] {
			if m.Role == "user" {
				said = append(said, m.Content)
			}
		}
		s.ask(q.ID, strings.Join(said, " "), needs)
	}
	return &s, nil
}

// sealTools reads tools of fields of knowledge, and queries for one or several of them.
func sealTools(dir string) (*set, error) {
	type tool struct {
		Name        string `json:"api_name"`
		Description string `json:"api_description"`
		Field       string `json:"field"`
		Parameters  map[string]struct {
			Description string `json:"description"`
		} `json:"parameters"`
	}
	type query struct {
		ID    string `json:"id"`
		Query string `json:"query"`
		Calls []struct {
			Name string `json:"api"`
		} `json:"calling"`
	}
	dir = filepath.Join(dir, "Seal-Tools_Dataset")
	tools, err := readLines[tool](filepath.Join(dir, "tool.jsonl"))
	if err != nil {
		return nil, err
	}
	var s set
	ids := map[string]string{}
	for _, t := range tools {
		notes := map[string]string{}
		for name, p := range t.Parameters {
			notes[name] = p.Description
		}
		field := t.Field[strings.LastIndexByte(t.Field, '/')+1:]
		id := s.tool(strings.ReplaceAll(field, " ", "_"), t.Name, t.Description, texts(notes))
		if ids[t.Name] == "" {
			ids[t.Name] = id
		}
	}
	for _, name := range []string{"test_out_domain", "dev"} {
		queries, err := readLines[query](filepath.Join(dir, name+".jsonl"))
		if err != nil {
			return nil, err
		}
		for _, q := range queries {
			var needs [][]string
			for _, c := range q.Calls {
				needs = append(needs, []string{ids[c.Name]})
			}
			s.ask(q.ID, q.Query, needs)
		}
	}
	return &s, nil
}
