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
	b.WriteString("package toolindex\n\n// fittedFeatures are written by make fit-find. Each is for a query of a few words, and\n// what a text adds.\nfunc fittedFeatures() features {\n\treturn features{\n")
	names := toolindex.Features()
	for k, f := range names {
		fmt.Fprintf(&b, "\t\t%s: %.2f, featureCount + %s: %.2f,\n", f.Name, w[k], f.Name, w[len(names)+k])
	}
	b.WriteString("\t}\n}\n")
	return os.WriteFile(file, []byte(b.String()), 0o644) //nolint:gosec // a source file, for everyone to read
}
