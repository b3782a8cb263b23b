package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"ncp/aggregator"
	"ncp/config"
	"ncp/oauth"
	"ncp/tokenstore"
)

// statusJSON is one entry as ncp auth status --json prints it; docs/accounts.md is its reference.
type statusJSON struct {
	Server       string             `json:"server"`
	URL          string             `json:"url"`
	Account      string             `json:"account,omitempty"`
	Auth         string             `json:"auth"` // oauth or clientCredentials
	SignedIn     bool               `json:"signedIn"`
	Identity     *identityJSON      `json:"identity,omitempty"`
	Scopes       []string           `json:"scopes"`
	ObtainedAt   time.Time          `json:"obtainedAt,omitzero"`
	ExpiresAt    time.Time          `json:"expiresAt,omitzero"`
	Refreshable  bool               `json:"refreshable"`
	Issuer       string             `json:"issuer,omitempty"`
	ClientID     string             `json:"clientId,omitempty"`
	Registration oauth.Registration `json:"registration,omitempty"`
	Pending      bool               `json:"pending"`
	LastFailure  string             `json:"lastFailure,omitempty"`
	LastSignIn   *outcomeJSON       `json:"lastSignIn,omitempty"`
	EndedAt      time.Time          `json:"endedAt,omitzero"`
	Lacking      *lackingJSON       `json:"lacking,omitempty"`
	SamePersonAs []string           `json:"samePersonAs,omitempty"`
	File         string             `json:"file"`
	Unreadable   string             `json:"unreadable,omitempty"`
	State        *aggregator.Status `json:"state,omitempty"` // with --check

	unclear bool // perhaps its server wants no sign-in at all: only asking it tells
}

type identityJSON struct {
	Subject string `json:"subject"`
	Name    string `json:"name,omitempty"`
}

type outcomeJSON struct {
	Result  tokenstore.Result `json:"result"`
	Message string            `json:"message,omitempty"`
	At      time.Time         `json:"at"`
}

// lackingJSON is what a server has demanded beyond what was granted.
type lackingJSON struct {
	Scopes    []string  `json:"scopes"`
	Operation string    `json:"operation"`
	At        time.Time `json:"at"`
}

func (a *app) authStatusCommand() *cobra.Command {
	var asJSON, check bool
	var wait time.Duration
	cmd := &cobra.Command{
		Use: "status [SERVER]", Short: "Show who is signed in, with what, and until when",
		Long: "Show who is signed in, with what, and until when: what is stored, without asking anybody. --check asks the servers as well.",
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := a.statuses(cmd.Context(), strings.Join(args, ""), check, wait)
			switch {
			case err != nil:
				return err
			case asJSON:
				if err := a.printJSON(map[string]any{"accounts": all}); err != nil {
					return err
				}
				return unreadableExit(all)
			case len(all) == 0:
				a.sayf("nobody has signed in yet")
			}
			for i := range all {
				if i > 0 {
					fmt.Fprintln(a.Stdout)
				}
				a.printStatus(&all[i])
			}
			return unreadableExit(all)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&check, "check", false, "ask the servers, too")
	cmd.Flags().DurationVar(&wait, "timeout", stateWait, "with --check: how long to wait for servers that do not answer")
	return cmd
}

func (a *app) authListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the servers that sign in, a line each", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := a.statuses(cmd.Context(), "", false, 0)
			if err != nil {
				return err
			}
			if asJSON {
				if err := a.printJSON(map[string]any{"accounts": all}); err != nil {
					return err
				}
				return unreadableExit(all)
			}
			table := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "SERVER\tACCOUNT\tSIGNED IN\tAS\tISSUER")
			for i := range all {
				s := &all[i]
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", clean(s.Server), clean(s.Account), s.signedIn(), clean(s.as()), clean(s.Issuer))
			}
			if err := table.Flush(); err != nil {
				return err
			}
			return unreadableExit(all)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (s *statusJSON) signedIn() string {
	switch {
	case s.Unreadable != "":
		return "unreadable"
	case s.SignedIn && s.Lacking != nil:
		return "yes, needs more scope"
	case s.SignedIn:
		return "yes"
	}
	return "no"
}

