// Package toolindex ranks MCP tools for a sentence: which of these tools does what was asked for.
// An Index holds the tools of any number of servers, each replaced as a whole in a few milliseconds; the same tools and
// the same query give the same order on every machine and however the index came to hold them, and any input (empty, huge,
// of any script, hostile) is answered in bounded time. It does no I/O, knows nothing of servers beyond their names, and
// uses no model that has to be downloaded: docs/find.md says how it ranks.
package toolindex

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
)

// Effect is what a tool says about itself in its annotations.
type Effect uint8

// Effects. A tool without annotations is Unsaid, and its name and description are asked instead.
const (
	Unsaid Effect = iota
	Reads
	Writes
	Destroys
)

// Tool is what is known of one tool before it is called. Every field may be empty.
type Tool struct {
	Name        string          // name on its server
	Title       string          // name for people
	Description string          // free text, any length
	Schema      json.RawMessage // input schema; nil or junk costs its parameters, nothing else
	Effect      Effect
}

// Options narrows one search. A nil *Options means all tools and all hits there are.
type Options struct {
	Server string // only tools of this server; "" means all
	Limit  int    // at most so many hits; 0 or less means all there are
}

// Hit is one tool found.
type Hit struct {
	Server string
	Name   string
	Tool   int     // position in the list given to Put
	Score  float64 // higher is better, but for how a tool goes with those before it and for what the judgement put first; comparable within one search only
}

// Result is what a search found.
type Result struct {
	Hits    []Hit // best first, 64 and those whose name is the query at most; nil if no word of the query is known
	Matched int   // tools that have a word of the query, hits or not
	Fits    bool  // whether the first hit seems to do what was asked for; if not, it is merely the nearest
}

// Index is a searchable set of tools. Any number of goroutines may search it, also while servers are put.
type Index struct {
	mu        sync.RWMutex // guards what follows
	weights   *weights
	lexicon   *lexicon
	segments  []*segment // a place of its own for each server; nil after it was removed
	byServer  map[string]int
	tools     int      // in all segments
	most      float32  // mostOf them, which a search asks for some thousand times
	segmentOf []uint32 // of each tool's number
	vocabulary
	names   map[string][]place         // a name without its separators -> the tools that bear it
	sized   [maxWordBytes + 1][]string // names by their length
	scratch sync.Pool                  // of *scratch
}

// New makes an empty index.
func New() *Index { return newIndex(fitted()) }

func newIndex(w *weights) *Index {
	return &Index{weights: w, lexicon: english(), byServer: map[string]int{}, vocabulary: newVocabulary(), names: map[string][]place{}, most: mostOf(0)}
}

// Put makes tools the tools of the server, in place of those that it had; none removes the server. It keeps no reference
// to the list.
func (ix *Index) Put(server string, tools []Tool) {
	seg := newSegment(server, tools)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	at, known := ix.byServer[server]
	if known {
		ix.remove(at)
		delete(ix.byServer, server)
	}
	if len(tools) == 0 {
		return
	}
	if at = slices.Index(ix.segments, nil); at < 0 {
		at = len(ix.segments)
		ix.segments = append(ix.segments, nil)
	}
	ix.byServer[server] = at
	ix.segments[at] = seg
	ix.add(at, seg)
}

// Search returns the tools that have something to do with the query, best first; of equals the one whose server's name
// comes first in the alphabet, then the one listed first. A query that is the name of a tool, however it separates its
// words ("get-sum", "getSum", "everything get sum"), has that tool first.
func (ix *Index) Search(query string, opts *Options) Result {
	if opts == nil {
		opts = &Options{}
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	s := ix.borrow()
	defer ix.scratch.Put(s)
	return ix.result(ix.search(s, query, opts.Server), opts.Limit)
}

// result puts names to what was found.
func (ix *Index) result(found found, limit int) Result {
	result := Result{Matched: found.matched, Fits: found.fits}
	n := len(found.list)
	if limit > 0 {
		n = min(n, limit)
	}
	if n > 0 {
		result.Hits = make([]Hit, 0, n)
	}
	for _, c := range found.list[:n] {
		seg := ix.segments[c.segment]
		result.Hits = append(result.Hits, Hit{seg.server, seg.tools[c.tool].name, int(c.tool), float64(c.score)})
	}
	return result
}

// place is a tool of a segment.
type place struct{ segment, tool uint32 }

// order puts the better candidate first, of equals the one whose server's name, then whose place in its list comes first.
func (ix *Index) order(a, b candidate) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return cmp.Or(cmp.Compare(ix.segments[a.segment].server, ix.segments[b.segment].server), cmp.Compare(a.tool, b.tool))
}
