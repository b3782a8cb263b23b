package oauth_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/oauthtest"
	"ncp/oauth"
	"ncp/tokenstore"
)

// A process without a browser joins the sign-in that another one has under way; what is pasted into the former reaches the latter.
func TestPastedIntoAnotherProcess(t *testing.T) {
	w := newWorld(t)
	owner, other := w.process(), w.process()
	owned, page := owner.begin()
	joined, seen := other.begin()
	if diff := cmp.Diff(oauth.Prompt{Server: "files", URL: page.URL, Issuer: w.authority.URL, Theirs: true}, seen); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"hello?": "that is no address",
		strings.Replace(answer(t, page), "state=", "state=x", 1): "does not belong to the sign-in",
	} {
		if err := joined.Submit(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := joined.Submit(answer(t, page)); err != nil {
		t.Fatal(err)
	}
	for _, flow := range []*oauth.Flow{owned, joined} {
		if err := flow.Wait(t.Context()); err != nil {
			t.Error(err)
		}
	}
	other.works()
	for path, want := range map[string]int{"/register": 1, "/token": 1} {
		if got := w.authority.Count(path); got != want {
			t.Errorf("%s was asked %d times", path, got)
		}
	}
}

// A code alone could be any word, and a wrong one would end the other process's sign-in.
func TestBareCodeIsNotPastedIntoAnotherProcess(t *testing.T) {
	w := newWorld(t)
	delete(w.authority.Metadata, "authorization_response_iss_parameter_supported")
	_, _ = w.process().begin()
	joined, _ := w.process().begin()
	if err := joined.Submit("word"); err == nil || !strings.Contains(err.Error(), "paste the whole address") {
		t.Error(err)
	}
}

func TestIdentity(t *testing.T) {
	for name, test := range map[string]struct {
		change func(w *world)
		want   tokenstore.Identity
	}{
		"ID token":  {func(w *world) { w.set.Scopes = []string{"openid"} }, tokenstore.Identity{Subject: "alice", Name: "alice@example.com"}},
		"not asked": {func(*world) {}, tokenstore.Identity{}},
		"another's": {func(w *world) { w.set.Scopes = []string{"openid"}; w.authority.IDTokenFor = "other" }, tokenstore.Identity{}},
		"userinfo": {func(w *world) {
			w.set.Scopes = []string{"openid"}
			w.userinfo(`{"sub":"u1","preferred_username":"alice"}`)
		}, tokenstore.Identity{Subject: "u1", Name: "alice"}},
		"bad userinfo": {func(w *world) { w.set.Scopes = []string{"openid"}; w.userinfo(`<html>`) }, tokenstore.Identity{}},
		"unprintable": {
			func(w *world) {
				w.set.Scopes = []string{"openid"}
				w.userinfo(`{"sub":"u1","email":"a\u001b]8;;x\u0007b"}`)
			},
			tokenstore.Identity{Subject: "u1", Name: "a]8;;xb"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.Person = "alice"
			test.change(w)
			p := w.process()
			_, err := p.call()
			if err := p.signIn(err); err != nil {
				t.Fatal(err)
			}
			w.authority.ExpireAccess()
			p.works() // a refresh keeps it
			if diff := cmp.Diff(test.want, p.record().Tokens.Identity); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// userinfo makes the authorization server tell who has signed in at its userinfo endpoint alone.
func (w *world) userinfo(body string) {
	w.authority.Person = ""
	w.authority.Metadata["userinfo_endpoint"] = w.authority.URL + "/userinfo"
	w.authority.SetFault("/userinfo", func(rw http.ResponseWriter, r *http.Request) {
		if known, _ := w.authority.Allows(r.Header.Get("Authorization"), w.resource.URL); !known {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = rw.Write([]byte(body))
	})
}

// other is a process of the same user with other settings.
func (w *world) other(change func(set *oauth.Settings, way *oauth.Way)) *process {
	w.t.Helper()
	set, way := w.set, w.way
	change(&w.set, &w.way)
	defer func() { w.set, w.way = set, way }()
	return w.process()
}

// login begins a sign-in that a person wants.
func (p *process) login() (*oauth.Flow, <-chan oauth.Prompt) {
	p.w.t.Helper()
	need, err := p.transport.NewSignIn(p.w.t.Context())
	if err != nil {
		p.w.t.Fatal(err)
	}
	pages := make(chan oauth.Prompt, 64) // more than are shown
	return p.transport.Begin(need, func(page oauth.Prompt) { pages <- page }), pages
}

// newSignIn begins a sign-in that a person wants, and returns the first page of its own.
func (p *process) newSignIn() (flow *oauth.Flow, own oauth.Prompt, theirs []oauth.Prompt) {
	p.w.t.Helper()
	flow, pages := p.login()
	for {
		select {
		case page := <-pages:
			if !page.Theirs {
				return flow, page, theirs
			}
			theirs = append(theirs, page)
		case <-flow.Done():
			p.w.t.Fatal(flow.Wait(p.w.t.Context()))
		}
	}
}

// What a person asks for in one process is not dropped since another has a sign-in under way that is otherwise: that one gives way, and the
// outcome is both's.
func TestASignInThatIsWantedOtherwise(t *testing.T) {
	for name, test := range map[string]struct {
		change func(set *oauth.Settings, way *oauth.Way)
		scope  string
		code   bool
	}{
		"for other scopes": {func(set *oauth.Settings, _ *oauth.Way) { set.Scopes = []string{"read", "write"} }, "read write", false},
		"by a code":        {func(_ *oauth.Settings, way *oauth.Way) { *way = oauth.ByDevice }, "read", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.OfferDevice()
			w.set.Scopes = []string{"read"}
			host, third := w.process(), w.process()
			waiting, first := host.begin()
			joined, _ := third.begin()
			flow, page, theirs := w.other(test.change).newSignIn()
			if diff := cmp.Diff(oauth.Prompt{Server: "files", Theirs: true, Replaced: true}, theirs[0]); diff != "" {
				t.Error(diff)
			}
			if (page.Code != "") != test.code || page.URL == first.URL {
				t.Errorf("%+v", page)
			}
			if test.code {
				w.authority.Type(page.Code, oauthtest.Approved)
			} else if err := browse(page); err != nil {
				t.Fatal(err)
			}
			for _, f := range []*oauth.Flow{flow, waiting, joined} {
				if err := f.Wait(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if diff := cmp.Diff(test.scope, host.record().Tokens.Scope); diff != "" {
				t.Error(diff)
			}
			host.works()
			if n := len(w.asked("scope")); test.code && n != 0 || !test.code && n != 1 {
				t.Errorf("%d pages were opened", n)
			}
		})
	}
}

// Two people, or one in two terminals, want different things of one account: the later one gets it, the other is told, and each saw one page.
func TestTheLaterOfTwoLoginsIsTheOne(t *testing.T) {
	scopes := func(scope string) func(set *oauth.Settings, way *oauth.Way) {
		return func(set *oauth.Settings, _ *oauth.Way) { set.Scopes = []string{scope} }
	}
	for name, test := range map[string]struct {
		later func(set *oauth.Settings, way *oauth.Way)
		code  bool
	}{
		"for other scopes": {scopes("write"), false},
		"by a code":        {func(_ *oauth.Settings, way *oauth.Way) { *way = oauth.ByDevice }, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.OfferDevice()
			first, firstPages := w.other(scopes("read")).login()
			<-firstPages
			second, secondPages := w.other(test.later).login()
			if err := first.Wait(t.Context()); err == nil || !strings.Contains(err.Error(), `another "ncp auth login" has taken its place`) {
				t.Errorf("%v", err)
			}
			page := <-secondPages
			for page.Theirs {
				page = <-secondPages
			}
			if test.code {
				w.authority.Type(page.Code, oauthtest.Approved)
			} else if err := browse(page); err != nil {
				t.Fatal(err)
			}
			if err := second.Wait(t.Context()); err != nil {
				t.Error(err)
			}
			if len(firstPages)+len(secondPages) != 0 {
				t.Error("a second page was shown")
			}
		})
	}
}

// Who comes later may be first to have a page: the earlier one gives up rather than take it away.
func TestTheEarlierLoginGivesUp(t *testing.T) {
	w := newWorld(t)
	early := w.other(func(set *oauth.Settings, _ *oauth.Way) { set.Scopes = []string{"read"} })
	need, err := early.transport.NewSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	late, pages := w.other(func(set *oauth.Settings, _ *oauth.Way) { set.Scopes = []string{"write"} }).login()
	page := <-pages
	flow := early.transport.Begin(need, func(page oauth.Prompt) { t.Errorf("%+v", page) })
	if err := flow.Wait(t.Context()); err == nil || !strings.Contains(err.Error(), `another "ncp auth login" has taken its place`) {
		t.Errorf("%v", err)
	}
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := late.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// Who needs more than another process has a sign-in under way for begins its own when that has ended well.
func TestAnothersSignInIsNotEnough(t *testing.T) {
	w, p := stepUp(t)
	another, page, _ := w.process().newSignIn() // for what there is already
	_, need := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](need)
	if !ok || required.Reason != oauth.MoreScopes {
		t.Fatal(need)
	}
	pages := make(chan oauth.Prompt, 16) // more than are shown
	flow := p.transport.Begin(required, func(page oauth.Prompt) { pages <- page })
	if theirs := <-pages; !theirs.Theirs {
		t.Errorf("%+v", theirs)
	}
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := another.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	for own := range pages {
		if own.Theirs {
			continue
		}
		if diff := cmp.Diff([]string{"write", "admin"}, own.Scopes); diff != "" {
			t.Error(diff)
		}
		if err := browse(own); err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.works()
}

// Whoever takes a sign-in over shows the scopes that are new as well.
func TestATakenOverStepUpShowsWhatIsNew(t *testing.T) {
	w, p := stepUp(t)
	_, _ = p.begin()
	other := w.process()
	pages := make(chan oauth.Prompt, 16) // more than are shown
	if other.transport.Join(func(page oauth.Prompt) { pages <- page }) == nil {
		t.Fatal("there is nothing to join")
	}
	theirs := <-pages
	p.transport.Close()
	own := <-pages
	want := theirs
	want.Theirs, want.Shown, want.Scopes = false, true, []string{"write", "admin"}
	if diff := cmp.Diff(want, own); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"write", "admin"}, theirs.Scopes); diff != "" {
		t.Error(diff)
	}
}

// A process that has given way finishes the sign-in of the one that it gave way to, if that dies.
func TestASignInOutlivesWhoReplacedIt(t *testing.T) {
	w := newWorld(t)
	w.set.CallbackPort = freePort(t)
	host := w.process()
	waiting, _ := host.begin()
	other := w.other(func(set *oauth.Settings, _ *oauth.Way) { set.Scopes = []string{"write"} })
	_, page, _ := other.newSignIn()
	other.transport.Close()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); browse(page) != nil; <-again.C { // until host listens where it comes back to
		if time.Since(began) > 10*time.Second {
			t.Fatal("nobody took over")
		}
	}
	if err := waiting.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	host.works()
	if diff := cmp.Diff("write", host.record().Tokens.Scope); diff != "" {
		t.Error(diff)
	}
}

// A process gives way to one that is never there: it goes on with its page.
func TestGivingWayToNobody(t *testing.T) {
	w := newWorld(t)
	w.set.CallbackPort = freePort(t)
	p := w.process()
	_, err := p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	pages := make(chan oauth.Prompt, 16) // more than are shown
	flow := p.transport.Begin(required, func(page oauth.Prompt) { pages <- page })
	page := <-pages
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.PendingFlow.Cancelled = true
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	again := <-pages
	page.Shown = true
	if diff := cmp.Diff(page, again); diff != "" {
		t.Error(diff)
	}
	if err := browse(again); err != nil {
		t.Fatal(err)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	p.works()
}

// A process takes part in another's sign-in; once a call of its own needs it, it goes on also where the other's person has stopped it.
func TestWhoTakesPartMayNeedIt(t *testing.T) {
	w := newWorld(t)
	w.set.CallbackPort = freePort(t)
	owner, other := w.process(), w.process()
	owned, page := owner.begin()
	pages := make(chan oauth.Prompt, 16) // more than are shown
	joined := other.transport.Join(func(page oauth.Prompt) { pages <- page })
	if theirs := <-pages; !theirs.Theirs {
		t.Errorf("%+v", theirs)
	}
	_, err := other.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	if other.transport.Begin(required, nil) != joined {
		t.Fatal("it is another sign-in")
	}
	owned.Cancel()
	own := <-pages
	if own.Theirs || own.URL != page.URL {
		t.Errorf("%+v", own)
	}
	if err := browse(own); err != nil {
		t.Fatal(err)
	}
	if err := joined.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// The owner of a flow shows a code or a page; in another process its person says no.
func TestDeclinedInAnotherProcess(t *testing.T) {
	for name, way := range map[string]oauth.Way{"a page": oauth.ByBrowser, "a code": oauth.ByDevice} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.OfferDevice()
			w.authority.Device.Interval = 60
			w.way = way
			owner, other := w.process(), w.process()
			owned, _ := owner.begin()
			joined, _ := other.begin()
			joined.Refuse()
			for _, flow := range []*oauth.Flow{owned, joined} {
				if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrRefused) {
					t.Error(err)
				}
			}
			if r := owner.record(); r.PendingFlow != nil || r.LastFlow == nil || r.LastFlow.Result != tokenstore.Refused || owner.transport.RefusedAt().IsZero() {
				t.Errorf("%+v", r)
			}
		})
	}
}

// A call that needs more than the sign-in which has just ended well does not take that one's end for its own.
func TestBeginBehindASignInThatIsDone(t *testing.T) {
	w := newWorld(t)
	w.set.Scopes = []string{"read"}
	owner, other := w.process(), w.process()
	flow, page := owner.begin()
	shown := make(chan oauth.Prompt, 16) // more than are shown
	joined := other.transport.Join(func(page oauth.Prompt) { shown <- page })
	if joined == nil {
		t.Fatal("no sign-in is under way")
	}
	<-shown
	if err := browse(page); err != nil {
		t.Fatal(err)
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.resource.Lock()
	w.resource.Scopes = []string{"admin"}
	w.resource.Unlock()
	_, err := other.call() // which may not have seen that end yet
	if err := other.signIn(err); err != nil {
		t.Fatal(err)
	}
	if err := joined.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	other.works()
	if diff := cmp.Diff([]string{"read", "read admin"}, w.asked("scope")); diff != "" {
		t.Error(diff)
	}
}

// A token that some process has renewed meanwhile, and that the server refuses as well, is no end of the sign-in whose page is open.
func TestBeginBehindARefreshThatDoesNotHelp(t *testing.T) {
	w := newWorld(t)
	p := w.signedIn()
	if err := p.file.Update(t.Context(), func(r *tokenstore.Record) (bool, error) {
		r.Trial = nil
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	w.resource.Lock()
	w.resource.Audience = "https://other.example" // refuses whatever comes
	w.resource.Unlock()
	flow, _ := p.begin()
	_, err := w.process().call() // which renews it
	if _, ok := errors.AsType[*oauth.RequiredError](err); !ok {
		t.Fatal(err)
	}
	_, err = p.call()
	required, ok := errors.AsType[*oauth.RequiredError](err)
	if !ok {
		t.Fatal(err)
	}
	if again := p.transport.Begin(required, nil); again != flow {
		t.Error("another sign-in is begun")
	}
}
