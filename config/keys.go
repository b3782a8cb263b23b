package config

import (
	"time"

	"ncp/internal/secret"
)

// This file is the format. A key is added by one line here and its field in server.go: what is known, what "did you mean" offers, types,
// checks of a single value, what is redacted, and the reference all follow from these tables. Rules between keys are in check.go.

// Key describes one key of the format, for documentation.
type Key struct {
	Path    string   // from the top; * stands for a name of the user's choice
	Type    string   // like "list of strings"
	Allowed []string // if only these words are
	Secret  bool     // is redacted, and may be ${file:PATH}
	Ignored bool     // known from other hosts, without effect
	Doc     string
}

// Keys returns all keys of the format, each object before what it holds.
func Keys() []Key { return rootKeys.list() }

func (ks keys[T]) list() []Key {
	var all []Key
	for _, k := range ks {
		all = append(all, Key{
			Path: k.name, Type: k.kind.typ, Allowed: k.kind.allowed, Secret: k.kind.secret, Ignored: k.kind.ignored, Doc: k.doc,
		})
		for _, b := range k.kind.below {
			b.Path = k.name + "." + b.Path
			all = append(all, b)
		}
	}
	return all
}

var rootKeys = keys[file]{
	{name: "mcpServers", kind: servers(), doc: "the MCP servers by name", aka: []string{"servers", "mcp_servers", "mcp"}},
	{
		name: "openBrowser", kind: choice([]string{"auto", "never"}, func(f *file, s string) { f.OpenBrowser = OpenBrowser(s) }),
		doc:    "whether signing in may open a browser",
		strict: strictest[file]{func(f *file) { f.OpenBrowser = OpenBrowserNever }, "no browser is opened"},
	},
	{
		name: "confirm", kind: confirmation(true, func(f *file) *Confirm { return &f.top.Confirm }),
		doc:    "calls that need your agreement: destructive, never, or a list of server:tool with * and ?",
		strict: strictest[file]{func(f *file) { f.top.Confirm = Confirm{Set: true, Patterns: []string{"*"}} }, "every call needs the user's agreement, unless its server's entry says otherwise"},
	},
	{
		name: "onToolChange", kind: choice(onToolChangeWords, func(f *file, s string) { f.top.OnToolChange = OnToolChange(s) }),
		doc:    "what becomes of a call of a tool that its server describes otherwise than when it was first used; warn without it",
		strict: strictest[file]{func(f *file) { f.top.OnToolChange = OnToolChangeBlock }, "a tool that has changed is not called, unless its server's entry says otherwise"},
	},
	{
		name: "resultBudget", kind: budget(func(f *file) *Budget { return &f.top.ResultBudget }),
		doc: "bytes of text that a host is answered with at once, 0 for any number; the rest is kept for ten minutes and read in pages",
	},
	{
		name: "expose", kind: choice(Exposures(), func(f *file, s string) { f.Expose = s }),
		doc: "which tools hosts are listed: meta (find and run), all (every tool by itself) or both; meta without it",
	},
	{name: "$schema", kind: ignored[file]()},
	{name: "name", kind: ignored[file]()},
	{name: "description", kind: ignored[file]()},
	{name: "version", kind: ignored[file]()},
	{name: "metadata", kind: ignored[file]()},
}

var transportWords = []string{"http", "streamableHttp", "streamable-http", "sse", "stdio"}

