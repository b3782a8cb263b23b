package toolindex

import (
	"cmp"
	"strings"
)

// sentence is the words that tell what a sentence asks for.
type sentence struct {
	questions     map[string]bool // begin a question
	wh            map[string]bool // ask for something, wherever they stand
	quantities    map[string]bool // behind "how" ask for a number
	means         map[string]bool // what does something is wanted: what it does is said behind
	fillers       map[string]bool // say nothing before a verb
	negations     map[string]bool // before a verb that shall not be, or is not yet
	wishes        map[string]bool // that something be done
	beforeVerbs   map[string]bool
	beforeGerunds map[string]bool
}

func newSentence() sentence {
	return sentence{
		questions:     wordSet("what which who whom whose where when why how is are was were do does did has have"),
		wh:            wordSet("what which who whom whose where when why whether"),
		quantities:    wordSet("many much often old long big large far high small fast full"),
		means:         wordSet("how way ways tool tools something possible able use command function option method"),
		fillers:       wordSet("please just also now then kindly simply first finally really again"),
		negations:     wordSet("not don doesn never without before after if unless until instead cannot"),
		wishes:        wordSet("get want need like gets"),
		beforeVerbs:   wordSet("to and or so ok okay hey i you we they he she it can could will would shall should must may let lets help me us do go one"),
		beforeGerunds: wordSet("for with in by of about start"),
	}
}

// asks tells what kind of thing the words of a clause ask to have done: what its main verb does, or to be shown something where it is a question
// without one. A verb of change is the main one only where it stands as a verb: "show deleted disks" and "what is in the trash" ask to see, "can
// you tell me how to delete a disk" asks to delete.
func (l *lexicon) asks(t *tokens, question bool) actions {
	var words []string
	for _, k := range t.list {
		switch k.kind {
		case wordToken:
			words = append(words, string(t.text(k)))
		case numberToken, gramToken:
			words = append(words, "") // ends what came before
		}
	}
	var main, rest actions
	said := ""  // the word that main is of
	opened := 0 // behind the last word for what does something: what it does is asked for
	last := ""  // word that is no adverb
	for i, word := range words {
		before := last
		if !l.adverb(word) {
			last = word
		}
		a := l.actions[string(stem([]byte(word)))]
		switch {
		case word == "how" && i+1 < len(words) && l.quantities[words[i+1]], l.wh[word], word == "there" && l.questions[before]:
			if main == 0 {
				main = reads | lists
			}
		case l.means[word] && (a == 0 || main != 0), word == "do" && i+1 < len(words) && words[i+1] == "to":
			rest, main, opened = cmp.Or(rest, main), 0, i+1 // which holds if nothing follows
			question = question || l.questions[word]
		case a == 0:
			question = question || i == 0 && l.questions[word]
		case l.negated(words, i):
		case (main == 0 || l.wishes[said]) && l.done(words[opened:], i-opened):
			main = a
		case main != 0:
		case a&changes == 0, l.isVerb(word, before, opened > 0):
			main, said = a, word
		case rest == 0 && strings.HasSuffix(word, "ed") && i+1 < len(words): // the state of what follows
			rest = reads | lists
		case rest == 0:
			rest = a
		}
	}
	switch {
	case main != 0:
		return main
	case question:
		return reads | lists
	}
	return rest
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

// isVerb reports whether a word that may be a verb is one, and no noun or a thing's state.
func (l *lexicon) isVerb(word, before string, opened bool) bool {
	switch {
	case strings.HasSuffix(word, "ing"):
		return before == "" || l.beforeGerunds[before]
	case strings.HasSuffix(word, "ed"):
		return before == "be"
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
