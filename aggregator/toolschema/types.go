package toolschema

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxTypes   = 1_000 // schemas that one text looks at
	maxNesting = 8     // schemas within schemas that one text shows
)

// detail is how much of a type is shown.
type detail struct {
	enum   int // runes of an enum
	object int // runes of a nested object
	union  int // runes of a union
}

// details are tried in turn until the text fits.
var details = []detail{
	{enum: 60, object: 48, union: 80},
	{enum: 40, object: 28, union: 48},
	{enum: 24, object: 0, union: 32},
}

// typer writes types as TypeScript would.
type typer struct {
	doc    *document
	detail detail
	left   int     // schemas that may still be looked at
	open   []*node // references on the way here: a schema within itself is not unfolded
}

// typeOf returns the type that a schema stands for in at most limit runes, "any" if it does not fit.
func (d *document) typeOf(n *node, limit int) string {
	for _, detail := range details {
		t := typer{doc: d, detail: detail, left: maxTypes}
		if text := t.of(n, 0); utf8.RuneCountInString(text) <= limit {
			return text
		}
	}
	return "any"
}

// text returns the type of a schema. Objects are unfolded near the surface only.
func (t *typer) text(schema raw, nesting int) string { return t.of(t.doc.node(schema), nesting) }

func (t *typer) of(n *node, nesting int) string {
	if t.left--; t.left < 0 || nesting > maxNesting {
		return "any"
	}
	text := "any"
	if n.ref == "" {
		text = t.node(n, nesting)
	} else if target := t.doc.resolve(n.ref); target != nil && !slices.Contains(t.open, target) {
		t.open = append(t.open, target)
		text = t.of(target, nesting)
		t.open = t.open[:len(t.open)-1]
	}
	if n.nullable {
		text = t.join([]string{text, "null"}, t.detail.union)
	}
	return text
}

func (t *typer) node(n *node, nesting int) string {
	if n.never {
		return "never"
	}
	if values := n.values(); len(values) > 0 {
		return t.values(values)
	}
	for _, branches := range [][]raw{n.anyOf, n.oneOf} {
		if len(branches) > 0 && !n.shaped() {
			return t.union(branches, nesting)
		}
	}
	if len(n.types)+len(n.odd) == 0 {
		return t.untyped(n, nesting)
	}
	var names []string
	for _, k := range n.types {
		names = append(names, t.kind(k, n, nesting))
	}
	for _, name := range n.odd {
		if !isIdentifier(name) || utf8.RuneCountInString(name) > 20 {
			name = "any"
		}
		names = append(names, name)
	}
	return t.join(names, t.detail.union)
}

// shaped reports whether n says by itself what a value looks like, so that its alternatives only refine it.
func (n *node) shaped() bool {
	if len(n.properties.list) > 0 || n.items != nil || len(n.prefix) > 0 {
		return true
	}
	return slices.ContainsFunc(n.types, func(k kind) bool { return k != kindObject && k != kindArray })
}

func (t *typer) untyped(n *node, nesting int) string {
	switch {
	case len(n.properties.list) > 0 || len(n.patterns) > 0:
		return t.kind(kindObject, n, nesting)
	case n.items != nil || len(n.prefix) > 0:
		return t.kind(kindArray, n, nesting)
	}
	for _, s := range n.allOf {
		if text := t.text(s, nesting+1); text != "any" {
			return text
		}
	}
	return "any"
}

func (t *typer) kind(k kind, n *node, nesting int) string {
	switch k {
	case kindArray:
		return t.array(n, nesting)
	case kindObject:
		return t.object(n, nesting)
	default:
		return string(k)
	}
}

func (t *typer) array(n *node, nesting int) string {
	if len(n.prefix) > 0 {
		var parts []string
		for _, s := range n.prefix[:min(len(n.prefix), 8)] {
			parts = append(parts, t.text(s, nesting+1))
		}
		if n.items != nil || len(n.prefix) > 8 {
			parts = append(parts, "…")
		}
		if text := "[" + strings.Join(parts, ", ") + "]"; utf8.RuneCountInString(text) <= t.detail.union {
			return text
		}
		return "any[]"
	}
	if n.items == nil {
		return "any[]"
	}
	element := t.text(n.items, nesting+1)
	if t.isUnion(element) {
		element = "(" + element + ")"
	}
	return element + "[]"
}

// isUnion reports whether text has a "|" of its own, outside brackets and quotes.
func (t *typer) isUnion(text string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
		case c == '|' && depth == 0:
			return true
		}
	}
	return false
}

// object shows the members of an object if they are few, "{…}" if they are known but many, else "object".
func (t *typer) object(n *node, nesting int) string {
	if len(n.properties.list) == 0 {
		return "object"
	}
	if nesting > 1 || t.detail.object == 0 || len(n.properties.list) > 8 {
		return "{…}"
	}
	var parts []string
	for _, m := range n.properties.list {
		parts = append(parts, t.parameter(parameter{m.name, m.value, n.requires[m.name]}, maxNesting-2))
	}
	text := "{" + strings.Join(parts, ", ") + "}"
	if utf8.RuneCountInString(text) > t.detail.object {
		return "{…}"
	}
	return text
}

// values shows the values of an enum.
func (t *typer) values(values []raw) string {
	var parts []string
	for _, v := range values[:min(len(values), 32)] {
		text := show(v)
		if strings.HasSuffix(text, "…") || strings.HasSuffix(text, `…"`) {
			text = string(v.kind()) // too long to be told whole
		}
		parts = append(parts, text)
	}
	if len(values) > 32 {
		parts = append(parts, "…")
	}
	if text := t.join(parts, t.detail.enum); text != "…" {
		return text
	}
	return string(values[0].kind())
}

func (t *typer) union(branches []raw, nesting int) string {
	var parts []string
	for i, s := range branches {
		if i == 8 {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, t.text(s, nesting+1))
	}
	if text := t.join(parts, t.detail.union); text != "…" {
		return text
	}
	return "any"
}

// join writes a union in at most limit runes: each alternative once, null last, an ellipsis for what does not fit. One
// alternative alone is never shortened.
func (t *typer) join(parts []string, limit int) string {
	var distinct []string
	null := false
	for _, p := range parts {
		if p == "any" {
			return p
		}
		if p == "null" {
			null = true
		} else if !slices.Contains(distinct, p) {
			distinct = append(distinct, p)
		}
	}
	if null {
		distinct = append(distinct, "null")
	}
	if len(distinct) == 1 {
		return distinct[0]
	}
	text := strings.Join(distinct, "|")
	for n := len(distinct) - 1; utf8.RuneCountInString(text) > limit && n >= 0; n-- {
		text = strings.Join(append(slices.Clone(distinct[:n]), "…"), "|")
	}
	return text
}

func isIdentifier(s string) bool {
	for i, r := range s {
		if r != '_' && r != '$' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) || invisible(r) {
			return false
		}
	}
	return s != ""
}
