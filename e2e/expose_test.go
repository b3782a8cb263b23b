package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/demo"
)

// TestExposedTools: a host with a search of its own is listed the tools themselves, by flag or by configuration, and calls go the way of run.
func TestExposedTools(t *testing.T) {
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	entry := func(more string) string { return fmt.Sprintf(`"units":{"url":%q%s}`, d.Servers[1].URL, more) }
	env := home(t, entry(""))
	id := 0
	ask := func(p *process, method, params string) string {
		id++
		m := p.answer(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, id, method, params))
		if m.Error != nil {
			return m.Error.Message
		}
		return string(m.Result)
	}
	listed := func(p *process) (names []string) {
		t.Helper()
		var list struct{ Tools []struct{ Name string } }
		if err := json.Unmarshal([]byte(ask(p, "tools/list", "{}")), &list); err != nil {
			t.Fatal(err)
		}
		for _, tool := range list.Tools {
			names = append(names, tool.Name)
		}
		return names
	}
	all := []string{"units__convert_length", "units__count_down", "units__days_between"}
	p := start(t, env, "--expose", "all")
	p.initialize()
	if diff := cmp.Diff(all, listed(p)); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	for params, want := range map[string]string{
		`{"name":"units__days_between","arguments":{"first":"2026-01-01","second":"2026-01-31"}}`: `"30 days"`,
		`{"name":"units__days_between","arguments":{"first":"2026-01-01"}}`:                       `units:days_between was not called, its parameters are wrong`,
		`{"name":"find","arguments":{}}`:                                                          `unknown tool "find"`,
	} {
		if got := ask(p, "tools/call", params); !strings.Contains(got, want) {
			t.Errorf("%s: %s", params, got)
		}
	}
	p.ends("the end of its input", func() { _ = p.in.Close() })

	p = start(t, env)
	p.initialize()
	p.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	if diff := cmp.Diff([]string{"find", "run"}, listed(p)); diff != "" {
		t.Errorf("by default (-want +got):\n%s", diff)
	}
	rewrite(t, env, `{"expose": "both", "mcpServers": {`+entry(`,"expose":["c*"],"confirm":["count_down"]`)+`}}`)
	for want := append([]string{"find", "run"}, all[:2]...); ; {
		for !strings.Contains(p.receive(), listChanged) {
		}
		if cmp.Equal(want, listed(p)) {
			break
		}
	}
	if got := ask(p, "tools/call", `{"name":"units__count_down","arguments":{"from":1}}`); !strings.Contains(got, "nobody can be asked here") {
		t.Errorf("a call that the user has to agree to: %s", got)
	}
	p.ends("the end of its input", func() { _ = p.in.Close() })
}
