package toolschema

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const ellipsis = "…"

// parameter is one argument of a tool.
type parameter struct {
	name     string
	schema   raw // nil where only its name is known
	required bool
}

// Signature returns what a tool takes as a reader of TypeScript expects it, on one line of at most limit runes:
//
//	(owner: string, state?: "open"|"closed", labels?: string[], opts?: {…})
//
// Required parameters come first, each group in the order of the schema. What does not fit, or is not known because the
// schema is broken, is an ellipsis. "{…}" is an object whose members did not fit, "object" one whose members are not told.
// Names that are no identifiers are quoted, characters that do not print are escaped.
func Signature(schema json.RawMessage, limit int) string {
	if limit < len("()")+1 {
		return ""
	}
	if len(bytes.TrimSpace(schema)) == 0 {
		return "()"
	}
	d, ok := open(schema)
	if !ok {
		return "(" + ellipsis + ")"
	}
	ps := d.parameters()
	var text string
	for _, detail := range details {
		t := typer{doc: d, detail: detail, left: maxTypes}
		signature, fits := t.signature(ps, limit)
		if text = signature; fits {
			break
		}
	}
	return text
}

// signature writes the parameters that fit into limit runes: fits is false if some do not.
func (t *typer) signature(ps []parameter, limit int) (text string, fits bool) {
	room := limit - len("()")
	var parts []string
	used := 0
	for i, p := range ps {
		part := t.parameter(p, 0)
		size := utf8.RuneCountInString(part)
		if i > 0 {
			size += len(", ")
		}
		reserve := 0
		if i < len(ps)-1 {
			reserve = len(", ") + 1
		}
		if used+size+reserve > room {
			parts = append(parts, ellipsis)
			return "(" + strings.Join(parts, ", ") + ")", false
		}
		parts = append(parts, part)
		used += size
	}
	return "(" + strings.Join(parts, ", ") + ")", true
}

func (t *typer) parameter(p parameter, nesting int) string {
	text := p.name
	if !isIdentifier(text) {
		text = quote(text)
	}
	if !p.required {
		text += "?"
	}
	if p.schema == nil {
		return text + ": any"
	}
	return text + ": " + t.text(p.schema, nesting)
}

// parameters lists what the root of a schema describes, the required ones first.
func (d *document) parameters() []parameter {
	g := gatherer{doc: d, place: map[string]int{}, seen: map[*node]bool{}}
	g.gather(d.root, true)
	var first, last []parameter
	for _, p := range g.found {
		if p.required {
			first = append(first, p)
		} else {
			last = append(last, p)
		}
	}
	return append(first, last...)
}

// gatherer collects the parameters of a root schema that is put together from several.
type gatherer struct {
	doc   *document
	found []parameter
	place map[string]int
	seen  map[*node]bool
}

// gather takes the properties of n and of all that n is made of. What an alternative requires is not required always.
func (g *gatherer) gather(n *node, always bool) {
	if g.seen[n] || len(g.seen) >= maxTypes {
		return
	}
	g.seen[n] = true
	for _, m := range n.properties.list {
		g.add(parameter{m.name, m.value, always && n.requires[m.name]})
	}
	if target := g.doc.resolve(n.ref); target != nil {
		g.gather(target, always)
	}
	for _, s := range n.allOf {
		g.gather(g.doc.node(s), always)
	}
	for _, branches := range [][]raw{n.anyOf, n.oneOf} {
		for _, s := range branches {
			g.gather(g.doc.node(s), always && len(branches) == 1)
		}
	}
	if always {
		for _, name := range n.required {
			g.add(parameter{name: name, required: true})
		}
	}
}

func (g *gatherer) add(p parameter) {
	i, old := g.place[p.name]
	if !old {
		g.place[p.name] = len(g.found)
		g.found = append(g.found, p)
		return
	}
	if g.found[i].schema == nil {
		g.found[i].schema = p.schema
	}
	g.found[i].required = g.found[i].required || p.required
}
