package toolindex

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// lexicon is what the ranking knows of the English of requests and tools.
type lexicon struct {
	grammar   map[string]bool     // words that count only in a query that has no others
	overview                      // of the words that ask for all there is
	roles     map[string]roles    // that words play in sentences
	vague     map[string]bool     // words that say how things are, not what
	noise     map[string]bool     // words of asking and of courtesy; tools use them too, so they count a little
	classes   map[string][]string // the stem of a word -> the stems of the words that may stand for it
	kin       map[string][]string // the stem of a word -> other stems of its forms
	topics    topicTable
	foreign   map[string]string  // a word of another script -> what it means, a space before each word and behind the last
	tongues   map[string]string  // a word, or words, of a language in our script -> what it means
	endless   map[string]string  // Cyrillic words of foreign without their ending
	particles map[string]bool    // end a sentence whose verb they are of
	idioms    map[string]string  // words that together are one verb -> that verb
	actions   map[string]actions // the stem of a verb -> what it does
	usual     map[string]uint8   // the stem of a word -> how many of some tools more would have it
	nounlike  map[string]bool    // stems of verbs that may be nouns

	imperatives map[string]bool // verbs that are known in this form alone
	nounVerbs   map[string]bool // the same before a name alone
	enders      map[string]bool // of both, those that end something
	verbs       []string        // that actions has the stems of
}

// english is made when first used, for it is not needed to serve a host that never asks.
var english = sync.OnceValue(func() *lexicon {
	parsed := make(chan topicTable)
	go func() { parsed <- parseTopics(topics) }() // which takes as long as all the rest: the first find waits for it
	l := &lexicon{grammar: wordSet(grammarWords), roles: parseRoles(roleWords), overview: newOverview(), noise: wordSet(noiseWords), vague: wordSet(vagueWords), actions: parseActions(actionWords)}
	l.classes = parseClasses(synonyms)
	l.kin = parseClasses(kin)
	l.particles = wordSet("ab an auf aus ein hinzu hoch herunter runter neu um weg zu zusammen")
	l.foreign, l.tongues, l.idioms = parseForeign(foreign), parsePhrases(tongues), parsePhrases(idioms)
	l.endless = withoutEndings(l.foreign)
	maps.Copy(l.tongues, parsePhrases(turns))
	l.usual = parseUsual(usual)
	l.imperatives, l.nounVerbs, l.enders, l.verbs = wordSet(imperatives), wordSet(nounVerbs), wordSet(enders), strings.Fields(actionWords)
	l.nounlike = map[string]bool{}
	for _, root := range stems(nounlike) {
		l.nounlike[root] = true
	}
	l.topics = <-parsed
	return l
})

const grammarWords = `a an the this that these those there here it its i me my mine we us our ours you your yours he him his she her hers they them
	their theirs who whom whose which what when where why how is am are was were be been being do does did doing done have has had having
	will would shall should can could may might must and or but nor if then else so than as of at by for from in into on onto to with without
	within about over under between through during before after above below up down out off not no yes too very just also both each any some
	such only own same s t d ll m re ve don isn aren doesn didn can couldn wouldn shouldn won let via per etc eg ie`

const noiseWords = `please help want need like show tell give know look looking see find get make provide use using able wish hope thanks thank hi
	hello could interested trying try currently planning going sure additionally furthermore moreover lastly finally suggest recommend
	friend friends family company team project working work new great good best latest information info details detail related specific
	detailed including include includes specifically based allow allows effective effectively efficient efficiently easily easy
	comprehensive assistance assist relevant different several many much one more most good better accurate appealing engaging favorite favourite
	receive seeking seek struggling well way ways approach approaches technique techniques strategy strategies possible particular necessary
	important ensure understand understanding ask asking think feel really actually maybe perhaps quickly properly thing things something
	anything someone everyone multiple certain overall additional extra further unable reliable exact precise unique valuable useful helpful
	various available tool tools api server service data platform platforms system software`

// idioms lists words that together are a verb, where they stand as one, behind what they mean. One of the words behind ">" must follow, next or behind
// the name of something: "open a GitHub issue", "let the team know".
const idioms = `
to delete: get_rid_of throw_away throw_out clean_up clean_out clear_out tear_down wipe_out do_away_with
to send a: drop_me_a drop_us_a drop_him_a drop_her_a drop_them_a
to create a: file_a raise_a report_a
to create an: file_an raise_an report_an
to create a new: open_a_new
to create a > account bug case issue pr pull request ticket : open_a open_an open_another log_a log_an log_another
to send message to: tell_them tell_him tell_her tell_everyone tell_everybody tell_people
to send message to the team: tell_the_team tell_my_team tell_our_team
to send message to the group: tell_the_group
to send message to the channel: tell_the_channel
to send message to the customer: tell_the_customer
to send message > know : let
to send message > about of that : inform notify
to send message > that about to the my our i we he she they it channel team group : tell
to restore > back : bring
to open start: bring_up
what status is > green red passing failing done : is are
what status > pass passed succeed succeeded fail failed finish finished through : did has have
to check: make_sure make_certain
to perform: proceed_with go_ahead_with carry_out
to perform the > deletion removal cancellation termination closure clearing cleanup purge wipe reset transfer refund update upgrade migration deployment release backup merge : do_the
please: why_not why_don_t_we why_don_t_you
to list directory: ls
to search text: grep
to fetch url: curl wget
to create directory: mkdir
to delete: rm
to delete directory: rmdir
to delete image: rmi
to move rename: mv
to copy: cp
to create backup: back_up
to checkout: check_out
to create: file_the file_this file_my file_another file_new
to start run: spin_up
to approve review: approve
to start: boot_up fire_up
to stop turn_off: turn_off switch_off power_off
to stop shut_down: shut_down
to start turn_on: turn_on switch_on power_on
to navigate to: go_to
`

