package cli

import (
	"fmt"
	"net/url"
	"slices"

	"ncp/config"
	"ncp/tokenstore"
	"ncp/upstream"
)

// leftovers are the sign-ins that are stored and that no entry of the configuration uses any more.
func (acc *accounts) leftovers() []account {
	var left []account
	for _, file := range acc.signIns.store.Stored() {
		if acc.signIns.transports[tokenstore.Key(file.URL(), file.Account())] != nil {
			continue
		}
		server := &config.Server{Name: leftoverName(file.URL(), file.Account()), URL: file.URL()}
		server.Auth.OAuth.Account = file.Account()
		t, err := acc.signIns.transport(server)
		if err != nil {
			continue // its URL is none
		}
		if s, err := t.Status(); err == nil && isBlank(s) {
			continue
		}
		left = append(left, account{server, t})
	}
	return left
}

// leftoverName is what a sign-in without an entry is called: its server's address without what may be secret in it, and the account.
func leftoverName(address, account string) string {
	name := plainAddress(address)
	if account != "" {
		name += fmt.Sprintf(" (account %q)", account)
	}
	return name
}

func plainAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "?"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// at are the leftovers of the server at an address.
func at(address string, left []account) []account {
	return slices.DeleteFunc(left, func(one account) bool {
		return one.server.URL != address && plainAddress(one.server.URL) != plainAddress(address)
	})
}

// sayLeftover tells who has removed an entry that its sign-in stays.
func (a *app) sayLeftover(removed *config.Server) {
	cfg, paths, err := a.load()
	if err != nil {
		return // the next command says so
	}
	for i := range cfg.Servers {
		if s := &cfg.Servers[i]; s.SignsIn() && keyOf(s) == keyOf(removed) {
			return // another entry uses it
		}
	}
	acc := &accounts{signIns: a.newSignIns(paths, upstream.NewNetwork(), a.logger())}
	defer acc.signIns.close()
	for _, one := range acc.leftovers() {
		if one.server.URL == removed.URL && one.server.Auth.OAuth.Account == removed.Auth.OAuth.Account {
			a.sayf("its sign-in stays stored; revoke and forget it with: ncp auth logout %s", plainAddress(removed.URL))
		}
	}
}
