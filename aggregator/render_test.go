package aggregator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What was asked stands above its part of an answer in one line, however long it was: the model knows it, and pays for each word.
func TestTextHeadsPartsInALine(t *testing.T) {
	f := &FindAnswer{Parts: []FindPart{{Query: "read\n  a file", First: 1}, {Query: strings.Repeat("zork", 25_000), First: 1}}, Servers: []Status{{Name: "a", State: Ready, Tools: 1}}}
	const nothing = "No tool fits; servers and their tools: a (1)"
	want := "# read a file\n" + nothing + "\n# " + strings.Repeat("zork", 24) + "zor…\n" + nothing
	if diff := cmp.Diff(want, f.Text(depthShort)); diff != "" {
		t.Error(diff)
	}
}

// What a tool's annotations say is shown with the specification's defaults, as confirm judges it. A tool without any is shown without a word, and
// confirm takes it for destructive all the same.
func TestHint(t *testing.T) {
	for _, tt := range []struct {
		annotations string
		hint        string
		destructive bool
	}{
		{``, "", true},
		{`null`, "", true},
		{`{}`, " [destructive]", true},
		{`{"title":"T"}`, " [destructive]", true},
		{`{"readOnlyHint":false}`, " [destructive]", true},
		{`{"readOnlyHint":false,"destructiveHint":false}`, "", false},
		{`{"destructiveHint":true,"openWorldHint":true}`, " [destructive] [open world]", true},
		{`{"destructiveHint":false,"openWorldHint":true}`, " [open world]", false},
		{`{"readOnlyHint":true,"destructiveHint":true,"openWorldHint":false}`, " [read-only]", false},
		{`{"readOnlyHint":true,"openWorldHint":true}`, " [read-only] [open world]", false},
	} {
		tool := &Tool{Server: "s", Name: "t", Annotations: json.RawMessage(tt.annotations)}
		if got := tool.Hint(); got != tt.hint || tool.Destructive() != tt.destructive {
			t.Errorf("%s: %q, destructive %v; want %q, %v", tt.annotations, got, tool.Destructive(), tt.hint, tt.destructive)
		}
	}
}
