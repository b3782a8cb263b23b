package toolindex

// describe fills in what is left of the features: how the candidate fits the whole query and that part of it which it fits best.
func (ix *Index) describe(s *scratch, q *query, c *candidate, matches []match, texts, best []float32) {
	f := &c.features
	c.part = fitting(q, texts, best)
	part := &q.parts[c.part]
	ix.view(q, &q.parts[0], matches, f, wholeText)
	ix.view(q, part, matches, f, partText)
	f[partLead] = texts[c.part] / (best[c.part] + 1)
	f[serverFitting] = s.servers[c.segment].fit / (s.bestServer + 1)
	var params float32
	for _, n := range q.parts[0].concepts {
		if matches[n].kind == surfaceForm {
			c.same += matches[n].x
		}
		if matches[n].fields&inParam != 0 {
			params += min(q.concepts[n].strongest, matches[n].x*2)
		}
	}
	f[wholeParam] = params / q.parts[0].possible
	f.neighbours(q, part, matches)
	many, one := f.words(q, part, matches)
	asked := part.actions
	if asked == 0 {
		asked = q.parts[0].actions
	}
	f.acts(asked, ix.tool(*c), many, one)
	ix.relate(s, q, c)
	f[gapTopic] = f[partTopic] * max(0, 1-best[c.part]/part.possible)
	f.pair()
}

// fitting is the part of a query that a tool is nearest to the best tool for.
func fitting(q *query, texts, best []float32) int {
	at := 0
	var lead float32 = -1
	for p := range q.parts {
		if (p > 0 || len(q.parts) == 1) && best[p] > 0 {
			if l := texts[p] / (best[p] + 3); l > lead {
				at, lead = p, l
			}
		}
	}
	return at
}

// neighbours fills in the features of words that stand side by side in the query and together in the tool.
func (f *features) neighbours(q *query, part *part, matches []match) {
	var inNames, inFirsts, beforeX float32
	var before uint8
	for _, n := range part.concepts {
		k, m := &q.concepts[n], matches[n]
		switch {
		case k.bonus:
			continue
		case m.x > 0:
			if m.fields&before&inName != 0 {
				inNames += beforeX + k.strongest
			}
			if m.fields&before&inFirst != 0 {
				inFirsts += beforeX + k.strongest
			}
			before = m.fields
		default:
			before = 0
		}
		beforeX = k.strongest
	}
	f[phrase] = inNames / part.possible / 2
	f[phraseFirst] = inFirsts / part.possible / 2
}

// words fills in the features of a part's words taken one by one, and reports whether the tool's name has one of them in the plural, or in the singular.
func (f *features) words(q *query, part *part, matches []match) (many, one bool) {
	var early, earlyAll, rare, rareHit float32
	for i, n := range part.concepts {
		k, m := &q.concepts[n], matches[n]
		if k.bonus {
			if m.fields&inName != 0 {
				f[pairs] = 1
			}
			continue
		}
		w := k.strongest / (1 + .2*float32(i))
		earlyAll += w
		rare = max(rare, k.strongest)
		if m.x == 0 {
			continue
		}
		early += w * min(1, m.x/k.strongest)
		rareHit = max(rareHit, k.strongest)
		if m.fields&inName != 0 {
			many, one = many || k.plural, one || !k.plural
		}
	}
	f[partEarly] = early / (earlyAll + 1)
	f[rarest] = rareHit / (rare + 1)
	return many, one
}

// acts fills in the features of what is asked to be done and what the tool does.
func (f *features) acts(asked actions, t *tool, many, one bool) {
	seen, changed := asked&looks != 0, asked&changes != 0
	looking, changing := t.actions&looks != 0, t.actions&changes != 0
	switch {
	case asked&t.actions != 0:
		f[sameAction] = 1
	case asked == 0, t.actions == 0, seen && looking: // one look is nearly another
	default:
		f[otherAction] = 1
	}
	switch {
	case t.actions&lists == 0:
	case many:
		f[manyAsked] = 1
	case one:
		f[oneAsked] = 1
	}
	switch {
	case changed && !seen && t.onlyReads():
		f[changesAsked] = 1
	case seen && !changed && changing && !looking:
		f[looksAsked] = 1
	}
	if !changed && t.destroys() {
		f[destroysUnasked] = 1
	}
}

// pair fills in the features that are two others at once: each of them may be chance, both seldom are.
func (f *features) pair() {
	f[textServer] = f[wholeText] * f[serverFitting]
	f[leadServer] = f[partLead] * f[serverFitting]
	f[nameServer] = f[nameMatched] * f[serverFitting]
	f[textName] = f[wholeText] * f[nameMatched]
	f[leadName] = f[partLead] * f[nameMatched]
	f[nameFirst] = f[nameMatched] * f[firstMatched]
}

// view fills in the features of one part, the first of which is at.
func (ix *Index) view(q *query, p *part, matches []match, f *features, at feature) {
	var text, cover, name, surface, first float32
	for _, n := range p.concepts {
		k := &q.concepts[n]
		m := matches[n]
		text += m.x
		if m.x == 0 || k.bonus {
			continue
		}
		cover += min(k.strongest, m.x)
		share := min(k.strongest, m.x*2)
		if m.fields&inName != 0 {
			name += share
		}
		if m.fields&inFirst != 0 {
			first += share
		}
		if m.kind == surfaceForm {
			surface += share
		}
	}
	all := p.possible
	f[at] = text / all / 2
	f[at+1] = cover / all
	f[at+2] = name / all
	f[at+3] = surface / all
	f[at+4] = first / all
}
