package aggregator

import (
	"fmt"
	"strings"

	"ncp/aggregator/toolschema"
)

// How much of a tool an answer shows.
const (
	signatureWidth = 160
	sentenceWidth  = 140

	depthNames  = 0
	depthShort  = 1
	depthSchema = 2
)

// Text is the answer as a model reads it: a line for each tool, then a line for each server that is not ready.
func (f *FindAnswer) Text(depth int) string {
	var b strings.Builder
	for i := range f.Parts {
		p := &f.Parts[i]
		if len(f.Parts) > 1 {
			fmt.Fprintf(&b, "# %s\n", p.Asked())
		}
		if p.Unsure && len(p.Tools) > 0 {
			b.WriteString("No tool seems to fit; the nearest:\n")
		}
		for _, t := range p.Tools {
			writeTool(&b, t, depth)
		}
		writeItems(&b, p.Items, depth)
		f.writeEnd(&b, p)
	}
	if f.Notice != "" {
		b.WriteString("! " + strings.ReplaceAll(f.Notice, "\n", "\n! ") + "\n")
	}
	for i := range f.Servers {
		s := &f.Servers[i]
		if line := s.Line(); line != "" {
			b.WriteString("! " + line)
			if s.State == SignIn && s.signsIn && s.Tools == 0 { // a tool that is known leads there by itself
				b.WriteString(" (to let the user sign in, call run with the tool " + s.Name + ":" + signInName + ")")
			}
			b.WriteByte('\n')
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// writeEnd says what is not shown: further pages, or that there is nothing.
func (f *FindAnswer) writeEnd(b *strings.Builder, p *FindPart) {
	last := p.First - 1 + len(p.Tools)
	if p.Unsure && len(p.Tools) > 0 {
		b.WriteString("Say it in other words, or look at one server's tools" + f.Where() + "\n")
	}
	switch {
	case p.Total == 0 && p.Query == "":
		b.WriteString("There are no tools" + f.Where() + "\n")
	case p.Total == 0:
		b.WriteString("No tool fits" + f.Where() + "\n")
	case len(p.Tools) == 0 && p.Cut():
		fmt.Fprintf(b, "This page is empty; a search shows the best %d of the %d tools that match. Say it in other words, or list the tools of one server.\n", p.Total, p.Matched)
	case len(p.Tools) == 0:
		fmt.Fprintf(b, "This page is empty; there are %d tools.\n", p.Total)
	case p.Cut() && !p.More():
		fmt.Fprintf(b, "(%d-%d, the last; a search shows the best %d of the %d tools that match. Say it in other words, or list the tools of one server.)\n", p.First, last, p.Total, p.Matched)
	case p.More():
		fmt.Fprintf(b, "(%d-%d of %d; more with page: %d)\n", p.First, last, p.Total, (p.First-1)/len(p.Tools)+2)
	}
}

// Where names, for the end of a sentence, the servers that were asked and have tools, and the tools if they are few.
func (f *FindAnswer) Where() string {
	var with []string
	for _, s := range f.Servers {
		if s.Tools > 0 {
			with = append(with, fmt.Sprintf("%s (%d)", s.Name, s.Tools))
		}
	}
	switch {
	case len(f.Servers) == 0 && f.disabled > 0:
		return fmt.Sprintf("; all %d configured servers are disabled.", f.disabled)
	case len(f.Servers) == 0:
		return "; no server is configured."
	case len(with) == 0:
		return " yet."
	case len(with) > 20:
		with = append(with[:20], "…")
	}
	text := "; servers and their tools: " + strings.Join(with, ", ")
	for i, t := range f.few {
		if i == 0 {
			text += "; all of them: " + t.ToolName()
		} else {
			text += ", " + t.ToolName()
		}
	}
	return text
}

func writeTool(b *strings.Builder, t *Tool, depth int) {
	b.WriteString(t.ToolName())
	if depth >= depthShort {
		b.WriteString(t.Signature() + t.Hint())
		if sentence := t.Sentence(); sentence != "" {
			b.WriteString(" - " + sentence)
		}
	}
	b.WriteByte('\n')
	if depth >= depthSchema {
		b.WriteString("  " + string(t.Schema) + "\n")
	}
}

// writeItems writes what fits and is no tool, with how a host uses it: a model cannot call it.
func writeItems(b *strings.Builder, items []*Item, depth int) {
	if len(items) == 0 {
		return
	}
	b.WriteString("No tools, but the host or its user can get them (prompts/get, resources/read):\n")
	for _, it := range items {
		fmt.Fprintf(b, "%s %s", it.Kind.Word(), it.Address())
		if sentence := it.Sentence(); depth >= depthShort && sentence != "" {
			b.WriteString(" - " + sentence)
		}
		b.WriteByte('\n')
		if depth >= depthSchema {
			b.WriteString("  " + string(it.Raw) + "\n")
		}
	}
}

// Sentence is the first sentence of the item's description, else its title.
func (it *Item) Sentence() string {
	for _, text := range []string{it.Description, it.Title, it.Name} {
		if s := toolschema.FirstSentence(text, sentenceWidth); s != "" {
			return s
		}
	}
	return ""
}

// Hint says in a word what the tool's annotations say that it does, with the defaults of the specification, and whether it is another tool than when it
// was first used: " [read-only]" or " [destructive]", " [open world]", " [changed since first used]". Without annotations nothing is said of what it does.
func (t *Tool) Hint() string {
	hint := ""
	switch {
	case t.annotation("readOnlyHint") == "true":
		hint = " [read-only]"
	case t.annotated() && t.Destructive():
		hint = " [destructive]"
	}
	if t.annotation("openWorldHint") == "true" { // its default as well, but said of every tool it would say nothing
		hint += " [open world]"
	}
	if _, changed := t.Changed(); changed {
		hint += " [changed since first used]"
	}
	return hint
}

// Signature is the tool's compact signature, as find shows it.
func (t *Tool) Signature() string { return toolschema.Signature(t.Schema, signatureWidth) }

// Sentence is the first sentence of the tool's description, else its title.
func (t *Tool) Sentence() string {
	if s := toolschema.FirstSentence(t.Description, sentenceWidth); s != "" {
		return s
	}
	return toolschema.FirstSentence(t.Title, sentenceWidth)
}
