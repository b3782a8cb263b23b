package aggregator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// askingMeta is what a host of 2026-07-28 puts into each request that can be asked for forms.
const askingMeta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}`

// initializeAs opens a legacy session that declares capabilities.
func (h *host) initializeAs(capabilities string) {
	h.t.Helper()
	h.ask(`{"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":` + capabilities + `,"clientInfo":{"name":"t","version":"1"}}}`)
	h.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
}

// answerOf is as much of an answer as the tests below look at.
type answerOf struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Error  *wire.Error
	Result struct {
		ResultType    string
		RequestState  string
		InputRequests map[string]struct{ Method string }
		Content       []struct{ Text string }
		IsError       bool
	}
}

func (h *host) next() answerOf {
	h.t.Helper()
	return readAnswer(h.t, h.receive())
}

func readAnswer(t *testing.T, frame string) answerOf {
	t.Helper()
	var a answerOf
	if err := json.Unmarshal([]byte(frame), &a); err != nil {
		t.Fatalf("%v: %s", err, frame)
	}
	return a
}

// retry is a call of the tool ask with what a host adds when it calls again.
func retry(id int, message, state, responses string) string {
	frame := callRun(id, "a:ask", fmt.Sprintf(`{"what":"form","message":%q}`, message), askingMeta)
	more := fmt.Sprintf(`"requestState":%q,"inputResponses":%s,"_meta"`, state, responses)
	return strings.Replace(frame, `"_meta"`, more, 1)
}

const acceptedAda = `{"question-1":{"action":"accept","content":{"name":"Ada"}},"q":{"action":"accept","content":{"name":"Ada"}}}`

// TestAnswersToNoQuestion: an answer that comes before its question is asked counts for what the server asks by that name, as a host may know of it; it is
// never the user's agreement, nor an answer to a question that ncp has named.
func TestAnswersToNoQuestion(t *testing.T) {
	for revision, want := range map[string]string{"2025-11-25": "input_required", "2026-07-28": "complete"} {
		h := serve(t, open(t, nil, newPeer(t, revision).url))
		unasked := strings.Replace(retry(1, "name?", "", acceptedAda), `"requestState":"",`, "", 1)
		if got := readAnswer(t, h.ask(unasked)); got.Result.ResultType != want {
			t.Errorf("%s: %+v", revision, got)
		}
	}
}

// TestRequestState: a state is good once, for its own request, as it was given out. Both kinds of upstream end in the same mechanism.
func TestRequestState(t *testing.T) {
	for _, revision := range []string{"2025-11-25", "2026-07-28"} {
		t.Run(revision, func(t *testing.T) {
			h := serve(t, open(t, nil, newPeer(t, revision).url))
			first := readAnswer(t, h.ask(callRun(1, "a:ask", `{"message":"name?","what":"form"}`, askingMeta)))
			state := first.Result.RequestState
			if first.Result.ResultType != "input_required" || len(first.Result.InputRequests) != 1 || state == "" {
				t.Fatalf("first answer: %+v", first)
			}
			last := "A"
			if strings.HasSuffix(state[:40], "A") {
				last = "B"
			}
			forged := state[:39] + last + state[40:]
			for name, tt := range map[string]struct{ frame, want string }{
				"forged":            {retry(2, "name?", forged, acceptedAda), "does not belong to this request"},
				"no state of ours":  {retry(3, "name?", "round=2", acceptedAda), "none of ours"},
				"another request":   {retry(4, "other", state, acceptedAda), "does not belong to this request"},
				"broken answers":    {retry(5, "name?", state, `{"question-1":7}`), "must be an object"},
				"answers no object": {retry(6, "name?", state, `[]`), "must be an object"},
			} {
				if got := readAnswer(t, h.ask(tt.frame)); got.Error == nil || got.Error.Code != wire.CodeInvalidParams || !strings.Contains(got.Error.Message, tt.want) {
					t.Errorf("%s: %+v", name, got)
				}
			}
			// An answer that leaves out what was asked is asked again.
			again := readAnswer(t, h.ask(retry(7, "name?", state, `{"something else":{}}`)))
			if again.Result.ResultType != "input_required" || again.Result.RequestState == state {
				t.Fatalf("without the answer: %+v", again)
			}
			good := readAnswer(t, h.ask(retry(8, "name?", again.Result.RequestState, acceptedAda)))
			if len(good.Result.Content) != 1 || good.Result.Content[0].Text != "accept map[name:Ada]" || good.Result.ResultType != "complete" {
				t.Errorf("answered: %+v", good)
			}
			replayed := readAnswer(t, h.ask(retry(9, "name?", again.Result.RequestState, acceptedAda)))
			if replayed.Error == nil || !strings.Contains(replayed.Error.Message, "answered before") {
				t.Errorf("replayed: %+v", replayed)
			}
		})
	}
}

// TestNobodyAnswers: a question has a time limit, after which the server is told and the call ends.
func TestNobodyAnswers(t *testing.T) {
	limited := &aggregator.Options{AskTimeLimit: 50 * time.Millisecond}
	t.Run("legacy host", func(t *testing.T) {
		h := serve(t, open(t, limited, newPeer(t, "2025-11-25").url))
		h.initializeAs(`{"elicitation":{}}`)
		h.send(callRun(1, "a:ask", `{"what":"form","message":"name?"}`, ""))
		question, withdrawn, result := h.next(), h.next(), h.next()
		if question.Method != "elicitation/create" {
			t.Errorf("first comes %+v", question)
		}
		want := fmt.Sprintf(`{"requestId":%s,"reason":"the host did not answer the question within 50ms"}`, question.ID)
		if diff := cmp.Diff(want, string(withdrawn.Params)); diff != "" || withdrawn.Method != "notifications/cancelled" {
			t.Errorf("then %s (-want +got):\n%s", withdrawn.Method, diff)
		}
		if !result.Result.IsError || !strings.Contains(result.Result.Content[0].Text, "did not answer") {
			t.Errorf("at last %+v", result)
		}
		h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, question.ID)) // too late
		h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, question.ID)) // and twice
		if got := h.ask(`{"jsonrpc":"2.0","id":2,"method":"ping"}`); got != `{"jsonrpc":"2.0","id":2,"result":{}}` {
			t.Errorf("afterwards: %s", got)
		}
	})
	t.Run("modern host", func(t *testing.T) {
		told, gaveUp := make(chan struct{}, 1), make(chan struct{})
		h := serve(t, open(t, limited, scripted(t, false, func(w http.ResponseWriter, m wire.Message, _ wire.Object) {
			if m.Method == "" {
				w.WriteHeader(http.StatusAccepted)
				told <- struct{}{}
				return
			}
			w.Header().Set("Content-Type", "text/event-stream")
			fmt.Fprint(w, "data: {\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}\n\n")
			_ = http.NewResponseController(w).Flush()
			<-told
			close(gaveUp)
			fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"gave up\"}]}}\n\n", m.ID)
		})))
		first := readAnswer(t, h.ask(callRun(1, "a:ask", `{"what":"form","message":"name?"}`, askingMeta)))
		<-gaveUp
		// The state ends when the question does, give or take: what comes then is that, or what the server made of it.
		late := readAnswer(t, h.ask(retry(2, "name?", first.Result.RequestState, acceptedAda)))
		expired := late.Error != nil && (strings.Contains(late.Error.Message, "expired") || strings.Contains(late.Error.Message, "ended"))
		if !expired && (len(late.Result.Content) != 1 || late.Result.Content[0].Text != "gave up") {
			t.Errorf("late: %+v", late)
		}
	})
}

// scripted is an upstream whose answers to tools/call a test writes by hand.
func scripted(t *testing.T, modern bool, call func(w http.ResponseWriter, m wire.Message, params wire.Object)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, err := wire.Parse(body)
		params, _ := wire.ParseObject(m.Params)
		answer := func(members string) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, m.ID, members)
		}
		switch {
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case err == nil && m.Method == "tools/call" || m.Method == "" && err == nil:
			call(w, m, params)
		case m.ID == nil:
			w.WriteHeader(http.StatusAccepted)
		case m.Method == "server/discover" && modern:
			answer(`"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}`)
		case m.Method == "initialize" && !modern:
			answer(`"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}`)
		case m.Method == "tools/list":
			answer(`"result":{"tools":[{"name":"ask","inputSchema":{"type":"object"}}]}`)
		default:
			answer(`"error":{"code":-32601,"message":"method not found"}`)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestUndeclaredQuestions: a server that asks for what the host never declared gets an error, and the host no question.
