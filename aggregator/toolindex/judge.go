package toolindex

// spare puts the best tool that destroys nothing first if the query asks to see something and would get one that destroys:
// a model that takes the first hit for an answer should do no harm.
func (ix *Index) spare(q *query, list []candidate) {
	if len(list) == 0 || ix.weights.looksHarmed || q.asked&changes != 0 || q.asked&looks == 0 || !ix.tool(list[0]).destroys() || list[0].score >= exactly {
		return
	}
	for i := range list {
		if !ix.tool(list[i]).destroys() {
			first := list[i]
			copy(list[1:i+1], list[:i])
			list[0] = first
			return
		}
	}
}

func (ix *Index) tool(c candidate) *tool { return &ix.segments[c.segment].tools[c.tool] }

// fits judges whether the best candidate does what was asked for. The weights are a logistic regression: queries against
// their own set's tools, and against those of another set (go test -run TestJudgement -fit); the first of them puts the
// bound where one fitting query in twenty is doubted, the mean of the sets.
func (c *candidate) fits() bool {
	weights := evidence{-3.95, 5.28, 2.63, 2.17, .93, -1.20}
	var sum float64
	for i, x := range c.evidence() {
		sum += weights[i] * x
	}
	return sum > 0 || c.score >= exactly
}

// evidence is what of a candidate says how much of the query it knows.
type evidence [6]float64

func (c *candidate) evidence() evidence {
	f := c.features
	return evidence{
		1, float64(max(f[wholeCoverage], f[partCoverage])), float64(f[partLead]), float64(f[nameMatched]), float64(f[serverMatched]), float64(f[wholeTopic]),
	}
}
