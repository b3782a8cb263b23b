package oauth_test

import (
	"context"
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

// newDeviceWorld has an authorization server that offers codes, and a person without a browser.
func newDeviceWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.authority.OfferDevice()
	w.way = oauth.ByDevice
	return w
}

func TestDeviceFlow(t *testing.T) {
	w := newDeviceWorld(t)
	w.set.Scopes, w.set.Account, w.set.LoginHint = []string{"files"}, "work", "alice@example.com"
	p := w.process()
	flow, page := p.begin()
	want := oauth.Prompt{
		Server: "files", Account: "work", Hint: "alice@example.com", URL: w.authority.URL + "/type", Code: page.Code,
		Complete: w.authority.URL + "/type?user_code=" + page.Code, Issuer: w.authority.URL,
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Error(diff)
	}
	if err := flow.Submit("http://localhost:9876/callback?code=x"); err == nil || err.Error() != "nothing is pasted here: type the code "+page.Code+" on the page" {
		t.Error(err)
	}
	if !w.authority.Type(page.Code, oauthtest.Approved) {
		t.Fatal("the code is not known")
	}
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.works()
	w.authority.ExpireAccess()
	p.works() // refreshed like any other grant
	if n := w.authority.Count("/authorize"); n != 0 {
		t.Errorf("%d browser windows", n)
	}
	polls := w.authority.To("/token")
	form := polls[0].Form
	got := [...]string{form.Get("grant_type"), form.Get("resource"), w.authority.To("/device")[0].Form.Get("scope"), w.authority.To("/device")[0].Form.Get("resource")}
	if want := [...]string{"urn:ietf:params:oauth:grant-type:device_code", w.resource.URL, "files", w.resource.URL}; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if r := p.record(); r.PendingFlow != nil || r.LastFlow.Result != tokenstore.SignedIn || !r.Client.Device {
		t.Errorf("%+v", r)
	}
}

// A server may ask for more patience than usual, within reason, but not for a storm.
func TestDeviceInterval(t *testing.T) {
	for asked, want := range map[float64]time.Duration{0.001: time.Second, 1: time.Second, 7.5: 7500 * time.Millisecond, 1e9: time.Minute, -1: 5 * time.Second} {
		w := newDeviceWorld(t)
		w.authority.Device.Interval = asked
		w.hasty = false
		p := w.process()
		_, _ = p.begin()
		if got := p.record().PendingFlow.Device.Interval; got != want {
			t.Errorf("asked for %v s: %v, not %v", asked, got, want)
		}
	}
}

