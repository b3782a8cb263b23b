package config

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"ncp/internal/secret"
)

// Redact returns the file in data with its secrets replaced by "[redacted]" and every other byte as it is, for showing it to a person.
// Hidden are token, password, clientSecret, privateKey, the values of headers and env, user, password and query values in a url, what follows a flag
// in args that is named like a secret, the values of keys that are not known, and the texts in comments, which may be entries
// commented out. A value that consists of references alone, without defaults, stays. What it cannot know is prose in comments and secrets
// in args without a flag. The error, of type Problems, is for a file that does not parse: nothing of it can be shown safely.
func Redact(data []byte) ([]byte, error) {
	doc, problem := parseDocument("", data)
	if problem != nil {
		return nil, Problems{*problem}
	}
	r := newRedactor(doc)
	r.object(&doc.root, "")
	r.comments()
	return append(bytes.Clone(data[:len(data)-len(doc.text)]), apply(doc.text, r.outermost())...), nil
}

// HoldsSecrets reports whether the file in data, which has to parse, has a secret in clear: one that Redact hides outside of comments.
func HoldsSecrets(data []byte) bool {
	doc, problem := parseDocument("", data)
	if problem != nil {
		return false
	}
	r := newRedactor(doc)
	r.object(&doc.root, "")
	return len(r.edits) > 0
}

// Standard returns the file in data, which has to parse, as JSON without comments and trailing commas.
func Standard(data []byte) []byte {
	plain, err := hujson.Standardize(data)
	if err != nil {
		return []byte("{}")
	}
	return plain
}

// outermost returns the edits without those of comments inside a value that is hidden as a whole.
func (r *redactor) outermost() []edit {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.from - b.from })
	end := 0
	return slices.DeleteFunc(r.edits, func(e edit) bool {
		if e.from < end {
			return true
		}
		end = e.to
		return false
	})
}

type redactor struct {
	doc   *document
	known map[string]Key // by path, with * for the names of servers
	edits []edit
}

func newRedactor(doc *document) *redactor {
	r := &redactor{doc: doc, known: map[string]Key{"mcpServers.*": {Type: "object"}}}
	for _, k := range Keys() {
		r.known[k.Path] = k
	}
	return r
}

const hiddenText = `"` + secret.Redacted + `"`

// hide replaces a value, unless it is made of references alone.
func (r *redactor) hide(v *hujson.Value) {
	if s, ok := v.Value.(hujson.Literal); ok && s.Kind() == '"' && onlyReferences(s.String()) {
		return
	}
	r.edits = append(r.edits, edit{v.StartOffset, v.EndOffset, hiddenText})
}

// object redacts the members of v, or all of v if it is no object.
func (r *redactor) object(v *hujson.Value, path string) {
	object, ok := v.Value.(*hujson.Object)
	if !ok {
		r.hide(v)
		return
	}
	for i := range object.Members {
		m := &object.Members[i]
		below := memberName(m)
		if path == "mcpServers" {
			below = "*"
		}
		if path != "" {
			below = path + "." + below
		}
		r.value(&m.Value, below)
	}
}

func (r *redactor) value(v *hujson.Value, path string) {
	k, known := r.known[path]
	switch {
	case !known:
		if kind := v.Value.Kind(); kind != 't' && kind != 'f' && kind != 'n' {
			r.hide(v)
		}
	case k.Ignored:
	case k.Secret && k.Type == "object of strings":
		r.strings(v)
	case k.Secret:
		r.hide(v)
	case path == "mcpServers.*.url":
		r.url(v)
	case path == "mcpServers.*.args":
		r.args(v)
	case strings.HasPrefix(k.Type, "string or object") && v.Value.Kind() == '"':
	case strings.Contains(k.Type, "object") && k.Type != "object of strings":
		r.object(v, path)
	case isNested(v) && k.Type != "object of strings" && k.Type != "list of strings":
		r.hide(v) // not what belongs here
	}
}

