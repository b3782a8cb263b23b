package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ncp/aggregator"
)

// findFlags are what ncp find can be told.
type findFlags struct {
	limit, page, depth int
	server             string
	json, explain      bool
	signIn             signInFlags
}

func (a *app) findCommand() *cobra.Command {
	var f findFlags
	cmd := &cobra.Command{
		Use:   "find [WHAT YOU NEED]",
		Short: "Find tools by what they do",
		Long:  "Find tools by what they do, in plain words. \"a | b\" asks for several things at once. Without words it lists all tools.",
		Example: "  ncp find create an issue\n" +
			"  ncp find --server github --depth 2 \"list pull requests\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.depth < 0 || f.depth > 2 {
				return usagef("--depth is %d; allowed: 0 names, 1 with parameters, 2 with full schemas", f.depth)
			}
			if cmd.Flags().Changed("limit") && f.limit < 1 || f.limit > 50 {
				return usagef("--limit is %d; allowed: 1 to 50", f.limit)
			}
			if f.page < 1 {
				return usagef("--page is %d; pages count from 1", f.page)
			}
			return a.find(cmd.Context(), strings.Join(args, " "), f)
		},
	}
	cmd.Flags().IntVar(&f.limit, "limit", 0, "how many tools (default 5, a list 20; at most 50)")
	cmd.Flags().IntVar(&f.page, "page", 1, "which page")
	cmd.Flags().IntVar(&f.depth, "depth", 1, "0 names, 1 with parameters, 2 with full schemas")
	cmd.Flags().StringVar(&f.server, "server", "", "only this server")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.Flags().BoolVar(&f.explain, "explain", false, "say how the query was read and why each tool ranks where it does, term by term")
	f.signIn.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("server", a.completeServers)
	return cmd
}

func (a *app) find(ctx context.Context, query string, f findFlags) error {
	agg, _, err := a.need()
	if err != nil {
		return err
	}
	defer agg.Close()
	ask := func() (*aggregator.FindAnswer, error) {
		spin := a.spin("asking the servers")
		defer spin.end()
		return agg.Find(ctx, aggregator.FindRequest{
			Description: query, Limit: f.limit, Page: f.page, Server: f.server, Wait: aggregator.WaitConnect, Explain: f.explain,
		})
	}
	answer, err := ask()
	if err != nil {
		return err
	}
	if !f.signIn.never && ctx.Err() == nil {
		signedIn, err := a.signInAll(ctx, agg, answer, f.signIn)
		if err != nil {
			return err
		}
		if signedIn {
			if answer, err = ask(); err != nil {
				return err
			}
		}
	}
	if f.json {
		if err := a.printJSON(findJSON(answer)); err != nil {
			return err
		}
		return findOutcome(answer)
	}
	a.printAnswer(answer, f)
	return findOutcome(answer)
}

// findOutcome is an error if no server could be asked at all: what was said on stderr says why.
func findOutcome(answer *aggregator.FindAnswer) error {
	asked, signIn := 0, 0
	for i := range answer.Servers {
		switch s := &answer.Servers[i]; {
		case s.State == aggregator.Ready || s.Tools > 0:
			asked++
		case s.State.NeedsSignIn():
			signIn++
		}
	}
	switch {
	case asked > 0:
		return nil
	case signIn > 0:
		return &exitError{exitSignIn, nil}
	}
	return &exitError{exitFailed, nil}
}

// printAnswer prints hits on stdout and everything else on stderr.
func (a *app) printAnswer(answer *aggregator.FindAnswer, f findFlags) {
	if f.explain {
		fmt.Fprint(a.Stdout, a.show(answer.Explain()))
	}
	for i := range answer.Parts {
		p := &answer.Parts[i]
		if !f.explain || p.Query == "" { // a list has no reasons
			if len(answer.Parts) > 1 {
				fmt.Fprintf(a.Stdout, "# %s\n", a.show(p.Asked()))
			}
			a.printTools(p.Tools, f.depth)
		}
		for _, it := range p.Items {
			fmt.Fprintf(a.Stdout, "%s %s - %s\n", it.Kind.Word(), a.show(it.Address()), a.show(it.Sentence()))
		}
		if p.Unsure && len(p.Tools) > 0 {
			a.sayf("no tool seems to fit %q; these are the nearest%s", p.Asked(), answer.Where())
		}
		switch {
		case p.Total == 0 && p.Query != "":
			a.sayf("no tool fits %q%s", p.Asked(), answer.Where())
		case p.Total > 0 && len(p.Tools) == 0:
			a.sayf("this page is empty; there are %d tools", p.Total)
		case p.More():
			a.sayf("%d-%d of %d; more with --page %d", p.First, p.First-1+len(p.Tools), p.Total, (p.First-1)/len(p.Tools)+2)
		case p.Cut():
			a.sayf("a search shows the best %d of the %d tools that match; say it in other words, or use --server", p.Total, p.Matched)
		}
	}
	if answer.Notice != "" {
		a.sayf("%s", answer.Notice)
	}
	for i := range answer.Servers {
		if line := answer.Servers[i].Line(); line != "" {
			a.sayf("%s", line)
		}
	}
}

func findJSON(answer *aggregator.FindAnswer) any {
	type part struct {
		*aggregator.FindPart
		Tools  []toolJSON `json:"tools"`
		Others []any      `json:"others,omitempty"` // prompts and resources that fit
	}
	parts := make([]part, len(answer.Parts))
	for i := range answer.Parts {
		p := &answer.Parts[i]
		parts[i] = part{FindPart: p, Tools: toolsJSON(p.Tools)}
		for _, it := range p.Items {
			parts[i].Others = append(parts[i].Others, map[string]any{"kind": it.Kind.Word(), "address": it.Address(), "definition": it.Raw})
		}
	}
	out := map[string]any{"parts": parts, "servers": answer.Servers}
	if answer.Notice != "" {
		out["notice"] = answer.Notice
	}
	return out
}
