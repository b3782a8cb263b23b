package toolindex

import (
	"slices"
	"strings"
)

// named puts the tools whose name is the query before all others, the more exactly the further; then those whose name it misspells.
func (ix *Index) named(s *scratch, q *query, text string, only int, list []candidate) []candidate {
	text = strings.TrimSpace(text[:min(len(text), maxQueryBytes)])
	key := s.tokens.joined(text)
	if key == "" {
		return list
	}
	found := false
	lift := func(places []place, by func(place) float32, note string) {
		for _, p := range places {
			if only >= 0 && int(p.segment) != only {
				continue
			}
			found = true
			at := slices.IndexFunc(list, func(c candidate) bool { return c.place == p })
			if at < 0 {
				at = len(list)
				list = append(list, candidate{place: p, features: new(features)})
			}
			if list[at].score < nearly || list[at].note != note { // once for each of its two names
				list[at].score += by(p)
				list[at].note = note
			}
		}
	}
	for i := range list {
		if seg := ix.segments[list[i].segment]; seg.key == key {
			found = true
			list[i].score += nearly
			list[i].note = "its server's name is the query"
		}
	}
	lift(ix.names[key], func(p place) float32 { return ix.exactness(p, text) }, "its name is the query")
	if !found && !strings.ContainsAny(text, " \t\n") && q.unknown { // of several words each is corrected by itself
		lift(ix.nearlyNamed(key), func(place) float32 { return nearly }, "its name is nearly the query")
	}
	return list
}

// What names count: each more than any sum of features, and than the one before it.
const (
	nearly  = 100  // a mistake or two, or its server's name
	exactly = 1000 // but for case and what separates the words
)

// exactness is what a tool's name counts that is the query but for case and separators.
func (ix *Index) exactness(p place, text string) float32 {
	seg := ix.segments[p.segment]
	switch name := seg.tools[p.tool].name; text {
	case seg.server + ":" + name:
		return 3 * exactly
	case name:
		return 2 * exactly
	}
	return exactly
}

// nearlyNamed finds the tools whose name has the fewest mistakes beside key, if those are few. A mistake in the first letter is none of
// spelling: unlock and lock, set and get.
func (ix *Index) nearlyNamed(key string) (places []place) {
	allowed := allowance(key)
	if len(key) > maxWordBytes || allowed == 0 {
		return nil
	}
	for name, of := range ix.names {
		if name == "" || name[0] != key[0] || len(name) > maxWordBytes || len(name) > len(key)+allowed || len(key) > len(name)+allowed {
			continue
		}
		switch d := mistakes(key, name, allowed); {
		case d > allowed:
		case d < allowed || places == nil:
			places, allowed = slices.Clone(of), d
		default:
			places = append(places, of...)
		}
	}
	return places
}

// joined returns the words of a text written together.
func (t *tokens) joined(text string) string {
	t.split(text)
	var all []byte
	for _, k := range t.list {
		if k.kind != joinedToken {
			all = append(all, t.text(k)...)
		}
	}
	return string(all)
}
