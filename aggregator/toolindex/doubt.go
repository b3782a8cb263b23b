package toolindex

// doubt is whether verbs are asked about rather than for.
type doubt uint8

const (
	none       doubt = iota
	ofOpinions       // those for which an opinion is wanted
	ofComing         // what is to be done to something, as it is said and not wished
	ofPassives       // what may be done to something
	ofAll
)

// casts tells what doubt the word casts on the verbs behind it.
func (c *clause) casts() doubt {
	word, next := c.word, c.next()
	switch {
	case word.has(doubting), word.has(agreement) && next.text == "to", word.has(opinion) && c.doubt != none:
		return ofAll
	case word.has(pending):
		return ofComing
	case !word.has(judging) && !word.has(modal) && !word.has(possible), !c.isInverted():
		return none
	case word.has(judging), word.has(modal) && !next.has(people):
		return ofAll
	case next.has(people):
		return ofOpinions
	}
	return ofPassives
}

// isDoubted reports whether the verb is asked about.
func (c *clause) isDoubted() bool {
	before := c.before.text
	return c.doubt == ofAll || c.doubt >= ofComing && (before == "be" || before == "by" || before == "for") // "waiting for deleting"
}

// isInverted reports whether the word, an auxiliary verb, stands before its subject, as in a question.
func (c *clause) isInverted() bool {
	next := c.next()
	if next.has(pronoun) {
		return true
	}
	been := false
	for i, w := range c.words {
		if i < c.at && w.text != "" && !w.saysNaught && (!w.has(beforeVerb) || w.has(pronoun)) {
			return false
		}
		been = been || w.text == "been"
	}
	if c.word.text == "have" && !been { // "have the disk deleted"
		return false
	}
	return next.text != "" && !next.has(wish) && (next.does&changes == 0 || next.form == gerund || next.form == participle)
}
