package cli

import (
	"context"

	"github.com/spf13/cobra"

	"ncp/config"
)

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: "Serve MCP on standard input and output, for a host", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context()) },
	}
}

// serve starts whatever the state of the configuration: a host that gets no answer tells its user nothing.
func (a *app) serve(ctx context.Context) error {
	paths, err := a.paths()
	if err != nil {
		return err
	}
	notice := ""
	cfg, err := config.Load(paths, a.lookup)
	switch {
	case err != nil:
		notice = "no servers, since the configuration is broken: " + firstLine(err.Error())
		a.sayf("%v", err)
		cfg = &config.Config{Path: paths.ConfigFile}
	case len(cfg.Servers) == 0 && paths.LegacyProfile() != "":
		notice = "no servers are configured; the original NCP's are taken over with: ncp config convert"
	case len(cfg.Servers) == 0:
		notice = "no servers are configured; add one with: ncp add NAME URL"
	}
	for _, p := range cfg.Problems {
		a.sayf("%v", p)
	}
	agg := a.open(cfg, paths, true, notice)
	defer agg.Close()
	return agg.Serve(ctx, a.Stdin, a.Stdout)
}
