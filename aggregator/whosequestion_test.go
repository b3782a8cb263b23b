package aggregator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator"
	"ncp/internal/wire"
	"ncp/upstream"
)

// TestQuestionsStayWithTheirCall: a modern host is told whose each question is, also where the server's stream does not say it.
func TestQuestionsStayWithTheirCall(t *testing.T) {
	stdio, _ := newStdioPeer(t, "2025-11-25")
	for name, up := range map[string]aggregator.Upstream{
		"stdio":    stdio,
		"HTTP+SSE": upstream.New(upstream.Options{Name: "a", URL: newPeer(t, "2024-11-05").url, Client: upstream.NewClient(upstream.NewNetwork())}),
	} {
		t.Run(name, func(t *testing.T) {
			agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: up}}, &aggregator.Options{AskTimeLimit: 5 * time.Second})
			t.Cleanup(agg.Close)
			h := serve(t, agg)
			want, got := map[string]string{}, map[string]string{}
			for id := range 5 {
				message := fmt.Sprint("message ", id)
				h.send(callRun(id, "a:ask", fmt.Sprintf(`{"what":"form","message":%q}`, message), askingMeta))
				want[fmt.Sprint(id)] = message
			}
			for range want {
				var a struct {
					ID     json.RawMessage
					Result struct {
						InputRequests map[string]struct{ Params struct{ Message string } }
					}
				}
				if err := json.Unmarshal([]byte(h.receive()), &a); err != nil {
					t.Fatal(err)
				}
				var messages []string
				for _, q := range a.Result.InputRequests {
					messages = append(messages, q.Params.Message)
				}
				got[string(a.ID)] = strings.Join(messages, ", ")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("questions by call (-want +got):\n%s", diff)
			}
		})
	}
}

// TestQuestionsOfALegacyHost: the calls of a legacy host share the one session that they would have directly, and with it what the server remembers. Each
// question is put to the host once, in a request of its own, and each answer reaches the question that it is the answer to, in whatever order.
func TestQuestionsOfALegacyHost(t *testing.T) {
	stdio, p := newStdioPeer(t, "2025-11-25")
	agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: stdio}}, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	h.initializeAs(`{"elicitation":{}}`)
	const calls = 5
	want, got := map[string]string{}, map[string]string{}
	for id := range calls {
		message := fmt.Sprint("message ", id)
		h.send(callRun(id, "a:ask", fmt.Sprintf(`{"what":"form","message":%q}`, message), ""))
		want[fmt.Sprint(id)] = "accept map[name:" + message + "]"
	}
	var questions []answerOf
	for range calls {
		questions = append(questions, h.next())
	}
	for _, q := range slices.Backward(questions) {
		var params struct{ Message string }
		if err := json.Unmarshal(q.Params, &params); err != nil || q.Method != "elicitation/create" {
			t.Fatalf("%v: %+v", err, q)
		}
		h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{"name":%q}}}`, q.ID, params.Message))
	}
	for range calls {
		a := h.next()
		got[string(a.ID)] = a.Result.Content[0].Text
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results by call (-want +got):\n%s", diff)
	}
	if n := p.processes.Load(); n != 1 {
		t.Errorf("%d processes were started, want 1", n)
	}
	// A call that the host cancels takes its own question with it, since its server withdraws that, and no other one's.
	h.send(callRun(11, "a:ask", `{"what":"form","message":"stays"}`, ""))
	stays := h.next()
	h.send(callRun(12, "a:ask", `{"what":"form","message":"goes"}`, ""))
	goes := h.next()
	h.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":12}}`)
	if a := h.next(); a.Method != "notifications/cancelled" || !strings.Contains(string(a.Params), fmt.Sprintf(`"requestId":%s,`, goes.ID)) {
		t.Errorf("withdrawn is %s %s, want question %s", a.Method, a.Params, goes.ID)
	}
	h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{"name":"here"}}}`, stays.ID))
	if a := h.next(); string(a.ID) != "11" || a.Result.Content[0].Text != "accept map[name:here]" {
		t.Errorf("the other call: %+v", a)
	}
}

// asker is an upstream that asks the host's user in each call.
type asker struct {
	listed
	asking chan struct{} // receives when it is about to ask
	ended  chan string   // receives the arguments of a call that has ended
}

func (a *asker) Call(ctx context.Context, call wire.Call) (json.RawMessage, error) {
	a.asking <- struct{}{}
	_, err := call.AskHost(ctx, []wire.Question{{Method: "elicitation/create", Params: json.RawMessage(`{"message":"m"}`)}})
	a.ended <- string(call.Params.Get("arguments"))
	return json.RawMessage(`{"content":[]}`), err
}

// TestCancelledWhileItAsks: a call that is cancelled in the moment in which its question would be its answer either has that answer, or has ended. Else it
// would wait for a retry of which the host knows nothing.
func TestCancelledWhileItAsks(t *testing.T) {
	up := &asker{asking: make(chan struct{}), ended: make(chan string, 1000)}
	agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: up}}, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	answered, cancelled := map[string]bool{}, 500
	for id := range cancelled {
		h.send(callRun(id, "a:x", fmt.Sprintf(`{"n":%d}`, id), askingMeta))
		<-up.asking
		h.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`, id))
		h.send(`{"jsonrpc":"2.0","id":"end","method":"ping","params":{` + askingMeta + `}}`)
		for a := h.next(); string(a.ID) != `"end"`; a = h.next() {
			answered[string(a.ID)] = true
		}
	}
	t.Logf("%d of %d had been answered", len(answered), cancelled)
	late := make(chan string, 1) // the answer to the last call, which may come behind that to the ping
	go func() {
		if line, err := h.out.ReadString('\n'); err == nil {
			late <- line
		}
	}()
	for range cancelled - len(answered) {
		select {
		case arguments := <-up.ended:
			if n := strings.Trim(arguments, `{}"n:`); answered[n] {
				t.Errorf("call %s has an answer and has ended", n)
			}
		case line := <-late:
			if a := readAnswer(t, line); string(a.ID) != strconv.Itoa(cancelled-1) {
				t.Errorf("unexpected: %s", line)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a call that was cancelled goes on")
		}
	}
}

