package oauth_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
	"ncp/oauth"
	"ncp/tokenstore"
)

// network answers in place of the network.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(req *http.Request) (*http.Response, error) { return n(req) }

// refusing answers every request with a 401 and this challenge, and notes the Authorization headers.
func refusing(challenge string, seen *[]string) network {
	return func(req *http.Request) (*http.Response, error) {
		*seen = append(*seen, req.URL.Scheme+" "+req.Header.Get("Authorization"))
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{"Www-Authenticate": {challenge}}, Body: io.NopCloser(strings.NewReader("")), Request: req}, nil
	}
}

// at is a Transport of a server that is nowhere, with a stored token.
func at(t *testing.T, set oauth.Settings, n network) *http.Client {
	t.Helper()
	file := tokenstore.New(filepath.Join(t.TempDir(), "auth"), slog.New(slog.DiscardHandler)).File(set.URL, "")
	if err := file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.Tokens = &tokenstore.Tokens{AccessToken: tokenstore.NewSecret("stored-token"), TokenType: "Bearer"}
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	tr, err := oauth.New(set, file, &oauth.Options{Callbacks: oauth.NewCallbacks(), Network: n})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.Close)
	return &http.Client{Transport: tr, CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
}

// get makes a request whose answer does not matter.
func get(client *http.Client, address string) error {
	resp, err := client.Get(address)
	if err == nil {
		_ = resp.Body.Close()
	}
	return err
}

func TestRow16_TokensGoToTheirOriginOnly(t *testing.T) {
	var mine, theirs []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		theirs = append(theirs, r.Header.Get("Authorization")+r.URL.RawQuery)
	}))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mine = append(mine, r.Header.Get("Authorization")+r.URL.RawQuery)
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	resp, err := at(t, oauth.Settings{Name: "x", URL: server.URL + "/mcp"}, http.DefaultTransport.RoundTrip).Post(server.URL+"/mcp", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if diff := cmp.Diff([2][]string{{"Bearer stored-token"}, {""}}, [2][]string{mine, theirs}); diff != "" {
		t.Error(diff) // even where somebody follows the redirect: another port is another origin
	}
}

func TestRow16_NoTokenOverPlainHTTP(t *testing.T) {
	const refused = `the server wants a sign-in, but over plain http its token could be read by others; use https, or set "allowInsecureHttp": true if the network is yours`
	for address, want := range map[string]struct {
		insecure bool
		sent     string
		err      string
	}{
		"http://mcp.example/mcp":           {false, "http ", refused},
		"http://mcp.example:8080/mcp":      {true, "http Bearer stored-token", "needs sign-in: the former sign-in has ended"},
		"http://localhost.example/mcp":     {false, "http ", refused},
		"http://192.168.1.2/mcp":           {false, "http ", refused},
		"http://127.0.0.1/mcp":             {false, "http Bearer stored-token", "needs sign-in: the former sign-in has ended"},
		"http://localhost/mcp":             {false, "http Bearer stored-token", "needs sign-in: the former sign-in has ended"},
		"https://mcp.example/mcp":          {false, "https Bearer stored-token", "needs sign-in: the former sign-in has ended"},
		"https://user:pw@mcp.example/mcp#": {false, "https Bearer stored-token", "needs sign-in: the former sign-in has ended"},
	} {
		var seen []string
		err := get(at(t, oauth.Settings{Name: "x", URL: address, AllowInsecureHTTP: want.insecure}, refusing("Bearer", &seen)), address)
		if diff := cmp.Diff([]string{want.sent}, seen); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
		if err == nil || !strings.HasSuffix(err.Error(), want.err) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A server of the internet that leads to this machine: nothing is connected to.
func TestRow27_NoConnectToLoopback(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var connects atomic.Int32
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			connects.Add(1)
			_ = c.Close()
		}
	}()
	defer func() { _ = l.Close() }()
	for _, private := range []bool{false, true} {
		var seen []string
		set := oauth.Settings{Name: "x", URL: "https://mcp.example/mcp", AllowPrivateNetwork: private}
		client := at(t, set, refusing(`Bearer resource_metadata="https://`+l.Addr().String()+`/metadata"`, &seen))
		err = get(client, set.URL)
		required, ok := errors.AsType[*oauth.RequiredError](err)
		if !ok {
			t.Fatal(err)
		}
		err = required.Transport.Begin(required, func(oauth.Prompt) { t.Error("a page was shown") }).Wait(t.Context())
		if err == nil || !strings.Contains(err.Error(), "127.0.0.1 leads to a loopback address (127.0.0.1), which a server may not send us to") {
			t.Error(err)
		}
	}
	if got := connects.Load(); got != 0 {
		t.Errorf("%d connects", got)
	}
}

