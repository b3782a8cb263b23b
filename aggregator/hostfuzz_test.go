package aggregator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"ncp/aggregator"
	"ncp/internal/wire"
)

// still is an upstream that lists nothing, answers each call alike and never changes.
type still struct{}

func (still) List(context.Context, wire.Kind, wire.Client) (wire.List, error) {
	return wire.List{}, nil
}

func (still) Subscribe(ctx context.Context, _ wire.Client, _ string, _ func(wire.Message)) error {
	<-ctx.Done()
	return ctx.Err()
}

func (still) Call(context.Context, wire.Call) (json.RawMessage, error) {
	return json.RawMessage(`{"content":[]}`), nil
}

func (still) Notify(context.Context, wire.Client, string) {}

func (still) ConnectTimeout() time.Duration { return time.Second }

func (still) Era() string { return "" }

func (still) SetEra(string) {}

func (still) Close() {}

func (still) Changed() <-chan struct{} { return nil }

// FuzzHost: whatever a host sends as its first request, the next one is answered.
func FuzzHost(f *testing.F) {
	for _, method := range []string{
		"initialize", "server/discover", "ping", "logging/setLevel", "tools/list", "tools/call", "subscriptions/listen", "prompts/list", "prompts/get", "resources/list",
		"resources/templates/list", "resources/read", "resources/subscribe", "resources/unsubscribe", "completion/complete", "notifications/initialized",
	} {
		for _, version := range []string{"2026-07-28", "2025-11-25", "none"} {
			f.Add(method, fmt.Sprintf(`{"name":"run","arguments":{"tool":"a:x"},"uri":"a://b","level":"info","ref":{"type":"ref/prompt","name":"a:p"},
				"_meta":{"io.modelcontextprotocol/protocolVersion":%q,"io.modelcontextprotocol/clientCapabilities":{}}}`, version))
		}
	}
	f.Fuzz(func(t *testing.T, method, params string) {
		agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: still{}}}, nil)
		defer agg.Close()
		name, _ := json.Marshal(method)
		in := fmt.Sprintf("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s,\"params\":%s}\n", name, strings.ReplaceAll(params, "\n", " "))
		const end, want = `{"jsonrpc":"2.0","id":"end","method":"ping"}` + "\n", `{"jsonrpc":"2.0","id":"end","result":{}}`
		var out bytes.Buffer
		if err := agg.Serve(t.Context(), strings.NewReader(in+end), &out); err != nil {
			t.Error(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s\nwas followed by %s", in, out.String())
		}
	})
}
