package upstream_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// TestEraIsRemembered: a connection to a server known as legacy sends no probe, neither after a lost session nor in a later run.
func TestEraIsRemembered(t *testing.T) {
	f := newFake(t)
	s := open(t, f.URL, nil)
	mustCall(t, s)
	want := []string{"POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call"}
	if diff := cmp.Diff(want, f.seen()); diff != "" {
		t.Errorf("first connection (-want +got):\n%s", diff)
	}
	f.restart()
	mustCall(t, s)
	if diff := cmp.Diff(append([]string{"POST tools/call"}, want[1:]...), f.seen()); diff != "" {
		t.Errorf("second connection (-want +got):\n%s", diff)
	}
	later := open(t, f.URL, nil)
	later.SetEra(s.Era())
	mustCall(t, later)
	if diff := cmp.Diff(want[1:], f.seen()); diff != "" {
		t.Errorf("a later run (-want +got):\n%s", diff)
	}
}

// TestModernServerIsAskedOnce: discover is the only thing before the first call, and calls need nothing in between.
func TestModernServerIsAskedOnce(t *testing.T) {
	f := newFake(t)
	f.modern = true
	s := open(t, f.URL, nil)
	mustCall(t, s)
	mustCall(t, s)
	if diff := cmp.Diff([]string{"POST server/discover", "POST tools/call", "POST tools/call"}, f.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestWrongEraIsNegotiatedAnew: what was remembered from an earlier run may have become wrong.
func TestWrongEraIsNegotiatedAnew(t *testing.T) {
	tests := []struct {
		known  upstream.Era
		modern bool
		want   []string
		era    upstream.Era
	}{
		{upstream.Modern, false, []string{"POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call"}, upstream.Legacy},
		{upstream.Legacy, true, []string{"POST initialize", "POST server/discover", "POST tools/call"}, upstream.Modern},
		{"nonsense", false, []string{"POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call"}, upstream.Legacy},
	}
	for _, tt := range tests {
		t.Run(string(tt.known), func(t *testing.T) {
			f := newFake(t)
			f.modern = tt.modern
			s := open(t, f.URL, nil)
			s.SetEra(string(tt.known))
			mustCall(t, s)
			if diff := cmp.Diff(tt.want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if got := s.Era(); got != string(tt.era) {
				t.Errorf("era %q, want %q", got, tt.era)
			}
		})
	}
}

// TestServerThatIsDowngradedWhileConnected: a modern server is replaced by a legacy one, which refuses what it was never asked to begin.
// No legacy server has processed such a request, so it is repeated in the new era.
func TestServerThatIsDowngradedWhileConnected(t *testing.T) {
	tests := []struct {
		name   string
		refuse func(http.ResponseWriter, *http.Request, wire.Message)
	}{
		{"404", status(404, "")},
		{"405", status(405, "")},
		{"400 text", status(400, "Bad Request: Unsupported protocol version")},
		{"400 without our id", status(400, `{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},"id":null}`)},
		{"400 with another id", status(400, `{"jsonrpc":"2.0","error":{"code":-32600,"message":"Bad Request: Missing session"},"id":"server-error"}`)},
		{"a version that is no longer spoken", status(400, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32022,"message":"no","data":{"supported":["2025-11-25"]}}}`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = true
			s := open(t, f.URL, nil)
			mustCall(t, s)
			f.seen()
			f.modern = false
			f.once(tt.refuse)
			mustCall(t, s)
			want := []string{"POST tools/call", "POST server/discover", "POST initialize", "POST notifications/initialized", "POST tools/call"}
			if diff := cmp.Diff(want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if got := s.Era(); got != string(upstream.Legacy) {
				t.Errorf("era %q", got)
			}
		})
	}
}

// TestModernServerThatRefusesACall: a refusal that is about the call is its answer; one that may be about the era is checked once and then reported.
func TestModernServerThatRefusesACall(t *testing.T) {
	tests := []struct {
		name   string
		refuse func(http.ResponseWriter, *http.Request, wire.Message)
		want   string
		calls  []string
	}{
		{
			"its own error", status(400, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32602,"message":"bad"}}`),
			"bad (-32602)",
			[]string{"POST tools/call"},
		},
		{
			"no such method", status(404, `{"jsonrpc":"2.0","id":ID,"error":{"code":-32601,"message":"no"}}`),
			"no (-32601)",
			[]string{"POST tools/call"},
		},
		{
			"an argument without its header", status(400, `{"jsonrpc":"2.0","id":null,"error":{"code":-32020,"message":"mismatch"}}`),
			"mismatch (-32020)",
			[]string{"POST tools/call"},
		},
		{"forbidden", status(403, "no way"), "HTTP 403 Forbidden: no way", []string{"POST tools/call"}},
		{"broken", status(500, ""), "HTTP 500 Internal Server Error", []string{"POST tools/call"}},
		{"a gateway", status(404, "no route"), "HTTP 404 Not Found: no route", []string{"POST tools/call", "POST server/discover", "POST tools/call"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.modern = true
			s := open(t, f.URL, nil)
			mustCall(t, s)
			f.seen()
			f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
				if m.Method == "tools/call" {
					tt.refuse(w, r, m)
				}
				return m.Method == "tools/call"
			})
			if _, err := s.Call(t.Context(), call("{}")); errorText(err) != tt.want {
				t.Errorf("err = %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff(tt.calls, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProbeOverHTTP: what an answer to server/discover means.
func TestProbeOverHTTP(t *testing.T) {
	modern, legacy := string(upstream.Modern), string(upstream.Legacy)
	answer := func(code int, member string) func(http.ResponseWriter, *http.Request, wire.Message) {
		return func(w http.ResponseWriter, _ *http.Request, m wire.Message) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, m.ID, member)
		}
	}
	const others = "; ncp speaks 2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05"
	tests := []struct {
		name     string
		discover func(http.ResponseWriter, *http.Request, wire.Message)
		era, err string
	}{
		{"modern and newer", answer(200, `"result":{"supportedVersions":["2030-01-01","2026-07-28"]}`), modern, ""},
		{"both eras", answer(200, `"result":{"supportedVersions":["2026-07-28","2025-11-25"]}`), modern, ""},
		{"legacy versions only", answer(200, `"result":{"supportedVersions":["2025-11-25"]}`), legacy, ""},
		{"unknown versions only", answer(200, `"result":{"supportedVersions":["2030-01-01"]}`), "", "the server speaks MCP 2030-01-01 only" + others},
		{"a result of something else", answer(200, `"result":{"ok":true}`), legacy, ""},
		{"versions that are no list", answer(200, `"result":{"supportedVersions":"2026-07-28"}`), legacy, ""},
		{"a result that is no object", answer(200, `"result":[]`), legacy, ""},
		{"header mismatch", answer(400, `"error":{"code":-32020,"message":"no"}`), modern, ""},
		{"capability missing", answer(400, `"error":{"code":-32021,"message":"no"}`), modern, ""},
		{"unsupported version, legacy", answer(400, `"error":{"code":-32022,"message":"no","data":{"supported":["2025-06-18"]}}`), legacy, ""},
		{"unsupported version, newer", answer(400, `"error":{"code":-32022,"message":"no","data":{"supported":["2030-01-01"]}}`), "", "the server speaks MCP 2030-01-01 only" + others},
		{"unsupported version without data", answer(400, `"error":{"code":-32022,"message":"no"}`), legacy, ""},
		{"another error", answer(200, `"error":{"code":-32600,"message":"no"}`), legacy, ""},
		{"400 text", status(400, "Bad Request"), legacy, ""},
		{"500", status(500, ""), legacy, ""},
		{"HTML", body("text/html", "<html>"), legacy, ""},
		{"202", status(202, ""), legacy, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			f.always(func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
				switch m.Method {
				case "server/discover":
					tt.discover(w, r, m)
				case "tools/call":
					reply(w, m.ID, "{}")
				default:
					return false
				}
				return true
			})
			s := open(t, f.URL, nil)
			_, err := s.Call(t.Context(), call("{}"))
			if diff := cmp.Diff([]string{tt.era, tt.err}, []string{s.Era(), errorText(err)}); diff != "" {
				t.Errorf("era and error (-want +got):\n%s", diff)
			}
		})
	}
}
