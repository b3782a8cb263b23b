package toolindex

import "strings"

// role is a part that a word plays in a sentence. Most words play none, some more than one.
type role uint8

const (
	asking     role = iota // begins a question
	wh                     // asks for something, wherever it stands
	quantity               // behind "how" asks for a number
	means                  // what does something is wanted: what it does is said behind
	relative               // behind "something" says what it does
	filler                 // says nothing before a verb
	negation               // before a verb that shall not be, or is not yet
	wish                   // that something be done
	obligation             // the same, of what is done to something
	away                   // where what is put there is as good as gone
	beforeVerb
	beforeGerund
	afterNoun
	judging   // begins a question that asks about what comes after, not for it, whoever is asked
	modal     // the same, but that "you" is asked to do it
	possible  // the same, where it is said of something that is done to it
	pronoun   // before which such a word begins a question wherever it stands
	people    // of whom something is asked
	doubting  // what is said behind is asked about
	opinion   // the same in a question
	agreement // the same before "to"
	pending   // what is said behind is to come, whoever does it
	state     // before what was done
	undoing   // a verb: what is named behind is not done then
	trouble   // with what is done
	article   // before nouns
	naming    // a word of grammar that is in the name of somebody or something
	aspect    // of what is done, which is asked about then and not asked for
)

// roleWords are the words that play each role, a line for each, in the order of the constants.
const roleWords = `
what which who whom whose where when why how is are was were do does did has have
what which who whom whose where when why whether
many much often old long big large far high small fast full safe dangerous risky bad likely
how way ways tool tools something possible able mind use command function option method
to that which for
please just also now then kindly simply first finally really again only
not don doesn never without before after avoid prevent protect nobody if unless until instead cannot refuse refused
get want need like gets have
should must shall ought has needs wants let
trash bin garbage
to and or so ok okay hey i you we they he she it can could will would shall should must may let lets help me us do go one but
for with in by of about start mind
of from by about
is are am was were do does did have has had should shall must may ought isn aren wasn weren shouldn mustn
will would might
can could
i we it they he she you there
you u someone somebody anyone anybody
safe safely unsafe safer risk risks risky dangerous allowed permitted thinking considering wondering unsure tempted advisable wise worth harm consequences implications impact advice thoughts opinion pros might cost costs unable failed suppose supposing imagine
think recommend suggest advise
ok okay fine alright good bad idea permission permissions rights needed required about
pending awaiting scheduled marked flagged queued waiting due slated
is are am was were been being got gets
cancel stop abort halt undo revert
fail fails failed failing failure error errors problem trouble doesn
the a an my your our its
the my your our its his her their him them it this all
history policy policies status log logs report reports risk risks procedure rule rules reason reasons pros cons guide
`

// roles is the set of roles that a word plays.
type roles uint32

func (r roles) has(one role) bool { return r&(1<<one) != 0 }

func parseRoles(lines string) map[string]roles {
	all := map[string]roles{}
	bit := roles(1)
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		for word := range wordSet(line) {
			all[word] |= bit
		}
		bit <<= 1
	}
	return all
}

// form is what the ending of a word makes of a verb.
type form uint8

const (
	plain      form = iota
	gerund          // "deleting"
	participle      // "deleted"
	third           // "deletes", or many of a thing
	derived         // a noun or an adjective that was made of it: "deletion", "terminal"
	manner          // "safely"
)

func formOf(word string) form {
	for _, e := range [...]struct {
		end  string
		form form
	}{
		{"tion", derived},
		{"tions", derived},
		{"sion", derived},
		{"sions", derived},
		{"al", derived},
		{"als", derived},
		{"ment", derived},
		{"ments", derived},
		{"ance", derived},
		{"ances", derived},
		{"ity", derived},
		{"ing", gerund},
		{"ed", participle},
		{"ly", manner},
		{"ss", plain},
		{"s", third},
	} {
		if strings.HasSuffix(word, e.end) {
			return e.form
		}
	}
	return plain
}

// spoken is a word of a clause. The zero value stands for what ends the words before it: a number, or nothing.
type spoken struct {
	roles
	text       string
	form       form
	does       actions // if it is a verb
	mayBeNoun  bool
	saysNaught bool // about whether the next word is a verb
}

// spoken are the words that a clause is told by.
func (l *lexicon) spoken(t *tokens) []spoken {
	var words []spoken
	for _, k := range t.list {
		switch k.kind {
		case wordToken:
			w := spoken{text: string(t.text(k))}
			root := stem([]byte(w.text))
			w.roles, w.form, w.does, w.mayBeNoun = l.roles[w.text], formOf(w.text), l.actions[string(root)], l.nounlike[string(root)]
			w.saysNaught = w.form == manner || w.has(filler)
			words = append(words, w)
		case numberToken, gramToken:
			words = append(words, spoken{})
		}
	}
	for i := range words {
		l.order(&words[i], i+1 < len(words) && words[i+1].roles&(1<<article|1<<naming) != 0)
	}
	return words
}

// order makes a word a verb of change that is one in an order, or before a name.
func (l *lexicon) order(w *spoken, named bool) {
	if !l.imperatives[w.text] && (!named || !l.nounVerbs[w.text]) {
		return
	}
	w.does, w.mayBeNoun = updates, true
	if l.enders[w.text] {
		w.does |= deletes
	}
}
