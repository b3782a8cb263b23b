package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/config"
	"ncp/upstream"
)

var (
	errNoServers = errors.New("no servers are configured")
	errLegacy    = errors.New("not taken over yet")
	errNoEditor  = errors.New("no editor is set")
)

// hintFor names the command that helps, for every error of command that has one.
func hintFor(err error, command *cobra.Command) string {
	var (
		exit       *exitError
		problems   config.Problems
		unknown    *aggregator.UnknownServerError
		refused    *aggregator.RefusedError
		credential *upstream.CredentialError
		status     *upstream.StatusError
		down       *net.OpError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return ""
	case errors.Is(err, errNoEditor):
		return "set one with: export EDITOR=nano"
	case errors.Is(err, errLegacy):
		return "take it over with: ncp config convert"
	case errors.Is(err, errNoServers):
		return "add one with: ncp add NAME URL, or: ncp add NAME -- COMMAND ARGS; or try: ncp demo"
	case errors.As(err, &problems):
		return "edit it with: ncp config edit"
	case errors.Is(err, config.ErrExists):
		return "replace it with --replace, or choose another name"
	case errors.Is(err, config.ErrNotFound), errors.As(err, &unknown):
		return "see what there is with: ncp list"
	case errors.As(err, &credential):
		return "correct " + credential.Key + " with: ncp config edit"
	case errors.As(err, &refused) && refused.InConfiguration:
		return "change that with: ncp config edit"
	case errors.As(err, &refused) && refused.Tool != nil:
		return fmt.Sprintf("see its whole schema with: ncp find --server %s --depth 2 %s", refused.Tool.Server, refused.Tool.Name)
	case errors.As(err, &refused):
		return "see what there is with: ncp find WHAT YOU NEED, or: ncp list SERVER"
	case errors.As(err, &status) && status.NeedsSignIn():
		return "give the server a credential, its auth, with: ncp config edit"
	case errors.As(err, &exit) && exit.code == exitUsage && command.HasSubCommands():
		return fmt.Sprintf("see: %s --help", command.CommandPath())
	case errors.As(err, &exit) && exit.code == exitUsage:
		return fmt.Sprintf("usage: %s; more with: %s --help", command.UseLine(), command.CommandPath())
	case errors.As(err, &down):
		return "see which servers answer with: ncp list"
	}
	return ""
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
