package toolschema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Coerce returns the JSON value that text stands for as the argument key of a tool, as on a command line: key=text.
// Of the values that the text can be read as it is the most specific one that the schema allows: JSON, then the text
// itself as a string, then a list with commas between its elements. A string that only a string may be stays as it is,
// quotes included. Where the schema does not say, text that is JSON is JSON. An error says what is allowed.
func Coerce(schema json.RawMessage, key, text string) (json.RawMessage, error) {
	d, ok := open(schema)
	if !ok {
		d, _ = open([]byte("true"))
	}
	at := (*path)(nil).member(key)
	want := d.argument(key)
	v, err := d.read(want, at, text)
	if err != nil {
		if l, ok := d.readList(want, at, text); ok {
			v, err = l, nil
		}
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Compact(&b, v); err != nil {
		return nil, fmt.Errorf("%s: %w", at.label(), err)
	}
	return b.Bytes(), nil
}

// argument returns the schema of the argument key, one that allows everything if nothing is known of it.
func (d *document) argument(key string) *node {
	for _, p := range d.parameters() {
		if p.name == key && p.schema != nil {
			return d.node(p.schema)
		}
	}
	if d.root.additional != nil && string(d.root.additional) != "false" {
		return d.node(d.root.additional)
	}
	return &node{}
}

// read returns the first reading of text that want allows.
func (d *document) read(want *node, at *path, text string) (raw, error) {
	allowed := d.typeOf(want, 2*maxShown)
	var complaint []Problem
	if v, ok := parse([]byte(text)); ok && (v.kind() != kindString || allowed == "any") {
		if complaint = newChecker(d).problems(want, v, at); complaint == nil {
			return v, nil
		}
		if k := v.kind(); k != kindObject && k != kindArray {
			complaint = nil
		}
	}
	v := raw(quote(text))
	if newChecker(d).problems(want, v, at) == nil {
		return v, nil
	}
	if complaint != nil {
		return nil, errors.New(complaint[0].Message)
	}
	if strings.ContainsAny(allowed, "{[") || allowed == string(kindObject) {
		allowed += " as JSON"
	}
	return nil, fmt.Errorf("%s must be %s, not %s", at.label(), allowed, quote(cut(text)))
}

// readList reads "a, b" as a list, if want allows a list and its schema tells what the elements are.
func (d *document) readList(want *node, at *path, text string) (raw, bool) {
	text = strings.TrimSpace(text)
	items := d.elementsOf(want, 0)
	if items == nil || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		return nil, false
	}
	var elements [][]byte
	if text != "" {
		for i, part := range strings.Split(text, ",") {
			e, err := d.read(d.node(items), at.index(i), strings.TrimSpace(part))
			if err != nil {
				return nil, false
			}
			elements = append(elements, e)
		}
	}
	v := raw("[" + string(bytes.Join(elements, []byte(","))) + "]")
	return v, newChecker(d).problems(want, v, at) == nil
}

// elementsOf returns the schema of the elements of the lists that n allows, nil if it allows none or does not say.
func (d *document) elementsOf(n *node, depth int) raw {
	if n == nil || depth > maxNesting {
		return nil
	}
	if n.items != nil {
		return n.items
	}
	if items := d.elementsOf(d.resolve(n.ref), depth+1); items != nil {
		return items
	}
	for _, branches := range [][]raw{n.allOf, n.anyOf, n.oneOf} {
		for _, s := range branches[:min(len(branches), maxListed)] {
			if items := d.elementsOf(d.node(s), depth+1); items != nil {
				return items
			}
		}
	}
	return nil
}
