package upstream_test

import (
	"context"
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

// inMemory is a legacy server without a network, whose stream that is no call's is what get does.
func inMemory(get roundTripper) *upstream.Server {
	answer := func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			return get(r)
		}
		body, _ := io.ReadAll(r.Body)
		m, _ := wire.Parse(body)
		result := map[string]string{
			"initialize": `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"a","version":"1"}}`,
			"tools/call": `{"content":[]}`,
		}[m.Method]
		switch {
		case m.ID == nil:
			return response(r, http.StatusAccepted, "", strings.NewReader("")), nil
		case result == "":
			return response(r, http.StatusOK, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":`+string(m.ID)+`,"error":{"code":-32601,"message":"method not found"}}`)), nil
		}
		return response(r, http.StatusOK, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":`+string(m.ID)+`,"result":`+result+`}`)), nil
	}
	return upstream.New(upstream.Options{Name: "a", URL: "http://a.example/", Timeout: time.Minute, Client: &http.Client{Transport: roundTripper(answer)}})
}

func response(r *http.Request, status int, contentType string, body io.Reader) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(body), Request: r}
}

// TestAStreamThatIsCutOften: much of the world ends a stream on which nothing comes for less than a minute. It is opened again at once each time: what a
// server asks in between would be lost.
func TestAStreamThatIsCutOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var opened []time.Duration
		s := inMemory(func(r *http.Request) (*http.Response, error) {
			opened = append(opened, time.Since(began))
			body, end := io.Pipe()
			cut := time.AfterFunc(45*time.Second, func() { _ = end.Close() })
			context.AfterFunc(r.Context(), func() { cut.Stop(); _ = end.Close() })
			return response(r, http.StatusOK, "text/event-stream", body), nil
		})
		defer s.Close()
		if _, err := s.Call(t.Context(), asking(`{"elicitation":{}}`, false)); err != nil {
			t.Error(err)
		}
		time.Sleep(4 * time.Minute)
		synctest.Wait()
		want := []time.Duration{0, 46 * time.Second, 92 * time.Second, 138 * time.Second, 184 * time.Second, 230 * time.Second}
		if diff := cmp.Diff(want, opened); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestAStreamWithoutAHead: a server that holds the stream on which it may ask, and sends nothing on it before it has to, has the stream soon after the
// request for it was written. Where that cannot even be written, the call goes on without it.
func TestAStreamWithoutAHead(t *testing.T) {
	for name, tt := range map[string]struct {
		written bool
		want    time.Duration
	}{"held": {true, 500 * time.Millisecond}, "never connected": {false, 3 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := inMemory(func(r *http.Request) (*http.Response, error) {
					if trace := httptrace.ContextClientTrace(r.Context()); tt.written && trace != nil && trace.WroteRequest != nil {
						trace.WroteRequest(httptrace.WroteRequestInfo{})
					}
					<-r.Context().Done()
					return nil, r.Context().Err()
				})
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
