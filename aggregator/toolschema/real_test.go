package toolschema

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// realTool is one line of the files of real tools, which are not part of the repository.
type realTool struct {
	ID          string          `json:"id"`
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
}

// realTools reads every tool of the directory that NCP_FIND_DATA names, or else of shared/find beside the repository.
func realTools(t testing.TB) []realTool {
	t.Helper()
	dir := os.Getenv("NCP_FIND_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "find")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*-tools.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("SKIPPED: no real tools in %s: set NCP_FIND_DATA to a directory of *-tools.jsonl.gz", dir)
	}
	var tools []realTool
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var tool realTool
			if err := json.Unmarshal(lines.Bytes(), &tool); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			tools = append(tools, tool)
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return tools
}

func TestRealTools(t *testing.T) {
	tools := realTools(t)
	runes, cutShort, sentences := 0, 0, 0
	for i, tool := range tools {
		signature := Signature(tool.Schema, 160)
		sentence := FirstSentence(tool.Description, 140)
		wellFormed(t, signature, 160)
		oneLine(t, sentence, 140)
		if (sentence == "") != (strings.TrimSpace(tool.Description) == "") {
			t.Errorf("%s: sentence %q of %q", tool.ID, sentence, tool.Description)
		}
		if ps := Check(json.RawMessage("true"), tool.Schema); ps != nil {
			t.Errorf("%s: %v", tool.ID, ps)
		}
		runes += utf8.RuneCountInString(signature)
		sentences += utf8.RuneCountInString(sentence)
		if strings.HasSuffix(signature, "…)") {
			cutShort++
		}
		if os.Getenv("SHOW_TOOLS") != "" && i%90 == 0 {
			t.Logf("%s\n\t%s\n\t%s", tool.ID, signature, sentence)
		}
	}
	n := len(tools)
	t.Logf("%d tools: mean signature %.1f runes, %d cut short; mean sentence %.1f runes", n,
		float64(runes)/float64(n), cutShort, float64(sentences)/float64(n))
}

// wellFormed reports a signature that is too long, of several lines, or whose brackets do not match outside quotes.
func wellFormed(t testing.TB, signature string, limit int) {
	t.Helper()
	oneLine(t, signature, limit)
	var open []rune
	closes := map[rune]rune{')': '(', ']': '[', '}': '{'}
	quoted, escaped := false, false
	for _, r := range signature {
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted:
		case strings.ContainsRune("([{", r):
			open = append(open, r)
		case closes[r] != 0:
			if len(open) == 0 || open[len(open)-1] != closes[r] {
				t.Fatalf("unbalanced %q", signature)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 || quoted {
		t.Fatalf("unbalanced %q", signature)
	}
	if limit >= 3 && (!strings.HasPrefix(signature, "(") || !strings.HasSuffix(signature, ")")) {
		t.Fatalf("not in parentheses: %q", signature)
	}
}

// oneLine reports text that is too long or holds what does not print.
func oneLine(t testing.TB, text string, limit int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n > limit {
		t.Fatalf("%d runes, allowed are %d: %q", n, limit, text)
	}
	if q := quote(text); q != `"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)+`"` {
		t.Fatalf("does not print: %s", q)
	}
}
