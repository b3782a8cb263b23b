package toolindex

import (
	"cmp"
	"slices"
	"strings"
)

// sentence is the words that tell what a sentence asks for.
type sentence struct {
	questions     map[string]bool // begin a question
	wh            map[string]bool // ask for something, wherever they stand
	quantities    map[string]bool // behind "how" ask for a number
	means         map[string]bool // what does something is wanted: what it does is said behind
	relative      map[string]bool // behind "something" say what it does
	fillers       map[string]bool // say nothing before a verb
	negations     map[string]bool // before a verb that shall not be, or is not yet
	wishes        map[string]bool // that something be done
	away          map[string]bool // where what is put there is as good as gone
	beforeVerbs   map[string]bool
	beforeGerunds map[string]bool
	afterNouns    map[string]bool
	judging       map[string]bool // begin a question that asks about what comes after, not for it, whoever is asked
	modals        map[string]bool // the same, but that "you" is asked to do it
	possible      map[string]bool // the same, where it is said of something that is done to it
	subjects      map[string]bool // before which such a word begins a question wherever it stands
	people        map[string]bool // of whom something is asked
	doubts        map[string]bool // what is said behind is asked about
	opinions      map[string]bool // the same in a question
	agreements    map[string]bool // the same before "to"
	articles      map[string]bool // before nouns
}

func newSentence() sentence {
	return sentence{
		questions:     wordSet("what which who whom whose where when why how is are was were do does did has have"),
		wh:            wordSet("what which who whom whose where when why whether"),
		quantities:    wordSet("many much often old long big large far high small fast full safe dangerous risky bad likely"),
		means:         wordSet("how way ways tool tools something possible able mind use command function option method"),
		relative:      wordSet("to that which for"),
		fillers:       wordSet("please just also now then kindly simply first finally really again"),
		negations:     wordSet("not don doesn never without before after avoid prevent if unless until instead cannot"),
		wishes:        wordSet("get want need like gets have"),
		away:          wordSet("trash bin garbage"),
		beforeVerbs:   wordSet("to and or so ok okay hey i you we they he she it can could will would shall should must may let lets help me us do go one"),
		beforeGerunds: wordSet("for with in by of about start mind"),
		afterNouns:    wordSet("of from by about"),
		judging:       wordSet("is are am was were do does did has have had should shall must may ought isn aren wasn weren shouldn mustn"),
		modals:        wordSet("will would might"),
		possible:      wordSet("can could"),
		subjects:      wordSet("i we it they he she you there"),
		people:        wordSet("you u someone somebody anyone anybody"),
		doubts:        wordSet("safe safely unsafe safer risk risks risky dangerous allowed permitted thinking considering wondering unsure tempted advisable wise worth harm consequences implications impact advice thoughts opinion pros"),
		opinions:      wordSet("think recommend suggest advise"),
		agreements:    wordSet("ok okay fine alright good bad idea permission permissions rights"),
		articles:      wordSet("the a an my your our its"),
	}
}

// asks tells what kind of thing the words of a clause ask to have done: what its main verb does, or to be shown something where it is a question
// without one. A verb of change is the main one only where it stands as a verb: "show deleted disks" and "what is in the trash" ask to see, "can
// you tell me how to delete a disk" asks to delete. Who asks for advice ("should I delete it", "can it be deleted") asks to see as well.
//
// What is said for sure is all of it but for a noun that might be a verb ("email").
func (l *lexicon) asks(t *tokens, question bool) (asked, sure actions) {
	words := t.plainWords()
	var main, rest actions
	noun := false // rest is of a word that may be one
	said := ""    // the word that main is of
	opened := 0   // behind the last word for what does something: what it does is asked for
	last := ""    // word that is no adverb
	var doubt doubt
	refused := false
	for i, word := range words {
		before := last
		if !l.adverb(word) {
			last = word
		}
		root := stem([]byte(word))
		a := l.actions[string(root)]
		if l.nounlike[string(root)] && a&deletes != 0 && l.isNoun(words, i, before) {
			a = 0
		}
		if l.away[word] && main&(stores|moves) != 0 { // "move the mail to the trash"
			main |= deletes
		}
		if opened == 0 {
			doubt = max(doubt, l.doubt(words, i, doubt))
		}
		switch {
		case word == "how" && i+1 < len(words) && l.quantities[words[i+1]], l.wh[word], word == "there" && l.questions[before]:
			if main == 0 {
				main = reads | lists
			}
		case l.isMeans(words, i) && (a == 0 || main != 0), word == "do" && i+1 < len(words) && words[i+1] == "to":
			rest, main, opened, doubt = cmp.Or(rest, main), 0, i+1, none // which holds if nothing follows
			question = question || l.questions[word]
		case a&deletes != 0 && (isDerived(word) || l.articles[before]):
			if rest == 0 && i+1 < len(words) { // "deletion history", "the delete button"
				rest = reads | lists
			} else if rest == 0 {
				rest, noun = a, true
			}
		case a == 0:
			question = question || i == 0 && l.questions[word]
		case l.negated(words, i):
			refused = true
		case (main == 0 || l.wishes[said]) && doubt != ofAll && l.done(words[opened:], i-opened):
			main = a
		case main != 0:
		case a&changes == 0:
			main, said = a, word
		case l.isVerb(word, before, opened > 0) && (doubt == ofAll || doubt == ofPassives && (before == "be" || before == "by")):
			main, said = reads|lists, word
		case l.isVerb(word, before, opened > 0):
			main, said = a, word
		case rest == 0 && strings.HasSuffix(word, "ed"): // the state of what follows
			rest = reads | lists
		case rest == 0:
			rest, noun = a, l.nounlike[string(root)]
		}
	}
	switch {
	case main != 0:
		return main, main
	case question, doubt > ofOpinions, refused && rest == 0:
		return reads | lists, reads | lists
	case noun:
		return rest, 0
	}
	return rest, rest
}

