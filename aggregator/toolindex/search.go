package toolindex

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

type scratchPool struct{ sync.Pool }

// scratch is the memory of one search.
type scratch struct {
	total    []float32 // per tool: score of the sentence
	concept  []float32 // per tool: best variant of the concept
	covered  []float32 // per tool
	best     []float32 // per tool: over sentences
	touched  []uint32
	ctouched []uint32
	btouched []uint32
	srv      []float32 // per server: best of concept
	srvTotal []float32
	stouched []uint32
	srvMax   float32
	tokens   tokens
}

func (ix *Index) Search(query string, opts *Options) []Hit {
	if opts == nil {
		opts = &Options{}
	}
	n := len(ix.server)
	s, _ := ix.scratch.Get().(*scratch)
	if s == nil {
		f := func(n int) []float32 { return make([]float32, n) }
		s = &scratch{total: f(n), concept: f(n), covered: f(n), best: f(n), srv: f(len(ix.servers)), srvTotal: f(len(ix.servers))}
	}
	defer ix.scratch.Put(s)
	plan := ix.plan(query, &s.tokens)
	if len(plan.sentences) > 0 {
		whole := &plan.sentences[len(plan.sentences)-1]
		ix.scoreServers(s, whole)
	}
	for _, sent := range plan.sentences {
		ix.scoreSentence(s, &sent)
	}
	var hits []Hit
	want, only := ix.servers[opts.Server]
	for _, d := range s.btouched {
		score := s.best[d]
		s.best[d] = 0
		if opts.Server != "" && (!only || ix.server[d] != want) {
			continue
		}
		hits = append(hits, Hit{int(d), float64(score)})
	}
	s.btouched = s.btouched[:0]
	hits = ix.exact(query, opts, hits)
	slices.SortFunc(hits, func(a, b Hit) int {
		if c := cmp.Compare(b.Score, a.Score); c != 0 {
			return c
		}
		return cmp.Compare(a.Tool, b.Tool)
	})
	if opts.Limit > 0 && len(hits) > opts.Limit {
		hits = hits[:opts.Limit]
	}
	return hits
}

func (ix *Index) idf(df int) float32 {
	return float32(math.Log(1 + (float64(len(ix.server))-float64(df)+.5)/(float64(df)+.5)))
}

func (ix *Index) scoreSentence(s *scratch, sent *sentence) {
	var all float32
	for _, c := range sent.concepts {
		// the best of the variants
		var strongest float32
		for _, v := range c.variants {
			p := &ix.byStem
			if v.surface {
				p = &ix.byWord
			}
			tools, weights := p.of(v.term)
			w := v.weight * ix.idf(len(tools))
			if w > strongest {
				strongest = w
			}
			for i, d := range tools {
				x := w * weights[i]
				if s.concept[d] == 0 {
					s.ctouched = append(s.ctouched, d)
				}
				if x > s.concept[d] {
					s.concept[d] = x
				}
			}
		}
		all += strongest
		for _, d := range s.ctouched {
			x := s.concept[d]
			s.concept[d] = 0
			if s.total[d] == 0 {
				s.touched = append(s.touched, d)
			}
			s.total[d] += x
			s.covered[d] += min(strongest, x)
		}
		s.ctouched = s.ctouched[:0]
		if c.surface >= 0 {
			tools, weights := ix.byWord.of(uint32(c.surface))
			w := tune.surface * c.weight * ix.idf(len(tools))
			for i, d := range tools {
				s.total[d] += w * weights[i] // touched already: a word's tools are among its stem's
			}
		}
	}
	for _, d := range s.touched {
		x := s.total[d]
		cov := s.covered[d] / all
		x *= 1 - tune.coverage + tune.coverage*cov
		if sv := ix.server[d]; true {
			x += tune.prior * s.srvTotal[sv]
			x *= 1 + tune.priorMul*s.srvTotal[sv]/s.srvMax
		}
		x *= sent.intent.fit(ix.effect[d])
		x *= sent.weight
		s.total[d], s.covered[d] = 0, 0
		if s.best[d] == 0 {
			s.btouched = append(s.btouched, d)
		}
		if x > s.best[d] {
			s.best[d] = x
		}
	}
	s.touched = s.touched[:0]
}

func (ix *Index) scoreServers(s *scratch, sent *sentence) {
	clear(s.srvTotal)
	s.srvMax = 0
	for _, c := range sent.concepts {
		for _, v := range c.variants {
			p := &ix.byStem
			if v.surface {
				p = &ix.byWord
			}
			tools, weights := p.of(v.term)
			for i, d := range tools {
				x := v.weight * weights[i]
				if sv := ix.server[d]; x > s.srv[sv] {
					if s.srv[sv] == 0 {
						s.stouched = append(s.stouched, sv)
					}
					s.srv[sv] = x
				}
			}
		}
		n, df := float64(len(ix.servers)), float64(len(s.stouched))
		idf := float32(math.Log(1 + (n-df+.5)/(df+.5)))
		if tune.srvIDF == 0 {
			idf = ix.idf(ix.byStem.count(c.variants[0].term))
		}
		for _, sv := range s.stouched {
			s.srvTotal[sv] += idf * s.srv[sv]
			s.srv[sv] = 0
			s.srvMax = max(s.srvMax, s.srvTotal[sv])
		}
		s.stouched = s.stouched[:0]
	}
}
