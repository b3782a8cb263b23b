package upstream_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
)

// mcpHeaders are the headers of the last request whose names begin with Mcp-.
func (f *fake) mcpHeaders() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := map[string]string{}
	for name, values := range f.headers[len(f.headers)-1] {
		if strings.HasPrefix(name, "Mcp-") {
			found[name] = strings.Join(values, " | ")
		}
	}
	return found
}

func text(s string) json.RawMessage { return wire.AppendText(nil, s) }

// TestModernHeaders: each kind of request mirrors its method, and its name or uri.
func TestModernHeaders(t *testing.T) {
	tests := []struct {
		name string
		call wire.Call
		want map[string]string
	}{
		{"tool", wire.Call{Method: "tools/call", Params: wire.Object{{Key: "name", Value: text("get_weather")}}}, map[string]string{"Mcp-Method": "tools/call", "Mcp-Name": "get_weather"}},
		{"prompt", wire.Call{Method: "prompts/get", Params: wire.Object{{Key: "name", Value: text("review")}}}, map[string]string{"Mcp-Method": "prompts/get", "Mcp-Name": "review"}},
		{"resource", wire.Call{Method: "resources/read", Params: wire.Object{{Key: "uri", Value: text("file:///a b?c")}}}, map[string]string{"Mcp-Method": "resources/read", "Mcp-Name": "file:///a b?c"}},
		{"list", wire.Call{Method: "resources/list"}, map[string]string{"Mcp-Method": "resources/list"}},
		{"a name beyond ASCII", wire.Call{Method: "tools/call", Params: wire.Object{{Key: "name", Value: text("wetter_für")}}}, map[string]string{"Mcp-Method": "tools/call", "Mcp-Name": "=?base64?d2V0dGVyX2bDvHI=?="}},
		{"a name with a line end", wire.Call{Method: "tools/call", Params: wire.Object{{Key: "name", Value: text("a\r\nX-Evil: 1")}}}, map[string]string{"Mcp-Method": "tools/call", "Mcp-Name": "=?base64?YQ0KWC1FdmlsOiAx?="}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = true
			_, _ = open(t, f.URL, nil).Call(t.Context(), tt.call) // the fake knows tools/call only
			tt.want["Mcp-Protocol-Version"] = "2026-07-28"
			if diff := cmp.Diff(tt.want, f.mcpHeaders()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLegacyHeaders: nothing but the version and the session, and the version only once it is negotiated.
func TestLegacyHeaders(t *testing.T) {
	f := newFake(t)
	s := open(t, f.URL, nil)
	s.SetEra("legacy")
	var initialize http.Header
	f.always(func(_ http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if m.Method == "initialize" {
			initialize = r.Header.Clone()
		}
		return false
	})
	c := call(`{"q":"v"}`)
	c.Schema = json.RawMessage(`{"type":"object","properties":{"q":{"type":"string","x-mcp-header":"Q"}}}`)
	if _, err := s.Call(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"Mcp-Protocol-Version": "2025-06-18", "Mcp-Session-Id": "s1"}
	if diff := cmp.Diff(want, f.mcpHeaders()); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if got := initialize.Get("Mcp-Protocol-Version") + initialize.Get("Mcp-Session-Id"); got != "" {
		t.Errorf("initialize has %q", got)
	}
}

// TestModernMeta: what the host's hop put into _meta is replaced by ours, everything else stays.
func TestModernMeta(t *testing.T) {
	f := newFake(t)
	f.modern = true
	s := open(t, f.URL, nil)
	mustCall(t, s)
	var got string
	f.always(func(_ http.ResponseWriter, _ *http.Request, m wire.Message) bool {
		got = string(m.Params)
		return false
	})
	c := call(`{"n":9007199254740993}`)
	c.Params = append(c.Params, wire.Member{Key: "_meta", Value: json.RawMessage(
		`{"progressToken":"host","io.modelcontextprotocol/protocolVersion":"1999-01-01","traceparent":"00-1","big":9007199254740993}`,
	)})
	c.Progress, c.Capabilities = true, json.RawMessage(`{"elicitation":{}}`)
	if _, err := s.Call(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	want := `{"name":"x","arguments":{"n":9007199254740993},"_meta":{"traceparent":"00-1","big":9007199254740993,"progressToken":3,` + // after discover and a call +
		`"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"ncp","version":"v1"},` +
		`"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("params (-want +got):\n%s", diff)
	}
}

// TestParamHeaders: annotated arguments are mirrored, encoded where they cannot stand in a header, left out where there is no value.
func TestParamHeaders(t *testing.T) {
	schema := json.RawMessage(`{"type":"object","properties":{
		"s":{"type":"string","x-mcp-header":"Text"},
		"i":{"type":"integer","x-mcp-header":"Count"},
		"b":{"type":"boolean","x-mcp-header":"Flag"},
		"o":{"type":"object","properties":{"deep":{"type":"string","x-mcp-header":"Deep"}}},
		"x-mcp-header":{"type":"string"},
		"plain":{"type":"string","default":{"x-mcp-header":"not a schema"}}}}`)
	tests := []struct {
		name, arguments string
		want            map[string]string
	}{
		{"none", `{}`, nil},
		{"each", `{"s":"us-west1","i":42,"b":true,"o":{"deep":"down"},"plain":"p","x-mcp-header":"p"}`, map[string]string{"Text": "us-west1", "Count": "42", "Flag": "true", "Deep": "down"}},
		{"false and zero", `{"i":0,"b":false,"s":""}`, map[string]string{"Count": "0", "Flag": "false", "Text": ""}},
		{"null", `{"s":null,"i":null,"b":null,"o":null}`, nil},
		{"negative", `{"i":-7}`, map[string]string{"Count": "-7"}},
		{"an integer in another form", `{"i":1.5e1}`, map[string]string{"Count": "15"}},
		{"an integer with a fraction of zero", `{"i":100.0}`, map[string]string{"Count": "100"}},
		{"the largest safe integer", `{"i":9007199254740991}`, map[string]string{"Count": "9007199254740991"}},
		{"a fraction is no integer", `{"i":1.5}`, nil},
		{"a huge exponent", `{"i":1e400}`, nil},
		{"neither list nor object", `{"s":["a"],"i":{},"o":"flat"}`, nil},
		{"inner space", `{"s":"a b\tc"}`, map[string]string{"Text": "a b\tc"}},
		{"outer space", `{"s":" padded "}`, map[string]string{"Text": "=?base64?IHBhZGRlZCA=?="}},
		{"beyond ASCII", `{"s":"Zürich \u65e5"}`, map[string]string{"Text": "=?base64?WsO8cmljaCDml6U=?="}},
		{"line end", `{"s":"a\nX-Evil: 1"}`, map[string]string{"Text": "=?base64?YQpYLUV2aWw6IDE=?="}},
		{"NUL and DEL", `{"s":"\u0000\u007f"}`, map[string]string{"Text": "=?base64?AH8=?="}},
		{"looks encoded", `{"s":"=?base64?eA==?="}`, map[string]string{"Text": "=?base64?PT9iYXNlNjQ/ZUE9PT89?="}},
		{"looks half encoded", `{"s":"=?base64?eA=="}`, map[string]string{"Text": "=?base64?eA=="}},
		{"escapes", `{"s":"a\u002fb\"c"}`, map[string]string{"Text": `a/b"c`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = true
			c := call(tt.arguments)
			c.Schema = schema
			if _, err := open(t, f.URL, nil).Call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "x"}
			for name, value := range tt.want {
				want["Mcp-Param-"+name] = value
			}
			if diff := cmp.Diff(want, f.mcpHeaders()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestInvalidParamHeaders: "the client MUST exclude the invalid tool from the result of tools/list" (2026-07-28, streamable HTTP).
func TestInvalidParamHeaders(t *testing.T) {
	tests := []struct{ name, schema, want string }{
		{"empty", `{"properties":{"q":{"type":"string","x-mcp-header":""}}}`, `x-mcp-header "" is no header name`},
		{"no string", `{"properties":{"q":{"type":"string","x-mcp-header":true}}}`, `x-mcp-header true is no header name`},
		{"a space", `{"properties":{"q":{"type":"string","x-mcp-header":"a b"}}}`, `x-mcp-header "a b" is no header name`},
		{"a colon", `{"properties":{"q":{"type":"string","x-mcp-header":"a:"}}}`, `x-mcp-header "a:" is no header name`},
		{"a line end", `{"properties":{"q":{"type":"string","x-mcp-header":"a\r\nb"}}}`, `x-mcp-header "a\r\nb" is no header name`},
		{"beyond ASCII", `{"properties":{"q":{"type":"string","x-mcp-header":"ä"}}}`, `x-mcp-header "ä" is no header name`},
		{"twice but for case", `{"properties":{"q":{"type":"string","x-mcp-header":"Q"},"r":{"type":"string","x-mcp-header":"q"}}}`, `x-mcp-header "q" twice`},
		{"a number", `{"properties":{"q":{"type":"number","x-mcp-header":"Q"}}}`, `x-mcp-header "Q" is on a parameter of type "number"; allowed: string, integer, boolean`},
		{"no type", `{"properties":{"q":{"x-mcp-header":"Q"}}}`, `x-mcp-header "Q" is on a parameter of type ""; allowed: string, integer, boolean`},
		{"at the root", `{"type":"string","x-mcp-header":"Q"}`, `x-mcp-header "Q" is not on a property reachable from the root`},
		{"in items", `{"properties":{"q":{"type":"array","items":{"type":"string","x-mcp-header":"Q"}}}}`, `x-mcp-header "Q" is not on a property reachable from the root`},
		{"in anyOf", `{"anyOf":[{"properties":{"q":{"type":"string","x-mcp-header":"Q"}}}]}`, `x-mcp-header "Q" is not on a property reachable from the root`},
		{"in a definition", `{"$defs":{"d":{"type":"string","x-mcp-header":"Q"}}}`, `x-mcp-header "Q" is not on a property reachable from the root`},
		{"below a condition", `{"then":{"properties":{"q":{"type":"string","x-mcp-header":"Q"}}}}`, `x-mcp-header "Q" is not on a property reachable from the root`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = true
			f.tools = `[{"name":"good","inputSchema":{}},{"name":"bad","inputSchema":` + tt.schema + `}]`
			s := open(t, f.URL, nil)
			list, err := s.List(t.Context(), wire.Tools, wire.Client{})
			if err != nil || len(list.Items) != 1 || string(list.Items[0]) != `{"name":"good","inputSchema":{}}` {
				t.Errorf("tools %s, %v", list.Items, err)
			}
			if diff := cmp.Diff([]string{`tool 2 is left out: "bad": ` + tt.want}, list.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			c := call(`{"q":"v"}`)
			c.Schema = json.RawMessage(tt.schema)
			if _, err := s.Call(t.Context(), c); err != nil {
				t.Errorf("called all the same: %v", err)
			}
			want := map[string]string{"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "x"}
			if diff := cmp.Diff(want, f.mcpHeaders()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParamHeadersElsewhere: where no parameters go into headers, what a tool says of them leaves it as it is.
func TestParamHeadersElsewhere(t *testing.T) {
	const tool = `{"name":"x","inputSchema":{"properties":{"q":{"type":"number","x-mcp-header":"Q"}}}}`
	f := newFake(t)
	f.tools = "[" + tool + "]"
	list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wire.List{Items: []json.RawMessage{json.RawMessage(tool)}}, list); diff != "" {
		t.Errorf("a legacy server's list (-want +got):\n%s", diff)
	}
}

// TestDeepSchema: each level is read anew, so that a schema is looked through no deeper than people write them.
func TestDeepSchema(t *testing.T) {
	for _, tt := range []struct{ depth, tools int }{{31, 0}, {32, 1}, {900, 1}} {
		f := newFake(t)
		f.modern = true
		f.tools = `[{"name":"x","inputSchema":` + strings.Repeat(`{"not":`, tt.depth) + `{"x-mcp-header":""}` + strings.Repeat("}", tt.depth) + `}]`
		list, err := open(t, f.URL, nil).List(t.Context(), wire.Tools, wire.Client{})
		if err != nil || len(list.Items) != tt.tools {
			t.Errorf("depth %d: %d tools, %v; want %d", tt.depth, len(list.Items), err, tt.tools)
		}
	}
}
