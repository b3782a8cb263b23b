package oauth

import (
	"net/http"
	"slices"
	"strings"

	"ncp/tokenstore"
)

// challenge is what we read of a Bearer challenge (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC 9728 section 5.1).
type challenge struct {
	errorCode string
	scopes    []string
	metadata  string // resource_metadata
}

// parseChallenges reads the first Bearer challenge of an answer. What is malformed is as if it were not there.
func parseChallenges(h http.Header) challenge {
	for _, line := range h.Values("WWW-Authenticate") {
		p := challengeParser{rest: line}
		for scheme, params, ok := p.next(); ok; scheme, params, ok = p.next() {
			if strings.EqualFold(scheme, "Bearer") {
				return challenge{params["error"], scopeTokens(params["scope"]), params["resource_metadata"]}
			}
		}
	}
	return challenge{}
}

// without drops what a server has put of our own token into its challenge.
func (c challenge) without(tokens *tokenstore.Tokens) challenge {
	if tokens == nil {
		return c
	}
	token := tokens.AccessToken.Reveal()
	c.scopes = slices.DeleteFunc(c.scopes, func(s string) bool { return strings.Contains(s, token) })
	if strings.Contains(c.metadata, token) {
		c.metadata = ""
	}
	return c
}

// scopeTokens splits a list of scopes and drops what can be none (RFC 6749 section 3.3), as they are shown to people.
func scopeTokens(list string) []string {
	return slices.DeleteFunc(strings.Fields(list), func(s string) bool { return !isScope(s) })
}

func isScope(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' })
}

// challengeParser reads the list of challenges of one header line. Its trouble is that a comma separates challenges as well
// as their parameters: only "token SP" or "token" alone begins a challenge, "token =" continues one.
type challengeParser struct{ rest string }

// next returns the next challenge with its parameters, their names in lower case. ok is false at the end, and where the line
// does not follow the grammar.
func (p *challengeParser) next() (scheme string, params map[string]string, ok bool) {
	p.skip(" \t,")
	if scheme = p.token(); scheme == "" {
		return "", nil, false
	}
	params = map[string]string{}
	if !strings.HasPrefix(p.rest, " ") && !strings.HasPrefix(p.rest, "\t") {
		return scheme, params, p.rest == "" || p.rest[0] == ','
	}
	if p.token68() {
		return scheme, params, true
	}
	for {
		p.skip(" \t,")
		before := p.rest
		name := p.token()
		p.skip(" \t")
		if name == "" || !strings.HasPrefix(p.rest, "=") {
			// The next challenge, or the end.
			p.rest = before
			return scheme, params, before == "" || name != ""
		}
		p.rest = p.rest[1:]
		p.skip(" \t")
		value, ok := p.value()
		if !ok {
			return "", nil, false
		}
		if name = strings.ToLower(name); params[name] == "" {
			params[name] = value
		}
	}
}

func (p *challengeParser) skip(chars string) { p.rest = strings.TrimLeft(p.rest, chars) }

// token68 takes the one value that some schemes have in place of parameters (RFC 9110 section 11.2), if it is one.
func (p *challengeParser) token68() bool {
	rest := strings.TrimLeft(p.rest, " \t")
	value := strings.TrimLeftFunc(rest, func(r rune) bool { return r < 0x80 && (isTokenChar(byte(r)) || r == '/') })
	end := strings.TrimLeft(strings.TrimLeft(value, "="), " \t")
	if value == rest || end != "" && end[0] != ',' {
		return false
	}
	p.rest = end
	return true
}

// token takes a token of RFC 9110 section 5.6.2, "" if there is none.
func (p *challengeParser) token() string {
	end := 0
	for end < len(p.rest) && isTokenChar(p.rest[end]) {
		end++
	}
	token := p.rest[:end]
	p.rest = p.rest[end:]
	return token
}

func isTokenChar(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// value takes a quoted string, or what stands up to the next comma or space: some servers do not quote URLs.
func (p *challengeParser) value() (string, bool) {
	if !strings.HasPrefix(p.rest, `"`) {
		end := strings.IndexAny(p.rest, " \t,")
		if end < 0 {
			end = len(p.rest)
		}
		value := p.rest[:end]
		p.rest = p.rest[end:]
		return value, value != ""
	}
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; c {
		case '"':
			p.rest = p.rest[i+1:]
			return b.String(), p.rest == "" || strings.IndexByte(" \t,", p.rest[0]) >= 0
		case '\\':
			if i++; i < len(p.rest) {
				b.WriteByte(p.rest[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
