// Command benchfind measures find on the public sets of tools and queries and prints four tables: every figure beside what it is to reach,
// what the ranking is worth on queries and sets that its weights have not seen, what it misses, and what each part of it is worth.
//
// All but the times is the same on every machine. It measures and prints; a missed figure fails nothing. With -fit it
// fits the weights anew instead and writes them, with -usual it counts how usual words are in tools. Without the sets it says so and measures nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"time"
)

// patience is how long a run may take before it is given up.
const patience = 10 * time.Minute

func main() {
	binary := flag.String("ncp", "dist/ncp", "the binary to measure")
	fit := flag.String("fit", "", "fit the weights anew and write them to this file")
	usual := flag.String("usual", "", "count anew how usual words are and write it to this file")
	other := flag.String("other", "", "measure the sets in this folder and nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("it took more than %v", patience))
	err := play(ctx, *binary, *fit, *usual, *other)
	cancel()
	stop()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Fprintln(os.Stderr, "benchfind: SKIPPED:", err)
	case err != nil:
		fmt.Fprintln(os.Stderr, "benchfind:", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, binary, fit, usual, other string) error {
	if usual != "" {
		return writeUsual(usual)
	}
	if other != "" {
		return printOther(other)
	}
	sets, err := readSets()
	if err != nil {
		return err
	}
	if fit != "" {
		return writeFitted(ctx, sets, fit)
	}
	began := time.Now()
	var t table
	for _, measure := range []func(context.Context, []set, string) ([]row, error){quality, scale, typos, speed, judgements, small, answers, growth} {
		rows, err := measure(ctx, sets, binary)
		if err != nil {
			return err
		}
		t = append(t, rows...)
	}
	if err := t.print(os.Stdout); err != nil {
		return err
	}
	for _, show := range []func(context.Context, []set) error{printUnseen, printUnseenJudgement, printFailures, printAblations} {
		fmt.Println()
		if err := show(ctx, sets); err != nil {
			return err
		}
	}
	fmt.Printf("\nin %v\n", time.Since(began).Round(time.Second))
	return nil
}
