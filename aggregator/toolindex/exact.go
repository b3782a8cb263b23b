package toolindex

import (
	"slices"
	"strings"
)

// named puts the tools whose name is the query before all others, the more exactly the further; then those whose name it misspells.
func (ix *Index) named(s *scratch, q *query, text string, only int, list []candidate) []candidate {
	text = strings.TrimSpace(head(text, maxQueryBytes))
	key := s.tokens.joined(text)
	places := ix.names[key]
	if sign := s.tokens.wordless(text); sign != "" {
		if p := ix.names[key+sign]; p != nil {
			key, places = key+sign, p
		}
	}
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
				list = append(list, candidate{place: p, sight: new(sight)})
			}
			if list[at].score < nearly || list[at].note != note { // once for each of its two names
				list[at].praise(by(p), note)
				list[at].named = true
			}
		}
	}
	for i := range list {
		if seg := ix.segments[list[i].segment]; seg.key == key {
			found = true
			list[i].praise(nearly, "its server's name is the query")
		}
	}
	lift(places, func(p place) float32 { return ix.exactness(p, text) }, "its name is the query")
	if !found {
		for _, key := range namesIn(text) {
			places := slices.DeleteFunc(slices.Clone(ix.names[s.tokens.joined(key)]), func(p place) bool { return q.refuses(&ix.segments[p.segment].tools[p.tool]) })
			lift(places, func(place) float32 { return exactly }, "its name is in the query")
		}
	}
	if allowed := q.allowance(text, key); !found && allowed > 0 {
		near, note := ix.begunNames(text, key), "its name begins with the query"
		if near == nil {
			near, note = ix.nearlyNamed(key, allowed), "its name is nearly the query"
		}
		lift(near, func(place) float32 { return nearly }, note)
	}
	return list
}

// maxNamesIn is of how many names in a text tools are looked for.
const maxNamesIn = 16

// namesIn returns the words of a text that are written as names of tools are, and words are not: "server:tool", "read_file", "mcp__server__tool".
func namesIn(text string) (names []string) {
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, "\"'`()[]{}<>.,;:!?_")
		if strings.ContainsAny(word, ":_") && len(names) < maxNamesIn {
			names = append(names, strings.TrimPrefix(word, "mcp__"))
		}
	}
	return names
}

func (c *candidate) praise(bonus float32, note string) {
	c.score += bonus
	c.bonus += bonus
	c.note = note
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

// allowance is how many mistakes a text may have to be taken for a tool's name: as many as a word of its length, if it is in one piece and a word of it
// is unknown; as many as the words that cannot be corrected by themselves, if it is a few words.
func (q *query) allowance(text, key string) int {
	pieces := len(strings.Fields(text))
	switch {
	case !q.unknown || len(key) > maxWordBytes || pieces > maxNamePieces:
		return 0
	case pieces == 1:
		return allowance(key)
	}
	most := 0
	for i := range q.concepts {
		if c := &q.concepts[i]; c.missing {
			most = max(most, allowance(c.text))
		}
	}
	return most
}

// maxNamePieces is of how many words a text is at most that is read as a name with mistakes.
const maxNamePieces = 5

// nearlyNamed finds the tools whose name has the fewest mistakes beside key, if those are few. A mistake in the first letter is none of
// spelling: unlock and lock, set and get.
func (ix *Index) nearlyNamed(key string, allowed int) (places []place) {
	for n := len(key) - allowed; n <= min(len(key)+allowed, maxWordBytes); n++ {
		for _, name := range ix.sized[n] {
			if name[0] != key[0] {
				continue
			}
			switch d := mistakes(key, name, allowed); {
			case d > allowed:
			case d < allowed || places == nil:
				places, allowed = append(places[:0], ix.names[name]...), d
			default:
				places = append(places, ix.names[name]...)
			}
		}
	}
	return places
}

// maxBegun is of how many tools a text may begin the name: what begins more is a verb or a server.
const maxBegun = 5

// begunNames finds the tools whose name a text in one piece begins, if they are few.
func (ix *Index) begunNames(text, key string) (places []place) {
	if strings.ContainsAny(text, " \t\n") {
		return nil
	}
	for n := len(key) + 1; n <= maxWordBytes; n++ {
		for _, name := range ix.sized[n] {
			if strings.HasPrefix(name, key) {
				if places = append(places, ix.names[name]...); len(places) > maxBegun {
					return nil
				}
			}
		}
	}
	return places
}

// addName and removeName keep by what keys a tool is looked up.
func (ix *Index) addName(key string, p place) {
	if n := len(key); ix.names[key] == nil && 0 < n && n <= maxWordBytes {
		ix.sized[n] = append(ix.sized[n], key)
	}
	ix.names[key] = append(ix.names[key], p)
}

func (ix *Index) removeName(key string, segment uint32) {
	rest := slices.DeleteFunc(ix.names[key], func(p place) bool { return p.segment == segment })
	if ix.names[key] = rest; len(rest) > 0 {
		return
	}
	delete(ix.names, key)
	if n := len(key); n <= maxWordBytes {
		if i := slices.Index(ix.sized[n], key); i >= 0 {
			ix.sized[n] = append(ix.sized[n][:i], ix.sized[n][i+1:]...)
		}
	}
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

// wordless returns the last piece of a text if there is no word in it, "" if there is: some tools are called "+".
func (t *tokens) wordless(text string) string {
	piece := text[strings.LastIndexAny(text, " \t\n:")+1:]
	if t.split(piece); len(t.list) > 0 {
		return ""
	}
	return piece
}

// nameKey is what a tool is looked up by, behind the key of its server or alone.
func (t *tokens) nameKey(name string) string {
	if key := t.joined(name); key != "" {
		return key
	}
	return t.wordless(strings.TrimSpace(name))
}
