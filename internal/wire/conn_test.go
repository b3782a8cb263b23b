package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// pipe returns a client whose server answers by right.
func pipe(t *testing.T, right Handler) *Conn {
	t.Helper()
	left := newTestHandler(nil)
	r1, w1 := io.Pipe()
	r2, w2 := io.Pipe()
	leftLines, rightLines := NewLines(r1, w2), NewLines(r2, w1)
	a, b := NewConn(t.Context(), leftLines, left), NewConn(t.Context(), rightLines, right)
	go func() { _ = a.Run() }()
	go func() { _ = b.Run() }()
	t.Cleanup(func() { _, _ = leftLines.Close(), rightLines.Close(); <-a.Done(); <-b.Done() })
	return a
}

// testHandler answers by functions and records the rest.
type testHandler struct {
	request func(context.Context, *Request)
	notes   chan Message
	broken  chan FrameError
}

func newTestHandler(request func(context.Context, *Request)) *testHandler {
	return &testHandler{request, make(chan Message, 100), make(chan FrameError, 100)}
}
func (h *testHandler) HandleRequest(ctx context.Context, r *Request) { h.request(ctx, r) }
func (h *testHandler) HandleNotification(m Message)                  { h.notes <- m }
func (h *testHandler) HandleBroken(err *FrameError)                  { h.broken <- *err }

func TestCallProgressInOrderBeforeAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newTestHandler(func(ctx context.Context, r *Request) {
			go func() {
				for i := range 20 {
					_ = r.conn.Notify(ctx, "notifications/progress", json.RawMessage(fmt.Sprintf(`{"progressToken":%s,"progress":%d}`, r.ID, i)))
				}
				_ = r.Answer(json.RawMessage(`{"n":9007199254740993}`))
				_ = r.conn.Notify(ctx, "notifications/progress", json.RawMessage(fmt.Sprintf(`{"progressToken":%s,"progress":99}`, r.ID)))
			}()
		})
		client := pipe(t, server)
		var got, want []string
		for i := range 20 {
			want = append(want, fmt.Sprintf(`{"progressToken":1,"progress":%d}`, i))
		}
		answer, err := client.Call(t.Context(), client.NextID(), "x", nil, func(m Message) { got = append(got, string(m.Params)) })
		if err != nil || string(answer.Result) != `{"n":9007199254740993}` {
			t.Fatalf("%s, %v", answer.Result, err)
		}
		synctest.Wait() // the late one has come and must not have been passed on
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
	})
}

func TestCancelReachesTheOtherSideAndIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cancelled := make(chan struct{})
		server := newTestHandler(func(ctx context.Context, r *Request) {
			go func() {
				<-ctx.Done()
				if err := r.Answer(json.RawMessage(`"too late"`)); !errors.Is(err, ErrEnded) {
					t.Errorf("the late answer: %v", err)
				}
				close(cancelled)
			}()
		})
		client := pipe(t, server)
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { synctest.Wait(); cancel(errors.New("no longer needed")) }()
		_, err := client.Call(ctx, client.NextID(), "x", nil, nil)
		if err == nil || err.Error() != "no longer needed" {
			t.Errorf("err = %v", err)
		}
		<-cancelled
	})
}

// A call that nobody waits for any more is not made: the other side may be a person.
func TestACallThatHasEndedIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newTestHandler(func(_ context.Context, r *Request) { t.Errorf("received %s", r.Method) })
		client := pipe(t, server)
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("no longer needed"))
		_, err := client.Call(ctx, client.NextID(), "x", nil, nil)
		if err == nil || err.Error() != "no longer needed" || errors.Is(err, ErrUnsent) { // which would tell of the stream
			t.Errorf("err = %v", err)
		}
		synctest.Wait()
	})
}

func TestEveryCallEndsWithTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		c := NewConn(t.Context(), NewLines(r, io.Discard), newTestHandler(nil))
		go func() { _ = c.Run() }()
		errs := make(chan error)
		for range 10 {
			go func() { _, err := c.Call(t.Context(), c.NextID(), "x", nil, nil); errs <- err }()
		}
		synctest.Wait()
		w.CloseWithError(errors.New("cable cut"))
		for range 10 {
			if err := <-errs; !errors.Is(err, ErrClosed) || errors.Is(err, ErrUnsent) || !strings.Contains(err.Error(), "cable cut") {
				t.Errorf("err = %v", err)
			}
		}
		if _, err := c.Call(t.Context(), c.NextID(), "x", nil, nil); !errors.Is(err, ErrUnsent) {
			t.Errorf("a call on a dead stream: %v", err)
		}
	})
}