// strings hides every value of the object v.
func (r *redactor) strings(v *hujson.Value) {
	object, ok := v.Value.(*hujson.Object)
	if !ok {
		r.hide(v)
		return
	}
	for i := range object.Members {
		r.hide(&object.Members[i].Value)
	}
}

// url hides parts of an address.
func (r *redactor) url(v *hujson.Value) {
	s, ok := v.Value.(hujson.Literal)
	if !ok || s.Kind() != '"' {
		r.hide(v)
		return
	}
	if shown := redactURL(s.String()); shown != s.String() {
		r.edits = append(r.edits, edit{v.StartOffset, v.EndOffset, string(hujson.String(shown))})
	}
}

// redactURL hides the user, the password and the query values. It takes any text, because what does not parse may hold them too.
func redactURL(s string) string {
	s, query, hasQuery := strings.Cut(s, "?")
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		if at := strings.LastIndexByte(host, '@'); at >= 0 && !onlyReferences(host[:at]) {
			s = scheme + "://" + secret.Redacted + rest[at:]
		}
	}
	if !hasQuery {
		return s
	}
	params := strings.Split(query, "&")
	for i, p := range params {
		name, value, ok := strings.Cut(p, "=")
		switch {
		case ok && value != "" && !onlyReferences(value):
			params[i] = name + "=" + secret.Redacted
		case !ok && p != "" && !onlyReferences(p):
			params[i] = secret.Redacted
		}
	}
	return s + "?" + strings.Join(params, "&")
}

var secretWord = regexp.MustCompile(`(?i)token|secret|passw|key|auth|credential|header|cookie|bearer|^-+[hpu]$`)

// args hides what follows a flag that is named like a secret, behind a "=" or as the next argument.
func (r *redactor) args(v *hujson.Value) {
	list, ok := v.Value.(*hujson.Array)
	if !ok {
		r.hide(v)
		return
	}
	expected := false // the next argument is the value of a flag
	for i := range list.Elements {
		e := &list.Elements[i]
		s, ok := e.Value.(hujson.Literal)
		if !ok || s.Kind() != '"' || expected {
			r.hide(e)
			expected = false
			continue
		}
		arg := s.String()
		name, value, hasValue := strings.Cut(arg, "=")
		switch {
		case !secretWord.MatchString(name):
			if strings.Contains(arg, "://") {
				r.url(e)
			}
		case hasValue && !onlyReferences(value):
			r.edits = append(r.edits, edit{e.StartOffset, e.EndOffset, string(hujson.String(name + "=" + secret.Redacted))})
		case !hasValue:
			expected = strings.HasPrefix(name, "-")
		}
	}
}

var quoted = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"(\s*:)?`)

// comments hides every text in double quotes that is not followed by a colon.
func (r *redactor) comments() {
	text := r.doc.text
	for at := 0; at < len(text); at++ {
		length := 0
		switch {
		case text[at] == '"':
			for at++; text[at] != '"'; at++ {
				if text[at] == '\\' {
					at++
				}
			}
		case bytes.HasPrefix(text[at:], []byte("//")):
			length = skipTo(text[at:], "\n")
		case bytes.HasPrefix(text[at:], []byte("/*")):
			length = 2 + skipTo(text[at+2:], "*/")
		}
		if length == 0 {
			continue
		}
		for _, m := range quoted.FindAllSubmatchIndex(text[at:at+length], -1) {
			if isName := m[2] >= 0; !isName && !onlyReferences(string(text[at+m[0]+1:at+m[1]-1])) {
				r.edits = append(r.edits, edit{at + m[0], at + m[1], hiddenText})
			}
		}
		at += length - 1
	}
}

// onlyReferences reports whether s is made of references, at least one, and none with a default, which may be a secret itself.
func onlyReferences(s string) bool {
	pieces, err := splitReferences(s)
	for _, p := range pieces {
		if p.ref == nil || p.ref.fallback != "" {
			return false
		}
	}
	return err == nil && len(pieces) > 0
}
