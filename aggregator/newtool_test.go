package aggregator_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// moving is an upstream whose list of tools is exchanged, and whose calls are answered with answers in turn.
type moving struct {
	still
	tools   string // definitions, a line each
	lists   int
	answers []error
	schemas []string // with which it was called
	down    error    // what its lists are answered with
}

func (m *moving) List(_ context.Context, kind wire.Kind, _ wire.Client) (list wire.List, err error) {
	if m.down != nil {
		return list, m.down
	}
	if kind == wire.Tools {
		m.lists++
		for tool := range strings.Lines(m.tools) {
			list.Items = append(list.Items, json.RawMessage(strings.TrimSpace(tool)))
		}
	}
	return list, nil
}

func (m *moving) Call(_ context.Context, call wire.Call) (json.RawMessage, error) {
	m.schemas = append(m.schemas, string(call.Schema))
	var err error
	if len(m.answers) > 0 {
		err, m.answers = m.answers[0], m.answers[1:]
	}
	return json.RawMessage(`{"content":[]}`), err
}

// TestAToolThatIsNew: a tool that the list lacks is looked for at its server, but not twice a second.
func TestAToolThatIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &moving{tools: `{"name":"x","inputSchema":{}}`}
		agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: up}}, nil)
		defer agg.Close()
		run := func(tool string) string {
			if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: tool}); err != nil {
				return err.Error()
			}
			return "called"
		}
		got := []string{run("a:x")}
		up.tools += "\n" + `{"name":"y","inputSchema":{}}`
		got = append(got, run("a:y"), run("a:y"))
		time.Sleep(2 * time.Second)
		got = append(got, run("a:y"), run("a:z"))
		want := []string{"called", `server "a" has no tool "y"; nearest: a:x`, `server "a" has no tool "y"; nearest: a:x`, "called", `server "a" has no tool "z"; nearest: a:x, a:y`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if up.lists != 2 {
			t.Errorf("listed %d times, want 2", up.lists)
		}
	})
}

// TestAToolOfAServerThatIsDown: a name that the list of before lacks may be right, so why there is no newer list is told.
func TestAToolOfAServerThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &moving{tools: `{"name":"x","inputSchema":{}}`}
		agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: up}}, nil)
		defer agg.Close()
		if _, err := agg.Tool(t.Context(), "a:x"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		up.down = errors.New("connection refused")
		_, err := agg.Tool(t.Context(), "a:y")
		var refused *aggregator.RefusedError
		const want = `server "a" had no tool "y" when it was last asked, and now: connection refused; nearest: a:x`
		if !errors.As(err, &refused) || refused.Text != want {
			t.Errorf("%v, want %s", err, want)
		}
	})
}

// TestHeaderMismatch: a server that misses a header of a tool that it has changed is listed anew and called once more; with the same tool its error stands.
func TestHeaderMismatch(t *testing.T) {
	const before, after = `{"type":"object"}`, `{"type":"object","properties":{"q":{"type":"string","x-mcp-header":"Q"}}}`
	mismatch := wire.Errorf(wire.CodeHeaderMismatch, "Mcp-Param-Q is missing")
	for name, tt := range map[string]struct {
		after   string
		answers []error
		schemas []string
		err     string
	}{
		"a changed tool":       {after, []error{mismatch}, []string{before, after}, ""},
		"the same tool":        {before, []error{mismatch}, []string{before}, "Mcp-Param-Q is missing (-32020)"},
		"never what it wants":  {after, []error{mismatch, mismatch}, []string{before, after}, "Mcp-Param-Q is missing (-32020)"},
		"another error of its": {after, []error{wire.Errorf(-32602, "bad")}, []string{before}, "bad (-32602)"},
	} {
		t.Run(name, func(t *testing.T) {
			up := &moving{tools: `{"name":"x","inputSchema":` + before + "}", answers: tt.answers}
			agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: up}}, nil)
			defer agg.Close()
			if _, err := agg.Tool(t.Context(), "a:x"); err != nil {
				t.Fatal(err)
			}
			up.tools = `{"name":"x","inputSchema":` + tt.after + "}"
			text := ""
			if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "a:x"}); err != nil {
				text = err.Error()
			}
			if diff := cmp.Diff(tt.err, text); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.schemas, up.schemas); diff != "" {
				t.Errorf("called with (-want +got):\n%s", diff)
			}
		})
	}
}
