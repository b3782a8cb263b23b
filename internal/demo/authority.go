package demo

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// authority is a small authorization server for the demo: metadata (RFC 8414), registration (RFC 7591), authorization code with PKCE and
// a consent page, refresh with rotation. It keeps everything in memory.
type authority struct {
	issuer string

	mu      sync.Mutex            // guards what follows
	clients map[string][]string   // client -> its redirect URIs
	asked   map[string]url.Values // consent page -> the authorization request that it is about
	codes   map[string]url.Values // code -> the same
	refresh map[string]string     // refresh token -> client
	access  map[string]time.Time  // access token -> its end
}

const accessLifetime = time.Hour

func newAuthority(issuer string) *authority {
	return &authority{
		issuer: issuer, clients: map[string][]string{}, asked: map[string]url.Values{}, codes: map[string]url.Values{},
		refresh: map[string]string{}, access: map[string]time.Time{},
	}
}

// handler serves the authorization server and, under /mcp, what it protects (RFC 9728).
func (a *authority) handler(protected http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/oauth-protected-resource/mcp", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]any{"resource": a.issuer + "/mcp", "authorization_servers": []string{a.issuer}, "scopes_supported": []string{"vault"}})
	})
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]any{
			"issuer": a.issuer, "authorization_endpoint": a.issuer + "/authorize", "token_endpoint": a.issuer + "/token",
			"registration_endpoint": a.issuer + "/register", "response_types_supported": []string{"code"},
			"grant_types_supported": []string{"authorization_code", "refresh_token"}, "code_challenge_methods_supported": []string{"S256"},
			"token_endpoint_auth_methods_supported": []string{"none"}, "authorization_response_iss_parameter_supported": true,
		})
	})
	mux.HandleFunc("POST /register", a.register)
	mux.HandleFunc("GET /authorize", a.authorize)
	mux.HandleFunc("POST /consent", a.consent)
	mux.HandleFunc("POST /token", a.token)
	mux.HandleFunc("/mcp", func(w http.ResponseWriter, r *http.Request) {
		if !a.allows(r.Header.Get("Authorization")) {
			w.Header().Set("WWW-Authenticate", `Bearer resource_metadata="`+a.issuer+`/.well-known/oauth-protected-resource/mcp", scope="vault"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		protected.ServeHTTP(w, r)
	})
	return mux
}

func (a *authority) allows(header string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	const scheme = "Bearer "
	return len(header) > len(scheme) && header[:len(scheme)] == scheme && time.Now().Before(a.access[header[len(scheme):]])
}

func (a *authority) register(w http.ResponseWriter, r *http.Request) {
	var ask map[string]any
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&ask); err != nil {
		reply(w, http.StatusBadRequest, map[string]string{"error": "invalid_client_metadata"})
		return
	}
	var redirects []string
	list, _ := ask["redirect_uris"].([]any)
	for _, uri := range list {
		if s, ok := uri.(string); ok {
			redirects = append(redirects, s)
		}
	}
	id := rand.Text()
	ask["client_id"] = id
	a.mu.Lock()
	a.clients[id] = redirects
	a.mu.Unlock()
	reply(w, http.StatusCreated, ask)
}

// consentPage asks the person: for a scope, with the number of the page. html/template would cost the program 2.4 MB.
const consentPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Demo sign-in</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem; color-scheme: light dark }
button { font: inherit; padding: .4rem 1.2rem; margin-right: .5rem }
</style>
<h1>Sign in to the vault</h1>
<p>The program <b>ncp</b> on this machine asks for: <b>%s</b>.</p>
<form method="post" action="/consent">
<input type="hidden" name="page" value="%s">
<button name="answer" value="allow">Allow</button><button name="answer" value="deny">Deny</button>
</form>
</html>
`

func (a *authority) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	a.mu.Lock()
	known := slices.Contains(a.clients[q.Get("client_id")], q.Get("redirect_uri"))
	page := rand.Text()
	if known {
		a.asked[page] = q
	}
	a.mu.Unlock()
	if !known || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" {
		http.Error(w, "unknown client, redirect URI, or no PKCE", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, consentPage, html.EscapeString(q.Get("scope")), page)
}

func (a *authority) consent(w http.ResponseWriter, r *http.Request) {
	page := r.PostFormValue("page")
	a.mu.Lock()
	asked := a.asked[page]
	delete(a.asked, page)
	back := url.Values{"state": {asked.Get("state")}, "iss": {a.issuer}}
	if r.PostFormValue("answer") == "allow" {
		code := rand.Text()
		a.codes[code] = asked
		back.Set("code", code)
	} else {
		back.Set("error", "access_denied")
	}
	a.mu.Unlock()
	if asked == nil {
		http.Error(w, "this page was answered already", http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

func (a *authority) token(w http.ResponseWriter, r *http.Request) {
	client := r.PostFormValue("client_id")
	a.mu.Lock()
	defer a.mu.Unlock()
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		code := r.PostFormValue("code")
		asked := a.codes[code]
		delete(a.codes, code)
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if asked == nil || asked.Get("client_id") != client || asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") ||
			asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
			reply(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
			return
		}
	case "refresh_token":
		token := r.PostFormValue("refresh_token")
		owner, known := a.refresh[token]
		delete(a.refresh, token)
		if !known || owner != client {
			reply(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
			return
		}
	default:
		reply(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
		return
	}
	access, refresh := rand.Text(), rand.Text()
	a.access[access], a.refresh[refresh] = time.Now().Add(accessLifetime), client
	reply(w, http.StatusOK, map[string]any{
		"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": int(accessLifetime.Seconds()), "scope": "vault",
	})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
