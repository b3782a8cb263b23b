package oauth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Limits of what an authorization server may cost.
const (
	maxDocument     = 1 << 20
	requestDeadline = 10 * time.Second
)

// web is the way to the URLs that servers give us: metadata, registration, tokens. It follows no redirects, keeps no cookies,
// and reaches private addresses only as far as the address of the MCP server itself unlocks them.
type web struct {
	client            *http.Client
	loopback, private bool // unlocked
	insecure          bool // plain http is allowed beyond loopback, as the MCP server itself is reached so
	proxy             func(*http.Request) (*url.URL, error)

	mu      sync.Mutex
	proxies map[string]bool // host:port of proxies in use, which may be anywhere
}

func newWeb(server *url.URL, set *Settings, proxy func(*http.Request) (*url.URL, error)) *web {
	w := &web{proxies: map[string]bool{}, proxy: proxy, insecure: set.AllowInsecureHTTP && server.Scheme == "http"}
	host := server.Hostname()
	ip, err := netip.ParseAddr(host)
	w.loopback = isLoopback(host)
	w.private = set.AllowPrivateNetwork || err == nil && isPrivate(ip.Unmap())
	t := &http.Transport{
		DialContext:            w.dial,
		TLSHandshakeTimeout:    requestDeadline,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
	if proxy != nil {
		t.Proxy = func(req *http.Request) (*url.URL, error) {
			p, err := proxy(req)
			if p != nil {
				w.mu.Lock()
				w.proxies[hostPort(p)] = true
				w.mu.Unlock()
			}
			return p, err
		}
	}
	w.client = &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return w
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// dial connects to what a name has resolved to, if that may be reached.
func (w *web) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	proxy := w.proxies[address]
	w.mu.Unlock()
	d := net.Dialer{Timeout: requestDeadline}
	if !proxy {
		name, _, _ := net.SplitHostPort(address)
		d.Control = func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			return w.reach(name, to.Addr().Unmap())
		}
	}
	return d.DialContext(ctx, network, address)
}

// reach refuses addresses inside the user's machine and network: a server on the internet must not make us call them.
func (w *web) reach(name string, ip netip.Addr) error {
	allowed, kind := true, ""
	switch {
	case ip.IsLoopback():
		allowed, kind = w.loopback, "a loopback"
	case ip.IsLinkLocalUnicast(), ip.IsMulticast(), ip.IsUnspecified(), !ip.IsGlobalUnicast(), isReserved(ip):
		allowed, kind = false, "a special"
	case strings.EqualFold(name, "localhost"):
		allowed, kind = false, "not a loopback"
	case isPrivate(ip):
		allowed, kind = w.private, "a private"
	}
	if !allowed {
		hint := ""
		if kind == "a private" {
			hint = `; if this network is yours, set "allowPrivateNetwork": true`
		}
		return &addressError{fmt.Sprintf("%s leads to %s address (%s), which a server may not send us to%s", name, kind, ip, hint)}
	}
	return nil
}

type addressError struct{ text string }

func (e *addressError) Error() string { return e.text }

// isPrivate is what organisations use inside: RFC 1918, RFC 4193, and the shared space of RFC 6598.
func isPrivate(ip netip.Addr) bool {
	return ip.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(ip)
}

// isReserved is what is never a server of the internet, or hides an IPv4 address in an IPv6 one (RFC 6052, RFC 3056).
func isReserved(ip netip.Addr) bool {
	for _, prefix := range []string{"0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"} {
		if netip.MustParsePrefix(prefix).Contains(ip) {
			return true
		}
	}
	return false
}

// check refuses a URL that a server gave us and that we must not call. what names it in the error.
func (w *web) check(what, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s is not a URL: %s", what, quoted(address))
	case u.Hostname() == "" || u.Opaque != "":
		return nil, fmt.Errorf("%s has no host: %s", what, quoted(address))
	case u.User != nil:
		return nil, fmt.Errorf("%s carries a user name", what)
	case u.Fragment != "":
		return nil, fmt.Errorf("%s carries a fragment: %s", what, quoted(address))
	case u.Scheme == "https":
	case u.Scheme == "http" && (isLoopback(u.Hostname()) && w.loopback || w.insecure):
	default:
		return nil, &RuleError{ruleHTTPS, "", "", fmt.Errorf("%s must be an https URL, not %s", what, quoted(address))}
	}
	if len(address) > maxURL {
		return nil, fmt.Errorf("%s is longer than %d bytes", what, maxURL)
	}
	// What is written as an address is judged here as well: behind a proxy nothing else sees it.
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
		if err := w.reach(u.Hostname(), ip.Unmap()); err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
	}
	return u, nil
}

// answer is what came from an authorization server.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a request and reads the whole answer, within the limits.
func (w *web) do(ctx context.Context, method, address, contentType string, body []byte, header http.Header) (*answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, requestDeadline, errNoAnswer)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, plain(ctx, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err != nil {
		return nil, plain(ctx, err)
	}
	if len(data) > maxDocument {
		return nil, fmt.Errorf("an answer of more than %d bytes", maxDocument)
	}
	return &answer{resp.StatusCode, resp.Header, data}, nil
}

// plain takes the URL off an error of http.Client, as ours name it and it may hold a code, and names the deadline.
func plain(ctx context.Context, err error) error {
	if e, ok := errors.AsType[*addressError](err); ok {
		return e
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// get reads a JSON document. Whatever is not one is an error that says what came instead.
func (w *web) get(ctx context.Context, address string, into any) error {
	a, err := w.do(ctx, http.MethodGet, address, "", nil, http.Header{"Mcp-Protocol-Version": {"2026-07-28"}})
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return &statusError{a.status}
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		return errNoJSON
	}
	return nil
}

// statusError is an HTTP status other than 200.
type statusError struct{ status int }

func (e *statusError) Error() string { return fmt.Sprintf("HTTP %d", e.status) }

var errNoAnswer = fmt.Errorf("no answer within %v", requestDeadline)

var errNoJSON = errors.New("an answer that is not the JSON expected")
