package toolindex

// feature is one thing that speaks for or against a tool. Each is about 0 to 1.
type feature uint8

const (
	// Of the whole query, then the same of the part that the tool fits best.
	wholeText feature = iota
	wholeCoverage
	wholeName
	wholeSurface
	wholeFirst
	partText
	partCoverage
	partName
	partSurface
	partFirst
	partLead
	partEarly
	nameMatched
	firstMatched
	serverFitting
	sameAction
	otherAction
	manyAsked
	oneAsked
	changesAsked
	looksAsked
	destroysUnasked
	rarest
	nameSize
	pairs
	partTopic
	anyTopic
	restTopic
	gapTopic
	serverMatched
	nameMissing
	paramMatched
	wholeParam
	phrase
	phraseFirst
	textServer
	leadServer
	nameServer
	textName
	leadName
	nameFirst
	featureCount
)

// Feature is one thing that speaks for or against a tool.
type Feature struct {
	Name string // as the source calls it
	Says string // what it measures
}

// Features lists what the ranking looks at, in the order of Reason.Terms.
func Features() []Feature {
	all := [featureCount]Feature{
		wholeText:       {"wholeText", "the query's words in the tool, by BM25F"},
		wholeCoverage:   {"wholeCoverage", "share of the query's words that the tool has"},
		wholeName:       {"wholeName", "share that its name has"},
		wholeSurface:    {"wholeSurface", "share that it has in the very form"},
		wholeFirst:      {"wholeFirst", "share that its first sentence has"},
		partText:        {"partText", "the best sentence's words in the tool, by BM25F"},
		partCoverage:    {"partCoverage", "share of that sentence's words that the tool has"},
		partName:        {"partName", "share of them that its name has"},
		partSurface:     {"partSurface", "share of them that it has in the very form"},
		partFirst:       {"partFirst", "share of them that its first sentence has"},
		partLead:        {"partLead", "how near it is to the best tool for that sentence"},
		partEarly:       {"partEarly", "share of them, the first words counting more"},
		nameMatched:     {"nameMatched", "share of its name that is asked for"},
		firstMatched:    {"firstMatched", "share of its first sentence that is asked for"},
		serverFitting:   {"serverFitting", "how well its whole server fits"},
		sameAction:      {"sameAction", "does the kind of thing that is asked for"},
		otherAction:     {"otherAction", "does another kind of thing"},
		manyAsked:       {"manyAsked", "lists, where many are asked for"},
		oneAsked:        {"oneAsked", "lists, where one is asked for"},
		changesAsked:    {"changesAsked", "only reads, where a change is asked for"},
		looksAsked:      {"looksAsked", "changes, where a look is asked for"},
		destroysUnasked: {"destroysUnasked", "destroys, where no change is asked for"},
		rarest:          {"rarest", "has the rarest of the words"},
		nameSize:        {"nameSize", "says much in its name"},
		pairs:           {"pairs", "its name has two of the words written as one"},
		partTopic:       {"partTopic", "is about what that sentence is about"},
		anyTopic:        {"anyTopic", "is about what some sentence is about"},
		gapTopic:        {"gapTopic", "partTopic, the more of that sentence no tool has"},
		restTopic:       {"restTopic", "is about what the words are about that it lacks"},
		serverMatched:   {"serverMatched", "share of its server's name that is asked for"},
		nameMissing:     {"nameMissing", "what its name says beside what is asked for"},
		paramMatched:    {"paramMatched", "share of its parameters' names that is asked for"},
		wholeParam:      {"wholeParam", "share of the query's words that its parameters have"},
		phrase:          {"phrase", "its name has words of the query that stand together"},
		phraseFirst:     {"phraseFirst", "its first sentence has words that stand together"},
		textServer:      {"textServer", "wholeText times serverFitting"},
		leadServer:      {"leadServer", "partLead times serverFitting"},
		nameServer:      {"nameServer", "nameMatched times serverFitting"},
		textName:        {"textName", "wholeText times nameMatched"},
		leadName:        {"leadName", "partLead times nameMatched"},
		nameFirst:       {"nameFirst", "nameMatched times firstMatched"},
	}
	return all[:]
}

// features are the values for one tool, and once more times the query's length: each has a weight for a query of a few
// words, and another that a long text adds.
type features [2 * featureCount]float32

