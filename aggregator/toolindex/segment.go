package toolindex

import (
	"math"
	"slices"
)

// segment is the part of the index that holds one server's tools. It depends on nothing but them.
type segment struct {
	server  string
	key     string // what exact matches are looked up by: the words of its name written together
	tools   []tool
	entries []entry  // of all tools, one for each word of a tool
	words   []uint32 // numbers of the distinct words, ascending; local to the segment until it is added to an index
	base    uint32   // number of its first tool among all of the index

	texts []string // of the words; until it is added
	kinds []tokenKind
}

// tool is what the ranking keeps of one.
type tool struct {
	name       string
	keys       [2]string // what exact matches are looked up by: its name, and its server's and its own
	start, end uint32    // its entries
	actions    actions
	effect     Effect
}

// entry is a word of a tool.
type entry struct {
	word   uint32
	weight uint16 // what BM25F gives it there, in units of 1/weightUnit
	fields uint8  // a bit for each field in which it stands, and isJoined
}

const weightUnit = 1 << 13 // a saturated weight is below saturation+1

// isJoined marks, beside the bits of fields, a word that is others written together.
const isJoined = 1 << 7

// builder makes a segment tool by tool.
type builder struct {
	seg    *segment
	tokens tokens
	words  map[string]uint32
	counts [][fieldCount]uint16 // per word: how often it stands in each field of the current tool
	used   []uint32             // words of the current tool
	length [fieldCount]int      // words in each field of the current tool
}

func newSegment(server string, tools []Tool) *segment {
	b := &builder{seg: &segment{server: server, tools: make([]tool, len(tools))}, words: make(map[string]uint32, 4*len(tools)+16)}
	b.seg.key = b.tokens.joined(server)
	for i := range tools {
		b.add(&b.seg.tools[i], &tools[i])
	}
	b.seg.entries = slices.Clip(b.seg.entries)
	return b.seg
}

func (b *builder) add(t *tool, in *Tool) {
	seg := b.seg
	t.name, t.effect = in.Name, in.Effect
	t.keys[0] = b.tokens.nameKey(in.Name)
	t.keys[1] = seg.key + t.keys[0]
	t.actions = english().actionsOf(&b.tokens, in)
	b.length, b.used = [fieldCount]int{}, b.used[:0]
	b.read(serverField, seg.server)
	readTool(in, b.read)

	var weights [fieldCount]float32
	for f, m := range fieldModels() {
		weights[f] = m.weigh(b.length[f])
	}
	t.start = uint32(len(seg.entries))
	for _, w := range b.used {
		e := entry{word: w}
		var sum float32
		for f, n := range b.counts[w] {
			if n > 0 {
				sum += weights[f] * float32(n)
				e.fields |= 1 << f
			}
		}
		b.counts[w] = [fieldCount]uint16{}
		if seg.kinds[w] == joinedToken {
			e.fields |= isJoined
		}
		e.weight = uint16(saturate(sum) * weightUnit)
		seg.entries = append(seg.entries, e)
	}
	t.end = uint32(len(seg.entries))
}

// read counts the words of a text that stands in a field of the current tool.
func (b *builder) read(f field, text string) {
	b.tokens.split(english().gloss(text))
	if f == nameField || f == serverField {
		b.apart()
	}
	for _, k := range b.tokens.list {
		w := b.number(b.tokens.text(k), k.kind)
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

// apart adds the two words that a word of a name is made of, where it is none that is known itself.
func (b *builder) apart() {
	t := &b.tokens
	for _, k := range t.list {
		if k.kind != wordToken {
			continue
		}
		if n := english().seam(string(t.text(k))); n > 0 {
			t.list = append(t.list, token{k.start, k.start + n, wordToken}, token{k.start + n, k.end, wordToken})
		}
	}
}

// number returns the number of a word, a new one for a new word. Its kind is a word if it is one anywhere.
func (b *builder) number(word []byte, kind tokenKind) uint32 {
	if n, known := b.words[string(word)]; known {
		if kind == wordToken {
			b.seg.kinds[n] = kind
		}
		return n
	}
	n := uint32(len(b.words))
	text := string(word)
	b.words[text] = n
	b.seg.texts = append(b.seg.texts, text)
	b.seg.kinds = append(b.seg.kinds, kind)
	b.counts = append(b.counts, [fieldCount]uint16{})
	return n
}
