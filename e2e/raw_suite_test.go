package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"testing"
)

// TestRawResultsOfAnyServer is TestRawResults with the everything server that runs at NCP_EVERYTHING_URL: that of the conformance suite
// (examples/servers/typescript in its repository), say, which no package holds.
func TestRawResultsOfAnyServer(t *testing.T) {
	everything := os.Getenv("NCP_EVERYTHING_URL")
	if everything == "" {
		t.Skip("SKIPPED: no everything server to compare with, and no package holds the suite's: set NCP_EVERYTHING_URL to one that runs. TestRawResults compares those that packages hold")
	}
	for era, meta := range map[string]string{"legacy": "", "modern": modernEverything} {
		t.Run(era, func(t *testing.T) {
			d := &direct{t: t, url: everything, meta: meta}
			through := everything
			if meta == "" { // else ncp speaks 2026-07-28 to a server of both eras
				through = onlyLegacy(t, everything)
			}
			p := start(t, home(t, fmt.Sprintf(`"e":{"url":%q}`, through)))
			if meta == "" {
				d.initialize(p)
			}
			compareTools(t, d, p, everythingArguments())
			compareItems(t, d, p)
		})
	}
}

// hasty is a body in which a server wants its client back at once. The TypeScript SDK's (1.29) forgets an answer that it has while nobody is connected, so that
// none comes for clients which wait the five seconds that the suite's server asks for.
type hasty struct{ io.ReadCloser }

func (h hasty) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	copy(p, bytes.ReplaceAll(p[:n], []byte("retry: 5000"), []byte("retry: 0010")))
	return n, err
}

// onlyLegacy is the server at address without its modern side, and hasty.
func onlyLegacy(t *testing.T, address string) string {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, to.Host
	}}
	proxy.ModifyResponse = func(r *http.Response) error { r.Body = hasty{r.Body}; return nil }
	running := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Mcp-Method") == "server/discover" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { running.CloseClientConnections(); running.Close() })
	return running.URL + to.Path
}