var serverKeys = keys[entry]{
	{
		name: "url", kind: text(func(e *entry) *string { return &e.URL }, isServerURL),
		doc: "address of a server over HTTP", aka: []string{"uri", "serverUrl", "httpUrl", "endpoint", "baseUrl"},
	},
	{
		name: "command", kind: text(func(e *entry) *string { return &e.Command }, notEmpty, noNUL),
		doc: "program to start; a leading ~/ is the home directory", aka: []string{"cmd", "program"},
	},
	{
		name: "args", kind: list(func(e *entry) *[]string { return &e.Args }, noNUL), only: localOnly,
		doc: "arguments of the program", aka: []string{"arguments"},
	},
	{
		name: "env", kind: mapping(true, func(e *entry) *[]Var { return &e.Env }, newVar, isVariableName, noNUL), only: localOnly,
		doc: "environment variables of the program", aka: []string{"environment"},
	},
	{
		name: "cwd", kind: text(func(e *entry) *string { return &e.Cwd }, noNUL), only: localOnly,
		doc: "directory to start the program in: absolute, or with a leading ~/", aka: []string{"workingDirectory", "dir"},
	},
	{
		name: "type", kind: choice(transportWords, func(e *entry, s string) { e.typ = transportOf(s) }),
		doc: "transport; without it a url is tried as streamable HTTP, then as SSE", aka: []string{"transportType"},
	},
	{name: "transport", kind: choice(transportWords, func(e *entry, s string) { e.transport = transportOf(s) }), doc: "the same as type"},
	{
		name: "headers", kind: mapping(true, func(e *entry) *[]Header { return &e.Headers }, newHeader, isHeaderName, isHeaderValue), only: remoteOnly,
		doc: "HTTP headers to send with every request", aka: []string{"requestHeaders", "http_headers"},
	},
	{
		name: "auth", kind: object(authKeys, func(e *entry) *Auth { return &e.Auth }, checkAuth),
		doc: "how to sign in", aka: []string{"authentication", "authorization", "oauth"},
	},
	{
		name: "disabled", kind: toggle(func(e *entry) *bool { return &e.Disabled }),
		doc: "leave the server out", aka: []string{`enabled=disabled`},
	},
	{
		name: "timeout", kind: millis(time.Millisecond, 24*time.Hour, func(e *entry) *time.Duration { return &e.Timeout }),
		doc: "of a call, in milliseconds; 60000 without it", aka: []string{"timeoutMs", "requestTimeout", "tool_timeout_sec"},
	},
	{
		name: "tools", kind: object(filterKeys, func(e *entry) *Filter { return &e.Tools }, checkFilter), doc: "which tools are offered",
		aka: []string{"disabledTools=tools.deny", "excludeTools=tools.deny", "enabledTools=tools.allow", "includeTools=tools.allow", "allowedTools=tools.allow"},
	},
	{
		name: "confirm", kind: confirmation(false, func(e *entry) *Confirm { return &e.Confirm }),
		doc: "as at the top, for this server alone and instead; a list is of names of its tools",
	},
	{
		name: "onToolChange", kind: choice(onToolChangeWords, func(e *entry, s string) { e.OnToolChange = OnToolChange(s) }),
		doc: "as at the top, for this server alone and instead",
	},
	{
		name: "resultBudget", kind: budget(func(e *entry) *Budget { return &e.ResultBudget }),
		doc: "as at the top, for this server alone and instead",
	},
	{
		name: "relay", kind: list(func(e *entry) *[]string { return &e.Relay }, isRelayed),
		doc: "what of the server hosts are given: tools, prompts, resources; all without it",
	},
	{
		name: "expose", kind: exposed(),
		doc: "names of its tools that hosts are listed by themselves, with * and ?, whatever the top says",
	},
	{
		name: "allowInsecureHttp", kind: toggle(func(e *entry) *bool { return &e.AllowInsecureHTTP }), only: remoteOnly,
		doc: "send credentials over plain http beyond this machine",
	},
	{
		name: "allowPrivateNetwork", kind: toggle(func(e *entry) *bool { return &e.AllowPrivateNetwork }), only: remoteOnly,
		doc: "let a host name lead to a private address",
	},
	{name: "$schema", kind: ignored[entry]()},
	{name: "name", kind: ignored[entry]()},
	{name: "description", kind: ignored[entry]()},
	{name: "icon", kind: ignored[entry]()},
	{name: "alwaysAllow", kind: ignored[entry]()},
	{name: "autoApprove", kind: ignored[entry]()},
}

var filterKeys = keys[Filter]{
	{
		name: "allow", kind: list(func(f *Filter) *[]string { return &f.Allow }, isGlob),
		doc: "names of the tools to offer, with * and ?; all without it", aka: []string{"include", "enabled"},
	},
	{
		name: "deny", kind: list(func(f *Filter) *[]string { return &f.Deny }, isGlob),
		doc: "names of tools not to offer, with * and ?; wins over allow", aka: []string{"exclude", "disabled", "block"},
	},
}

var authKeys = keys[Auth]{
	{
		name: "type", kind: choice([]string{"oauth", "bearer", "basic", "apiKey", "clientCredentials"}, func(a *Auth, s string) { a.Type = AuthType(s) }),
		doc: "kind of credentials",
	},
	{
		name: "token", kind: hidden(func(a *Auth) *secret.String { return &a.Token }, notEmpty, isHeaderValue), only: authOnly(AuthBearer, AuthAPIKey),
		doc: "the token", aka: []string{"apiKey", "key", "accessToken", "value"},
	},
	{
		name: "header", kind: text(func(a *Auth) *string { return &a.Header }, isHeaderName), only: authOnly(AuthAPIKey),
		doc: "header that carries the token of type apiKey; X-API-Key without it", aka: []string{"headerName"},
	},
	{
		name: "username", kind: text(func(a *Auth) *string { return &a.Username }, isUsername), only: authOnly(AuthBasic),
		doc: "user of type basic", aka: []string{"user"},
	},
	{
		name: "password", kind: hidden(func(a *Auth) *secret.String { return &a.Password }, noControl), only: authOnly(AuthBasic),
		doc: "password of type basic", aka: []string{"pass"},
	},
	{
		name: "oauth21", kind: object(oauthKeys, func(a *Auth) *OAuth { return &a.OAuth }, checkOAuth), only: authOnly(AuthOAuth, AuthClientCredentials),
		doc: "settings of type oauth, of which none is needed, and of type clientCredentials", aka: []string{"oauth", "oauth2"},
	},
}

