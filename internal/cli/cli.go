// Package cli is ncp as a person or a host starts it: the commands, and the one place where configuration, upstreams and aggregator meet.
//
// Stdout carries MCP frames or a command's result and nothing else; what is said to people goes to stderr, stripped of control characters,
// and every error ends with what to do next. Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 the tool reported an error, 4 sign-in needed.
// It holds no protocol, no ranking and no file format: those are the packages that it wires.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"ncp/config"
	"ncp/oauth"
)

// Env is what a process is given. Tests and the demo give their own.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Environ []string
	Version string

	Interrupt *Interrupt             // who may take Ctrl-C; nil: nobody
	Browser   func(url string) error // opens a page; nil: as $BROWSER and the system say
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitTool   = 3
	exitSignIn = 4
)

// exitError is an error with an exit code of its own. Its cause may be nil: then everything has been said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}
func (e *exitError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// Main runs one command and returns the exit code.
func Main(ctx context.Context, env Env) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out := &output{Writer: env.Stdout, failed: cancel}
	env.Stdout = out
	a := &app{Env: env}
	root := a.rootCommand()
	command, err := root.ExecuteContextC(ctx)
	if writeErr := out.error(); writeErr != nil { // also the reason of whatever has failed since
		err = writeErr
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, syscall.EPIPE):
		return exitFailed // who reads has had enough
	case errors.Is(err, context.Canceled):
		err = &exitError{exitFailed, errors.New("interrupted")}
	}
	code := exitFailed
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
	}
	if msg := err.Error(); msg != "" {
		a.sayf("%s", msg)
		if hint := hintFor(err, command); hint != "" {
			a.sayf("hint: %s", hint)
		}
	}
	return code
}

// app is one run of the program.
type app struct {
	Env
	verbose bool

	way       oauth.Way // how a person is asked to sign in
	noBrowser bool      // as if this machine had none
	expose    string    // of serve; "" leaves it to the configuration

	neverOpens atomic.Bool // the configuration says so; it may be read again while a host is served

	lines lines
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "ncp",
		Short: "One MCP server in front of many: find the right tool, run it",
		Long: "ncp is one MCP server in front of many. A host that starts it sees two tools, find and run;\n" +
			"you have the same on the command line. Without a command and with a host on standard input it serves.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				return fmt.Errorf("unknown command %q; did you mean %s?", args[0], strings.Join(near, " or "))
			}
			return fmt.Errorf("unknown command %q", args[0])
		},
		SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if isTerminal(a.Stdin) {
				return cmd.Help()
			}
			return a.serve(cmd.Context())
		},
	}
	root.SetArgs(a.Args)
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "log what happens to stderr")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{exitUsage, fmt.Errorf("%s: %w", cmd.CommandPath(), err)}
	})
	root.AddCommand(
		a.findCommand(), a.runCommand(), a.listCommand(), a.acceptCommand(), a.addCommand(), a.removeCommand(),
		a.configCommand(), a.serveCommand(), a.authCommand(), a.doctorCommand(), a.demoCommand(), a.versionCommand(),
	)
	root.InitDefaultCompletionCmd()
	wrapArgs(root)
	return root
}

// wrapArgs makes wrong arguments of every command an error of usage.
func wrapArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usagef("%w", err)
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		wrapArgs(sub)
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.Stdout, "ncp", a.Version)
			return err
		},
	}
}

// lookup is one variable of the environment we were given.
func (a *app) lookup(name string) (string, bool) {
	for i := len(a.Environ) - 1; i >= 0; i-- {
		if key, value, _ := strings.Cut(a.Environ[i], "="); key == name {
			return value, true
		}
	}
	return "", false
}

func (a *app) paths() (config.Paths, error) { return config.FindPaths(a.lookup) }

func (a *app) logger() *slog.Logger {
	level := slog.LevelWarn
	if a.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(cleanWriter{a.Stderr}, &slog.HandlerOptions{Level: level}))
}

// sayf tells the person something on stderr. What servers said may be in it, so it is cleaned.
func (a *app) sayf(format string, args ...any) {
	fmt.Fprintf(a.Stderr, "ncp: %s\n", clean(fmt.Sprintf(format, args...)))
}

// openFile is what os.File and no other reader or writer has.
func openFile(v any) *os.File {
	if o, ok := v.(*output); ok {
		v = o.Writer
	}
	f, _ := v.(*os.File)
	return f
}