// isMeans reports whether what is said behind a word is what the thing does that it stands for.
func (l *lexicon) isMeans(words []string, i int) bool {
	return l.means[words[i]] && i+1 < len(words) && (words[i] != "something" || l.relative[words[i+1]])
}

// plainWords are the words that a sentence is told by; "" is what ends those before it.
func (t *tokens) plainWords() []string {
	var words []string
	for _, k := range t.list {
		switch k.kind {
		case wordToken:
			words = append(words, string(t.text(k)))
		case numberToken, gramToken:
			words = append(words, "")
		}
	}
	return words
}

// doubt is whether verbs are asked about rather than for.
type doubt uint8

const (
	none       doubt = iota
	ofOpinions       // those for which an opinion is wanted
	ofPassives       // what may be done to something
	ofAll
)

// doubt tells what the word at i says of the verbs behind it.
func (l *lexicon) doubt(words []string, i int, already doubt) doubt {
	word, next := words[i], ""
	if i+1 < len(words) {
		next = words[i+1]
	}
	switch {
	case l.doubts[word], l.agreements[word] && next == "to", l.opinions[word] && already != none:
		return ofAll
	case !l.judging[word] && !l.modals[word] && !l.possible[word], !l.inverted(words, i, next):
		return none
	case l.judging[word], l.modals[word] && !l.people[next]:
		return ofAll
	case l.people[next]:
		return ofOpinions
	}
	return ofPassives
}

// inverted reports whether a verb stands before its subject, as in a question.
func (l *lexicon) inverted(words []string, i int, next string) bool {
	if l.subjects[next] {
		return true
	}
	if words[i] == "have" && !slices.Contains(words, "been") { // "have the disk deleted"
		return false
	}
	for _, w := range words[:i] {
		if w != "" && !l.adverb(w) && (!l.beforeVerbs[w] || l.subjects[w]) {
			return false
		}
	}
	a := l.actions[string(stem([]byte(next)))]
	return next != "" && !l.wishes[next] && (a&changes == 0 || strings.HasSuffix(next, "ing") || strings.HasSuffix(next, "ed"))
}

// adverb reports whether a word says nothing about whether the next one is a verb.
func (l *lexicon) adverb(word string) bool { return strings.HasSuffix(word, "ly") || l.fillers[word] }

// negated reports whether what a verb says shall not be, or is not yet.
func (l *lexicon) negated(words []string, i int) bool {
	for _, w := range words[max(0, i-3):i] {
		if l.negations[w] {
			return true
		}
	}
	return false
}

// isNoun reports whether a word that is a verb or a noun is the noun: something is said of it ("mail from Anna", "trash").
func (l *lexicon) isNoun(words []string, i int, before string) bool {
	return i+1 == len(words) && before != "to" || i+1 < len(words) && l.afterNouns[words[i+1]]
}

// isVerb reports whether a word that may be a verb is one, and no noun or a thing's state.
func (l *lexicon) isVerb(word, before string, opened bool) bool {
	switch {
	case before == "be":
		return true
	case strings.HasSuffix(word, "ing"):
		return before == "" || l.beforeGerunds[before]
	case strings.HasSuffix(word, "ed"):
		return false
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return opened
	}
	return before == "" || l.beforeVerbs[before]
}

// done reports whether a word ends a wish to have something done: "get the disk deleted", "get rid of the disk".
func (l *lexicon) done(words []string, i int) bool {
	if words[i] == "rid" {
		return true
	}
	if i+1 < len(words) || !strings.HasSuffix(words[i], "ed") {
		return false
	}
	for _, w := range words[:i] {
		switch {
		case l.wh[w]:
			return false
		case l.wishes[w]:
			return true
		}
	}
	return false
}

// isDerived reports whether a word with a verb's stem is a noun or an adjective that was made of it: "deletion", "terminal".
func isDerived(word string) bool {
	word = strings.TrimSuffix(word, "s")
	for _, end := range []string{"tion", "sion", "al", "ment", "ance", "ity"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}
