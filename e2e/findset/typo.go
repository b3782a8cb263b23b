package findset

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// Misspell makes one mistake in each of the n longest words of a query: two letters swapped, one left out, one doubled,
// or one changed for its neighbour in the alphabet. Which it is depends on the word, so the same query is always misspelt alike.
// Words of fewer than five letters, and those with others than ASCII ones, stay.
func Misspell(query string, n int) string {
	words := strings.Fields(query)
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(words[b]), len(words[a])) })
	for _, i := range order[:min(n, len(order))] {
		words[i] = misspell(words[i])
	}
	return strings.Join(words, " ")
}

func misspell(word string) string {
	w := []byte(word)
	if len(w) < 5 || slices.ContainsFunc(w, func(c byte) bool { return c >= 0x80 }) {
		return word
	}
	h := fnv.New32a()
	_, _ = h.Write(w)
	i := len(w) / 2
	switch h.Sum32() >> 8 % 4 {
	case 0:
		w[i], w[i-1] = w[i-1], w[i]
	case 1:
		w = slices.Delete(w, i, i+1)
	case 2:
		w = slices.Insert(w, i, w[i])
	default:
		if w[i] == 'z' || w[i] == 'Z' {
			w[i]--
		} else {
			w[i]++
		}
	}
	return string(w)
}
