package e2e

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/tokenstore"
)

// A stored sign-in costs a call nothing that a static token does not cost, and the authorization server is left alone.
func TestAStoredTokenCostsNoRequest(t *testing.T) {
	p := newProtected(t, "")
	if _, err, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(err)
	}
	record, err := tokenstore.New(filepath.Join(variable(p.env, "NCP_HOME"), "auth"), slog.New(slog.DiscardHandler)).File(p.resource.URL, "").Load()
	if err != nil {
		t.Fatal(err)
	}
	token := record.Tokens.AccessToken.Reveal()
	static := &protected{t: t, authority: p.authority, resource: p.resource}
	static.env = home(t, fmt.Sprintf(`"vault":{"url":%q,"auth":{"type":"bearer","token":%q}}`, p.resource.URL, token))
	if _, err, code := static.ncp("run", "vault:list_files"); code != 0 { // both know the server from here on
		t.Fatal(err)
	}
	before := len(p.authority.Requests)
	seen := func(who *protected) []string {
		t.Helper()
		p.resource.Seen()
		if _, err, code := who.ncp("run", "vault:list_files"); code != 0 {
			t.Fatal(err)
		}
		return p.resource.Seen()
	}
	if diff := cmp.Diff(seen(static), seen(p)); diff != "" {
		t.Errorf("requests (-with a static token +with a stored one):\n%s", diff)
	}
	if after := len(p.authority.Requests); after != before {
		t.Errorf("%d requests to the authorization server", after-before)
	}
}
