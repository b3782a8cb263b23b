package toolindex

import (
	"math"
	"slices"
	"strings"
)

// topicTable is the topics that are known, by number.
type topicTable struct {
	heads [][]string        // of a topic: stems of the words by which tools say that they are about it
	sets  []topicSet        // of words; the first is empty
	of    map[string]uint16 // the stem of a word -> which of sets it has
}

// topicSet is the topics that a word belongs to.
type topicSet struct {
	topics []uint16
	leads  []uint16 // those of them of which it is no head, or not only: their heads may stand for it
	weight float32  // of the word for each of them: the more there are, the less it says
}

// parseTopics reads lines of words that lead to a topic ">" its heads "|" others that belong to it.
func parseTopics(lines string) topicTable {
	t := topicTable{sets: make([]topicSet, 1, 4500), of: make(map[string]uint16, 4500)}
	for line := range strings.Lines(lines) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		topic := uint16(len(t.heads))
		only := []uint16{topic} // of most of its words
		words, heads, _ := strings.Cut(line, ">")
		heads, others, _ := strings.Cut(heads, "|")
		t.heads = append(t.heads, stems(heads))
		leading := stems(words)
		for i, root := range slices.Concat(leading, t.heads[topic], stems(others)) {
			n := t.of[root]
			if n == 0 {
				n = uint16(len(t.sets))
				t.of[root] = n
				t.sets = append(t.sets, topicSet{})
			}
			set := &t.sets[n]
			if slices.Contains(set.topics, topic) {
				continue
			}
			set.topics = with(set.topics, only)
			if i < len(leading) {
				set.leads = with(set.leads, only)
			}
		}
	}
	for n := range t.sets[1:] {
		t.sets[n+1].weight = float32(math.Pow(float64(len(t.sets[n+1].topics)), -.75))
	}
	return t
}

// with appends to topics; to none it needs no memory.
func with(topics, only []uint16) []uint16 {
	if topics == nil {
		return only[:1:1]
	}
	return append(topics, only[0])
}

// subject is what a text is about: how much of each topic.
type subject struct {
	topics []topicShare
	norm   float32 // Euclidean length
}

type topicShare struct {
	topic uint16
	x     float32
}

// subjectOf adds up the topics of the concepts of a part.
func (ix *Index) subjectOf(q *query, p *part) (s subject) {
	for _, n := range p.concepts {
		c := &q.concepts[n]
		set := &ix.lexicon.topics.sets[c.topics]
		for _, topic := range set.topics {
			at := slices.IndexFunc(s.topics, func(have topicShare) bool { return have.topic == topic })
			if at < 0 {
				at = len(s.topics)
				s.topics = append(s.topics, topicShare{topic: topic})
			}
			s.topics[at].x += c.own * set.weight
		}
	}
	s.norm = length(s.topics)
	return s
}

// about reads what a tool is about into a table by topic, which is all zero before.
func (ix *Index) about(seg *segment, t *tool, table []float32) (norm float32) {
	for _, e := range seg.entries[t.start:t.end] {
		w := &ix.list[e.word]
		if w.topics == 0 {
			continue
		}
		set := &ix.lexicon.topics.sets[w.topics]
		x := float32(e.weight) / weightUnit * ix.rarityOf(len(w.places)) * set.weight
		for _, topic := range set.topics {
			table[topic] += x
		}
	}
	for _, x := range table {
		norm += x * x
	}
	return float32(math.Sqrt(float64(norm)))
}

// relate fills in the features that compare what a tool is about with what the query is about.
func (ix *Index) relate(s *scratch, q *query, c *candidate) {
	s.about = resized(s.about, len(ix.lexicon.topics.heads))
	clear(s.about)
	norm := ix.about(ix.segments[c.segment], ix.tool(*c), s.about)
	if norm == 0 {
		return
	}
	f := &c.features
	for p := range q.parts {
		of := &q.parts[p].subject
		var fit float32
		for _, t := range of.topics {
			fit += t.x * s.about[t.topic]
		}
		if of.norm > 0 {
			fit /= of.norm * norm
		}
		if p == c.part {
			f[partTopic] = fit
		}
		if p > 0 || len(q.parts) == 1 {
			f[anyTopic] = max(f[anyTopic], fit)
		}
	}
	var rest, all float32
	for _, n := range q.parts[c.part].concepts {
		k := &q.concepts[n]
		if k.bonus {
			continue
		}
		all += k.own
		if c.matches[n].x > 0 {
			continue
		}
		var most float32
		for _, topic := range ix.lexicon.topics.sets[k.topics].topics {
			most = max(most, s.about[topic])
		}
		rest += k.own * most / norm
	}
	f[restTopic] = rest / max(all, .1)
}

func length(topics []topicShare) (norm float32) {
	for _, t := range topics {
		norm += t.x * t.x
	}
	return float32(math.Sqrt(float64(norm)))
}
