package toolschema

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxShown         = 80 // runes of one value or name within a message
	maxListed        = 20 // values or names listed within a message
	maxTypeInMessage = 60 // runes of a type within a message
)

// show returns a value for a message: one line, nothing in it that a terminal or a reader could mistake, at most
// maxShown runes between the quotes of a string and of anything else.
func show(v raw) string {
	if v.kind() == kindString {
		return quote(cut(prefix(v).text()))
	}
	var b strings.Builder
	inString := false
	for i := 0; i < len(v) && b.Len() < 8*maxShown; {
		r, size := utf8.DecodeRune(v[i:])
		switch {
		case r == '\\':
			b.Write(v[i : i+2])
			size = 2
		case r == '"':
			inString = !inString
			b.WriteRune(r)
		case inString || !unicode.IsSpace(r):
			writeSafe(&b, r)
		}
		i += size
	}
	return cut(b.String())
}

// prefix returns the beginning of a string value, as a string value, with at least maxShown+1 runes if it has them.
func prefix(v raw) raw {
	const enough = 12 * (maxShown + 1) // a rune takes at most 12 bytes: two escapes of six
	if len(v) <= enough+2 {
		return v
	}
	i := 1
	for i < enough {
		switch {
		case v[i] == '\\' && v[i+1] == 'u':
			i += 6
		case v[i] == '\\':
			i += 2
		default:
			i++
		}
	}
	return append(v[:i:i], '"')
}

// showName returns the name of a member: as it is where that can be read, else as a JSON string.
func showName(name string) string {
	name = cut(name)
	if q := quote(name); name == "" || q != `"`+name+`"` || strings.ContainsAny(name, ",; ") {
		return q
	}
	return name
}

// quote writes s as a JSON string in which everything that does not print is escaped: control characters, changes of
// direction, characters without width.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		default:
			writeSafe(&b, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func writeSafe(b *strings.Builder, r rune) {
	if unicode.IsPrint(r) && !invisible(r) {
		b.WriteRune(r)
		return
	}
	if r1, r2 := utf16.EncodeRune(r); r1 != unicode.ReplacementChar {
		writeEscape(b, r1)
		writeEscape(b, r2)
		return
	}
	writeEscape(b, r)
}

func writeEscape(b *strings.Builder, r rune) {
	const hex = "0123456789abcdef"
	b.WriteString(`\u`)
	for shift := 12; shift >= 0; shift -= 4 {
		b.WriteByte(hex[r>>shift&0xf])
	}
}

// invisible reports the letters and marks that leave no trace on the screen; Unicode counts them as printable.
func invisible(r rune) bool {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0:
		return true
	}
	return false
}

// cut shortens s to at most maxShown runes; the last one is then an ellipsis.
func cut(s string) string {
	n := maxShown
	if len(s) <= n {
		return s
	}
	last := 0 // where the n-th rune begins
	for i := range s {
		if n--; n == 0 {
			last = i
		}
		if n < 0 {
			return s[:last] + "…"
		}
	}
	return s
}
