package aggregator_test

import (
	"fmt"
	"strings"
	"testing"

	"ncp/aggregator"
	"ncp/upstream"
)

// confirming is an aggregator over one raw server, "a", whose destructive calls need the user's agreement.
func confirming(t *testing.T) *aggregator.Aggregator {
	t.Helper()
	url := rawUpstream(t, `[{"name":"drop","inputSchema":{"type":"object"}},`+
		`{"name":"look","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true,"destructiveHint":true}},`+
		`{"name":"add","inputSchema":{"type":"object"},"annotations":{"destructiveHint":false}}]`,
		map[string]string{
			"drop": `"result":{"content":[{"type":"text","text":"dropped"}]}`, "look": `"result":{"content":[{"type":"text","text":"looked"}]}`,
			"add": `"result":{"content":[{"type":"text","text":"added"}]}`,
		})
	agg := aggregator.New([]aggregator.Server{{
		Name: "a", Identity: "a", Confirms: func(_ string, destructive bool) bool { return destructive },
		Upstream: upstream.New(upstream.Options{Name: "a", URL: url, Client: upstream.NewClient(upstream.NewNetwork())}),
	}}, nil)
	t.Cleanup(agg.Close)
	return agg
}

// Only what may destroy is asked about; a missing destructiveHint means that it may. Where nobody can be asked the call is not made.
func TestConfirmFailsClosed(t *testing.T) {
	h := serve(t, confirming(t))
	h.initialize()
	for i, tt := range []struct{ tool, want string }{
		{"a:look", `"looked"`},
		{"a:add", `"added"`},
		{"a:drop", `a:drop was not called: the configuration wants the user to agree to it first (\"confirm\"), and nobody can be asked here. ` +
			`The user can allow it: in the configuration, with \"confirm\": \"never\"`},
	} {
		if got := h.ask(callRun(i, tt.tool, `{}`, "")); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s", tt.tool, got)
		}
	}
}

// The user's answer decides, in both eras, and what the question shows cannot act on a display.
func TestConfirmAsksTheUser(t *testing.T) {
	const arguments = `{"path":"/x\u001b[2J` + "\u202e" + `"}`
	for action, want := range map[string]string{
		`{"action":"accept"}`:                `"text":"dropped"`,
		`{"action":"accept","content":{}}`:   `"text":"dropped"`,
		`{"action":"decline"}`:               `a:drop was not called: the user does not want it`,
		`{"action":"cancel"}`:                `a:drop was not called: the user was asked to agree to it: the user dismissed the question`,
		`{"action":"yes, do as you please"}`: `a:drop was not called`,
	} {
		t.Run("legacy "+action, func(t *testing.T) {
			h := serve(t, confirming(t))
			h.ask(`{"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}`)
			h.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
			question := h.ask(callRun(1, "a:drop", arguments, ""))
			if !strings.Contains(question, `"elicitation/create"`) || !strings.Contains(question, `Call a:drop with`) || strings.Contains(question, "\u202e") {
				t.Fatalf("question: %s", question)
			}
			if got := h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":%s}`, action)); !strings.Contains(got, want) {
				t.Error(got)
			}
		})
		t.Run("modern "+action, func(t *testing.T) {
			h := serve(t, confirming(t))
			meta := strings.Replace(modernMeta, `clientCapabilities":{}`, `clientCapabilities":{"elicitation":{}}`, 1)
			asked := h.ask(callRun(1, "a:drop", arguments, meta))
			_, rest, _ := strings.Cut(asked, `"requestState":"`)
			state, _, found := strings.Cut(rest, `"`)
			if !found || !strings.Contains(asked, `"input_required"`) {
				t.Fatalf("question: %s", asked)
			}
			unasked := callRun(3, "a:drop", arguments, `"inputResponses":{"question-1":`+action+`},`+meta)
			if got := h.ask(unasked); !strings.Contains(got, `"input_required"`) {
				t.Errorf("an answer to a question that was not asked: %s", got)
			}
			retry := callRun(2, "a:drop", arguments, `"inputResponses":{"question-1":`+action+`},"requestState":"`+state+`",`+meta)
			if got := h.ask(retry); !strings.Contains(got, want) {
				t.Error(got)
			}
		})
	}
}
