package toolindex

import "slices"

// name files a tool under its name, and under its server's and its own name together.
func (b *builder) name(i uint32, t *Tool) {
	for _, key := range []string{b.tokens.joined(t.Name), b.tokens.joined(t.Server + " " + t.Name)} {
		if key != "" && !slices.Contains(b.ix.names[key], i) {
			b.ix.names[key] = append(b.ix.names[key], i)
		}
	}
}

// raiseNamed puts the tools whose name is the query before all others, in the order that they have among themselves.
func (ix *Index) raiseNamed(s *scratch, query string) {
	named := ix.names[s.tokens.joined(query[:min(len(query), maxQueryBytes)])]
	if named == nil {
		return
	}
	var best float32
	for _, tool := range s.found.list {
		best = max(best, s.found.score[tool])
	}
	for _, tool := range named {
		s.found.add(tool, best+1)
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
