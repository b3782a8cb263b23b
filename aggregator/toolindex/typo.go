package toolindex

import "math/bits"

// spelling is what of a word is needed to see that it is far from another one.
type spelling struct {
	text    string
	letters uint32 // a bit for each letter a-z in it
}

// spell returns the spelling of a word. A word that is too long or not of letters a-z alone has no letters: it is not
// corrected and corrects nothing.
func spell(word string) spelling {
	s := spelling{text: word}
	if len(word) > maxWordBytes {
		return s
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return spelling{text: word}
		}
		s.letters |= 1 << (word[i] - 'a')
	}
	return s
}

// allowance is how many mistakes a word may have: none in a short word, for its neighbours are other words.
func allowance(word string) int {
	switch {
	case len(word) < 5:
		return 0
	case len(word) < 9:
		return 1
	default:
		return 2
	}
}

// correct returns the known word that a word most likely misspells, unknown if there is none: the one with the fewest
// mistakes, of those one with the same first letter, of those the most common, of those the first known.
func (ix *Index) correct(word string) uint32 {
	w, allowed := spell(word), allowance(word)
	if w.letters == 0 || allowed == 0 {
		return unknown
	}
	best, bestRank := unknown, [3]int{}
	for n, k := range ix.spelling {
		// One mistake changes the length by one at most, and the set of letters by two.
		if k.letters == 0 || len(k.text) < len(word)-allowed || len(k.text) > len(word)+allowed ||
			bits.OnesCount32(k.letters^w.letters) > 2*allowed {
			continue
		}
		d := mistakes(word, k.text, allowed)
		if d > allowed {
			continue
		}
		rank := [3]int{-d, 0, ix.byWord.count(uint32(n))}
		if k.text[0] == word[0] {
			rank[1] = 1
		}
		if best == unknown || greater(rank, bestRank) {
			best, bestRank = uint32(n), rank
		}
	}
	return best
}

func greater(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}

// mistakes counts the letters added, left out, changed, or swapped with their neighbour between two words of at most
// maxWordBytes letters. It may stop at any number above limit.
func mistakes(a, b string, limit int) int {
	// Rows of the table of distances between beginnings of a and of b: two before, one before, and this.
	var rows [3][maxWordBytes + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
