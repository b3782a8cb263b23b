package config

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestPosition(t *testing.T) {
	text := strings.Repeat("ä漢🙂 x\r\n", 700) + strings.Repeat("é", 3000)
	doc := &document{text: []byte(text)}
	for at := range text { // rune starts only
		before := text[:at]
		start := strings.LastIndexByte(before, '\n') + 1
		want := [2]int{strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1}
		line, column := doc.position(at)
		if diff := cmp.Diff(want, [2]int{line, column}); diff != "" {
			t.Fatalf("position(%d) (-want +got):\n%s", at, diff)
		}
	}
}

// Files made to be slow are read, edited and redacted in time in proportion to their size: a second or so, where the square of
// it would be many minutes. The bound is far from both, so that a busy machine with the race detector does not reach it.
func TestFilesMadeToBeSlow(t *testing.T) {
	fill := func(head, unit, tail string) string {
		return head + strings.Repeat(unit, (1<<17-len(head)-len(tail))/len(unit)) + tail
	}
	tests := map[string]string{
		"unknown keys":       fill(`{"mcpServers":{}`, `,"aaaaaaa":0`, `}`),
		"broken servers":     fill(`{"mcpServers":{"x":1`, `,"x":0`, `}}`),
		"wrong args":         fill(`{"mcpServers":{"x":{"command":"x","args":[1`, `,0`, `]}}}`),
		"open brackets":      fill(``, `[`, ``),
		"open objects":       fill(``, `{"":`, ``),
		"open comment":       fill(`{}`, `/*`, ``),
		"comments":           fill(`{`, `/**/`, `}`),
		"slashes":            fill(`{`, "//\n", `}`),
		"quotes":             fill(``, `"`, ``),
		"references":         fill(`{"mcpServers":{"x":{"command":"`, `${A`, `"}}}`),
		"dollars":            fill(`{"mcpServers":{"x":{"command":"`, `$$`, `"}}}`),
		"good references":    fill(`{"mcpServers":{"x":{"command":"`, `${A:-b}`, `"}}}`),
		"patterns":           fill(`{"mcpServers":{"x":{"command":"x","tools":{"deny":["a"`, `,"*"`, `]}}}}`),
		"spaces":             fill(`{`, ` `, `}`),
		"line ends":          fill("{", "\r\n", "}"),
		"a long name":        fill(`{"mcpServers":{"`, `a`, `":0}}`),
		"a long unknown key": fill(`{"`, `mcpServer`, `":0}`),
	}
	for name, text := range tests {
		start := time.Now()
		c, _ := Parse("f", []byte(text), &ParseOptions{Env: testEnv})
		_, _ = Insert("f", []byte(text), "new", []byte(smallEntry), nil)
		_, _ = Redact([]byte(text))
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s takes %v", name, d)
		} else if testing.Verbose() {
			problems := 0
			if c != nil {
				problems = len(c.Problems)
			}
			t.Logf("%s: %v, %d problems", name, d, problems)
		}
	}
}
