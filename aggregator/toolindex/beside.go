package toolindex

// How far the order looks at what stands before a tool: it puts the first besideLast in their places, from among the besideAmong best by score.
const (
	besideLast  = 10
	besideAmong = 40
)

// beside puts the best of a sorted list in such an order that each tool goes well with those before it: what one task needs is mostly found in one server,
// and each of its tools does another part of it. To the score of a tool is added so much if its server has a tool before it, and so much by what it has
// of the query that none before it has.
func (ix *Index) beside(q *query, list []candidate) {
	w := ix.weights
	if w.sibling == 0 && w.fresh == 0 || w.firstStage {
		return
	}
	near := list[:min(len(list), besideAmong)]
	covered := make([]bool, len(q.concepts))
	for i := range near {
		c := &near[i]
		c.fresh = 0
		for k := range c.matches {
			c.fresh += c.matches[k].any()
		}
	}
	all := q.parts[0].possible + 1
	gain := func(c *candidate) (more float32) {
		if c.sibling {
			more = w.sibling
		}
		return more + w.fresh*c.fresh/all
	}
	for at := range min(len(near), besideLast) {
		if at > 0 {
			best := at
			for i := at + 1; i < len(near); i++ {
				if near[i].score+gain(&near[i]) > near[best].score+gain(&near[best]) {
					best = i
				}
			}
			c := near[best]
			c.together = gain(&c)
			copy(near[at+1:best+1], near[at:best])
			near[at] = c
		}
		taken := &near[at]
		for i := at + 1; i < len(near); i++ {
			near[i].sibling = near[i].sibling || near[i].segment == taken.segment
		}
		for k := range taken.matches {
			if covered[k] || taken.matches[k].any() == 0 {
				continue
			}
			covered[k] = true
			for i := at + 1; i < len(near); i++ {
				if near[i].matches != nil {
					near[i].fresh -= near[i].matches[k].any()
				}
			}
		}
	}
	for i := range near {
		near[i].score += near[i].together
	}
}

// any is what a tool has of a concept, be it the word or what it is about.
func (m *match) any() float32 { return max(m.x, m.topic) }
