package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The entry's own word counts, else that at the top, where patterns are of server:tool.
func TestConfirm(t *testing.T) {
	type answer struct{ Gentle, Destructive bool } // of the tool "drop"
	for name, tt := range map[string]struct {
		top, entry string
		want       answer
	}{
		"nothing said":          {``, ``, answer{false, false}},
		"destructive at top":    {`"confirm": "destructive"`, ``, answer{false, true}},
		"destructive in entry":  {``, `, "confirm": "destructive"`, answer{false, true}},
		"never wins over top":   {`"confirm": "destructive"`, `, "confirm": "never"`, answer{false, false}},
		"none wins over top":    {`"confirm": ["n:*"]`, `, "confirm": []`, answer{false, false}},
		"patterns at top":       {`"confirm": ["n:d*"]`, ``, answer{true, true}},
		"other server at top":   {`"confirm": ["m:*", "drop"]`, ``, answer{false, false}},
		"patterns in the entry": {`"confirm": "destructive"`, `, "confirm": ["dr?p"]`, answer{true, true}},
		"other tool in entry":   {`"confirm": "destructive"`, `, "confirm": ["n:drop", "x"]`, answer{false, false}},
	} {
		text := `{"mcpServers": {"n": {"command": "c"` + tt.entry + `}}`
		if tt.top != "" {
			text += ", " + tt.top
		}
		c, err := Parse("f", []byte(text+"}"), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s := &c.Servers[0]
		if diff := cmp.Diff(tt.want, answer{s.Confirms("drop", false), s.Confirms("drop", true)}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	c, err := Parse("f", []byte(`{"confirm": "always", "mcpServers": {"n": {"command": "c", "confirm": true}}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(c.Problems); got != 2 {
		t.Errorf("mistakes reported: %v", c.Problems)
	}
}
