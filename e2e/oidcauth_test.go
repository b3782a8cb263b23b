//go:build peers

package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// log is what has become of codes, tokens and grants at the authorization server since the last time.
func (c *certified) log() []string {
	c.t.Helper()
	fmt.Fprintln(c.in, "log")
	var events []string
	if line := c.line(); json.Unmarshal([]byte(line), &events) != nil {
		c.t.Fatalf("the peer said %q", line)
	}
	return events
}

// A sign-in by a code and its end, both as the authorization server has seen them.
func TestCertifiedDeviceFlowAndRevocation(t *testing.T) {
	c := startCertified(t, 3600)
	p := &protected{t: t, env: c.env}
	login := p.begin("auth", "login", "files", "--device", "--scopes", "openid")
	complete := ""
	for word := range strings.FieldsSeq(login.hears("which has it already")) {
		if strings.Contains(word, "user_code=") {
			complete = strings.TrimSuffix(word, ",")
		}
	}
	if err := browse(complete); err != nil {
		t.Fatal(err)
	}
	if stderr, code := login.ends(); code != 0 || !strings.HasSuffix(stderr, "ncp: files: signed in as alice\n") {
		t.Fatalf("%d, %s", code, stderr)
	}
	if got := c.log(); !slices.Contains(got, "device_code.saved") || !slices.Contains(got, "device_code.consumed") {
		t.Errorf("the authorization server's log: %q", got)
	}
	c.expect("files:list_files", "secret.txt", 0)
	c.tell("expire")
	c.expect("files:list_files", "secret.txt", 0) // its refresh token is good for the resource as well
	if out, stderr, code := p.ncp("auth", "status", "files"); code != 0 || !strings.Contains(out, "signed in     as alice") || !strings.Contains(out, "(registered)") {
		t.Errorf("%s%s", out, stderr)
	}
	c.log()
	if _, stderr, code := p.ncp("auth", "logout", "files"); code != 0 || stderr != "ncp: files: signed out, tokens revoked\n" {
		t.Errorf("%d, %s", code, stderr)
	}
	if got := c.log(); !slices.Contains(got, "refresh_token.destroyed") || !slices.Contains(got, "access_token.destroyed") && !slices.Contains(got, "grant.revoked") {
		t.Errorf("the authorization server's log: %q", got)
	}
	if _, stderr, code := p.ncp("run", "files:list_files", "--no-auth"); code != 4 {
		t.Errorf("%d, %s", code, stderr)
	}
}
