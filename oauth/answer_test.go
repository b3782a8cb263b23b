package oauth

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"ncp/tokenstore"
)

func pending(iss bool) *tokenstore.PendingFlow {
	return &tokenstore.PendingFlow{State: tokenstore.NewSecret("the-state"), CodeVerifier: tokenstore.NewSecret("the-verifier"), Issuer: "https://as.example", IssRequired: iss}
}

// verdict is what judge says, as text.
type verdict struct {
	Code string
	Done bool
	Err  string
}

func judged(p *tokenstore.PendingFlow, values url.Values) verdict {
	code, done, err := judge(p, values)
	v := verdict{Code: code, Done: done}
	if err != nil {
		v.Err = err.Error()
	}
	return v
}

func TestRow14_IssuerIsComparedFirst(t *testing.T) {
	const (
		foreign = `the answer comes from "https://evil.example", but the sign-in was at "https://as.example": it is not used`
		missing = `the answer does not say that it comes from https://as.example, though that server promises to: it is not used`
	)
	for name, test := range map[string]struct {
		query    string
		required bool
		want     verdict
	}{
		"right, advertised":     {"state=the-state&code=c&iss=https://as.example", true, verdict{"c", true, ""}},
		"right, not advertised": {"state=the-state&code=c&iss=https://as.example", false, verdict{"c", true, ""}},
		"absent, allowed":       {"state=the-state&code=c", false, verdict{"c", true, ""}},
		"absent, advertised":    {"state=the-state&code=c", true, verdict{"", true, missing}},
		"absent in an error":    {"state=the-state&error=access_denied", true, verdict{"", true, missing}},
		"foreign":               {"state=the-state&code=c&iss=https://evil.example", false, verdict{"", true, foreign}},
		"foreign error":         {"state=the-state&error=access_denied&iss=https://evil.example", false, verdict{"", true, foreign}},
		"slash at the end": {"state=the-state&code=c&iss=https://as.example/", false, verdict{
			"", true, `the answer comes from "https://as.example/", but the sign-in was at "https://as.example": it is not used`,
		}},
		"twice": {"state=the-state&code=c&iss=https://as.example&iss=https://as.example", false, verdict{
			"", true, `the answer comes from "https://as.example https://as.example", but the sign-in was at "https://as.example": it is not used`,
		}},
		"empty": {"state=the-state&code=c&iss=", false, verdict{"", true, `the answer comes from "", but the sign-in was at "https://as.example": it is not used`}},
		"other state": {"state=x&code=c&iss=https://evil.example", true, verdict{
			"", false, "this answer does not belong to the sign-in that is under way",
		}},
		"no state":   {"code=c", false, verdict{"", false, "this answer does not belong to the sign-in that is under way"}},
		"no code":    {"state=the-state", false, verdict{"", false, "this answer has no code"}},
		"two codes":  {"state=the-state&code=a&code=b", false, verdict{"", false, "this answer has no code"}},
		"two states": {"state=the-state&state=x&code=a", false, verdict{"", false, "this answer has no code"}},
		"refused":    {"state=the-state&error=access_denied&error_description=x", false, verdict{"", true, ErrRefused.Error()}},
		"reflects": {"state=the-state&error=bad&error_description=" + url.QueryEscape("\x1b[31mthe-state\n the-ver\u200bifier"), false, verdict{
			"", true, "the authorization server refused: bad: [31m[redacted] [redacted]",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			values, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, judged(pending(test.required), values)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzPasted(f *testing.F) {
	for _, seed := range []string{"", "abc", "http://localhost:9876/callback?state=the-state&code=c", "?code=c", "a b", "http://x/?state=the-state&error=access_denied", `"<http://x?%zz>"`} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, required bool) {
		p := pending(required)
		values, err := readPasted(text, p)
		if err != nil {
			if strings.Contains(err.Error(), "the-state") || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("%q", err)
			}
			return
		}
		code, done, err := judge(p, values.values)
		if !done {
			t.Errorf("%q is accepted and then no answer: %v", text, err)
		}
		if err == nil && code == "" {
			t.Errorf("%q gives an empty code", text)
		}
		if err == nil && required && values.values.Get("iss") != p.Issuer {
			t.Errorf("%q gives a code without its issuer", text)
		}
	})
}

func FuzzJudge(f *testing.F) {
	f.Add("state=the-state&code=c&iss=https://as.example", true)
	f.Add("state=the-state&error=x&error_description=the-verifier", false)
	f.Fuzz(func(t *testing.T, query string, required bool) {
		values, _ := url.ParseQuery(query)
		v := judged(pending(required), values)
		if v.Done && values.Get("state") != "the-state" {
			t.Errorf("%q ends the sign-in with %+v", query, v)
		}
		if strings.Contains(v.Err, "the-verifier") || (v.Code != "") != (v.Done && v.Err == "") {
			t.Errorf("%q: %+v", query, v)
		}
	})
}

// A browser that comes back while the sign-in is being cancelled is not told that it has worked.
func TestRow24_LateBrowserIsToldTheTruth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		redirect := url.URL{Scheme: "http", Host: "localhost:9876", Path: "/callback"}
		s := &callbackServer{port: 9876}
		l := &Listener{server: s, redirect: redirect, state: "s", answers: make(chan *Back), closed: make(chan struct{}), outcome: errEnded}
		s.flows = []*Listener{l}
		rec := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "http://localhost:9876/callback?state=s&code=c", http.NoBody)
		go s.ServeHTTP(rec, req)
		synctest.Wait()
		close(l.closed)
		synctest.Wait()
		if rec.Code != http.StatusBadRequest || strings.Contains(rec.Body.String(), "You are signed in") {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
	})
}

func TestQuotedHidesWhatIsReflected(t *testing.T) {
	for text, want := range map[string]string{
		"a s3cret/+ b":                     "a [redacted] b",
		"a s3\x00cr\u200bet/+ b":           "a [redacted] b",
		"a s3cret%2F%2B b":                 "a [redacted] b",
		"\x1b]0;title\x07 x\ny":            "]0;title x y",
		strings.Repeat("x", maxQuoted+100): strings.Repeat("x", maxQuoted) + "…",
	} {
		if got := quoted(text, "s3cret/+", ""); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestEndsAreToldApart(t *testing.T) {
	for result, want := range map[tokenstore.Result]error{tokenstore.Refused: ErrRefused, tokenstore.Expired: ErrExpired, tokenstore.SignedIn: nil} {
		if got := outcomeError(&tokenstore.Outcome{Result: result}); !errors.Is(got, want) {
			t.Errorf("%s: %v", result, got)
		}
	}
}
