package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ncp/internal/wire"
)

// TestElicit: our own questions tell apart what can become of a question.
func TestElicit(t *testing.T) {
	answers := func(answer string) wire.Ask {
		return func(context.Context, []wire.Question) ([]json.RawMessage, error) {
			return []json.RawMessage{json.RawMessage(answer)}, nil
		}
	}
	silent := func(ctx context.Context, _ []wire.Question) ([]json.RawMessage, error) {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	refuses := func(context.Context, []wire.Question) ([]json.RawMessage, error) {
		return nil, wire.Errorf(-1, "not now")
	}
	form := wire.Object{{Key: "message", Value: json.RawMessage(`"sure?"`)}}
	link := wire.Object{{Key: "mode", Value: json.RawMessage(`"url"`)}, {Key: "url", Value: json.RawMessage(`"https://example.com"`)}}
	tests := []struct {
		name, capabilities string
		limit              time.Duration
		ask                wire.Ask
		params             wire.Object
		want               wire.Object
		err                error
	}{
		{"accepted", `{"elicitation":{}}`, 0, answers(`{"action":"accept","content":{"n":9007199254740993}}`), form, wire.Object{{Key: "n", Value: json.RawMessage("9007199254740993")}}, nil},
		{"accepted link", `{"elicitation":{"url":{}}}`, 0, answers(`{"action":"accept"}`), link, nil, nil},
		{"declined", `{"elicitation":{}}`, 0, answers(`{"action":"decline"}`), form, nil, ErrDeclined},
		{"dismissed", `{"elicitation":{}}`, 0, answers(`{"action":"cancel"}`), form, nil, ErrDismissed},
		{"undeclared", `{"sampling":{}}`, 0, answers(`{}`), form, nil, ErrCannotAsk},
		{"forms only", `{"elicitation":{}}`, 0, answers(`{}`), link, nil, ErrCannotAsk},
		{"links only", `{"elicitation":{"url":{}}}`, 0, answers(`{}`), form, nil, ErrCannotAsk},
		{"nobody", `{"elicitation":{}}`, 0, nil, form, nil, ErrCannotAsk},
		{"no answer", `{"elicitation":{}}`, time.Millisecond, silent, form, nil, ErrNoAnswer},
		{"refused", `{"elicitation":{}}`, 0, refuses, form, nil, cmpopts.AnyError},
		{"neither", `{"elicitation":{}}`, 0, answers(`{"action":"shrug"}`), form, nil, cmpopts.AnyError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := New(nil, &Options{Capabilities: json.RawMessage(tt.capabilities), AskTimeLimit: tt.limit})
			defer a.Close()
			got, err := elicit(t.Context(), a.guard(tt.ask), "", tt.params)
			if diff := cmp.Diff(tt.err, err, cmpopts.EquateErrors()); diff != "" {
				t.Errorf("err (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if err := checkURL("http://localhost:1/x"); err != nil {
		t.Errorf("loopback: %v", err)
	}
	for _, bad := range []string{"javascript:alert(1)", "http://example.com", "https://u:p@example.com", "file:///etc", "https://", "%"} {
		var refused *wire.Error
		if err := checkURL(bad); !errors.As(err, &refused) || refused.Code != wire.CodeInvalidParams {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
