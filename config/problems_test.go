package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files of this package")

// testEnv is the environment of all tests.
func testEnv(name string) (string, bool) {
	v, ok := map[string]string{
		"HOME": "/home/me", "USERPROFILE": `C:\Users\me`, "TOKEN": "tok-env", "EMPTY": "", "CRLF": "a\r\nb", "HOST": "api.example.com",
	}[name]
	return v, ok
}

// TestProblems compares every message for the broken configurations in testdata/problems.txt. There a case is a line "=== what it shows",
// the file, a line "---", and the problems expected. Run with -update to accept what is reported now.
func TestProblems(t *testing.T) {
	path := filepath.Join("testdata", "problems.txt")
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var rewritten strings.Builder
	for _, block := range strings.Split(string(golden), "=== ")[1:] {
		title, rest, _ := strings.Cut(block, "\n")
		text, want, _ := strings.Cut(rest, "---\n")
		got := report([]byte(text), dir)
		rewritten.WriteString("=== " + title + "\n" + text + "---\n" + got + "\n")
		if *update {
			continue
		}
		t.Run(title, func(t *testing.T) {
			if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(path, []byte(rewritten.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// report is every problem, and which servers can be used.
func report(text []byte, dir string) string {
	c, err := Parse("config.json", text, &ParseOptions{Env: testEnv, Dir: dir})
	if err != nil {
		return "broken: " + strings.ReplaceAll(err.Error(), dir, "DIR") + "\n"
	}
	var b strings.Builder
	for _, p := range c.Problems {
		b.WriteString(p.Error() + "\n")
	}
	var usable []string
	for _, s := range c.Servers {
		if s.Err() == nil && !s.Disabled {
			usable = append(usable, s.Name)
		}
	}
	b.WriteString("usable: " + strings.Join(usable, " ") + "\n")
	return strings.ReplaceAll(b.String(), dir, "DIR")
}
