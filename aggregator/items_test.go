package aggregator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// stocked is an upstream that has what it is given, by kind, and answers each call with what it was asked.
type stocked struct {
	listed
	mu    sync.Mutex // guards items once the server is used
	items map[wire.Kind][]string
	slow  time.Duration // of the lists of what is no tool
	fails bool          // those lists fail
	call  func(wire.Call) (json.RawMessage, error)
	told  func(wire.Message) // of the last subscription
}

func (s *stocked) List(ctx context.Context, kind wire.Kind, client wire.Client) (wire.List, error) {
	s.mu.Lock()
	items := s.items[kind]
	s.mu.Unlock()
	if kind == wire.Tools && items == nil {
		return s.listed.List(ctx, kind, client)
	}
	if s.slow > 0 && kind != wire.Tools {
		select {
		case <-time.After(s.slow):
		case <-ctx.Done():
			return wire.List{}, context.Cause(ctx)
		}
	}
	if s.fails {
		return wire.List{}, errors.New("no luck")
	}
	var list wire.List
	for _, item := range items {
		list.Items = append(list.Items, json.RawMessage(item))
	}
	return list, nil
}

// restock changes what the server has.
func (s *stocked) restock(items map[wire.Kind][]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = items
}

func (s *stocked) Call(_ context.Context, call wire.Call) (json.RawMessage, error) {
	if s.call != nil {
		return s.call(call)
	}
	return wire.Object{{Key: "method", Value: wire.AppendText(nil, call.Method)}, {Key: "params", Value: call.Params.Delete("_meta").Raw()}}.Raw(), nil
}

func (s *stocked) Subscribe(_ context.Context, _ wire.Client, _ string, updated func(wire.Message)) error {
	s.told = updated
	return nil
}

func resource(uri string) string {
	return fmt.Sprintf(`{"uri":%q,"name":"n","big":9007199254740993}`, uri)
}

// serveStocked serves a legacy host in front of these servers.
func serveStocked(t *testing.T, servers ...aggregator.Server) (*host, *aggregator.Aggregator) {
	t.Helper()
	agg := aggregator.New(servers, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initialize()
	return h, agg
}

func (h *host) method(id int, method, params string) string {
	h.t.Helper()
	h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, id, method, params))
	for {
		if frame := h.receive(); strings.Contains(frame, fmt.Sprintf(`"id":%d,`, id)) {
			return frame
		}
	}
}

