package config

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The rules between the keys of one server.

// entry is a Server while it is read.
type entry struct {
	Server
	typ, transport Transport // as the two keys say; empty if absent or unknown
}

func transportOf(word string) Transport {
	switch word {
	case "streamableHttp", "streamable-http":
		return TransportHTTP
	}
	return Transport(word)
}

func localOnly(e *entry) string {
	if e.URL != "" && e.Command == "" {
		return `has no effect on a server with "url"`
	}
	return ""
}

func remoteOnly(e *entry) string {
	if e.Command != "" && e.URL == "" {
		return `has no effect on a server with "command"`
	}
	return ""
}

func authOnly(types ...AuthType) func(*Auth) string {
	return func(a *Auth) string {
		if a.Type == AuthNone || slices.Contains(types, a.Type) {
			return ""
		}
		return fmt.Sprintf("has no effect with type %q", a.Type)
	}
}

// has returns the key below n if it is present.
func (d *decoder) has(n node, name string) (node, bool) {
	child, ok := d.seen[joinPath(n.path, name)]
	return child, ok
}

// need reports keys that are missing below n.
func (d *decoder) need(n node, because string, names ...string) {
	for _, name := range names {
		if _, ok := d.has(n, name); !ok {
			d.fail(n.name, n.path, "%q is missing; %s", name, because)
		}
	}
}

func checkServer(d *decoder, n node, e *entry) {
	checkTransport(d, n, e)
	checkLocal(d, n, e)
	checkHeaders(d, n, e)
	checkCredentials(d, n, e)
	if at, ok := d.has(n, "timeout"); ok && e.Timeout > 0 && e.Timeout < time.Second {
		d.warn(at.at(), at.path, "is in milliseconds: a call ends after %v", e.Timeout)
	}
	if e.Timeout == 0 {
		e.Timeout = DefaultTimeout
	}
	if at, ok := d.has(n, "relay"); ok && at.value.Value.Kind() == '[' && len(e.Relay) == 0 {
		d.warn(at.at(), at.path, `an empty list relays everything; to leave the server out write "disabled": true`)
	}
	checkPatterns(d, n, e)
}

func checkTransport(d *decoder, n node, e *entry) {
	_, isURL := d.has(n, "url")
	_, isCommand := d.has(n, "command")
	switch {
	case isURL && isCommand:
		d.fail(n.name, n.path, `has both "url" and "command"; keep "url" for a server over HTTP, "command" for a program to start`)
		return
	case !isURL && !isCommand:
		d.fail(n.name, n.path, `has neither "url" nor "command"; write "url" for a server over HTTP, "command" for a program to start`)
		return
	}
	word, _ := d.has(n, "type")
	declared := e.typ
	if e.transport != "" {
		if word, _ = d.has(n, "transport"); declared != "" && declared != e.transport {
			d.fail(word.at(), word.path, `contradicts "type"; keep one of the two`)
			return
		}
		declared = e.transport
	}
	switch {
	case isURL && declared == TransportStdio:
		d.fail(word.at(), word.path, `"stdio" needs "command"; a server with "url" is http, streamableHttp, streamable-http or sse`)
	case isCommand && declared != "" && declared != TransportStdio:
		d.fail(word.at(), word.path, `a server with "command" is "stdio"; the other transports need "url"`)
	case isCommand:
		e.Transport = TransportStdio
	case declared != "":
		e.Transport = declared
	default:
		e.Transport = TransportAuto
	}
	if auth, ok := d.has(n, "auth"); ok && isCommand {
		d.fail(auth.name, auth.path, `a server with "command" cannot sign in; give it its credentials in "env"`)
	}
}

