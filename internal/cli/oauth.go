package cli

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"ncp/config"
	"ncp/oauth"
	"ncp/tokenstore"
	"ncp/upstream"
)

// lastRefresh is how long the end of the program waits for a refresh under way: as long as one takes at most. Its answer would be
// lost with the process, and with a rotated token the whole grant.
const lastRefresh = 12 * time.Second

// signIns makes what signs requests in: one oauth.Transport per URL and account, however many entries share them.
type signIns struct {
	store      *tokenstore.Store
	shared     oauth.Options
	transports map[string]*signIn
	retired    []*oauth.Transport // no longer in transports, and not closed yet
}

// signIn is a Transport with the entry that it was made for, which stands for all that share it.
type signIn struct {
	transport *oauth.Transport
	server    config.Server
}

// all are the Transports in use.
func (s *signIns) all() []*oauth.Transport {
	var all []*oauth.Transport
	for _, in := range s.transports {
		all = append(all, in.transport)
	}
	return all
}

func keyOf(server *config.Server) string {
	return tokenstore.Key(server.URL, server.Auth.OAuth.Account)
}

func (a *app) newSignIns(paths config.Paths, network *http.Transport, log *slog.Logger) *signIns {
	return &signIns{
		store:      tokenstore.New(paths.AuthDir, log),
		shared:     oauth.Options{Callbacks: oauth.NewCallbacks(), Way: a.way, Network: network, Proxy: http.ProxyFromEnvironment, Logger: log},
		transports: map[string]*signIn{},
	}
}

// chain is what stands under a server's client: static credentials or a sign-in, over the network. in is that sign-in, nil where there is none.
func (s *signIns) chain(server *config.Server) (chain http.RoundTripper, in *oauth.Transport, err error) {
	if server.Transport == config.TransportStdio {
		return nil, nil, nil
	}
	if !server.SignsIn() {
		at, err := url.Parse(server.URL)
		if err != nil {
			return nil, nil, err
		}
		static := credentials(server)
		if at.Scheme == "http" && len(static) > 0 && !server.AllowInsecureHTTP && !config.IsLoopback(at.Hostname()) {
			return nil, nil, errors.New(`credentials do not travel over plain http; use https, or write "allowInsecureHttp": true`) // config has said so before
		}
		return upstream.StaticCredentials(at, static, s.shared.Network), nil, nil
	}
	t, err := s.transport(server)
	if err != nil {
		return nil, nil, err
	}
	chain = t
	if len(server.Headers) > 0 {
		at, err := url.Parse(server.URL)
		if err != nil {
			return nil, nil, err
		}
		chain = upstream.StaticHeaders(at, credentials(server), t)
	}
	return chain, t, nil
}

// settings turns an entry into what oauth wants to know.
func settings(s *config.Server) oauth.Settings {
	o := &s.Auth.OAuth
	set := oauth.Settings{
		Name: s.Name, URL: s.URL, Account: o.Account, Scopes: o.Scopes, CallbackPort: o.CallbackPort, ClientID: o.ClientID, ClientSecret: o.ClientSecret,
		ClientMetadataURL: o.ClientMetadataURL, Resource: string(o.Resource), AllowIssuerMismatch: o.IssuerMismatch,
		AllowPKCEUnadvertised: o.PKCEUnadvertised, TokenEndpointAuthMethod: o.TokenEndpointAuthMethod, RedirectURI: o.RedirectURI,
		AuthorizationServer: oauth.Endpoints{
			Issuer: o.AuthorizationServer.Issuer, Authorization: o.AuthorizationServer.AuthorizationEndpoint,
			Token: o.AuthorizationServer.TokenEndpoint, Registration: o.AuthorizationServer.RegistrationEndpoint,
		},
		PrivateKey: o.PrivateKey, SigningAlgorithm: o.SigningAlgorithm, KeyID: o.KeyID, ClientCredentials: s.Auth.Type == config.AuthClientCredentials,
		LoginHint: o.LoginHint, AllowPrivateNetwork: s.AllowPrivateNetwork, AllowInsecureHTTP: s.AllowInsecureHTTP,
	}
	for _, p := range o.AuthorizeParams {
		set.AuthorizeParams = append(set.AuthorizeParams, oauth.Param{Name: p.Name, Value: p.Value})
	}
	return set
}

// retain ends the sign-ins that none of these servers uses any more.
func (s *signIns) retain(servers []config.Server) {
	used := map[string]bool{}
	for i := range servers {
		if server := &servers[i]; server.SignsIn() && !server.Disabled && server.Err() == nil {
			used[keyOf(server)] = true
		}
	}
	for key, in := range s.transports {
		if !used[key] {
			s.retired = append(s.retired, in.transport)
			delete(s.transports, key)
		}
	}
	s.closeRetired()
}

// close ends the sign-ins.
func (s *signIns) close() { s.retain(nil) }

// closeRetired waits for a refresh under way.
func (s *signIns) closeRetired() {
	ctx, cancel := context.WithTimeout(context.Background(), lastRefresh)
	defer cancel()
	retired := s.retired
	s.retired = nil
	for _, t := range retired {
		t.Idle(ctx)
		t.Close()
	}
}