// Hosts check a list as a whole: what they would reject of one server is left out and named, and does not cost them what all others have.
func TestWhatHostsWouldRejectIsLeftOut(t *testing.T) {
	bad := &stocked{items: map[wire.Kind][]string{
		wire.Tools:     {},
		wire.Prompts:   {`{"name":"p","arguments":"x"}`, `{"name":"q"}`, `{"name":"r","description":5}`},
		wire.Resources: {`{"uri":"a://x"}`, `{"uri":"a://y","name":"n","mimeType":5}`, `{"uri":"a://z","name":"n"}`},
		wire.Templates: {`{"uriTemplate":"a://{v}","name":"n"}`, `{"uriTemplate":"a://{w}","name":5}`},
	}}
	h, agg := serveStocked(t, aggregator.Server{Name: "a", Upstream: bad})
	for i, want := range []string{
		`"prompts":[{"name":"a:q"}]`, `"resources":[{"uri":"a://z","name":"n"}]`, `"resourceTemplates":[{"uriTemplate":"a://{v}","name":"n"}]`,
	} {
		if got := h.method(i, []string{"prompts/list", "resources/list", "resources/templates/list"}[i], `{}`); !strings.Contains(got, want) {
			t.Errorf("want %s, got %s", want, got)
		}
	}
	want := []string{
		`prompt "p" is left out, since hosts would reject the list with it: its arguments is not a list`,
		`prompt "r" is left out, since hosts would reject the list with it: its description is not a string`,
		`resource "a://x" is left out, since hosts would reject the list with it: its name is not there`,
		`resource "a://y" is left out, since hosts would reject the list with it: its mimeType is not a string`,
		`resource template "a://{w}" is left out, since hosts would reject the list with it: its name is not a string`,
	}
	if diff := cmp.Diff(want, agg.Servers()[0].Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	once := aggregator.New([]aggregator.Server{{Name: "a", Upstream: bad}}, nil) // as a command does
	defer once.Close()
	once.Ask(t.Context(), time.Minute)
	if diff := cmp.Diff(want, once.Servers()[0].Problems); diff != "" {
		t.Errorf("problems of a server that was asked (-want +got):\n%s", diff)
	}
}

// A resource keeps its URI unless that does not tell whose it is; a prompt has its server's name.
func TestListsAreMerged(t *testing.T) {
	a := &stocked{items: map[wire.Kind][]string{
		wire.Prompts:   {`{"title":"T","name":"p"}`},
		wire.Resources: {resource("a://x"), resource("both://x")},
		wire.Templates: {`{"uriTemplate":"both://{y}","name":"t"}`},
	}}
	b := &stocked{items: map[wire.Kind][]string{
		wire.Prompts:   {`{"name":"p:q"}`},
		wire.Resources: {resource("both://x"), resource("ncp://result/1"), resource("notes/my a")},
		wire.Templates: {`{"uriTemplate":"both://{y}","name":"t"}`},
	}}
	h, _ := serveStocked(t, aggregator.Server{Name: "a", Upstream: a}, aggregator.Server{Name: "b", Upstream: b})
	n := 0
	for _, test := range []struct{ method, params, want string }{
		{"prompts/list", `{}`, `"result":{"prompts":[{"title":"T","name":"a:p"},{"name":"b:p:q"}],"ttlMs":300000,"cacheScope":"private"}`},
		{"resources/list", `{}`, `"result":{"resources":[` + strings.Join([]string{
			resource("a://x"), resource("ncp://server/a/both://x"), resource("ncp://server/b/both://x"), resource("ncp://server/b/ncp://result/1"), resource("ncp://server/b/notes/my a"),
		}, ",") + `],"ttlMs":300000,"cacheScope":"private"}`},
		{"resources/templates/list", `{}`, `"result":{"resourceTemplates":[{"uriTemplate":"ncp://server/a/both://{y}","name":"t"},{"uriTemplate":"ncp://server/b/both://{y}","name":"t"}],"ttlMs":300000,"cacheScope":"private"}`},
		{"prompts/get", `{"name":"b:p:q","arguments":{"x":1.0}}`, `"result":{"method":"prompts/get","params":{"name":"p:q","arguments":{"x":1.0}}}`},
		{"prompts/get", `{"name":"p"}`, `"error":{"code":-32602,"message":"\"p\" is no prompt's name; use server:prompt, as prompts/list has them"}`},
		{"prompts/get", `{"name":"c:p"}`, `"error":{"code":-32602,"message":"no server \"c\"; did you mean a, b?"}`},
		{"resources/read", `{"uri":"a://x"}`, `"result":{"method":"resources/read","params":{"uri":"a://x"}}`},
		{"resources/read", `{"uri":"ncp://server/b/both://x?q#f"}`, `"result":{"method":"resources/read","params":{"uri":"both://x?q#f"}}`},
		{"resources/read", `{"uri":"ncp://server/b/ncp://result/1"}`, `"result":{"method":"resources/read","params":{"uri":"ncp://result/1"}}`},
		{"resources/read", `{"uri":"ncp://server/b/notes/my a"}`, `"result":{"method":"resources/read","params":{"uri":"notes/my a"}}`},
		{"resources/read", `{"uri":"notes/my a"}`, `"result":{"method":"resources/read","params":{"uri":"notes/my a"}}`},
		{"resources/read", `{"uri":"both://x"}`, `"error":{"code":-32002,"message":"2 servers may have the resource \"both://x\"; use one of: ncp://server/a/both://x, ncp://server/b/both://x","data":{"uri":"both://x"}}`},
		{"resources/read", `{"uri":"both://z"}`, `"error":{"code":-32002,"message":"2 servers may have the resource \"both://z\"; use one of: ncp://server/a/both://z, ncp://server/b/both://z","data":{"uri":"both://z"}}`},
		{"resources/read", `{}`, `"error":{"code":-32602,"message":"the uri is missing"}`},
		{"resources/subscribe", `{"uri":7}`, `"error":{"code":-32602,"message":"the uri is missing"}`},
		{"completion/complete", `{"ref":{"type":"ref/resource"}}`, `"error":{"code":-32602,"message":"the uri is missing"}`},
		{"resources/list", `{"cursor":""}`, `"result":{"resources":[` + strings.Join([]string{
			resource("a://x"), resource("ncp://server/a/both://x"), resource("ncp://server/b/both://x"), resource("ncp://server/b/ncp://result/1"), resource("ncp://server/b/notes/my a"),
		}, ",") + `],"ttlMs":300000,"cacheScope":"private"}`},
		{"resources/read", `{"uri":"c://x"}`, `"error":{"code":-32002,"message":"no server is known to have the resource \"c://x\"; to ask a certain server use ncp://server/NAME/URI","data":{"uri":"c://x"}}`},
		{"resources/read", `{"uri":"ncp://result/1"}`, `"error":{"code":-32002,"message":"no result \"1\": results are kept for 10 minutes, the last 64 MiB of them; call the tool again","data":{"uri":"ncp://result/1"}}`},
		{
			"completion/complete", `{"ref":{"name":"a:p","type":"ref/prompt"},"argument":{"name":"x","value":""}}`,
			`"result":{"method":"completion/complete","params":{"ref":{"name":"p","type":"ref/prompt"},"argument":{"name":"x","value":""}}}`,
		},
		{
			"completion/complete", `{"ref":{"type":"ref/resource","uri":"ncp://server/b/both://{y}"}}`,
			`"result":{"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"both://{y}"}}}`,
		},
	} {
		n++
		want := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s}`, n, test.want)
		if diff := cmp.Diff(want, h.method(n, test.method, test.params)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.method, test.params, diff)
		}
	}
}

// A page ends where it is full, and the next one begins there, whatever has changed elsewhere.
func TestListsHavePages(t *testing.T) {
	var all []string
	for i := range 2500 {
		all = append(all, resource(fmt.Sprint("a://", i)))
	}
	up := &stocked{items: map[wire.Kind][]string{wire.Resources: all}}
	h, agg := serveStocked(t, aggregator.Server{Name: "a", Upstream: up})
	id := 0
	page := func(cursor string) (uris []string, next string) {
		t.Helper()
		id++
		var answer struct {
			Result struct {
				Resources  []struct{ URI string }
				NextCursor string
			}
			Error *wire.Error
		}
		if err := json.Unmarshal([]byte(h.method(id, "resources/list", cursor)), &answer); err != nil {
			t.Fatal(err)
		}
		if answer.Error != nil {
			return nil, answer.Error.Error()
		}
		for _, r := range answer.Result.Resources {
			uris = append(uris, r.URI)
		}
		return uris, answer.Result.NextCursor
	}
	with := func(cursor string) string { return fmt.Sprintf(`{"cursor":%q}`, cursor) }
	first, cursor := page(`{}`)
	if len(first) != 1000 || first[0] != "a://0" || cursor == "" {
		t.Fatalf("the first page has %d, cursor %q", len(first), cursor)
	}
	up.restock(map[wire.Kind][]string{wire.Resources: all[10:]})
	if err := agg.Refresh(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	for range 100 { // the rest of the lists follows the tools
		if uris, _ := page(`{}`); uris[0] == "a://10" {
			break
		}
	}
	second, next := page(with(cursor))
	if len(second) != 1000 || second[0] != "a://1000" || next == "" {
		t.Fatalf("the second page has %d, %s", len(second), next)
	}
	third, end := page(with(next))
	if len(third) != 500 || third[499] != "a://2499" || end != "" {
		t.Errorf("the third page has %d, cursor %q", len(third), end)
	}
	if uris, said := page(`{"cursor":null}`); len(uris) != 1000 || uris[0] != "a://10" {
		t.Errorf("a cursor that is null, as some hosts write none: %s", said)
	}
	if uris, said := page(with("AAAA")); uris != nil || said != "the cursor is none of ours; list again without it (-32602)" {
		t.Errorf("a cursor that is none: %s", said)
	}
}

// A server that is slow, or fails, costs a list two seconds at most, and once.
func TestASlowServerHoldsNoList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		prompts := map[wire.Kind][]string{wire.Prompts: {`{"name":"p"}`}}
		good, slow, down := &stocked{items: prompts}, &stocked{items: prompts, slow: 10 * time.Second}, &stocked{items: prompts, fails: true}
		agg := aggregator.New([]aggregator.Server{{Name: "good", Upstream: good}, {Name: "slow", Upstream: slow}, {Name: "down", Upstream: down}}, nil)
		defer agg.Close()
		for i, want := range []time.Duration{2 * time.Second, 0} {
			began := time.Now()
			if got := names(t, agg); !slices.Equal(got, []string{"good:p"}) || time.Since(began) != want {
				t.Errorf("list %d: %v after %v", i, got, time.Since(began))
			}
		}
		if found, err := agg.Find(t.Context(), aggregator.FindRequest{Wait: 2 * time.Second}); err != nil || found.Parts[0].Total != 3 {
			t.Errorf("tools: %+v, %v", found, err)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := names(t, agg); !slices.Equal(got, []string{"good:p", "slow:p"}) {
			t.Errorf("later: %v", got)
		}
		if got := agg.Servers()[2].Problems; !slices.Equal(got, []string{"prompts/list: no luck", "resources/list: no luck", "resources/templates/list: no luck"}) {
			t.Errorf("problems: %v", got)
		}
	})
}

// names are the prompts that a host is listed.
func names(t *testing.T, agg *aggregator.Aggregator) []string {
	t.Helper()
	var answer struct {
		Result struct{ Prompts []struct{ Name string } }
	}
	if err := json.Unmarshal([]byte(askOnce(t, agg, "prompts/list")), &answer); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range answer.Result.Prompts {
		names = append(names, p.Name)
	}
	return names
}

// askOnce is a modern host with one request.
func askOnce(t *testing.T, agg *aggregator.Aggregator, method string) string {
	t.Helper()
	var out strings.Builder
	in, write := newPipe(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":{%s}}`+"\n", method, modernMeta))
	served := make(chan error, 1)
	go func() {
		served <- agg.Serve(t.Context(), in, writerFunc(func(p []byte) (int, error) { defer write(); return out.Write(p) }))
	}()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What is not relayed is neither declared, nor listed, nor found, nor served.
