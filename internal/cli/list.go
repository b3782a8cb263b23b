package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/config"
)

func (a *app) listCommand() *cobra.Command {
	var asJSON bool
	var wait time.Duration
	cmd := &cobra.Command{
		Use: "list [SERVER]", Short: "List the servers and their state, or the tools of one server",
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.listTools(cmd.Context(), args[0], asJSON, wait)
			}
			return a.listServers(cmd.Context(), asJSON, wait)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().DurationVar(&wait, "timeout", 0, "how long to wait for servers that do not answer (default 5s; for the tools of one server as long as a connect may take)")
	return cmd
}

// stateWait is how long a person who asks for the state of all servers waits for those that do not answer.
const stateWait = 5 * time.Second

func (a *app) listServers(ctx context.Context, asJSON bool, wait time.Duration) error {
	agg, cfg, err := a.need()
	if err != nil {
		return err
	}
	defer agg.Close()
	spin := a.spin("asking the servers")
	agg.Ask(ctx, cmp.Or(wait, stateWait))
	spin.end()
	servers := agg.Servers()
	if asJSON {
		return a.printJSON(map[string]any{"servers": servers})
	}
	table := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SERVER\tSTATE\tTOOLS\tADDRESS\tREASON")
	for i, s := range servers {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", clean(s.Name), s.State, s.Tools, clean(address(&cfg.Servers[i])), clean(s.Detail()))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, s := range servers {
		for _, p := range s.Problems {
			a.sayf("%s: %s", s.Name, p)
		}
		if s.State == aggregator.Connecting {
			a.sayf("%s may only be slow; to wait longer: ncp list --timeout 30s", s.Name)
		}
		for _, name := range s.Changed {
			a.sayf("%s has changed since it was first used; if that is well: ncp accept %s", name, name)
		}
	}
	return nil
}

func (a *app) listTools(ctx context.Context, server string, asJSON bool, wait time.Duration) error {
	if wait > 0 {
		limit, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		ctx = limit
	}
	agg, _, err := a.need()
	if err != nil {
		return err
	}
	defer agg.Close()
	spin := a.spin("asking " + server)
	var all []*aggregator.Tool
	var answer *aggregator.FindAnswer
	for page := 1; ; page++ {
		answer, err = agg.Find(ctx, aggregator.FindRequest{Server: server, Limit: 50, Page: page, Wait: aggregator.WaitConnect})
		if err != nil {
			spin.end()
			return err
		}
		all = append(all, answer.Parts[0].Tools...)
		if !answer.Parts[0].More() {
			break
		}
	}
	spin.end()
	status := answer.Servers[0]
	if asJSON {
		return a.printJSON(map[string]any{"server": status, "tools": toolsJSON(all)})
	}
	a.printTools(all, 1)
	if line := status.Line(); line != "" {
		a.sayf("%s", line)
		if len(all) == 0 {
			return &exitError{exitCodeOf(&status), nil}
		}
	}
	return nil
}

// address is where a server is, without anything secret.
func address(s *config.Server) string {
	if s.URL != "" {
		return s.URL
	}
	if s.Command == "" {
		return ""
	}
	line := s.Command
	for _, arg := range s.Args {
		line += " " + arg
	}
	if runes := []rune(line); len(runes) > 60 {
		line = string(runes[:59]) + "…"
	}
	return line
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// toolJSON is a tool as --json prints it.
type toolJSON struct {
	Tool        string          `json:"tool"`
	Server      string          `json:"server"`
	Name        string          `json:"name"`
	Title       string          `json:"title,omitempty"`
	Description string          `json:"description,omitempty"`
	Signature   string          `json:"signature"`
	InputSchema json.RawMessage `json:"inputSchema"`
	Annotations json.RawMessage `json:"annotations,omitempty"`
	Changed     bool            `json:"changed,omitempty"` // since it was first used
}

func toolsJSON(tools []*aggregator.Tool) []toolJSON {
	out := make([]toolJSON, len(tools))
	for i, t := range tools {
		_, changed := t.Changed()
		out[i] = toolJSON{t.ToolName(), t.Server, t.Name, t.Title, t.Description, t.Signature(), t.Schema, t.Annotations, changed}
	}
	return out
}

// printTools prints tools for a person: a line with name and parameters, and one with what it does.
func (a *app) printTools(tools []*aggregator.Tool, depth int) {
	for _, t := range tools {
		line := a.bold(a.show(t.ToolName()))
		if depth > 0 {
			line += a.show(t.Signature()) + t.Hint()
		}
		fmt.Fprintln(a.Stdout, line)
		if sentence := t.Sentence(); sentence != "" && depth > 0 {
			fmt.Fprintln(a.Stdout, "    "+a.show(sentence))
		}
		if depth > 1 {
			fmt.Fprintln(a.Stdout, "    "+a.show(string(t.Schema)))
		}
	}
}

func exitCodeOf(s *aggregator.Status) int {
	if s.State.NeedsSignIn() {
		return exitSignIn
	}
	return exitFailed
}

func (a *app) completeServers(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	cfg, _, err := a.load()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, s := range cfg.Servers {
		names = append(names, s.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