var oauthKeys = keys[OAuth]{
	{name: "scopes", kind: list(func(o *OAuth) *[]string { return &o.Scopes }, isScope), doc: "scopes to ask for", aka: []string{"scope"}},
	{
		name: "callbackPort", kind: number(1, 65535, "", func(o *OAuth, v int64) { o.CallbackPort = int(v) }),
		doc: "local port that the browser comes back to; 9876 without it", aka: []string{"port"},
	},
	{
		name: "clientId", kind: text(func(o *OAuth) *string { return &o.ClientID }, notEmpty, noControl),
		doc: "a client that is registered already", aka: []string{"client_id"},
	},
	{
		name: "clientSecret", kind: hidden(func(o *OAuth) *secret.String { return &o.ClientSecret }, notEmpty, noControl),
		doc: "its secret", aka: []string{"client_secret"},
	},
	{
		name: "privateKey", kind: hidden(func(o *OAuth) *secret.String { return &o.PrivateKey }, notEmpty),
		doc: "its private key in PEM, for private_key_jwt", aka: []string{"private_key", "privateKeyPem"},
	},
	{
		name: "signingAlgorithm", kind: choice([]string{"ES256", "RS256", "EdDSA"}, func(o *OAuth, s string) { o.SigningAlgorithm = s }),
		doc: "what privateKey signs with; the key tells it", aka: []string{"signing_algorithm", "alg"},
	},
	{
		name: "keyId", kind: text(func(o *OAuth) *string { return &o.KeyID }, notEmpty, noControl),
		doc: "kid of privateKey, where the server wants one", aka: []string{"kid"},
	},
	{
		name: "clientMetadataUrl", kind: text(func(o *OAuth) *string { return &o.ClientMetadataURL }, isClientMetadataURL),
		doc: "https address of a client ID metadata document",
	},
	{
		name: "resource", kind: text(func(o *OAuth) *string { return (*string)(&o.Resource) }, isResource),
		doc: `what to send as resource: a URI, or "omit"`,
	},
	{
		name: "issuerMismatch", kind: choice([]string{"allow"}, func(o *OAuth, _ string) { o.IssuerMismatch = true }),
		doc: "accept metadata that names another issuer",
	},
	{
		name: "pkceUnadvertised", kind: choice([]string{"allow"}, func(o *OAuth, _ string) { o.PKCEUnadvertised = true }),
		doc: "accept an authorization server that does not advertise PKCE",
	},
	{
		name: "authorizeParams", kind: mapping(false, func(o *OAuth) *[]Param { return &o.AuthorizeParams }, newParam, isAuthorizeParam, noControl),
		doc: "extra parameters of the authorization request",
	},
	{
		name: "tokenEndpointAuthMethod", kind: choice([]string{"none", "client_secret_basic", "client_secret_post", "private_key_jwt"},
			func(o *OAuth, s string) { o.TokenEndpointAuthMethod = s }),
		doc: "how the client shows itself to the token endpoint",
	},
	{
		name: "redirectUri", kind: text(func(o *OAuth) *string { return &o.RedirectURI }, isRedirectURI),
		doc: "exactly this redirect URI, on this machine", aka: []string{"redirect_uri", "redirectUrl", "callbackUrl"},
	},
	{
		name: "authorizationServer", kind: either(
			text(func(o *OAuth) *string { return &o.AuthorizationServer.Issuer }, isIssuer),
			object(authorizationServerKeys, func(o *OAuth) *AuthorizationServer { return &o.AuthorizationServer }, checkAuthorizationServer)),
		doc: "issuer, or endpoints, instead of discovery", aka: []string{"issuer", "authorizationServerUrl"},
	},
	{
		name: "account", kind: text(func(o *OAuth) *string { return &o.Account }, isLabel),
		doc: "a name of your choice that keeps sign-ins at the same url apart",
	},
	{
		name: "loginHint", kind: text(func(o *OAuth) *string { return &o.LoginHint }, notEmpty, noControl),
		doc: "account name to suggest on the sign-in page", aka: []string{"login_hint"},
	},
}

var authorizationServerKeys = keys[AuthorizationServer]{
	{name: "issuer", kind: text(func(a *AuthorizationServer) *string { return &a.Issuer }, isIssuer), doc: "its issuer identifier"},
	{
		name: "authorizationEndpoint", kind: text(func(a *AuthorizationServer) *string { return &a.AuthorizationEndpoint }, isEndpoint),
		doc: "where the browser goes", aka: []string{"authorization_endpoint"},
	},
	{
		name: "tokenEndpoint", kind: text(func(a *AuthorizationServer) *string { return &a.TokenEndpoint }, isEndpoint),
		doc: "where tokens come from", aka: []string{"token_endpoint"},
	},
	{
		name: "registrationEndpoint", kind: text(func(a *AuthorizationServer) *string { return &a.RegistrationEndpoint }, isEndpoint),
		doc: "where clients register", aka: []string{"registration_endpoint"},
	},
}

func newVar(name, value string) Var       { return Var{Name: name, Value: secret.New(value)} }
func newHeader(name, value string) Header { return Header{Name: name, Value: secret.New(value)} }
func newParam(name, value string) Param   { return Param{Name: name, Value: value} }
