package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A policy at the top that cannot be read is as strict as it can be, and the mistake says so. What an entry says itself counts all the same.
func TestUnreadablePolicyFailsClosed(t *testing.T) {
	type answer struct {
		Confirms    bool // a tool that destroys nothing
		Change      OnToolChange
		OpenBrowser OpenBrowser
		Top         []string
	}
	const (
		each    = "; until this is mended, every call needs the user's agreement, unless its server's entry says otherwise"
		changed = "; until this is mended, a tool that has changed is not called, unless its server's entry says otherwise"
		browser = "; until this is mended, no browser is opened"
	)
	for name, tt := range map[string]struct {
		top, entry string
		want       answer
	}{
		"another word": {`"confirm": "destuctive"`, ``, answer{true, "", "auto", []string{`f:1:52: confirm: "destuctive" is not known; allowed: destructive, never` + each}}},
		"true":         {`"confirm": true`, ``, answer{true, "", "auto", []string{`f:1:52: confirm: must be "destructive", "never" or a list of strings, not true or false` + each}}},
		"null":         {`"confirm": null`, ``, answer{true, "", "auto", []string{`f:1:52: confirm: must be "destructive", "never" or a list of strings, not null` + each}}},
		"one of a list": {`"confirm": ["m:x", 5]`, ``, answer{true, "", "auto", []string{
			`f:1:60: confirm[1]: must be a string, not a number` + each,
		}}},
		"a variable that is not set": {`"confirm": "${NONE}"`, ``, answer{true, "", "auto", []string{
			`f:1:52: confirm: variable NONE is not set; set it, or write ${NONE:-default}` + each,
		}}},
		"twice": {`"confirm": "never", "confirm": "destructive"`, ``, answer{true, "", "auto", []string{
			`f:1:61: confirm: this key is there twice, first in line 1; keep one` + each,
		}}},
		"the entry's own": {`"confirm": 1`, `, "confirm": "never"`, answer{false, "", "auto", []string{
			`f:1:72: confirm: must be "destructive", "never" or a list of strings, not a number` + each,
		}}},
		"a change":  {`"onToolChange": "blok"`, ``, answer{false, "block", "auto", []string{`f:1:57: onToolChange: "blok" is not known; allowed: warn, block` + changed}}},
		"a browser": {`"openBrowser": "nevr"`, ``, answer{false, "", "never", []string{`f:1:56: openBrowser: "nevr" is not known; allowed: auto, never` + browser}}},
		"what is no policy": {`"expose": "al", "confirm.x": 1`, ``, answer{false, "", "auto", []string{
			`f:1:51: expose: "al" is not known; allowed: meta, all, both`,
			`f:1:57: warning: confirm.x: not known and ignored; did you mean "confirm"?`,
		}}},
	} {
		text := `{"mcpServers": {"n": {"command": "c"` + tt.entry + `}}, ` + tt.top + `}`
		c, err := Parse("f", []byte(text), &ParseOptions{Env: func(string) (string, bool) { return "", false }})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := answer{Confirms: c.Servers[0].Confirms("look", false), Change: c.Servers[0].OnToolChange, OpenBrowser: c.OpenBrowser}
		for _, p := range c.Top {
			got.Top = append(got.Top, p.Error())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
