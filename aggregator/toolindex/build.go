package toolindex

import "math"

// Index is a searchable list of tools. It is immutable: any number of goroutines may search it.
type Index struct {
	server  []uint32          // per tool
	effect  []effect          // per tool
	servers map[string]uint32 // by name
	words   map[string]uint32 // word -> its number
	stems   map[string]uint32
	stemOf  []uint32 // per word
	text    []string // per word
	byWord  postings
	byStem  postings
	names   map[string][]uint32 // tools by their name and server name written together
	typos   trigrams
	scratch scratchPool
}

type postings struct {
	start  []uint32 // per term, one more
	tool   []uint32
	weight []float32
}

func (p *postings) of(term uint32) (tools []uint32, weights []float32) {
	from, to := p.start[term], p.start[term+1]
	return p.tool[from:to], p.weight[from:to]
}

func (p *postings) count(term uint32) int { return int(p.start[term+1] - p.start[term]) }

type triple struct {
	term, tool uint32
	weight     float32
}

func sortPostings(in []triple, terms int) postings {
	p := postings{start: make([]uint32, terms+1), tool: make([]uint32, len(in)), weight: make([]float32, len(in))}
	for _, t := range in {
		p.start[t.term+1]++
	}
	for i := 1; i <= terms; i++ {
		p.start[i] += p.start[i-1]
	}
	next := append([]uint32(nil), p.start[:terms]...)
	for _, t := range in {
		at := next[t.term]
		next[t.term]++
		p.tool[at], p.weight[at] = t.tool, t.weight
	}
	return p
}

type builder struct {
	ix      *Index
	tokens  tokens
	counts  [][fieldCount]uint16 // per word, of the current tool
	used    []uint32             // words of the current tool
	lengths [fieldCount]int
	stemSum []float32 // per stem
	stemUse []uint32
	word    []triple
	stem    []triple
}

// Build makes an index of tools. It keeps no reference to their texts.
func Build(tools []Tool) *Index {
	ix := &Index{
		server: make([]uint32, len(tools)), effect: make([]effect, len(tools)), servers: map[string]uint32{},
		words: map[string]uint32{}, stems: map[string]uint32{}, names: map[string][]uint32{},
	}
	b := &builder{ix: ix}
	for i := range tools {
		b.add(uint32(i), &tools[i])
	}
	ix.byWord = sortPostings(b.word, len(ix.words))
	ix.byStem = sortPostings(b.stem, len(ix.stems))
	ix.typos = buildTrigrams(ix)
	return ix
}

func (b *builder) add(i uint32, t *Tool) {
	ix := b.ix
	s, ok := ix.servers[t.Server]
	if !ok {
		s = uint32(len(ix.servers))
		ix.servers[t.Server] = s
	}
	ix.server[i] = s
	ix.effect[i] = effectOf(t)
	b.lengths = [fieldCount]int{}
	b.used = b.used[:0]
	emit := func(f field, text string) { b.field(f, text) }
	emit(serverField, t.Server)
	emit(nameField, t.Name)
	emit(titleField, t.Title)
	first, rest := firstSentence(t.Description)
	emit(firstField, first)
	emit(restField, rest)
	schemaWords(t.Schema, emit)
	for _, key := range nameKeys(t) {
		ix.names[key] = append(ix.names[key], i)
	}
	var norm [fieldCount]float32
	for f := range norm {
		norm[f] = tune.weight[f] / (1 - tune.b[f] + tune.b[f]*float32(b.lengths[f])/tune.typical[f])
	}
	for _, w := range b.used {
		var sum float32
		for f, n := range b.counts[w] {
			if n > 0 {
				sum += norm[f] * float32(n)
			}
		}
		b.counts[w] = [fieldCount]uint16{}
		b.word = append(b.word, triple{w, i, saturate(sum)})
		st := ix.stemOf[w]
		if b.stemSum[st] == 0 {
			b.stemUse = append(b.stemUse, st)
		}
		b.stemSum[st] += sum
	}
	for _, st := range b.stemUse {
		b.stem = append(b.stem, triple{st, i, saturate(b.stemSum[st])})
		b.stemSum[st] = 0
	}
	b.stemUse = b.stemUse[:0]
}

func saturate(sum float32) float32 { return sum * (tune.k1 + 1) / (tune.k1 + sum) }

func (b *builder) field(f field, text string) {
	if len(text) > maxFieldBytes {
		text = text[:maxFieldBytes]
	}
	b.tokens.split(text)
	for _, k := range b.tokens.list {
		w := b.number(b.tokens.text(k))
		if b.counts[w] == ([fieldCount]uint16{}) {
			b.used = append(b.used, w)
		}
		if b.counts[w][f] < math.MaxUint16 {
			b.counts[w][f]++
		}
		if k.kind != joinedToken {
			b.lengths[f]++
		}
	}
}

func (b *builder) number(word []byte) uint32 {
	ix := b.ix
	if n, ok := ix.words[string(word)]; ok {
		return n
	}
	n := uint32(len(ix.words))
	text := string(word)
	ix.words[text] = n
	ix.text = append(ix.text, text)
	b.counts = append(b.counts, [fieldCount]uint16{})
	key := stem(word)
	s, ok := ix.stems[string(key)]
	if !ok {
		s = uint32(len(ix.stems))
		ix.stems[string(key)] = s
		b.stemSum = append(b.stemSum, 0)
	}
	ix.stemOf = append(ix.stemOf, s)
	return n
}
