package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"ncp/oauth"
	"ncp/tokenstore"
)

func (a *app) authCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "auth", Short: "Sign in, sign out, and see who is signed in", Args: cobra.NoArgs,
		Long: "Sign in, sign out, and see who is signed in. None of it is needed for a sign-in that works: find and run ask by themselves.\n" +
			"All of it works beside running servers, which notice within a second.",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.loginCommand(), a.logoutCommand(), a.authStatusCommand(), a.authListCommand())
	return cmd
}

func (a *app) loginCommand() *cobra.Command {
	var device, noBrowser bool
	var scopes []string
	cmd := &cobra.Command{
		Use: "login SERVER", Short: "Sign in at a server, also where somebody is signed in",
		Long: "Sign in at a server, also where somebody is signed in. Where another ncp waits for a sign-in at the same server, this joins it:\n" +
			"its page is shown, and the address that the browser shows at the end can be pasted here.",
		Example: "  ncp auth login linear\n  ncp auth login linear --device     # with a code that you type on your phone",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.noBrowser = noBrowser
			a.way = a.usualWay()
			if device {
				a.way = oauth.ByDevice
			}
			return a.login(cmd.Context(), args[0], scopes)
		},
	}
	cmd.Flags().BoolVar(&device, "device", false, "sign in by a code that you type on any device (RFC 8628)")
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "open no browser: print where to go")
	cmd.Flags().StringSliceVar(&scopes, "scopes", nil, "scopes to ask for beside what the server demands, instead of those configured")
	return cmd
}

// usualWay is how a person at this terminal is asked to sign in.
func (a *app) usualWay() oauth.Way {
	if a.hasBrowser() {
		return oauth.ByBrowser
	}
	return oauth.ByDeviceIfOffered
}

func (a *app) login(ctx context.Context, name string, scopes []string) error {
	open, err := a.openAccounts(name, scopes)
	if err != nil {
		return err
	}
	defer open.signIns.close()
	spin := a.spin("asking " + name)
	need, err := open.named.NewSignIn(ctx)
	spin.end()
	if err != nil {
		return fmt.Errorf("%s: sign-in: %w", name, err)
	}
	return a.signIn(ctx, open.signIns, need, signInFlags{wait: true, asked: true})
}

func (a *app) logoutCommand() *cobra.Command {
	var all, tokens, client bool
	cmd := &cobra.Command{
		Use: "logout SERVER | URL | --all", Short: "Revoke the tokens of a server where it lets us, and forget them",
		Long: "Revoke both tokens of a server (RFC 7009), where its authorization server lets us, and forget all that is stored about it.\n" +
			"A sign-in that waits for somebody, in whatever ncp, ends.\n" +
			"What cannot be revoked is forgotten all the same, and said. A URL is for a server that has no entry any more; --all forgets those as well.",
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case all == (len(args) == 1):
				return usagef("ncp auth logout: give the name of a server, or --all")
			case tokens && client:
				return usagef("ncp auth logout: --tokens and --client together are what logout does without them")
			}
			part := tokenstore.All
			switch {
			case tokens:
				part = tokenstore.TokensOnly
			case client:
				part = tokenstore.ClientOnly
			}
			return a.logout(cmd.Context(), strings.Join(args, ""), part)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "of all servers, those included that are not configured any more")
	cmd.Flags().BoolVar(&tokens, "tokens", false, "only the tokens: the next sign-in uses the same client")
	cmd.Flags().BoolVar(&client, "client", false, "only the client's registration: when the token ends, a new sign-in registers anew")
	return cmd
}

// logout signs out of one server, or of all. What could not be revoked is told and makes the exit code 1, but costs nobody else.
func (a *app) logout(ctx context.Context, name string, part tokenstore.Part) error {
	entry := name
	if strings.Contains(name, "://") { // the address of a server without an entry
		entry = ""
	}
	open, err := a.openAccounts(entry, nil)
	if err != nil {
		return err
	}
	defer open.signIns.close()
	wanted := open.wanted()
	switch {
	case name == "":
		wanted = append(wanted, open.leftovers()...)
	case entry == "":
		if wanted = at(name, open.leftovers()); len(wanted) == 0 {
			return fmt.Errorf("no sign-in is stored for %s beside those of configured servers; see these with: ncp auth list", plainAddress(name))
		}
	}
	done := map[*oauth.Transport]bool{} // entries may share one
	wanted = slices.DeleteFunc(wanted, func(one account) bool { again := done[one.Transport]; done[one.Transport] = true; return again })
	ends := make([]signOut, len(wanted))
	var all sync.WaitGroup
	spin := a.spin("revoking tokens")
	for i, one := range wanted { // side by side: nobody stays signed in since another one's server hangs
		all.Go(func() {
			ends[i].before, ends[i].err = one.Status()
			if ends[i].err == nil {
				ends[i].revoked, ends[i].err = one.SignOut(ctx, part)
			}
		})
	}
	all.Wait()
	spin.end()
	failed := false
	for i, one := range wanted {
		before := ends[i].before
		switch {
		case ends[i].err != nil:
			a.sayf("%s: not signed out: %v", one.server.Name, ends[i].err)
			failed = true
		case name == "" && !before.SignedIn && !before.Pending && before.Registration == oauth.NoClient: // nothing was stored; a sign-in without a page is over all the same
		default:
			failed = a.toldLogout(one.server.Name, part, before, ends[i].revoked) || failed
		}
	}
	if failed {
		return &exitError{exitFailed, nil}
	}
	return nil
}

// signOut is how a sign-out ended, and what there was before it.
type signOut struct {
	before       oauth.Status
	revoked, err error
}

// toldLogout says how a sign-out ended, and reports whether it fell short of what the server offers.
func (a *app) toldLogout(name string, part tokenstore.Part, before oauth.Status, revoked error) (failed bool) {
	if before.Pending && part != tokenstore.ClientOnly {
		a.sayf("%s: the sign-in under way is ended", name)
	}
	switch {
	case part == tokenstore.ClientOnly:
		a.sayf("%s: the client's registration is forgotten; when the token ends, a new sign-in registers anew", name)
	case !before.SignedIn && before.Pending:
	case !before.SignedIn:
		a.sayf("%s: nobody was signed in", name)
	case errors.Is(revoked, oauth.ErrNotRevocable):
		a.sayf("%s: signed out; the authorization server offers no revocation, so the access token is good until it expires%s", name, until(before.ExpiresAt))
	case revoked != nil:
		a.sayf("%s: signed out here, but the tokens may still be good%s: %v", name, until(before.ExpiresAt), revoked)
		return true
	default:
		a.sayf("%s: signed out, tokens revoked", name)
	}
	return false
}