func TestUndeclaredQuestions(t *testing.T) {
	questions := map[string]struct{ question, want string }{
		"sampling": {`"method":"sampling/createMessage","params":{}`, "-32601 the host cannot be asked: sampling/createMessage needs the capability sampling, which it did not declare"},
		"url":      {`"method":"elicitation/create","params":{"mode":"url","url":"https://example.com"}`, "-32602 the host cannot be asked: elicitation/create needs the capability elicitation.url, which it did not declare"},
		"mode":     {`"method":"elicitation/create","params":{"mode":"hologram"}`, "-32602 the host cannot be asked: elicitation/create needs the capability elicitation.hologram, which it did not declare"},
		"unknown":  {`"method":"tools/list"`, "-32601 a host cannot be asked for tools/list"},
	}
	for name, tt := range questions {
		t.Run("legacy upstream, "+name, func(t *testing.T) {
			replies := make(chan *wire.Error, 1)
			url := scripted(t, false, func(w http.ResponseWriter, m wire.Message, _ wire.Object) {
				if m.Method == "" {
					w.WriteHeader(http.StatusAccepted)
					replies <- m.Error
					return
				}
				w.Header().Set("Content-Type", "text/event-stream")
				fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":\"x\",%s}\n\n", tt.question)
				_ = http.NewResponseController(w).Flush()
				reply := <-replies
				fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":%q}]}}\n\n", m.ID, fmt.Sprint(reply.Code, " ", reply.Message))
			})
			h := serve(t, open(t, nil, url))
			h.initializeAs(`{"elicitation":{}}`)
			if got, _ := textOf(t, h.ask(callRun(1, "a:ask", "{}", ""))); got != tt.want {
				t.Errorf("the server was told %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("modern upstream", func(t *testing.T) {
		url := scripted(t, true, func(w http.ResponseWriter, m wire.Message, _ wire.Object) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"resultType":"input_required","inputRequests":{"j":{"method":"elicitation/create","params":{"message":"m"}},"k":{"method":"sampling/createMessage","params":{}}}}}`, m.ID)
		})
		h := serve(t, open(t, nil, url))
		got, isError := textOf(t, h.ask(callRun(1, "a:ask", "{}", askingMeta)))
		want := "a: the server asked for sampling/createMessage: the host cannot be asked: sampling/createMessage needs the capability sampling, which it did not declare"
		if got != want || !isError {
			t.Errorf("got %q, want %q", got, want)
		}
		found, _ := textOf(t, h.ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find","arguments":{},`+askingMeta+`}}`))
		if strings.Contains(found, "down") {
			t.Errorf("the server counts as down: %s", found)
		}
	})
}

