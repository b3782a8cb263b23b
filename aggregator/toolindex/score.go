package toolindex

// scoreSentence gives each tool what it has for the best sentence so far. A tool's score for a sentence is the sum over
// its concepts, each of them by its best word, so that two names of one thing do not count twice.
func (ix *Index) scoreSentence(s *scratch, sent *sentence) {
	var possible float32
	for _, c := range sent.concepts {
		var strongest float32
		for _, v := range c.variants {
			list := ix.byStem.of(v.stem)
			w := v.weight * rarity(len(list), len(ix.server))
			strongest = max(strongest, w)
			for _, p := range list {
				s.concept.raise(p.tool, w*p.weight)
			}
		}
		possible += strongest
		for _, tool := range s.concept.list {
			x := s.concept.score[tool]
			s.total.add(tool, x)
			s.covered.add(tool, min(strongest, x))
		}
		s.concept.reset()
		if c.surface != unknown {
			list := ix.byWord.of(c.surface)
			w := ix.model.surface * c.weight * rarity(len(list), len(ix.server))
			for _, p := range list {
				s.total.add(p.tool, w*p.weight)
			}
		}
	}
	for _, tool := range s.total.list {
		x := s.total.score[tool]
		x *= 1 - ix.model.coverage*(1-s.covered.score[tool]/possible)
		x += ix.model.prior * s.servers.score[ix.server[tool]]
		s.found.raise(tool, sent.weight*x)
	}
	s.total.reset()
	s.covered.reset()
}

// scoreServers fits the query to whole servers: a concept counts for a server by its best tool. It tells "issues" of a
// code host from "issues" of a magazine.
func (ix *Index) scoreServers(s *scratch, q *sentence) {
	s.servers.reset()
	for _, c := range q.concepts {
		for _, v := range c.variants {
			for _, p := range ix.byStem.of(v.stem) {
				s.server.raise(ix.server[p.tool], v.weight*p.weight)
			}
		}
		rare := rarity(len(s.server.list), len(ix.servers))
		for _, server := range s.server.list {
			s.servers.add(server, rare*s.server.score[server])
		}
		s.server.reset()
	}
}
