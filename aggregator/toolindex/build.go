package toolindex

import "math"

// builder fills an index tool by tool.
type builder struct {
	ix     *Index
	tokens tokens
	counts [][fieldCount]uint16 // per word: how often it stands in each field of the current tool
	used   []uint32             // words of the current tool
	length [fieldCount]int      // words in each field of the current tool
	sums   []float32            // per stem: weight in the current tool
	stems  []uint32             // stems of the current tool
	byWord []entry
	byStem []entry
}

func build(tools []Tool, m model) *Index {
	ix := &Index{
		model: m, lexicon: english(), server: make([]uint32, len(tools)), servers: map[string]uint32{},
		words: map[string]uint32{}, stems: map[string]uint32{}, names: map[string][]uint32{},
	}
	b := &builder{ix: ix}
	for i := range tools {
		b.add(uint32(i), &tools[i])
	}
	ix.byWord = collect(b.byWord, len(ix.words))
	ix.byStem = collect(b.byStem, len(ix.stems))
	return ix
}

func (b *builder) add(i uint32, t *Tool) {
	ix := b.ix
	server, known := ix.servers[t.Server]
	if !known {
		server = uint32(len(ix.servers))
		ix.servers[t.Server] = server
	}
	ix.server[i] = server
	b.length, b.used, b.stems = [fieldCount]int{}, b.used[:0], b.stems[:0]
	readTool(t, b.read)
	b.name(i, t)

	var weights [fieldCount]float32
	for f := range weights {
		weights[f] = ix.model.fields[f].weigh(b.length[f])
	}
	for _, w := range b.used {
		var sum float32
		for f, n := range b.counts[w] {
			sum += weights[f] * float32(n)
		}
		b.counts[w] = [fieldCount]uint16{}
		b.byWord = append(b.byWord, entry{w, posting{i, ix.model.saturate(sum)}})
		stem := ix.stemOf[w]
		if b.sums[stem] == 0 {
			b.stems = append(b.stems, stem)
		}
		b.sums[stem] += sum
	}
	for _, stem := range b.stems {
		b.byStem = append(b.byStem, entry{stem, posting{i, ix.model.saturate(b.sums[stem])}})
		b.sums[stem] = 0
	}
}

// read counts the words of a text that stands in a field of the current tool.
func (b *builder) read(f field, text string) {
	b.tokens.split(text)
	for _, k := range b.tokens.list {
		w := b.number(b.tokens.text(k))
		if b.counts[w] == ([fieldCount]uint16{}) {
			b.used = append(b.used, w)
		}
		if b.counts[w][f] < math.MaxUint16 {
			b.counts[w][f]++
		}
		if k.kind != joinedToken { // which is made of words that were counted already
			b.length[f]++
		}
	}
}

// number returns the number of a word, a new one for a new word.
func (b *builder) number(word []byte) uint32 {
	ix := b.ix
	if n, known := ix.words[string(word)]; known {
		return n
	}
	n := uint32(len(ix.words))
	text := string(word)
	ix.words[text] = n
	ix.spelling = append(ix.spelling, spell(text))
	b.counts = append(b.counts, [fieldCount]uint16{})
	key := stem(word)
	s, known := ix.stems[string(key)]
	if !known {
		s = uint32(len(ix.stems))
		ix.stems[string(key)] = s
		b.sums = append(b.sums, 0)
	}
	ix.stemOf = append(ix.stemOf, s)
	return n
}