// link says that a word of the index stands for a concept.
type link struct {
	concept uint16
	next    uint16 // plus 1
	kind    variantKind
	weight  float32
}

// match is what a tool has of one concept.
type match struct {
	x      float32
	topic  float32 // by what it is about
	kind   variantKind
	fields uint8
}

const inServer, inName, inFirst, inParam = 1 << serverField, 1 << nameField, 1 << firstField, 1 << paramField

// examine fills in the features of the candidates.
func (ix *Index) examine(s *scratch, q *query, list []candidate) {
	s.links = s.links[:0]
	for i := range q.concepts {
		for _, v := range q.concepts[i].variants {
			s.links = append(s.links, link{uint16(i), s.heads[v.word], v.kind, v.weight})
			s.heads[v.word] = uint16(len(s.links))
		}
	}
	best := make([]float32, len(q.parts))
	texts := make([]float32, len(q.parts)*len(list))
	s.sights = resized(s.sights, len(list))
	s.matches = resized(s.matches, len(q.concepts)*len(list))
	clear(s.matches)
	for i := range list {
		s.sights[i] = sight{matches: s.matches[i*len(q.concepts) : (i+1)*len(q.concepts)]}
		list[i].sight = &s.sights[i]
	}
	for i := range list {
		ix.match(s, q, &list[i], list[i].matches)
		for p := range q.parts {
			var x float32
			for _, c := range q.parts[p].concepts {
				x += list[i].matches[c].any()
			}
			texts[i*len(q.parts)+p] = x
			best[p] = max(best[p], x)
		}
	}
	for i := range list {
		ix.describe(s, q, &list[i], list[i].matches, texts[i*len(q.parts):(i+1)*len(q.parts)], best)
	}
	for i := range q.concepts {
		for _, v := range q.concepts[i].variants {
			s.heads[v.word] = 0
		}
	}
}

// match finds what a tool has of each concept, and what of its own words is asked for.
func (ix *Index) match(s *scratch, q *query, c *candidate, matches []match) {
	seg := ix.segments[c.segment]
	t := &seg.tools[c.tool]
	var name, nameHit, first, firstHit, server, serverHit, param, paramHit float32
	for _, e := range seg.entries[t.start:t.end] {
		var hit float32
		for l := s.heads[e.word]; l != 0; {
			k := &s.links[l-1]
			x := ix.matched(k.kind, k.weight, e.weight)
			var y float32 = 1
			switch k.kind {
			case corrected:
				y = .9
			case sameClass:
				y = .7
			case sameTopic:
				y = .5
			}
			m := &matches[k.concept]
			if k.kind == sameTopic {
				m.topic = max(m.topic, x)
			} else if m.fields |= e.fields; x > m.x {
				m.x, m.kind = x, k.kind
			}
			hit = max(hit, y)
			l = k.next
		}
		if a := ix.list[e.word].actions; a != 0 && q.asked != 0 && hit < 1 && e.fields&inName != 0 {
			if a&q.asked != 0 || a&(lists|reads) != 0 && q.asked&(lists|reads) != 0 {
				hit = 1
			}
		}
		if e.fields&isJoined == 0 && e.fields&(inName|inFirst|inServer|inParam) != 0 {
			r := ix.rarityOf(ix.standing(e.word))
			if e.fields&inName != 0 {
				name += r
				nameHit += hit * r
			}
			if e.fields&inServer != 0 {
				server += r
				serverHit += hit * r
			}
			if e.fields&inParam != 0 {
				param += r
				paramHit += hit * r
			}
			if e.fields&inFirst != 0 {
				first += r
				firstHit += hit * r
			}
		}
	}
	f := &c.features
	f[nameMatched] = nameHit / (name + 1)
	f[firstMatched] = firstHit / (first + 1)
	f[paramMatched] = paramHit / (param + 1)
	f[nameMissing] = min((name-nameHit)/20, 1)
	f[nameSize] = min(name/40, 1)
	f[serverMatched] = serverHit / (server + 1)
}

// matched is what BM25F gives for a word that stands for one of the query's.
func (ix *Index) matched(kind variantKind, weight float32, place uint16) float32 {
	x := weight * float32(place) / weightUnit
	if kind == surfaceForm {
		x *= 1 + ix.weights.surface
	}
	return x
}
