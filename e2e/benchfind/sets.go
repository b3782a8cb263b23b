package main

import (
	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// set is a set of tools with its queries.
type set struct {
	name    string
	tools   *findset.Catalogue
	queries []findset.Query
}

func readSets() ([]set, error) { return readSetsIn(findset.Dir(), findset.Names()) }

func readSetsIn(dir string, names []string) ([]set, error) {
	var sets []set
	for _, name := range names {
		tools, err := findset.ToolsIn(dir, name)
		if err != nil {
			return nil, err
		}
		queries, err := findset.QueriesIn(dir, name)
		if err != nil {
			return nil, err
		}
		sets = append(sets, set{name, tools, queries})
	}
	return sets, nil
}

// index holds the tools of a catalogue in an index that ranks as told; nil means as ncp does.
func index(tools *findset.Catalogue, tuning *toolindex.Tuning) *toolindex.Index {
	ix := toolindex.NewTuned(tuning)
	for _, server := range tools.Servers {
		ix.Put(server, indexed(tools.Tools[server]))
	}
	return ix
}

func indexed(tools []findset.Tool) []toolindex.Tool {
	var list []toolindex.Tool
	for _, t := range tools {
		list = append(list, toolindex.Tool{Name: t.Name, Description: t.Description, Schema: t.Schema})
	}
	return list
}

// rank returns the identities of the first tools for a query.
func rank(ix *toolindex.Index, tools *findset.Catalogue, query string) []string {
	var ids []string
	for _, h := range ix.Search(query, &toolindex.Options{Limit: 5}).Hits {
		ids = append(ids, tools.Tools[h.Server][h.Tool].ID)
	}
	return ids
}

// measure ranks the queries of a kind, all if it is "", each changed before it is asked.
func (s *set) measure(ix *toolindex.Index, tools *findset.Catalogue, kind string, change func(string) string) findset.Figures {
	var sum findset.Figures
	n := 0
	for _, q := range s.queries {
		if kind != "" && q.Kind != kind {
			continue
		}
		n++
		sum = sum.Plus(findset.Score(rank(ix, tools, change(q.Query)), q.Relevant), 1)
	}
	return findset.Figures{}.Plus(sum, 1/float64(max(n, 1)))
}

func asTyped(query string) string { return query }
