package oauth

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
)

// observed is what was seen of the connections of a request. Its hooks may outlive the request.
type observed struct {
	mu        sync.Mutex // guards what follows
	connected string     // the address
	tls       string
	tlsErr    error
}

func (o *observed) trace() *httptrace.ClientTrace {
	note := func(change func()) {
		o.mu.Lock()
		defer o.mu.Unlock()
		change()
	}
	return &httptrace.ClientTrace{
		ConnectDone: func(_, address string, err error) {
			if err == nil {
				note(func() { o.connected = address })
			}
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { note(func() { o.tlsErr = err }) },
		GotConn: func(info httptrace.GotConnInfo) {
			note(func() {
				o.connected = info.Conn.RemoteAddr().String()
				if secured, ok := info.Conn.(*tls.Conn); ok {
					o.tls, o.tlsErr = describe(secured.ConnectionState()), nil
				}
			})
		},
	}
}

func (o *observed) seen() (connected, secured string, tlsErr error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.connected, o.tls, o.tlsErr
}

// describe is TLS, for people.
func describe(state tls.ConnectionState) string {
	text := tls.VersionName(state.Version)
	if len(state.PeerCertificates) > 0 {
		text += ", certificate good until " + state.PeerCertificates[0].NotAfter.UTC().Format(time.DateOnly)
	}
	return text
}

// name looks the server's host up, unless that is not for this machine to do.
func (x *examination) name(ctx context.Context) (saw []string, done bool, err error) {
	host := x.t.server.Hostname()
	if x.t.web.proxy != nil {
		if to, err := x.t.web.proxy(&http.Request{URL: x.t.server}); err == nil && to != nil {
			return []string{"left to the proxy " + to.Host}, false, nil
		}
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return []string{host + " is an address"}, false, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, requestDeadline, errNoAnswer)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return nil, false, &RuleError{"", TheConfiguration, `correct the host in "url"`, fmt.Errorf("the name %s leads nowhere: %w", quoted(host), err)}
	}
	if err != nil {
		return nil, false, &RuleError{"", TheNetwork, "see whether this machine has a network, and a name server that answers", fmt.Errorf("look %s up: %w", quoted(host), err)}
	}
	return []string{host + " is " + strings.Join(addresses, ", ")}, false, nil
}

// connection sends a request without a token. What goes wrong after the connection is there is for the steps that follow.
func (x *examination) connection(ctx context.Context) (saw []string, done bool, err error) {
	x.got, err = x.t.askWithout(httptrace.WithClientTrace(ctx, x.wire.trace()))
	connected, _, tlsErr := x.wire.seen()
	if connected != "" {
		saw = append(saw, "connected to "+connected)
	}
	if tlsErr != nil {
		return saw, false, nil
	}
	if err != nil {
		return saw, false, &RuleError{"", TheServer, `see whether the server runs, and correct "url" if it is elsewhere`, err}
	}
	return saw, false, nil
}

// tls says what protects the connection.
func (x *examination) tls(context.Context) (saw []string, done bool, err error) {
	_, secured, err := x.wire.seen()
	var invalid x509.CertificateInvalidError
	switch {
	case x.t.server.Scheme != "https":
		return []string{"none: the server is asked over plain http"}, false, nil
	case err == nil:
		return []string{secured}, false, nil
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return nil, false, &RuleError{"RFC 5280 section 4.1.2.5: a certificate is good for a time", TheServer, "look at this machine's clock, or tell the server's operator", err}
	case errors.As(err, new(*tls.CertificateVerificationError)):
		return nil, false, &RuleError{"RFC 9110 section 4.3.4: a certificate is for the host, from an authority that is trusted", TheServer, "where your network has an authority of its own, install its certificate on this machine", err}
	case errors.As(err, new(tls.RecordHeaderError)):
		err = errors.New("the server does not speak TLS at that port")
	}
	return nil, false, &RuleError{"", TheServer, `see whether "url" has the right port`, err}
}

// endpoints asks the endpoints of the authorization server whether they are there, without asking for anything: its metadata may be well
// while they are not, and what is written into the configuration nobody has read before.
func (x *examination) endpoints(ctx context.Context) (saw []string, done bool, err error) {
	written := x.t.set.AuthorizationServer.Token != ""
	client := cmp.Or(x.t.set.ClientID, "none")
	type endpoint struct{ name, key, method, address, body string }
	ask := []endpoint{{"token endpoint", "tokenEndpoint", http.MethodPost, x.a.TokenEndpoint, url.Values{"grant_type": {"authorization_code"}, "client_id": {client}}.Encode()}}
	if written && !x.t.set.ClientCredentials {
		page, err := url.Parse(x.a.AuthorizationEndpoint)
		if err != nil {
			return nil, false, err // it was checked before
		}
		q := page.Query()
		q.Set("client_id", client)
		ask = append(ask, endpoint{"authorization endpoint", "authorizationEndpoint", http.MethodGet, rewritten(page, q), ""})
	}
	for _, e := range ask {
		got, err := x.t.web.do(ctx, e.method, e.address, "application/x-www-form-urlencoded", []byte(e.body), http.Header{})
		whose, fix := TheAuthority, "try again later"
		if written {
			whose, fix = TheConfiguration, fmt.Sprintf(`"oauth21": {"authorizationServer": {%q: "https://..."}}`, e.key)
		}
		switch {
		case err != nil:
			err = fmt.Errorf("the %s does not answer: %w", e.name, err)
		case got.status >= 500:
			whose, fix, err = TheAuthority, "try again later", fmt.Errorf("the %s is broken: HTTP %d", e.name, got.status)
		case written && (got.status == http.StatusNotFound || got.status == http.StatusGone || got.status == http.StatusMethodNotAllowed):
			err = fmt.Errorf("HTTP %d: there is no %s at that address, or it does not know the client", got.status, e.name)
		default:
			saw = append(saw, fmt.Sprintf("the %s answers (HTTP %d)", e.name, got.status))
			continue
		}
		return saw, false, &RuleError{ruleEndpoints, whose, fix, err}
	}
	return saw, false, nil
}
