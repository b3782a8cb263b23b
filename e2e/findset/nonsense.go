package findset

import (
	_ "embed"
	"strings"
)

//go:embed nonsense.txt
var nonsense string

// Nonsense is a text that no tool can fit.
type Nonsense struct{ Kind, Text string }

// NonsenseTexts are a hundred of them, of eight kinds.
func NonsenseTexts() []Nonsense {
	var all []Nonsense
	kind := ""
	for line := range strings.Lines(nonsense) {
		line = strings.TrimSuffix(line, "\n")
		if name, begins := strings.CutPrefix(line, "kind "); begins {
			kind = name
		} else if line != "" && kind != "" {
			all = append(all, Nonsense{kind, line})
		}
	}
	return all
}
