package config

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// This file inserts and removes members of an object in the bytes of a file. The rules, for a member m:
//
//   - Comments on the line that m ends on belong to m, if nothing else follows there. Comments on lines of their own belong to nobody.
//   - A new member goes behind the last one and its comments: on a line of its own, indented like its sibling, if the last one's line ends
//     there, else on the same line. It ends with a comma if the last one did.
//   - Removing takes m, its comma and its comments, with the line if it has one of its own, and the comma before it if m was the last
//     and had none. Comments of nobody stay, also those directly above m: they may be headings, or entries commented out.
//
// Removing what was just inserted therefore gives back the same bytes. One case needs care: an empty {} is opened up to three lines, and
// removing the only member closes it again, so an empty object that spans lines already gets one line more to be told apart.

// edit replaces text[from:to].
type edit struct {
	from, to int
	text     string
}

// apply makes edits, which do not overlap. Edits at the same place keep their order.
func apply(text []byte, edits []edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.from]...)
		out = append(out, e.text...)
		at = e.to
	}
	return append(out, text[at:]...)
}

// style is how a file is laid out.
type style struct {
	newline string
	unit    string // of indentation
	oneLine bool
}

// styleOf finds the style of the file from objects in it; the first that shows an indentation decides.
func (doc *document) styleOf(objects ...*hujson.Value) style {
	s := style{newline: "\n", unit: "  "}
	if i := bytes.IndexByte(doc.text, '\n'); i > 0 && doc.text[i-1] == '\r' {
		s.newline = "\r\n"
	}
	root := doc.root.Value.(*hujson.Object)
	s.oneLine = len(root.Members) > 0 && !bytes.Contains(bytes.TrimSpace(doc.text), []byte("\n"))
	for _, v := range objects {
		object, ok := v.Value.(*hujson.Object)
		if !ok || len(object.Members) == 0 {
			continue
		}
		inner := object.Members[0].Name.StartOffset
		if _, alone := lineStart(doc.text, inner); !alone {
			continue
		}
		if unit, ok := strings.CutPrefix(indentOf(doc.text, inner), indentOf(doc.text, v.StartOffset)); ok && unit != "" {
			s.unit = unit
			break
		}
	}
	return s
}

// insert adds a member at the end of the object at v.
func (doc *document) insert(v *hujson.Value, s style, name string, value *hujson.Value) []edit {
	object := v.Value.(*hujson.Object)
	begin, closing := v.StartOffset+1, v.EndOffset-1
	outer := indentOf(doc.text, v.StartOffset)
	member := func(indent string, inline bool) string {
		return string(hujson.String(name)) + ": " + render(value, indent, s, inline)
	}

	if len(object.Members) == 0 {
		indent := outer + s.unit
		line := s.newline + indent + member(indent, false)
		end, eol, atEOL := lineTail(doc.text, begin)
		switch {
		case begin == closing && s.oneLine:
			return []edit{{begin, begin, member("", true)}}
		case begin == closing:
			return []edit{{begin, begin, line + s.newline + outer}}
		case atEOL && onlyLines(doc.text[begin:closing], s.newline, outer) > 0:
			return []edit{{begin, begin, line + s.newline}}
		case atEOL:
			return []edit{{eol, eol, line}}
		case end == begin:
			return []edit{{begin, begin, member("", true)}}
		default:
			return []edit{{end, end, " " + member("", true)}}
		}
	}

	last := &object.Members[len(object.Members)-1]
	after, comma := last.Value.EndOffset, doc.comma(last)
	var edits []edit
	ending := ""
	if comma >= 0 {
		after, ending = comma+1, ","
	} else {
		edits = append(edits, edit{after, after, ","})
	}
	end, eol, atEOL := lineTail(doc.text, after)
	if !atEOL {
		return append(edits, edit{end, end, " " + member("", true) + ending})
	}
	indent := outer + s.unit
	if _, alone := lineStart(doc.text, last.Name.StartOffset); alone {
		indent = indentOf(doc.text, last.Name.StartOffset)
	}
	return append(edits, edit{eol, eol, s.newline + indent + member(indent, false) + ending})
}

