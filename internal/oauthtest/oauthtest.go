// Package oauthtest is a strict authorization server and an MCP server behind it, in process, for tests.
// What it demands it demands as the RFCs do: PKCE, exact redirect URIs, one use of a code, rotation with reuse detection; it
// counts what it is asked, and a test can put a fault in front of any path.
// It is not for use outside tests: it approves whatever it is asked, at once.
package oauthtest

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Authority is the authorization server. Its settings may be changed before its first request, or under Lock.
type Authority struct {
	*httptest.Server

	sync.Mutex                             // guards what follows
	Metadata   map[string]any              // served at both well-known places; a test may change and delete
	Places     []string                    // paths that serve the metadata instead of the well-known ones
	Lifetime   time.Duration               // of access tokens; 0 sends no expires_in
	NoRefresh  bool                        // gives no refresh tokens
	Forgetful  bool                        // has forgotten each grant by its first refresh
	Slow       time.Duration               // the token endpoint takes before it answers
	Replays    int                         // refresh tokens that came a second time
	Reuse      bool                        // honours the previous refresh token until the new one is used
	Device     Device                      // the sign-in by codes
	Person     string                      // who signs in; said in an ID token where openid is asked for
	IDTokenFor string                      // the audience of ID tokens, instead of the client
	Deny       bool                        // the person refuses
	Scope      string                      // granted instead of what is asked, if not empty
	NoResource bool                        // refuses the resource parameter (RFC 8707), as Microsoft Entra does
	Forms      bool                        // answers token requests as a form, as GitHub does
	Unknown    int                         // status for an unknown client; 0 is 401
	Fault      map[string]http.HandlerFunc // by path, in front of the handler
	Assertion  func(jwt string) bool       // judges the assertion of a client with private_key_jwt
	AfterCode  func(values url.Values)     // changes the answer that the browser takes back

	Requests []Request // all, in order

	clients  map[string]registered
	codes    map[string]grant
	access   map[string]grant
	refresh  map[string]string // refresh token -> family
	previous map[string]string // family -> the one before
	families map[string]grant  // ended families are absent
}

// Request is what the server was asked.
type Request struct {
	Path   string
	Method string
	Header http.Header
	Form   url.Values // of the query and of the body
	Body   string     // of a registration
}

type registered struct {
	redirects []string
	secret    string
	method    string
	grants    []string
}

type grant struct {
	client, redirect, challenge, resource, scope string
	expires                                      time.Time
}

// NewAuthority starts an authorization server that ends with the test.
func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	a := &Authority{
		Lifetime: time.Hour, Fault: map[string]http.HandlerFunc{}, clients: map[string]registered{}, codes: map[string]grant{},
		access: map[string]grant{}, refresh: map[string]string{}, previous: map[string]string{}, families: map[string]grant{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", a.metadata)
	mux.HandleFunc("POST /register", a.register)
	mux.HandleFunc("GET /authorize", a.authorize)
	mux.HandleFunc("POST /token", a.token)
	mux.HandleFunc("POST /device", a.device)
	mux.HandleFunc("POST /revoke", a.revoke)
	a.Server = httptest.NewServer(a.recorded(mux))
	t.Cleanup(func() { a.CloseClientConnections(); a.Close() })
	a.Metadata = map[string]any{
		"issuer": a.URL, "authorization_endpoint": a.URL + "/authorize", "token_endpoint": a.URL + "/token",
		"registration_endpoint": a.URL + "/register", "code_challenge_methods_supported": []string{"S256"},
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code", "refresh_token"},
		"token_endpoint_auth_methods_supported":          []string{"none", "client_secret_basic", "client_secret_post"},
		"authorization_response_iss_parameter_supported": true,
	}
	return a
}

// recorded notes each request and lets a fault go first.
func (a *Authority) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := Request{Path: r.URL.Path, Method: r.Method, Header: r.Header.Clone()}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			var raw json.RawMessage
			_ = json.NewDecoder(r.Body).Decode(&raw)
			seen.Body = string(raw)
		}
		_ = r.ParseForm()
		seen.Form = r.Form
		a.Lock()
		a.Requests = append(a.Requests, seen)
		fault := a.Fault[r.URL.Path]
		a.Unlock()
		if fault != nil {
			fault(w, r)
			return
		}
		if seen.Body != "" {
			r.Header.Set("X-Test-Body", seen.Body)
		}
		next.ServeHTTP(w, r)
	})
}

