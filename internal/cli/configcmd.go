package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncp/config"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "config", Short: "Show, check and edit the configuration", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	sub := func(use, short string, run func(context.Context, config.Paths) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			paths, err := a.paths()
			if err != nil {
				return err
			}
			return run(cmd.Context(), paths)
		}}
	}
	reading := func(use, short string, run func(p config.Paths, asJSON bool) error) *cobra.Command {
		var asJSON bool
		cmd := sub(use, short, func(_ context.Context, p config.Paths) error { return run(p, asJSON) })
		cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
		return cmd
	}
	cmd.AddCommand(
		reading("path", "Print the paths of the configuration", a.configPath),
		reading("show", "Print the file, secrets hidden", a.configShow),
		reading("check", "Report every mistake with its line and column", a.configCheck),
		sub("edit", "Open the file in your editor and check it afterwards", a.configEdit),
		sub("convert", "Take over the servers of the original NCP", a.configConvert),
	)
	return cmd
}

func (a *app) configPath(paths config.Paths, asJSON bool) error {
	if asJSON {
		return a.printJSON(map[string]string{"config": paths.ConfigFile, "auth": paths.AuthDir, "cache": paths.CacheDir, "state": paths.StateDir})
	}
	_, err := fmt.Fprintln(a.Stdout, paths.ConfigFile)
	return err
}

func (a *app) configShow(paths config.Paths, asJSON bool) error {
	data, err := os.ReadFile(paths.ConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is not there yet: %w", paths.ConfigFile, errNoServers)
	}
	if err != nil {
		return err
	}
	hidden, err := config.Redact(data)
	if err != nil {
		return err
	}
	if asJSON { // without the comments
		return a.printJSON(json.RawMessage(config.Standard(hidden)))
	}
	_, err = fmt.Fprint(a.Stdout, a.show(string(hidden)))
	return err
}

func (a *app) configCheck(paths config.Paths, asJSON bool) error {
	cfg, err := config.Load(paths, a.lookup)
	problems := config.Problems{}
	switch {
	case errors.As(err, &problems):
	case err != nil:
		return err
	default:
		problems = append(problems, cfg.Problems...)
	}
	if asJSON {
		if err := a.printJSON(map[string]any{"file": paths.ConfigFile, "problems": problemsJSON(problems)}); err != nil {
			return err
		}
	} else {
		for _, p := range problems {
			fmt.Fprintln(a.Stdout, a.show(p.Error()))
		}
	}
	switch {
	case problems.Err() != nil:
		return &exitError{exitFailed, nil}
	case cfg.Missing:
		a.sayf("%s is not there yet, which is no mistake", paths.ConfigFile)
	case len(problems) == 0 && !asJSON:
		a.sayf("%s is in order: %d servers", paths.ConfigFile, len(cfg.Servers))
	}
	return nil
}

type problemJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Key     string `json:"key,omitempty"`
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"`
}

func problemsJSON(problems config.Problems) []problemJSON {
	out := make([]problemJSON, len(problems))
	for i, p := range problems {
		out[i] = problemJSON(p)
	}
	return out
}

func (a *app) configEdit(ctx context.Context, paths config.Paths) error {
	editor := ""
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if value, _ := a.lookup(name); value != "" && editor == "" {
			editor = value
		}
	}
	words := strings.Fields(editor) // an editor with flags is common: "code --wait"
	if len(words) == 0 {
		return fmt.Errorf("%w; edit %s with what you have", errNoEditor, paths.ConfigFile)
	}
	if err := config.Create(ctx, paths.ConfigFile, []byte("{\n  \"mcpServers\": {}\n}\n")); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	cmd := exec.Command(words[0], append(words[1:], paths.ConfigFile)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = a.Stdin, a.Stderr, a.Stderr, a.Environ
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run the editor %s: %w", words[0], err)
	}
	return a.configCheck(paths, false)
}

func (a *app) configConvert(ctx context.Context, paths config.Paths) error {
	legacy := paths.LegacyProfile()
	if legacy == "" {
		if _, err := os.Stat(paths.ConfigFile); err == nil {
			return fmt.Errorf("%s is there already and is not overwritten", paths.ConfigFile)
		}
		return fmt.Errorf("there is nothing to convert: no %s", filepath.Join(paths.Home, "profiles", "all.json"))
	}
	data, err := os.ReadFile(legacy)
	if err != nil {
		return err
	}
	converted, notes, err := config.Convert(data)
	if err != nil {
		return fmt.Errorf("convert %s: %w", legacy, err)
	}
	if err := config.Create(ctx, paths.ConfigFile, converted); err != nil {
		return err
	}
	for _, n := range notes {
		a.sayf("%s", n)
	}
	a.sayf("wrote %s; %s is left as it was", paths.ConfigFile, legacy)
	return a.configCheck(paths, false)
}