func checkLocal(d *decoder, n node, e *entry) {
	if e.Command == "" {
		return
	}
	expanded := d.expands()
	if cwd, ok := d.has(n, "cwd"); ok && (expanded || !hasReference(e.Cwd)) && e.Cwd != "" {
		if expanded {
			e.Cwd = d.home(cwd, e.Cwd)
		}
		if !filepath.IsAbs(e.Cwd) && !strings.HasPrefix(e.Cwd, "~/") {
			d.fail(cwd.at(), cwd.path, "must be an absolute path, or begin with ~/")
		}
	}
	command, _ := d.has(n, "command")
	if expanded {
		e.Command = d.home(command, e.Command)
	}
	_, hasArgs := d.has(n, "args")
	if first, rest, ok := strings.Cut(e.Command, " "); ok && !hasArgs && rest != "" && !strings.ContainsAny(first, `/\`) && !hasReference(e.Command) {
		d.warn(command.at(), command.path, `is one program with spaces in its name; write its arguments in "args"`)
	}
}

// home replaces a leading ~/ of the path at n.
func (d *decoder) home(n node, path string) string {
	expanded, err := d.references.homePath(path)
	if err != nil {
		d.fail(n.at(), n.path, "%v", err)
		return path
	}
	return expanded
}

// checkHeaders finds headers set twice: by two spellings, or by headers and auth.
func checkHeaders(d *decoder, n node, e *entry) {
	carrier := ""
	switch e.Auth.Type {
	case AuthAPIKey:
		carrier = e.Auth.Header
	case AuthOAuth, AuthBearer, AuthBasic, AuthClientCredentials:
		carrier = "Authorization"
	}
	headers, _ := d.has(n, "headers")
	first := map[string]string{}
	d.eachName(headers, func(name string, child node) {
		lower := strings.ToLower(name)
		if other, again := first[lower]; again {
			d.fail(child.name, child.path, "the same header as %s; keep one", quote(other))
		}
		first[lower] = name
		if carrier != "" && strings.EqualFold(name, carrier) {
			d.fail(child.name, child.path, `"auth" sets this header too; keep one of the two`)
		}
	})
}

// eachName is members for a node that may be absent or of a wrong type, which was reported before.
func (d *decoder) eachName(n node, f func(name string, child node)) {
	if n.value != nil && n.value.Value.Kind() == '{' {
		d.members(n, f)
	}
}

// checkCredentials keeps credentials off the network's plain text. Any configured header counts: nobody else knows what it holds.
func checkCredentials(d *decoder, n node, e *entry) {
	at, ok := d.has(n, "url")
	if !ok || e.AllowInsecureHTTP || !d.expands() && hasReference(e.URL) || e.Auth.Type == AuthNone && len(e.Headers) == 0 {
		return
	}
	if u, err := url.Parse(e.URL); err == nil && u.Scheme == "http" && u.Hostname() != "" && !IsLoopback(u.Hostname()) {
		what := `"headers"`
		if e.Auth.Type != AuthNone {
			what = `"auth"`
		}
		d.fail(at.at(), at.path, `plain http would show the credentials in %s to everyone on the way; use https, or write "allowInsecureHttp": true`, what)
	}
}

func checkPatterns(d *decoder, n node, e *entry) {
	tools, _ := d.has(n, "tools")
	for _, name := range []string{"allow", "deny"} {
		list, ok := d.has(tools, name)
		if !ok || list.value.Value.Kind() != '[' {
			continue
		}
		d.elements(list, "", func(child node) {
			if child.isString() && strings.HasPrefix(child.value.Value.(interface{ String() string }).String(), e.Name+":") {
				d.fail(child.at(), child.path, "must be the name of a tool without %q before it", e.Name+":")
			}
		})
	}
}

func checkFilter(d *decoder, n node, f *Filter) {
	if allow, ok := d.has(n, "allow"); ok && allow.value.Value.Kind() == '[' && len(f.Allow) == 0 {
		d.warn(allow.at(), allow.path, `an empty list allows all tools; to offer none write "deny": ["*"]`)
	}
}

func checkAuth(d *decoder, n node, a *Auth) {
	const kinds = "allowed: oauth, bearer, basic, apiKey, clientCredentials"
	d.need(n, kinds, "type")
	switch a.Type {
	case AuthBearer:
		d.need(n, `type "bearer" needs it`, "token")
	case AuthAPIKey:
		d.need(n, `type "apiKey" needs it`, "token")
		if a.Header == "" {
			a.Header = DefaultAPIKeyHeader
		}
	case AuthBasic:
		d.need(n, `type "basic" needs it`, "username", "password")
	case AuthClientCredentials:
		checkClientCredentials(d, n)
	}
}

// checkClientCredentials wants a client that can prove itself: a machine cannot register, as nobody approves it.
func checkClientCredentials(d *decoder, n node) {
	const because = `type "clientCredentials" needs it`
	settings, ok := d.has(n, "oauth21")
	if !ok {
		d.fail(n.name, n.path, `"oauth21" is missing; %s, with "clientId" and "clientSecret" or "privateKey"`, because)
		return
	}
	d.need(settings, because, "clientId")
	_, hasSecret := d.has(settings, "clientSecret")
	if _, hasKey := d.has(settings, "privateKey"); !hasSecret && !hasKey {
		d.fail(settings.name, settings.path, `neither "clientSecret" nor "privateKey" is there; %s`, `type "clientCredentials" needs one of them`)
	}
}

func checkOAuth(d *decoder, n node, o *OAuth) {
	method, hasMethod := d.has(n, "tokenEndpointAuthMethod")
	secret, hasSecret := d.has(n, "clientSecret")
	key, hasKey := d.has(n, "privateKey")
	_, hasID := d.has(n, "clientId")
	switch {
	case hasSecret && !hasID:
		d.fail(secret.name, secret.path, `needs "clientId" beside it`)
	case hasKey && !hasID:
		d.fail(key.name, key.path, `needs "clientId" beside it`)
	case hasSecret && hasKey:
		d.fail(key.name, key.path, `contradicts "clientSecret"; keep one of the two`)
	}
	switch {
	case !hasMethod || o.TokenEndpointAuthMethod == "":
	case o.TokenEndpointAuthMethod == "private_key_jwt":
		if !hasKey {
			d.fail(method.at(), method.path, `"private_key_jwt" needs "privateKey"`)
		}
	case hasKey:
		d.fail(method.at(), method.path, `%q contradicts "privateKey"; keep one of the two`, o.TokenEndpointAuthMethod)
	case o.TokenEndpointAuthMethod == "none" && hasSecret:
		d.fail(method.at(), method.path, `"none" contradicts "clientSecret"; keep one of the two`)
	case o.TokenEndpointAuthMethod != "none" && hasID && !hasSecret:
		d.fail(method.at(), method.path, `%q needs "clientSecret"`, o.TokenEndpointAuthMethod)
	}
	if at, ok := d.has(n, "redirectUri"); ok && o.CallbackPort != 0 {
		if u, err := url.Parse(o.RedirectURI); err == nil && u.Host != "" && u.Port() != fmt.Sprint(o.CallbackPort) {
			d.fail(at.at(), at.path, `its port contradicts "callbackPort"; leave "callbackPort" out`)
		}
	}
}

func checkAuthorizationServer(d *decoder, n node, _ *AuthorizationServer) {
	d.need(n, "an object gives the endpoints; for an issuer alone write it as a string", "authorizationEndpoint", "tokenEndpoint")
}
