package aggregator

import (
	"encoding/json"
	"testing"
)

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
