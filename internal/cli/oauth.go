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
	transports map[string]*oauth.Transport
	order      []*oauth.Transport
}

func (a *app) newSignIns(paths config.Paths, network *http.Transport, log *slog.Logger) *signIns {
	return &signIns{
		store:      tokenstore.New(paths.AuthDir, log),
		shared:     oauth.Options{Callbacks: oauth.NewCallbacks(), Way: a.way, Network: network, Proxy: http.ProxyFromEnvironment, Logger: log},
		transports: map[string]*oauth.Transport{},
	}
}

// chain is what stands under a server's client: static credentials or a sign-in, over the network. grant names the sign-in; it
// is nil where there is none.
func (s *signIns) chain(server *config.Server) (chain http.RoundTripper, grant func() string, err error) {
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
	return chain, t.Grant, nil
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

// close ends the sign-ins. A refresh under way is waited for.
func (s *signIns) close() {
	ctx, cancel := context.WithTimeout(context.Background(), lastRefresh)
	defer cancel()
	for _, t := range s.order {
		t.Idle(ctx)
		t.Close()
	}
}
