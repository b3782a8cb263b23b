package toolindex

import "cmp"

// clause walks the words of a clause and keeps what they ask to have done.
type clause struct {
	words    []spoken
	question bool
	at       int     // of the word that is read
	word     spoken  // that word
	before   spoken  // the last one that is no adverb
	opened   int     // behind the last word for what does something: what it does is asked for
	doubt    doubt   // of what is behind
	main     actions // of the main verb
	verb     spoken  // that verb, where it is one by its place
	rest     actions // of what may be the verb where no other is
	noun     bool    // rest is of a word that may be a noun
	refused  actions // of the verbs that shall not be
}

// asks tells what kind of thing the words of a clause ask to have done: what its main verb does, or to be shown something where it is a question
// without one. A verb of change is the main one only where it stands as a verb: "show deleted disks" and "what is in the trash" ask to see, "can
// you tell me how to delete a disk" asks to delete. Who asks for advice ("should I delete it", "can it be deleted") asks to see as well.
//
// What is said for sure is all of it but for a noun that might be a verb ("email"). What is refused is what shall not be done ("don't send it"), or not now.
func (l *lexicon) asks(t *tokens, question bool) (asked, sure, refused actions) {
	c := clause{words: l.spoken(t), question: question}
	for c.at, c.word = range c.words {
		c.read()
		if !c.word.saysNaught {
			c.before = c.word
		}
	}
	asked, sure = c.told()
	return asked, sure, c.refused &^ looks // who does not find it may search
}

const seeing = reads | lists

// read takes the next word.
func (c *clause) read() {
	if c.word.has(away) && c.main&(stores|moves) != 0 { // "move the mail to the trash"
		c.main |= deletes
	}
	if c.opened == 0 {
		c.doubt = max(c.doubt, c.casts())
	}
	a := c.word.does
	if a&deletes != 0 && c.isNoun() {
		a = 0
	}
	switch {
	case c.asksWhat():
		c.main = cmp.Or(c.main, seeing)
	case c.word.text == "not" && c.next().text == "" && !c.before.has(judging) && c.main&changes != 0: // as in other languages: "lösche sie nicht", not "if it does not"
		c.refused, c.main = c.refused|c.main, 0
	case c.opens(a):
		c.rest, c.main, c.opened, c.doubt = cmp.Or(c.rest, c.main), 0, c.at+1, none // which holds if nothing follows
		c.question = c.question || c.word.has(asking)
	case a == 0:
		c.question = c.question || c.at == 0 && c.word.has(asking)
	case a&deletes != 0 && (c.word.form == derived || c.word.form == gerund) && c.verb.has(undoing): // "cancel the deletion"
		c.main, c.refused = updates, c.refused|a
	case c.isRefused():
		c.refused |= a
	case a&deletes != 0 && (c.word.form == derived || c.before.has(article)):
		if c.at+1 < len(c.words) || c.doubt >= ofComing || anyHas(c.words[:c.at], 1<<afterNoun) { // "deletion history", "the delete button", "pending deletion", "status of the deletion"
			c.leave(seeing, false)
		} else { // who says no more than that wants it done
			c.leave(a, true)
		}
	case (c.main == 0 || c.verb.has(wish)) && c.doubt != ofAll && c.isDone():
		c.main = a
	case c.main == 0:
		c.act(a)
	}
}

// act takes a word that is the main verb, if it is a verb.
func (c *clause) act(a actions) {
	switch isVerb := c.isVerb(); {
	case isVerb && a&changes != 0 && c.isDoubted():
		c.main, c.verb = seeing, c.word
	case isVerb, a&changes == 0 && !c.word.mayBeNoun:
		c.main, c.verb = a, c.word
	case a&changes == 0: // "with the access token delete it", "the search should be deleted"
		c.rest, c.noun = a, false
	case c.isState():
		c.leave(seeing, false)
	default:
		c.leave(a, c.word.mayBeNoun)
	}
}

