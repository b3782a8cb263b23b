package toolindex

import (
	"cmp"
	"slices"
)

// Explanation is a search with its reasons.
type Explanation struct {
	Result
	Words    []QueryWord // what was read of the query, in its order
	Length   float64     // 0 for a few words, 1 for a text: how much of what a text adds to the weights counts
	Evidence []float64   // what Fits was judged by, for the first hit
	Judged   []Term      // the same with its weights: the hit fits if they are more than 0 together; nil if its name is the query
	Reasons  []Reason    // of each hit
}

// QueryWord is a word of the query.
type QueryWord struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"` // the rarer, the more; 0 if it is only good to have
	Known  bool    `json:"known"`  // some tool has it, or what may stand for it
}

// Reason is why a tool stands where it does.
type Reason struct {
	Score    float64     `json:"score"`              // the sum of Terms, Bonus and Together
	Bonus    float64     `json:"bonus,omitempty"`    // for what its name is: Note says what
	Together float64     `json:"together,omitempty"` // for how it goes with the tools before it, which may be more than one of them has
	Part     string      `json:"part"`               // the sentence of the query that it fits best; the whole query if that is one
	Note     string      `json:"note,omitempty"`     // what counts before the terms
	Terms    []Term      `json:"terms"`              // of the score, in the order of Features
	Words    []WordMatch `json:"words"`              // of the query's words, those that the tool has; what counts most first
}

// Term is what one feature adds to a score: its value times its weight.
type Term struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"`
}

// Points is what the term adds.
func (t *Term) Points() float64 { return t.Value * t.Weight }

// WordMatch is a word of the query that a tool has.
type WordMatch struct {
	Asked  string  `json:"asked"`  // as the query has it
	Has    string  `json:"has"`    // as the tool has it
	Kind   string  `json:"kind"`   // how the one leads to the other
	Fields string  `json:"fields"` // where the tool has it
	Weight float64 `json:"weight"` // what BM25F gives for it
}

// Explain searches as Search does and says why each hit stands where it does.
func (ix *Index) Explain(query string, opts *Options) Explanation {
	if opts == nil {
		opts = &Options{}
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	s := ix.borrow()
	defer ix.scratch.Put(s)
	found := ix.search(s, query, opts.Server)
	e := Explanation{Result: ix.result(found, opts.Limit)}
	if found.query == nil {
		return e
	}
	e.Length = float64(found.query.long)
	for i := range found.query.concepts {
		c := &found.query.concepts[i]
		w := QueryWord{Text: c.text, Known: !c.missing}
		if !c.bonus {
			w.Weight = float64(c.strongest)
		}
		e.Words = append(e.Words, w)
	}
	for i := range e.Hits {
		e.Reasons = append(e.Reasons, ix.reason(found.query, &found.list[i]))
	}
	if len(e.Hits) > 0 {
		e.Evidence = ix.evidence(found.query, &found.list[0])[:]
		if found.list[0].score < exactly {
			e.Judged = ix.judged(e.Evidence, found.query.long)
		}
	}
	return e
}

// judged are the terms of a judgement: those of features, each with the weight for a query of that length, and the others.
func (ix *Index) judged(evidence []float64, long float32) []Term {
	terms := make([]Term, 0, int(featureCount)+evidenceCount)
	w := ix.weights.evidence
	for k, f := range Features() {
		terms = append(terms, Term{f.Name, evidence[k], w[k] + float64(long)*w[int(featureCount)+k]})
	}
	for k, name := range [evidenceCount]string{"always", "aText", "manyTools", "sameWords", "sameWordsText", "littleToFind"} {
		at := int(always) + k
		terms = append(terms, Term{name, evidence[at], w[at]})
	}
	return terms
}

func (ix *Index) reason(q *query, c *candidate) Reason {
	r := Reason{Score: float64(c.score), Bonus: float64(c.bonus), Together: float64(c.together), Part: q.parts[c.part].text, Note: c.note, Terms: make([]Term, featureCount)}
	for k, f := range Features() {
		r.Terms[k] = Term{f.Name, float64(c.features[k]), float64(ix.weights.features[k] + q.long*ix.weights.features[int(featureCount)+k])}
	}
	t := ix.tool(*c)
	for i := range q.concepts {
		best := WordMatch{Asked: q.concepts[i].text}
		for _, v := range q.concepts[i].variants {
			for _, e := range ix.segments[c.segment].entries[t.start:t.end] {
				if e.word != v.word {
					continue
				}
				if x := float64(ix.matched(v.kind, v.weight, e.weight)); x > best.Weight {
					best.Has, best.Kind, best.Fields, best.Weight = ix.list[e.word].text, v.kind.String(), fieldsOf(e.fields), x
				}
			}
		}
		if best.Weight > 0 {
			r.Words = append(r.Words, best)
		}
	}
	slices.SortStableFunc(r.Words, func(a, b WordMatch) int { return cmp.Compare(b.Weight, a.Weight) })
	return r
}

func (k variantKind) String() string {
	switch k {
	case surfaceForm:
		return "same form"
	case otherForm:
		return "other form"
	case sameClass:
		return "same meaning"
	case sameTopic:
		return "topic"
	case corrected:
		return "misspelt"
	}
	return ""
}

// fieldsOf names the fields of an entry.
func fieldsOf(fields uint8) string {
	names := [fieldCount]string{"server", "name", "first sentence", "description", "parameter", "notes"}
	text := ""
	for f, name := range names {
		if fields&(1<<f) == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += name
	}
	return text
}
