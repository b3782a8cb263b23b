package toolindex

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// The query sets, by name.
var sets = []string{"livemcp", "azure", "azmcp118", "stabletoolbench", "metatool"}

// dataDir is where the query sets lie; they are not part of the project.
func dataDir() string {
	if dir := os.Getenv("NCP_FIND_DATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "find")
}

type caseQuery struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	Query    string     `json:"query"`
	Relevant [][]string `json:"relevant"`
}

// readLines decodes a file of JSON lines; a missing file skips the test.
func readLines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	f, err := os.Open(filepath.Join(dataDir(), name))
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("SKIPPED: no query sets in %s (set NCP_FIND_DATA to their folder): %v", dataDir(), err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var out []T
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return out
}

// corpus is a list of tools with their ids.
type corpus struct {
	ids   []string
	tools []Tool
}

func readTools(tb testing.TB, names ...string) corpus {
	tb.Helper()
	var c corpus
	for _, name := range names {
		type line struct {
			ID, Server, Name, Description string
			Schema                        json.RawMessage
		}
		for _, l := range readLines[line](tb, name+"-tools.jsonl.gz") {
			c.ids = append(c.ids, l.ID)
			c.tools = append(c.tools, Tool{Server: l.Server, Name: l.Name, Description: l.Description, Schema: l.Schema})
		}
	}
	return c
}

// figures are means over queries.
type figures struct{ h1, r5, ndcg float64 }

func (f figures) plus(g figures, share float64) figures {
	return figures{f.h1 + share*g.h1, f.r5 + share*g.r5, f.ndcg + share*g.ndcg}
}

func (f figures) String() string { return fmt.Sprintf("%5.1f %5.1f  %.3f", 100*f.h1, 100*f.r5, f.ndcg) }

// judge scores one ranking against the needs of its query: a need is met by the best placed of its alternatives.
func judge(ranked []string, needs [][]string) figures {
	const k = 5
	place := map[string]int{}
	for i, id := range ranked {
		if _, ok := place[id]; !ok {
			place[id] = i
		}
	}
	var f figures
	best := math.MaxInt
	var gain, ideal float64
	for i, need := range needs {
		at := math.MaxInt
		for _, id := range need {
			if p, ok := place[id]; ok {
				at = min(at, p)
			}
		}
		best = min(best, at)
		if at < k {
			f.r5 += 1 / float64(len(needs))
			gain += 1 / math.Log2(float64(at)+2)
		}
		if i < k {
			ideal += 1 / math.Log2(float64(i)+2)
		}
	}
	if best == 0 {
		f.h1 = 1
	}
	f.ndcg = min(1, gain/ideal)
	return f
}

func (c *corpus) rank(ix *Index, query string) []string {
	var ids []string
	for _, h := range ix.Search(query, &Options{Limit: 20}) {
		ids = append(ids, c.ids[h.Tool])
	}
	return ids
}

func (c *corpus) measure(queries []caseQuery, change func(string) string) figures {
	ix := Build(c.tools)
	var f figures
	for _, q := range queries {
		f = f.plus(judge(c.rank(ix, change(q.Query)), q.Relevant), 1/float64(len(queries)))
	}
	return f
}
