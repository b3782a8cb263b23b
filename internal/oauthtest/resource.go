package oauthtest

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Resource is a protected server: it wants a token of its authority at /mcp, and says so as RFC 9728 wants it. With a token it
// answers "ok".
type Resource struct {
	*httptest.Server

	sync.Mutex                // guards what follows
	Metadata   map[string]any // its protected resource metadata; nil serves none
	Others     http.Handler   // answers all other paths, whose requests are noted in Asked; nil knows none
	Asked      []string       // paths beside /mcp, in order
	Challenge  string         // WWW-Authenticate of its 401, %s is its URL; empty sends none
	Audience   string         // that a token must be for
	Scopes     []string       // that a token must have
	Tokens     []string       // Authorization headers that came, in order
	open       bool           // wants no token at all
	instead    int            // status of every answer, 0 for none
	header     http.Header    // of those
	Handler    http.Handler   // answers with a token; nil says "ok"

	authority *Authority
}

// NewResource starts a protected server of an authority. Its URL is that of /mcp.
func NewResource(t testing.TB, a *Authority) *Resource {
	t.Helper()
	r := &Resource{authority: a, Challenge: `Bearer resource_metadata="%s/.well-known/oauth-protected-resource/mcp"`}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/oauth-protected-resource/mcp", func(w http.ResponseWriter, req *http.Request) {
		r.Lock()
		metadata := r.Metadata
		r.Unlock()
		if metadata == nil {
			r.other(w, req)
			return
		}
		r.note(req)
		answer(w, http.StatusOK, metadata)
	})
	mux.HandleFunc("/", r.other)
	mux.HandleFunc("/mcp", func(w http.ResponseWriter, req *http.Request) {
		r.Lock()
		handler := r.Handler
		defer func() {
			r.Unlock()
			if handler != nil {
				handler.ServeHTTP(w, req)
			}
		}()
		r.Tokens = append(r.Tokens, req.Header.Get("Authorization"))
		known, enough := r.authority.Allows(req.Header.Get("Authorization"), r.Audience, r.Scopes...)
		if r.instead != 0 {
			maps.Copy(w.Header(), r.header)
			w.WriteHeader(r.instead)
			handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
			return
		}
		if r.open {
			known, enough = true, true
		}
		switch {
		case !known:
			handler = nil
			if r.Challenge != "" {
				w.Header().Set("WWW-Authenticate", strings.ReplaceAll(r.Challenge, "%s", strings.TrimSuffix(r.URL, "/mcp")))
			}
			w.WriteHeader(http.StatusUnauthorized)
		case !enough:
			handler = nil
			w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="insufficient_scope", scope=%q`, strings.Join(r.Scopes, " ")))
			w.WriteHeader(http.StatusForbidden)
		case handler == nil:
			_, _ = w.Write([]byte("ok"))
		}
	})
	r.Server = httptest.NewServer(mux)
	t.Cleanup(func() { r.CloseClientConnections(); r.Close() })
	r.URL += "/mcp"
	r.Audience = r.URL
	r.Metadata = map[string]any{"resource": r.URL, "authorization_servers": []string{a.URL}}
	return r
}

// Instead makes the server answer everything at /mcp with a status and these headers.
func (r *Resource) Instead(status int, header http.Header) {
	r.Lock()
	defer r.Unlock()
	r.instead, r.header = status, header
}

// SetOpen makes the server want no token.
func (r *Resource) SetOpen() {
	r.Lock()
	defer r.Unlock()
	r.open = true
}

func (r *Resource) note(req *http.Request) http.Handler {
	r.Lock()
	defer r.Unlock()
	r.Asked = append(r.Asked, req.URL.Path)
	return r.Others
}

func (r *Resource) other(w http.ResponseWriter, req *http.Request) {
	if others := r.note(req); others != nil {
		others.ServeHTTP(w, req)
		return
	}
	http.NotFound(w, req)
}

// SetAuthority makes it want the tokens of another one.
func (r *Resource) SetAuthority(a *Authority) {
	r.Lock()
	defer r.Unlock()
	r.authority = a
}

// Seen returns the Authorization headers that came since the last time.
func (r *Resource) Seen() []string {
	r.Lock()
	defer r.Unlock()
	seen := r.Tokens
	r.Tokens = nil
	return seen
}