// remove takes member i out of the object at v.
func (doc *document) remove(v *hujson.Value, s style, i int) []edit {
	object := v.Value.(*hujson.Object)
	m := &object.Members[i]
	begin, closing := v.StartOffset+1, v.EndOffset-1
	from, to := m.Name.StartOffset, m.Value.EndOffset
	comma := doc.comma(m)
	if comma >= 0 {
		to = comma + 1
	}
	isLast := i == len(object.Members)-1
	var edits []edit
	if isLast && i > 0 && comma < 0 {
		before := doc.comma(&object.Members[i-1])
		edits = append(edits, edit{before, before + 1, ""})
	}
	start, alone := lineStart(doc.text, from)
	_, eol, atEOL := lineTail(doc.text, to)
	if alone && atEOL {
		if s.newline == "\r\n" && doc.text[start-1] == '\r' {
			start--
		}
		if len(object.Members) == 1 && start == begin {
			switch onlyLines(doc.text[eol:closing], s.newline, indentOf(doc.text, v.StartOffset)) {
			case 0:
			case 1:
				return []edit{{begin, closing, ""}}
			default:
				return []edit{{start, eol + len(s.newline), ""}}
			}
		}
		return append(edits, edit{start, eol, ""})
	}
	if isLast {
		for isBlank(doc.text[from-1]) {
			from--
		}
	} else if !atEOL {
		for isBlank(doc.text[to]) {
			to++
		}
	}
	return append(edits, edit{from, to, ""})
}

// replace exchanges the value of m.
func (doc *document) replace(m *hujson.ObjectMember, s style, value *hujson.Value) []edit {
	_, alone := lineStart(doc.text, m.Name.StartOffset)
	text := render(value, indentOf(doc.text, m.Name.StartOffset), s, !alone)
	return []edit{{m.Value.StartOffset, m.Value.EndOffset, text}}
}

// comma returns the offset of the comma behind m, or -1.
func (doc *document) comma(m *hujson.ObjectMember) int {
	if at := m.Value.EndOffset + len(m.Value.AfterExtra); doc.text[at] == ',' {
		return at
	}
	return -1
}

// onlyLines returns how many line ends s is made of, before the indentation that closes it; 0 if it is anything else.
func onlyLines(s []byte, newline, indent string) int {
	lines, ok := strings.CutSuffix(string(s), indent)
	n := strings.Count(lines, newline)
	if !ok || lines != strings.Repeat(newline, n) {
		return 0
	}
	return n
}

// lineTail looks at the rest of the line from at on: spaces, and comments that begin and end there. end is behind the last /* comment */,
// or at; eol is where the line ends if atEOL reports that nothing else follows.
func lineTail(text []byte, at int) (end, eol int, atEOL bool) {
	end = at
	for at < len(text) {
		rest := text[at:]
		switch {
		case rest[0] == '\n' || bytes.HasPrefix(rest, []byte("\r\n")):
			return end, at, true
		case isBlank(rest[0]) || rest[0] == '\r':
			at++
		case bytes.HasPrefix(rest, []byte("//")):
			eol := bytes.IndexByte(rest, '\n')
			if eol < 0 {
				return end, 0, false
			}
			if rest[eol-1] == '\r' {
				eol--
			}
			return end, at + eol, true
		case bytes.HasPrefix(rest, []byte("/*")):
			length := 2 + skipTo(rest[2:], "*/")
			if bytes.ContainsRune(rest[:length], '\n') {
				return end, 0, false
			}
			at += length
			end = at
		default:
			return end, 0, false
		}
	}
	return end, 0, false
}

// lineStart returns the offset of the line feed before at if there are only spaces and tabs between the two.
func lineStart(text []byte, at int) (int, bool) {
	for at--; at >= 0 && isBlank(text[at]); at-- {
	}
	return at, at >= 0 && text[at] == '\n'
}

// indentOf returns the spaces and tabs that the line at begins with.
func indentOf(text []byte, at int) string {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	end := start
	for end < len(text) && isBlank(text[end]) {
		end++
	}
	return string(text[start:end])
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// render writes a value as people do: an object on lines of its own, a list of plain values on one line. Comments are left out.
func render(v *hujson.Value, indent string, s style, inline bool) string {
	inner := indent + s.unit
	var items []string
	opening, closing := "{", "}"
	switch v := v.Value.(type) {
	case *hujson.Object:
		for i := range v.Members {
			m := &v.Members[i]
			items = append(items, string(m.Name.Value.(hujson.Literal))+": "+render(&m.Value, inner, s, inline))
		}
	case *hujson.Array:
		opening, closing = "[", "]"
		plain := true
		for i := range v.Elements {
			plain = plain && !isNested(&v.Elements[i])
			items = append(items, render(&v.Elements[i], inner, s, inline))
		}
		inline = inline || plain
	default:
		return string(v.(hujson.Literal))
	}
	if inline || len(items) == 0 {
		return opening + strings.Join(items, ", ") + closing
	}
	line := s.newline + inner
	return opening + line + strings.Join(items, ","+line) + s.newline + indent + closing
}

func isNested(v *hujson.Value) bool { return v.Value.Kind() == '{' || v.Value.Kind() == '[' }
