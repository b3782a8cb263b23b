package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"ncp/e2e/findset"
)

// printOther shows what find is worth on the sets in a folder, whatever they are: nothing of it was fitted to them.
func printOther(dir string) error {
	names, err := findset.NamesIn(dir)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("no set with queries is in %s", dir)
	}
	sets, err := readSetsIn(dir, names)
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "set\ttools\tqueries\tnDCG@5\tR@5\tH@1\tdoubted")
	var mean findset.Figures
	var doubts float64
	line := func(name string, tools, queries int, f findset.Figures, doubted float64) {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%.3f\t%.1f\t%.1f\t%.1f %%\n", name, tools, queries, f.NDCG, 100*f.R5, 100*f.H1, 100*doubted)
	}
	tools, queries := 0, 0
	share := 1 / float64(len(sets))
	for _, s := range sets {
		ix := index(s.tools, nil)
		f := s.measure(ix, s.tools, "", asTyped)
		doubted := 0.
		for _, q := range s.queries {
			if !ix.Search(q.Query, nil).Fits {
				doubted += 1 / float64(len(s.queries))
			}
		}
		line(s.name, s.tools.Size(), len(s.queries), f, doubted)
		mean, doubts = mean.Plus(f, share), doubts+share*doubted
		tools, queries = tools+s.tools.Size(), queries+len(s.queries)
	}
	line("mean", tools, queries, mean, doubts)
	return tw.Flush()
}
