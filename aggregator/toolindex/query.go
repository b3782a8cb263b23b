package toolindex

import "strings"

const (
	maxQueryBytes = 8 << 10
	maxSentences  = 16
	maxTerms      = 64
)

type variant struct {
	term    uint32
	weight  float32
	surface bool
}

type concept struct {
	variants []variant
	surface  int // number of the word as written, -1 none
	weight   float32
}

type sentence struct {
	concepts []concept
	intent   intent
	weight   float32
}

type plan struct{ sentences []sentence }

func (ix *Index) plan(query string, t *tokens) plan {
	if len(query) > maxQueryBytes {
		query = query[:maxQueryBytes]
	}
	var p plan
	parts := sentences(query)
	if len(parts) > maxSentences {
		parts = parts[:maxSentences]
	}
	if len(parts) > 1 {
		for _, part := range parts {
			if s := ix.sentence(part, t); len(s.concepts) > 0 {
				s.weight = 1
				p.sentences = append(p.sentences, s)
			}
		}
	}
	if len(p.sentences) != 1 || len(parts) == 1 {
		if s := ix.sentence(query, t); len(s.concepts) > 0 {
			s.weight = 1
			if len(p.sentences) > 1 {
				s.weight = tune.whole
			}
			p.sentences = append(p.sentences, s)
		}
	}
	return p
}

func sentences(q string) []string {
	var out []string
	start := 0
	cut := func(i, next int) {
		if s := strings.TrimSpace(q[start:i]); s != "" {
			out = append(out, s)
		}
		start = next
	}
	for i, r := range q {
		switch r {
		case '\n', '。', '！', '？':
			cut(i, i+len(string(r)))
		case '.', '!', '?', ';':
			if i+1 == len(q) || q[i+1] == ' ' || q[i+1] == '\n' {
				cut(i, i+1)
			}
		}
	}
	cut(len(q), len(q))
	return out
}

func (ix *Index) sentence(text string, t *tokens) sentence {
	var s sentence
	t.split(text)
	seen := map[string]bool{}
	var low []concept
	for _, k := range t.list {
		w := string(t.text(k))
		if seen[w] {
			continue
		}
		seen[w] = true
		if len(seen) > maxTerms {
			break
		}
		weight := float32(1)
		if k.kind == numberToken {
			weight = tune.value
		}
		stop := stopWords[w]
		if noiseWords[w] {
			weight = tune.noise
		}
		c := concept{surface: -1, weight: weight}
		if n, ok := ix.words[w]; ok {
			c.surface = int(n)
			c.variants = append(c.variants, variant{ix.stemOf[n], weight, false})
		} else if n, ok := ix.stems[string(stem([]byte(w)))]; ok {
			c.variants = append(c.variants, variant{n, weight, false})
		} else if k.kind == wordToken && !stop {
			if n, ok := ix.typos.correct(ix, w); ok {
				c.variants = append(c.variants, variant{ix.stemOf[n], weight * .8, false})
			}
		}
		st := string(stem([]byte(w)))
		own := float32(-1)
		if len(c.variants) > 0 {
			own = ix.idf(ix.byStem.count(c.variants[0].term))
		}
		for _, syn := range classes[st] {
			if n, ok := ix.stems[syn]; ok {
				cw := weight * tune.class
				if idf := ix.idf(ix.byStem.count(n)); own >= 0 && idf > own && tune.cap > 0 {
					cw *= own / idf
				}
				c.variants = append(c.variants, variant{n, cw, false})
			}
		}
		if len(c.variants) == 0 {
			continue
		}
		if stop {
			low = append(low, c)
			continue
		}
		s.concepts = append(s.concepts, c)
	}
	s.intent = intentOf(t)
	if len(s.concepts) == 0 {
		s.concepts = low
	}
	return s
}
