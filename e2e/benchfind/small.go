package main

import (
	"context"
	"slices"

	"ncp/e2e/findset"
)

// sizes of small catalogues: what most people have is a few servers.
func sizes() []int { return []int{5, 20, 60} }

// foreigners is how many queries of each foreign set are asked of a small catalogue.
const foreigners = 3

// piece is a small catalogue cut from a set, with what is asked of it.
type piece struct {
	tools   *findset.Catalogue
	own     []string // are answered by its tools
	foreign []string // are of other sets
}

// pieces cuts a set into catalogues of about so many tools, whole servers where they are not larger than that, and keeps those
// that have all tools for some query of the set.
func pieces(sets []set, of, size int) []piece {
	s := &sets[of]
	var all []piece
	at := map[string]int{} // of a tool's identity
	room := 0
	for _, server := range s.tools.Servers {
		for tools := s.tools.Tools[server]; len(tools) > 0; {
			n := min(len(tools), size)
			if room < n {
				all = append(all, piece{tools: &findset.Catalogue{Tools: map[string][]findset.Tool{}}})
				room = size
			}
			p := &all[len(all)-1]
			p.tools.Servers = append(p.tools.Servers, server)
			p.tools.Tools[server] = tools[:n]
			for _, t := range tools[:n] {
				at[t.ID] = len(all) - 1
			}
			room -= n
			tools = tools[n:]
		}
	}
	for _, q := range s.queries {
		if n, whole := home(at, q.Relevant); whole {
			all[n].own = append(all[n].own, q.Query)
		}
	}
	all = slices.DeleteFunc(all, func(p piece) bool { return p.own == nil })
	for i := range all {
		for k := range sets {
			if k == of || related(sets[k].name, s.name) {
				continue
			}
			queries := sets[k].queries
			for n := range foreigners {
				all[i].foreign = append(all[i].foreign, queries[(i*foreigners+n)%len(queries)].Query)
			}
		}
	}
	return all
}

// home is the one piece that has all that a query needs.
func home(at map[string]int, needs [][]string) (n int, whole bool) {
	candidates := map[int]int{}
	for _, need := range needs {
		seen := map[int]bool{}
		for _, id := range need {
			if n, known := at[id]; known && !seen[n] {
				seen[n] = true
				candidates[n]++
			}
		}
	}
	n = -1
	for k, met := range candidates {
		if met == len(needs) && (n < 0 || k < n) {
			n = k
		}
	}
	return n, n >= 0
}

// small measures the judgement over few tools, the mean of sets and sizes.
func small(_ context.Context, sets []set, _ string) ([]row, error) {
	var alarms, foreign float64
	for of := range sets {
		for _, size := range sizes() {
			var own, doubted, others, recognised float64
			for _, p := range pieces(sets, of, size) {
				ix := index(p.tools, nil)
				for _, q := range p.own {
					own++
					if !ix.Search(q, nil).Fits {
						doubted++
					}
				}
				for _, q := range p.foreign {
					others++
					if !ix.Search(q, nil).Fits {
						recognised++
					}
				}
			}
			share := 100 / float64(len(sets)*len(sizes()))
			alarms += share * doubted / own
			foreign += share * recognised / others
		}
	}
	return []row{
		atMost("false alarms over 5 to 60 tools, mean of sets and sizes", digits{1, "%"}, alarms, 5),
		atLeast("foreign recognised over 5 to 60 tools", digits{1, "%"}, foreign, 50),
	}, nil
}
