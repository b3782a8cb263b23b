package config

import "slices"

// Filter says which tools of a server are offered. The patterns know * (any text, also none) and ? (any one character); they match the
// whole name, case counts. The zero value offers all.
type Filter struct {
	Allow []string // empty means all
	Deny  []string // wins over Allow
}

// Allows reports whether the tool of that name is offered.
func (f Filter) Allows(tool string) bool {
	return !matchAny(f.Deny, tool) && (len(f.Allow) == 0 || matchAny(f.Allow, tool))
}

// Relays reports whether hosts are given what the server has of a kind: tools, prompts or resources.
func (s *Server) Relays(kind string) bool {
	return len(s.Relay) == 0 || slices.Contains(s.Relay, kind)
}

// Exposures are the words that Config.Expose may be.
func Exposures() []string { return []string{"meta", "all", "both"} }

// Exposes reports whether Expose holds the tool of that name.
func (s *Server) Exposes(tool string) bool { return matchAny(s.Expose, tool) }

// exposed is a list of patterns, of which an empty one says something: none.
func exposed() kind[entry] {
	k := list(func(e *entry) *[]string { return &e.Expose }, isGlob)
	read := k.read
	k.read = func(d *decoder, n node, e *entry) {
		e.Expose = []string{}
		read(d, n, e)
	}
	return k
}

func matchAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if match([]rune(p), []rune(name)) {
			return true
		}
	}
	return false
}

// match needs time in proportion to len(pattern) * len(name) at most: a later * makes all earlier ones final.
func match(pattern, name []rune) bool {
	p, n := 0, 0
	star, resume := -1, 0 // the last * and the name's position to try it again from
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0:
			resume++
			p, n = star+1, resume
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
