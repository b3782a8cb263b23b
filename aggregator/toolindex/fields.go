package toolindex

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of what is read of one tool. What is beyond is data or an attack, and says nothing that came not before.
const (
	maxFieldBytes  = 16 << 10
	maxSchemaBytes = 1 << 20
	maxSchemaDepth = 5
	maxSchemaNodes = 1000
)

// readTool calls read for each text of a tool.
func readTool(t *Tool, read func(field, string)) {
	limited := func(f field, text string) { read(f, head(text, maxFieldBytes)) }
	limited(nameField, t.Name)
	limited(nameField, t.Title)
	first, rest := firstSentence(t.Description)
	limited(firstField, first)
	limited(restField, rest)

	var root any
	if len(t.Schema) > maxSchemaBytes || json.Unmarshal(t.Schema, &root) != nil {
		return
	}
	r := schemaReader{read: limited, left: maxSchemaNodes}
	r.node(root, 0)
}

// head is the beginning of a text, of n bytes at most and in whole letters.
func head(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// firstSentence cuts text after its first sentence or line.
func firstSentence(text string) (first, rest string) {
	text = strings.TrimSpace(text)
	for i, r := range text {
		if endsSentence(text, i, r) && (i >= shortestSentence || r == '\n') {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// shortestSentence is how far into a text its first sentence ends at the earliest: before is "e.g." or "No. 1".
const shortestSentence = 12

// endsSentence reports whether the rune at i ends a sentence or a line.
func endsSentence(text string, i int, r rune) bool {
	switch r {
	case '\n', '。', '！', '？':
		return true
	case '.', '!', '?', ';':
		return i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n'
	}
	return false
}

// schemaReader walks what a schema says about the parameters of a tool.
type schemaReader struct {
	read func(field, string)
	left int // nodes that it may still visit
}

// node reads one schema or list of schemas. Names within parameters are notes: they are seldom what a tool is about.
func (r *schemaReader) node(node any, depth int) {
	if r.left--; r.left < 0 || depth > maxSchemaDepth {
		return
	}
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			r.node(n, depth)
		}
	case map[string]any:
		if text, ok := node["description"].(string); ok && depth > 0 { // the root's repeats the tool's
			r.read(noteField, text)
		}
		if values, ok := node["enum"].([]any); ok {
			for _, v := range values {
				if text, ok := v.(string); ok {
					r.read(noteField, text)
				}
			}
		}
		properties, _ := node["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) { // in order, as what is beyond the bound is left out
			where := paramField
			if depth > 1 {
				where = noteField
			}
			r.read(where, name)
			r.node(properties[name], depth+1)
		}
		for _, key := range []string{"items", "anyOf", "oneOf", "allOf"} {
			r.node(node[key], depth+1)
		}
	}
}