// leave keeps what the first word does that may be the verb, or how things are if that word may be a noun.
func (c *clause) leave(a actions, noun bool) {
	if c.rest == 0 || c.noun && a == seeing {
		c.rest, c.noun = a, noun
	}
}

// told is what the words ask for together.
func (c *clause) told() (asked, sure actions) {
	switch {
	case c.main != 0:
		return c.main, c.main
	case c.question, c.doubt >= ofPassives, c.refused != 0 && c.rest == 0, anyHas(c.words, 1<<aspect):
		return seeing, seeing
	case c.noun:
		return c.rest, 0
	}
	return c.rest, c.rest
}

// next is the word behind the one that is read.
func (c *clause) next() spoken {
	if c.at+1 < len(c.words) {
		return c.words[c.at+1]
	}
	return spoken{}
}

// asksWhat reports whether the word asks for something that is to be told.
func (c *clause) asksWhat() bool {
	switch c.word.text {
	case "how":
		return c.next().has(quantity)
	case "there":
		return c.before.has(asking)
	}
	return c.word.has(wh)
}

// opens reports whether what is said behind the word is what the thing does that is asked for.
func (c *clause) opens(a actions) bool {
	switch next := c.next(); {
	case c.word.text == "do":
		return next.text == "to"
	case c.word.text == "use" && c.before.has(negation): // "never use delete_disk"
		return false
	case c.word.text == "something" && !next.has(relative), c.word.text == "how" && c.verb.does&changes != 0: // "edit the page on how to install it"
		return false
	default:
		return c.word.has(means) && next.text != "" && (a == 0 || c.main != 0)
	}
}

// isRefused reports whether what the verb says shall not be, or is not yet.
func (c *clause) isRefused() bool { return anyHas(c.words[max(c.opened, c.at-3):c.at], 1<<negation) }

// isNoun reports whether the word, which is a verb or a noun, is the noun: something is said of it ("mail from Anna", "trash").
func (c *clause) isNoun() bool {
	return c.word.mayBeNoun && (c.at+1 == len(c.words) && c.before.text != "to" || c.next().has(afterNoun))
}

// isVerb reports whether the word, which may be a verb, is one, and no noun or a thing's state.
func (c *clause) isVerb() bool {
	if c.before.text == "be" { // "the disk should be deleted", but "disks to be deleted"
		return c.opened > 0 || c.doubt != none || anyHas(c.words[:c.at], 1<<wish|1<<obligation)
	}
	switch c.word.form {
	case gerund:
		if c.next().text == "of" || anyHas(c.words, 1<<aspect) { // "wiping of the disk", "reasons for wiping it"
			return false
		}
		return c.before.has(beforeGerund) || c.before.text == "" && !anyHas(c.words[c.at:], 1<<trouble)
	case participle, derived:
		return false
	case third:
		return c.opened > 0
	}
	return c.before.text == "" || c.before.has(beforeVerb) || c.at == c.opened && c.at+1 < len(c.words) // "have a tool delete it"
}

// isState reports whether the word, which is no verb, tells how something is, or what is done to it: "deleted disks", "the disk was reset".
func (c *clause) isState() bool {
	if c.word.form == gerund {
		return c.word.does&deletes != 0
	}
	return c.word.form == participle || c.before.has(state)
}

// isDone reports whether the word ends a wish to have something done: "get the disk deleted", "get rid of the disk".
func (c *clause) isDone() bool {
	if c.word.text == "rid" {
		return true
	}
	if c.at+1 < len(c.words) || c.word.form != participle || c.before.text == "been" {
		return false
	}
	for _, w := range c.words[c.opened:c.at] {
		switch {
		case w.has(wh):
			return false
		case w.has(wish):
			return true
		}
	}
	return false
}

// anyHas reports whether one of some words plays one of some roles.
func anyHas(words []spoken, some roles) bool {
	for i := range words {
		if words[i].roles&some != 0 {
			return true
		}
	}
	return false
}
