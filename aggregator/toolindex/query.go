package toolindex

import (
	"cmp"
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
	empty    bool    // it has words of grammar alone
	long     float32 // 0 for a few words, 1 for a text
}

// part is the whole query, or a sentence or a clause of it.
type part struct {
	text     string
	concepts []uint16
	actions  actions
	sure     actions // the same, but what may be a noun
	refused  actions
	possible float32 // what a tool that has all its concepts would get
	subject  subject
}

// concept is one word of the query with all that may stand for it.
type concept struct {
	text      string // as the query has it
	variants  []variant
	strongest float32 // the most that a variant counts
	own       float32 // what the word itself counts
	topics    uint16  // which of the lexicon's sets of topics it has
	plural    bool
	bonus     bool // two words written as one: good to have, no loss if missing
	missing   bool // no tool has it, nor what it may misspell
}

// variant is a word that may stand for a concept.
type variant struct {
	word   uint32
	kind   variantKind
	weight float32 // with its rarity
}

type variantKind uint8

const (
	surfaceForm variantKind = iota // the very form of the query
	otherForm
	sameClass
	sameTopic
	corrected
)

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
		whole.actions, whole.sure, whole.refused = q.parts[1].actions, q.parts[1].sure, q.parts[1].refused
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
	p.tokens.split(p.ix.lexicon.gloss(p.ix.lexicon.plain(text, p.isKnown)))
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

// add returns the concept of a word, -1 if it is none.
func (p *parser) add(word, root string, kind tokenKind) int {
	if c, known := p.known[word]; known {
		return c
	}
	p.known[word] = -1
	if len(p.query.concepts) == maxConcepts {
		return -1
	}
	c := p.concept(word, root, kind)
	if len(c.variants) == 0 && kind == joinedToken {
		return -1
	}
	p.query.concepts = append(p.query.concepts, c)
	p.known[word] = len(p.query.concepts) - 1
	return p.known[word]
}

// addPair returns the concept of two words that a tool writes as one, -1 if none does.
func (p *parser) addPair(pair string) int {
	n, known := p.ix.words[pair]
	if !known || len(p.ix.list[n].places) == 0 || len(p.query.concepts) == maxConcepts || p.ix.weights.pair == 0 {
		return -1
	}
	if c, seen := p.known[pair]; seen {
		return c
	}
	c := concept{text: pair, bonus: true}
	c.add(variant{n, surfaceForm, p.ix.weights.pair * p.ix.rarityOf(p.ix.standing(n))})
	p.query.concepts = append(p.query.concepts, c)
	p.known[pair] = len(p.query.concepts) - 1
	return p.known[pair]
}

// concept lists what may stand for a word: its own stem or else the word it seems to misspell, and words of its class.
func (p *parser) concept(word, root string, kind tokenKind) concept {
	ix := p.ix
	c := concept{text: word, plural: len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && kind == wordToken, bonus: kind == joinedToken}
	weight := float32(1)
	switch {
	case kind == numberToken:
		weight = ix.weights.value
	case ix.lexicon.noise[word]:
		weight = ix.weights.noise
	case ix.lexicon.vague[word]:
		weight = ix.weights.vague
	}
	p.forms(&c, root, word, surfaceForm, weight)
	if c.own = c.strongest; len(c.variants) == 0 {
		c.own = weight * ix.rarityOf(0)
	}
	p.query.unknown = p.query.unknown || len(c.variants) == 0 && kind == wordToken
	for _, other := range ix.lexicon.kin[root] {
		p.forms(&c, other, "", otherForm, weight*ix.weights.kin)
	}
	for _, other := range ix.lexicon.classes[root] {
		p.forms(&c, other, "", sameClass, weight*ix.weights.class)
	}
	if ix.weights.topic > 0 {
		c.topics = ix.lexicon.topics.of[root]
	}
	for _, topic := range ix.lexicon.topics.sets[c.topics].leads {
		for _, head := range ix.lexicon.topics.heads[topic] {
			if head != root {
				p.forms(&c, head, "", sameTopic, weight*ix.weights.topic)
			}
		}
	}
	if kind == wordToken && len(word) > 5 {
		p.split(&c, word, weight)
	}
	if len(c.variants) == 0 && kind == wordToken && p.corrections > 0 && !ix.lexicon.grammar[word] {
		p.corrections--
		for _, n := range ix.correct(word) {
			p.forms(&c, string(stem([]byte(ix.list[n].text))), ix.list[n].text, corrected, weight*ix.weights.correction)
			if c.topics == 0 && ix.weights.topic > 0 {
				c.topics = ix.list[n].topics
			}
		}
	}
	if len(c.variants) == 0 {
		c.missing = true
		c.strongest = weight * ix.rarityOf(0)
	}
	slices.SortFunc(c.variants, func(a, b variant) int { // and not as the servers came
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(ix.list[a.word].text, ix.list[b.word].text))
	})
	return c
}

