package aggregator

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"ncp/internal/wire"
)

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		template, uri string
		want          bool
	}{
		{"a://{x}", "a://b", true},
		{"a://{x}", "a://b/c", false},
		{"a://{+x}", "a://b/c?d", true},
		{"a://{x}/c{?q}", "a://b/c", true},
		{"a://{x}/c{?q}", "a://b/c?q=1", true},
		{"a://{x}.{y}", "a://b.c", true},
		{"a://b", "a://b", true},
		{"a://b", "a://bc", false},
		{"a://{x", "a://b", true}, // nothing better can be said of what is no template
		{"a://(.*)", "a://b", false},
		{"", "", true},
	} {
		if got := matches(test.template, test.uri); got != test.want {
			t.Errorf("matches(%q, %q) = %v", test.template, test.uri, got)
		}
	}
}

// Whatever a server lists, and whatever a host asks for, has an answer.
func FuzzMatches(f *testing.F) {
	f.Add("a://{x}/{+y}", "a://b/c")
	f.Add("{{}}", "\x00")
	f.Fuzz(func(t *testing.T, template, uri string) {
		if !utf8.ValidString(template + uri) {
			t.Skip("no frame holds it")
		}
		if !strings.ContainsAny(template, "{}") && matches(template, uri) != (template == uri) {
			t.Errorf("matches(%q, %q)", template, uri)
		}
	})
}

func FuzzQualified(f *testing.F) {
	f.Add("a", "b://c/d?e#f")
	f.Add("a.b", "ncp://server/c/d")
	f.Fuzz(func(t *testing.T, server, uri string) {
		if server == "" || strings.Contains(server, "/") {
			t.Skip("no name of a server")
		}
		gotServer, gotURI, ok := splitQualified(qualified(server, uri))
		if !ok || gotServer != server || gotURI != uri {
			t.Errorf("%q, %q came back as %q, %q, %v", server, uri, gotServer, gotURI, ok)
		}
	})
}

// Two tools never share a name, and every name is one that hosts allow.
func FuzzExposedName(f *testing.F) {
	f.Add("a__b", "c", "a", "b__c")
	f.Add("a_", "b", "a", "_b")
	f.Add("a", "b-0123456789ab", "a", "b")
	f.Add("a.b", "c", "a_b", "c")
	f.Add("a", strings.Repeat("x", 80), "a", strings.Repeat("x", 81))
	allowed := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	serverName := regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`) // by the rules of the configuration
	f.Fuzz(func(t *testing.T, server, tool, otherServer, otherTool string) {
		if !serverName.MatchString(server) || !serverName.MatchString(otherServer) || tool == "" || otherTool == "" {
			t.Skip("no name of a server or tool")
		}
		name, other := exposedName(server, tool), exposedName(otherServer, otherTool)
		if !allowed.MatchString(name) {
			t.Errorf("%q", name)
		}
		if (name == other) != (server == otherServer && tool == otherTool) {
			t.Errorf("%s:%s and %s:%s are %s and %s", server, tool, otherServer, otherTool, name, other)
		}
	})
}

// A cursor leads behind the item that it was made for, or nowhere.
func FuzzCursor(f *testing.F) {
	f.Add(`"AAAAAAAAAAAAAAAA"`, 1)
	f.Add(`1`, 2)
	var items []*Item
	for _, key := range []string{"a", "b", "c"} {
		items = append(items, &Item{Server: "s", Kind: wire.Resources, Key: key})
	}
	f.Fuzz(func(t *testing.T, raw string, at int) {
		if from, err := cursorIn(items, []byte(raw)); err == nil && (from < 0 || from > len(items)) {
			t.Errorf("%s leads to %d", raw, from)
		}
		if at < 1 || at > len(items) {
			return
		}
		cursor := wire.AppendText(nil, cursorBehind(items, at))
		for gone := range at { // whatever goes before
			if from, err := cursorIn(items[gone:], cursor); gone < at && (err != nil || from != at-gone) {
				t.Errorf("behind %d, without %d: %d, %v", at, gone, from, err)
			}
		}
		if _, err := cursorIn(items[at:], cursor); err == nil {
			t.Error("a cursor whose item has gone leads somewhere")
		}
	})
}
