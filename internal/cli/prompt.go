package cli

import (
	"cmp"
	"fmt"
	"strings"

	"ncp/oauth"
)

// entryOf names the entry that a sign-in is for, and which of the accounts at its URL: a person with two must not take the wrong one.
func entryOf(page oauth.Prompt) string {
	var which []string
	if page.Account != "" {
		which = append(which, fmt.Sprintf("account %q", page.Account))
	}
	if page.Hint != "" {
		which = append(which, "as "+page.Hint)
	}
	if which == nil {
		return page.Server
	}
	return page.Server + " (" + strings.Join(which, ", ") + ")"
}

// showCode shows the code of a sign-in on another device.
func (a *app) showCode(page oauth.Prompt) {
	a.sayf("%s: sign-in needed; on any device open\n  %s\nand type the code\n  %s", entryOf(page), page.URL, page.Code)
	if page.Complete != "" {
		a.sayf("  (or open %s, which has it already)", page.Complete)
	}
}

// signedInAs says as whom, where the authorization server has told.
func signedInAs(t *oauth.Transport) string {
	s, err := t.Status()
	if who := cmp.Or(s.Identity.Name, s.Identity.Subject); err == nil && who != "" {
		return " as " + who
	}
	return ""
}
