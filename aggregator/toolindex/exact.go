package toolindex

import (
	"slices"
	"strings"
)

// named puts the tools whose name is the query, or what it misspells, before all others, in the order that they have among themselves.
func (ix *Index) named(s *scratch, query string, only int, list []candidate) []candidate {
	key := s.tokens.joined(query[:min(len(query), maxQueryBytes)])
	if key == "" {
		return list
	}
	places, note := ix.names[key], "its name is the query"
	if places == nil && !strings.ContainsAny(strings.TrimSpace(query), " \t\n") { // of several words each is corrected by itself
		places, note = ix.nearlyNamed(key), "its name is nearly the query"
	}
	for _, p := range places {
		if only >= 0 && int(p.segment) != only {
			continue
		}
		at := slices.IndexFunc(list, func(c candidate) bool { return c.place == p })
		if at < 0 {
			at = len(list)
			list = append(list, candidate{place: p, features: new(features)})
		}
		list[at].score += exactly
		list[at].note = note
	}
	return list
}

// nearlyNamed finds the tools whose name has the fewest mistakes beside key, if those are few.
func (ix *Index) nearlyNamed(key string) (places []place) {
	allowed := allowance(key)
	if len(key) > maxWordBytes || allowed == 0 {
		return nil
	}
	for name, of := range ix.names {
		if len(name) > maxWordBytes || len(name) > len(key)+allowed || len(key) > len(name)+allowed {
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

// exactly is more than any sum of features.
const exactly = 1000

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
