package oauth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/oauth"
	"ncp/tokenstore"
)

// begin starts the sign-in that a call needs and returns it with its page.
func (p *process) begin() (*oauth.Flow, oauth.Prompt) {
	p.w.t.Helper()
	_, err := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		p.w.t.Fatalf("no sign-in is required: %v", err)
	}
	pages := make(chan oauth.Prompt, 16) // more than are shown
	flow := p.transport.Begin(required, func(page oauth.Prompt) { pages <- page })
	select {
	case page := <-pages:
		return flow, page
	case <-flow.Done():
		p.w.t.Fatal(flow.Wait(p.w.t.Context()))
		return nil, oauth.Prompt{}
	}
}

// answer lets the person consent, and returns where the browser is sent without going there.
func answer(t *testing.T, page oauth.Prompt) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(page.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.Header.Get("Location")
}

// visit opens an address as a browser does, with another Host or method if they are given.
func visit(t *testing.T, method, address, host string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

func TestRow13_StateBelongsToOneFlow(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	flow, page := p.begin()
	first := parsed(t, page.URL).Query()
	pending := p.record().PendingFlow
	// All that another process needs to finish it is in the file.
	want := &tokenstore.PendingFlow{
		URL: page.URL, State: tokenstore.NewSecret(first.Get("state")), CodeVerifier: pending.CodeVerifier, Issuer: w.authority.URL, IssRequired: true,
		Client: *p.record().Client, RedirectURI: first.Get("redirect_uri"), Resource: w.resource.URL, TokenEndpoint: w.authority.URL + "/token",
		StartedAt: pending.StartedAt, OpenedAt: pending.OpenedAt, ExpiresAt: pending.StartedAt.Add(10 * time.Minute),
	}
	if diff := cmp.Diff(want, pending, cmp.Comparer(func(a, b tokenstore.Secret) bool { return a.Reveal() == b.Reveal() }), cmp.Comparer(func(a, b time.Time) bool {
		return a.Sub(b).Abs() < time.Millisecond // the two ends are read from one clock, one after the other
	})); diff != "" {
		t.Error(diff)
	}
	if len(first.Get("state")) < 43 || len(pending.CodeVerifier.Reveal()) < 43 || first.Get("state") == pending.CodeVerifier.Reveal() {
		t.Error("state and verifier are not 256 bits each")
	}
	back := answer(t, page)
	if status, _ := visit(t, http.MethodGet, back, ""); status != http.StatusOK {
		t.Fatal(status)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := p.record(); r.PendingFlow != nil || r.LastFlow == nil || r.LastFlow.Result != tokenstore.SignedIn {
		t.Errorf("pending %v, last %v", r.PendingFlow, r.LastFlow)
	}
	// It is good for one time.
	p.works()
	before := w.authority.Count("/token")
	w.authority.Revoke()
	second, again := p.begin()
	if status, _ := visit(t, http.MethodGet, strings.Replace(back, first.Get("redirect_uri"), parsed(t, again.URL).Query().Get("redirect_uri"), 1), ""); status != http.StatusNotFound {
		t.Error("a replayed answer got", status)
	}
	if q := parsed(t, again.URL).Query(); q.Get("state") == first.Get("state") || q.Get("code_challenge") == first.Get("code_challenge") {
		t.Error("the second sign-in has the state or the verifier of the first")
	}
	// The refused access token costs one refresh; the replayed code must cost nothing.
	if got := w.authority.Count("/token") - before; got != 1 {
		t.Errorf("%d token requests", got)
	}
	second.Cancel()
}

func TestRow22_ManyNeedsAreOneSignIn(t *testing.T) {
	for name, refuses := range map[string]bool{"signed in": false, "refused": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.Deny = refuses
			var windows atomic.Int32
			var all sync.WaitGroup
			var want error
			if refuses {
				want = oauth.ErrRefused
			}
			var needs []func() error // all come to need it before any of them begins
			for range 5 {
				p := w.process()
				for range 4 {
					_, err := p.call()
					required, ok := errors.AsType[*oauth.RequiredError](err)
					if !ok {
						t.Fatal(err)
					}
					needs = append(needs, func() error {
						return p.transport.Begin(required, func(page oauth.Prompt) {
							if page.Theirs {
								return
							}
							windows.Add(1)
							if err := browse(page); err != nil {
								t.Error(err)
							}
						}).Wait(t.Context())
					})
				}
			}
			start := make(chan struct{})
			for _, need := range needs {
				all.Go(func() {
					<-start
					if err := need(); !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
				})
			}
			close(start)
			all.Wait()
			if got := [3]int{int(windows.Load()), w.authority.Count("/register"), w.authority.Count("/authorize")}; got != [3]int{1, 1, 1} {
				t.Errorf("%v windows, registrations, pages", got)
			}
		})
	}
}

// The authorization server hangs, and so would the person: the call does not.
func TestRow23_NothingOnTheWayOfARequestWaits(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/.well-known/oauth-authorization-server", "/register", "/authorize", "/token"} {
		w.authority.SetFault(path, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}
	_, err := w.process().call()
	if required, ok := errors.AsType[*oauth.RequiredError](err); !ok || required.Reason != oauth.Never {
		t.Fatal(err)
	}
	if got := len(w.authority.Requests); got != 0 {
		t.Errorf("%d requests to the authorization server", got)
	}
}