// The page that is opened: our parameters replace those that the endpoint brings along, and nothing of its spelling is left.
func TestRow25_ThePageIsOfOurMaking(t *testing.T) {
	w := newWorld(t)
	w.set.AuthorizeParams = []oauth.Param{{Name: "access_type", Value: "offline"}, {Name: "state", Value: "forged"}}
	w.authority.Metadata["authorization_endpoint"] = w.authority.URL + "/authorize?tenant=a%20b&client_id=evil&redirect_uri=https://evil.example&state=evil&code_challenge=evil&x=$(rm)`ls`;&|'%22"
	flow, page := w.process().begin()
	defer flow.Cancel()
	if strings.ContainsAny(page.URL, "$`;|'\" \n()") || strings.Contains(page.URL, "evil") {
		t.Error(page.URL)
	}
	q := parsed(t, page.URL).Query()
	for name, want := range map[string]string{"tenant": "a b", "access_type": "offline", "response_type": "code", "code_challenge_method": "S256", "resource": w.resource.URL} {
		if got := q[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	for _, name := range []string{"client_id", "redirect_uri", "state", "code_challenge"} {
		if len(q[name]) != 1 {
			t.Errorf("%s is %q", name, q[name])
		}
	}
	for endpoint, want := range map[string]string{
		"file://localhost/etc/passwd":              `authorization server https://as: the authorization endpoint must be an https URL, not file://localhost/etc/passwd`,
		"https://x/?" + strings.Repeat("a", 8<<10): `authorization server https://as: the authorization endpoint is longer than 8192 bytes`,
		"http://evil.example/authorize":            `authorization server https://as: the authorization endpoint must be an https URL, not http://evil.example/authorize`,
	} {
		w := newWorld(t)
		w.authority.Metadata["authorization_endpoint"] = endpoint
		if text, shown := w.try(); text != want || shown || w.authority.Count("/register") > 0 {
			t.Errorf("shown %v: %s", shown, text)
		}
	}
}

// collector keeps what was logged and said.
type collector struct {
	mu  sync.Mutex // guards all
	all bytes.Buffer
}

func (c *collector) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all.Write(p)
}

// Servers that send back whatever they got, at every step; and all that is said and logged of it.
func TestRow30_SecretsAreNotSaid(t *testing.T) {
	reflect := func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		user, password, _ := r.BasicAuth()
		text := strings.NewReplacer(`"`, "", `\`, "").Replace(r.Form.Encode() + " " + user + " " + password + " " + r.Header.Get("Authorization"))
		_, _ = w.Write([]byte(`{"error":"invalid_request","error_description":"` + text + `"}`))
	}
	for name, at := range map[string]string{"at the code": "authorization_code", "at the refresh": "refresh_token", "nowhere": ""} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.byHand("the-configured-secret", "client_secret_post")
			w.authority.Metadata["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
			var said collector
			file := tokenstore.New(filepath.Join(w.home, "auth"), slog.New(slog.NewJSONHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))).File(w.set.URL, "")
			tr, err := oauth.New(w.set, file, &oauth.Options{
				Callbacks: oauth.NewCallbacks(), Network: http.DefaultTransport, Logger: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(tr.Close)
			p := &process{w, tr, &http.Client{Transport: tr}, file}
			note := func(err error) {
				if err != nil {
					_, _ = said.Write([]byte(err.Error() + "\n"))
				}
			}
			if at == "authorization_code" {
				w.authority.SetFault("/token", reflect)
			}
			_, err = p.call()
			note(err)
			note(p.signIn(err))
			secrets := []string{"the-configured-secret"}
			if at == "refresh_token" {
				tokens := p.record().Tokens
				secrets = append(secrets, tokens.AccessToken.Reveal(), tokens.RefreshToken.Reveal())
				p.expire()
				w.authority.SetFault("/token", reflect)
			}
			w.resource.Lock()
			w.resource.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // the MCP server reflects as well
				http.Error(w, r.Header.Get("Authorization"), http.StatusInternalServerError)
			})
			w.resource.Unlock()
			resp, err := p.client.Post(w.set.URL, "application/json", strings.NewReader("{}"))
			note(err)
			if err == nil {
				body, _ := io.ReadAll(resp.Body)
				_ = resp.Body.Close()
				_, _ = said.Write(body)
			}
			for _, r := range w.authority.Requests {
				for _, name := range []string{"code", "code_verifier", "state", "refresh_token", "client_secret"} {
					secrets = append(secrets, r.Form[name]...)
				}
			}
			if tokens := p.record().Tokens; tokens != nil {
				secrets = append(secrets, tokens.AccessToken.Reveal())
			}
			for _, s := range secrets {
				if s != "" && strings.Contains(said.all.String(), s) {
					t.Errorf("%q is in\n%s", s, said.all.String())
				}
			}
			if at != "" && !strings.Contains(said.all.String(), secret.Redacted) {
				t.Errorf("nothing was reflected: %s", said.all.String())
			}
		})
	}
}

// A process that dies in the midst of a sign-in leaves it to the next, in the window that is open already.
func TestRow13_TheNextProcessTakesOver(t *testing.T) {
	w := newWorld(t)
	w.set.CallbackPort = freePort(t) // the usual one may be taken by other tests in between
	first, second := w.process(), w.process()
	_, page := first.begin()
	_, err := second.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	pages := make(chan oauth.Prompt, 2)
	flow := second.transport.Begin(required, func(p oauth.Prompt) { pages <- p })
	if theirs := <-pages; !theirs.Theirs || theirs.URL != page.URL {
		t.Errorf("%+v", theirs)
	}
	first.transport.Close() // frees its port and its lock, as the end of a process does
	if mine := <-pages; mine.URL != page.URL || !mine.Shown || mine.Theirs {
		t.Errorf("%+v", mine)
	}
	if status, body := visit(t, http.MethodGet, answer(t, page), ""); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	second.works()
	if got := [2]int{w.authority.Count("/register"), w.authority.Count("/authorize")}; got != [2]int{1, 1} {
		t.Errorf("%v registrations and pages", got)
	}
}

// A process that came later joins what a dead one has left, though it never waited for it.
func TestRow13_ALaterProcessJoins(t *testing.T) {
	w := newWorld(t)
	w.set.CallbackPort = freePort(t) // the usual one may be taken by other tests in between
	first := w.process()
	_, page := first.begin()
	first.transport.Close()
	later := w.process()
	flow, again := later.begin()
	if again.URL != page.URL || !again.Shown {
		t.Errorf("%+v", again)
	}
	flow.Cancel() // stopped by its person: nothing is left of it
	if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrCancelled) {
		t.Error(err)
	}
	if r := later.record(); r.PendingFlow != nil {
		t.Error("a sign-in that was stopped is still in the file")
	}
}

// A code that was sent once is not sent again, not even by the next process.
func TestRow13_ASpentCodeIsNotTriedAgain(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	ctx, cancel := context.WithCancel(t.Context())
	w.authority.SetFault("/token", func(_ http.ResponseWriter, r *http.Request) { // dies here
		if rec := p.record(); rec.PendingFlow == nil || !rec.PendingFlow.Spent {
			t.Error("the code is not noted as spent")
		}
		cancel()
		<-r.Context().Done()
	})
	_, page := p.begin()
	go func() {
		resp, err := http.Get(answer(t, page))
		if err == nil {
			_ = resp.Body.Close()
		}
	}()
	<-ctx.Done()
	p.transport.Close()
	w.authority.SetFault("/token", nil)
	flow, again := w.process().begin()
	if again.URL == page.URL {
		t.Error("the page of the spent code was shown again")
	}
	flow.Cancel()
}

// An authorization server that has forgotten a client shows its own error, and nobody comes back: the next sign-in registers anew.
func TestRow22_AnUnansweredRegistrationIsForgotten(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	flow, _ := p.begin()
	flow.Cancel()
	_ = flow.Wait(t.Context())
	if p.record().Client == nil {
		t.Fatal("a registration is forgotten because a person stopped")
	}
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) { // as left by one who waited for nearly ten minutes
		r.PendingFlow = nil
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	oauth.SetFlowLifetime(p.transport, 0)
	_, err := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	if err := p.transport.Begin(required, func(oauth.Prompt) {}).Wait(t.Context()); !errors.Is(err, oauth.ErrExpired) {
		t.Error(err)
	}
	if r := p.record(); r.Client != nil || r.PendingFlow != nil || r.LastFlow == nil || r.LastFlow.Result != tokenstore.Expired {
		t.Errorf("%+v", r)
	}
}
