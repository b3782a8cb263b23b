package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// row is one figure beside what it is to reach.
type row struct {
	figure, measured, target string
	verdict                  verdict
}

type verdict string

const (
	reached    verdict = "ok"
	missed     verdict = "MISSED"
	unmeasured verdict = "not measured"
)

func judged(ok bool) verdict {
	if ok {
		return reached
	}
	return missed
}

type table []row

func (t table) print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "figure\tmeasured\tto reach\t")
	for _, r := range t {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", r.figure, r.measured, r.target, r.verdict)
	}
	return tw.Flush()
}

// atLeast compares as the figure is printed: a figure that reads like the target has reached it.
func atLeast(figure, format string, measured, target float64) row {
	return row{figure, fmt.Sprintf(format, measured), ">= " + fmt.Sprintf(format, target), judged(fmt.Sprintf(format, measured) == fmt.Sprintf(format, target) || measured > target)}
}

func atMost(figure, format string, measured, target float64) row {
	return row{figure, fmt.Sprintf(format, measured), "<= " + fmt.Sprintf(format, target), judged(measured <= target)}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
