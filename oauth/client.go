package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ncp/tokenstore"
)

// The ways in which a client proves itself to the token endpoint (RFC 7591 section 2).
const (
	authNone  = "none"
	authBasic = "client_secret_basic"
	authPost  = "client_secret_post"
	authJWT   = "private_key_jwt" // of a configured client only
)

// knownClient returns the client to use at an authorization server, nil if one has to be registered: configured, or the client
// ID metadata document, or what was registered there before.
func (t *Transport) knownClient(a *authority, record *tokenstore.Record) (*tokenstore.Client, error) {
	if t.set.ClientID != "" {
		bound := record.Client
		if t.set.AuthorizationServer == (Endpoints{}) && !t.set.ClientSecret.IsZero() && bound != nil && bound.Configured &&
			bound.ClientID == t.set.ClientID && !sameIssuer(bound.Issuer, a.key()) {
			return nil, fmt.Errorf(`the server now names the authorization server %s, but the secret in "oauth21.clientSecret" is for %s and is not sent elsewhere; `+
				`if it moved, set "oauth21.authorizationServer"`, quoted(a.key()), quoted(bound.Issuer))
		}
		return &tokenstore.Client{Issuer: a.key(), ClientID: t.set.ClientID, AuthMethod: t.configuredMethod(a), Configured: true}, nil
	}
	if t.set.ClientMetadataURL != "" && a.ClientDocuments {
		return &tokenstore.Client{Issuer: a.key(), ClientID: t.set.ClientMetadataURL, AuthMethod: authNone, Configured: true}, nil
	}
	for _, c := range registrations(record) {
		if sameIssuer(c.Issuer, a.key()) && (c.SecretExpiresAt.IsZero() || now().Before(c.SecretExpiresAt)) {
			return &c, nil
		}
	}
	return nil, nil
}

// isConfiguredFor reports whether the configuration's client may be shown to this authorization server: one that it names, if it
// names any.
func (t *Transport) isConfiguredFor(issuer, tokenEndpoint string) bool {
	own := t.set.AuthorizationServer
	return (own.Issuer == "" || sameIssuer(own.Issuer, issuer)) && (own.Token == "" || own.Token == tokenEndpoint)
}

// registrations are the clients that we have registered.
func registrations(record *tokenstore.Record) []tokenstore.Client {
	all := slices.Clone(record.Others)
	if record.Client != nil {
		all = append([]tokenstore.Client{*record.Client}, all...)
	}
	return slices.DeleteFunc(all, func(c tokenstore.Client) bool { return c.Configured })
}

// key names an authorization server in the store: its issuer, or its token endpoint where it has none.
func (a *authority) key() string {
	if a.Issuer != "" {
		return a.Issuer
	}
	return a.TokenEndpoint
}

func (t *Transport) configuredMethod(a *authority) string {
	switch {
	case t.set.TokenEndpointAuthMethod != "":
		return t.set.TokenEndpointAuthMethod
	case t.key != nil:
		return authJWT
	case t.set.ClientSecret.IsZero():
		return authNone
	case len(a.AuthMethods) == 0 || slices.Contains(a.AuthMethods, authBasic):
		return authBasic
	}
	return authPost
}

// registration is a request and an answer of RFC 7591.
type registration struct {
	RedirectURIs    []string `json:"redirect_uris"`
	ClientName      string   `json:"client_name,omitempty"`
	GrantTypes      []string `json:"grant_types,omitempty"`
	ResponseTypes   []string `json:"response_types,omitempty"`
	AuthMethod      string   `json:"token_endpoint_auth_method,omitempty"`
	ApplicationType string   `json:"application_type,omitempty"`
	Scope           string   `json:"scope,omitempty"`
	SoftwareID      string   `json:"software_id,omitempty"`

	ClientID        string            `json:"client_id,omitempty"`
	ClientSecret    tokenstore.Secret `json:"client_secret,omitzero"`
	SecretExpiresAt float64           `json:"client_secret_expires_at,omitempty"` // seconds since 1970, 0 for never
	Error           string            `json:"error,omitempty"`
	Description     string            `json:"error_description,omitempty"`
}

// registrationAsk is what a registration is for.
type registrationAsk struct {
	redirectURIs, scopes []string
	device               bool // the device grant as well
}

