package aggregator

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"ncp/aggregator/toolindex"
)

// How much of the reasons is shown; JSON has all of them.
const (
	explainWidth = 100
	explainTerms = 8 // of a tool's score
	explainAhead = 3 // of the distance to the tool before it
	explainDoubt = 4 // of the judgement whether the first tool fits
)

// Explain is the answer's reasons as people read them, in lines of at most 100 columns but for a longer name: how the query was read and whether anything fits it, then for each tool the
// words of the query that it has, and the terms that its score is the sum of.
func (f *FindAnswer) Explain() string {
	var b strings.Builder
	for i := range f.Parts {
		p := &f.Parts[i]
		if len(f.Parts) > 1 {
			b.WriteString(cut("# "+p.Asked(), explainWidth) + "\n")
		}
		explainQuery(&b, p)
		for k := range p.Reasons {
			fmt.Fprintf(&b, "\n%d. %s  %.2f\n", p.First+k, p.Tools[k].ToolName(), p.Reasons[k].Score)
			explainTool(&b, p.Query, &p.Reasons[k])
			if k > 0 {
				explainDistance(&b, p.Query, p.First+k-1, &p.Reasons[k-1], &p.Reasons[k])
			}
		}
	}
	return b.String()
}

// merged adds up what a query in one piece has twice, of the whole and of its best part.
func merged(query, part string, terms []toolindex.Term) []toolindex.Term {
	all := slices.Clone(terms)
	if oneLine(query) != oneLine(part) {
		return all
	}
	at := map[string]int{}
	for i, t := range terms {
		at[t.Feature] = i
	}
	for i, t := range terms {
		rest, whole := strings.CutPrefix(t.Feature, "whole")
		if k, both := at["part"+rest]; whole && both {
			all[i] = toolindex.Term{Feature: strings.ToLower(rest), Value: t.Value, Weight: t.Weight + terms[k].Weight, Typical: t.Typical + terms[k].Typical}
			all[k].Weight, all[k].Typical = 0, 0
		}
	}
	return all
}

// weightiest sorts terms by what they add or take, the most first.
func weightiest(terms []toolindex.Term) []toolindex.Term {
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b toolindex.Term) int { return cmp.Compare(math.Abs(b.Points()), math.Abs(a.Points())) })
	return terms
}

func explainTool(b *strings.Builder, query string, r *toolindex.Reason) {
	if r.Note != "" && r.Bonus == 0 {
		list(b, "first", []string{r.Note})
	}
	if part := oneLine(r.Part); part != oneLine(query) {
		list(b, "part", []string{part})
	}
	var has []string
	for _, w := range r.Words {
		how := ""
		if w.Kind != "same form" {
			how = fmt.Sprintf(" (%s of %s)", w.Kind, w.Asked)
		}
		has = append(has, fmt.Sprintf("%s%s in %s %.1f", w.Has, how, w.Fields, w.Weight))
	}
	list(b, "has", has)
	if r.Bonus != 0 {
		fmt.Fprintf(b, "  %+.0f  %s\n", r.Bonus, r.Note)
	}
	if r.Together != 0 {
		fmt.Fprintf(b, "  %+6.2f  its server has a tool before it, or it has words that none before it has\n", r.Together)
	}
	says := meanings(toolindex.Features())
	var others float64
	count := 0
	for i, t := range weightiest(merged(query, r.Part, r.Terms)) {
		switch {
		case t.Points() == 0:
		case i < explainTerms:
			b.WriteString(cut(fmt.Sprintf("  %+6.2f = %4.2f x %5.2f  %-15s  %s", t.Points(), t.Value, t.Weight, t.Feature, says[t.Feature]), explainWidth) + "\n")
		default:
			others += t.Points()
			count++
		}
	}
	if count > 0 {
		fmt.Fprintf(b, "  %+6.2f                 %d others\n", others, count)
	}
}

// explainDistance says what the tool before has that this one lacks.
func explainDistance(b *strings.Builder, query string, place int, before, r *toolindex.Reason) {
	mine, others := merged(query, r.Part, r.Terms), merged(query, before.Part, before.Terms)
	if len(mine) > 0 && mine[0].Feature != others[0].Feature { // each fits another part of the query
		mine, others = r.Terms, before.Terms
	}
	type gap struct {
		feature string
		points  float64
	}
	var gaps []gap
	for i := range mine {
		gaps = append(gaps, gap{mine[i].Feature, mine[i].Points() - others[i].Points()})
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return cmp.Compare(a.points, b.points) })
	var most []string
	for _, g := range gaps[:explainAhead] {
		if g.points < 0 {
			most = append(most, fmt.Sprintf("%s %+.2f", g.feature, g.points))
		}
	}
	list(b, fmt.Sprintf("behind %d.", place), most)
}

// list writes a label and items in as many lines as they need.
func list(b *strings.Builder, label string, items []string) {
	const indent = 12
	column := 0
	for i, item := range items {
		if i < len(items)-1 {
			item += ","
		}
		item = cut(item, explainWidth-indent)
		switch width := columns(item); {
		case column == 0:
			fmt.Fprintf(b, "  %-*s%s", indent-2, label, item)
			column = indent + width
		case column+1+width > explainWidth:
			fmt.Fprintf(b, "\n%*s%s", indent, "", item)
			column = indent + width
		default:
			b.WriteString(" " + item)
			column += 1 + width
		}
	}
	if column > 0 {
		b.WriteByte('\n')
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// columns is how many columns of a terminal s takes: letters of Chinese, Japanese and Korean take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			n++
		}
	}
	return n
}

// cut shortens s to so many columns.
func cut(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	taken := 1 // by the ellipsis
	for i, r := range s {
		if taken += columns(string(r)); taken > width {
			return s[:i] + "…"
		}
	}
	return s
}
