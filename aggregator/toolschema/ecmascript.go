package toolschema

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// isECMAScript reports whether a text is a regular expression of ECMAScript with its flag u, which is how validators of JSON Schema in JavaScript compile
// each pattern. Names of Unicode properties are not looked up. What only the newest engines read, such as "(?i:", counts as wrong.
func isECMAScript(pattern string) bool {
	p := &patternReader{rest: []rune(pattern)}
	return p.disjunction() && p.named()
}

// patternReader reads one pattern from its start to its end.
type patternReader struct {
	rest   []rune
	groups int      // that capture
	back   int      // the highest number that is referred to
	names  []string // of groups
	uses   []string // of those names
}

// term is what a quantifier would belong to.
type term int

const (
	nothing term = iota // or what must not be quantified
	atom
)

// disjunction reads everything: alternatives, groups and what is in them. Groups are kept on a list, as a pattern may nest them as deep as it is long.
func (p *patternReader) disjunction() bool {
	var open []term // what each open group will be
	last := nothing
	for len(p.rest) > 0 {
		c := p.next()
		ok := true
		switch c {
		case '|', '^', '$':
			last = nothing
		case '(':
			var group term
			group, ok = p.group()
			open, last = append(open, group), nothing
		case ')':
			if len(open) == 0 {
				return false
			}
			last = open[len(open)-1]
			open = open[:len(open)-1]
		case '*', '+', '?', '{':
			ok = last == atom && (c != '{' || p.bounds())
			p.take("?")
			last = nothing
		case '[':
			ok, last = p.class(), atom
		case '\\':
			last = atom
			if p.take("b") || p.take("B") {
				last = nothing
				break
			}
			ok = p.reference() || p.escape("^$\\.*+?()[]{}|/") != broken
		case ']', '}':
			return false
		default:
			last = atom
		}
		if !ok {
			return false
		}
	}
	return len(open) == 0
}

// named reports whether each reference has its group, and each name belongs to one.
func (p *patternReader) named() bool {
	slices.Sort(p.names)
	for _, name := range p.uses {
		if _, known := slices.BinarySearch(p.names, name); !known {
			return false
		}
	}
	return p.back <= p.groups && len(slices.Compact(p.names)) == len(p.names)
}

func (p *patternReader) next() rune {
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c
}

// take reads a text if it is next.
func (p *patternReader) take(text string) bool {
	runes := []rune(text)
	if len(p.rest) < len(runes) || !slices.Equal(p.rest[:len(runes)], runes) {
		return false
	}
	p.rest = p.rest[len(runes):]
	return true
}

// while reads all that is next of some kind.
func (p *patternReader) while(is func(rune) bool) string {
	n := 0
	for n < len(p.rest) && is(p.rest[n]) {
		n++
	}
	text := string(p.rest[:n])
	p.rest = p.rest[n:]
	return text
}

// group reads what follows an opening parenthesis and says what the group is, once it is closed.
func (p *patternReader) group() (term, bool) {
	switch {
	case p.take("?:"):
		return atom, true
	case p.take("?="), p.take("?!"), p.take("?<="), p.take("?<!"):
		return nothing, true
	case p.take("?<"):
		name, ok := p.name()
		p.names = append(p.names, name)
		p.groups++
		return atom, ok
	case p.take("?"):
		return nothing, false
	}
	p.groups++
	return atom, true
}

