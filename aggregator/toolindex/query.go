package toolindex

import "strings"

// Bounds of a query. What is beyond them is not read.
const (
	maxQueryBytes  = 8 << 10
	maxSentences   = 16
	maxQueryWords  = 128 // over all its sentences
	maxCorrections = 8   // words looked up for a misspelling, as that is dear
	unknown        = ^uint32(0)
)

// query is what a text asks for. A long one is cut into sentences, each ranked apart, for one of them mostly says it.
type query struct {
	sentences []sentence
	whole     *sentence // all of the text
}

// sentence is a list of concepts, each wanted.
type sentence struct {
	concepts []concept
	weight   float32
}

// concept is one word of the query with all that may stand for it.
type concept struct {
	variants []variant
	surface  uint32 // the word as written, unknown if no tool has it
	weight   float32
}

// variant is a stem that may stand for a concept.
type variant struct {
	stem   uint32
	weight float32
}

// parser reads one query against the words of an index.
type parser struct {
	ix          *Index
	tokens      *tokens
	words       int // that it may still read
	corrections int // that it may still look up
}

func (ix *Index) parse(text string, t *tokens) query {
	text = text[:min(len(text), maxQueryBytes)]
	p := parser{ix, t, maxQueryWords, maxCorrections}
	whole := p.sentence(text, ix.model.whole)
	q := query{whole: &whole}
	if parts := sentences(text); len(parts) > 1 {
		p.words, p.corrections = maxQueryWords, maxCorrections
		for _, part := range parts {
			if s := p.sentence(part, 1); len(s.concepts) > 0 {
				q.sentences = append(q.sentences, s)
			}
		}
	}
	if len(q.sentences) < 2 {
		whole.weight = 1
		q.sentences = nil
	}
	q.sentences = append(q.sentences, whole)
	return q
}

// sentences cuts a text at the ends of its sentences and lines.
func sentences(text string) []string {
	var parts []string
	start := 0
	for i, r := range text {
		if !endsSentence(text, i, r) {
			continue
		}
		if part := strings.TrimSpace(text[start:i]); part != "" && len(parts) < maxSentences {
			parts = append(parts, part)
		}
		start = i + len(string(r))
	}
	if part := strings.TrimSpace(text[start:]); part != "" && len(parts) < maxSentences {
		parts = append(parts, part)
	}
	return parts
}

// sentence reads the concepts of a text: each word once, words of grammar only if there are no others.
func (p *parser) sentence(text string, weight float32) sentence {
	s := sentence{weight: weight}
	var grammar []concept
	seen := map[string]bool{}
	p.tokens.split(text)
	for _, k := range p.tokens.list {
		word := string(p.tokens.text(k))
		if seen[word] || p.words == 0 {
			continue
		}
		seen[word] = true
		p.words--
		c := p.concept(word, k.kind)
		switch {
		case len(c.variants) == 0:
		case p.ix.lexicon.grammar[word]:
			grammar = append(grammar, c)
		default:
			s.concepts = append(s.concepts, c)
		}
	}
	if len(s.concepts) == 0 {
		s.concepts = grammar
	}
	return s
}

// concept lists what may stand for a word: its own stem or else the word it seems to misspell, and words of its class.
func (p *parser) concept(word string, kind tokenKind) concept {
	ix := p.ix
	c := concept{surface: unknown, weight: 1}
	switch {
	case kind == numberToken:
		c.weight = ix.model.value
	case ix.lexicon.noise[word]:
		c.weight = ix.model.noise
	}
	root := stem([]byte(word))
	if n, known := ix.words[word]; known {
		c.surface = n
	}
	if n, known := ix.stems[string(root)]; known {
		c.variants = append(c.variants, variant{n, c.weight})
	}
	for _, other := range ix.lexicon.classes[string(root)] {
		if n, known := ix.stems[other]; known {
			c.variants = append(c.variants, variant{n, c.weight * ix.model.class})
		}
	}
	if len(c.variants) == 0 && kind == wordToken && p.corrections > 0 && !ix.lexicon.grammar[word] {
		p.corrections--
		if n := ix.correct(word); n != unknown {
			c.variants = append(c.variants, variant{ix.stemOf[n], c.weight * ix.model.correction})
		}
	}
	return c
}
