package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"

	"ncp/aggregator/toolindex"
)

// family is features that say kindred things.
type family struct {
	name     string
	features []string
}

func families() []family {
	return []family{
		{"the whole query", []string{"wholeText", "wholeCoverage", "wholeName", "wholeSurface", "wholeFirst"}},
		{"the best sentence", []string{"partText", "partCoverage", "partName", "partSurface", "partFirst", "partLead", "partEarly", "partTopic"}},
		{"coverage of the query", []string{"wholeCoverage", "partCoverage", "partEarly", "rarest"}},
		{"names", []string{"wholeName", "partName", "nameMatched", "nameSize", "nameMissing", "pairs"}},
		{"first sentences", []string{"wholeFirst", "partFirst", "firstMatched"}},
		{"forms of words", []string{"wholeSurface", "partSurface", "manyAsked", "oneAsked"}},
		{"the server", []string{"serverFitting", "serverMatched"}},
		{"kinds of action", []string{"sameAction", "otherAction", "changesAsked", "looksAsked", "destroysUnasked"}},
		{"topics", []string{"partTopic", "anyTopic", "restTopic", "gapTopic"}},
		{"phrases", []string{"phrase", "phraseFirst"}},
		{"parameters", []string{"paramMatched", "wholeParam"}},
		{"two at once", []string{"textServer", "leadServer", "nameServer", "textName", "leadName", "nameFirst"}},
	}
}

// ablation is a ranking that lacks something, its weights fitted anew to what is left.
type ablation struct {
	name    string
	ndcg    []float64 // of each set
	masked  map[int]bool
	without []toolindex.Mechanism
}

// printAblations shows what each mechanism and each family of features is worth: nDCG@5 without it, weights fitted anew.
func printAblations(ctx context.Context, sets []set) error {
	list := []*ablation{{name: "nothing"}}
	for _, m := range toolindex.Mechanisms() {
		list = append(list, &ablation{name: string(m), without: []toolindex.Mechanism{m}})
	}
	for _, f := range families() {
		masked := map[int]bool{}
		for k, known := range toolindex.Features() {
			if slices.Contains(f.features, known.Name) {
				masked[k] = true
			}
		}
		if len(masked) != len(f.features) {
			return fmt.Errorf("family %q names features that there are not", f.name)
		}
		list = append(list, &ablation{name: "features of " + f.name, masked: masked})
	}
	if err := each(ctx, len(list), func(i int) { list[i].measure(sets) }); err != nil {
		return err
	}

	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "nDCG@5 without")
	for _, s := range sets {
		fmt.Fprint(tw, "\t"+s.name)
	}
	fmt.Fprintln(tw, "\tmacro\tlost")
	whole := macro(list[0].ndcg)
	for _, a := range list {
		fmt.Fprint(tw, a.name)
		for _, x := range a.ndcg {
			fmt.Fprintf(tw, "\t%.3f", x)
		}
		fmt.Fprintf(tw, "\t%.3f\t%+.3f\n", macro(a.ndcg), macro(a.ndcg)-whole)
	}
	return tw.Flush()
}

func (a *ablation) measure(sets []set) {
	groups := make([][]example, len(sets))
	for i := range sets {
		groups[i] = sets[i].examples(a.without...)
	}
	w := learn(groups, a.masked)
	for i := range sets {
		a.ndcg = append(a.ndcg, sets[i].worth(w, everyQuery, a.without...).NDCG)
	}
}

func macro(list []float64) (sum float64) {
	for _, x := range list {
		sum += x / float64(len(list))
	}
	return sum
}
