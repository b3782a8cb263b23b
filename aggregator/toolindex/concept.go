package toolindex

import (
	"cmp"
	"slices"
	"strings"
)

// concept is one word of the query with all that may stand for it.
type concept struct {
	text      string // as the query has it
	variants  []variant
	strongest float32 // the most that a variant counts
	own       float32 // what the word itself counts
	topics    uint16  // which of the lexicon's sets of topics it has
	plural    bool
	bonus     bool    // two words written as one: good to have, no loss if missing
	missing   bool    // no tool has it, nor what it may misspell
	does      actions // if it misspells a verb that no tool has
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
		if len(c.variants) == 0 {
			p.misspelt(&c, word, weight)
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

// misspelt adds the words of the class of a verb that no tool has and that a word misspells.
func (p *parser) misspelt(c *concept, word string, weight float32) {
	l := p.ix.lexicon
	if verb := l.misspelt(word); verb != "" {
		root := stem([]byte(verb))
		c.does = l.actions[string(root)]
		for _, other := range l.classes[string(root)] {
			p.forms(c, other, "", corrected, weight*p.ix.weights.correction*p.ix.weights.class)
		}
	}
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

// rarityOf is the rarity among all tools of a word that so many have.
func (ix *Index) rarityOf(count int) float32 { return ix.most - logOf(min(count, ix.tools+Unseen)) }
