package toolindex

import (
	"slices"
	"strings"
)

// Reading is how a query was read.
type Reading struct {
	Plain  string      `json:"plain,omitempty"`  // those of its sentences in plain English that are not
	Wants  []Want      `json:"wants,omitempty"`  // what its sentences ask to have done, of each kind once; none if they say no verb that is known
	Merely []string    `json:"merely,omitempty"` // verbs of change that it says and does not ask for: "show deleted disks"
	Words  []QueryWord `json:"words,omitempty"`  // in its order
}

// Want is what a sentence asks to have done.
type Want struct {
	To   string   `json:"to"`             // see, destroy, make, change or do
	By   []string `json:"by"`             // what its verb may mean
	Sure bool     `json:"sure,omitempty"` // it is no noun that might be a verb
}

// QueryWord is a word of the query.
type QueryWord struct {
	Text   string   `json:"text"`
	Weight float64  `json:"weight"`         // the rarer, the more; 0 if it is only good to have
	Known  bool     `json:"known"`          // some tool has it, or what may stand for it
	As     []string `json:"as,omitempty"`   // what stands for it, if no tool has the word itself; or what a foreign one means
	Kind   string   `json:"kind,omitempty"` // how that does: "misspelt", "same meaning", "topic"; "" if it is foreign
}

// maxAs is how many words are named that stand for one.
const maxAs = 4

// reading tells how a query was read.
func (ix *Index) reading(q *query) Reading {
	var r Reading
	parts := q.parts
	if len(parts) > 1 {
		parts = parts[1:]
	}
	var plain []string
	for i := range parts {
		p := &parts[i]
		if p.plain != "" {
			plain = append(plain, strings.Join(strings.Fields(p.plain), " "))
		}
		if p.actions != 0 {
			r.Wants = withWant(r.Wants, wantOf(p.actions, p.sure != 0))
		}
	}
	r.Plain = strings.Join(plain, "; ")
	for i := range q.concepts {
		c := &q.concepts[i]
		root := stem([]byte(c.text))
		if a := ix.lexicon.actions[string(root)]; a&changes != 0 && a&(looks|q.asked) == 0 && !ix.lexicon.nounlike[string(root)] {
			r.Merely = append(r.Merely, c.text)
		}
		r.Words = append(r.Words, ix.queryWord(c))
	}
	return r
}

func (ix *Index) queryWord(c *concept) QueryWord {
	w := QueryWord{Text: c.text, Known: !c.missing}
	if !c.bonus {
		w.Weight = float64(c.strongest)
	}
	if len(c.variants) == 0 {
		w.As = strings.Fields(strings.TrimPrefix(ix.lexicon.gloss(c.text), c.text))
		w.Known = w.Known || len(w.As) > 0
		return w
	}
	if c.variants[0].kind <= otherForm { // they are sorted by it
		return w
	}
	kind := c.variants[0].kind
	w.Kind = kind.String()
	for _, v := range c.variants {
		if v.kind == kind && len(w.As) < maxAs {
			w.As = append(w.As, ix.list[v.word].text)
		}
	}
	return w
}

// wantOf is what actions come to.
func wantOf(a actions, sure bool) Want {
	w := Want{Sure: sure}
	switch {
	case a&looks != 0: // also where the verb may mean a change: "open"
		w.To = "see"
	case a&deletes != 0:
		w.To = "destroy"
	case a&creates != 0:
		w.To = "make"
	case a&updates != 0:
		w.To = "change"
	default:
		w.To = "do"
	}
	bit := actions(1)
	for line := range strings.Lines(strings.TrimSpace(actionWords)) {
		if a&bit != 0 {
			w.By = append(w.By, strings.Fields(line)[0])
		}
		bit <<= 1
	}
	return w
}

// withWant adds a want, to one of its kind if there is one.
func withWant(wants []Want, w Want) []Want {
	at := slices.IndexFunc(wants, func(other Want) bool { return other.To == w.To && other.Sure == w.Sure })
	if at < 0 {
		return append(wants, w)
	}
	for _, by := range w.By {
		if !slices.Contains(wants[at].By, by) {
			wants[at].By = append(wants[at].By, by)
		}
	}
	return wants
}
