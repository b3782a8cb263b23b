package wire

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Member is one member of an object: its decoded key and its value as it came.
type Member struct {
	Key   string
	Value json.RawMessage
}

// Object is a JSON object taken apart at its top level, in the order of its text. Values alias that text.
// Keys compare exactly (no case folding). Of a repeated key the last one counts, as in most parsers.
type Object []Member

// ParseObject takes apart raw, which must be valid JSON (see Check); it errors if raw is not an object.
func ParseObject(raw json.RawMessage) (Object, error) {
	i := skipSpace(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return nil, fmt.Errorf("not a JSON object")
	}
	obj := make(Object, 0, 8)
	for i = skipSpace(raw, i+1); i < len(raw) && raw[i] != '}'; i = skipSpace(raw, i) {
		if raw[i] == ',' {
			i++
			continue
		}
		end := skipString(raw, i)
		key, _ := Text(raw[i:end])
		i = skipSpace(raw, end) // the colon
		i = skipSpace(raw, i+1)
		end = skipValue(raw, i)
		if end <= i {
			return nil, fmt.Errorf("not a JSON object")
		}
		obj = append(obj, Member{key, raw[i:end:end]})
		i = end
	}
	return obj, nil
}

// Get returns the value of key, nil if there is none.
func (o Object) Get(key string) json.RawMessage {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].Key == key {
			return o[i].Value
		}
	}
	return nil
}

// Given returns the members of o that are not null, which is how some write what is not there.
func (o Object) Given() Object {
	return slices.DeleteFunc(slices.Clone(o), func(m Member) bool { return string(m.Value) == "null" })
}

// Text returns the string at key, "" if there is none.
func (o Object) Text(key string) string {
	s, _ := Text(o.Get(key))
	return s
}

// Set returns o with key set to value, in its old place if it had one.
func (o Object) Set(key string, value json.RawMessage) Object {
	for i := range o {
		if o[i].Key == key {
			return append(append(append(Object{}, o[:i]...), Member{key, value}), o[i+1:].Delete(key)...)
		}
	}
	return append(o[:len(o):len(o)], Member{key, value})
}

// Delete returns o without any member for which key matches.
func (o Object) Delete(key string) Object {
	return o.Filter(func(k string) bool { return k != key })
}

// Filter returns the members of o whose key is kept. It returns o itself if that is all of them.
func (o Object) Filter(keep func(key string) bool) Object {
	for i := range o {
		if !keep(o[i].Key) {
			rest := append(Object{}, o[:i]...)
			for _, m := range o[i+1:] {
				if keep(m.Key) {
					rest = append(rest, m)
				}
			}
			return rest
		}
	}
	return o
}

// AppendTo appends o as JSON text.
func (o Object) AppendTo(dst []byte) []byte {
	dst = append(dst, '{')
	for i, m := range o {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendText(dst, m.Key)
		dst = append(dst, ':')
		dst = append(dst, m.Value...)
	}
	return append(dst, '}')
}

// Raw returns o as JSON text.
func (o Object) Raw() json.RawMessage { return o.AppendTo(make([]byte, 0, 256)) }

// Items takes apart raw, which must be valid JSON (see Check); it errors if raw is not an array.
func Items(raw json.RawMessage) ([]json.RawMessage, error) {
	i := skipSpace(raw, 0)
	if i >= len(raw) || raw[i] != '[' {
		return nil, fmt.Errorf("not a JSON array")
	}
	var items []json.RawMessage
	for i = skipSpace(raw, i+1); i < len(raw) && raw[i] != ']'; i = skipSpace(raw, i) {
		if raw[i] == ',' {
			i++
			continue
		}
		end := skipValue(raw, i)
		if end <= i {
			return nil, fmt.Errorf("not a JSON array")
		}
		items = append(items, raw[i:end:end])
		i = end
	}
	return items, nil
}

// The functions below walk over valid JSON and return the index behind what they skipped.

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

func skipString(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

func skipValue(b []byte, i int) int {
	if i >= len(b) {
		return i
	}
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{', '[':
		level := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				i = skipString(b, i)
				continue
			case '{', '[':
				level++
			case '}', ']':
				if level--; level == 0 {
					return i + 1
				}
			}
			i++
		}
		return len(b)
	}
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] != ' ' && b[i] != '\n' && b[i] != '\t' && b[i] != '\r' {
		i++
	}
	return i
}

// depth returns how deep JSON nests, by its brackets.
func depth(b []byte) int {
	level, deepest := 0, 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i = skipString(b, i) - 1
		case '{', '[':
			if level++; level > deepest {
				deepest = level
			}
		case '}', ']':
			level--
		}
	}
	return deepest
}
