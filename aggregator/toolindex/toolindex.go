// Package toolindex ranks MCP tools for a sentence: which of these tools does what was asked for.
// An Index is built once from a list of tools and never changes; the same tools and the same query give the same order on every machine and in every goroutine, and
// any input (empty, huge, of any script, hostile) is answered in bounded time. It does no I/O, knows nothing of servers beyond their names, and uses no model.
package toolindex

import "encoding/json"

// Tool is what is known of one tool before it is called. Every field may be empty.
type Tool struct {
	Server      string          // name of the server that offers it
	Name        string          // name on that server
	Title       string          // name for people
	Description string          // free text, any length
	Schema      json.RawMessage // input schema; nil or junk costs its parameters, nothing else
	ReadOnly    bool            // annotations.readOnlyHint is true
	Destructive bool            // annotations.destructiveHint is true, as stated, not as its default
}

// Options tunes one search. A nil *Options means defaults.
type Options struct {
	Server string // only tools of this server; "" means all
	Limit  int    // at most so many hits; 0 or less means all that match
}

// Hit is one tool found.
type Hit struct {
	Tool  int     // position in the list given to Build
	Score float64 // higher is better, above 0; comparable within one search only
}
