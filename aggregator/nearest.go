package aggregator

import (
	"cmp"
	"slices"
	"strings"
)

// nearest returns up to three of names that name may have meant, closest first.
func nearest(name string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	name = strings.ToLower(clip(name, 100))
	for _, n := range names {
		low := strings.ToLower(clip(n, 100))
		d := distance(name, low)
		if len(name) >= 3 && strings.Contains(low, name) {
			d = min(d, 1)
		}
		if d <= max(1, min(len(name), len(low))/3) {
			found = append(found, candidate{n, d})
		}
	}
	slices.SortStableFunc(found, func(x, y candidate) int { return cmp.Compare(x.distance, y.distance) })
	var out []string
	for _, c := range found[:min(3, len(found))] {
		out = append(out, c.name)
	}
	return out
}

// distance is the number of characters to insert, delete, replace or swap with a neighbour (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	next := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		next[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(y)]
}

// clip cuts s to at most n bytes.
func clip(s string, n int) string { return s[:min(n, len(s))] }
