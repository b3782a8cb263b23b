package toolindex

import "math"

// posting is a tool in which a term stands, with the weight it has there.
type posting struct {
	tool   uint32
	weight float32
}

// postings lists for each term the tools in which it stands, all in one slice.
type postings struct {
	start []uint32 // of each term, where its list begins; one more at the end
	all   []posting
}

func (p *postings) of(term uint32) []posting { return p.all[p.start[term]:p.start[term+1]] }

func (p *postings) count(term uint32) int { return int(p.start[term+1] - p.start[term]) }

// entry is a posting together with its term.
type entry struct {
	term uint32
	posting
}

// collect orders the entries by term and keeps their order within a term.
func collect(entries []entry, terms int) postings {
	p := postings{start: make([]uint32, terms+1), all: make([]posting, len(entries))}
	for _, e := range entries {
		p.start[e.term+1]++
	}
	for i := 1; i <= terms; i++ {
		p.start[i] += p.start[i-1]
	}
	next := append([]uint32(nil), p.start[:terms]...)
	for _, e := range entries {
		p.all[next[e.term]] = e.posting
		next[e.term]++
	}
	return p
}

// rarity is BM25's inverse document frequency of what stands in some of n places.
func rarity(some, n int) float32 {
	return float32(math.Log(1 + (float64(n)-float64(some)+.5)/(float64(some)+.5)))
}