// TestServersThatAskForEver: a call ends, whatever its server goes on to ask for.
func TestServersThatAskForEver(t *testing.T) {
	for name, tt := range map[string]struct{ result, want string }{
		"for nothing":  {`"requestState":"again"`, "10 retries in a row without a question"},
		"for roots":    {`"requestState":"again","inputRequests":{"r":{"method":"roots/list"}}`, "still asks after 1000 rounds"},
		"without both": {`"inputRequests":{}`, "without inputRequests or requestState"},
		"not in words": {`"inputRequests":{"r":7}`, "is no request"},
	} {
		t.Run(name, func(t *testing.T) {
			url := scripted(t, true, func(w http.ResponseWriter, m wire.Message, params wire.Object) {
				if state := params.Get("requestState"); state != nil && string(state) != `"again"` {
					t.Errorf("requestState came back as %s", state)
				}
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"resultType":"input_required",%s}}`, m.ID, tt.result)
			})
			h := serve(t, open(t, nil, url))
			h.initializeAs(`{"roots":{}}`)
			h.send(callRun(1, "a:ask", "{}", ""))
			for {
				a := h.next()
				if a.Method == "roots/list" {
					h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"roots":[]}}`, a.ID))
					continue
				}
				if !a.Result.IsError || !strings.Contains(a.Result.Content[0].Text, tt.want) {
					t.Errorf("got %+v, want %q", a, tt.want)
				}
				return
			}
		})
	}
}

