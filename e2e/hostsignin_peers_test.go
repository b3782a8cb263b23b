//go:build peers

package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
)

// transcript is a host that shows what goes to and fro.
type transcript struct {
	*process
	ticks int // signs of life
}

func (h *transcript) tell(frame string) {
	h.t.Helper()
	h.t.Log("-> " + frame)
	h.send(frame)
}

func (h *transcript) hear() frame {
	h.t.Helper()
	got := h.next(&h.ticks)
	shown, err := json.Marshal(got)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Logf("<- %s", shown)
	return got
}

// Each kind of host signs in at a certified authorization server, through its own HTML forms.
func TestHostsSignInAtACertifiedServer(t *testing.T) {
	consent := func(t *testing.T, page string) {
		t.Helper()
		t.Log("the person opens " + page)
		if err := browse(page); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		windows int
		signIn  func(t *testing.T, env []string, opened func() []string) (*transcript, frame)
	}{
		"2026-07-28, shows links": {0, func(t *testing.T, env []string, _ func() []string) (*transcript, frame) {
			host := &transcript{process: start(t, env)}
			host.tell(modernRun(1, "files", ""))
			asked := host.hear()
			for key, request := range asked.Result.InputRequests {
				consent(t, request.Params.URL)
				host.tell(modernRun(2, "files", fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":"accept"}}`, asked.Result.RequestState, key)))
			}
			return host, host.hear()
		}},
		"2025-11-25, shows links": {0, func(t *testing.T, env []string, _ func() []string) (*transcript, frame) {
			host := &transcript{process: legacyHostOf(t, env, linkHost)}
			host.tell(legacyRunOf(1, "files"))
			asked := host.hear()
			host.tell(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
			consent(t, asked.Params.URL)
			if done := host.hear(); done.Method != "notifications/elicitation/complete" {
				t.Errorf("%+v", done)
			}
			return host, host.hear()
		}},
		"2025-11-25, shows none": {1, func(t *testing.T, env []string, opened func() []string) (*transcript, frame) {
			host := &transcript{process: legacyHostOf(t, append(env, "NCP_SIGN_IN_WAIT=200ms"), "{}")}
			host.tell(legacyRunOf(1, "files"))
			told := host.hear()
			page := regexp.MustCompile(`http://\S+`).FindAllString(told.Result.Content[0].Text, -1)
			if windows := first(t, opened); !told.Result.IsError || len(windows) != 1 || page[len(page)-1] != windows[0] {
				t.Fatalf("%v, %v", windows, page)
			}
			consent(t, page[len(page)-1])
			host.tell(legacyRunOf(2, "files"))
			return host, host.hear()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := startCertified(t, 3600)
			env, opened := notingBrowser(t, c.env)
			host, answer := test.signIn(t, env, opened)
			if answer.Result.IsError || len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
				t.Errorf("%+v", answer)
			}
			windows := opened()
			t.Logf("%d windows of this machine, %d signs of life", len(windows), host.ticks)
			if len(windows) != test.windows {
				t.Errorf("%v", windows)
			}
		})
	}
}
