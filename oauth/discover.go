package oauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// authority is the authorization server that a sign-in goes to.
type authority struct {
	metadata
	resource string   // resource parameter (RFC 8707) of all requests to it, "" for none
	scopes   []string // scopes_supported of the protected resource
}

// metadata is what we read of RFC 8414 and OpenID Connect Discovery.
type metadata struct {
	Issuer                string   `json:"issuer"`
	AuthorizationEndpoint string   `json:"authorization_endpoint"`
	TokenEndpoint         string   `json:"token_endpoint"`
	RegistrationEndpoint  string   `json:"registration_endpoint"`
	DeviceEndpoint        string   `json:"device_authorization_endpoint"` // RFC 8628 section 4
	RevocationEndpoint    string   `json:"revocation_endpoint"`           // RFC 7009
	UserinfoEndpoint      string   `json:"userinfo_endpoint"`             // OpenID Connect Core section 5.3
	Scopes                []string `json:"scopes_supported"`
	AuthMethods           []string `json:"token_endpoint_auth_methods_supported"`
	ChallengeMethods      []string `json:"code_challenge_methods_supported"`
	ClientDocuments       bool     `json:"client_id_metadata_document_supported"`
	IssInResponse         bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207
}

// resourceMetadata is what we read of RFC 9728.
type resourceMetadata struct {
	Resource string   `json:"resource"`
	Servers  []string `json:"authorization_servers"`
	Scopes   []string `json:"scopes_supported"`
}

// discover finds the authorization server. metadataURL is resource_metadata of the challenge, if there was one; known is the
// issuer that we have credentials for, which is preferred.
func (t *Transport) discover(ctx context.Context, metadataURL, known string) (*authority, error) {
	own := t.set.AuthorizationServer
	if own.Token != "" {
		return t.checked(&authority{
			metadata: metadata{
				Issuer: own.Issuer, AuthorizationEndpoint: own.Authorization, TokenEndpoint: own.Token, RegistrationEndpoint: own.Registration,
				ChallengeMethods: []string{"S256"},
			}, // whoever writes the endpoints down answers for that
			resource: t.resource(t.set.URL),
		})
	}
	resource, err := t.resourceMetadata(ctx, metadataURL)
	if err != nil {
		return nil, err
	}
	issuers := []string{own.Issuer}
	switch {
	case own.Issuer != "":
	case resource == nil:
		return t.guessed(ctx)
	case len(resource.Servers) == 0:
		return nil, &RuleError{ruleServers, TheServer, `"oauth21": {"authorizationServer": "https://..."}`, errors.New(
			`the server's protected resource metadata names no authorization server; name it in "oauth21.authorizationServer" if you know it`)}
	default:
		issuers = slices.Clone(resource.Servers)
		slices.SortStableFunc(issuers, func(a, b string) int { return order(sameIssuer(b, known)) - order(sameIssuer(a, known)) })
	}
	var failures []error
	for _, issuer := range issuers[:min(len(issuers), maxIssuers)] {
		m, err := t.serverMetadata(ctx, issuer, sameIssuer)
		if err == nil {
			a := &authority{metadata: *m, resource: t.resource(t.set.URL)}
			if resource != nil {
				a.resource, a.scopes = t.resource(resource.Resource), resource.Scopes
			}
			if a, err = t.checked(a); err == nil {
				return a, nil
			}
		}
		failures = append(failures, fmt.Errorf("authorization server %s: %w", quoted(issuer), err))
	}
	return nil, errors.Join(failures...)
}

const maxIssuers = 5 // tried of those that a server names

func order(preferred bool) int {
	if preferred {
		return 1
	}
	return 0
}

// resource is the resource parameter to send where the server's own identifier is id.
func (t *Transport) resource(id string) string {
	switch t.set.Resource {
	case "":
		return id
	case ResourceOmit:
		return ""
	}
	return t.set.Resource
}

// resourceMetadata reads the protected resource metadata (RFC 9728 sections 3 and 5): where the challenge says, else at the
// well-known place for the server's path, else for its root. It is nil if there is none.
func (t *Transport) resourceMetadata(ctx context.Context, advertised string) (*resourceMetadata, error) {
	root := url.URL{Scheme: t.server.Scheme, Host: t.server.Host}
	const wellKnown = "/.well-known/oauth-protected-resource"
	var places []string
	if advertised != "" {
		if _, err := t.web.check("resource_metadata of the server's challenge", advertised); err != nil {
			return nil, err
		}
		places = append(places, advertised)
	} else {
		if path := strings.TrimSuffix(t.server.EscapedPath(), "/"); path != "" {
			places = append(places, root.String()+wellKnown+path+query(t.server))
		}
		places = append(places, root.String()+wellKnown)
	}
	var down error // what could not be read just now is no reason to guess
	for _, place := range places {
		if _, err := t.web.check("the server's URL", place); err != nil {
			return nil, err
		}
		var m resourceMetadata
		err := t.web.get(ctx, place, &m)
		if advertised == "" && (isAbsent(err) || err == nil && m.Resource == "" && m.Servers == nil) {
			continue // many servers answer any path with a page, or with JSON of their own
		}
		if err != nil {
			down = cmp.Or[error](down, &TemporaryError{err: fmt.Errorf("read the protected resource metadata %s: %w", quoted(place), err)})
			continue
		}
		// A document is for the identifier that its place was made from (RFC 9728 section 3.3): at the root that is the origin.
		atRoot := advertised == "" && place == root.String()+wellKnown && sameURL(m.Resource, root.String())
		if !atRoot && !sameURL(m.Resource, t.set.URL) && (t.set.Resource == "" || m.Resource != t.set.Resource) {
			return nil, &RuleError{ruleResource, TheServer, fmt.Sprintf(`"oauth21": {"resource": %q}`, quoted(m.Resource)), fmt.Errorf(
				`the protected resource metadata %s is for %q, not for this server (%s); if both are the same server, set "oauth21.resource" to %q`,
				quoted(place), quoted(m.Resource), t.set.URL, quoted(m.Resource))}
		}
		return &m, nil
	}
	return nil, down
}

