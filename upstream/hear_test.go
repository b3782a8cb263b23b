package upstream_test

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
	"ncp/upstream"
)

// roundTripper is a server without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAStreamWithoutAHead: a server that holds the stream on which it may ask, and sends nothing on it before it has to, has the stream soon after the
// request for it was written. Where that cannot even be written, the call goes on without it.
func TestAStreamWithoutAHead(t *testing.T) {
	for name, tt := range map[string]struct {
		written bool
		want    time.Duration
	}{"held": {true, 500 * time.Millisecond}, "never connected": {false, 3 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := upstream.New(upstream.Options{Name: "a", URL: "http://a.example/", Timeout: time.Minute, Client: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					answer := func(status int, body string) (*http.Response, error) {
						header := http.Header{"Content-Type": {"application/json"}}
						return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
					}
					if r.Method == http.MethodGet {
						if trace := httptrace.ContextClientTrace(r.Context()); tt.written && trace != nil && trace.WroteRequest != nil {
							trace.WroteRequest(httptrace.WroteRequestInfo{})
						}
						<-r.Context().Done()
						return nil, r.Context().Err()
					}
					body, _ := io.ReadAll(r.Body)
					m, _ := wire.Parse(body)
					result := map[string]string{
						"initialize": `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"a","version":"1"}}`,
						"tools/call": `{"content":[]}`,
					}[m.Method]
					switch {
					case m.ID == nil:
						return answer(http.StatusAccepted, "")
					case result == "":
						return answer(http.StatusOK, `{"jsonrpc":"2.0","id":`+string(m.ID)+`,"error":{"code":-32601,"message":"method not found"}}`)
					}
					return answer(http.StatusOK, `{"jsonrpc":"2.0","id":`+string(m.ID)+`,"result":`+result+`}`)
				})}})
				defer s.Close()
				began := time.Now()
				if _, err := s.Call(t.Context(), asking(`{"elicitation":{}}`, false)); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(tt.want, time.Since(began)); diff != "" {
					t.Errorf("waited (-want +got):\n%s", diff)
				}
				if _, err := s.Call(t.Context(), asking(`{"elicitation":{}}`, false)); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(tt.want, time.Since(began)); diff != "" {
					t.Errorf("waited for two calls (-want +got):\n%s", diff)
				}
			})
		})
	}
}
