package upstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"ncp/internal/secret"
)

// Limits on what comes over HTTP.
const (
	maxBody      = 32 << 20 // decoded, of an answer that is no event stream
	maxErrorBody = 64 << 10
	maxHeader    = 256 << 10

	maxRedirects  = 3
	maxTries      = 3                // of a request that is answered with 429 or 503 and Retry-After
	maxRetryAfter = 10 * time.Second // longer ones are reported, not waited for
)

// NewNetwork returns the RoundTripper at the bottom of every client's chain: connections with deadlines of their own,
// HTTPS_PROXY and NO_PROXY honoured. One is enough for a process.
func NewNetwork() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = dial
	t.TLSHandshakeTimeout = 10 * time.Second
	t.MaxResponseHeaderBytes = maxHeader
	t.MaxIdleConns = 0
	t.MaxIdleConnsPerHost = 64 // a host's 32 callers keep their connections
	return t
}

// dial connects, but for "localhost" to loopback only: what is spelled so may carry a token over plain http.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	if host, _, err := net.SplitHostPort(address); err == nil && strings.EqualFold(host, "localhost") {
		d.Control = func(_, resolved string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(resolved)
			if err == nil && !to.Addr().Unmap().IsLoopback() {
				err = fmt.Errorf("localhost leads to %s, which is not this machine", to.Addr())
			}
			return err
		}
	}
	return d.DialContext(ctx, network, address)
}

// NewClient returns the one http.Client of a server: limits over credentials over the network. It keeps no cookies, follows
// redirects within the origin only, and sets no overall timeout, which would cut event streams.
func NewClient(credentials http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     &limits{next: credentials},
		CheckRedirect: checkRedirect,
	}
}

// checkRedirect keeps bodies and credentials at home: a redirect is followed within its origin and with its method, or not at all.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case Origin(req.URL) != Origin(first.URL):
		return fmt.Errorf("redirect to another origin (%s) refused", Origin(req.URL))
	case req.Method != first.Method:
		return fmt.Errorf("redirect that turns %s into %s refused", first.Method, req.Method)
	case len(via) > maxRedirects:
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	return nil
}

// Origin is scheme, host and port (RFC 6454 section 4), the port always written out.
func Origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	return strings.ToLower(u.Scheme) + "://" + strings.ToLower(net.JoinHostPort(u.Hostname(), port))
}

// limits caps bodies and waits as a polite Retry-After asks.
type limits struct{ next http.RoundTripper }

func (l *limits) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := l.next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		wait := retryAfter(resp)
		if try == maxTries || wait == 0 || wait > maxRetryAfter || req.Body != nil && req.GetBody == nil {
			resp.Body = capBody(resp)
			return resp, nil
		}
		resp.Body.Close()
		if err := sleep(req.Context(), wait); err != nil {
			return nil, err
		}
		if req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, err
			}
			req = req.Clone(req.Context())
			req.Body = body
		}
	}
}

// retryAfter is what a 429 or 503 asks for (RFC 9110 section 10.2.3), 0 if nothing.
func retryAfter(resp *http.Response) time.Duration {
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	value := resp.Header.Get("Retry-After")
	if s, err := strconv.ParseUint(value, 10, 31); err == nil {
		return max(time.Duration(s)*time.Second, 100*time.Millisecond)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at).Round(time.Second), 100*time.Millisecond)
	}
	return 0
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// capBody limits a body by its kind. An event stream has no limit of its own: its events have.
func capBody(resp *http.Response) io.ReadCloser {
	switch {
	case resp.StatusCode >= 400:
		return &cappedBody{resp.Body, maxErrorBody, io.EOF}
	case mediaType(resp) == "text/event-stream":
		return resp.Body
	}
	return &cappedBody{resp.Body, maxBody, errBodyTooLarge}
}

var errBodyTooLarge = errors.New("an answer of more than 32 MiB")

// cappedBody yields at most left bytes, then end.
type cappedBody struct {
	io.ReadCloser
	left int64
	end  error
}

func (c *cappedBody) Read(p []byte) (int, error) {
	if c.left <= 0 {
		// At the limit exactly, the body may still be whole.
		if n, err := c.ReadCloser.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, c.end
	}
	n, err := c.ReadCloser.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

func mediaType(resp *http.Response) string {
	value, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(value))
}

// Credential is a header that carries a static secret.
type Credential struct {
	Header string
	Value  func() string // called at each request, so that the secret is held in one place only
	Key    string        // in the configuration, for errors

	// Secrets are what of the value must never come back in an answer, such as the token. Nil is a header that is no secret.
	Secrets func() []string
}

// StaticCredentials adds headers to requests of the origin of server and to no others, and turns a 401, or a 403 that
// carries no answer, into an error that names the key.
// next must be safe for concurrent use.
func StaticCredentials(server *url.URL, credentials []Credential, next http.RoundTripper) http.RoundTripper {
	return &staticCredentials{origin: Origin(server), credentials: credentials, next: next}
}

// StaticHeaders is StaticCredentials for headers beside which something else answers a 401.
func StaticHeaders(server *url.URL, headers []Credential, next http.RoundTripper) http.RoundTripper {
	return &staticCredentials{origin: Origin(server), credentials: headers, next: next, beside: true}
}

type staticCredentials struct {
	origin      string
	beside      bool // a 401 is not about these
	credentials []Credential
	next        http.RoundTripper
}

func (s *staticCredentials) RoundTrip(req *http.Request) (*http.Response, error) {
	if Origin(req.URL) != s.origin || len(s.credentials) == 0 {
		return s.next.RoundTrip(req)
	}
	req = req.Clone(req.Context())
	var secrets []string
	for _, c := range s.credentials {
		req.Header.Set(c.Header, c.Value())
		if c.Secrets != nil {
			secrets = append(secrets, c.Secrets()...)
		}
	}
	resp, err := s.next.RoundTrip(req)
	if err == nil { // servers put what they got into errors, and hosts show errors to models
		resp.Body = secret.Hide(resp.Body, secrets...)
	}
	if err == nil && !s.beside && (resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden && mediaType(resp) != "application/json") {
		resp.Body.Close()
		return nil, &CredentialError{Key: s.key(), Status: resp.StatusCode}
	}
	return resp, err
}

// key names the credential that a 401 is most likely about.
func (s *staticCredentials) key() string {
	for _, c := range slices.Backward(s.credentials) { // auth comes after headers
		if c.Secrets != nil {
			return c.Key
		}
	}
	return s.credentials[0].Key
}
