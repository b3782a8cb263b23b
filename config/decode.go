package config

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"
)

// node is a value in the file and the way that leads to it.
type node struct {
	value *hujson.Value
	name  int    // offset of its key; of the value itself in a list
	path  string // keys from the top
}

func (n node) at() int { return n.value.StartOffset }

func (n node) isString() bool { return n.value.Value.Kind() == '"' }

// decoder reads a document into structs by the tables in keys.go, and collects what is wrong.
type decoder struct {
	doc        *document
	references *expander       // nil leaves references as they are written
	raw        bool            // in a disabled server: as if references were nil
	seen       map[string]node // the keys present, by their path
	problems   Problems
}

func (d *decoder) fail(at int, path, format string, args ...any) {
	d.problems = append(d.problems, *d.doc.problem(at, path, fmt.Sprintf(format, args...)))
}

func (d *decoder) warn(at int, path, format string, args ...any) {
	d.fail(at, path, format, args...)
	d.problems[len(d.problems)-1].Warning = true
}

// wrongType reports that n is not what it must be.
func (d *decoder) wrongType(n node, want string) {
	d.fail(n.at(), n.path, "must be %s, not %s", want, typeName(n.value.Value))
}

func typeName(v hujson.ValueTrimmed) string {
	switch v.Kind() {
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "true or false"
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	return "null"
}

// expands reports whether references are replaced by their values, rather than kept as written.
func (d *decoder) expands() bool { return d.references != nil && !d.raw }

// text returns the expanded string at n. If the result is false, it must not be checked: it is "" because of an error, or as written
// because references are not expanded here.
func (d *decoder) text(n node, secret bool) (string, bool) {
	if !n.isString() {
		d.wrongType(n, "a string")
		return "", false
	}
	written := n.value.Value.(hujson.Literal).String()
	if !d.expands() {
		return written, !hasReference(written)
	}
	s, err := d.references.expand(written, secret)
	if err != nil {
		d.fail(n.at(), n.path, "%v", err)
		return "", false
	}
	return s, true
}

// check is a rule for a string: it returns what the string must be, or "" for one that keeps the rule.
type check func(string) string

// checked is text, with every rule applied.
func (d *decoder) checked(n node, secret bool, checks []check) string {
	s, ok := d.text(n, secret)
	if ok {
		d.check(n.at(), n.path, s, checks)
	}
	return s
}

// check reports the first rule that s breaks.
func (d *decoder) check(at int, path, s string, checks []check) {
	for _, c := range checks {
		if complaint := c(s); complaint != "" {
			d.fail(at, path, "%s", complaint)
			return
		}
	}
}

// members calls f for each member of the object at n and reports anything that is no object. A name that was there before is skipped;
// duplicates reports it.
func (d *decoder) members(n node, f func(name string, child node)) bool {
	object, ok := n.value.Value.(*hujson.Object)
	if !ok {
		d.wrongType(n, "an object {...}")
		return false
	}
	seen := make(map[string]bool, len(object.Members))
	for i := range object.Members {
		m := &object.Members[i]
		name := memberName(m)
		if seen[name] {
			continue
		}
		seen[name] = true
		f(name, node{value: &m.Value, name: m.Name.StartOffset, path: joinPath(n.path, name)})
	}
	return true
}

// elements calls f for each element of the list at n and reports anything that is no list.
func (d *decoder) elements(n node, want string, f func(child node)) {
	list, ok := n.value.Value.(*hujson.Array)
	if !ok {
		d.wrongType(n, want)
		return
	}
	for i := range list.Elements {
		e := &list.Elements[i]
		f(node{value: e, name: e.StartOffset, path: fmt.Sprintf("%s[%d]", n.path, i)})
	}
}

// duplicates reports every key at or below n that its object had before. It does not enter the key that skip names.
func (d *decoder) duplicates(n node, skip string) {
	switch v := n.value.Value.(type) {
	case *hujson.Object:
		first := make(map[string]int, len(v.Members))
		for i := range v.Members {
			m := &v.Members[i]
			name := memberName(m)
			path := joinPath(n.path, name)
			if at, again := first[name]; again {
				d.duplicate(m, path, at)
			} else {
				first[name] = m.Name.StartOffset
			}
			if path != skip {
				d.duplicates(node{value: &m.Value, path: path}, skip)
			}
		}
	case *hujson.Array:
		for i := range v.Elements {
			d.duplicates(node{value: &v.Elements[i], path: fmt.Sprintf("%s[%d]", n.path, i)}, skip)
		}
	}
}

func (d *decoder) duplicate(m *hujson.ObjectMember, path string, first int) {
	line, _ := d.doc.position(first)
	d.fail(m.Name.StartOffset, path, "this key is there twice, first in line %d; keep one", line)
}

func memberName(m *hujson.ObjectMember) string { return m.Name.Value.(hujson.Literal).String() }

func joinPath(path, name string) string {
	if !plainName(name) {
		name = quote(name)
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func plainName(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-$") == ""
}

// quote shows a word of the file: short, and without anything that could act on a terminal.
func quote(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}
