package toolindex

import (
	"strconv"
	"strings"
)

// Unseen is how many tools there might be besides those at hand: in a catalogue of three tools a word of all three still says something. In how many of them
// a word would stand is known of the usual ones.
const Unseen = 100

// Stems returns the words that stand in a tool, by their stems, of each the first. Words of grammar, numbers, letter pairs and words that are others written
// together are none. It is for whoever counts how usual words are.
func Stems(t Tool) map[string]string {
	seg := newSegment("", []Tool{t})
	roots := map[string]string{}
	for i, text := range seg.texts {
		if root := string(stem([]byte(text))); seg.kinds[i] == wordToken && !english().grammar[text] && roots[root] == "" {
			roots[root] = text
		}
	}
	return roots
}

// parseUsual returns how many of the unseen tools have a stem.
func parseUsual(table string) map[string]uint8 {
	counts := map[string]uint8{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		number, words, _ := strings.Cut(line, " ")
		n, err := strconv.ParseUint(number, 10, 8)
		if err != nil {
			continue // TestUsual finds it
		}
		for _, root := range stems(words) {
			counts[root] = uint8(n)
		}
	}
	return counts
}
