package toolindex

import "slices"

// named puts the tools whose name is the query before all others, in the order that they have among themselves.
func (ix *Index) named(s *scratch, query string, only int, list []candidate) []candidate {
	key := s.tokens.joined(query[:min(len(query), maxQueryBytes)])
	if key == "" {
		return list
	}
	for _, p := range ix.names[key] {
		if only >= 0 && int(p.segment) != only {
			continue
		}
		at := slices.IndexFunc(list, func(c candidate) bool { return c.place == p })
		if at < 0 {
			at = len(list)
			list = append(list, candidate{place: p, features: new(features)})
		}
		list[at].score += exactly
		list[at].note = "its name is the query"
	}
	return list
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
