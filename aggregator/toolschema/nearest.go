package toolschema

import "strings"

const (
	maxCandidates = 200 // names looked at for a suggestion
	maxCompared   = 64  // bytes of a name that is compared
)

// suggestion returns `; did you mean "x"?` for the candidate that name is most likely a slip of, else "".
func suggestion(name string, candidates []string) string {
	best, least := "", len(name)/3+1
	if len(name) < 3 {
		least = 1
	}
	folded := fold(name)
	for _, c := range candidates {
		if len(c) > maxCompared || len(name) > maxCompared || c == "" {
			continue
		}
		if d := distance(folded, fold(c)); d < least || d == least && best == "" && d < len(c) {
			best, least = c, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + quote(best) + "?"
}

// fold removes what people and models mix up in names: case and separators.
func fold(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(s))
}

// distance counts the bytes to insert, delete, replace or swap with the next one to get from a to b.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1) // the two rows above
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := last[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(replaced, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
