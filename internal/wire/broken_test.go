package wire

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// A broken answer ends the call that it names, else the only one under way, and no other.
func TestBrokenAnswerEndsItsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		h := newTestHandler(nil)
		c := NewConn(t.Context(), NewLines(r, io.Discard), h)
		go func() { _ = c.Run() }()
		var one, two error
		go func() { _, one = c.Call(t.Context(), json.RawMessage("1"), "x", nil, nil) }()
		go func() { _, two = c.Call(t.Context(), json.RawMessage("2"), "x", nil, nil) }()
		synctest.Wait()
		line := func(s string) {
			_, _ = io.WriteString(w, s+"\n")
			synctest.Wait()
		}
		line(`{"result":{,}}`)
		line(`{"jsonrpc":"2.0","id":3,"result":{,}}`)
		if one != nil || two != nil {
			t.Fatalf("calls ended by what is nobody's: %v, %v", one, two)
		}
		line(`{"jsonrpc":"2.0","id":1,"result":{,}}`)
		if !errors.As(one, new(*FrameError)) || two != nil {
			t.Fatalf("after the answer to the first: %v, %v", one, two)
		}
		line("server is busy")
		line(`{"result":{,}}`)
		if !errors.As(two, new(*FrameError)) {
			t.Fatalf("after the answer to the only one: %v", two)
		}
		_ = w.Close()
		<-c.Done()
		close(h.broken)
		var ids []string
		for b := range h.broken {
			ids = append(ids, string(b.ID))
		}
		if diff := cmp.Diff([]string{"", "3", ""}, ids); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
	})
}
