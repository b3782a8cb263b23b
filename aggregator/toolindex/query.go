package toolindex

import (
	"slices"
	"strings"
)

// Bounds of a query. What is beyond them is not read.
const (
	maxQueryBytes  = 8 << 10
	maxParts       = 24
	maxConcepts    = 96 // over all its parts
	maxCorrections = 8  // words looked up for a misspelling
)

// query is what a text asks for: concepts, and the parts of the text that they stand in. A long text is cut into
// sentences and clauses, each ranked apart as well, for one of them mostly says it.
type query struct {
	concepts []concept
	parts    []part  // the first is the whole
	asked    actions // of all parts
	sure     actions // of all parts, but what may be a noun
	wished   actions // of the parts that ask for a change for sure
	refused  actions // that shall not be, and are asked for nowhere
	unknown  bool    // a word of it is in no tool
	empty    bool    // it has no more than words of grammar, and of one letter or digit
	long     float32 // 0 for a few words, 1 for a text
}

// part is the whole query, or a sentence or a clause of it.
type part struct {
	text     string
	plain    string // the same in plain English; "" if it is that
	concepts []uint16
	actions  actions
	sure     actions // the same, but what may be a noun
	refused  actions
	possible float32 // what a tool that has all its concepts would get
	subject  subject
}

// parser reads one query against the words of an index.
type parser struct {
	ix          *Index
	tokens      *tokens
	query       *query
	known       map[string]int // a word -> its concept, -1 if it is none
	corrections int            // that it may still look up
}

func (ix *Index) parse(text string, t *tokens) *query {
	p := parser{ix: ix, tokens: t, query: &query{parts: make([]part, 1, 4)}, known: map[string]int{}, corrections: maxCorrections}
	text = head(text, maxQueryBytes)
	q := p.query
	cut := p.clauses(text)
	for _, grammarToo := range []bool{false, true} {
		q.empty = grammarToo
		for _, c := range cut {
			if part := p.part(c, grammarToo); len(part.concepts) > 0 {
				q.parts = append(q.parts, part)
			}
		}
		if len(q.parts) > 1 {
			break
		}
	}
	whole := &q.parts[0]
	whole.text = text
	for i := range q.concepts {
		whole.concepts = append(whole.concepts, uint16(i))
	}
	if len(q.parts) > 1 {
		whole.plain, whole.actions, whole.sure, whole.refused = q.parts[1].plain, q.parts[1].actions, q.parts[1].sure, q.parts[1].refused
	}
	if len(q.parts) == 2 {
		q.parts = q.parts[:1]
	}
	for i := range q.parts {
		q.asked |= q.parts[i].actions
		q.sure |= q.parts[i].sure
		q.refused |= q.parts[i].refused
	}
	q.refused &^= q.sure
	if a := ix.misspeltVerb(q); q.sure == 0 && a != 0 {
		q.asked, q.sure, whole.actions, whole.sure = a, a, a, a
	}
	for i := range q.parts {
		if a := q.parts[i].sure; a&changes != 0 && a&looks == 0 { // "open" may be to read
			q.wished |= a
		}
	}
	q.empty = q.empty || !slices.ContainsFunc(q.concepts, func(c concept) bool { return len(c.text) > 1 })
	q.long = min(float32(len(q.concepts))/25, 1)
	for i := range q.parts {
		for _, c := range q.parts[i].concepts {
			if !q.concepts[c].bonus {
				q.parts[i].possible += q.concepts[c].strongest
			}
		}
		q.parts[i].possible = max(q.parts[i].possible, .1)
		q.parts[i].subject = p.ix.subjectOf(q, &q.parts[i])
	}
	return q
}

// misspeltVerb is what the verb does that the first of the misspelt words seems to be, 0 if none seems to be one.
func (ix *Index) misspeltVerb(q *query) actions {
	for i := range q.concepts {
		if a := q.concepts[i].does; a != 0 {
			return a
		}
		for _, v := range q.concepts[i].variants {
			if a := ix.list[v.word].actions; v.kind == corrected && a != 0 {
				return a
			}
		}
	}
	return 0
}

// part reads the concepts of a clause; words of grammar only if asked to.
func (p *parser) part(text string, grammarToo bool) part {
	s := part{text: text}
	text, arguments := placeholders(text)
	text, pieces, looksLike, target := shapes(text)
	arguments += pieces
	if plain := p.ix.lexicon.gloss(p.ix.lexicon.plain(text, p.isKnown)); plain != text {
		text, s.plain = plain, plain
	}
	p.tokens.split(text)
	s.actions, s.sure, s.refused = p.ix.lexicon.asks(p.tokens, strings.HasSuffix(s.text, "?") || strings.HasSuffix(s.text, "？"))
	last := ""
	argument, refused := false, false // of the words that follow, or the next one: they count as a tool's arguments do
	for i := range p.tokens.list {
		k := p.tokens.list[i]
		word := string(p.tokens.text(k))
		root := string(stem([]byte(word)))
		minor := argument || refused
		refused = p.ix.lexicon.roles[word].has(negation)
		if p.ix.lexicon.grammar[word] && !grammarToo {
			argument = argument || word == "about" && p.ix.lexicon.isThing(last)
			last = ""
			continue
		}
		if k.kind == wordToken && minor {
			k.kind = numberToken
		}
		if c := p.add(word, root, k.kind); c >= 0 {
			s.have(c)
		}
		if k.kind == wordToken || k.kind == numberToken {
			if last != "" && len(last)+len(word) >= 4 {
				if c := p.addPair(last + word); c >= 0 {
					s.have(c)
				}
			}
			last = word
		}
	}
	p.tokens.split(arguments)
	for _, k := range p.tokens.list {
		word := string(p.tokens.text(k))
		if _, known := p.known[word]; known || p.ix.lexicon.grammar[word] || k.kind != wordToken {
			continue
		}
		if c := p.add(word, string(stem([]byte(word))), numberToken); c >= 0 {
			s.have(c)
		}
	}
	if target && s.actions&(looks|moves) == 0 {
		looksLike = append(looksLike, "write")
	}
	for _, word := range looksLike {
		if c := p.add(word, string(stem([]byte(word))), wordToken); c >= 0 {
			s.have(c)
		}
	}
	return s
}

// isThing reports whether a word names something that may be about something else, as a mail may, but not "learn" or "information".
func (l *lexicon) isThing(word string) bool {
	root := stem([]byte(word))
	return word != "" && !l.noise[word] && !l.vague[word] && (l.actions[string(root)] == 0 || l.nounlike[string(root)])
}

// isKnown reports whether some tool has a word.
func (p *parser) isKnown(word string) bool {
	n, known := p.ix.words[word]
	return known && len(p.ix.list[n].places) > 0
}

func (s *part) have(c int) {
	for _, x := range s.concepts {
		if int(x) == c {
			return
		}
	}
	s.concepts = append(s.concepts, uint16(c))
}
