package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The rules for single strings. Each says what the string must be; none repeats the string, which may hold a secret.

func notEmpty(s string) string {
	if strings.TrimSpace(s) == "" {
		return "must not be empty"
	}
	return ""
}

func noNUL(s string) string {
	if strings.ContainsRune(s, 0) {
		return "must not hold a NUL character"
	}
	return ""
}

func noControl(s string) string {
	if strings.ContainsFunc(s, isControl) {
		return "must not hold line breaks or other control characters"
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func isVariableName(s string) string {
	if s == "" || strings.ContainsAny(s, "=\x00") {
		return "not the name of a variable: it must not be empty or hold = or NUL"
	}
	return ""
}

// ownHeaders are the headers that each request needs right, with the reason.
var ownHeaders = map[string]string{
	"host":              "it follows from the url",
	"content-length":    "it follows from the request",
	"transfer-encoding": "it follows from the request",
	"connection":        "it is managed per connection",
	"keep-alive":        "it is managed per connection",
	"upgrade":           "it is managed per connection",
	"te":                "it is managed per connection",
	"trailer":           "it is managed per connection",
	"content-type":      "the protocol prescribes it",
	"accept":            "the protocol prescribes it",
	"last-event-id":     "the protocol prescribes it",
}

func isHeaderName(s string) string {
	const token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if s == "" || strings.Trim(s, token) != "" {
		return "not a header name; allowed: letters, digits and !#$%&'*+-.^_`|~"
	}
	name := strings.ToLower(s)
	if why, own := ownHeaders[name]; own {
		return fmt.Sprintf("%s cannot be set: %s", s, why)
	}
	if strings.HasPrefix(name, "mcp-") {
		return s + " cannot be set: headers that begin with Mcp- belong to the protocol"
	}
	return ""
}

func isHeaderValue(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return isControl(r) && r != '\t' }) {
		return "must not hold line breaks or other control characters"
	}
	return ""
}

func isUsername(s string) string {
	if strings.Contains(s, ":") {
		return `must not hold ":"` // RFC 7617 section 2
	}
	return noControl(s)
}

func isLabel(s string) string {
	if len(s) > 128 {
		return "must not be longer than 128 bytes"
	}
	if complaint := notEmpty(s); complaint != "" {
		return complaint
	}
	return noControl(s)
}

// isScope keeps the scope-token of RFC 6749 section 3.3.
func isScope(s string) string {
	if strings.Contains(s, " ") {
		return "must be one scope without spaces; write several as a list"
	}
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return r < '!' || r > '~' || r == '"' || r == '\\' }) {
		return `must be one scope: printable ASCII without spaces, " and \`
	}
	return ""
}

func isGlob(s string) string {
	if s == "" {
		return "must not be empty; * matches all tools"
	}
	if strings.ContainsAny(s, `[]{}\`) {
		return `must be the name of a tool; only * and ? are special, and []{}\ are not allowed`
	}
	return noControl(s)
}

func isRelayed(s string) string {
	if words := []string{"tools", "prompts", "resources"}; !slices.Contains(words, s) {
		return quote(s) + " is not known; allowed: " + strings.Join(words, ", ")
	}
	return ""
}

// ownParams are the parameters of an authorization request that each sign-in sets itself.
var ownParams = []string{
	"response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "scope", "resource", "nonce",
	"response_mode", "request", "request_uri", "login_hint",
}

func isAuthorizeParam(s string) string {
	switch {
	case s == "login_hint":
		return "login_hint cannot be set here; use loginHint"
	case s == "scope":
		return "scope cannot be set here; use scopes"
	case s == "resource":
		return "resource cannot be set here; use the key resource of oauth21"
	case slices.Contains(ownParams, s):
		return s + " cannot be set: every sign-in sets it itself"
	case s == "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "not the name of a parameter; allowed: printable ASCII without spaces"
	}
	return ""
}

func isServerURL(s string) string {
	u, complaint := parseURL(s)
	switch {
	case complaint != "":
		return complaint
	case u.User != nil:
		return `must not hold a user or password; use "auth": {"type": "basic", "username": ..., "password": ...}`
	}
	return ""
}

// parseURL parses an absolute http or https URL without a fragment.
func parseURL(s string) (*url.URL, string) {
	const want = "must be an absolute http or https URL, like https://example.com/mcp"
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Opaque != "" {
		return nil, want
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, want + "; its scheme is " + quote(u.Scheme)
	}
	if u.Hostname() == "" {
		return nil, want + "; it has no host"
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, "the port must be from 1 to 65535"
		}
	}
	if strings.Contains(s, "#") {
		return nil, "must not hold a fragment (#...)"
	}
	return u, ""
}

// isEndpoint keeps OAuth endpoints to https, or http on this machine.
func isEndpoint(s string) string {
	u, complaint := parseURL(s)
	switch {
	case complaint != "":
		return complaint
	case u.User != nil:
		return "must not hold a user or password"
	case u.Scheme != "https" && !IsLoopback(u.Hostname()):
		return "must be https; http is allowed for localhost, 127.0.0.0/8 and ::1 only"
	}
	return ""
}

// isIssuer: "a URL that uses the 'https' scheme and has no query or fragment components" (RFC 8414 section 2).
func isIssuer(s string) string {
	if complaint := isEndpoint(s); complaint != "" {
		return complaint
	}
	if strings.Contains(s, "?") {
		return "must not hold a query (?...)"
	}
	return ""
}

func isClientMetadataURL(s string) string {
	u, complaint := parseURL(s)
	if complaint != "" || u.Scheme != "https" || u.User != nil || u.Path == "" || u.Path == "/" {
		return "must be an https URL with a path, like https://example.com/client.json"
	}
	return ""
}

func isResource(s string) string {
	if s == string(ResourceOmit) {
		return ""
	}
	if u, err := url.Parse(s); err != nil || !u.IsAbs() || strings.Contains(s, "#") {
		return `must be an absolute URI without fragment, or "omit"`
	}
	return ""
}

func isRedirectURI(s string) string {
	u, complaint := parseURL(s)
	if complaint != "" || u.Scheme != "http" || u.User != nil || !IsLoopback(u.Hostname()) {
		return "must be an http URL on this machine, like http://localhost:3118/callback"
	}
	return ""
}

// IsLoopback reports whether a host of a URL is this machine by its spelling.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