// turns lists words that ask for something without its name, behind that name.
const turns = `
not: no_need_to no_reason_to refrain_from
please: don_t_forget_to do_not_forget_to don_t_hesitate_to not_only
never: under_no_circumstances in_no_case
i cannot: i_can_t
we cannot: we_can_t
pull request: pr
pull requests: prs
repository: repo
repositories: repos
get me user: who_am_i whoami
what size: how_big how_large
what distance: how_far
what temperature: how_hot how_cold how_warm
what price: how_expensive
what age: how_old
what speed: how_fast
what duration: how_long_does how_long_is how_long_did how_long_will
which users: who_is_in who_are_in who_s_in who_is_on who_has_access
what status: how_is_my how_are_my is_it_up are_they_up
`

// vagueWords say when, how, how well and of whom: of a tool they tell something, but less than their rarity promises.
const vagueWords = `able accomplish according achieve actual advanced advantage advantages advice affect again already always amazing amount annual anywhere appropriate
	aspect aspects associated available average awesome basic beautiful become believe benefit benefits big boost bored bring bunch capable care challenge
	challenges choice choices choose circumstance circumstances come common complex concern concerns confused consider consist contain containing continue
	cool cope creative culture curious current currently daily day days deal decade decide determine different difficult difficulties difficulty due
	duration early effect effective effects element elements engaging enhance enjoy enjoyable enjoyed entire everywhere example examples excited
	experience experiences factor factors fair fast final fresh frustrated full gain general go goes gone great guy handle happen hard hate help helping
	helps high hope hour hours huge ideal impact improve improvement increase individual individuals initial innovative instance intuitive involve
	involving keep kind kinds large last late later leave life lifestyle little live long lot love low major maximize meaningful memorable mention
	minimize minor minute minutes modern moment month monthly months nearby never next nice normal now occur offer offering offers often old once outcome
	outcomes part parts past perfect period personal pick piece popular powerful practical practice practices prefer preference preferences previous
	progress proper put quality quick reach ready real reason reasons recent recently reduce refreshing regarding global worldwide international national local regular related remain right robust said
	same say scope seamless select short side similar simple situation situations slow small smart society sometimes somewhere soon spot stay still stuck
	successful suggestion suggestions suitable take takes term tiny tip tips today tonight took top total trouble true turn twice typical usually week
	weekly weeks went whole willing wonder world worry worth year yearly years yet young`

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// parseClasses reads lines of words that stand for one another; words before a ">" lead to those after it and not back.
func parseClasses(lines string) map[string][]string {
	classes := map[string][]string{}
	for line := range strings.Lines(lines) {
		left, right, directed := strings.Cut(line, ">")
		from := stems(left)
		to := from
		if directed {
			to = stems(right)
		}
		for _, f := range from {
			for _, t := range to {
				if f != t && !slices.Contains(classes[f], t) {
					classes[f] = append(classes[f], t)
				}
			}
		}
	}
	return classes
}

// shortestKnown is how long each of two words must be that are taken for the parts of one: shorter ones are found in any word.
const shortestKnown = 3

// seam returns where a word comes apart into two that are known, 0 if it is known itself or does not.
func (l *lexicon) seam(word string) int {
	if len(word) <= 2*shortestKnown || l.knows(word) {
		return 0
	}
	for i := shortestKnown; i <= len(word)-shortestKnown; i++ {
		if l.knows(word[:i]) && l.knows(word[i:]) {
			return i
		}
	}
	return 0
}

// knows reports whether a word is a verb, or has a topic or a class.
func (l *lexicon) knows(word string) bool {
	root := stem([]byte(word))
	return l.topics.of[string(root)] != 0 || l.classes[string(root)] != nil || l.actions[string(root)] != 0
}

func stems(words string) []string {
	var all []string
	var buf []byte
	for word := range strings.FieldsSeq(words) {
		buf = append(buf[:0], word...)
		root := stem(buf)
		if strings.HasPrefix(word, string(root)) {
			all = append(all, word[:len(root)]) // without a copy: there are thousands
		} else {
			all = append(all, string(root))
		}
	}
	return all
}