// Count is how many requests there were to a path.
func (a *Authority) Count(path string) int { return len(a.To(path)) }

// To returns the requests to a path, in order.
func (a *Authority) To(path string) []Request {
	a.Lock()
	defer a.Unlock()
	var found []Request
	for _, r := range a.Requests {
		if r.Path == path {
			found = append(found, r)
		}
	}
	return found
}

// SetFault puts a handler in front of a path; nil takes it away.
func (a *Authority) SetFault(path string, fault http.HandlerFunc) {
	a.Lock()
	defer a.Unlock()
	a.Fault[path] = fault
}

// Forget makes all clients unknown.
func (a *Authority) Forget() {
	a.Lock()
	defer a.Unlock()
	clear(a.clients)
}

// Revoke ends all grants.
func (a *Authority) Revoke() {
	a.Lock()
	defer a.Unlock()
	clear(a.access)
	clear(a.families)
}

// ExpireAccess ends all access tokens, and no grant.
func (a *Authority) ExpireAccess() {
	a.Lock()
	defer a.Unlock()
	clear(a.access)
}

// AddClient makes a client known that was registered by hand.
func (a *Authority) AddClient(id, secret, method string, redirects ...string) {
	a.Lock()
	defer a.Unlock()
	a.clients[id] = registered{redirects, secret, method, []string{deviceGrant}}
}

// Allows reports whether an Authorization header holds a token that is good for a resource and has the scopes.
func (a *Authority) Allows(header, resource string, scopes ...string) (known, enough bool) {
	a.Lock()
	defer a.Unlock()
	g, ok := a.access[strings.TrimPrefix(header, "Bearer ")]
	if !ok || !strings.HasPrefix(header, "Bearer ") || !g.expires.IsZero() && time.Now().After(g.expires) || g.resource != "" && g.resource != resource {
		return false, false
	}
	have := strings.Fields(g.scope)
	for _, s := range scopes {
		if !slices.Contains(have, s) {
			return true, false
		}
	}
	return true, true
}

func (a *Authority) metadata(w http.ResponseWriter, r *http.Request) {
	a.Lock()
	defer a.Unlock()
	found := slices.Contains(a.Places, r.URL.Path)
	if a.Places == nil {
		found = strings.HasPrefix(r.URL.Path, "/.well-known/oauth-authorization-server") || strings.HasPrefix(r.URL.Path, "/.well-known/openid-configuration")
	}
	if a.Metadata == nil || !found {
		http.NotFound(w, r)
		return
	}
	answer(w, http.StatusOK, a.Metadata)
}

func (a *Authority) register(w http.ResponseWriter, r *http.Request) {
	var ask map[string]any
	if err := json.Unmarshal([]byte(r.Header.Get("X-Test-Body")), &ask); err != nil {
		refuse(w, "invalid_client_metadata")
		return
	}
	c := registered{method: fmt.Sprint(ask["token_endpoint_auth_method"])}
	list, _ := ask["redirect_uris"].([]any)
	for _, uri := range list {
		c.redirects = append(c.redirects, fmt.Sprint(uri))
	}
	grants, _ := ask["grant_types"].([]any)
	for _, g := range grants {
		c.grants = append(c.grants, fmt.Sprint(g))
	}
	if len(c.redirects) == 0 {
		refuse(w, "invalid_redirect_uri")
		return
	}
	id := "client-" + random()
	ask["client_id"] = id
	if c.method != "none" {
		c.secret = "secret-" + random()
		ask["client_secret"] = c.secret
	}
	a.Lock()
	a.clients[id] = c
	a.Unlock()
	answer(w, http.StatusCreated, ask)
}

func (a *Authority) authorize(w http.ResponseWriter, r *http.Request) {
	a.Lock()
	defer a.Unlock()
	q := r.URL.Query()
	c, known := a.clients[q.Get("client_id")]
	redirect := q.Get("redirect_uri")
	if !known || !slices.Contains(c.redirects, redirect) {
		http.Error(w, "unknown client or redirect URI", http.StatusBadRequest)
		return
	}
	back := url.Values{"state": {q.Get("state")}}
	if issuer, ok := a.Metadata["issuer"].(string); ok {
		back.Set("iss", issuer)
	}
	switch {
	case a.NoResource && q.Has("resource"):
		back.Set("error", "invalid_target")
	case a.Deny:
		back.Set("error", "access_denied")
	case q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(q.Get("state")) < 43:
		back.Set("error", "invalid_request")
	default:
		code := "code-" + random()
		a.codes[code] = grant{client: q.Get("client_id"), redirect: redirect, challenge: q.Get("code_challenge"), resource: q.Get("resource"), scope: q.Get("scope")}
		back.Set("code", code)
	}
	if a.AfterCode != nil {
		a.AfterCode(back)
	}
	http.Redirect(w, r, redirect+"?"+back.Encode(), http.StatusFound)
}

