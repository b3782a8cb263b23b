package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// row is one figure. A row without a verdict is there to compare others with.
type row struct {
	figure   string
	measured string
	ratio    string // within this run, and to what
	promise  string
	verdict  string
}

type table []row

func (t table) print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "figure\tmeasured\tpromise\t\twithin this run")
	for _, r := range t {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", r.figure, r.measured, r.promise, r.verdict, r.ratio)
	}
	return tw.Flush()
}

// Verdicts.
const (
	kept   = "ok"
	missed = "MISSED"
)

func atMost[T float64 | time.Duration](value, promise T) string {
	if value <= promise {
		return kept
	}
	return missed
}

func atLeast(value, promise float64) string {
	if value >= promise {
		return kept
	}
	return missed
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

func micros(d time.Duration) string {
	return fmt.Sprintf("%.0f us", float64(d)/float64(time.Microsecond))
}

func megabytes(bytes float64) string { return fmt.Sprintf("%.1f MB", bytes/1e6) }

// times are the durations of one thing done many times.
type times []time.Duration

func (t times) p50() time.Duration { return t.percentile(50) }
func (t times) p99() time.Duration { return t.percentile(99) }

// percentile returns the smallest duration that p percent of t do not exceed; 0 if t is empty.
func (t times) percentile(p int) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[max((len(sorted)*p+99)/100, 1)-1]
}

func ratio[T float64 | time.Duration](a, b T) float64 { return float64(a) / float64(b) }
