package cli

import (
	"fmt"
	"slices"
	"strings"

	"ncp/aggregator"
	"ncp/config"
	"ncp/oauth"
	"ncp/upstream"
)

// account is an entry that signs in, with what signs it in.
type account struct {
	server *config.Server
	*oauth.Transport
}

// accounts are the entries that sign in, in the order of the configuration. Close signIns when done.
type accounts struct {
	all     []account
	named   *account // the one asked for
	signIns *signIns
}

// openAccounts makes what signs in, without any upstream: nothing connects. name may be empty; an entry that is named and cannot
// sign in is an error. scopes, if there are any, take the place of those that it has configured.
func (a *app) openAccounts(name string, scopes []string) (*accounts, error) {
	cfg, paths, err := a.load()
	if err != nil {
		return nil, err
	}
	open := &accounts{signIns: a.newSignIns(paths, upstream.NewNetwork(), a.logger())}
	if name != "" {
		if err := signsIn(cfg, name); err != nil {
			return nil, err
		}
		s, _ := cfg.Server(name)
		if scopes != nil {
			s.Auth.OAuth.Scopes = scopes
		}
		t, err := open.signIns.transport(s) // first: entries with the same account share it
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		open.named = &account{s, t}
	}
	for i := range cfg.Servers {
		s := &cfg.Servers[i]
		// In a disabled entry references are not expanded, and so its file is not known.
		if s.Err() != nil || !s.SignsIn() || s.Disabled && strings.Contains(s.URL+s.Auth.OAuth.Account, "${") {
			continue
		}
		t, err := open.signIns.transport(s)
		if err != nil {
			a.sayf("%s: %v", s.Name, err)
			continue
		}
		open.all = append(open.all, account{s, t})
	}
	return open, nil
}

// wanted are the accounts that a command is about: the named one, or all.
func (acc *accounts) wanted() []account {
	if acc.named != nil {
		return []account{*acc.named}
	}
	return acc.all
}

// signsIn says why an entry cannot sign in, nil if it can.
func signsIn(cfg *config.Config, name string) error {
	s, known := cfg.Server(name)
	switch {
	case !known:
		return unknownServer(cfg, name)
	case s.Err() != nil:
		return s.Err()
	case s.Transport == config.TransportStdio:
		return fmt.Errorf("%s is a program on this machine: it does not sign in through ncp; give it its credentials in \"env\"", name)
	case s.Auth.Type != config.AuthNone && !s.SignsIn():
		return fmt.Errorf("%s does not sign in: its entry has \"auth\" of type %q", name, s.Auth.Type)
	case !s.SignsIn():
		return fmt.Errorf("%s does not sign in: its entry has a credential in \"headers\"", name)
	}
	return nil
}

// unknownServer names what there is instead.
func unknownServer(cfg *config.Config, name string) error {
	unknown := &aggregator.UnknownServerError{Name: name}
	if near := cfg.Nearest(name); near != "" {
		unknown.Nearest = []string{near}
	}
	for i := range cfg.Servers {
		unknown.Known = append(unknown.Known, cfg.Servers[i].Name)
	}
	return unknown
}

// twins are the entries at the same URL whose sign-in is known to be the same person's though they are other accounts.
func (s *signIns) twins(of *oauth.Transport) []string {
	var names []string
	mine, err := of.Status()
	if err != nil {
		return nil
	}
	for _, other := range s.transports {
		if other.transport == of || other.transport.URL() != of.URL() {
			continue
		}
		if theirs, err := other.transport.Status(); err == nil && oauth.SamePerson(mine, theirs) {
			names = append(names, other.transport.Name())
		}
	}
	slices.Sort(names)
	return names
}

// warnTwins says so to who has just signed in.
func (a *app) warnTwins(in *signIns, t *oauth.Transport) {
	for _, twin := range in.twins(t) {
		a.sayf("warning: %s and %s are different accounts in the configuration, but the same person has signed in at both; for another one: ncp auth login %s", t.Name(), twin, t.Name())
	}
}

// transport returns what signs requests to a server in: one for each URL and account.
func (s *signIns) transport(server *config.Server) (*oauth.Transport, error) {
	key := keyOf(server)
	known := s.transports[key]
	if known != nil && config.SameSignIn(&known.server, server) {
		return known.transport, nil
	}
	t, err := oauth.New(settings(server), s.store.File(server.URL, server.Auth.OAuth.Account), &s.shared)
	if err != nil {
		return nil, err
	}
	if known != nil { // the settings have changed
		s.retired = append(s.retired, known.transport)
	}
	s.transports[key] = &signIn{t, *server}
	return t, nil
}
