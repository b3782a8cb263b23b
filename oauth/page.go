package oauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"ncp/tokenstore"
)

// maxURL bounds every URL that we call or open, in bytes.
const maxURL = 8 << 10

// page is a sign-in that is ready to be shown: its listener waits, and the store has all that another process needs.
type page struct {
	pending  *tokenstore.PendingFlow
	listener *Listener // nil where the person types a code
}

// page takes over the sign-in of a process that has died, or prepares a new one. A process that has waited takes over what was
// cancelled as well: somebody still wants it.
func (f *Flow) page(ctx context.Context, waited bool) (*page, error) {
	t := f.t
	ctx, cancel := context.WithTimeout(ctx, prepareTime)
	defer cancel()
	record, err := t.store.Load()
	if err != nil {
		return nil, err
	}
	if p := record.PendingFlow; p != nil && !p.Spent && now().Before(p.ExpiresAt) && (waited || !p.Cancelled) && f.suits(p) {
		p.Cancelled = false
		ours := func(r *tokenstore.Record) { r.PendingFlow.Cancelled = false }
		if p.Device != nil {
			return &page{pending: p}, f.update(ctx, p, ours)
		}
		if l, err := t.calls.Listen(ctx, p.RedirectURI, p.State.Reveal()); err == nil {
			if err := f.update(ctx, p, ours); err != nil {
				l.Close()
				return nil, err
			}
			return &page{pending: p, listener: l}, nil
		}
	}
	a, err := t.discover(ctx, f.need.metadata, issuerOf(record))
	if err != nil {
		return nil, err
	}
	scopes := t.scopes(a, f.need, record)
	if t.way != ByBrowser {
		if p, err := f.devicePage(ctx, a, record, scopes); p != nil || err != nil {
			return p, err
		}
	}
	client, err := t.knownClient(a, record)
	if err != nil {
		return nil, err
	}
	state := oauth2.GenerateVerifier() // 256 bits, as the verifier
	l, err := t.listen(ctx, client, state)
	if err != nil {
		return nil, err
	}
	p, err := f.prepare(ctx, a, client, record, scopes, state, l)
	if err != nil {
		l.Close()
		return nil, err
	}
	return &page{pending: p, listener: l}, nil
}

// suits reports whether a pending sign-in is what this one is to be. Who only takes part takes part in any.
func (f *Flow) suits(p *tokenstore.PendingFlow) bool {
	scopes := strings.Join(p.Scopes, " ")
	return f.t.stillAsks(p) && (f.need.joins || (f.t.way != ByDevice || p.Device != nil) && hasAll(scopes, f.need.Scopes) && hasAll(scopes, f.t.set.Scopes))
}

// stillAsks reports whether a pending sign-in is for the client that the configuration names now.
func (t *Transport) stillAsks(p *tokenstore.PendingFlow) bool {
	if t.set.ClientID == "" {
		return !p.Client.Configured || p.Client.ClientID == t.set.ClientMetadataURL
	}
	return p.Client.ClientID == t.set.ClientID && t.isConfiguredFor(p.Issuer, p.TokenEndpoint)
}

// added are the scopes that a server demands beyond those of the former sign-in: a person has to see what is new.
func (t *Transport) added(need *RequiredError, record *tokenstore.Record) []string {
	former := strings.Join(t.set.Scopes, " ")
	switch {
	case record.Tokens != nil:
		former += " " + record.Tokens.Scope
	case record.Ended != nil:
		former += " " + record.Ended.Scope
	default:
		return nil // there is no former one: the page itself says it all
	}
	return slices.DeleteFunc(slices.Clone(need.Scopes), func(s string) bool { return hasAll(former, []string{s}) })
}

// issuerOf is the issuer that we hold credentials for.
func issuerOf(record *tokenstore.Record) string {
	switch {
	case record.Tokens != nil:
		return record.Tokens.Issuer
	case record.Client != nil:
		return record.Client.Issuer
	}
	return ""
}

// prepare registers the client if need be and writes the pending flow down.
func (f *Flow) prepare(ctx context.Context, a *authority, client *tokenstore.Client, record *tokenstore.Record, scopes []string, state string, l *Listener) (*tokenstore.PendingFlow, error) {
	t := f.t
	redirect := l.RedirectURI()
	fresh := client == nil || !client.Configured && (!slices.Contains(client.RedirectURIs, redirect) || client.Scope != "" && !hasAll(client.Scope, scopes))
	if fresh {
		uris := l.Spellings()
		if client != nil { // known under other ports: they are tried first the next time
			uris = distinct(append(uris, client.RedirectURIs[:min(len(client.RedirectURIs), 2*maxPorts)]...))
		}
		var err error
		if client, err = t.register(ctx, a, registrationAsk{uris, distinct(append(slices.Clone(scopes), a.scopes...)), false}); err != nil {
			return nil, err
		}
	}
	verifier := oauth2.GenerateVerifier()
	p := f.pendingFlow(a, client, scopes)
	p.Added = t.added(f.need, record)
	p.State, p.CodeVerifier, p.IssRequired, p.RedirectURI = tokenstore.NewSecret(state), tokenstore.NewSecret(verifier), a.IssInResponse, redirect
	var err error
	if p.URL, err = t.authorizationURL(a, p, verifier); err != nil {
		return nil, err
	}
	return p, f.write(ctx, p, fresh || client.Configured)
}

