package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The entry's own budget counts, be it 0, else that at the top; one too small for its own notice is a mistake.
func TestResultBudget(t *testing.T) {
	type answer struct {
		Bytes    int
		Problems []string
	}
	for name, tt := range map[string]struct {
		text string
		want answer
	}{
		"nothing said":        {`{"mcpServers": {"n": {"command": "c"}}}`, answer{}},
		"at the top":          {`{"resultBudget": 20000, "mcpServers": {"n": {"command": "c"}}}`, answer{Bytes: 20000}},
		"in the entry":        {`{"resultBudget": 20000, "mcpServers": {"n": {"command": "c", "resultBudget": 1000}}}`, answer{Bytes: 1000}},
		"none for this entry": {`{"resultBudget": 20000, "mcpServers": {"n": {"command": "c", "resultBudget": 0}}}`, answer{}},
		"too small": {`{"mcpServers": {"n": {"command": "c", "resultBudget": 999}}}`, answer{0, []string{
			`f:1:55: mcpServers.n.resultBudget: must be 0 or at least 1000 (bytes), not 999`,
		}}},
		"too large": {`{"mcpServers": {"n": {"command": "c", "resultBudget": 33554433}}}`, answer{0, []string{
			`f:1:55: mcpServers.n.resultBudget: must be a whole number from 0 to 33554432 (bytes), not 33554433`,
		}}},
		"a word": {`{"mcpServers": {"n": {"command": "c", "resultBudget": "20k"}}}`, answer{0, []string{
			`f:1:55: mcpServers.n.resultBudget: must be a whole number from 0 to 33554432 (bytes), not a string`,
		}}},
	} {
		c, err := Parse("f", []byte(tt.text), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := answer{Bytes: c.Servers[0].ResultBudget.Bytes}
		for _, p := range c.Servers[0].Problems {
			got.Problems = append(got.Problems, p.Error())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
