package toolindex

import "strings"

// actions is the set of the kinds of thing that a tool does, or that a sentence asks to have done.
type actions uint16

const (
	lists actions = 1 << iota
	reads
	searches
	creates
	updates
	deletes
	runs
	stops
	sends
	stores
	loads
	converts
	computes
	compares
	moves
	checks

	looks   = lists | reads | searches | compares | checks | computes // changes nothing
	changes = creates | updates | deletes | runs | stops | sends | stores | moves
)

// actionWords are the verbs of each action, in the order of the constants.
const actionWords = `
list enumerate browse ls
get show display view read fetch retrieve obtain describe details detail tell give see look inspect info information know access return check overview explain summarize open capture preview summarise
search find query lookup look discover locate filter match explore
create add make new insert register build provision generate compose draft write schedule book fork init initialize setup start design produce import restore undelete recover define react subscribe comment prepare remind
update modify change edit alter adjust set rename configure patch replace resize undo revert rollback enable disable assign toggle append insert fill mark move approve reject accept refund pay charge buy purchase sell trade vote sign lock unlock block ban mute invite grant promote scale overwrite reorder prioritize revise deactivate pin unpin unmute unfollow unassign unblock archive unarchive upgrade downgrade renew refresh demote deny dismiss snooze rebase increment subscribe unsubscribe join
delete remove erase destroy drop discard purge wipe prune truncate flush trash kill nuke shred rm rmi rmdir unlink eliminate expunge uninstall decommission deprovision clear unregister revoke revocation detach reset cancel rid terminate evict void undeploy unsubscribe
run execute invoke launch start trigger call perform restart resume deploy play open apply click press tap navigate visit hover drag scroll swipe rerun spawn boot simulate reload
stop halt terminate kill cancel end shutdown abort pause close disconnect
send post publish deliver submit reply forward share notify message email mail tweet answer respond broadcast greet
upload put store save push write backup export ingest
download export pull import load
convert transform translate format parse encode decode extract transcribe rewrite paraphrase encrypt decrypt compile decompile disassemble
calculate compute evaluate count sum estimate predict analyze measure solve multiply subtract simulate
compare diff difference versus
move copy transfer clone duplicate migrate rename merge
check verify validate test inspect diagnose monitor detect audit scan lint debug investigate confirm
`

// imperatives are verbs of change as who gives an order says them. They say nothing of the tools that have them, and the stem of some is another word's
// ("custom", "final", "active").
const imperatives = `customize optimize finalize activate populate switch follow connect authenticate collect expel disarm unpair discontinue suspend
	quarantine withdraw retire annul sack scrap dispose admit discharge enroll redeem waive forgive shorten postpone dispatch unpack unseal unmount
	eject brighten hide unhide rotate reassign escalate freeze unfreeze thaw forget drain`

// enders are those of them that end something, which tools that destroy may do.
const enders = `expel disarm unpair discontinue suspend quarantine withdraw retire annul sack scrap dispose discharge freeze forget drain eject unmount
	release empty fire kick`

// nounVerbs are the same where a word of grammar follows that begins a name: "empty the cart", but "empty carts".
const nounVerbs = `release empty fire hire arm pair kick delay recall shift park ship pack seal dock mount dim lower raise heat cool flag tag label star`

func parseActions(lines string) map[string]actions {
	table := map[string]actions{}
	bit := actions(1)
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		for _, word := range stems(line) {
			table[word] |= bit
		}
		bit <<= 1
	}
	return table
}

// nounlike are verbs that mostly are nouns in a tool's name, where another verb stands beside them.
const nounlike = `search query match filter access information info details detail book schedule order open setup design start test monitor audit scan
	email mail answer message post share mark play call trigger perform run process write draft store export import load format measure estimate count
	compute sum diff difference transfer clone duplicate parse comment lookup look set trash tweet notify push copy check return apply mark`

// actionsOf tells what a tool does: the verb of its name, which stands first or last (or anywhere, if it deletes: "slack_delete_message"), or else of the
// first words of its description.
func (l *lexicon) actionsOf(t *tokens, tool *Tool) actions {
	var verbs [2][3]actions // first, last and anywhere, of verbs proper and of those like nouns
	started := false
	t.split(tool.Name)
	for _, k := range t.list {
		if k.kind != wordToken {
			continue
		}
		root := stem(append([]byte(nil), t.text(k)...))
		a, like := l.actions[string(root)], 0
		if l.nounlike[string(root)] {
			like = 1
		}
		if started && formOf(string(t.text(k))) == third { // "monitor_vital_signs"
			a = 0
		}
		if !started {
			verbs[like][0], started = a, true
		}
		verbs[0][1], verbs[1][1] = 0, 0
		verbs[like][1] = a
		if like == 0 && a&deletes != 0 {
			verbs[like][2] = a
		}
	}
	for _, kind := range verbs {
		for _, a := range kind {
			if a != 0 {
				return a
			}
		}
	}
	sentence, _ := firstSentence(head(tool.Description, 200))
	t.split(sentence)
	for _, k := range t.list[:min(len(t.list), 4)] {
		if a := l.actions[string(stem(append([]byte(nil), t.text(k)...)))]; a != 0 {
			return a
		}
	}
	return 0
}

// destroys reports whether a tool takes something away for good, as far as is known.
func (t *tool) destroys() bool {
	switch t.effect {
	case Destroys:
		return true
	case Reads, Writes:
		return false
	}
	return t.actions&deletes != 0 && t.actions&looks == 0
}

// onlyReads reports whether a tool changes nothing, as far as is known.
func (t *tool) onlyReads() bool {
	if t.effect != Unsaid {
		return t.effect == Reads
	}
	return t.actions&looks != 0 && t.actions&changes == 0
}

// onlyChanges reports whether a tool is there to change something, as far as is known.
func (t *tool) onlyChanges() bool {
	if t.actions == 0 {
		return t.effect == Writes || t.effect == Destroys
	}
	return t.effect != Reads && t.actions&changes != 0 && t.actions&looks == 0
}
