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
	"slices"
	"strings"
	"testing"
	"time"
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

// corpus is tools by server, and the names that queries know them by.
type corpus struct {
	servers []string
	tools   map[string][]Tool
	ids     map[string][]string
}

func readTools(tb testing.TB, names ...string) corpus {
	tb.Helper()
	c := corpus{tools: map[string][]Tool{}, ids: map[string][]string{}}
	for _, name := range names {
		type line struct {
			ID, Server, Name, Description string
			Schema                        json.RawMessage
		}
		for _, l := range readLines[line](tb, name+"-tools.jsonl.gz") {
			if c.tools[l.Server] == nil {
				c.servers = append(c.servers, l.Server)
			}
			c.ids[l.Server] = append(c.ids[l.Server], l.ID)
			c.tools[l.Server] = append(c.tools[l.Server], Tool{Name: l.Name, Description: l.Description, Schema: l.Schema})
		}
	}
	return c
}

func (c *corpus) index(w *weights) *Index {
	ix := newIndex(w)
	for _, server := range c.servers {
		ix.Put(server, c.tools[server])
	}
	return ix
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
	for _, h := range ix.Search(query, &Options{Limit: 20}).Hits {
		ids = append(ids, c.ids[h.Server][h.Tool])
	}
	return ids
}

// measure ranks all queries in an index of the tools.
func (c *corpus) measure(ix *Index, queries []caseQuery, change func(string) string) figures {
	var f figures
	for _, q := range queries {
		f = f.plus(judge(c.rank(ix, change(q.Query)), q.Relevant), 1/float64(len(queries)))
	}
	return f
}

// misspelt swaps two letters within the longest word of a query, as fingers do.
func misspelt(query string) string {
	words := strings.Fields(query)
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	if w := []byte(words[longest]); len(w) > 4 {
		i := len(w) / 2
		w[i], w[i-1] = w[i-1], w[i]
		words[longest] = string(w)
	}
	return strings.Join(words, " ")
}

// The ranking as it was last measured, in nDCG@5 over the development halves. A change may cost a hair in one set for
// more in another, but not this much.
func TestQuality(t *testing.T) {
	floors := map[string]float64{"livemcp": .61, "azure": .945, "azmcp118": .925, "stabletoolbench": .74, "metatool": .615}
	same := func(q string) string { return q }
	var asTyped, typos figures
	var table strings.Builder
	row := func(name string, f, g figures) {
		fmt.Fprintf(&table, "%-16s %7.3f %5.1f %5.1f %11.3f\n", name, f.ndcg, 100*f.r5, 100*f.h1, g.ndcg)
	}
	for _, set := range sets {
		c := readTools(t, set)
		queries := readLines[caseQuery](t, set+"-queries.jsonl.gz")
		ix := c.index(fitted())
		f, g := c.measure(ix, queries, same), c.measure(ix, queries, misspelt)
		row(set, f, g)
		asTyped, typos = asTyped.plus(f, 1/float64(len(sets))), typos.plus(g, 1/float64(len(sets)))
		if f.ndcg < floors[set] {
			t.Errorf("%s: nDCG@5 is %.3f, the floor is %.3f", set, f.ndcg, floors[set])
		}
	}
	row("mean", asTyped, typos)
	t.Logf("\n%-16s %7s %5s %5s %11s\n%s", "set", "nDCG@5", "R@5", "H@1", "misspelt", table.String())
}

// BenchmarkFind prints what a query costs at the size of a busy user and of a whole company. All queries are of one run.
func BenchmarkFind(b *testing.B) {
	var queries []caseQuery
	for _, set := range sets {
		queries = append(queries, readLines[caseQuery](b, set+"-queries.jsonl.gz")...)
	}
	for _, size := range []struct {
		name string
		sets []string
	}{{"527_tools", []string{"livemcp"}}, {"9622_tools", append([]string{"pool"}, sets...)}} {
		c := readTools(b, size.sets...)
		b.Run(size.name+"/build", func(b *testing.B) {
			for b.Loop() {
				c.index(fitted())
			}
		})
		b.Run(size.name+"/search", func(b *testing.B) {
			ix := c.index(fitted())
			var took []time.Duration
			for b.Loop() {
				q := queries[len(took)%len(queries)]
				start := time.Now()
				ix.Search(q.Query, &Options{Limit: 5})
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
		})
	}
}