// register makes us a client of the authorization server.
func (t *Transport) register(ctx context.Context, a *authority, want registrationAsk) (*tokenstore.Client, error) {
	if a.RegistrationEndpoint == "" {
		return nil, t.errNoRegistration(a)
	}
	ask := registration{
		RedirectURIs: want.redirectURIs, ClientName: "ncp", SoftwareID: "ncp", ApplicationType: "native", AuthMethod: askedMethod(a, t.set.TokenEndpointAuthMethod),
		GrantTypes: []string{"authorization_code", "refresh_token"}, ResponseTypes: []string{"code"}, Scope: strings.Join(want.scopes, " "),
	}
	if want.device {
		ask.GrantTypes = append(ask.GrantTypes, deviceGrant)
	}
	body, err := json.Marshal(&ask)
	if err != nil {
		return nil, err
	}
	got, err := t.web.do(ctx, http.MethodPost, a.RegistrationEndpoint, "application/json", body, nil)
	if err != nil {
		return nil, &TemporaryError{err: fmt.Errorf("register at %s: %w", a.key(), err)}
	}
	var r registration
	parsed := json.Unmarshal(got.body, &r)
	switch {
	case got.status == http.StatusTooManyRequests || got.status >= 500:
		return nil, &TemporaryError{err: fmt.Errorf("register at %s: HTTP %d", a.key(), got.status)}
	case got.status != http.StatusOK && got.status != http.StatusCreated:
		why := fmt.Sprintf("HTTP %d", got.status)
		if parsed == nil && r.Error != "" {
			why += ": " + quoted(strings.TrimSuffix(r.Error+": "+r.Description, ": "))
		}
		return nil, fmt.Errorf(`%s refused to register ncp (%s); register it by hand and set "oauth21.clientId"`, a.key(), why)
	case parsed != nil || r.ClientID == "":
		return nil, fmt.Errorf("%s answered the registration without a client_id", a.key())
	}
	c := &tokenstore.Client{Issuer: a.key(), ClientID: r.ClientID, ClientSecret: r.ClientSecret, AuthMethod: r.AuthMethod, RedirectURIs: want.redirectURIs, Scope: ask.Scope, Device: want.device}
	if c.AuthMethod == "" {
		c.AuthMethod = ask.AuthMethod
	}
	if c.AuthMethod != authNone && c.AuthMethod != authBasic && c.AuthMethod != authPost {
		return nil, fmt.Errorf("%s registered ncp for the token endpoint authentication %q, which ncp does not have", a.key(), quoted(c.AuthMethod))
	}
	if c.ClientSecret.IsZero() {
		c.AuthMethod = authNone
	}
	if r.SecretExpiresAt > 0 {
		c.SecretExpiresAt = time.Unix(int64(r.SecretExpiresAt), 0).UTC()
	}
	return c, nil
}

// errNoRegistration is an authorization server that knows us only if somebody tells it.
func (t *Transport) errNoRegistration(a *authority) error {
	also := ""
	if a.ClientDocuments {
		also = `, or publish a client ID metadata document and set "oauth21.clientMetadataUrl"`
	}
	return &RuleError{ruleClient, TheConfiguration, `"oauth21": {"clientId": "..."}`, fmt.Errorf(`%s does not register clients by itself: register ncp there by hand, with the redirect URI %s, and set "oauth21.clientId" (and "clientSecret" if it gives one)%s`,
		a.key(), t.usualRedirect(), also)}
}

// askedMethod is the authentication that we register for: none if that will do, for a program on a user's machine keeps no
// secret from its user.
func askedMethod(a *authority, configured string) string {
	if configured != "" {
		return configured
	}
	for _, method := range []string{authNone, authBasic, authPost} {
		if slices.Contains(a.AuthMethods, method) {
			return method
		}
	}
	return authNone
}

// keep makes c the current client of a record. The former one is remembered if it is for another issuer, or if tokens were granted to it:
// what c is for may come to nothing.
func keep(record *tokenstore.Record, c *tokenstore.Client) {
	needed := func(o *tokenstore.Client) bool {
		return o.ClientID != c.ClientID && (!sameIssuer(o.Issuer, c.Issuer) || record.Tokens != nil && record.Tokens.ClientID == o.ClientID)
	}
	record.Others = slices.DeleteFunc(record.Others, func(o tokenstore.Client) bool { return !needed(&o) })
	if old := record.Client; old != nil && needed(old) && (!old.Configured || record.Tokens != nil && record.Tokens.ClientID == old.ClientID) {
		record.Others = append(record.Others, *old)
	}
	record.Client = c
}

// forget drops the registration with this id, so that the next sign-in registers anew.
func forget(record *tokenstore.Record, id string) {
	record.Others = slices.DeleteFunc(record.Others, func(c tokenstore.Client) bool { return c.ClientID == id && !c.Configured })
	if c := record.Client; c != nil && c.ClientID == id && !c.Configured {
		record.Client = nil
	}
}

// secretOf is a client's secret: a registered one is in the store, a configured one in the configuration only.
func (t *Transport) secretOf(c *tokenstore.Client) string {
	if c.Configured && c.ClientID == t.set.ClientID {
		return t.set.ClientSecret.Reveal()
	}
	return c.ClientSecret.Reveal()
}

// authenticate adds the client's proof to a token request: RFC 6749 section 2.3.1, RFC 7523 section 2.2.
func (t *Transport) authenticate(c *tokenstore.Client, form url.Values, header http.Header) error {
	secret := t.secretOf(c)
	if c.AuthMethod == authBasic && secret != "" {
		req := http.Request{Header: header}
		req.SetBasicAuth(url.QueryEscape(c.ClientID), url.QueryEscape(secret))
		return nil
	}
	form.Set("client_id", c.ClientID)
	switch {
	case c.AuthMethod == authPost && secret != "":
		form.Set("client_secret", secret)
	case c.AuthMethod == authJWT && c.Configured && t.key != nil:
		assertion, err := t.key.assertion(c.ClientID, c.Issuer)
		if err != nil {
			return err
		}
		form.Set("client_assertion_type", assertionType)
		form.Set("client_assertion", assertion)
	}
	return nil
}

// errClientUnknown is an authorization server that has forgotten us, or rejects the configured client.
var errClientUnknown = errors.New("the authorization server does not know this client (invalid_client)")
