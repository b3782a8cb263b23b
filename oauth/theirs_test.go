package oauth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
