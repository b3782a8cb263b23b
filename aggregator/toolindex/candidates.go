package toolindex

import (
	"cmp"
	"slices"
)

// maxCandidates is how many tools are looked at closely; what is behind them by BM25F alone does not get to the front.
const maxCandidates = 64

// maxPostings is how many places of words are read for a query, those of its rarest words first. Words that stand
// nearly everywhere would cost most of the time and decide little; they count when candidates are looked at closely.
const maxPostings = 8000

// candidate is a tool that is looked at closely.
type candidate struct {
	place
	score  float32
	*sight // nil until it was
}

// sight is what was seen of a candidate.
type sight struct {
	features features
	matches  []match // what it has of each concept
	part     int     // that it fits best
	same     float32 // BM25F of the words that it has in the very form
	fresh    float32 // of what it has, what no tool before it has
	sibling  bool    // a tool before it is of its server
	together float32 // of score, for how it goes with those before it
	named    bool    // its name is said, exactly or nearly
	bonus    float32 // of score, for what its name is
	note     string  // what counts before the score
}

// sums are what one tool has collected.
type sums struct {
	concept float32 // the best variant of the concept at hand
	part    float32 // of the part at hand
	best    float32 // of the best part
	whole   float32
	turn    uint32 // of the concept at hand, to know an old one
}

// gather ranks all tools by BM25F and returns the first of them, and how many there are. A tool's score for a part is the sum over its concepts,
// each of them by its best variant, so that two names of one thing do not count twice; its score is that of the best part.
func (ix *Index) gather(s *scratch, q *query, only int) (list []candidate, matched int) {
	turn := uint32(0)
	done := s.flags[:0]
	done = append(done, make([]bool, len(q.concepts))...)
	parts := q.parts
	if len(parts) > 1 {
		parts = parts[1:]
	}
	for _, part := range parts {
		s.order = append(s.order[:0], part.concepts...)
		order := s.order
		slices.SortStableFunc(order, func(a, b uint16) int { return cmp.Compare(q.concepts[b].strongest, q.concepts[a].strongest) })
		s.budget = maxPostings / len(parts)
		for _, number := range order {
			turn++
			ix.collect(s, &q.concepts[number], turn, !done[number], only)
			done[number] = true
		}
		for _, t := range s.inPart {
			sum := &s.sums[t]
			sum.best = max(sum.best, sum.part)
			sum.part = 0
		}
		s.inPart = s.inPart[:0]
	}
	s.flags = done
	var most float32
	for i := range s.servers {
		most = max(most, s.servers[i].fit)
	}
	s.bestServer = most
	top := s.top[:0]
	for _, t := range s.inWhole {
		at := ix.segmentOf[t]
		sum := &s.sums[t]
		score := max(sum.best, ix.weights.whole*sum.whole)
		*sum = sums{}
		c := candidate{place: place{at, t - ix.segments[at].base}, score: score}
		switch {
		case len(top) < maxCandidates-1:
			top = append(top, c)
		case len(top) == maxCandidates-1:
			top = append(top, c)
			slices.SortFunc(top, func(a, b candidate) int { return ix.order(b, a) })
		case ix.order(c, top[0]) < 0:
			ix.sink(top, c)
		}
	}
	matched = len(s.inWhole)
	s.inWhole = s.inWhole[:0]
	s.top = top
	return top, matched
}

// sink replaces the first of a heap, which is its weakest.
func (ix *Index) sink(heap []candidate, c candidate) {
	i := 0
	for {
		child := 2*i + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && ix.order(heap[child+1], heap[child]) > 0 {
			child++
		}
		if ix.order(heap[child], c) <= 0 {
			break
		}
		heap[i] = heap[child]
		i = child
	}
	heap[i] = c
}

// collect gives each tool what it has of one concept, and each server what the best of its tools has: the fit of whole
// servers tells "issues" of a code host from "issues" of a magazine.
func (ix *Index) collect(s *scratch, c *concept, turn uint32, first bool, only int) {
	s.touched = s.touched[:0]
	for _, v := range c.variants {
		if s.budget -= len(ix.list[v.word].places); s.budget < 0 && len(s.inPart) > 0 { // a word of all tools is better than none
			continue
		}
		factor := v.weight / weightUnit
		if v.kind == surfaceForm {
			factor *= 1 + ix.weights.surface
		}
		serverFactor := v.weight / c.strongest / weightUnit
		for _, p := range ix.list[v.word].places {
			at := ix.segmentOf[p.tool]
			if only >= 0 && int(at) != only {
				continue
			}
			sum := &s.sums[p.tool]
			x := factor * float32(p.weight)
			if sum.turn != turn {
				sum.turn, sum.concept = turn, 0
			}
			if first {
				server := &s.servers[at]
				if server.turn != turn {
					server.turn, server.concept = turn, 0
					s.touched = append(s.touched, at)
				}
				server.concept = max(server.concept, serverFactor*float32(p.weight))
			}
			if x <= sum.concept {
				continue
			}
			if sum.part == 0 {
				s.inPart = append(s.inPart, p.tool)
				if sum.whole == 0 && sum.best == 0 { // whatever was touched is made anew at the end, also if the budget has hidden its words before
					s.inWhole = append(s.inWhole, p.tool)
				}
			}
			more := x - sum.concept
			sum.concept = x
			sum.part += more
			if !first {
				continue
			}
			sum.whole += more
		}
	}
	if !first {
		return
	}
	rare := rarity(len(s.touched), len(ix.byServer))
	for _, at := range s.touched {
		s.servers[at].fit += rare * s.servers[at].concept
	}
}

// serverFit is how well the query fits a whole server.
type serverFit struct {
	fit, concept float32
	turn         uint32
}