func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

// sameURL compares identifiers of a resource: plainly, but for one slash at the end and the spelling of the origin.
func sameURL(a, b string) bool {
	ua, erra := url.Parse(a)
	ub, errb := url.Parse(b)
	return erra == nil && errb == nil && ua.Host != "" && origin(ua) == origin(ub) &&
		strings.TrimSuffix(ua.EscapedPath(), "/") == strings.TrimSuffix(ub.EscapedPath(), "/") && ua.RawQuery == ub.RawQuery && ua.Fragment == ub.Fragment
}

// sameIssuer compares issuers plainly, but for one slash at the end, which some servers have in one place only.
func sameIssuer(a, b string) bool { return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/") }

// guessed is the way of the revision 2025-03-26 for a server without any protected resource metadata: its own origin is the
// authorization server, with endpoints at fixed paths if it has no metadata either.
func (t *Transport) guessed(ctx context.Context) (*authority, error) {
	root := t.server.Scheme + "://" + t.server.Host
	// That revision has no rule for the issuer; any within the origin is the origin's own word.
	m, err := t.serverMetadata(ctx, root, func(issuer, root string) bool {
		u, err := url.Parse(issuer)
		return err == nil && origin(u) == origin(t.server)
	})
	if errors.Is(err, errNoMetadata) {
		m, err = &metadata{
			Issuer: root, AuthorizationEndpoint: root + "/authorize", TokenEndpoint: root + "/token", RegistrationEndpoint: root + "/register",
			ChallengeMethods: []string{"S256"}, // which that revision demands of it
		}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("authorization server %s: %w", root, err)
	}
	return t.checked(&authority{metadata: *m, resource: t.resource(t.set.URL)})
}

// errNoMetadata is an authorization server that has no metadata at any of its places.
var errNoMetadata error = &RuleError{
	ruleMetadata, TheAuthority, `"oauth21": {"authorizationServer": {"authorizationEndpoint": "https://...", "tokenEndpoint": "https://..."}}`,
	errors.New("it has no metadata, so ncp cannot know that it is safe (PKCE)"),
}

// serverMetadata reads the metadata of an issuer: RFC 8414 section 3.1, then OpenID Connect with its path inserted and appended.
// accept judges the issuer that the document names.
func (t *Transport) serverMetadata(ctx context.Context, issuer string, accept func(named, issuer string) bool) (*metadata, error) {
	u, err := t.web.check("the issuer", issuer)
	if err != nil {
		return nil, err
	}
	root, path := u.Scheme+"://"+u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
	places := []string{root + "/.well-known/oauth-authorization-server" + path, root + "/.well-known/openid-configuration" + path}
	if path != "" {
		places = append(places, root+path+"/.well-known/openid-configuration")
	}
	result := errNoMetadata
	for _, place := range places {
		var m metadata
		switch err := t.web.get(ctx, place, &m); {
		case err == nil && m.TokenEndpoint != "":
			if !accept(m.Issuer, issuer) && !t.set.AllowIssuerMismatch {
				return nil, &RuleError{ruleIssuer, TheAuthority, `"oauth21": {"issuerMismatch": "allow"}`, fmt.Errorf(
					`its metadata (%s) says that the issuer is %q; a server that answers for another may be an attack; `+
						`if its maker says that this is right, set "oauth21.issuerMismatch": "allow"`, place, quoted(m.Issuer))}
			}
			return &m, nil
		case err != nil && !isAbsent(err):
			result = &TemporaryError{err: fmt.Errorf("read its metadata %s: %w", place, err)}
		}
	}
	return nil, result
}

// isAbsent reports whether an error means that there is no document, rather than that it could not be read just now.
func isAbsent(err error) bool {
	s, ok := errors.AsType[*statusError](err)
	return ok && s.status < 500 && s.status != 429 || errors.Is(err, errNoJSON)
}

// checked refuses an authorization server that we must not send anybody to.
func (t *Transport) checked(a *authority) (*authority, error) {
	if t.set.ClientCredentials { // neither page nor code, so none of what protects them
		_, err := t.web.check("the token endpoint", a.TokenEndpoint)
		return a, err
	}
	for what, address := range map[string]string{"the authorization endpoint": a.AuthorizationEndpoint, "the token endpoint": a.TokenEndpoint} {
		if _, err := t.web.check(what, address); err != nil {
			return nil, err
		}
	}
	if a.RegistrationEndpoint != "" {
		if _, err := t.web.check("the registration endpoint", a.RegistrationEndpoint); err != nil {
			return nil, err
		}
	}
	switch {
	case slices.Contains(a.ChallengeMethods, "S256"):
	case len(a.ChallengeMethods) > 0:
		return nil, &RuleError{rulePKCE, TheAuthority, "", fmt.Errorf(
			"it supports PKCE with %s only, not with S256, without which a stolen code can be used", quoted(strings.Join(a.ChallengeMethods, ", ")))}
	case !t.set.AllowPKCEUnadvertised:
		return nil, &RuleError{rulePKCE, TheAuthority, `"oauth21": {"pkceUnadvertised": "allow"}`, errors.New(
			`it does not say that it supports PKCE with S256, without which a stolen code can be used; ` +
				`if its maker says that it does (Microsoft Entra does), set "oauth21.pkceUnadvertised": "allow"`)}
	}
	return a, nil
}
