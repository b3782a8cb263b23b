package cli

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"ncp/config"
)

func (a *app) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve MCP on standard input and output, for a host", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if words := config.Exposures(); a.expose != "" && !slices.Contains(words, a.expose) {
				return usagef("--expose is %q; allowed: %s", a.expose, strings.Join(words, ", "))
			}
			return a.serve(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&a.expose, "expose", "", "which tools the host is listed: meta (find and run), all (every tool by itself), both")
	return cmd
}

// serve starts whatever the state of the configuration: a host that gets no answer tells its user nothing.
func (a *app) serve(ctx context.Context) error {
	paths, err := a.paths()
	if err != nil {
		return err
	}
	before := stamp(paths.ConfigFile)
	var said string
	cfg, err := config.Load(paths, a.lookup)
	switch {
	case err != nil:
		said = "no servers, since the configuration is broken: " + firstLine(err.Error())
		a.sayf("%v", err)
		cfg = &config.Config{Path: paths.ConfigFile}
	default:
		said = notice(cfg, paths)
	}
	for _, p := range cfg.Problems {
		a.sayf("%v", p)
	}
	agg := a.open(cfg, paths, true, said)
	defer agg.Close()
	following, stop := context.WithCancel(ctx)
	var follower sync.WaitGroup
	follower.Go(func() { agg.follow(following, paths, before) })
	defer follower.Wait() // before agg closes
	defer stop()
	return agg.Serve(ctx, a.Stdin, a.Stdout)
}
