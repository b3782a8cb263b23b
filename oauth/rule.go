package oauth

// Party is who has to mend what is wrong.
type Party string

// The parties.
const (
	TheServer        Party = "the MCP server"
	TheAuthority     Party = "the authorization server"
	TheConfiguration Party = "the configuration"
	TheNetwork       Party = "the network"
	TheMachine       Party = "this machine"
	ThePerson        Party = "you"
)

// help is what helps where an error names nothing: only the party itself can mend it.
func (p Party) help() string {
	switch p {
	case TheServer, TheAuthority:
		return "tell the operator of " + string(p)
	case TheConfiguration:
		return "ncp config edit"
	}
	return "try again"
}

// RuleError is a rule of a sign-in that somebody breaks. Its text says what was seen.
type RuleError struct {
	Rule  string // where it is written, "" for that of the step at which it shows
	Whose Party  // who breaks it, "" for whoever was asked
	Fix   string // the line of the entry or the command that helps, "" where only Whose can
	err   error
}

func (e *RuleError) Error() string { return e.err.Error() }

// Unwrap returns what was seen.
func (e *RuleError) Unwrap() error { return e.err }

// The rules that a sign-in checks before anybody is asked anything.
const (
	ruleName      = "RFC 3986 section 3.2.2: the host of a URL is a name that can be looked up"
	ruleTLS       = "RFC 9110 section 4.2.2: an https URL is answered over TLS"
	ruleStore     = "ncp: what is stored of a sign-in is a file that ncp can read"
	ruleCallback  = "RFC 8252 section 7.3: the browser comes back to a port of this machine"
	ruleSignedIn  = "MCP authorization: every request to a protected server carries an access token"
	ruleTokens    = "RFC 6749 section 5: the token endpoint answers with a token, or says what is wrong"
	ruleEndpoint  = "MCP, streamable HTTP: the endpoint answers POST"
	ruleChallenge = "RFC 9110 section 15.5.2: a 401 carries WWW-Authenticate"
	ruleResource  = "RFC 9728 section 3.3: the metadata's resource is the server it was asked for"
	ruleServers   = "MCP authorization: the metadata names at least one authorization server"
	ruleIssuer    = "RFC 8414 section 3.3: the metadata's issuer is the one it was asked for"
	ruleMetadata  = "MCP authorization: the authorization server has metadata (RFC 8414 or OpenID Connect)"
	ruleEndpoints = "RFC 6749 section 3: the authorization server answers at its endpoints"
	rulePKCE      = "MCP authorization, PKCE: code_challenge_methods_supported contains S256"
	ruleHTTPS     = "OAuth 2.1 section 1.5: endpoints are https, but for loopback"
	ruleClient    = "MCP authorization: a client is configured, has a metadata document, or can register (RFC 7591)"
	ruleAddress   = "MCP security: discovery leads to no address inside your network"
	ruleRefused   = "RFC 6750 section 3.1: a good token is answered"
	ruleScope     = "RFC 6750 section 3.1: insufficient_scope asks for a sign-in for more"
	ruleClock     = "RFC 6749 section 5.1: expires_in is counted from the answer on"
)