// TestMoreCallsThanSessions: where more calls ask than there may be sessions, each question is put to its own call, and the calls beyond wait until an
// answer has made room.
func TestMoreCallsThanSessions(t *testing.T) {
	stdio, p := newStdioPeer(t, "2025-11-25")
	agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: stdio}}, nil)
	t.Cleanup(agg.Close)
	h := serve(t, agg)
	ask := func(id, message int, more string) string {
		frame := callRun(id, "a:ask", fmt.Sprintf(`{"what":"form","message":"message %d"}`, message), askingMeta)
		return strings.Replace(frame, `"_meta"`, more+`"_meta"`, 1)
	}
	const calls, sessions = 20, 8
	var answers []string // held back until as many as can be are asked
	want, got := map[int]string{}, map[int]string{}
	for id := range calls {
		h.send(ask(id, id, ""))
		want[id] = fmt.Sprintf("accept map[name:answer %d]", id)
	}
	for len(got) < calls {
		frame := h.receive()
		a := readAnswer(t, frame)
		id, _ := strconv.Atoi(string(a.ID))
		switch {
		case id >= calls:
			got[id-calls] = a.Result.Content[0].Text
		case a.Result.ResultType != "input_required" || len(a.Result.InputRequests) != 1 || !strings.Contains(frame, fmt.Sprintf(`"message":"message %d"`, id)):
			t.Fatalf("call %d: %s", id, frame)
		default:
			more := fmt.Sprintf(`"requestState":%q,"inputResponses":{"question-1":{"action":"accept","content":{"name":"answer %d"}}},`, a.Result.RequestState, id)
			if answers = append(answers, ask(calls+id, id, more)); len(answers) == sessions {
				for _, answer := range answers {
					h.send(answer)
				}
			} else if len(answers) > sessions {
				h.send(answers[len(answers)-1])
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results by call (-want +got):\n%s", diff)
	}
	if n := p.processes.Load(); n != sessions {
		t.Errorf("%d processes were started, want %d", n, sessions)
	}
}
