package toolindex

import "math"

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

// evidence is what the first candidate and the query say about whether it does what was asked for: its features, and what
// follows them.
type evidence [2*featureCount + evidenceCount]float64

const (
	always        = 2*featureCount + iota // 1
	aText                                 // 0 for a few words, 1 for a text
	manyTools                             // the more tools there are, the more of a query one of them has by chance
	sameWords                             // BM25F of the words that it has in the very form
	sameWordsText                         // the same times aText
)

const evidenceCount = 5

// Bounds of the size of a catalogue, as far as it is known what it means.
const (
	fewTools  = 100
	mostTools = 3000
)

func (ix *Index) evidence(q *query, c *candidate) *evidence {
	var e evidence
	for k, x := range c.features {
		e[k] = float64(x)
	}
	e[always] = 1
	e[aText] = float64(q.long)
	e[manyTools] = math.Log(float64(min(max(ix.tools, fewTools), mostTools))) / 8
	e[sameWords] = float64(c.same) / 20
	e[sameWordsText] = e[sameWords] * e[aText]
	return &e
}

// fits judges whether the best candidate does what was asked for. The weights are a logistic regression over queries asked
// of their own set's tools and of all others'; the bound lies where one fitting query in twenty is doubted, the mean of the sets.
func (ix *Index) fits(q *query, c *candidate) bool {
	if c.score >= exactly {
		return true
	}
	var sum float64
	for k, x := range ix.evidence(q, c) {
		sum += ix.weights.evidence[k] * x
	}
	return sum > 0
}