func TestDeviceFlowEnds(t *testing.T) {
	for code, test := range map[string]struct {
		want   error
		result tokenstore.Result
	}{
		"access_denied": {oauth.ErrRefused, tokenstore.Refused}, "expired_token": {oauth.ErrExpired, tokenstore.Expired},
	} {
		t.Run(code, func(t *testing.T) {
			w := newDeviceWorld(t)
			p := w.process()
			flow, page := p.begin()
			w.authority.Type(page.Code, code)
			if err := flow.Wait(t.Context()); !errors.Is(err, test.want) {
				t.Errorf("%v, not %v", err, test.want)
			}
			r := p.record()
			if r.PendingFlow != nil || r.LastFlow.Result != test.result || r.Client == nil {
				t.Errorf("%+v", r)
			}
		})
	}
	t.Run("never typed", func(t *testing.T) {
		w := newDeviceWorld(t)
		w.authority.Device.Interval, w.authority.Device.Lifetime = 60, 20*time.Millisecond
		flow, _ := w.process().begin()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if err := flow.Wait(ctx); !errors.Is(err, oauth.ErrExpired) { // by our own clock, not at the next question
			t.Error(err)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		w := newDeviceWorld(t)
		w.authority.Device.Interval = 30
		flow, _ := w.process().begin()
		flow.Cancel()
		if err := flow.Wait(t.Context()); !errors.Is(err, oauth.ErrCancelled) {
			t.Error(err)
		}
	})
}

// A fault that may pass ends no sign-in.
func TestDeviceFlowSurvivesFaults(t *testing.T) {
	w := newDeviceWorld(t)
	flow, page := w.process().begin()
	failures := make(chan struct{}, 2)
	w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusBadGateway)
		select {
		case failures <- struct{}{}:
		default:
		}
	})
	<-failures
	<-failures
	w.authority.SetFault("/token", nil)
	w.authority.Type(page.Code, oauthtest.Approved)
	if err := flow.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestDeviceOrBrowser(t *testing.T) {
	const refused = `http://as does not let this client sign in by a code (unauthorized_client); sign in without --device`
	for name, test := range map[string]struct {
		change func(w *world)
		code   bool
		err    string
	}{
		"offered":             {func(w *world) { w.way = oauth.ByDeviceIfOffered; w.authority.OfferDevice() }, true, ""},
		"not offered":         {func(w *world) { w.way = oauth.ByDeviceIfOffered }, false, ""},
		"offered, not wanted": {func(w *world) { w.authority.OfferDevice() }, false, ""},
		"wanted, not offered": {func(w *world) { w.way = oauth.ByDevice }, false, "http://as offers no sign-in by a code (RFC 8628); sign in without --device"},
		"not for us": {func(w *world) {
			w.way = oauth.ByDeviceIfOffered
			w.authority.OfferDevice()
			w.authority.SetFault("/device", unauthorizedClient)
		}, false, ""},
		"not for us, but wanted": {func(w *world) {
			w.way = oauth.ByDevice
			w.authority.OfferDevice()
			w.authority.SetFault("/device", unauthorizedClient)
		}, false, refused},
		"offered, but broken": {func(w *world) {
			w.way = oauth.ByDeviceIfOffered
			w.authority.OfferDevice()
			w.authority.SetFault("/device", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) })
		}, false, ""},
		"no registration for it": {func(w *world) {
			w.way = oauth.ByDeviceIfOffered
			w.authority.OfferDevice()
			w.set.CallbackPort = freePort(w.t)
			w.byHand("", "none")
			w.authority.SetFault("/device", unauthorizedClient)
		}, false, ""},
		"a page that is none": {func(w *world) {
			w.way = oauth.ByDevice
			w.authority.OfferDevice()
			w.authority.SetFault("/device", func(rw http.ResponseWriter, _ *http.Request) {
				_, _ = rw.Write([]byte(`{"device_code":"d","user_code":"U","verification_uri":"file:///etc/passwd","expires_in":60}`))
			})
		}, false, "the verification URI has no host: file:///etc/passwd"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			p := w.process()
			_, err := p.call()
			required, ok := errors.AsType[*oauth.RequiredError](err)
			if !ok {
				t.Fatal(err)
			}
			pages := make(chan oauth.Prompt, 16) // more than are shown
			flow := p.transport.Begin(required, func(page oauth.Prompt) { pages <- page })
			select {
			case page := <-pages:
				if (page.Code != "") != test.code || test.err != "" {
					t.Errorf("%+v", page)
				}
				flow.Cancel()
			case <-flow.Done():
				if err := flow.Wait(t.Context()); err == nil || strings.ReplaceAll(err.Error(), w.authority.URL, "http://as") != test.err {
					t.Errorf("%v, not %s", err, test.err)
				}
			}
		})
	}
}

func unauthorizedClient(rw http.ResponseWriter, _ *http.Request) {
	rw.WriteHeader(http.StatusBadRequest)
	_, _ = rw.Write([]byte(`{"error":"unauthorized_client"}`))
}

// The code is in the store: who dies leaves it to who waits.
func TestDeviceFlowIsTakenOver(t *testing.T) {
	w := newDeviceWorld(t)
	first, second := w.process(), w.process()
	_, page := first.begin()
	flow, seen := second.begin()
	if want := (oauth.Prompt{
		Server: "files", URL: page.URL, Code: page.Code, Complete: page.Complete, Issuer: page.Issuer, Theirs: true,
	}); cmp.Diff(want, seen) != "" {
		t.Error(cmp.Diff(want, seen))
	}
	first.transport.Close()
	w.authority.Type(page.Code, oauthtest.Approved)
	if err := flow.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	second.works()
	if n := w.authority.Count("/device"); n != 1 {
		t.Errorf("%d codes", n)
	}
}
