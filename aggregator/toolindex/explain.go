package toolindex

import (
	"cmp"
	"slices"
)

// Explanation is a search with its reasons.
type Explanation struct {
	Result
	Reading  Reading   // how the query was read
	Length   float64   // 0 for a few words, 1 for a text: how much of what a text adds to the weights counts
	Evidence []float64 // what Fits was judged by, for the first hit
	Judged   []Term    // the same with its weights: the hit fits if they are more than 0 together; nil if its name is the query
	Why      string    // what Fits was judged by beside that, if anything
	Reasons  []Reason  // of each hit
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

// Term is what one feature adds to a score or a judgement: its value times its weight.
type Term struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"`
	Typical float64 `json:"typical,omitempty"` // of a judgement: what it adds for a tool that fits, in the mean
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
	e.Reading = ix.reading(found.query)
	for i := range e.Hits {
		e.Reasons = append(e.Reasons, ix.reason(found.query, &found.list[i]))
	}
	if len(e.Hits) > 0 {
		first := &found.list[0]
		e.Evidence = ix.evidence(found.query, first)[:]
		if first.score < exactly {
			e.Judged = ix.judged(e.Evidence, found.query.long)
		}
		e.Why = ix.why(found.query, first, found.fits)
	}
	return e
}

// why says what a judgement was by that the evidence does not say.
func (ix *Index) why(q *query, first *candidate, fits bool) string {
	switch {
	case first.score >= nearly:
		return first.note
	case q.empty:
		return "nothing is said but words of grammar, single letters and digits"
	case fits || !ix.fits(q, first):
		return ""
	case first.note != "":
		return first.note
	case ix.strange(q, first):
		return "it has nothing of what is to be destroyed"
	}
	return "it takes nothing away, as far as is known, and that is what is asked for"
}

// Evidence lists what a judgement looks at beside Features.
func Evidence() []Feature {
	return []Feature{
		{"always", "where everything begins"},
		{"aText", "the query is a text"},
		{"manyTools", "there are many tools, of which one has some words by chance"},
		{"sameWords", "its words in the very form of the query, by BM25F"},
		{"sameWordsText", "the same, where the query is a text"},
		{"littleToFind", "there are few tools, so that the best need not fit well"},
	}
}

// judged are the terms of a judgement: those of features, each with the weight for a query of that length, and the others.
func (ix *Index) judged(evidence []float64, long float32) []Term {
	terms := make([]Term, 0, int(featureCount)+evidenceCount)
	w, typical := ix.weights.evidence, fittedTypical()
	for k, f := range Features() {
		terms = append(terms, Term{f.Name, evidence[k], w[k] + float64(long)*w[int(featureCount)+k], typical[k]})
	}
	for k, f := range Evidence() {
		at := int(always) + k
		terms = append(terms, Term{f.Name, evidence[at], w[at], typical[int(featureCount)+k]})
	}
	return terms
}

func (ix *Index) reason(q *query, c *candidate) Reason {
	r := Reason{Score: float64(c.score), Bonus: float64(c.bonus), Together: float64(c.together), Part: q.parts[c.part].text, Note: c.note, Terms: make([]Term, featureCount)}
	for k, f := range Features() {
		r.Terms[k] = Term{Feature: f.Name, Value: float64(c.features[k]), Weight: float64(ix.weights.features[k] + q.long*ix.weights.features[int(featureCount)+k])}
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
