package aggregator_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncp/aggregator"
)

// wants is the error of a server that wants a sign-in.
type wants struct{}

func (wants) Error() string     { return "needs sign-in" }
func (wants) NeedsSignIn() bool { return true }

// slow is a sign-in whose authorization server answers when it is told to, and a person who never comes.
type slow struct {
	page  time.Duration
	begun chan struct{}
}

func (s *slow) Begin(error) (flow aggregator.Flow, begun bool, err error) { return s, true, nil }
func (s *slow) Page(ctx context.Context) *aggregator.SignInPage {
	select {
	case <-time.After(s.page):
		return &aggregator.SignInPage{Text: "a needs a sign-in.", URL: "https://as.example/"}
	case <-ctx.Done():
		return nil
	}
}
func (s *slow) Open()                 {}
func (s *slow) OpenedAt() time.Time   { return time.Now().Add(-time.Minute) }
func (s *slow) Refuse()               {}
func (s *slow) Done() <-chan struct{} { return s.begun }
func (s *slow) Err() error            { return errors.New("it never ends") }

// A call waits half a minute in all, whatever it waits for, with a sign of life each second.
func TestCallsWaitHalfAMinuteForASignIn(t *testing.T) {
	for name, tt := range map[string]struct {
		page time.Duration
		want string
	}{
		"for the person":               {0, "a needs a sign-in. Its page was opened in the user's browser 1m0s ago. Ask the user to sign in on this page, and then call run again: https://as.example/"},
		"for both":                     {20 * time.Second, "a needs a sign-in. Its page was opened in the user's browser 1m0s ago. Ask the user to sign in on this page, and then call run again: https://as.example/"},
		"for the authorization server": {time.Hour, "the sign-in is still being prepared, since the authorization server is slow; call run again in a moment"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				agg := aggregator.New([]aggregator.Server{{Name: "a", Upstream: &listed{began: time.Now(), call: wants{}}}},
					&aggregator.Options{SignIns: &slow{page: tt.page, begun: make(chan struct{})}})
				defer agg.Close()
				h := serve(t, agg)
				h.initialize()
				began := time.Now()
				h.send(callRun(1, "a:x", `{}`, `"_meta":{"progressToken":"p"}`))
				signs := 0
				frame := h.receive()
				for ; strings.Contains(frame, "notifications/progress"); frame = h.receive() {
					signs++
				}
				if !strings.Contains(frame, tt.want) || !strings.Contains(frame, `"isError":true`) {
					t.Errorf("answer: %s", frame)
				}
				if took := time.Since(began); took != 30*time.Second || signs < 28 {
					t.Errorf("after %v with %d signs of life", took, signs)
				}
			})
		})
	}
}
