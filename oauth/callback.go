package oauth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// errBusy is a port that another program, or another sign-in, listens at.
var errBusy = errors.New("the port is in use")

// errEnded is told to a browser that comes back after the end of its sign-in, if that ended otherwise than through a browser.
var errEnded = errors.New("it has ended already")

const portTries = 20 // for a free port that both address families have

// Callbacks listens on loopback for browsers that come back from sign-in pages (RFC 8252 section 7.3): one listener per port
// for all the sign-ins of a process, told apart by their state. It is safe for concurrent use.
type Callbacks struct {
	mu      sync.Mutex // guards what follows
	servers map[int]*callbackServer
}

// NewCallbacks returns a Callbacks that listens nowhere yet.
func NewCallbacks() *Callbacks { return &Callbacks{servers: map[int]*callbackServer{}} }

// callbackServer is what listens at one port.
type callbackServer struct {
	port      int
	listeners []net.Listener
	http      *http.Server

	mu    sync.Mutex // guards what follows
	flows []*Listener
}

// Listener is the place that one sign-in comes back to. Close it when done.
type Listener struct {
	all      *Callbacks
	server   *callbackServer
	redirect url.URL
	state    string
	answers  chan *Back
	closed   chan struct{}

	mu      sync.Mutex // guards what follows
	outcome error
}

// Back is a browser that came back and waits for what to show.
type Back struct {
	Values   url.Values
	listener *Listener
	done     chan error
}

// Reply shows the browser how the sign-in has ended.
func (b *Back) Reply(err error) {
	b.listener.mu.Lock()
	b.listener.outcome = err
	b.listener.mu.Unlock()
	b.done <- err
}

// Listen waits at a redirect URI for the browser of a sign-in. Port 0 is any free one. The error is errBusy where another
// program has the port, in either address family.
func (c *Callbacks) Listen(_ context.Context, redirectURI, state string) (*Listener, error) {
	redirect, err := url.Parse(redirectURI)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(redirect.Port())
	if err != nil || !isLoopback(redirect.Hostname()) {
		return nil, fmt.Errorf("the redirect URI %s is not on loopback with a port", redirectURI)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.servers[port]
	if s == nil {
		if s, err = listenBoth(port); err != nil {
			return nil, err
		}
		c.servers[s.port] = s
	}
	redirect.Host = net.JoinHostPort(redirect.Hostname(), strconv.Itoa(s.port))
	l := &Listener{all: c, server: s, redirect: *redirect, state: state, answers: make(chan *Back), closed: make(chan struct{}), outcome: errEnded}
	s.mu.Lock()
	s.flows = append(s.flows, l)
	s.mu.Unlock()
	return l, nil
}

// RedirectURI is the address that the browser has to come back to.
func (l *Listener) RedirectURI() string { return l.redirect.String() }

// Spellings are the redirect URI and, of one on localhost, its twin by number, for servers that know only that.
func (l *Listener) Spellings() []string {
	if l.redirect.Hostname() != "localhost" {
		return []string{l.RedirectURI()}
	}
	twin := l.redirect
	twin.Host = net.JoinHostPort("127.0.0.1", l.redirect.Port())
	return []string{l.RedirectURI(), twin.String()}
}

// Answers yields the browsers that come back with the state of this sign-in. Each wants a Reply.
func (l *Listener) Answers() <-chan *Back { return l.answers }

// Close stops listening. A browser that has its reply coming still gets it.
func (l *Listener) Close() {
	close(l.closed)
	s := l.server
	if !l.all.leave(s, l) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
}

// leave takes a listener off its server and, if it was the last one, frees the port, so that it can be listened at again.
func (c *Callbacks) leave(s *callbackServer, l *Listener) (last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.mu.Lock()
	s.flows = slices.DeleteFunc(s.flows, func(o *Listener) bool { return o == l })
	last = len(s.flows) == 0
	s.mu.Unlock()
	if last {
		delete(c.servers, s.port)
		for _, l := range s.listeners {
			_ = l.Close()
		}
	}
	return last
}

// listenBoth listens at a port of 127.0.0.1 and of ::1, as far as the machine has them: a browser may try either, and what is
// left free could be taken by another program to catch the answer.
func listenBoth(port int) (*callbackServer, error) {
	for try := 1; ; try++ {
		listeners, bound, err := listenAt(port)
		if errors.Is(err, errBusy) && port == 0 && try < portTries {
			continue
		}
		if err != nil {
			return nil, err
		}
		s := &callbackServer{port: bound, listeners: listeners}
		s.http = &http.Server{
			Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, MaxHeaderBytes: 4 * maxURL,
		}
		s.http.SetKeepAlivesEnabled(false)
		for _, l := range listeners {
			go func() { _ = s.http.Serve(l) }() // ends with Close
		}
		return s, nil
	}
}

func listenAt(port int) (listeners []net.Listener, bound int, err error) {
	bound = port
	for _, host := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(bound)))
		switch {
		case err == nil:
			listeners = append(listeners, l)
			bound = l.Addr().(*net.TCPAddr).Port
		case isAbsentFamily(err):
		default:
			for _, l := range listeners {
				_ = l.Close()
			}
			return nil, 0, fmt.Errorf("%w: %w", errBusy, err)
		}
	}
	if len(listeners) == 0 {
		return nil, 0, errors.New("this machine has no loopback address to wait for the browser at")
	}
	return listeners, bound, nil
}

// isAbsentFamily reports whether the machine lacks the address family, on Windows by the numbers of its sockets.
func isAbsentFamily(err error) bool {
	errno, ok := errors.AsType[syscall.Errno](err)
	return ok && (errno == syscall.EADDRNOTAVAIL || errno == syscall.EAFNOSUPPORT || errno == 10047 || errno == 10049)
}

// ServeHTTP answers browsers. What is not the end of a sign-in under way is turned away and changes nothing.
func (s *callbackServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil || !isLoopback(host) || port != strconv.Itoa(s.port) { // another name for loopback: DNS rebinding
		show(w, http.StatusForbidden, "This address is not for you.")
		return
	}
	if r.Method != http.MethodGet {
		show(w, http.StatusMethodNotAllowed, "This address is for the end of a sign-in only.")
		return
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	l := s.find(r.URL.Path, values.Get("state"))
	if err != nil || l == nil {
		show(w, http.StatusNotFound, "No sign-in is waiting for this. It may have ended already; if not, it goes on.")
		return
	}
	b := &Back{Values: values, listener: l, done: make(chan error, 1)}
	select {
	case l.answers <- b:
		showOutcome(w, <-b.done)
	case <-l.closed: // a reload, after the end
		l.mu.Lock()
		outcome := l.outcome
		l.mu.Unlock()
		showOutcome(w, outcome)
	case <-r.Context().Done():
	}
}

func (s *callbackServer) find(path, state string) *Listener {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.flows {
		if l.redirect.Path == path && subtle.ConstantTimeCompare([]byte(l.state), []byte(state)) == 1 {
			return l
		}
	}
	return nil
}