// statuses are the accounts of one entry, or of all that sign in as far as is known.
func (a *app) statuses(ctx context.Context, name string, check bool, wait time.Duration) ([]statusJSON, error) {
	open, err := a.openAccounts(name, nil)
	if err != nil {
		return nil, err
	}
	defer open.signIns.close()
	all := []statusJSON{}
	for _, one := range open.wanted() {
		s, err := one.Status()
		if err != nil {
			all = append(all, unreadable(one.server, s.File, err))
			continue
		}
		status := statusOf(one.server, s, open.signIns.twins(one.Transport))
		status.unclear = name == "" && one.server.Auth.Type == config.AuthNone && isBlank(s)
		all = append(all, status)
	}
	if check {
		if err := a.checkStates(ctx, all, wait); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(all, func(s statusJSON) bool {
		return s.unclear && (s.State == nil || !s.State.State.NeedsSignIn())
	}), nil
}

// unreadable is an account of which nothing can be known. It costs the others nothing.
func unreadable(server *config.Server, file string, err error) statusJSON {
	s := statusOf(server, oauth.Status{File: file}, nil)
	s.Unreadable = err.Error()
	return s
}

// unreadableExit makes the exit code 1 where something could not be read, after all was shown.
func unreadableExit(all []statusJSON) error {
	if slices.ContainsFunc(all, func(s statusJSON) bool { return s.Unreadable != "" }) {
		return &exitError{exitFailed, nil}
	}
	return nil
}

// isBlank reports whether nothing has ever been stored.
func isBlank(s oauth.Status) bool {
	return !s.SignedIn && !s.Pending && s.Registration == oauth.NoClient && s.LastFlow == nil && s.EndedAt.IsZero()
}

func statusOf(server *config.Server, s oauth.Status, twins []string) statusJSON {
	out := statusJSON{
		Server: server.Name, URL: server.URL, Account: server.Auth.OAuth.Account, Auth: string(cmp.Or(server.Auth.Type, config.AuthOAuth)),
		SignedIn: s.SignedIn, Scopes: s.Scopes, ObtainedAt: s.ObtainedAt, ExpiresAt: s.ExpiresAt, Refreshable: s.Refreshable, Issuer: s.Issuer,
		ClientID: s.ClientID, Registration: s.Registration, Pending: s.Pending, LastFailure: s.LastFailure, EndedAt: s.EndedAt, SamePersonAs: twins, File: s.File,
	}
	if out.Scopes == nil {
		out.Scopes = []string{}
	}
	if s.Identity.Subject != "" {
		out.Identity = &identityJSON{s.Identity.Subject, s.Identity.Name}
	}
	if l := s.Lacking; l != nil {
		out.Lacking = &lackingJSON{strings.Fields(l.Scopes), l.Operation, l.At}
	}
	if o := s.LastFlow; o != nil {
		out.LastSignIn = &outcomeJSON{o.Result, o.Message, o.EndedAt}
	}
	return out
}

// checkStates asks the servers, as ncp list does, and notes the state that it would show.
func (a *app) checkStates(ctx context.Context, all []statusJSON, wait time.Duration) error {
	agg, _, err := a.need()
	if err != nil {
		return err
	}
	defer agg.Close()
	spin := a.spin("asking the servers")
	defer spin.end()
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Server
	}
	agg.Ask(ctx, wait, names...)
	states := map[string]aggregator.Status{}
	for _, s := range agg.Servers() {
		states[s.Name] = s
	}
	for i := range all {
		state := states[all[i].Server]
		all[i].State = &state
	}
	return nil
}

// as is who has signed in, for people.
func (s *statusJSON) as() string {
	switch {
	case !s.SignedIn:
		return ""
	case s.Auth == string(config.AuthClientCredentials):
		return "the client " + s.ClientID
	case s.Identity == nil:
		return "not told"
	}
	return cmp.Or(s.Identity.Name, s.Identity.Subject)
}

// printStatus prints an account for a person: a line for each thing that is known.
func (a *app) printStatus(s *statusJSON) {
	title := s.Server
	if s.Account != "" {
		title += fmt.Sprintf(" (account %q)", s.Account)
	}
	fmt.Fprintln(a.Stdout, a.bold(a.show(title)))
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(a.Stdout, "  %-13s %s\n", label, a.show(text))
		}
	}
	line("server", s.URL)
	switch {
	case s.Unreadable != "":
		line("signed in", "not known: "+s.Unreadable)
	case s.SignedIn && s.Identity == nil && s.Auth != string(config.AuthClientCredentials):
		line("signed in", "yes; the authorization server does not tell as whom")
	case s.SignedIn:
		line("signed in", "as "+s.as())
	case s.Auth == string(config.AuthClientCredentials):
		line("signed in", "no; the client signs in with the first request")
	case !s.EndedAt.IsZero():
		line("signed in", "no: the former sign-in has ended "+ago(s.EndedAt))
	default:
		line("signed in", "no")
	}
	line("scopes", strings.Join(s.Scopes, " "))
	if l := s.Lacking; l != nil {
		line("lacking", fmt.Sprintf("%s, which %s wanted %s; sign in for it with: ncp auth login %s", strings.Join(l.Scopes, " "), l.Operation, ago(l.At), s.Server))
	}
	line("expires", s.expiry())
	line("issuer", s.Issuer)
	if s.Registration != oauth.NoClient {
		line("client", fmt.Sprintf("%s (%s)", s.ClientID, s.Registration))
	}
	if s.Pending {
		line("pending", "a sign-in is under way; join it with: ncp auth login "+s.Server)
	}
	line("last refresh", s.LastFailure)
	if o := s.LastSignIn; o != nil && o.Result != tokenstore.SignedIn {
		line("last sign-in", strings.TrimSuffix(fmt.Sprintf("%s %s: %s", o.Result, ago(o.At), o.Message), ": "))
	}
	if s.State != nil {
		line("state", strings.TrimSuffix(string(s.State.State)+": "+s.State.Detail(), ": "))
	}
	line("file", s.File)
	if s.SamePersonAs != nil {
		line("warning", "the same person is signed in at "+strings.Join(s.SamePersonAs, ", ")+", which is another account in the configuration")
	}
}

// expiry is how long the access token is good, and what happens then.
func (s *statusJSON) expiry() string {
	if !s.SignedIn {
		return ""
	}
	then := "then a new sign-in is needed"
	switch {
	case s.Auth == string(config.AuthClientCredentials):
		then = "the client gets the next one by itself"
	case s.Refreshable:
		then = "renewed by itself"
	}
	switch {
	case s.ExpiresAt.IsZero():
		return "not told; " + then
	case time.Now().After(s.ExpiresAt):
		return fmt.Sprintf("%s; %s", ago(s.ExpiresAt), then)
	}
	return fmt.Sprintf("in %v; %s", time.Until(s.ExpiresAt).Round(time.Second), then)
}

func ago(at time.Time) string { return fmt.Sprintf("%v ago", time.Since(at).Round(time.Second)) }

// until is a time in brackets, "" if it is not known.
func until(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf(" (%s)", at.Local().Format(time.DateTime))
}
