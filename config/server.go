package config

import (
	"slices"
	"time"

	"ncp/internal/secret"
)

// DefaultTimeout bounds a call to a server that configures none.
const DefaultTimeout = time.Minute

// DefaultAPIKeyHeader carries the token of an apiKey server that names no header.
const DefaultAPIKeyHeader = "X-API-Key"

// Transport is how a server is reached.
type Transport string

// The transports. An entry with a url and neither type nor transport is TransportAuto.
const (
	TransportStdio Transport = "stdio"
	TransportHTTP  Transport = "http" // streamable HTTP
	TransportSSE   Transport = "sse"  // the old HTTP+SSE
	TransportAuto  Transport = "auto" // streamable HTTP, else SSE: whichever the server speaks
)

// Server is one entry of mcpServers. If Err is not nil, the entry is broken: Name is what the file says (it may not even be a valid name)
// and the other fields are what could be read. If it is Disabled, its references are not expanded.
type Server struct {
	Name      string
	Transport Transport

	URL                 string
	Headers             []Header // in the order of the file
	Auth                Auth
	AllowInsecureHTTP   bool // credentials may travel over plain http
	AllowPrivateNetwork bool // a host name may lead to a private address

	Command string // a leading ~/ is expanded
	Args    []string
	Env     []Var  // in the order of the file
	Cwd     string // absolute, or empty

	Disabled bool
	Timeout  time.Duration // of a call; never 0 in a server without errors
	Tools    Filter
	Relay    []string // of tools, prompts and resources; empty means all
	Expose   []string // patterns as in Filter of the tools that hosts are listed by themselves; nil leaves it to Config.Expose
	Policy
	Problems Problems // errors and warnings of this entry
}

// Err returns why the server cannot be used, as an error of type Problems, or nil if it can. Warnings do not count, nor does Disabled.
func (s *Server) Err() error { return s.Problems.Err() }

// Header is a static HTTP header.
type Header struct {
	Name  string // as written
	Value secret.String
}

// IsSecret reports whether the header is named like one that carries a credential.
func (h Header) IsSecret() bool { return secretWord.MatchString(h.Name) }

// SignsIn reports whether a 401 of the server is answered by a sign-in: so it is unless the entry says how else, be it by a header that
// carries a key.
func (s *Server) SignsIn() bool {
	if s.Transport == TransportStdio {
		return false
	}
	if s.Auth.Type != AuthNone {
		return s.Auth.Type == AuthOAuth || s.Auth.Type == AuthClientCredentials
	}
	return !slices.ContainsFunc(s.Headers, Header.IsSecret)
}

// Var is an environment variable of a child process.
type Var struct {
	Name  string
	Value secret.String
}

// AuthType is the kind of credentials a server wants.
type AuthType string

// The kinds of credentials; the zero value means none are configured.
const (
	AuthNone   AuthType = ""
	AuthOAuth  AuthType = "oauth"
	AuthBearer AuthType = "bearer"
	AuthBasic  AuthType = "basic"
	AuthAPIKey AuthType = "apiKey"

	AuthClientCredentials AuthType = "clientCredentials" // a machine signs in as itself
)

// Auth is the credentials of a server with a url. Fields that do not belong to the Type may hold what the file says; they have no effect.
type Auth struct {
	Type     AuthType
	Token    secret.String // bearer, apiKey
	Header   string        // apiKey: the header that carries the token; never empty there
	Username string        // basic
	Password secret.String // basic
	OAuth    OAuth         // oauth, clientCredentials
}

// OAuth is the block oauth21: how to sign in. The zero value discovers and registers everything itself.
type OAuth struct {
	Scopes                  []string // asked for in addition to what the server demands
	CallbackPort            int      // loopback port of the redirect; 0 means the default
	ClientID                string   // pre-registered client; empty means register
	ClientSecret            secret.String
	PrivateKey              secret.String // PEM; empty means none
	SigningAlgorithm        string        // ES256, RS256, EdDSA; empty means as the key says
	KeyID                   string
	ClientMetadataURL       string              // client ID metadata document
	Resource                Resource            // what to send as resource (RFC 8707)
	IssuerMismatch          bool                // "allow": metadata may name another issuer than it was found under
	PKCEUnadvertised        bool                // "allow": the authorization server need not advertise PKCE
	AuthorizeParams         []Param             // extra parameters of the authorization request, in the order of the file
	TokenEndpointAuthMethod string              // none, client_secret_basic, client_secret_post, private_key_jwt; empty means as negotiated
	RedirectURI             string              // exactly this redirect URI, on a loopback host; empty means the default
	AuthorizationServer     AuthorizationServer // instead of discovery
	Account                 string              // tells sign-ins at the same url apart
	LoginHint               string              // login_hint of the authorization request
}

// Resource is the resource parameter of OAuth requests: empty means as the server's metadata says, else a URI, or ResourceOmit.
type Resource string

// ResourceOmit sends no resource parameter.
const ResourceOmit Resource = "omit"

// Param is an extra parameter of the authorization request.
type Param struct {
	Name, Value string
}

// AuthorizationServer is an authorization server that need not be discovered: an issuer whose metadata is to be read, or the endpoints
// themselves, or nothing.
type AuthorizationServer struct {
	Issuer                string
	AuthorizationEndpoint string // with it there is always a TokenEndpoint
	TokenEndpoint         string
	RegistrationEndpoint  string
}
