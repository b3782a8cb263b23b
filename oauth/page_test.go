package oauth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ncp/oauth"
)

// The browser is answered when the outcome is known, so the page can tell the truth.
func TestRow24_ThePageTellsTheOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*world)
		status int
		says   string
		err    error
	}{
		{"signed in", func(*world) {}, http.StatusOK, "You are signed in.", nil},
		{"refused", func(w *world) { w.authority.Deny = true }, http.StatusBadRequest, "The sign-in did not work: it was refused.", oauth.ErrRefused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.change(w)
			p := w.process()
			_, err := p.call()
			required, ok := errors.AsType[*oauth.RequiredError](err)
			if !ok {
				t.Fatal(err)
			}
			type page struct {
				status int
				body   string
			}
			pages := make(chan page, 1)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			err = p.transport.Begin(required, func(prompt oauth.Prompt) {
				resp, err := http.Get(prompt.URL)
				if err != nil {
					t.Errorf("browse: %v", err)
					return
				}
				defer func() { _ = resp.Body.Close() }()
				body, _ := io.ReadAll(resp.Body)
				want := map[string]string{
					"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
					"Cache-Control":           "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
				}
				for name, value := range want {
					if got := resp.Header.Get(name); got != value {
						t.Errorf("%s: %q", name, got)
					}
				}
				pages <- page{resp.StatusCode, string(body)}
			}).Wait(ctx)
			if !errors.Is(err, tt.err) {
				t.Errorf("got %v, want %v", err, tt.err)
			}
			if got := <-pages; got.status != tt.status || !strings.Contains(got.body, "<p>"+tt.says) {
				t.Errorf("%d: %s", got.status, got.body)
			}
		})
	}
}
