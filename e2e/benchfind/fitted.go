package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"ncp/aggregator/toolindex"
)

// writeFitted fits all weights anew and writes the Go file that holds them.
func writeFitted(ctx context.Context, sets []set, file string) error {
	groups, err := examplesOf(ctx, sets)
	if err != nil {
		return err
	}
	w := learn(groups, nil)
	var b strings.Builder
	b.WriteString("package toolindex\n\n// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.\n" +
		"func fittedFeatures() features {\n\treturn features{\n")
	names := toolindex.Features()
	for k, f := range names {
		fmt.Fprintf(&b, "\t\t%s: %.3f, featureCount + %s: %.3f,\n", f.Name, w[k], f.Name, w[len(names)+k])
	}
	b.WriteString("\t}\n}\n\n// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.\nfunc fittedEvidence() *evidence {\n\treturn &evidence{")
	weights, typical := learnJudgement(sets, w)
	writeNumbers(&b, weights)
	b.WriteString("// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.\nfunc fittedTypical() [featureCount + evidenceCount]float64 {\n" +
		"\treturn [featureCount + evidenceCount]float64{")
	writeNumbers(&b, typical)
	return os.WriteFile(file, []byte(strings.TrimSuffix(b.String(), "\n")), 0o644) //nolint:gosec // a source file, for everyone to read
}

// writeNumbers writes what follows the brace of a list that a function returns.
func writeNumbers(b *strings.Builder, list []float64) {
	for k, x := range list {
		if k%12 == 0 {
			b.WriteString("\n\t\t")
		} else {
			b.WriteByte(' ')
		}
		fmt.Fprintf(b, "%.3f,", x)
	}
	b.WriteString("\n\t}\n}\n\n")
}
