package toolindex

import (
	"cmp"
	"math/bits"
	"slices"
)

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

// correct returns the known words that a word most likely misspells: those with the fewest mistakes, of those the ones with
// the same first letter, of those the most common ones.
func (ix *Index) correct(text string) []uint32 {
	set, allowed := letters(text), allowance(text)
	differ := 2 * allowed // one mistake changes the set of letters by two at most
	if len(text) == 4 {
		allowed = 1 // if the letters are the same, in another order or one of them doubled
	}
	if set == 0 || allowed == 0 {
		return nil
	}
	var found []uint32
	var best [2]int
	for n := len(text) - allowed; n <= min(len(text)+allowed, maxWordBytes); n++ {
		for _, w := range ix.length[n] {
			k := &ix.list[w]
			if bits.OnesCount32((k.letters^set)&^standsAlone) > differ || len(k.places) == 0 {
				continue
			}
			d := mistakes(text, k.text, allowed)
			if d > allowed {
				continue
			}
			rank := [2]int{-d, 0}
			if k.text[0] == text[0] {
				rank[1] = 1
			}
			switch {
			case found == nil || greater(rank, best):
				found, best = append(found[:0], w), rank
			case rank == best:
				found = append(found, w)
			}
		}
	}
	slices.SortFunc(found, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(ix.list[b].places), len(ix.list[a].places)), cmp.Compare(ix.list[a].text, ix.list[b].text))
	})
	return found[:min(len(found), maxSpellings)]
}

// misspelt returns the verb that a word most likely misspells by a letter too many or too few, or by their order, "" if none or more than one. A letter that is
// another one makes other words: "remote".
func (l *lexicon) misspelt(word string) (verb string) {
	least := allowance(word) + 1
	if least == 1 || l.knows(word) {
		return ""
	}
	for _, v := range l.verbs {
		if v[0] != word[0] || v == verb || len(v) == len(word) && letters(v) != letters(word) {
			continue
		}
		switch d := mistakes(word, v, least); {
		case d < least:
			verb, least = v, d
		case d == least:
			verb = ""
		}
	}
	return verb
}

// maxSpellings is how many words one misspelt word may stand for.
const maxSpellings = 3

func greater(a, b [2]int) bool {
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
