package toolindex

// weights are the numbers of the ranking.
type weights struct {
	surface     float32 // extra for a word in the very form of the query ("databases" asks for a list, "database" for one)
	kin         float32 // of another form of a word that has another stem ("flight" for "fly")
	class       float32 // of a word of the same class ("delete" for "remove"), against 1 for the word itself
	topic       float32 // of what a word is about ("umbrella" is about weather)
	correction  float32 // of a word that the query seems to have misspelt
	vague       float32 // of words that say how things are, not what
	noise       float32 // of the words of asking ("please show me")
	value       float32 // of numbers, which are mostly arguments
	pair        float32 // of two words that a tool writes as one
	whole       float32 // of a query of many sentences taken as one, against 1 for the best of them
	sibling     float32 // more for a tool if one of its server is before it
	fresh       float32 // more for a tool that has all of the query which none before it has
	uncut       bool    // a query is one part, however long
	firstStage  bool    // the order of the candidates is that in which they were gathered
	looksHarmed bool    // a tool that destroys may lead for a question that asks to see something
	features    features
	evidence    *evidence // for the judgement whether anything fits
}

func fitted() *weights {
	return &weights{
		surface: .4, kin: .8, class: .35, topic: .3, correction: .8, noise: .3, vague: .55, value: .4, pair: .4, whole: .75, sibling: .6, fresh: .8,
		features: fittedFeatures(), evidence: fittedEvidence(),
	}
}

// Mechanism is a part of the ranking that can be left out, to measure what it is worth.
type Mechanism string

// The mechanisms.
const (
	SecondStage Mechanism = "second stage"             // the look at 64 candidates; without it the order is BM25F's
	Surface     Mechanism = "surface forms"            // a word in the very form of the query counts more
	Classes     Mechanism = "classes"                  // words that stand for one another, and forms of words with other stems
	Topics      Mechanism = "topics"                   // words that lead to what they are about
	Corrections Mechanism = "corrections"              // of misspelt words
	Noise       Mechanism = "noise"                    // the words of asking and of manner count less
	Pairs       Mechanism = "pairs"                    // two words that a tool writes as one
	Clauses     Mechanism = "clauses"                  // a long query is cut into its sentences and clauses
	Beside      Mechanism = "tools beside one another" // the order takes account of what is before a tool
	Spare       Mechanism = "spare the looks"          // no destructive tool leads where something is to be seen
)

// Mechanisms lists them all.
func Mechanisms() []Mechanism {
	return []Mechanism{SecondStage, Surface, Classes, Topics, Corrections, Noise, Pairs, Clauses, Beside, Spare}
}

// without changes the weights to those of a ranking that lacks a mechanism.
func (w *weights) without(m Mechanism) {
	switch m {
	case SecondStage:
		w.firstStage = true
	case Surface:
		w.surface = 0
	case Classes:
		w.class, w.kin = 0, 0
	case Topics:
		w.topic = 0
	case Corrections:
		w.correction = 0
	case Noise:
		w.noise, w.vague = 1, 1
	case Pairs:
		w.pair = 0
	case Clauses:
		w.uncut = true
	case Beside:
		w.sibling, w.fresh = 0, 0
	case Spare:
		w.looksHarmed = true
	}
}

// Tuning is another ranking than the one that ncp has, for whoever measures or fits it. A nil *Tuning means ncp's.
type Tuning struct {
	Weights []float64   // of the features: those of a query of a few words, then what a long text adds; nil means the fitted ones
	Without []Mechanism // to leave out
}

// NewTuned makes an empty index that ranks as told.
func NewTuned(t *Tuning) *Index {
	w := fitted()
	if t != nil {
		for k := range t.Weights {
			w.features[k] = float32(t.Weights[k])
		}
		for _, m := range t.Without {
			w.without(m)
		}
	}
	return newIndex(w)
}
