// Package findset reads the public sets of tools and queries that find is measured by, and scores rankings of them.
// It promises the same figures on every machine. The sets lie beside the project and are no part of it: where they are
// absent every reader says so with fs.ErrNotExist, and whoever measures says that it was skipped.
package findset

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Names lists the sets that have queries.
func Names() []string { return []string{"livemcp", "azure", "azmcp118", "stabletoolbench", "metatool"} }

// Pool is the set of tools without queries, there for size.
const Pool = "pool"

// Tool is one tool of a set.
type Tool struct {
	ID          string          `json:"id"` // by which queries name it
	Server      string          `json:"server"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
}

// Query is what somebody asked, and the tools that answer it: of each need any alternative will do.
type Query struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	Query    string     `json:"query"`
	Relevant [][]string `json:"relevant"`
}

// Dir is where the sets lie: the folder that NCP_FIND_DATA names, else ../shared/find beside the project.
func Dir() string {
	if dir := os.Getenv("NCP_FIND_DATA"); dir != "" {
		return dir
	}
	root, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil || root == filepath.Dir(root) {
			break
		}
		root = filepath.Dir(root)
	}
	return filepath.Join(root, "..", "shared", "find")
}

// Queries reads the queries of a set.
func Queries(set string) ([]Query, error) { return QueriesIn(Dir(), set) }

// QueriesIn reads the queries of a set in a folder.
func QueriesIn(dir, set string) ([]Query, error) { return read[Query](dir, set+queriesEnd) }

const (
	queriesEnd = "-queries.jsonl.gz"
	toolsEnd   = "-tools.jsonl.gz"
)

// NamesIn lists the sets with queries in a folder, in the order of the alphabet.
func NamesIn(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*"+queriesEnd))
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), queriesEnd)
	}
	return files, err
}

// Catalogue is the tools of some sets, by server.
type Catalogue struct {
	Servers []string // in the order of the files
	Tools   map[string][]Tool
}

// Size is the number of tools.
func (c *Catalogue) Size() int {
	n := 0
	for _, tools := range c.Tools {
		n += len(tools)
	}
	return n
}

// Tools reads the tools of sets.
func Tools(sets ...string) (*Catalogue, error) { return ToolsIn(Dir(), sets...) }

// ToolsIn reads the tools of sets in a folder.
func ToolsIn(dir string, sets ...string) (*Catalogue, error) {
	c := &Catalogue{Tools: map[string][]Tool{}}
	for _, set := range sets {
		tools, err := read[Tool](dir, set+toolsEnd)
		if err != nil {
			return nil, err
		}
		for _, t := range tools {
			if c.Tools[t.Server] == nil {
				c.Servers = append(c.Servers, t.Server)
			}
			c.Tools[t.Server] = append(c.Tools[t.Server], t)
		}
	}
	return c, nil
}

// read decodes a file of JSON values.
func read[T any](dir, name string) (all []T, err error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("the sets are not in %s (NCP_FIND_DATA names another folder): %w", dir, err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	for d := json.NewDecoder(z); ; {
		var one T
		switch err := d.Decode(&one); {
		case err == nil:
			all = append(all, one)
		case errors.Is(err, io.EOF):
			return all, nil
		default:
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
}