func TestWhatIsNotRelayed(t *testing.T) {
	up := &stocked{items: map[wire.Kind][]string{wire.Prompts: {`{"name":"p"}`}, wire.Resources: {resource("a://x")}}}
	for _, test := range []struct {
		relays []string
		want   []string
	}{
		{[]string{"tools"}, []string{"tools", "logging"}},
		{[]string{"tools", "prompts"}, []string{"tools", "prompts", "completions", "logging"}},
		{[]string{"resources"}, []string{"tools", "resources", "completions", "logging"}},
	} {
		relays := func(kind string) bool { return slices.Contains(test.relays, kind) }
		agg := aggregator.New([]aggregator.Server{{Name: "a", Upstream: up, Relays: relays}}, nil)
		h := serve(t, agg)
		var opened struct {
			Result struct{ Capabilities json.RawMessage }
		}
		answer := h.ask(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`)
		if err := json.Unmarshal([]byte(answer), &opened); err != nil {
			t.Fatal(err)
		}
		declared, _ := wire.ParseObject(opened.Result.Capabilities)
		var got []string
		for _, m := range declared {
			got = append(got, m.Key)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v declares (-want +got):\n%s", test.relays, diff)
		}
		for id, method := range map[int]string{1: "prompts/list", 2: "resources/list", 3: "resources/read", 4: "prompts/get"} {
			kind, _, _ := strings.Cut(method, "/")
			refused := strings.Contains(h.method(id, method, `{"uri":"a://x","name":"a:p"}`), `"code":-32601`)
			if refused == relays(kind) {
				t.Errorf("%v: %s refused: %v", test.relays, method, refused)
			}
		}
		if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "a:x"}); (err == nil) != relays("tools") {
			t.Errorf("%v: run: %v", test.relays, err)
		}
		agg.Close()
	}
}

// A link does not take over what may be another server's, whatever was there first: who reads it has to say whose.
func TestALinkTakesNothingOver(t *testing.T) {
	const linking = `{"content":[{"type":"resource_link","uri":"db://a/5","name":"n"},{"type":"resource_link","uri":"db://own","name":"n"}]}`
	const templates, list = `{"uriTemplate":"db://a/{n}","name":"n"}`, `{"uri":"db://a/5","name":"n"}`
	for name, test := range map[string]struct {
		a, evil map[wire.Kind][]string
		want    string // of the URI that evil names
	}{
		"a template":      {map[wire.Kind][]string{wire.Templates: {templates}}, nil, `2 servers may have the resource \"db://a/5\"; use one of: ncp://server/a/db://a/5, ncp://server/evil/db://a/5`},
		"a list":          {map[wire.Kind][]string{wire.Resources: {list}}, nil, `"from":"a"`},
		"two lists":       {map[wire.Kind][]string{wire.Resources: {list}}, map[wire.Kind][]string{wire.Resources: {list}}, `2 servers may have the resource`},
		"its own as well": {map[wire.Kind][]string{wire.Templates: {templates}}, map[wire.Kind][]string{wire.Templates: {templates}}, `2 servers may have the resource`},
		"nobody's":        {map[wire.Kind][]string{wire.Templates: {`{"uriTemplate":"other://{n}","name":"n"}`}}, nil, `"from":"evil"`},
	} {
		t.Run(name, func(t *testing.T) {
			server := func(name string, items map[wire.Kind][]string) aggregator.Server {
				return aggregator.Server{Name: name, Upstream: &stocked{items: items, call: func(call wire.Call) (json.RawMessage, error) {
					if call.Method == "tools/call" {
						return json.RawMessage(linking), nil
					}
					return wire.Object{{Key: "from", Value: wire.AppendText(nil, name)}}.Raw(), nil
				}}}
			}
			h, _ := serveStocked(t, server("a", test.a), server("evil", test.evil))
			h.method(0, "resources/list", `{}`) // which waits for both
			h.ask(callRun(1, "evil:x", `{}`, ""))
			if got := h.method(2, "resources/read", `{"uri":"db://a/5"}`); !strings.Contains(got, test.want) {
				t.Errorf("want %s, got %s", test.want, got)
			}
			if got := h.method(3, "resources/read", `{"uri":"db://own"}`); !strings.Contains(got, `"from":"evil"`) {
				t.Errorf("what is nobody else's: %s", got)
			}
		})
	}
}

// A result that names a resource tells whose it is, where no list does: by a link, or with the resource itself, of a tool, in a prompt, or behind another resource.
// What two servers have named may be of either.
func TestResultsTellWhoseAResourceIs(t *testing.T) {
	const link, embedded = `{"type":"resource_link","uri":"made://1","name":"n"}`, `{"type":"resource","resource":{"uri":"made://1","text":"t"}}`
	for name, test := range map[string]struct{ method, params, result string }{
		"a link in a result":      {"tools/call", `{"name":"run","arguments":{"tool":"b:x"}}`, `{"content":[{"type":"text","text":"t"},` + link + `]}`},
		"a resource in a result":  {"tools/call", `{"name":"run","arguments":{"tool":"b:x"}}`, `{"content":[` + embedded + `]}`},
		"a link in a prompt":      {"prompts/get", `{"name":"b:p"}`, `{"messages":[{"role":"user","content":` + link + `}]}`},
		"a resource in a prompt":  {"prompts/get", `{"name":"b:p"}`, `{"messages":[{"role":"user","content":{"type":"text","text":"t"}},{"role":"user","content":` + embedded + `}]}`},
		"several in one message":  {"prompts/get", `{"name":"b:p"}`, `{"messages":[{"role":"user","content":[` + embedded + `]}]}`},
		"another part of what is": {"resources/read", `{"uri":"b://x"}`, `{"contents":[{"uri":"b://x","text":"t"},{"uri":"made://1","text":"t"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := &stocked{items: map[wire.Kind][]string{wire.Resources: {resource("a://x")}}}
			b := &stocked{items: map[wire.Kind][]string{wire.Resources: {resource("b://x")}}}
			h, agg := serveStocked(t, aggregator.Server{Name: "a", Upstream: a}, aggregator.Server{Name: "b", Upstream: b})
			if got := h.method(1, "resources/read", `{"uri":"made://1"}`); !strings.Contains(got, `"code":-32002`) {
				t.Errorf("before: %s", got)
			}
			naming := func(wire.Call) (json.RawMessage, error) { return json.RawMessage(test.result), nil }
			b.call = naming
			h.method(2, test.method, test.params)
			b.call = nil
			if got := h.method(3, "resources/read", `{"uri":"made://1"}`); !strings.Contains(got, `"params":{"uri":"made://1"}`) {
				t.Errorf("after: %s", got)
			}
			a.call = naming
			if _, err := agg.Run(t.Context(), aggregator.RunRequest{Tool: "a:x"}); err != nil {
				t.Fatal(err)
			}
			if got := h.method(4, "resources/read", `{"uri":"made://1"}`); !strings.Contains(got, "2 servers may have the resource") {
				t.Errorf("named by two: %s", got)
			}
		})
	}
}

// find names prompts and resources behind the tools, with how they are got.
func TestFindKnowsPromptsAndResources(t *testing.T) {
	up := &stocked{items: map[wire.Kind][]string{
		wire.Prompts:   {`{"name":"review_code","description":"Review a piece of code. Thoroughly."}`, `{"name":"haiku","description":"Write a haiku"}`},
		wire.Resources: {`{"uri":"doc://style","name":"style guide","description":"The style guide of the project"}`},
	}}
	h, _ := serveStocked(t, aggregator.Server{Name: "a", Upstream: up})
	id := 1
	h.method(id, "prompts/list", `{}`)
	for _, query := range []string{"write an invoice", "the weather of tomorrow", "code"} { // one word in common is enough if it is all
		id++
		got := h.method(id, "tools/call", fmt.Sprintf(`{"name":"find","arguments":{"description":%q}}`, query))
		if strings.Contains(got, "prompt a:") != (query == "code") {
			t.Errorf("%s: %s", query, got)
		}
	}
	for query, want := range map[string]string{
		"review code": "prompt a:review_code - Review a piece of code.",
		"style guide": "resource ncp://server/a/doc://style - The style guide of the project",
	} {
		id++
		got := h.method(id, "tools/call", fmt.Sprintf(`{"name":"find","arguments":{"description":%q}}`, query))
		if !strings.Contains(got, `No tools, but the host or its user can get them (prompts/get, resources/read):\n`+want) {
			t.Errorf("%s: %s", query, got)
		}
	}
}

// What a server lists survives a restart, whatever its kind.
func TestTheCatalogueKeepsEveryKind(t *testing.T) {
	opts := &aggregator.Options{CacheDir: t.TempDir()}
	up := &stocked{items: map[wire.Kind][]string{wire.Prompts: {`{"name":"p"}`}, wire.Templates: {`{"uriTemplate":"a://{x}","name":"t"}`}}}
	first := aggregator.New([]aggregator.Server{{Name: "a", Identity: "id", Upstream: up}}, opts)
	if got := names(t, first); !slices.Equal(got, []string{"a:p"}) {
		t.Fatalf("first: %v", got)
	}
	first.Close()
	second := aggregator.New([]aggregator.Server{{Name: "a", Identity: "id", Upstream: &stocked{slow: time.Hour}}}, opts)
	defer second.Close()
	if got := names(t, second); !slices.Equal(got, []string{"a:p"}) {
		t.Errorf("second: %v", got)
	}
	want := `"result":{"resourceTemplates":[{"uriTemplate":"a://{x}","name":"t"}],`
	if got := askOnce(t, second, "resources/templates/list"); !strings.Contains(got, want) {
		t.Errorf("templates: %s", got)
	}
}

// A subscription lives on where its server's entry is replaced, and what may have changed counts as changed.
func TestSubscriptionsSurviveAReload(t *testing.T) {
	items := map[wire.Kind][]string{wire.Resources: {resource("a://x")}}
	old, fresh := &stocked{items: items}, &stocked{items: items}
	h, agg := serveStocked(t, aggregator.Server{Name: "a", Upstream: old})
	if got := h.method(1, "resources/subscribe", `{"uri":"a://x"}`); !strings.Contains(got, `"result":{}`) {
		t.Fatal(got)
	}
	next := func() string {
		for {
			if frame := h.receive(); strings.Contains(frame, "resources/updated") {
				return frame
			}
		}
	}
	const want = `{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"a://x"}}`
	go old.told(wire.Message{Params: json.RawMessage(`{"uri":"a://x"}`)})
	if diff := cmp.Diff(want, next()); diff != "" {
		t.Error(diff)
	}
	agg.Replace([]aggregator.Server{{Name: "a", Upstream: fresh}}, "")
	if diff := cmp.Diff(want, next()); diff != "" {
		t.Errorf("after a reload: %s", diff)
	}
	go fresh.told(wire.Message{Params: json.RawMessage(`{"uri":"a://x/below"}`)})
	if diff := cmp.Diff(strings.Replace(want, "a://x", "a://x/below", 1), next()); diff != "" {
		t.Error(diff)
	}
}

// A result that is no object is the server's fault, and said to be; a host would take ncp's answer for broken.
func TestAResultIsAnObject(t *testing.T) {
	for _, result := range []string{`[]`, `7`, `null`, `"text"`} {
		up := &stocked{items: tools("x"), call: func(wire.Call) (json.RawMessage, error) { return json.RawMessage(result), nil }}
		h, _ := serveStocked(t, aggregator.Server{Name: "a", Upstream: up})
		want, _ := json.Marshal("a: the server answered tools/call with no object: " + result)
		if got := h.ask(callRun(1, "a:x", `{}`, "")); got != fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":%s}],"isError":true}}`, want) {
			t.Errorf("run: %s", got)
		}
		want, _ = json.Marshal("a: the server answered prompts/get with no object: " + result)
		if got := h.method(2, "prompts/get", `{"name":"a:p"}`); !strings.Contains(got, fmt.Sprintf(`"error":{"code":-32603,"message":%s}`, want)) {
			t.Errorf("prompts/get: %s", got)
		}
	}
}

// Both forms of one URI may be subscribed to: each is told of by its own name, for as long as it is wanted.
func TestBothFormsOfAURIAreSubscribedTo(t *testing.T) {
	up := &stocked{items: map[wire.Kind][]string{wire.Resources: {resource("a://x")}}}
	h, _ := serveStocked(t, aggregator.Server{Name: "a", Upstream: up})
	const plain, full = `"uri":"a://x"`, `"uri":"ncp://server/a/a://x"`
	told := func(step int, want ...string) {
		t.Helper()
		go up.told(wire.Message{Params: json.RawMessage(fmt.Sprintf(`{"uri":"a://x/%d"}`, step))}) // one that is told too often is met in the next step
		var got []string
		for range want {
			frame := h.receive()
			for !strings.Contains(frame, "resources/updated") {
				frame = h.receive()
			}
			got = append(got, frame)
		}
		slices.Sort(got)
		for i, w := range want {
			want[i] = strings.ReplaceAll(`{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{URI}}`, "URI", fmt.Sprintf(`%s/%d"`, strings.TrimSuffix(w, `"`), step))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	}
	for i, step := range []struct {
		method, uri string
		want        []string
	}{
		{"resources/subscribe", plain, []string{plain}},
		{"resources/subscribe", full, []string{plain, full}},
		{"resources/unsubscribe", full, []string{plain}},
		{"resources/subscribe", full, []string{plain, full}},
		{"resources/unsubscribe", plain, []string{full}},
		{"resources/subscribe", plain, []string{plain, full}},
	} {
		if got := h.method(i, step.method, "{"+step.uri+"}"); !strings.Contains(got, `"result":{}`) {
			t.Fatal(got)
		}
		told(i, step.want...)
	}
}

// newPipe is an input that holds text and ends when it is told to.
func newPipe(text string) (io.Reader, func()) {
	read, write := io.Pipe()
	go func() { _, _ = io.WriteString(write, text) }()
	return read, func() { _ = write.Close() }
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Who asks for a server's tools anew gets them as they are now, even while its other lists are under way; and those who wait for the latter get them too.
func TestAListThatMakesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stock := func(tool, prompt string) map[wire.Kind][]string {
			return map[wire.Kind][]string{wire.Tools: {tool}, wire.Prompts: {`{"name":"` + prompt + `"}`}}
		}
		up := &stocked{items: stock(tool("x"), "p"), slow: 1500 * time.Millisecond}
		agg := aggregator.New([]aggregator.Server{{Name: "a", Upstream: up}}, nil)
		defer agg.Close()
		if err := agg.Refresh(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		listed := make(chan []string, 1)
		go func() { listed <- names(t, agg) }()
		time.Sleep(100 * time.Millisecond)
		up.restock(stock(tool("y"), "q"))
		if err := agg.Refresh(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"a:y"}, agg.KnownTools()); diff != "" {
			t.Errorf("tools (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"a:q"}, <-listed); diff != "" {
			t.Errorf("prompts (-want +got):\n%s", diff)
		}
	})
}
