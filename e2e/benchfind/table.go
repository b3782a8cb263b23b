package main

import (
	"fmt"
	"io"
	"strings"
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

// digits is how figures of a kind are printed.
type digits struct {
	decimals int
	unit     string
}

func (d digits) print(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.*f %s", d.decimals, x, d.unit), " ")
}

// beside prints a figure and its target, with more decimals where it missed the target by less than those given show.
func (d digits) beside(measured, target float64, ok bool) (shown, aim string) {
	aim = d.print(target)
	for shown = d.print(measured); shown == d.print(target) && !ok; shown = d.print(measured) {
		d.decimals++
	}
	return shown, aim
}

func atLeast(figure string, d digits, measured, target float64) row {
	ok := measured >= target
	shown, aim := d.beside(measured, target, ok)
	return row{figure, shown, ">= " + aim, judged(ok)}
}

func atMost(figure string, d digits, measured, target float64) row {
	ok := measured <= target
	shown, aim := d.beside(measured, target, ok)
	return row{figure, shown, "<= " + aim, judged(ok)}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
