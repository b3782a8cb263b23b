package config

import "testing"

// Two entries are the same if they mean the same: comments, places and order of keys do not count, nor does a policy; other values do, secret ones too.
func TestSame(t *testing.T) {
	const base = `"url": "https://a.example/mcp", "headers": {"X-Key": "1"}, "auth": {"type": "oauth", "oauth21": {"clientId": "c", "clientSecret": "s"}}`
	env := func(name string) (string, bool) { return map[string]string{"S": "s"}[name], name == "S" }
	parse := func(entry string) *Server {
		c, err := Parse("f", []byte(`{"mcpServers": {"n": {`+entry+`}}}`), &ParseOptions{Env: env})
		if err != nil {
			t.Fatal(err)
		}
		return &c.Servers[0]
	}
	for entry, want := range map[string]bool{
		base:                                     true,
		"// why\n\n\"disabled\": false, " + base: true,
		`"url": "https://a.example/mcp", "headers": {"X-Key": "1"}, "auth": {"type": "oauth", "oauth21": {"clientId": "c", "clientSecret": "${S}"}}`: true,
		`"url": "https://a.example/mcp", "headers": {"X-Key": "2"}, "auth": {"type": "oauth", "oauth21": {"clientId": "c", "clientSecret": "s"}}`:    false,
		`"url": "https://a.example/mcp", "headers": {"X-Key": "1"}, "auth": {"type": "oauth", "oauth21": {"clientId": "c", "clientSecret": "t"}}`:    false,
		`"url": "https://a.example/mcp", "headers": {"X-Key": "1"}, "auth": {"type": "oauth", "oauth21": {"clientId": "d", "clientSecret": "s"}}`:    false,
		`"url": "https://b.example/mcp", "headers": {"X-Key": "1"}, "auth": {"type": "oauth", "oauth21": {"clientId": "c", "clientSecret": "s"}}`:    false,
		base + `, "tools": {"deny": ["x"]}`:                                                false,
		base + `, "confirm": "destructive", "onToolChange": "block", "resultBudget": 2000`: true, // a policy
		base + `, "disabled": true`:                                                        false,
		base + `, "timeout": -1`:                                                           false, // a mistake
	} {
		if got := Same(parse(base), parse(entry)); got != want {
			t.Errorf("%s: %v", entry, got)
		}
	}
	local := `"command": "c", "env": {"K": "1"}`
	if !Same(parse(local), parse(local)) || Same(parse(local), parse(`"command": "c", "env": {"K": "2"}`)) {
		t.Error("a server of this machine: its environment counts, and nothing else differs")
	}
}
