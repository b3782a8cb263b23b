package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"
)

// maxDepth bounds nesting: far beyond any real file, far below what recursion can bear.
const maxDepth = 100

const byteOrderMark = "\ufeff"

// document is a parsed file. All offsets are into text.
type document struct {
	file  string
	text  []byte // without byte order mark
	bom   string // the byte order mark, if an edit is to keep it
	root  hujson.Value
	blank bool // there is nothing but white space and comments
	marks []mark
}

// mark is the position of every markEvery-th byte, so that a file of a million problems does not count its lines a million times.
type mark struct{ line, column int }

const markEvery = 1 << 10

// parseDocument parses JSON with comments and trailing commas. A file of nothing but white space and comments is an empty object.
func parseDocument(file string, data []byte) (*document, *Problem) {
	doc := &document{file: file, text: bytes.TrimPrefix(data, []byte(byteOrderMark))}
	if at := invalidUTF8(doc.text); at >= 0 {
		return nil, doc.problem(at, "", "not UTF-8 text; save the file as UTF-8")
	}
	if at := tooDeep(doc.text); at >= 0 {
		return nil, doc.problem(at, "", fmt.Sprintf("nested deeper than %d levels", maxDepth))
	}
	// hujson wants a line end after a // comment; the one added serves a file that ends with such a comment.
	text := slices.Concat(doc.text, []byte("\n"))
	if hujson.Extra(text).IsValid() {
		doc.root.Value = &hujson.Object{}
		doc.root.StartOffset = len(doc.text)
		doc.blank = true
		return doc, nil
	}
	root, err := hujson.Parse(text)
	if err != nil {
		at, message := doc.syntax(err)
		return nil, doc.problem(at, "", message)
	}
	doc.root = root
	return doc, nil
}

func (doc *document) problem(at int, key, message string) *Problem {
	line, column := doc.position(at)
	return &Problem{File: doc.file, Line: line, Column: column, Key: key, Message: message}
}

// position returns the line and the column in characters of an offset, both from 1.
func (doc *document) position(at int) (line, column int) {
	at = min(at, len(doc.text))
	for len(doc.marks) <= at/markEvery {
		next := mark{1, 1}
		if n := len(doc.marks); n > 0 {
			next = doc.marks[n-1].advance(doc.text[(n-1)*markEvery : n*markEvery])
		}
		doc.marks = append(doc.marks, next)
	}
	m := doc.marks[at/markEvery].advance(doc.text[at/markEvery*markEvery : at])
	return m.line, m.column
}

// advance returns the position behind text. It counts the first bytes of characters, so text may begin or end within one.
func (m mark) advance(text []byte) mark {
	for _, c := range text {
		switch {
		case c == '\n':
			m = mark{m.line + 1, 1}
		case utf8.RuneStart(c):
			m.column++
		}
	}
	return m
}

func invalidUTF8(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// tooDeep returns the offset of the bracket that goes beyond maxDepth, or -1. It comes before the parser, which recurses without a bound.
func tooDeep(text []byte) int {
	depth := 0
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case c == '"':
			for at++; at < len(text) && text[at] != '"'; at++ {
				if text[at] == '\\' {
					at++
				}
			}
		case bytes.HasPrefix(text[at:], []byte("//")):
			at += skipTo(text[at:], "\n") - 1
		case bytes.HasPrefix(text[at:], []byte("/*")):
			at += 2 + skipTo(text[at+2:], "*/") - 1
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return at
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

// skipTo returns the offset behind the first end in text, or the length of text if there is none.
func skipTo(text []byte, end string) int {
	if i := bytes.Index(text, []byte(end)); i >= 0 {
		return i + len(end)
	}
	return len(text)
}

// syntax translates an error of hujson, which may quote a whole literal and with it a secret, into an offset and words of our own.
func (doc *document) syntax(err error) (int, string) {
	var line, column int
	if _, scanErr := fmt.Sscanf(err.Error(), "hujson: line %d, column %d:", &line, &column); scanErr != nil {
		return 0, "not valid JSON"
	}
	at := 0
	for ; line > 1; line-- {
		at += skipTo(doc.text[at:], "\n")
	}
	at = min(at+column-1, len(doc.text))
	rest := bytes.TrimSpace(doc.text[at:])
	cause := errors.Unwrap(err).Error()
	invalid := strings.HasPrefix(cause, "invalid literal")
	switch {
	case strings.HasPrefix(cause, "parsing comment"):
		return at, "the comment has no end; */ is missing"
	case len(rest) == 0:
		return at, "the file ends too early; a closing \", } or ] is missing"
	case invalid && rest[0] == '"':
		offset, message := badString(doc.text[at:])
		return at + offset, message
	case invalid:
		return at, `not a JSON value; allowed: "text" or a "name" in double quotes, a number, true, false, null, {...} or [...]`
	case rest[0] == '\'':
		return at, "text is written in double quotes, not in single ones"
	case strings.Contains(cause, "expecting ','"):
		return at, "a comma, or the end of the object or list, is missing before this"
	case strings.Contains(cause, "after object name"):
		return at, "a colon is missing between the name and its value"
	case strings.Contains(cause, "at start of value"):
		return at, `a value is missing; allowed: "text", a number, true, false, null, {...} or [...]`
	case strings.Contains(cause, "after top-level value"):
		return at, "the configuration has ended before this; a closing } too many, or a second object"
	default:
		return at, cause
	}
}

// badString says what is wrong with the string literal at the start of text, which is no valid one.
func badString(text []byte) (int, string) {
	for at := 1; at < len(text); at++ {
		switch c := text[at]; {
		case c == '\n' || c == '\r':
			return 0, `text does not end on its line; a closing " is missing`
		case c < ' ':
			return at, fmt.Sprintf(`control character in text; write \u%04x`, c)
		case c == '"':
			return 0, "not a valid text"
		case c == '\\':
			if at+1 < len(text) && !bytes.ContainsRune([]byte(`"\/bfnrtu`), rune(text[at+1])) {
				return at, `unknown escape in text; write \\ for a backslash`
			}
			if at+1 < len(text) && text[at+1] == 'u' && !hex4(text[at+2:]) {
				return at, `\u needs four hexadecimal digits; write \\ for a backslash`
			}
			at++
		}
	}
	return 0, "not a valid text"
}

func hex4(text []byte) bool {
	if len(text) < 4 {
		return false
	}
	for _, c := range text[:4] {
		if !bytes.ContainsRune([]byte("0123456789abcdefABCDEF"), rune(c)) {
			return false
		}
	}
	return true
}
