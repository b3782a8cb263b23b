package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/config"
	"ncp/oauth"
)

// finding is one step of ncp doctor.
type finding struct {
	Step  string   `json:"step"`
	OK    bool     `json:"ok"`
	Saw   []string `json:"saw,omitempty"`
	Wrong string   `json:"wrong,omitempty"`
	Rule  string   `json:"rule,omitempty"`
	Whose string   `json:"whose,omitempty"`
	Help  string   `json:"help,omitempty"`
}

// diagnosis is what ncp doctor found of one server.
type diagnosis struct {
	Server string    `json:"server"`
	URL    string    `json:"url,omitempty"`
	Steps  []finding `json:"steps"`
}

func (a *app) doctorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "doctor [SERVER]", Short: "Find out what is wrong, whose fault it is, and what helps",
		Long: "Walk from the configuration over the network, the sign-in and its token to the tools of each server, and say what was seen at each step.\n" +
			"It ends at a server's first failure, with the rule that is broken, who breaks it, and the line or command that helps. It signs in nowhere,\n" +
			"registers nothing and opens nothing.",
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.doctor(cmd.Context(), strings.Join(args, ""), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (a *app) doctor(ctx context.Context, name string, asJSON bool) error {
	paths, err := a.paths()
	if err != nil {
		return err
	}
	cfg, err := config.Load(paths, a.lookup)
	a.neverOpens.Store(err == nil && cfg.OpenBrowser == config.OpenBrowserNever)
	machine := a.examineMachine(paths)
	machine = append(machine, configFinding(paths, cfg, err))
	servers := []diagnosis{}
	if err == nil {
		if name != "" {
			if _, known := cfg.Server(name); !known {
				return unknownServer(cfg, name)
			}
		}
		if servers, err = a.examineServers(ctx, cfg, paths, name); err != nil {
			return err
		}
	}
	if asJSON {
		if err := a.printJSON(map[string]any{"machine": machine, "servers": servers}); err != nil {
			return err
		}
	} else {
		a.printFindings("this machine", machine)
		for _, d := range servers {
			fmt.Fprintln(a.Stdout)
			a.printFindings(strings.TrimSpace(d.Server+"  "+d.URL), d.Steps)
		}
	}
	all := machine
	for _, d := range servers {
		all = append(all, d.Steps...)
	}
	for _, f := range all {
		if !f.OK {
			return &exitError{exitFailed, nil}
		}
	}
	return nil
}

// examineServers asks each server that is not disabled, one after another: what one does must not blur what another does.
func (a *app) examineServers(ctx context.Context, cfg *config.Config, paths config.Paths, name string) ([]diagnosis, error) {
	agg := a.open(cfg, paths, false, "")
	defer agg.Close()
	found := []diagnosis{}
	for i := range cfg.Servers {
		s := &cfg.Servers[i]
		if name != "" && s.Name != name || name == "" && s.Disabled {
			continue
		}
		spin := a.spin("examining " + s.Name)
		d := diagnosis{Server: s.Name, URL: address(s)}
		switch problem := s.Err(); {
		case s.Disabled:
			d.Steps = []finding{wrong("configuration", ruleConfiguration, errors.New("the entry is disabled"), oauth.TheConfiguration, `"disabled": false`)}
		case problem != nil:
			d.Steps = []finding{wrong("configuration", ruleConfiguration, problem, oauth.TheConfiguration, "ncp config edit")}
		default:
			d.Steps = a.examineServer(ctx, agg, s)
		}
		spin.end()
		found = append(found, d)
	}
	return found, nil
}

func (a *app) examineServer(ctx context.Context, agg *gateway, s *config.Server) []finding {
	var steps []finding
	if s.Transport != config.TransportStdio {
		examined, err := examineWay(ctx, agg.signIns, s)
		if err != nil {
			return []finding{wrong("configuration", ruleConfiguration, err, oauth.TheConfiguration, "ncp config edit")}
		}
		for _, step := range examined {
			f := finding{Step: step.Name, OK: step.Err == nil, Saw: step.Saw}
			if step.Err != nil {
				f.Wrong, f.Rule, f.Whose, f.Help = step.Err.Error(), step.Rule, string(step.Whose), inEntry(s.Name, step.Fix)
			}
			steps = append(steps, f)
		}
		if last := steps[len(steps)-1]; !last.OK {
			return steps
		}
	}
	if s.Transport == config.TransportStdio {
		path, err := exec.LookPath(s.Command)
		if err != nil {
			return append(steps, wrong("program", "MCP, stdio: the server is a program that can be started", err, oauth.TheMachine, fmt.Sprintf("install %s, or write its absolute path in \"command\"", s.Command)))
		}
		steps = append(steps, finding{Step: "program", OK: true, Saw: []string{path}})
	}
	return append(steps, a.examineTools(ctx, agg, s))
}

// examineWay examines the sign-in at a server, or where it has none the way there alone.
func examineWay(ctx context.Context, in *signIns, s *config.Server) ([]oauth.Step, error) {
	if s.SignsIn() {
		t, err := in.transport(s)
		if err != nil {
			return nil, err
		}
		return t.Examine(ctx), nil
	}
	t, err := oauth.New(settings(s), in.store.File(s.URL, ""), &in.shared)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return t.ExamineNetwork(ctx), nil
}

// examineTools asks for the tools, as ncp list does, and shows the state that it would show.
func (a *app) examineTools(ctx context.Context, agg *gateway, s *config.Server) finding {
	if err := agg.Refresh(ctx, s.Name); err != nil && ctx.Err() != nil {
		return wrong("tools", ruleTools, err, oauth.TheServer, "try again")
	}
	for _, status := range agg.Servers() {
		if status.Name != s.Name {
			continue
		}
		if status.State != aggregator.Ready {
			whose, help := oauth.TheServer, "see more with: ncp list -v "+s.Name
			if s.Transport != config.TransportStdio && !s.SignsIn() && status.State != aggregator.Down {
				whose, help = oauth.TheConfiguration, "look at its credential with: ncp config edit"
			}
			return wrong("tools", ruleTools, fmt.Errorf("%s: %s", status.State, status.Reason), whose, help)
		}
		return finding{Step: "tools", OK: true, Saw: append([]string{fmt.Sprintf("in all: %d", status.Tools)}, status.Problems...)}
	}
	return wrong("tools", ruleTools, errors.New("the server is not there"), oauth.TheConfiguration, "ncp config edit")
}

// The rules of what oauth does not look at.
const (
	ruleHome          = "ncp: what holds secrets is a regular file that its user alone may read"
	ruleBrowser       = "ncp: $BROWSER names a program that is there"
	ruleConfiguration = "ncp: the configuration can be read, and each entry in it is complete and enabled"
	ruleTools         = "MCP: a server answers who may use it, and lists its tools"
)

func wrong(step, rule string, err error, whose oauth.Party, help string) finding {
	return finding{Step: step, Rule: rule, Wrong: err.Error(), Whose: string(whose), Help: help}
}

// inEntry says where a line of the configuration belongs. A command is complete.
func inEntry(name, fix string) string {
	switch {
	case strings.HasPrefix(fix, `"oauth21"`):
		return fix + " in mcpServers." + name + ".auth"
	case strings.HasPrefix(fix, `"`):
		return fix + " in mcpServers." + name
	}
	return fix
}

// printFindings prints steps for a person.
func (a *app) printFindings(title string, steps []finding) {
	fmt.Fprintln(a.Stdout, a.bold(a.show(title)))
	for _, f := range steps {
		lines := f.Saw
		verdict := "ok"
		if !f.OK {
			verdict, lines = "WRONG", append(append([]string{}, f.Saw...), f.Wrong)
		}
		for i, line := range lines {
			label := ""
			if i == 0 {
				label = f.Step
			}
			fmt.Fprintf(a.Stdout, "  %-5s %-21s %s\n", verdict, label, a.show(strings.ReplaceAll(line, "\n", "; ")))
			verdict = ""
		}
		for _, more := range []struct{ label, text string }{{"rule", f.Rule}, {"to mend by", f.Whose}, {"help", f.Help}} {
			if more.text != "" {
				fmt.Fprintf(a.Stdout, "  %-5s %-21s %s\n", "", "- "+more.label, a.show(more.text))
			}
		}
	}
}