func TestBrokenLinesDoNotEndTheStream(t *testing.T) {
	in := "\r\n  \nnot json\n{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"x\"}\n" + strings.Repeat("x", MaxFrame+1) + "\n" +
		`{"jsonrpc":"2.0","id":8,"method":"` + strings.Repeat("x", MaxFrame) + "\"}\n" + `{"result":"` + strings.Repeat("x", MaxFrame) + "\",\"jsonrpc\":\"2.0\",\"id\":9}\n" +
		"{\"jsonrpc\":\"2.0\",\"method\":\"a\"}\r\n[{\"jsonrpc\":\"2.0\",\"method\":\"b\"}]\n{\"jsonrpc\":\"2.0\",\"method\":\"unfinished\"}"
	h := newTestHandler(nil)
	if err := NewConn(t.Context(), NewLines(strings.NewReader(in), io.Discard), h).Run(); err != nil {
		t.Fatal(err)
	}
	close(h.notes)
	close(h.broken)
	var notes []string
	for m := range h.notes {
		notes = append(notes, m.Method)
	}
	var broken []FrameError
	for b := range h.broken {
		broken = append(broken, b)
	}
	if diff := cmp.Diff([]string{"a", "b", "unfinished"}, notes); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	want := []FrameError{
		{Code: CodeParse, Reason: "not valid JSON"},
		{Code: CodeInvalidRequest, ID: json.RawMessage("7"), Reason: `"jsonrpc" must be "2.0"`},
		{Code: CodeParse, Reason: "a line of more than 32 MiB"},
		{Code: CodeParse, ID: json.RawMessage("8"), Reason: "a line of more than 32 MiB"},
		{Code: CodeParse, ID: json.RawMessage("9"), Answer: true, Reason: "a line of more than 32 MiB"}, // to no call
	}
	if diff := cmp.Diff(want, broken); diff != "" {
		t.Errorf("broken (-want +got):\n%s", diff)
	}
}

func TestAnIDInUseIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		r, w := io.Pipe()
		c := NewConn(t.Context(), NewLines(r, &out), newTestHandler(func(context.Context, *Request) {}))
		go func() { _ = c.Run() }()
		fmt.Fprint(w, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"y\"}\n")
		_ = w.Close()
		<-c.Done()
		want := `{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"a request with this id is still under way"}}` + "\n"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestDrainWaitsForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var out strings.Builder
		c := NewConn(t.Context(), NewLines(strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"x"}`), &out), newTestHandler(func(_ context.Context, r *Request) {
			go func() { <-release; _ = r.Answer(json.RawMessage("{}")) }()
		}))
		_ = c.Run()
		go func() { synctest.Wait(); close(release) }()
		c.Drain(t.Context())
		if got := out.String(); got != `{"jsonrpc":"2.0","id":1,"result":{}}`+"\n" {
			t.Errorf("out = %q", got)
		}
	})
}

// slowStream is a Stream on which a frame arrives long before its sender learns of it, as with a POST.
type slowStream struct {
	Stream
	sent chan []byte
}

func (s *slowStream) WriteFrame(ctx context.Context, frame []byte) error {
	s.sent <- frame
	if ctx.Done() == nil {
		return nil
	}
	<-ctx.Done()
	return context.Cause(ctx)
}

// A request that was cancelled while it was written may have arrived: the other side is told.
func TestCancelWhileTheRequestIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		stream := &slowStream{Stream: NewLines(r, io.Discard), sent: make(chan []byte)}
		c := NewConn(t.Context(), stream, newTestHandler(nil))
		go func() { _ = c.Run() }()
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { _, _ = c.Call(ctx, c.NextID(), "x", nil, nil) }()
		<-stream.sent
		cancel(errors.New("no longer needed"))
		want := `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"no longer needed"}}`
		if diff := cmp.Diff(want, string(<-stream.sent)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		_ = w.Close()
		<-c.Done()
	})
}
