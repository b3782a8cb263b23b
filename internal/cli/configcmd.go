package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncp/config"
	"ncp/internal/atomicfile"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "config", Short: "Show, check and edit the configuration", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	sub := func(use, short string, run func(config.Paths) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
			paths, err := a.paths()
			if err != nil {
				return err
			}
			return run(paths)
		}}
	}
	var asJSON bool
	check := sub("check", "Report every mistake with its line and column", func(p config.Paths) error { return a.configCheck(p, asJSON) })
	check.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.AddCommand(
		sub("path", "Print the file's path", func(p config.Paths) error { _, err := fmt.Fprintln(a.Stdout, p.ConfigFile); return err }),
		sub("show", "Print the file, secrets hidden", a.configShow),
		check,
		sub("edit", "Open the file in your editor and check it afterwards", a.configEdit),
		sub("convert", "Take over the servers of the original NCP", a.configConvert),
	)
	return cmd
}

func (a *app) configShow(paths config.Paths) error {
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

func (a *app) configEdit(paths config.Paths) error {
	editor := ""
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if value, _ := a.lookup(name); value != "" && editor == "" {
			editor = value
		}
	}
	words := strings.Fields(editor) // an editor with flags is common: "code --wait"
	if len(words) == 0 {
		return fmt.Errorf("no editor is set; set EDITOR, or edit %s", paths.ConfigFile)
	}
	if _, err := os.Stat(paths.ConfigFile); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(paths.ConfigFile), 0o700); err != nil {
			return err
		}
		if err := atomicfile.Write(paths.ConfigFile, []byte("{\n  \"mcpServers\": {}\n}\n"), 0o600); err != nil {
			return err
		}
	}
	cmd := exec.Command(words[0], append(words[1:], paths.ConfigFile)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = a.Stdin, a.Stderr, a.Stderr, a.Environ
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run the editor %s: %w", words[0], err)
	}
	return a.configCheck(paths, false)
}

func (a *app) configConvert(paths config.Paths) error {
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
	if err := atomicfile.Write(paths.ConfigFile, converted, 0o600); err != nil {
		return err
	}
	for _, n := range notes {
		a.sayf("%s", n)
	}
	a.sayf("wrote %s; %s is left as it was", paths.ConfigFile, legacy)
	return a.configCheck(paths, false)
}
