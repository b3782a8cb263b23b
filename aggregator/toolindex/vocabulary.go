package toolindex

import "slices"

// vocabulary is every word of the index: what it is, and where it stands.
type vocabulary struct {
	words  map[string]uint32   // a word as written -> its number
	stems  map[string][]uint32 // a stem -> the words that have it
	list   []word
	length [maxWordBytes + 1][]uint32 // words of letters a-z, by their length
}

// word is one of the vocabulary. It stays when no tool has it any more.
type word struct {
	text    string
	letters uint32    // a bit for each letter a-z in it, 0 if it has others; and standsAlone
	topics  uint16    // which of the lexicon's sets of topics it has
	actions actions   // that it is the verb of
	usual   uint8     // how many of some tools more would have it
	places  []posting // where it stands
}

// standsAlone marks, beside the bits of letters, a word that stands somewhere by itself, not only as a compound: it corrects misspellings.
const standsAlone = 1 << 31

// posting is a tool in which a word stands, with the weight it has there.
type posting struct {
	tool   uint32 // its number among all of the index
	weight uint16
}

func newVocabulary() vocabulary {
	return vocabulary{words: make(map[string]uint32, 4096), stems: make(map[string][]uint32, 4096)}
}

// letters tells which letters a word has, 0 if it is too long or has others than a-z: such a word is not corrected and
// corrects nothing.
func letters(text string) uint32 {
	if len(text) > maxWordBytes {
		return 0
	}
	var set uint32
	for i := range len(text) {
		if text[i] < 'a' || text[i] > 'z' {
			return 0
		}
		set |= 1 << (text[i] - 'a')
	}
	return set
}

// standing is in how many tools a word is taken to stand: in those at hand, and in the unseen ones that might be there besides.
func (v *vocabulary) standing(n uint32) int { return len(v.list[n].places) + int(v.list[n].usual) }

// number returns the number of a word, a new one for a new word. A word corrects misspellings from the first time that it
// stands by itself, however it was written before.
func (v *vocabulary) number(text string, kind tokenKind) uint32 {
	n, known := v.words[text]
	if !known {
		n = uint32(len(v.list))
		v.words[text] = n
		key := string(stem([]byte(text)))
		v.list = append(v.list, word{text: text, letters: letters(text), actions: english().actions[key], topics: english().topics.of[key], usual: english().usual[key]})
		v.stems[key] = append(v.stems[key], n)
	}
	if w := &v.list[n]; kind == wordToken && w.letters != 0 && w.letters&standsAlone == 0 {
		w.letters |= standsAlone
		v.length[len(text)] = append(v.length[len(text)], n)
	}
	return n
}

// add makes a segment part of the index.
func (ix *Index) add(at int, seg *segment) {
	seg.words = make([]uint32, len(seg.texts))
	for i, text := range seg.texts {
		seg.words[i] = ix.number(text, seg.kinds[i])
	}
	seg.texts, seg.kinds = nil, nil
	ix.settle(at, seg)
	for t := range seg.tools {
		for i := seg.tools[t].start; i < seg.tools[t].end; i++ {
			e := &seg.entries[i]
			e.word = seg.words[e.word]
			w := &ix.list[e.word]
			w.places = append(w.places, posting{seg.base + uint32(t), e.weight})
		}
	}
	for t := range seg.tools {
		for _, key := range seg.tools[t].keys {
			ix.addName(key, place{uint32(at), uint32(t)})
		}
	}
}

// remove takes a segment out of the index.
func (ix *Index) remove(at int) {
	seg := ix.segments[at]
	ix.segments[at] = nil
	for _, n := range seg.words {
		w := &ix.list[n]
		w.places = slices.DeleteFunc(w.places, func(p posting) bool { return p.tool-seg.base < uint32(len(seg.tools)) })
	}
	for t := range seg.tools {
		for _, key := range seg.tools[t].keys {
			ix.removeName(key, uint32(at))
		}
	}
	ix.count(-len(seg.tools))
	for t := range seg.tools {
		ix.segmentOf[int(seg.base)+t] = vacant
	}
}

// vacant marks a number that no tool has.
const vacant = ^uint32(0)

// settle gives the tools of a segment their numbers, the first that are free in a row.
func (ix *Index) settle(at int, seg *segment) {
	start, run := 0, 0
	if ix.tools < len(ix.segmentOf) {
		for i, owner := range ix.segmentOf {
			if owner != vacant {
				start, run = i+1, 0
			} else if run++; run == len(seg.tools) {
				break
			}
		}
	} else {
		start = len(ix.segmentOf)
	}
	for len(ix.segmentOf) < start+len(seg.tools) {
		ix.segmentOf = append(ix.segmentOf, vacant)
	}
	seg.base = uint32(start)
	for t := range seg.tools {
		ix.segmentOf[start+t] = uint32(at)
	}
	ix.count(len(seg.tools))
}

// count keeps how many tools there are, of which n came.
func (ix *Index) count(n int) {
	ix.tools += n
	ix.most = mostOf(ix.tools)
}