// name reads the name of a group and the bracket behind it.
func (p *patternReader) name() (string, bool) {
	name := p.while(func(r rune) bool { return r == '$' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	return name, name != "" && !unicode.IsDigit([]rune(name)[0]) && p.take(">")
}

// bounds reads the rest of {n}, {n,} or {n,m}.
func (p *patternReader) bounds() bool {
	low := p.while(isDigit)
	if low == "" {
		return false
	}
	if p.take(",") {
		if high := p.while(isDigit); high != "" && less(high, low) {
			return false
		}
	}
	return p.take("}")
}

// less compares whole numbers of any length.
func less(a, b string) bool {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return len(a) < len(b) || len(a) == len(b) && a < b
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isHex(r rune) bool { return isDigit(r) || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F' }

// reference reads what names a group behind a backslash: \1 or \k<name>.
func (p *patternReader) reference() bool {
	if p.take("k<") {
		name, ok := p.name()
		p.uses = append(p.uses, name)
		return ok
	}
	if len(p.rest) == 0 || p.rest[0] < '1' || p.rest[0] > '9' {
		return false
	}
	n, err := strconv.Atoi(p.while(isDigit))
	p.back = max(p.back, n)
	return err == nil
}

// What an escape stands for, if it is no character.
const (
	broken rune = -1 - iota
	many        // a set of characters
)

// escape reads what follows a backslash, where the characters in literal may be escaped to stand for themselves.
func (p *patternReader) escape(literal string) rune {
	if len(p.rest) == 0 {
		return broken
	}
	switch c := p.next(); c {
	case 'd', 'D', 's', 'S', 'w', 'W':
		return many
	case 'p', 'P':
		if p.take("{") && p.property() && p.take("}") {
			return many
		}
		return broken
	case 't', 'n', 'v', 'f', 'r':
		return '\t' + rune(strings.IndexRune("tnvfr", c)) // in the order of their codes
	case '0':
		if len(p.rest) > 0 && isDigit(p.rest[0]) {
			return broken
		}
		return 0
	case 'c':
		if len(p.rest) == 0 || p.rest[0]|0x20 < 'a' || p.rest[0]|0x20 > 'z' {
			return broken
		}
		return p.next() % 32
	case 'x':
		return p.hex(2)
	case 'u':
		if !p.take("{") {
			return p.unit()
		}
		n, err := strconv.ParseInt(p.while(isHex), 16, 64)
		if err != nil || n > unicode.MaxRune || !p.take("}") {
			return broken
		}
		return rune(n)
	default:
		if strings.ContainsRune(literal, c) {
			return c
		}
		return broken
	}
}

// property reads the name of a Unicode property, or name=value.
func (p *patternReader) property() bool {
	name := p.while(func(r rune) bool { return isDigit(r) || r == '_' || r == '=' || 'a' <= r|0x20 && r|0x20 <= 'z' })
	return name != "" && !isDigit(rune(name[0]))
}

// unit reads the digits of a code unit. Two that make one character are that character.
func (p *patternReader) unit() rune {
	unit := p.hex(4)
	behind := p.rest
	if utf16.IsSurrogate(unit) && p.take(`\u`) {
		if c := utf16.DecodeRune(unit, p.hex(4)); c != unicode.ReplacementChar {
			return c
		}
		p.rest = behind
	}
	return unit
}

func (p *patternReader) hex(digits int) rune {
	if len(p.rest) < digits || slices.ContainsFunc(p.rest[:digits], func(r rune) bool { return !isHex(r) }) {
		return broken
	}
	n, _ := strconv.ParseInt(string(p.rest[:digits]), 16, 32)
	p.rest = p.rest[digits:]
	return rune(n)
}

// class reads the rest of a class, its closing bracket included.
func (p *patternReader) class() bool {
	p.take("^")
	for len(p.rest) > 0 {
		if p.take("]") {
			return true
		}
		low := p.classAtom()
		if low == broken {
			return false
		}
		if len(p.rest) > 1 && p.rest[0] == '-' && p.rest[1] != ']' {
			p.next()
			if high := p.classAtom(); high == broken || low == many || high == many || high < low {
				return false
			}
		}
	}
	return false
}

func (p *patternReader) classAtom() rune {
	if c := p.next(); c != '\\' {
		return c
	}
	if p.take("b") {
		return '\b'
	}
	return p.escape("^$\\.*+?()[]{}|/-")
}