func TestRow24_StrayRequestsChangeNothing(t *testing.T) {
	w := newWorld(t)
	p := w.process()
	flow, page := p.begin()
	redirect := parsed(t, page.URL).Query().Get("redirect_uri")
	back := answer(t, page)
	port := parsed(t, redirect).Port()
	for name, try := range map[string]struct {
		method, address, host string
		status                int
	}{
		"no answer at all":          {http.MethodGet, redirect, "", http.StatusNotFound},
		"forged state":              {http.MethodGet, redirect + "?code=x&state=forged", "", http.StatusNotFound},
		"forged refusal":            {http.MethodGet, redirect + "?error=access_denied&state=forged", "", http.StatusNotFound},
		"another path":              {http.MethodGet, strings.Replace(back, "/callback", "/other", 1), "", http.StatusNotFound},
		"a form":                    {http.MethodPost, back, "", http.StatusMethodNotAllowed},
		"a name bound to loopback":  {http.MethodGet, back, "evil.example:" + port, http.StatusForbidden},
		"another port":              {http.MethodGet, back, "localhost:1", http.StatusForbidden},
		"a state, but nothing else": {http.MethodGet, redirect + "?state=" + parsed(t, back).Query().Get("state"), "", http.StatusBadRequest},
		"markup":                    {http.MethodGet, redirect + "?error=%3Cscript%3E&state=%3Cscript%3E", "", http.StatusNotFound},
	} {
		status, body := visit(t, try.method, try.address, try.host)
		if status != try.status || strings.Contains(body, "<script>") {
			t.Errorf("%s: %d, not %d: %s", name, status, try.status, body)
		}
	}
	if status, _ := visit(t, http.MethodGet, back, ""); status != http.StatusOK {
		t.Error("the right one:", status)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.works()
}

func TestRow24_BothAddressFamilies(t *testing.T) {
	w := newWorld(t)
	flow, page := w.process().begin()
	port := parsed(t, parsed(t, page.URL).Query().Get("redirect_uri")).Port()
	if _, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
		t.Error("127.0.0.1 is free for others")
	}
	if l, err := net.Listen("tcp", "[::1]:0"); err == nil { // the machine has the family
		_ = l.Close()
		if _, err := net.Listen("tcp", net.JoinHostPort("::1", port)); err == nil {
			t.Error("::1 is free for others")
		}
	}
	flow.Cancel()
}

func TestRow24_BusyPort(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	port := busy.Addr().(*net.TCPAddr).Port
	t.Run("of a client that may use another", func(t *testing.T) {
		w := newWorld(t)
		w.set.CallbackPort = port
		if text, _ := w.try(); text != "" {
			t.Error(text)
		}
	})
	t.Run("of a client that may not", func(t *testing.T) {
		w := newWorld(t)
		w.byHand("", "none")
		w.set.CallbackPort = port
		want := fmt.Sprintf(`the sign-in has to come back to http://localhost:%d/callback, but another program uses that port, or a sign-in at another server that an ncp has under way; end that, or set "oauth21.callbackPort" to one that the client is registered with`, port)
		if text, shown := w.try(); text != want || shown {
			t.Errorf("shown %v: %s", shown, text)
		}
	})
}

func TestRow26_PastedAnswers(t *testing.T) {
	for name, signs := range map[string]bool{"server that signs its answers": true, "server that does not": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if !signs {
				delete(w.authority.Metadata, "authorization_response_iss_parameter_supported")
			}
			p := w.process()
			flow, page := p.begin()
			back := answer(t, page)
			code := parsed(t, back).Query().Get("code")
			type try struct{ text, err string }
			tries := []try{
				{"", "that is empty; paste the whole address that the browser shows after the sign-in"},
				{"yes please", "that is no address; paste the whole address that the browser shows"},
				{"http://localhost:9876/callback", "that address has no answer in it"},
				{strings.Replace(back, "state=", "state=x", 1), "this answer does not belong to the sign-in that is under way"},
				{page.URL, "this answer has no code"},
				{strings.Repeat("x", 10<<10), "that is too long"},
			}
			last := ` "` + back + "\" \n"
			if signs {
				tries = append(tries, try{code, "the code alone is not enough here"})
			} else {
				last = code
			}
			for _, try := range tries {
				if err := flow.Submit(try.text); err == nil || !strings.Contains(err.Error(), try.err) {
					t.Errorf("%.40q: got %v, not %s", try.text, err, try.err)
				}
			}
			if err := flow.Submit(last); err != nil {
				t.Fatal(err)
			}
			if err := flow.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			p.works()
		})
	}
}

func TestRow26_CancelEndsAtOnce(t *testing.T) {
	w := newWorld(t)
	flow, _ := w.process().begin()
	flow.Cancel()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // under a second is promised; the machine may be busy
	defer cancel()
	if err := flow.Wait(ctx); !errors.Is(err, oauth.ErrCancelled) {
		t.Error(err)
	}
}
