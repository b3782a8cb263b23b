package aggregator_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ncp/aggregator"
	"ncp/upstream"
)

// budgeted is a host of one raw server, "a", whose answers may hold 1,000 bytes of text at once. Nothing but its tools is relayed: the rest of a long
// result is a resource all the same.
func budgeted(t *testing.T, result string) *host {
	t.Helper()
	url := rawUpstream(t, `[{"name":"big","inputSchema":{"type":"object"}}]`, map[string]string{"big": `"result":` + result})
	agg := aggregator.New([]aggregator.Server{{
		Name: "a", Identity: "a", ResultBudget: 1000, Relays: func(kind string) bool { return kind == "tools" },
		Upstream: upstream.New(upstream.Options{Name: "a", URL: url, Client: upstream.NewClient(upstream.NewNetwork())}),
	}}, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	return h
}

// answer is the result in a frame, as JSON with the ids of held texts replaced by ID.
func answer(t *testing.T, frame string) (result string, ids []string) {
	t.Helper()
	var m struct{ Result json.RawMessage }
	if err := json.Unmarshal([]byte(frame), &m); err != nil || m.Result == nil {
		t.Fatalf("no result: %s", frame)
	}
	id := regexp.MustCompile(`[0-9a-f]{32}`)
	seen := map[string]bool{}
	for _, found := range id.FindAllString(string(m.Result), -1) {
		if !seen[found] {
			seen[found], ids = true, append(ids, found)
		}
	}
	return id.ReplaceAllString(string(m.Result), "ID"), ids
}

func quoted(s string) string { q, _ := json.Marshal(s); return string(q) }

const readOn = `Read on with run {\"tool\":\"ncp:read_result\",\"parameters\":{\"id\":\"ID\",\"offset\":%d}}; it is kept for 10 minutes.`

func TestShorten(t *testing.T) {
	lines := strings.Repeat("0123456789abcde\n", 200) // 3,200 bytes
	head, tail := lines[:736], lines[len(lines)-240:] // whole lines of 750 and of 250 bytes
	note := fmt.Sprintf(`\n[ncp: 2224 of 3200 bytes are left out here (200 lines in all). `+readOn+`]\n`, 736)
	shortened := strings.TrimSuffix(quoted(head), `"`) + note + strings.TrimPrefix(quoted(tail), `"`)
	link := `{"type":"resource_link","uri":"ncp://result/ID","name":"result","mimeType":"text/plain","size":3200}`
	structured := `{"n":9007199254740993,"list":[` + strings.Repeat("1,", 600) + `1]}`
	for name, tt := range map[string]struct{ result, want string }{
		"within": {
			`{"content":[{"type":"text","text":` + quoted(lines[:900]) + `}],"big":9007199254740993}`,
			`{"content":[{"type":"text","text":` + quoted(lines[:900]) + `}],"big":9007199254740993}`,
		},
		"what would not become shorter": {
			`{"content":[{"type":"text","text":` + quoted(lines[:1040]) + `}],"structuredContent":{"a":1}}`,
			`{"content":[{"type":"text","text":` + quoted(lines[:1040]) + `}],"structuredContent":{"a":1}}`,
		},
		"a picture is no text": {
			`{"content":[{"type":"image","data":"` + strings.Repeat("A", 4000) + `","mimeType":"image/png"}]}`,
			`{"content":[{"type":"image","data":"` + strings.Repeat("A", 4000) + `","mimeType":"image/png"}]}`,
		},
		"one text, with its annotations": {
			`{"content":[{"type":"text","annotations":{"priority":1},"text":` + quoted(lines) + `},{"type":"new","x":1}],"isError":true}`,
			`{"content":[{"type":"text","annotations":{"priority":1},"text":` + shortened + `},` + link + `,{"type":"new","x":1}],"isError":true}`,
		},
		"several texts": {
			`{"content":[{"type":"image","data":"AA==","mimeType":"image/png"},{"type":"text","text":` + quoted(lines[:1599]) + `},` +
				`{"type":"new","x":1},{"type":"text","text":` + quoted(lines[1600:]) + `}]}`,
			`{"content":[{"type":"image","data":"AA==","mimeType":"image/png"},{"type":"text","text":` + shortened + `},` + link + `,{"type":"new","x":1}]}`,
		},
		"structured content alone": {
			`{"content":[],"structuredContent":` + structured + `}`,
			`{"content":[{"type":"text","text":"` + fmt.Sprintf("[ncp: structuredContent is %d bytes of JSON. "+readOn+`]"},`, len(structured), 0) +
				fmt.Sprintf(`{"type":"resource_link","uri":"ncp://result/ID","name":"structuredContent","mimeType":"application/json","size":%d}]}`, len(structured)),
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := budgeted(t, tt.result)
			if got, _ := answer(t, h.ask(callRun(1, "a:big", `{}`, ""))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// The text that says the same as structuredContent is held once.
func TestShortenHoldsTheSameOnce(t *testing.T) {
	list := `{"list":[` + strings.Repeat("1,", 900) + `1]}`
	line := strings.Repeat("a\n", 900)
	for text, structured := range map[string]string{list: list, line: `{"content":` + quoted(line) + `}`} {
		h := budgeted(t, `{"content":[{"type":"text","text":`+quoted(text)+`}],"structuredContent":`+structured+`}`)
		got, ids := answer(t, h.ask(callRun(1, "a:big", `{}`, "")))
		if len(ids) != 1 || strings.Contains(got, "structuredContent") {
			t.Errorf("%d texts are held: %s", len(ids), got)
		}
	}
}

// What was left out is read page by page, and together it is what the server sent.
func TestReadResult(t *testing.T) {
	lines := strings.Repeat("0123456789abcde\n", 200)
	h := budgeted(t, `{"content":[{"type":"text","text":`+quoted(lines)+`}]}`)
	_, ids := answer(t, h.ask(callRun(1, "a:big", `{}`, "")))
	var whole strings.Builder
	next := regexp.MustCompile(`the next page is at offset ([0-9]+)\]$`)
	offset, pages := "0", 0
	for call := 2; offset != ""; call++ {
		var m struct {
			Result struct{ Content []struct{ Type, Text string } }
		}
		frame := h.ask(callRun(call, "ncp:read_result", `{"id":"`+ids[0]+`","offset":`+offset+`}`, ""))
		if err := json.Unmarshal([]byte(frame), &m); err != nil || len(m.Result.Content) != 2 || len(m.Result.Content[0].Text) > 1000 {
			t.Fatalf("page at %s: %s", offset, frame)
		}
		whole.WriteString(m.Result.Content[0].Text)
		offset = ""
		if found := next.FindStringSubmatch(m.Result.Content[1].Text); found != nil {
			offset = found[1]
		}
		pages++
	}
	if whole.String() != lines || pages != 4 {
		t.Errorf("%d pages with %d bytes", pages, whole.Len())
	}
	whole.Reset()
	for uri, call := "ncp://result/"+ids[0], 50; uri != ""; call++ {
		var m struct {
			Result struct {
				Contents []struct{ URI, MimeType, Text string }
			}
		}
		frame := h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"resources/read","params":{"uri":%q}}`, call, uri))
		if err := json.Unmarshal([]byte(frame), &m); err != nil || len(m.Result.Contents) == 0 || m.Result.Contents[0].URI != uri || m.Result.Contents[0].MimeType != "text/plain" {
			t.Fatalf("%s: %s", uri, frame)
		}
		whole.WriteString(m.Result.Contents[0].Text)
		uri = ""
		if len(m.Result.Contents) == 2 {
			uri = m.Result.Contents[1].URI
		}
	}
	if whole.String() != lines {
		t.Errorf("resources/read gives %d bytes", whole.Len())
	}
	for i, tt := range []struct{ uri, want string }{
		{"ncp://result/" + ids[0] + "?offset=3201", `"error":{"code":-32002,"message":"ncp://result/` + ids[0] + `?offset=3201: offset is 3201; allowed: whole numbers from 0 to 3200"`},
		{"ncp://result/" + ids[0] + "?offset=x", `"error":{"code":-32002,"message":"ncp://result/` + ids[0] + `?offset=x: offset is x; allowed: whole numbers from 0 to 3200"`},
		{"ncp://result/" + ids[0] + "?offset=-1", `?offset=-1: offset is -1; allowed: whole numbers from 0 to 3200"`},
		{"ncp://result/x", `"error":{"code":-32002,"message":"no result \"x\"`},
	} {
		if got := h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"resources/read","params":{"uri":%q}}`, 90+i, tt.uri)); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s", tt.uri, got)
		}
	}
	for i, tt := range []struct{ parameters, want string }{
		{`{"id":"` + ids[0] + `","offset":16,"limit":15}`, `{"content":[{"type":"text","text":"0123456789abcde"},{"type":"text","text":"[ncp: bytes 16 to 31 of 3200; the next page is at offset 31]"}]}`},
		{`{"id":"` + ids[0] + `","offset":3200}`, `{"content":[{"type":"text","text":""},{"type":"text","text":"[ncp: bytes 3200 to 3200 of 3200; this is the end]"}]}`},
		{`{"id":"` + ids[0] + `","offset":3201}`, `{"content":[{"type":"text","text":"ncp:read_result: offset is 3201; allowed: whole numbers from 0 to 3200"}],"isError":true}`},
		{`{"offset":1}`, `{"content":[{"type":"text","text":"ncp:read_result: its parameters are wrong:\n- missing required \"id\" (string)"}],"isError":true}`},
		{
			`{"id":"` + strings.Repeat("0", 32) + `"}`,
			`{"content":[{"type":"text","text":"no result \"ID\": results are kept for 10 minutes, the last 64 MiB of them; call the tool again"}],"isError":true}`,
		},
	} {
		if got, _ := answer(t, h.ask(callRun(100+i, "ncp:read_result", tt.parameters, ""))); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.parameters, got, tt.want)
		}
	}
}

// A host that has every tool by itself, and no run, reads on by a tool of its own; what a tool's output schema promises stays whole.
func TestReadResultByItself(t *testing.T) {
	lines := strings.Repeat("0123456789abcde\n", 200)
	structured := `{"n":9007199254740993,"list":[` + strings.Repeat("1,", 600) + `1]}`
	url := rawUpstream(t, `[{"name":"big","inputSchema":{"type":"object"},"outputSchema":{"type":"object"}}]`,
		map[string]string{"big": `"result":{"content":[{"type":"text","text":` + quoted(lines) + `}],"structuredContent":` + structured + `}`})
	agg := aggregator.New([]aggregator.Server{{
		Name: "a", Identity: "a", ResultBudget: 1000,
		Upstream: upstream.New(upstream.Options{Name: "a", URL: url, Client: upstream.NewClient(upstream.NewNetwork())}),
	}}, &aggregator.Options{Exposure: aggregator.ExposeAll})
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	if got := toolNames(t, h, 1, `{}`); !slices.Equal(got, []string{"ncp__read_result", "a__big"}) {
		t.Errorf("tools: %v", got)
	}
	got, ids := answer(t, h.ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"a__big","arguments":{}}}`))
	if !strings.Contains(got, `Read on with ncp__read_result {\"id\":\"ID\",\"offset\":736};`) || !strings.HasSuffix(got, `,"structuredContent":`+structured+`}`) || len(ids) != 1 {
		t.Fatalf("answer: %s", got)
	}
	got, _ = answer(t, h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"ncp__read_result","arguments":{"id":%q,"offset":3184}}}`, ids[0])))
	if want := `{"content":[{"type":"text","text":"0123456789abcde\n"},{"type":"text","text":"[ncp: bytes 3184 to 3200 of 3200; this is the end]"}]}`; got != want {
		t.Errorf("page: %s", got)
	}
}
