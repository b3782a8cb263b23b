package toolindex

import (
	"unicode"
	"unicode/utf8"
)

// Bounds of one word. What is longer is data (a key, a hash, an encoded file), not language.
const (
	maxWordBytes   = 64 // of one part of a name
	maxJoinedBytes = 96 // of a name written together
	maxJoinedParts = 8
)

type tokenKind uint8

const (
	wordToken   tokenKind = iota // letters
	numberToken                  // digits
	joinedToken                  // the parts of one compound written together: "listfiles" after "list", "files"
	gramToken                    // a letter pair of a script without spaces
)

// token is one term of a text; its bytes are tokens.buf[start:end].
type token struct {
	start, end int
	kind       tokenKind
}

// tokens takes text apart. It is reused from text to text to spare allocations; the zero value is ready.
type tokens struct {
	buf  []byte
	list []token
}

func (t *tokens) text(k token) []byte { return t.buf[k.start:k.end] }

// class of a rune, for finding the borders of words.
type runeClass uint8

const (
	breaks    runeClass = iota // ends every word
	connects                   // '_' and '-' inside a compound
	quotes                     // an apostrophe inside a word
	lower                      // any letter that is not upper case, and marks
	upper                      // upper or title case
	digit                      // any number
	unspaced                   // a letter of a script written without spaces
	invisible                  // joins nothing, separates nothing: zero width characters, soft hyphens
)

func classify(r rune) runeClass {
	if r < 0x80 {
		switch {
		case 'a' <= r && r <= 'z':
			return lower
		case 'A' <= r && r <= 'Z':
			return upper
		case '0' <= r && r <= '9':
			return digit
		case r == '_' || r == '-':
			return connects
		case r == '\'':
			return quotes
		}
		return breaks
	}
	switch {
	case r == '\u2019' || r == '\u02BC':
		return quotes
	case r == '\u2010' || r == '\u2011':
		return connects
	case r == '\u00AD' || r >= '\u200B' && r <= '\u200F' || r == '\uFEFF':
		return invisible
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return unspaced
	case (unicode.IsUpper(r) || unicode.IsTitle(r)) && unicode.ToLower(r) != r: // mathematical capitals have no lower case
		return upper
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsUpper(r):
		return lower
	case unicode.IsNumber(r):
		return digit
	}
	return breaks
}

// split replaces the list by the terms of s, in order. Words end at everything that is neither letter nor digit, at changes of case and between letters and digits; a word that
// came apart that way, or at '_' or '-', is added once more in one piece. Invalid UTF-8 ends a word.
func (t *tokens) split(s string) {
	t.buf, t.list = t.buf[:0], t.list[:0]
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch classify(r) {
		case breaks, connects, quotes, invisible:
			s = s[n:]
		case unspaced:
			s = t.grams(s)
		default:
			s = t.compound(s)
		}
	}
}

// compound takes one compound from the head of s and returns the rest.
func (t *tokens) compound(s string) string {
	first := len(t.list)
	start, prev := len(t.buf), breaks // of the part being read
	closePart := func() {
		if n := len(t.buf) - start; n > maxWordBytes {
			t.buf = t.buf[:start]
		} else if n > 0 {
			kind := wordToken
			if prev == digit {
				kind = numberToken
			}
			t.list = append(t.list, token{start, len(t.buf), kind})
		}
		start, prev = len(t.buf), breaks
	}
	i := 0
loop:
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		c := classify(r)
		switch c {
		case breaks, unspaced:
			break loop
		case invisible:
			i += n
			continue
		case connects:
			closePart()
			i += n
			continue
		case quotes:
			closePart()
			i += n + suffixLen(s[i+n:])
			continue
		case digit:
			if prev != digit {
				closePart()
			}
		case upper:
			if prev == lower || prev == digit || prev == upper && nextIsLower(s[i+n:]) && !endsPlural(s[i+n:]) {
				closePart()
			}
		case lower:
			if prev == digit {
				closePart()
			}
		}
		t.buf = foldRune(t.buf, r)
		prev = c
		i += n
	}
	closePart()
	t.join(first)
	return s[i:]
}

// join adds the parts from first on once more, written together.
func (t *tokens) join(first int) {
	parts := t.list[first:]
	if len(parts) < 2 || len(parts) > maxJoinedParts {
		return
	}
	size, words := 0, false
	for _, p := range parts {
		size += p.end - p.start
		words = words || p.kind == wordToken
	}
	if !words || size > maxJoinedBytes {
		return
	}
	start := len(t.buf)
	for _, p := range parts {
		t.buf = append(t.buf, t.buf[p.start:p.end]...)
	}
	t.list = append(t.list, token{start, len(t.buf), joinedToken})
}

// grams takes a run of an unspaced script from the head of s, adds its letter pairs (or its one letter), and returns the rest.
func (t *tokens) grams(s string) string {
	prev, count := len(t.buf), 0 // where the letter before began
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		c := classify(r)
		if c != unspaced && c != invisible {
			break
		}
		i += n
		at := len(t.buf)
		t.buf = foldRune(t.buf, r)
		if c == invisible || len(t.buf) == at {
			t.buf = t.buf[:at]
			continue
		}
		if count > 0 {
			t.list = append(t.list, token{prev, len(t.buf), gramToken})
		}
		prev, count = at, count+1
	}
	if count == 1 {
		t.list = append(t.list, token{prev, len(t.buf), gramToken})
	}
	return s[i:]
}

// suffixLen is the length of an English ending after an apostrophe ("'s", "'ll"), which carries no meaning.
func suffixLen(s string) int {
	n := 0
	for n < len(s) && (classify(rune(s[n])) == lower || classify(rune(s[n])) == upper) {
		n++
	}
	if n > 2 || n < len(s) && s[n] >= utf8.RuneSelf {
		return 0
	}
	return n
}

func nextIsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return classify(r) == lower
}

func appendRune(dst []byte, r rune) []byte { return utf8.AppendRune(dst, r) }

// endsPlural reports whether what follows capitals is their plural's s: "PRs", "listURLs".
func endsPlural(s string) bool { return s[0] == 's' && !nextIsLower(s[1:]) }
