// Package toolindex ranks MCP tools for a sentence: which of these tools does what was asked for.
// An Index is built once from a list of tools and never changes; the same tools and the same query give the same order
// on every machine and in every goroutine, and any input (empty, huge, of any script, hostile) is answered in bounded
// time. It does no I/O, knows nothing of servers beyond their names, and uses no model.
package toolindex

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
)

// Tool is what is known of one tool before it is called. Every field may be empty.
type Tool struct {
	Server      string          // name of the server that offers it
	Name        string          // name on that server
	Title       string          // name for people
	Description string          // free text, any length
	Schema      json.RawMessage // input schema; nil or junk costs its parameters, nothing else
}

// Options narrows one search. A nil *Options means all tools and all hits.
type Options struct {
	Server string // only tools of this server; "" means all
	Limit  int    // at most so many hits; 0 or less means all that match
}

// Hit is one tool found.
type Hit struct {
	Tool  int     // position in the list given to Build
	Score float64 // higher is better, above 0; comparable within one search only
}

// Index is a searchable list of tools. It is immutable: any number of goroutines may search it.
type Index struct {
	model    model
	lexicon  *lexicon
	server   []uint32            // of each tool, its server's number
	servers  map[string]uint32   // a server's name -> its number
	words    map[string]uint32   // a word as written -> its number
	stems    map[string]uint32   // a stem -> its number
	stemOf   []uint32            // of each word
	spelling []spelling          // of each word
	byWord   postings            // where each word stands
	byStem   postings            // where words of each stem stand
	names    map[string][]uint32 // a name without its separators -> the tools that bear it
	scratch  sync.Pool           // of *scratch
}

// Build makes an index of tools. It keeps no reference to the list or its texts.
func Build(tools []Tool) *Index { return build(tools, standard()) }

// Search returns the tools that have something to do with the query, best first; of equals the one listed first. A
// query that is the name of a tool, however it separates its words ("get-sum", "getSum", "everything get sum"), has that
// tool first. It is nil when no word of the query is known.
func (ix *Index) Search(query string, opts *Options) []Hit {
	if opts == nil {
		opts = &Options{}
	}
	s := ix.borrow()
	defer ix.scratch.Put(s)
	q := ix.parse(query, &s.tokens)
	ix.scoreServers(s, q.whole)
	for i := range q.sentences {
		ix.scoreSentence(s, &q.sentences[i])
	}
	ix.raiseNamed(s, query)

	only, known := ix.servers[opts.Server]
	var hits []Hit
	for _, tool := range s.found.list {
		if opts.Server == "" || known && ix.server[tool] == only {
			hits = append(hits, Hit{int(tool), float64(s.found.score[tool])})
		}
	}
	s.found.reset()
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Tool, b.Tool))
	})
	if opts.Limit > 0 && len(hits) > opts.Limit {
		hits = hits[:opts.Limit]
	}
	return hits
}
