package aggregator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ncp/aggregator/toolindex"
)

// explainQuery says how a query was read, and what speaks for and against the first tool doing what it asks for.
func explainQuery(b *strings.Builder, p *FindPart) {
	if p.Reading == nil || len(p.Reading.Words) == 0 {
		return
	}
	list(b, "asks", wanted(p.Reading))
	if p.Reading.Plain != "" {
		list(b, "read as", []string{oneLine(p.Reading.Plain)})
	}
	var known, unknown []string
	for _, w := range p.Reading.Words {
		switch {
		case !w.Known:
			unknown = append(unknown, w.Text)
		case w.Weight == 0, w.Kind == "" && w.As != nil: // a foreign word, whose meaning stands behind it
		case len(w.As) > 0:
			known = append(known, fmt.Sprintf("%s %.1f (%s: %s)", w.Text, w.Weight, w.Kind, strings.Join(w.As, ", ")))
		default:
			known = append(known, fmt.Sprintf("%s %.1f", w.Text, w.Weight))
		}
	}
	list(b, "words", known)
	list(b, "unknown", unknown)
	explainJudgement(b, p)
}

// wanted says what the sentences of a query ask to have done.
func wanted(r *toolindex.Reading) []string {
	var all []string
	for _, w := range r.Wants {
		text := "to " + w.To
		if !w.Sure {
			text = "perhaps " + text
		}
		all = append(all, text+" ("+strings.Join(w.By, " or ")+")")
	}
	if all == nil {
		all = append(all, "with no verb that is known, so to see")
	}
	for _, verb := range r.Merely {
		all = append(all, fmt.Sprintf("%q is not asked for", verb))
	}
	return all
}

// explainJudgement says whether the first tool fits; if it is doubted, what it lacks most of what tools have that fit.
func explainJudgement(b *strings.Builder, p *FindPart) {
	if len(p.Reasons) == 0 {
		return
	}
	label := "fits"
	if p.Unsure {
		label = "doubted"
	}
	if p.Why != "" {
		list(b, label, []string{p.Why})
		return
	}
	terms := merged(p.Query, p.Reasons[0].Part, p.Judged)
	var sum, typical float64
	for _, t := range terms {
		sum += t.Points()
		typical += t.Typical
	}
	if !p.Unsure {
		list(b, label, []string{fmt.Sprintf("%+.1f, where 0 is enough and %+.1f the mean of what fits", sum, typical)})
		return
	}
	list(b, label, []string{fmt.Sprintf("%+.1f, where 0 is enough and %+.1f the mean of what fits. It lacks most:", sum, typical)})
	less := func(t toolindex.Term) float64 { return t.Points() - t.Typical }
	slices.SortStableFunc(terms, func(a, b toolindex.Term) int { return cmp.Compare(less(a), less(b)) })
	says := meanings(slices.Concat(toolindex.Features(), toolindex.Evidence()))
	for _, t := range terms[:explainDoubt] {
		b.WriteString(cut(fmt.Sprintf("    %+6.2f  %-15s  %s", less(t), t.Feature, says[t.Feature]), explainWidth) + "\n")
	}
}

// meanings are what features measure, by their names and those of merged ones.
func meanings(features []toolindex.Feature) map[string]string {
	says := map[string]string{}
	for _, f := range features {
		says[f.Name] = f.Says
		says[strings.ToLower(strings.TrimPrefix(f.Name, "whole"))] = f.Says
	}
	return says
}
