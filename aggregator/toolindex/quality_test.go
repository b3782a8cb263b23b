package toolindex

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"ncp/e2e/findset"
)

// catalogue is an index of a set's tools, with the names that its queries know them by.
type catalogue struct {
	*Index
	tools *findset.Catalogue
}

func readSet(tb testing.TB, set string) (catalogue, []findset.Query) {
	tb.Helper()
	tools, err := findset.Tools(set)
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("SKIPPED: %v", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	queries, err := findset.Queries(set)
	if err != nil {
		tb.Fatal(err)
	}
	ix := New()
	for _, server := range tools.Servers {
		var list []Tool
		for _, t := range tools.Tools[server] {
			list = append(list, Tool{Name: t.Name, Description: t.Description, Schema: t.Schema})
		}
		ix.Put(server, list)
	}
	return catalogue{ix, tools}, queries
}

func (c *catalogue) rank(query string) []string {
	var ids []string
	for _, h := range c.Search(query, &Options{Limit: 5}).Hits {
		ids = append(ids, c.tools.Tools[h.Server][h.Tool].ID)
	}
	return ids
}

// The ranking as it was last measured, in nDCG@5 over the development halves. A change may cost .01 in one set for
// more in another, but no more. What it is worth in full is shown by make bench-find.
func TestQuality(t *testing.T) {
	floors := map[string]float64{"livemcp": .685, "azure": .945, "azmcp118": .96, "stabletoolbench": .75, "metatool": .66}
	var table strings.Builder
	for _, set := range findset.Names() {
		c, queries := readSet(t, set)
		var f findset.Figures
		for _, q := range queries {
			f = f.Plus(findset.Score(c.rank(q.Query), q.Relevant), 1/float64(len(queries)))
		}
		fmt.Fprintf(&table, "%-16s %v\n", set, f)
		if f.NDCG < floors[set] {
			t.Errorf("%s: nDCG@5 is %.3f, the floor is %.3f", set, f.NDCG, floors[set])
		}
	}
	t.Logf("\n%-16s %5s %5s  %s\n%s", "set", "H@1", "R@5", "nDCG@5", table.String())
}
