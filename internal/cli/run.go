package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/aggregator/toolschema"
	"ncp/internal/wire"
)

type runFlags struct {
	params string
	dryRun bool
	json   bool
	elicit string
	yes    bool
	signIn signInFlags
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run SERVER:TOOL [KEY=VALUE ...]",
		Short: "Run a tool",
		Long: "Run a tool and print its text as it is. Parameters come as JSON in --params, or as key=value pairs\n" +
			"that are read by the tool's schema; pairs win over --params.",
		Example: "  ncp run everything:get-sum --params '{\"a\":2,\"b\":3}'\n" +
			"  ncp run everything:get-sum a=2 b=3\n" +
			"  ncp run files:write_file --params @args.json",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completeTools,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.run(cmd.Context(), args[0], args[1:], f)
		},
	}
	cmd.Flags().StringVarP(&f.params, "params", "p", "", "parameters as JSON, @FILE, or - for standard input")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "check the parameters without calling")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the whole result as JSON")
	cmd.Flags().StringVar(&f.elicit, "elicit", "", "how the tool's questions are answered: ask, defaults, decline (default ask at a terminal, else decline)")
	cmd.Flags().BoolVar(&f.yes, "yes", false, "agree to the call where the configuration wants that (confirm)")
	f.signIn.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("elicit", cobra.FixedCompletions([]string{elicitAsk, elicitDefaults, elicitDecline}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) run(ctx context.Context, tool string, pairs []string, f runFlags) error {
	mode, err := a.elicitMode(f.elicit)
	if err != nil {
		return err
	}
	params, err := a.readParams(f.params)
	if err != nil {
		return err
	}
	agg, _, err := a.need()
	if err != nil {
		return err
	}
	defer agg.Close()
	var result json.RawMessage
	consent := &aggregator.Consent{Given: f.yes}
	err = a.signingIn(ctx, agg.signIns, f.signIn, func() error {
		spin := a.spin(tool)
		defer spin.end()
		if len(pairs) > 0 {
			if params, err = addPairs(ctx, agg.Aggregator, tool, params, pairs); err != nil {
				return err
			}
			pairs = nil
		}
		if isTerminal(a.Stdin) && isTerminal(a.Stderr) { // whatever --elicit says: that is about the tool's questions
			consent.Ask = (&asker{a, elicitAsk, tool, spin}).agree
		}
		result, err = agg.Run(ctx, aggregator.RunRequest{
			Tool: tool, Parameters: params, DryRun: f.dryRun, Progress: true,
			Notify: func(m wire.Message) {
				if m.Method == "notifications/progress" {
					spin.say(tool + " " + progressText(m))
				}
			},
			Ask: (&asker{a, mode, tool, spin}).ask, Consent: consent,
		})
		return err
	})
	var signIn interface{ NeedsSignIn() bool }
	switch {
	case errors.As(err, &signIn) && signIn.NeedsSignIn():
		return &exitError{exitSignIn, err}
	case err != nil:
		return err
	}
	return a.printResult(result, f.json)
}

// readParams reads --params: JSON itself, @FILE, or - for standard input.
func (a *app) readParams(params string) (json.RawMessage, error) {
	data := []byte(params)
	var err error
	switch {
	case params == "":
		return nil, nil
	case params == "-":
		data, err = io.ReadAll(io.LimitReader(a.Stdin, wire.MaxFrame))
	case strings.HasPrefix(params, "@"):
		data, err = os.ReadFile(params[1:])
	}
	if err != nil {
		return nil, fmt.Errorf("read --params: %w", err)
	}
	if err := wire.Check(data); err != nil {
		return nil, usagef("--params: %w; it takes a JSON object, @FILE, or - for standard input", err)
	}
	if _, err := wire.ParseObject(data); err != nil {
		return nil, usagef("--params: %w; it takes a JSON object, @FILE, or - for standard input", err)
	}
	return data, nil
}

// addPairs reads key=value pairs by the schema of the tool and sets them in params.
func addPairs(ctx context.Context, agg *aggregator.Aggregator, tool string, params json.RawMessage, pairs []string) (json.RawMessage, error) {
	t, err := agg.Tool(ctx, tool)
	if err != nil {
		return nil, err
	}
	var obj wire.Object
	if params != nil {
		obj, _ = wire.ParseObject(params) // checked by readParams
	}
	for _, pair := range pairs {
		key, text, found := strings.Cut(pair, "=")
		if !found || key == "" {
			return nil, usagef("%q is no parameter; use key=value, or --params with JSON", pair)
		}
		value, err := toolschema.Coerce(t.Schema, key, text)
		if err != nil {
			return nil, usagef("%s: %w", key, err)
		}
		obj = obj.Set(key, value)
	}
	return obj.Raw(), nil
}

func progressText(m wire.Message) string {
	var p struct {
		Progress float64 `json:"progress"`
		Total    float64 `json:"total"`
		Message  string  `json:"message"`
	}
	if json.Unmarshal(m.Params, &p) != nil {
		return ""
	}
	if p.Total > 0 {
		return fmt.Sprintf("%.0f%% %s", 100*p.Progress/p.Total, p.Message)
	}
	return fmt.Sprintf("%g %s", p.Progress, p.Message)
}

// printResult prints text content as it is and names what is no text.
func (a *app) printResult(raw json.RawMessage, asJSON bool) error {
	var result struct {
		Content []struct {
			Type     string          `json:"type"`
			Text     string          `json:"text"`
			MimeType string          `json:"mimeType"`
			Data     string          `json:"data"`
			URI      string          `json:"uri"`
			Resource json.RawMessage `json:"resource"`
		} `json:"content"`
		Structured json.RawMessage `json:"structuredContent"`
		IsError    bool            `json:"isError"`
	}
	err := json.Unmarshal(raw, &result)
	if asJSON || err != nil { // a result that is no tool result is shown as it came
		fmt.Fprintln(a.Stdout, a.show(string(raw)))
	} else {
		for _, c := range result.Content {
			switch c.Type {
			case "text":
				fmt.Fprint(a.Stdout, a.show(c.Text))
				if !strings.HasSuffix(c.Text, "\n") {
					fmt.Fprintln(a.Stdout)
				}
			case "image", "audio":
				a.sayf("%s, %s, %d bytes (see it with --json)", c.Type, c.MimeType, len(c.Data)/4*3)
			case "resource_link":
				a.sayf("resource link %s", c.URI)
			default:
				a.sayf("content of type %q (see it with --json)", c.Type)
			}
		}
		if len(result.Content) == 0 && result.Structured != nil {
			fmt.Fprintln(a.Stdout, a.show(string(result.Structured)))
		}
	}
	if result.IsError {
		return &exitError{exitTool, errors.New("the tool reported an error")}
	}
	return nil
}

func (a *app) completeTools(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	cfg, paths, err := a.load()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	agg := a.open(cfg, paths, false, "")
	defer agg.Close()
	return agg.KnownTools(), cobra.ShellCompDirectiveNoFileComp // from the catalogue: a Tab asks no server
}
