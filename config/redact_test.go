package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedact(t *testing.T) {
	const text = "\ufeff" + `{
  // "token": "OLD", "args": ["--key", "OLD"], see "${DOC}"
  "openBrowser": "never", /* "password" : "OLD" */
  "mcpServers": {
    "a": {
      "url": "https://me:PASS@x.example/p?key=KEY&n=&r=${R}&FLAG",
      "headers": {"X-A": "V", "X-B": "${B}", "X-C": "Bearer ${C}", "X-D": "${D:-DEF}", "X-E": 5, "X-F": "${A}${B}"},
      "auth": {"type": "basic", "username": "me", "password": "PW", "token": {"a": /* x "C" */ "V"}, "tokn": "V",
        "oauth21": {"clientId": "id", "clientSecret": "S", "scopes": ["a"], "authorizeParams": {"prompt": "consent"},
          "authorizationServer": "https://as.example"}},
      "tools": {"allow": ["x"]}, "disabled": true, "timeout": 5, "unknown": ["V"], "flag": true,
    },
    "b": {"command": "npx", "args": ["-y", "x", "--token", "V", "--api-key=V", "--header", "A: V", "API_KEY=V", "--port", "1", "https://u:V@h/", "--auth-token", "${T}"],
      "env": {"A": "V", "B": "${file:~/x}"}, "description": "said \"V\""},
    "c": "V"
  },
  "servers": {"x": {"token": "V"}}
}
`
	const want = "\ufeff" + `{
  // "token": "[redacted]", "args": ["[redacted]", "[redacted]"], see "${DOC}"
  "openBrowser": "never", /* "password" : "[redacted]" */
  "mcpServers": {
    "a": {
      "url": "https://[redacted]@x.example/p?key=[redacted]&n=&r=${R}&[redacted]",
      "headers": {"X-A": "[redacted]", "X-B": "${B}", "X-C": "[redacted]", "X-D": "[redacted]", "X-E": "[redacted]", "X-F": "${A}${B}"},
      "auth": {"type": "basic", "username": "me", "password": "[redacted]", "token": "[redacted]", "tokn": "[redacted]",
        "oauth21": {"clientId": "id", "clientSecret": "[redacted]", "scopes": ["a"], "authorizeParams": {"prompt": "consent"},
          "authorizationServer": "https://as.example"}},
      "tools": {"allow": ["x"]}, "disabled": true, "timeout": 5, "unknown": "[redacted]", "flag": true,
    },
    "b": {"command": "npx", "args": ["-y", "x", "--token", "[redacted]", "--api-key=[redacted]", "--header", "[redacted]", "API_KEY=[redacted]", "--port", "1", "https://[redacted]@h/", "--auth-token", "${T}"],
      "env": {"A": "[redacted]", "B": "${file:~/x}"}, "description": "said \"V\""},
    "c": "[redacted]"
  },
  "servers": "[redacted]"
}
`
	got, err := Redact([]byte(text))
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if again, err := Redact(got); string(again) != string(got) || err != nil {
		t.Errorf("a second time: %v\n%s", err, cmp.Diff(string(got), string(again)))
	}
	if got, err := Redact([]byte(`{"token": "hunter2"`)); err == nil || got != nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("broken file: %q, %v", got, err)
	}
}

// FuzzRedact: the result parses again, and the token is gone whatever stands around it.
func FuzzRedact(f *testing.F) {
	f.Add(`"a": {"url": "https://x"}`)
	f.Add(`// "a"` + "\n")
	f.Add(`"a": {"args": ["--key", {"auth": /* "q" */ "x"}]}, /* "b": "c */`)
	f.Fuzz(func(t *testing.T, around string) {
		text := `{"mcpServers": {"s": {"url": "https://x.example", "auth": {"type": "bearer", "token": "s3cr3t-v4lue"}}, ` + around + "\n}}"
		got, err := Redact([]byte(text))
		if err != nil {
			return
		}
		if _, problem := parseDocument("f", got); problem != nil {
			t.Fatalf("%q became %q: %v", text, got, problem)
		}
		if strings.Contains(string(got), "s3cr3t-v4lue") && !strings.Contains(around, "s3cr3t-v4lue") {
			t.Fatalf("%q shows the token", got)
		}
	})
}

func TestHoldsSecrets(t *testing.T) {
	for text, want := range map[string]bool{
		`{}`: false,
		`{"mcpServers": {"a": {"url": "https://x.example", "auth": {"type": "bearer", "token": "V"}}}}`:                true,
		`{"mcpServers": {"a": {"url": "https://x.example", "auth": {"type": "bearer", "token": "${V}"}}}}`:             false,
		`{"mcpServers": {"a": {"url": "https://x.example", "auth": {"type": "bearer", "token": "${file:~/v}"}}}}`:      false,
		`{"mcpServers": {"a": {"command": "npx", "env": {"KEY": "V"}}}}`:                                               true,
		`{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"]}}} // as in "the documentation"`:                  false,
		`{"mcpServers": {"a": {"url": "https://x.example", "auth": {"type": "oauth", "oauth21": {"clientId": "i"}}}}}`: false,
		`{`: false,
	} {
		if got := HoldsSecrets([]byte(text)); got != want {
			t.Errorf("%v: %s", got, text)
		}
	}
}
