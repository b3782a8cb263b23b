package toolindex

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kinds names the kinds of action in a set, in the order of the constants.
func (a actions) kinds() string {
	names := strings.Fields("lists reads searches creates updates deletes runs stops sends stores loads converts computes compares moves checks")
	var all []string
	for bit, name := range names {
		if a&(1<<bit) != 0 {
			all = append(all, name)
		}
	}
	return strings.Join(all, " ")
}

// What a tool does is told by the verb in its name; a plural is none.
func TestActionsOf(t *testing.T) {
	for name, want := range map[string]string{
		"monitorVitalSigns": "checks", "mass_messages": "", "list-stops": "lists", "issue_delete": "deletes", "deletes": "deletes", "search": "searches", "export_report": "stores loads",
	} {
		if got := english().actionsOf(&tokens{}, &Tool{Name: name}).kinds(); got != want {
			t.Errorf("%s: %q instead of %q", name, got, want)
		}
	}
}

// What a clause asks to have done is told by the words around its verb, after idioms are read as what they mean.
func TestAsks(t *testing.T) {
	type asked struct{ Sure, Refused string }
	for text, want := range map[string]asked{
		"delete the disk":                          {"deletes", ""},
		"show deleted disks":                       {"reads", ""},
		"can you tell me how to delete a disk":     {"deletes", ""},
		"should I delete the disk":                 {"lists reads", ""},
		"disk usage":                               {"", ""},
		"the mail":                                 {"", ""}, // a noun, as far as is known
		"disks to be deleted":                      {"lists reads", ""},
		"the disk should be deleted":               {"deletes", ""},
		"the search should be deleted":             {"deletes", ""}, // which is no verb there
		"snapshots pending deletion":               {"lists reads", ""},
		"snapshot deletion":                        {"", ""},
		"the machine was reset":                    {"lists reads", ""},
		"the message was deleted":                  {"lists reads", ""},
		"deleting the disk failed":                 {"lists reads", ""},
		"cancel the deletion":                      {"updates", "deletes"},
		"stop deleting disks":                      {"updates", "deletes"},
		"show the request, do not merge it":        {"reads", "moves"},
		"don't send it":                            {"lists reads", "sends"},
		"create it if it does not":                 {"creates", ""},
		"with the access token, can you delete it": {"deletes", ""},
		"never use delete_disk":                    {"lists reads", "deletes"},
		"don't send it but draft it":               {"creates", "sends"},
		"check the server without restarting it":   {"reads checks", "runs"},
		"no need to delete the disk, show it":      {"reads", "deletes"},
		"don't forget to delete the disk":          {"deletes", ""},
		"I don't know how to delete a disk":        {"deletes", ""},
		"why not delete it":                        {"deletes", ""},
		"why don't we just drop the table":         {"deletes", ""},
		"I can't delete the disk":                  {"lists reads", "deletes"},
		"can't you delete the disk":                {"deletes", ""},
		"I am unable to delete the disk":           {"lists reads", ""},
		"I can't figure out how to delete a disk":  {"deletes", ""},
		"why can't I delete it":                    {"lists reads", ""},
		"have a tool delete the disk":              {"deletes", ""},
		"tell me that the build is green":          {"reads", ""},
		"tell Anna that the build is green":        {"sends", ""},
		"tell the team the build is green":         {"sends", ""},
		"tell the difference between two files":    {"reads", ""},
		"let me know about the build":              {"reads", ""},
		"let the whole team know about the build":  {"sends", ""},
		"open the GitHub issue":                    {"reads runs", ""},
		"open a GitHub issue":                      {"creates", ""},
		"log an urgent support ticket":             {"creates", ""},
		"bring up the disk":                        {"reads runs", ""},
		"bring the disk back":                      {"creates", ""},
		"make sure that the disk was not deleted":  {"reads checks", "deletes"},
		"react to the message":                     {"creates", ""},
		"move the mail to the trash":               {"updates deletes moves", ""},
		"performance of the disk":                  {"", ""},
		"I don't find the disk":                    {"lists reads", ""},
		"can you help me optimize the campaign":    {"updates", ""},
		"how do I freeze a card":                   {"updates deletes", ""},
		"empty the cart":                           {"updates deletes", ""},
		"empty carts":                              {"", ""},
		"do you think I should delete the disk":    {"lists reads", ""},
		"would you recommend deleting the disk":    {"lists reads", ""},
		"have the disks been deleted":              {"lists reads", ""},
		"have the disk deleted":                    {"deletes", ""},
		"are there deleted disks":                  {"lists reads", ""},
		"what do I have to do to delete a disk":    {"deletes", ""},
		"something that deletes disks":             {"deletes", ""},
		"delete something":                         {"deletes", ""},
		"disk wiping history":                      {"lists reads", ""},
		"wiping of the disk: any risks":            {"lists reads", ""},
		"reasons for wiping":                       {"lists reads", ""},
		"deleting a disk: pros and cons":           {"lists reads", ""},
		"money transfer status":                    {"lists reads", ""},
		"delete the history":                       {"deletes", ""},
		"refuse to void the invoice, show it":      {"reads", "deletes"},
		"status of the contact deletion":           {"lists reads", ""},
		"any disks waiting for deleting":           {"lists reads", ""},
		"proceed with the deletion of the disk":    {"runs", ""},
		"do the disk deletion":                     {"runs", ""},
		"do the disks have names":                  {"lists reads", ""},
		"edit the page on how to install it":       {"updates", ""},
		"general information":                      {"reads", ""},
	} {
		l := english()
		var words tokens
		words.split(l.plain(text, func(string) bool { return false }))
		_, sure, refused := l.asks(&words, false)
		if diff := cmp.Diff(want, asked{sure.kinds(), refused.kinds()}); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// What is wanted leads, and not what is refused or what was done; no look is led by a tool that destroys.
func TestActs(t *testing.T) {
	asked, led := 0, 0
	for _, q := range readLooks(t, "acts.txt").questions {
		first, destroys := leader(q.tools, q.text)
		switch {
		case q.want == "" && destroys:
			t.Errorf("%s: %q is led by %s", q.catalogue, q.text, first)
		case q.want == "":
		case first == q.want:
			asked, led = asked+1, led+1
		default:
			asked++
			t.Logf("%s: %q is led by %s, not by %s", q.catalogue, q.text, first, q.want)
		}
	}
	t.Logf("of %d queries %d are led by the right tool", asked, led)
	if 100*led < 85*asked {
		t.Error("too few")
	}
}

// A tool that does nothing but what is refused does not lead where another is, whatever it does.
func TestRefusedGiveWay(t *testing.T) {
	refusals := []string{
		"don't VERB the report, just show it", "show the report, do not VERB it", "list reports but don't VERB any", "no need to VERB the report, show it", "please do not VERB the report",
	}
	wishes := []string{"VERB the report", "don't forget to VERB the report", "why don't you VERB the report", "I don't know how to VERB the report"}
	for _, verb := range strings.Fields("create update delete run stop send save convert move merge publish approve upload") {
		ix := New()
		ix.Put("s", []Tool{{Name: verb + "_report", Description: "Reports."}, {Name: "get_report", Description: "Reports."}})
		for text, want := range map[string]string{strings.Join(refusals, "\n"): "s:get_report", strings.Join(wishes, "\n"): "s:" + verb + "_report"} {
			for query := range strings.SplitSeq(strings.ReplaceAll(text, "VERB", verb), "\n") {
				if first, _ := leader(ix, query); first != want {
					t.Errorf("%q is led by %s, not by %s", query, first, want)
				}
			}
		}
	}
}
