package toolschema

import (
	"bytes"
	"encoding/json"
	"iter"
	"unicode/utf8"
)

// raw is one JSON value as it was written, with no space around it. It comes from parse, or out of such a value, so it is
// well-formed and the code below need not check. Nothing is decoded before it is asked for and nothing here recurses: a
// value of any size or depth costs no memory and no stack beyond the bytes that hold it.
type raw []byte

// parse accepts one JSON text. Depth is bounded by encoding/json, at 10,000.
func parse(text []byte) (raw, bool) {
	text = bytes.TrimSpace(text)
	return raw(text), json.Valid(text)
}

// kind is the JSON type of a value, in the words of JSON Schema.
type kind string

const (
	kindNull    kind = "null"
	kindBoolean kind = "boolean"
	kindNumber  kind = "number"
	kindString  kind = "string"
	kindArray   kind = "array"
	kindObject  kind = "object"

	// kindInteger is a number without a fraction: no value has it as its kind, schemas ask for it.
	kindInteger kind = "integer"
)

func (v raw) kind() kind {
	switch v[0] {
	case '{':
		return kindObject
	case '[':
		return kindArray
	case '"':
		return kindString
	case 't', 'f':
		return kindBoolean
	case 'n':
		return kindNull
	default:
		return kindNumber
	}
}

func (v raw) isTrue() bool { return string(v) == "true" }

// text returns what a string value says. It is "" for a value of another kind.
func (v raw) text() string {
	if v.kind() != kindString {
		return ""
	}
	inner := v[1 : len(v)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	_ = json.Unmarshal(v, &s) // well-formed, so it cannot fail; it mends bad UTF-8 and lone surrogates
	return s
}

// elements yields the elements of an array, none for a value of another kind.
func (v raw) elements() iter.Seq2[int, raw] {
	return func(yield func(int, raw) bool) {
		if v.kind() != kindArray {
			return
		}
		rest := skipSpace(v[1:])
		for i := 0; rest[0] != ']'; i++ {
			n := length(rest)
			if !yield(i, rest[:n:n]) {
				return
			}
			rest = skipComma(rest[n:])
		}
	}
}

// members yields the members of an object as they are written, duplicates included, none for a value of another kind.
func (v raw) members() iter.Seq2[string, raw] {
	return func(yield func(string, raw) bool) {
		if v.kind() != kindObject {
			return
		}
		rest := skipSpace(v[1:])
		for rest[0] != '}' {
			n := length(rest)
			name := rest[:n]
			rest = skipSpace(skipSpace(rest[n:])[1:]) // the colon
			n = length(rest)
			if !yield(name.text(), rest[:n:n]) {
				return
			}
			rest = skipComma(rest[n:])
		}
	}
}

// member is one name and value of an object.
type member struct {
	name  string
	value raw
}

// fields is an object with its order kept and each name once. A name that is written twice stays at its first place
// with its last value, the one that encoding/json keeps.
type fields struct {
	list  []member
	place map[string]int
}

// fieldsOf splits an object. It gives up, with ok false, at more than most members.
func fieldsOf(v raw, most int) (f fields, ok bool) {
	f.place = map[string]int{}
	written := 0
	for name, value := range v.members() {
		if written++; written > most {
			return fields{}, false
		}
		if i, dup := f.place[name]; dup {
			f.list[i].value = value
			continue
		}
		f.place[name] = len(f.list)
		f.list = append(f.list, member{name, value})
	}
	return f, true
}

// get returns the value of name, nil if there is none.
func (f fields) get(name string) raw {
	if i, ok := f.place[name]; ok {
		return f.list[i].value
	}
	return nil
}

// length returns how many bytes the value takes that b begins with.
func length(b raw) int {
	switch b[0] {
	case '"':
		return stringLength(b)
	case '{', '[':
	default:
		for i, c := range b {
			switch c {
			case ',', '}', ']', ' ', '\t', '\r', '\n':
				return i
			}
		}
		return len(b)
	}
	depth := 0
	for i := 0; ; {
		switch b[i] {
		case '"':
			i += stringLength(b[i:])
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
}

func stringLength(b raw) int {
	for i := 1; ; i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

func skipSpace(b raw) raw {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\n' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

func skipComma(b raw) raw {
	b = skipSpace(b)
	if b[0] == ',' {
		b = skipSpace(b[1:])
	}
	return b
}
