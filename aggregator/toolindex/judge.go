package toolindex

import "math"

// judge reports whether the first candidate does what was asked for. Where the query asks to see something, or to make it, and would get a tool
// that destroys, or says what shall not be done and would get a tool that does nothing else, the best harmless tool that fits, and is not far
// behind, is put first: a model that takes the first hit for an answer should do no harm. If there is none, then nothing fits, and the nearest is a
// harmless tool: of the same server, whatever it is called, else of any. Where no tool is harmless there is nothing to see with, and none is left.
// Where something is to be seen and the first merely changes it ("what pods are running" and a tool that runs one), a tool of its server that reads
// is put first if it is about as good.
func (ix *Index) judge(q *query, list []candidate) (judged []candidate, fits bool) {
	if len(list) == 0 {
		return nil, false
	}
	first := &list[0]
	if ix.unwanted(q, first) {
		return ix.spare(q, list)
	}
	if q.sure&looks != 0 && q.wished == 0 && ix.showFirst(q, list, "what is before it by its score changes something, and something is to be seen") {
		return list, true
	}
	return list, ix.fits(q, first) && !ix.idle(q, first) && !ix.strange(q, first)
}

// showFirst puts a tool that reads in place of the first, if that merely changes something and the other is of its server and about as good.
func (ix *Index) showFirst(q *query, list []candidate, note string) bool {
	first := &list[0]
	if ix.weights.looksHarmed || first.named || !ix.tool(*first).onlyChanges() {
		return false
	}
	for i := range list {
		if c := &list[i]; c.segment == first.segment && c.score > aboutAsGood*first.score && ix.tool(*c).onlyReads() && ix.fits(q, c) {
			lead(list, i, note)
			return true
		}
	}
	return false
}

// idle reports whether a candidate takes nothing away, as far as is known, where something is to be destroyed and nothing else.
func (ix *Index) idle(q *query, c *candidate) bool {
	t := ix.tool(*c)
	return q.sure == deletes && !c.named && (t.onlyReads() || t.effect != Destroys && t.actions&(deletes|stops|updates|moves|runs) == 0)
}

// strange reports whether something is to be destroyed that a candidate has nothing of: the verb alone says too little for that.
func (ix *Index) strange(q *query, c *candidate) bool {
	if q.wished&deletes == 0 || c.named || c.matches == nil {
		return false
	}
	strange := false
	for i := range q.concepts {
		k := &q.concepts[i]
		verb := k.does != 0 || ix.lexicon.actions[string(stem([]byte(k.text)))] != 0
		if verb || k.bonus || len(k.text) < 2 || ix.lexicon.roles[k.text] != 0 || ix.lexicon.noise[k.text] || ix.lexicon.vague[k.text] || k.text[0] <= '9' {
			continue
		}
		if c.matches[i].any() > 0 {
			return false
		}
		strange = true
	}
	return strange
}

// aboutAsGood is the share of the first tool's score from which on another is about as good.
const aboutAsGood = .8

// spare puts a harmless tool in place of the first, which is unwanted.
func (ix *Index) spare(q *query, list []candidate) (judged []candidate, fits bool) {
	const note = "what is before it by its score does what is not asked for"
	reader, sibling, stranger := -1, -1, -1
	for i := range list {
		switch c := &list[i]; {
		case ix.unwanted(q, c):
		case c.score > list[0].score/2 && ix.fits(q, c):
			if q.wished == 0 || !ix.tool(*c).onlyReads() {
				lead(list, i, note)
				if q.wished == 0 {
					ix.showFirst(q, list, note)
				}
				return list, true
			}
			if reader < 0 {
				reader = i
			}
		case sibling < 0 && c.segment == list[0].segment:
			sibling = i
		case stranger < 0:
			stranger = i
		}
	}
	if reader >= 0 { // of what was to be changed
		lead(list, reader, note)
		return list, true
	}
	if sibling < 0 {
		if c, ok := ix.harmless(list[0].segment); ok {
			sibling, list = len(list), append(list, c)
		} else if sibling = stranger; sibling < 0 {
			return nil, false
		}
	}
	lead(list, sibling, note)
	return list, false
}

// harmless is the first tool of a segment that only looks, else the first that does not destroy.
func (ix *Index) harmless(segment uint32) (c candidate, ok bool) {
	for t := range ix.segments[segment].tools {
		tool := &ix.segments[segment].tools[t]
		if looks := tool.onlyReads(); !tool.destroys() && (looks || !ok) {
			c, ok = candidate{place: place{segment, uint32(t)}, sight: new(sight)}, true
			if looks {
				break
			}
		}
	}
	return c, ok
}

// unwanted reports whether a candidate must not lead: it destroys unasked, or does what shall not be done and nothing else.
func (ix *Index) unwanted(q *query, c *candidate) bool {
	return ix.unasked(q, c) || q.refuses(ix.tool(*c)) && !c.named && !ix.weights.looksHarmed
}

// refuses reports whether a tool does what shall not be done and nothing else.
func (q *query) refuses(t *tool) bool {
	return q.refused != 0 && t.actions != 0 && t.actions&^q.refused == 0
}

// unasked reports whether a candidate destroys where nothing is known to be changed, or its verb does where nothing is to be deleted, ended or run, and was not
// asked for by its name. Who says no verb that is known ("disk usage") wants to see, and to end nothing
// ("docker ps"), unless all words of the tool's name are said ("drain node 3").
func (ix *Index) unasked(q *query, c *candidate) bool {
	t := ix.tool(*c)
	switch {
	case ix.weights.looksHarmed, c.named:
		return false
	case q.sure == 0:
		return (t.destroys() || t.actions&stops != 0 && t.onlyChanges()) && c.features[nameMissing] > 0
	case q.wished == 0: // or "open", which may be to run something
		return t.destroys() && t.actions&q.sure&changes == 0
	case q.wished&(deletes|stops|runs) == 0:
		return t.actions&deletes != 0 && t.actions&(looks|q.wished) == 0
	}
	return false
}

// lead moves the candidate at i to the front, for a reason.
func lead(list []candidate, i int, note string) {
	c := list[i]
	c.score, c.together, c.note = c.score-c.together, 0, note
	copy(list[1:i+1], list[:i])
	list[0] = c
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
	littleToFind                          // the fewer tools there are, the less is a bad fit of the best one
)

const evidenceCount = 6

// Bounds of the size of a catalogue, as far as it is known what it means.
const (
	leastTools = 5
	fewTools   = 300
	mostTools  = 3000
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
	e[littleToFind] = math.Log(fewTools/float64(min(max(ix.tools, leastTools), fewTools))) / 4
	return &e
}

// fits judges whether the best candidate does what was asked for. The weights are a logistic regression over queries asked
// of their own set's tools and of all others'; the bound lies where one fitting query in twenty is doubted, the mean of the sets.
func (ix *Index) fits(q *query, c *candidate) bool {
	switch {
	case c.score >= nearly:
		return true
	case q.empty:
		return false
	}
	var sum float64
	for k, x := range ix.evidence(q, c) {
		sum += ix.weights.evidence[k] * x
	}
	return sum > 0
}
