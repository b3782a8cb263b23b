package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	tests := []struct {
		name, frame string
		want        Message
		err         *FrameError
	}{
		{
			"request", `{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/call","params":{"b":1,"a":9007199254740993}}`,
			Message{ID: raw("9007199254740993"), Method: "tools/call", Params: raw(`{"b":1,"a":9007199254740993}`)},
			nil,
		},
		{"fractional id stays", `{"jsonrpc":"2.0","id":1.50,"method":"ping"}`, Message{ID: raw("1.50"), Method: "ping"}, nil},
		{"notification", ` { "jsonrpc" : "2.0" , "method" : "a\/b" } `, Message{Method: "a/b"}, nil},
		{"result", `{"result":{"x":null},"id":"é","jsonrpc":"2.0"}`, Message{ID: raw(`"é"`), Result: raw(`{"x":null}`)}, nil},
		{
			"error without id", `{"jsonrpc":"2.0","error":{"code":-32700,"message":"m","data":[1]}}`,
			Message{ID: raw("null"), Error: &Error{Code: -32700, Message: "m", Data: raw("[1]")}},
			nil,
		},
		{"another case is another key", `{"jsonrpc":"2.0","id":1,"Method":"x","result":1}`, Message{ID: raw("1"), Result: raw("1")}, nil},
		{"last of repeated keys", `{"jsonrpc":"2.0","id":1,"id":2,"result":1,"result":2}`, Message{ID: raw("2"), Result: raw("2")}, nil},
		{"not JSON", `{"jsonrpc":`, Message{}, &FrameError{Code: CodeParse, Reason: "not valid JSON"}},
		{"not UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", Message{}, &FrameError{Code: CodeParse, ID: raw("1"), Reason: "not valid UTF-8"}},
		{"an id not UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":\"\xff\",\"method\":\"m\"}", Message{}, &FrameError{Code: CodeParse, Reason: "not valid UTF-8"}},
		{"broken, the id last", `{"result":{"id":7,,},"jsonrpc":"2.0","id":5}`, Message{}, &FrameError{Code: CodeParse, ID: raw("5"), Answer: true, Reason: "not valid JSON"}},
		{"broken, an id within", `{"result":[,{"id":5}]}`, Message{}, &FrameError{Code: CodeParse, Answer: true, Reason: "not valid JSON"}},
		{"broken request", `{"method":"m","params":{,},"id":"a"}`, Message{}, &FrameError{Code: CodeParse, ID: raw(`"a"`), Reason: "not valid JSON"}},
		{"neither request nor answer", `{"id":5,"half":`, Message{}, &FrameError{Code: CodeParse, Reason: "not valid JSON"}},
		{"too deep", `{"jsonrpc":"2.0","id":1,"result":` + deep + `}`, Message{}, &FrameError{Code: CodeParse, ID: raw("1"), Answer: true, Reason: "nested deeper than 1000"}},
		{"a string of brackets is not deep", `{"jsonrpc":"2.0","id":1,"result":"` + deep + `"}`, Message{ID: raw("1"), Result: raw(`"` + deep + `"`)}, nil},
		{"not an object", `"x"`, Message{}, &FrameError{Code: CodeInvalidRequest, Reason: "not a JSON object"}},
		{"no version", `{"id":1,"method":"ping"}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("1"), Reason: `"jsonrpc" must be "2.0"`}},
		{"id of a wrong type", `{"jsonrpc":"2.0","id":{},"method":"ping"}`, Message{}, &FrameError{Code: CodeInvalidRequest, Reason: "id must be a string or a number"}},
		{"null params", `{"jsonrpc":"2.0","id":1,"method":"ping","params":null}`, Message{ID: raw("1"), Method: "ping"}, nil},
		{"null error", `{"jsonrpc":"2.0","id":1,"result":{},"error":null}`, Message{ID: raw("1"), Result: raw("{}")}, nil},
		{"null result beside an error", `{"jsonrpc":"2.0","id":1,"result":null,"error":{"code":1,"message":"m"}}`, Message{ID: raw("1"), Error: &Error{Code: 1, Message: "m"}}, nil},
		{"null result", `{"jsonrpc":"2.0","id":1,"result":null}`, Message{ID: raw("1"), Result: raw("null")}, nil},
		{"null id", `{"jsonrpc":"2.0","id":null,"method":"ping"}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("null"), Reason: "the id of a request must not be null"}},
		{"both", `{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":"m"}}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("1"), Answer: true, Reason: "neither a method nor exactly one of result and error"}},
		{"method and result", `{"jsonrpc":"2.0","id":1,"method":"x","result":1}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("1"), Reason: "a message has either a method or a result"}},
		{"method of a wrong type", `{"jsonrpc":"2.0","id":1,"method":7}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("1"), Reason: "method must be a string"}},
		{"params of a wrong type", `{"jsonrpc":"2.0","id":1,"method":"x","params":7}`, Message{}, &FrameError{Code: CodeInvalidRequest, ID: raw("1"), Reason: "params must be an object"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.frame))
			var frameErr *FrameError
			errors.As(err, &frameErr)
			if diff := cmp.Diff(tt.err, frameErr); diff != "" {
				t.Fatalf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseBatch(t *testing.T) {
	good, bad := ParseBatch([]byte(`[{"jsonrpc":"2.0","method":"a"}, 7, {"jsonrpc":"2.0","id":1,"method":"b"}]`))
	if diff := cmp.Diff([]Message{{Method: "a"}, {ID: json.RawMessage("1"), Method: "b"}}, good); diff != "" {
		t.Errorf("good (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]*FrameError{{Code: CodeInvalidRequest, Reason: "not a JSON object"}}, bad); diff != "" {
		t.Errorf("bad (-want +got):\n%s", diff)
	}
	if _, bad := ParseBatch([]byte(`[]`)); len(bad) != 1 || bad[0].Code != CodeInvalidRequest {
		t.Errorf("empty batch: %v", bad)
	}
}

// FuzzParse: what Parse accepts survives a round trip, and editing an object leaves the other values alone.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":[1,{"b":"}"}],"_meta":{"x":1e400}}}`,
		`{"jsonrpc":"2.0","id":"a\"","result":{"\u0061":"\ud83d\ude00","b":-0.0}}`,
		`{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"<&>\u2028"}}`, `[{}]`, `{"a":1,"a":2}`, "\ufeff{}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := Parse(frame)
		if err != nil {
			return
		}
		again, err := Parse(m.AppendTo(nil))
		if err != nil {
			t.Fatalf("%s: %v", m.AppendTo(nil), err)
		}
		if diff := cmp.Diff(m, again); diff != "" {
			t.Fatalf("(-first +again):\n%s", diff)
		}
		obj, err := ParseObject(m.Result)
		if err != nil {
			return
		}
		edited, err := ParseObject(obj.Set("_meta", json.RawMessage(`{}`)).Raw())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(obj.Delete("_meta"), edited.Delete("_meta")); diff != "" {
			t.Fatalf("edit (-want +got):\n%s", diff)
		}
		if got := string(edited.Get("_meta")); got != "{}" {
			t.Fatalf("_meta is %s", got)
		}
	})
}