// TestHostVanishes: a host that goes in mid-question leaves nothing behind, and its server is told.
func TestHostVanishes(t *testing.T) {
	for name, meta := range map[string]string{"legacy": "", "modern": askingMeta} {
		t.Run(name, func(t *testing.T) {
			gone := make(chan struct{})
			url := scripted(t, false, func(w http.ResponseWriter, m wire.Message, _ wire.Object) {
				if m.Method == "" {
					w.WriteHeader(http.StatusAccepted)
					return
				}
				w.Header().Set("Content-Type", "text/event-stream")
				fmt.Fprint(w, "data: {\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}\n\n")
				_ = http.NewResponseController(w).Flush()
				<-gone
			})
			t.Cleanup(func() { close(gone) })
			h := serve(t, open(t, nil, url))
			if meta == "" {
				h.initializeAs(`{"elicitation":{}}`)
			}
			h.send(callRun(1, "a:ask", "{}", meta))
			h.next()
			_ = h.in.Close() // the rest is the clean-up's: Serve must return, and Close
		})
	}
}

// TestDeclaredCapabilitiesReachTheUpstream: what a host declares is told as far as ncp can relay it, and decides which tools are seen.
func TestDeclaredCapabilitiesReachTheUpstream(t *testing.T) {
	seen := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, _ := wire.Parse(body)
		params, _ := wire.ParseObject(m.Params)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case m.ID == nil:
			w.WriteHeader(http.StatusAccepted)
		case m.Method == "initialize":
			seen <- string(params.Get("capabilities")) + string(params.Get("clientInfo"))
			w.Header().Set("Mcp-Session-Id", string(params.Get("capabilities")))
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}}`, m.ID)
		case m.Method == "tools/list" && strings.Contains(r.Header.Get("Mcp-Session-Id"), "sampling"):
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"tools":[{"name":"plain","inputSchema":{"type":"object"}},{"name":"thinks","inputSchema":{"type":"object"}}]}}`, m.ID)
		case m.Method == "tools/list":
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"tools":[{"name":"plain","inputSchema":{"type":"object"}}]}}`, m.ID)
		default:
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}`, m.ID)
		}
	}))
	t.Cleanup(server.Close)
	h := serve(t, open(t, &aggregator.Options{Version: "v9"}, server.URL))
	find := func(id int, capabilities string) string {
		meta := strings.Replace(modernMeta, `Capabilities":{}`, `Capabilities":`+capabilities, 1)
		text, _ := textOf(t, h.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"find","arguments":{"depth":0},%s}}`, id, meta)))
		return text
	}
	got := []string{
		find(1, `{"sampling":{"tools":{},"x":1},"roots":{"listChanged":true},"elicitation":{"form":{}},"tasks":{},"extensions":{"a/b":{}}}`),
		find(2, `{}`), find(3, `{"sampling":{}}`), find(4, `{}`),
	}
	want := []string{"a:plain\na:thinks", "a:plain", "a:plain\na:thinks", "a:plain"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	const info = `{"name":"t (via ncp v9)","version":"1"}`
	wantSeen := []string{`{"elicitation":{},"roots":{},"sampling":{"tools":{}}}` + info, `{}` + info, `{"sampling":{}}` + info}
	var gotSeen []string
	for range wantSeen {
		gotSeen = append(gotSeen, <-seen)
	}
	if diff := cmp.Diff(wantSeen, gotSeen); diff != "" {
		t.Errorf("declared (-want +got):\n%s", diff)
	}
}

// TestPagesBeforeACall: the error by which a legacy server wants pages visited is a question for a modern host and passes to a legacy one.
func TestPagesBeforeACall(t *testing.T) {
	const failure = `"error":{"code":-32042,"message":"visit first","data":{"elicitations":[{"mode":"url","elicitationId":"e1","url":"https://example.com/connect","message":"Connect."}]}}`
	var calls int
	url := scripted(t, false, func(w http.ResponseWriter, m wire.Message, _ wire.Object) {
		answer := failure
		if calls++; calls%2 == 0 {
			answer = `"result":{"content":[{"type":"text","text":"connected"}]}`
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, m.ID, answer)
	})
	h := serve(t, open(t, nil, url))
	meta := strings.Replace(askingMeta, `"elicitation":{}`, `"elicitation":{"url":{}}`, 1)
	first := readAnswer(t, h.ask(callRun(1, "a:ask", "{}", meta)))
	if first.Result.InputRequests["question-1"].Method != "elicitation/create" {
		t.Fatalf("first: %+v", first)
	}
	more := fmt.Sprintf(`"requestState":%q,"inputResponses":{"question-1":{"action":"accept"}},"_meta"`, first.Result.RequestState)
	if got, _ := textOf(t, h.ask(strings.Replace(callRun(2, "a:ask", "{}", meta), `"_meta"`, more, 1))); got != "connected" {
		t.Errorf("after the visit: %s", got)
	}
	want := `{"jsonrpc":"2.0","id":3,` + failure + `}`
	if diff := cmp.Diff(want, h.ask(callRun(3, "a:ask", "{}", askingMeta))); diff != "" {
		t.Errorf("a host that cannot be asked (-want +got):\n%s", diff)
	}
	calls = 0
	h.initializeAs(`{"elicitation":{"url":{}}}`)
	if diff := cmp.Diff(strings.Replace(want, `"id":3`, `"id":4`, 1), h.ask(callRun(4, "a:ask", "{}", ""))); diff != "" {
		t.Errorf("a legacy host (-want +got):\n%s", diff)
	}
}

// TestNullIsNothing: hosts and servers that write what is not there as null are understood.
func TestNullIsNothing(t *testing.T) {
	url := scripted(t, true, func(w http.ResponseWriter, m wire.Message, params wire.Object) {
		w.Header().Set("Content-Type", "text/event-stream")
		if params.Get("inputResponses") == nil {
			fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"input_required\",\"requestState\":null,\"inputRequests\":{\"q\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}}}}\n\n", m.ID)
			return
		}
		meta, _ := wire.ParseObject(params.Get("_meta"))
		if token := meta.Get("progressToken"); token != nil {
			fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s,\"progress\":1}}\n\n", token)
		}
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"state %s\"}]}}\n\n", m.ID, params.Get("requestState"))
	})
	h := serve(t, open(t, nil, url))
	meta := strings.Replace(askingMeta, "{", `{"progressToken":null,"io.modelcontextprotocol/logLevel":null,`, 1)
	first := readAnswer(t, h.ask(strings.Replace(callRun(1, "a:ask", "{}", meta), `"_meta"`, `"requestState":null,"inputResponses":null,"_meta"`, 1)))
	if first.Error != nil || first.Result.ResultType != "input_required" {
		t.Fatalf("%+v", first)
	}
	more := fmt.Sprintf(`"requestState":%q,"inputResponses":{"q":{"action":"decline"}},"_meta"`, first.Result.RequestState)
	want := `{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"state "}],"resultType":"complete"}}`
	if diff := cmp.Diff(want, h.ask(strings.Replace(callRun(2, "a:ask", "{}", meta), `"_meta"`, more, 1))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
