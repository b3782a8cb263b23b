// Command othersets brings public sets of tools and queries that nobody tuned find to into the form of findset, so that `benchfind -other` measures it
// on them. It reads checkouts of their repositories, one folder for each, and writes two files for each set. What it cannot read it leaves out and counts.
//
//	ToolAlpaca      tangqiaoyu/ToolAlpaca, Apache-2.0: the two evaluation sets
//	MCPToolBenchPP  mcp-tool-bench/MCPToolBenchPP, which names no licence: single calls of five kinds of real MCP servers
//	bfcl            ShishirPatil/gorilla, Apache-2.0: the Berkeley Function Calling Leaderboard's queries of users, with several functions each
//	Seal-Tools      fairyshine/Seal-Tools, Apache-2.0: its development set and its tests outside the domain
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ncp/e2e/findset"
)

func main() {
	from := flag.String("from", "", "the folder with the checkouts")
	to := flag.String("to", "", "the folder to write the sets to")
	flag.Parse()
	if err := convert(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "othersets:", err)
		os.Exit(1)
	}
}

func convert(from, to string) error {
	if from == "" || to == "" {
		return errors.New("say where the checkouts are (-from) and where the sets go (-to)")
	}
	for name, read := range map[string]func(dir string) (*set, error){
		"ToolAlpaca": toolAlpaca, "MCPToolBenchPP": toolBench, "gorilla": berkeley, "Seal-Tools": sealTools,
	} {
		s, err := read(filepath.Join(from, name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := s.write(to, strings.ToLower(strings.ReplaceAll(name, "-", ""))); err != nil {
			return err
		}
	}
	return nil
}

// set is what was read of one.
type set struct {
	tools   []findset.Tool
	queries []findset.Query
	known   map[string]bool // identities of tools
}

func (s *set) tool(server, name, description string, schema any) string {
	id := server + ":" + name
	if s.known == nil {
		s.known = map[string]bool{}
	}
	if !s.known[id] {
		s.known[id] = true
		raw, _ := json.Marshal(schema) // which was read from JSON
		s.tools = append(s.tools, findset.Tool{ID: id, Server: server, Name: name, Description: description, Schema: raw})
	}
	return id
}

// ask adds a query with the tools that it needs, each once.
func (s *set) ask(id, query string, needs [][]string) {
	q := findset.Query{ID: id, Query: query}
	for _, need := range needs {
		if !slices.ContainsFunc(q.Relevant, func(r []string) bool { return slices.Equal(r, need) }) {
			q.Relevant = append(q.Relevant, need)
		}
	}
	s.queries = append(s.queries, q)
}

// write leaves out the queries that need what is no tool.
func (s *set) write(dir, name string) error {
	asked := len(s.queries)
	s.queries = slices.DeleteFunc(s.queries, func(q findset.Query) bool {
		missing := func(need []string) bool {
			return !slices.ContainsFunc(need, func(id string) bool { return s.known[id] })
		}
		return len(q.Relevant) == 0 || slices.ContainsFunc(q.Relevant, missing)
	})
	fmt.Printf("%s: %d tools, %d of %d queries\n", name, len(s.tools), len(s.queries), asked)
	return errors.Join(writeAll(filepath.Join(dir, name+"-tools.jsonl.gz"), s.tools), writeAll(filepath.Join(dir, name+"-queries.jsonl.gz"), s.queries))
}

func writeAll[T any](file string, all []T) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	e := json.NewEncoder(z)
	for _, one := range all {
		if err := e.Encode(one); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return errors.Join(z.Close(), f.Close())
}

func readJSON[T any](file string) (value T, err error) {
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &value)
	}
	return value, err
}

// readLines reads a file of one JSON value a line.
func readLines[T any](file string) (all []T, err error) {
	data, err := os.ReadFile(file)
	for line := range strings.Lines(string(data)) {
		var one T
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, one)
	}
	return all, err
}