// pendingFlow is what both ways have in common.
func (f *Flow) pendingFlow(a *authority, client *tokenstore.Client, scopes []string) *tokenstore.PendingFlow {
	at := now()
	p := &tokenstore.PendingFlow{
		Issuer: a.Issuer, Client: *client, Resource: a.resource, Scopes: scopes, TokenEndpoint: a.TokenEndpoint, Revocation: a.RevocationEndpoint,
		Userinfo: a.UserinfoEndpoint, More: f.need.Reason == MoreScopes, StartedAt: at, ExpiresAt: at.Add(f.t.lifetime),
	}
	if f.need.asked {
		p.AskedAt = f.need.at
	}
	return p
}

// write notes a flow as the pending one, and its client as the current one if that is new.
func (f *Flow) write(ctx context.Context, p *tokenstore.PendingFlow, newClient bool) error {
	return f.t.store.Update(ctx, func(r *tokenstore.Record) (bool, error) {
		if f.isOver(r) {
			return false, ErrSignedOut
		}
		if newClient {
			kept := p.Client
			keep(r, &kept)
		}
		r.PendingFlow = p
		return true, nil
	})
}

// scopes are those to ask for: what the challenge demands, else what the protected resource lists; with what the configuration
// adds and, in a step-up or after the end of a grant, what was granted before.
func (t *Transport) scopes(a *authority, need *RequiredError, record *tokenstore.Record) []string {
	scopes := slices.Clone(need.Scopes)
	if len(scopes) == 0 && len(t.set.Scopes) == 0 {
		scopes = slices.Clone(a.scopes)
	}
	scopes = append(scopes, t.set.Scopes...)
	switch {
	case need.Reason == MoreScopes && record.Tokens != nil:
		scopes = append(strings.Fields(record.Tokens.Scope), scopes...)
	case record.Ended != nil:
		scopes = append(scopes, strings.Fields(record.Ended.Scope)...)
	}
	if slices.Contains(a.Scopes, "offline_access") && len(scopes) > 0 {
		scopes = append(scopes, "offline_access")
	}
	return distinct(scopes)
}

// distinct keeps the first of equals.
func distinct(list []string) []string {
	var kept []string
	for _, s := range list {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// authorizationURL is the page that a person is sent to (RFC 6749 section 4.1.1, RFC 7636, RFC 8707). What the endpoint brings
// along in its query stays, unless it is ours to say.
func (t *Transport) authorizationURL(a *authority, p *tokenstore.PendingFlow, verifier string) (string, error) {
	u, err := t.web.check("the authorization endpoint", a.AuthorizationEndpoint)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for _, param := range t.set.AuthorizeParams {
		q.Set(param.Name, param.Value)
	}
	if slices.Contains(p.Scopes, "offline_access") && !q.Has("prompt") {
		q.Set("prompt", "consent") // OpenID Connect Core section 11: else it is ignored
	}
	for name, value := range map[string]string{
		"response_type": "code", "client_id": p.Client.ClientID, "redirect_uri": p.RedirectURI, "state": p.State.Reveal(),
		"code_challenge": oauth2.S256ChallengeFromVerifier(verifier), "code_challenge_method": "S256",
		"scope": strings.Join(p.Scopes, " "), "resource": p.Resource, "login_hint": cmp.Or(t.set.LoginHint, q.Get("login_hint")),
	} {
		if q.Del(name); value != "" {
			q.Set(name, value)
		}
	}
	if text := rewritten(u, q); len(text) <= maxURL {
		return text, nil
	}
	return "", fmt.Errorf("the authorization URL is longer than %d bytes", maxURL)
}

// rewritten is a checked URL written anew from its parts: nothing of its first spelling reaches a browser or a terminal.
func rewritten(u *url.URL, q url.Values) string {
	clean := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: q.Encode()}
	return clean.String()
}

// listen waits for the browser: at the redirect URI of a client that has just one, else at a port that the client is known
// under, else at the usual one, else at any.
func (t *Transport) listen(ctx context.Context, client *tokenstore.Client, state string) (*Listener, error) {
	usual := t.usualRedirect()
	if t.set.RedirectURI != "" || client != nil && client.Configured {
		l, err := t.calls.Listen(ctx, usual, state)
		if errors.Is(err, errBusy) {
			return nil, fmt.Errorf(`the sign-in has to come back to %s, but another program uses that port, or a sign-in at another server that an ncp has under way; end that, or set "oauth21.callbackPort" to one that the client is registered with`, usual)
		}
		return l, err
	}
	var uris []string
	if t.set.CallbackPort != 0 {
		uris = append(uris, usual)
	}
	if client != nil {
		uris = append(uris, ours(client.RedirectURIs)...)
	}
	for _, uri := range append(uris, usual, callbackURI(0)) {
		l, err := t.calls.Listen(ctx, uri, state)
		if !errors.Is(err, errBusy) {
			return l, err
		}
	}
	return nil, errors.New("no free port for the sign-in to come back to")
}

// usualRedirect is the redirect URI as configured, for a client that has to be registered by hand as well.
func (t *Transport) usualRedirect() string {
	return cmp.Or(t.set.RedirectURI, callbackURI(cmp.Or(t.set.CallbackPort, DefaultCallbackPort)))
}

const maxPorts = 8 // that a registration remembers

// ours are the redirect URIs as we spell them, one of each port.
func ours(uris []string) []string {
	return slices.DeleteFunc(slices.Clone(uris), func(uri string) bool { return !strings.HasPrefix(uri, "http://localhost:") })
}

func callbackURI(port int) string { return fmt.Sprintf("http://localhost:%d/callback", port) }

// hasAll reports whether granted, a list with blanks, has all of the scopes.
func hasAll(granted string, scopes []string) bool {
	have := strings.Fields(granted)
	for _, s := range scopes {
		if !slices.Contains(have, s) {
			return false
		}
	}
	return true
}
