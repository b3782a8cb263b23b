package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ncp/aggregator"
)

func (a *app) acceptCommand() *cobra.Command {
	return &cobra.Command{
		Use: "accept SERVER[:TOOL]", Short: "Accept tools that have changed since they were first used",
		Long: "A server may describe a tool otherwise after you have come to trust it. ncp remembers what each tool was when it was first used; list and find show\n" +
			"what has changed, and with \"onToolChange\": \"block\" in the configuration such a tool is not called until it is accepted here.",
		Args: cobra.ExactArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			agg, _, err := a.need()
			if err != nil {
				return err
			}
			defer agg.Close()
			server, tool, _ := strings.Cut(args[0], ":")
			spin := a.spin("asking " + server)
			_, err = agg.Find(cmd.Context(), aggregator.FindRequest{Server: server, Wait: aggregator.WaitConnect})
			spin.end()
			if err != nil {
				return err
			}
			accepted, err := agg.Accept(server, tool)
			for _, name := range accepted {
				fmt.Fprintln(a.Stdout, "accepted "+a.show(name))
			}
			if err == nil && len(accepted) == 0 {
				a.sayf("%s: nothing has changed since it was first used", args[0])
			}
			return err
		},
	}
}
