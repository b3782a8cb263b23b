package toolschema

import (
	"regexp"
	"regexp/syntax"
)

const (
	maxPattern = 256   // bytes of a pattern, and of a name held against it
	maxProgram = 1_000 // instructions of a compiled pattern
)

// answer is what can be said with certainty.
type answer int

const (
	unsure answer = iota
	yes
	no
)

// matches holds a name against a pattern of patternProperties. Patterns are written in the regular expressions of
// ECMAScript: where Go's may mean something else, the answer is unsure.
func (c *checker) matches(pattern, name string) answer {
	re, ok := c.regexp[pattern]
	if !ok {
		re = compile(pattern)
		c.regexp[pattern] = re
	}
	if re == nil || len(name) > maxPattern || !c.spend(maxProgram*(len(name)+1)/8) {
		return unsure
	}
	if re.MatchString(name) {
		return yes
	}
	return no
}

// compile returns nil for a pattern that is too long, too costly, wrong, or not the same in both languages.
func compile(pattern string) *regexp.Regexp {
	if len(pattern) > maxPattern || !portable(pattern) {
		return nil
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) > maxProgram {
		return nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil
	}
	return re
}

// portable accepts printable ASCII with the escapes that are the same in both languages, and of the groups that begin
// with "(?" only "(?:". Within a class it refuses "[", which Go may take for the beginning of "[:alpha:]".
func portable(pattern string) bool {
	class := false
	for i := 0; i < len(pattern); i++ {
		switch b := pattern[i]; {
		case b < ' ' || b > '~':
			return false
		case b == '\\':
			if i++; i == len(pattern) || !portableEscape(pattern[i]) {
				return false
			}
		case b == '[':
			if class || i+1 < len(pattern) && pattern[i+1] == ']' {
				return false
			}
			class = true
		case b == ']':
			class = false
		case b == '(' && !class && i+2 < len(pattern) && pattern[i+1] == '?' && pattern[i+2] != ':':
			return false
		}
	}
	return true
}

func portableEscape(b byte) bool {
	switch b {
	case 'd', 'D', 'w', 'W', 'n', 'r', 't', 'f', 'v':
		return true
	}
	letter := b|0x20 >= 'a' && b|0x20 <= 'z'
	return !letter && (b < '0' || b > '9')
}