// split adds the two words that a tool may write apart ("cosmos db" for "cosmosdb").
func (p *parser) split(c *concept, word string, weight float32) {
	ix := p.ix
	if n, known := ix.words[word]; known && len(ix.list[n].places) > 3 {
		return
	}
	for i := len(word) - 2; i > 2; i-- {
		a, known := ix.words[word[:i]]
		b, knownToo := ix.words[word[i:]]
		if known && knownToo && len(ix.list[a].places) > 0 && len(ix.list[b].places) > 0 && !ix.lexicon.grammar[word[:i]] && !ix.lexicon.grammar[word[i:]] {
			c.add(variant{a, otherForm, weight * .8 * ix.rarityOf(len(ix.list[a].places))})
			c.add(variant{b, otherForm, weight * .4 * ix.rarityOf(len(ix.list[b].places))})
			return
		}
	}
}

// forms adds all words with a stem.
func (p *parser) forms(c *concept, root, surface string, kind variantKind, weight float32) {
	ix := p.ix
	words := ix.stems[root]
	total := 0
	for _, n := range words {
		total += len(ix.list[n].places)
	}
	if total == 0 || weight == 0 {
		return
	}
	weight *= ix.rarityOf(total + int(ix.list[words[0]].usual))
	for _, n := range words {
		if len(ix.list[n].places) == 0 {
			continue
		}
		v := variant{n, kind, weight}
		if kind == surfaceForm && ix.list[n].text != surface {
			v.kind = otherForm
		}
		c.add(v)
	}
}

func (c *concept) add(v variant) {
	c.variants = append(c.variants, v)
	c.strongest = max(c.strongest, v.weight)
}

func (ix *Index) rarityOf(count int) float32 { return rarity(count, ix.tools) }

// clauses cuts a text at the ends of its sentences and lines, and before a verb that follows "and".
func (p *parser) clauses(text string) []string {
	var parts []string
	if p.ix.weights.uncut {
		return []string{text}
	}
	add := func(part string) {
		if part = strings.TrimSpace(part); part != "" && len(parts) < maxParts {
			parts = append(parts, part)
		}
	}
	sentence := func(text string) {
		start := 0
		words := 0
		joins := false
		between := false // and no "and" yet
		text = strings.ReplaceAll(text, "(", "|(")
		for i := 0; i < len(text); {
			n := strings.IndexAny(text[i:], " ,;|")
			if n < 0 {
				n = len(text) - i
			}
			word := strings.ToLower(text[i : i+n])
			if joins && (words > 1 && len(word) < 20 && p.ix.lexicon.actions[string(stem([]byte(word)))] != 0 || strings.HasPrefix(word, "(")) {
				add(text[start:i])
				start, words = i, 0
			}
			if word != "" {
				words++
				joins = word == "and" && !between || word == "then" || word == "also"
				between = word == "between" || between && word != "and"
			}
			i += n + 1
			if i <= len(text) && text[i-1] != ' ' {
				joins = true
			}
		}
		add(text[start:])
	}
	start := 0
	for i, r := range text {
		if endsSentence(text, i, r) {
			end := i
			if (r == '?' || r == '？') && end > start { // by which a question is known
				end += len(string(r))
			}
			sentence(text[start:end])
			start = i + len(string(r))
		}
	}
	sentence(text[start:])
	return parts
}
