package config

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConvert(t *testing.T) {
	const legacy = `{
  "name": "all",
  "description": "Universal profile",
  "mcpServers": {
    "fs": {"command": "npx", "args": ["-y", "fs", "${HOME}"], "env": {"A": "1"}},
    "api": {"url": "https://x.example", "auth": {"type": "apiKey", "token": "t"}},
    "old": {"url": "https://y.example", "auth": {"type": "oauth", "oauth": {"clientId": "a"}}}
  },
  "metadata": {
    "created": "2025-01-01",
    "modified": "2025-01-02"
  }
}
`
	const want = `{
  "name": "all",
  "description": "Universal profile",
  "mcpServers": {
    "fs": {"command": "npx", "args": ["-y", "fs", "${HOME}"], "env": {"A": "1"}},
    "api": {"url": "https://x.example", "auth": {"type": "apiKey", "token": "t"}},
    "old": {"url": "https://y.example", "auth": {"type": "oauth", "oauth": {"clientId": "a"}}}
  }
}
`
	wantNotes := []string{
		"metadata is left out",
		`mcpServers.fs: a value holds "${", which refers to a variable now; write $${ for a literal ${`,
		"mcpServers.old.auth.oauth: this older way to sign in is ignored; write its settings in auth.oauth21",
	}
	got, notes, err := Convert([]byte(legacy))
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(wantNotes, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"{":    `convert profile: profile:1:2: the file ends too early; a closing ", } or ] is missing`,
		"{}":   "convert profile: it has no mcpServers",
		"":     "convert profile: it has no mcpServers",
		"[]":   "convert profile: profile:1:1: the file: must be an object {...}, not a list",
		"null": "convert profile: profile:1:1: the file: must be an object {...}, not null",
	} {
		_, _, err := Convert([]byte(text))
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
