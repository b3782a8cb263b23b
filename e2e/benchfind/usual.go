package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"ncp/aggregator/toolindex"
	"ncp/e2e/findset"
)

// writeUsual counts anew how usual words are in tools, and writes the Go file that says it.
func writeUsual(file string) error {
	text, err := usualFile()
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644) //nolint:gosec // a source file, for everyone to read
}

// usualFile is the Go file that says how usual words are, as counted in the tools that have no queries.
func usualFile() (string, error) {
	tools, err := findset.Tools(findset.Pool)
	if err != nil {
		return "", err
	}
	lines := map[int][]string{}
	for word, n := range usual(tools) {
		lines[n] = append(lines[n], word)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "package toolindex\n\n// usual is written by make usual-find: words behind the number of %d tools that have them. "+
		"They are the tools that might be there besides:\n// \"list\" says little also where one tool of three lists.\nconst usual = `\n", toolindex.Unseen)
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(lines))) {
		slices.Sort(lines[n])
		fmt.Fprintf(&b, "%d %s\n", n, strings.Join(lines[n], " "))
	}
	b.WriteString("`\n")
	return b.String(), nil
}

// usual tells how many of toolindex.Unseen tools have a word, of those that at least one has. A tool is one of any server's, all of them being as likely:
// some servers have hundreds of tools, which say the same words over and over. The servers' names are not looked at: here they are those of packages
// ("x-mcp-server"), and people call their servers otherwise.
func usual(tools *findset.Catalogue) map[string]int {
	shares := map[string]float64{}           // of each stem
	forms := map[string]map[string]float64{} // of each stem, how often it is which word
	for _, server := range tools.Servers {
		list := indexed(tools.Tools[server])
		share := 1 / float64(len(list)*len(tools.Servers))
		for _, t := range list {
			for root, word := range toolindex.Stems(t) {
				shares[root] += share
				if forms[root] == nil {
					forms[root] = map[string]float64{}
				}
				forms[root][word] += share
			}
		}
	}
	counts := map[string]int{}
	for root, share := range shares {
		if n := toolindex.Unseen * share; n >= 1 {
			counts[most(forms[root])] = int(math.Round(n))
		}
	}
	return counts
}

// most is the key that has most, of equals the first.
func most(counts map[string]float64) string {
	return slices.MinFunc(slices.Collect(maps.Keys(counts)), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
