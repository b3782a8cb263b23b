package toolindex

import (
	"encoding/json"
	"strings"
)

// field is a place in a tool where a word can stand.
type field uint8

const (
	serverField field = iota
	nameField
	titleField
	firstField // first sentence of the description
	restField  // rest of the description
	paramField // names of parameters
	noteField  // descriptions and enums of parameters
	fieldCount
)

var tune = struct {
	weight                                                                                                       [fieldCount]float32
	typical                                                                                                      [fieldCount]float32
	b                                                                                                            [fieldCount]float32
	k1, surface, coverage, prior, noise, value, class, whole, destroy, write, agree, priorMul, srvIDF, cap, name float32
}{
	weight:  [fieldCount]float32{1.5, 3, 3, 2, 1, 1, .5},
	typical: [fieldCount]float32{2, 4, 4, 12, 30, 6, 40},
	b:       [fieldCount]float32{.3, .5, .5, .5, .6, .6, .6},
	k1:      1.5, surface: .3, coverage: .25, prior: .3, noise: .3, value: .3, class: .5, whole: .3, destroy: .7, write: .9, agree: 1.05, srvIDF: 1,
}

const (
	maxFieldBytes  = 16 << 10
	maxSchemaDepth = 5
	maxSchemaNodes = 1000
)

// firstSentence cuts text after its first sentence or line.
func firstSentence(text string) (first, rest string) {
	text = strings.TrimSpace(text)
	for i, r := range text {
		switch r {
		case '\n', '。', '！', '？':
		case '.', '!', '?', ';':
			if i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' {
				continue
			}
			if i < 12 { // "e.g. ", "No. "
				continue
			}
		default:
			continue
		}
		return text[:i], text[i:]
	}
	return text, ""
}

// schemaWords calls emit for the names of parameters and for what is written about them.
func schemaWords(schema json.RawMessage, emit func(field, string)) {
	var root any
	if len(schema) == 0 || json.Unmarshal(schema, &root) != nil {
		return
	}
	nodes := 0
	walkSchema(root, 0, &nodes, emit)
}

func walkSchema(node any, depth int, nodes *int, emit func(field, string)) {
	if *nodes++; *nodes > maxSchemaNodes || depth > maxSchemaDepth {
		return
	}
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			walkSchema(n, depth, nodes, emit)
		}
	case map[string]any:
		if depth > 0 {
			for _, key := range []string{"title", "description"} {
				if s, ok := node[key].(string); ok && key == "description" {
					emit(noteField, s)
				}
			}
		}
		if list, ok := node["enum"].([]any); ok {
			for _, v := range list {
				if s, ok := v.(string); ok {
					emit(noteField, s)
				}
			}
		}
		if props, ok := node["properties"].(map[string]any); ok {
			for name, sub := range props {
				if depth < 2 {
					emit(paramField, name)
				} else {
					emit(noteField, name)
				}
				walkSchema(sub, depth+1, nodes, emit)
			}
		}
		for _, key := range []string{"items", "anyOf", "oneOf", "allOf"} {
			walkSchema(node[key], depth+1, nodes, emit)
		}
	}
}