// token does what was asked, and may take its time to say so: who has gone meanwhile has lost the answer, not the change.
func (a *Authority) token(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	a.answerToken(answer, r)
	a.Lock()
	slow := a.Slow
	a.Unlock()
	select {
	case <-time.After(slow):
	case <-r.Context().Done():
		return
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

func (a *Authority) answerToken(w http.ResponseWriter, r *http.Request) {
	a.Lock()
	defer a.Unlock()
	id, c, known := a.client(r)
	if !known {
		answer(w, cmp.Or(a.Unknown, http.StatusUnauthorized), map[string]string{"error": "invalid_client"})
		return
	}
	if a.NoResource && r.PostForm.Has("resource") {
		refuse(w, "invalid_target")
		return
	}
	switch r.PostForm.Get("grant_type") {
	case deviceGrant:
		a.redeemDevice(w, r, id)
	case "client_credentials":
		if c.method == "none" {
			refuse(w, "unauthorized_client")
			return
		}
		a.grant(w, random(), grant{client: id, resource: r.PostForm.Get("resource"), scope: r.PostForm.Get("scope")})
	case "authorization_code":
		code := r.PostForm.Get("code")
		g, ok := a.codes[code]
		delete(a.codes, code)
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		if !ok || g.client != id || g.redirect != r.PostForm.Get("redirect_uri") || g.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) || g.resource != r.PostForm.Get("resource") {
			refuse(w, "invalid_grant")
			return
		}
		a.grant(w, random(), g)
	case "refresh_token":
		token := r.PostForm.Get("refresh_token")
		family, ok := a.refresh[token]
		g, alive := a.families[family]
		alive = alive && !a.Forgetful
		if !ok && a.Reuse {
			for f, p := range a.previous {
				if p == token {
					family = f
					g, alive = a.families[f]
					ok = true
				}
			}
		}
		if !ok || !alive || g.client != id {
			for f, p := range a.previous { // a replay ends the whole family
				if p == token {
					a.Replays++
					delete(a.families, f)
				}
			}
			refuse(w, "invalid_grant")
			return
		}
		delete(a.refresh, token)
		if a.previous[family] != token {
			a.previous[family] = token
		}
		a.grant(w, family, g)
	default:
		refuse(w, "unsupported_grant_type")
	}
}

// client is who sends a request, and whether that is proved. The lock is held.
func (a *Authority) client(r *http.Request) (id string, c registered, known bool) {
	id, secret, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	c, known = a.clients[id]
	if c.method == "private_key_jwt" {
		known = known && a.Assertion(r.PostForm.Get("client_assertion")) && r.PostForm.Get("client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	}
	return id, c, known && secret == c.secret && basic == (c.method == "client_secret_basic") && (!basic || !r.PostForm.Has("client_secret"))
}

// grant answers with new tokens of a family. The lock is held.
func (a *Authority) grant(w http.ResponseWriter, family string, g grant) {
	if a.Scope != "" {
		g.scope = a.Scope
	}
	a.families[family] = g
	out := map[string]any{"token_type": "Bearer", "scope": g.scope}
	if a.Lifetime > 0 {
		out["expires_in"] = a.Lifetime.Seconds()
		g.expires = time.Now().Add(a.Lifetime)
	}
	access := "access-" + random()
	a.access[access] = g
	out["access_token"] = access
	if !a.NoRefresh {
		token := "refresh-" + random()
		a.refresh[token] = family
		out["refresh_token"] = token
	}
	if a.Person != "" && slices.Contains(strings.Fields(g.scope), "openid") {
		out["id_token"] = a.idToken(g.client)
	}
	if a.Forms {
		form := url.Values{}
		for name, value := range out {
			form.Set(name, fmt.Sprint(value))
		}
		w.Header().Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		_, _ = io.WriteString(w, form.Encode())
		return
	}
	answer(w, http.StatusOK, out)
}

func random() string { return rand.Text() }

func refuse(w http.ResponseWriter, code string) {
	answer(w, http.StatusBadRequest, map[string]string{"error": code})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
