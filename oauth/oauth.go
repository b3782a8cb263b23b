// Package oauth signs the requests to one MCP server in: an http.RoundTripper that adds the stored token, refreshes it, and
// knows how to get a first one: discovery (RFC 9728, RFC 8414), registration (RFC 7591), authorization code with PKCE, refresh.
// It promises that nothing on the way of a request waits for a person, that one sign-in and one refresh happen at a time among
// all processes of the user, that no credential reaches another origin than its own, and that no passing fault loses a grant.
// It opens no browser and prints nothing: whoever gets a RequiredError decides whether and how a person is asked.
package oauth

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"ncp/internal/secret"
	"ncp/tokenstore"
)

// DefaultCallbackPort is where a browser comes back to if nothing else is configured.
const DefaultCallbackPort = 9876

// ResourceOmit as Settings.Resource sends no resource parameter.
const ResourceOmit = "omit"

// Settings are what the configuration says about signing in to a server. The zero value of all but Name and URL discovers and
// registers everything itself; docs/oauth.md tells when the others are safe.
type Settings struct {
	Name    string // of the server, for people
	URL     string // of the MCP server, as configured
	Account string // which of the sign-ins at that URL, "" if there is one

	Scopes                  []string // asked for beside what the server demands
	CallbackPort            int      // 0 means DefaultCallbackPort
	ClientID                string   // a client that was registered by hand
	ClientSecret            secret.String
	PrivateKey              secret.String // of that client, in PEM: it proves itself by private_key_jwt
	SigningAlgorithm        string        // of PrivateKey, which tells it as well
	KeyID                   string        // kid of PrivateKey
	ClientCredentials       bool          // the client signs in as itself, no person does
	ClientMetadataURL       string        // a client ID metadata document that is ours
	Resource                string        // "" as the server's metadata says, ResourceOmit, or this
	AllowIssuerMismatch     bool          // metadata may name another issuer than it was found under
	AllowPKCEUnadvertised   bool          // the authorization server need not advertise PKCE
	AuthorizeParams         []Param
	TokenEndpointAuthMethod string
	RedirectURI             string // exactly this one, on a loopback host
	AuthorizationServer     Endpoints
	LoginHint               string

	AllowPrivateNetwork bool // names may lead to private addresses
	AllowInsecureHTTP   bool // tokens may travel over plain http beyond loopback
}

// Param is a further parameter of the authorization request.
type Param struct{ Name, Value string }

// Endpoints are an authorization server that is not discovered: its issuer, whose metadata is read, or its endpoints.
type Endpoints struct{ Issuer, Authorization, Token, Registration string }

// Options are what the Transports of a process share.
type Options struct {
	Callbacks *Callbacks        // listens for browsers
	Way       Way               // how a person is asked
	Network   http.RoundTripper // to MCP servers
	Proxy     func(*http.Request) (*url.URL, error)
	Logger    *slog.Logger // nil discards
}

// Transport is the http.RoundTripper of one server and account. It is safe for concurrent use; one serves all the sessions of
// a process. Close it when done.
type Transport struct {
	set    Settings
	server *url.URL
	store  *tokenstore.File
	next   http.RoundTripper // to the MCP server
	web    *web              // to authorization servers
	calls  *Callbacks
	way    Way
	key    *clientKey // nil if none is configured
	log    *slog.Logger

	lifetime      time.Duration // of a sign-in
	leastInterval time.Duration // between two questions whether a code was typed

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	mu      sync.Mutex // guards what follows
	refresh *refresh   // under way
	flow    *Flow      // under way
}

// New makes a Transport. It touches neither disk nor network. set.URL is valid: the configuration has checked it.
func New(set Settings, store *tokenstore.File, opts *Options) (*Transport, error) {
	server, err := url.Parse(set.URL)
	if err != nil {
		return nil, err
	}
	var key *clientKey
	if !set.PrivateKey.IsZero() {
		if key, err = parseClientKey(set.PrivateKey.Reveal(), set.SigningAlgorithm, set.KeyID); err != nil {
			return nil, err
		}
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Transport{
		set: set, server: server, store: store, next: opts.Network, calls: opts.Callbacks, way: opts.Way, key: key, log: log.With("server", set.Name),
		web: newWeb(server, &set, opts.Proxy), lifetime: flowLifetime, leastInterval: leastInterval, ctx: ctx, cancel: cancel,
	}, nil
}

// Close ends a sign-in under way; it stays in the store for other processes to finish. It does not wait for a refresh: Idle does.
func (t *Transport) Close() {
	t.cancel()
	t.tasks.Wait()
}

// Idle waits until a refresh that nobody waits for has ended: its answer would be lost with the process.
func (t *Transport) Idle(ctx context.Context) {
	t.mu.Lock()
	r := t.refresh
	t.mu.Unlock()
	if r != nil {
		select {
		case <-r.done:
		case <-ctx.Done():
		}
	}
}

// Name is the server's name in the configuration.
func (t *Transport) Name() string { return t.set.Name }

// URL is that of the MCP server, as configured.
func (t *Transport) URL() string { return t.set.URL }

// Grant names the sign-in that requests are made with: another one may be another person's. It is "" if nobody is signed in.
func (t *Transport) Grant() string {
	record, err := t.load()
	switch {
	case err != nil:
		return ""
	case record.Tokens != nil:
		return record.Tokens.Issuer + " " + record.Tokens.Grant
	case record.Ended != nil: // what that person saw is still right
		return record.Ended.Issuer + " " + record.Ended.Grant
	}
	return ""
}

// load returns the record as it stands, without tokens that are not of the kind which the configuration wants.
func (t *Transport) load() (*tokenstore.Record, error) {
	record, err := t.store.Load()
	if err == nil && record.Tokens != nil && !t.owns(record.Tokens) {
		record.Tokens = nil
	}
	return record, err
}

// origin is scheme, host and port (RFC 6454 section 4), the port written out.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	return strings.ToLower(u.Scheme) + "://" + strings.ToLower(net.JoinHostPort(u.Hostname(), port))
}

// isLoopback reports whether a host is written as loopback. "localhost" counts: what it resolves to is checked when dialling.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// now is the time as records keep it.
func now() time.Time { return time.Now().UTC() }

// isRecent reports whether a time of a record is less than d ago. One in the future is not: the clock was set back since.
func isRecent(at time.Time, d time.Duration) bool {
	ago := now().Sub(at)
	return ago >= 0 && ago < d
}
