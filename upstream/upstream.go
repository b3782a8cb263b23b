// Package upstream is one MCP server that ncp fronts: over streamable HTTP, old HTTP+SSE or stdio, modern or legacy.
//
// A Server connects when it is first needed, keeps its session, replaces a lost one, and repeats a request once only if it was
// provably never processed; what is broken in one answer costs that answer alone, and every wait and size has a limit.
// It does not rank, filter or namespace tools, and it knows credentials only as the http.RoundTripper that it is given.
package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"ncp/internal/wire"
)

// Transport says how a server is reached.
type Transport string

// The transports. Auto is streamable HTTP, or HTTP+SSE where the server refuses the former in the way that the
// specification's section on backward compatibility names.
const (
	Auto  Transport = ""
	HTTP  Transport = "http"
	SSE   Transport = "sse"
	Stdio Transport = "stdio"
)

// Era is a generation of the protocol that a server was found to speak.
type Era string

// The eras. Unknown means that the server has to be probed.
const (
	Unknown Era = ""
	Modern  Era = "modern" // 2026-07-28: stateless, server/discover
	Legacy  Era = "legacy" // 2025-11-25 and older: initialize, sessions
)

// Options describe a server. Either URL or Command is set.
type Options struct {
	Name      string
	Transport Transport

	URL    string
	Client *http.Client // see NewClient

	Command string
	Args    []string
	Env     []string // the whole environment of the process
	Dir     string   // "" is the current directory

	Timeout        time.Duration // of a call without progress; 0 means a minute
	ConnectTimeout time.Duration // 0 means 30 s
	Listen         bool          // hold a stream open that tells of tools/list_changed
	Version        string        // of ncp, told to the server
	Logger         *slog.Logger  // nil discards
}

const (
	defaultTimeout = time.Minute
	connectTimeout = 30 * time.Second
	longestCall    = time.Hour // however much progress it makes
)

// Server is one upstream. Its methods are safe for concurrent use. Close it when done.
type Server struct {
	opts    Options
	log     *slog.Logger
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	tasks   sync.WaitGroup // connects, streams, processes
	changed chan struct{}

	mu         sync.Mutex // guards what follows
	era        Era
	current    session
	connecting *attempt
	closed     bool
}

// attempt is one try to connect, shared by all who wait for it.
type attempt struct {
	done    chan struct{}
	session session
	err     error
}

// session is one conversation with the server.
type session interface {
	// do sends one request and returns its answer, which may be a JSON-RPC error.
	do(ctx context.Context, req request) (wire.Message, error)
	// over reports whether the session is of no more use.
	over() bool
	close()
	era() Era
}

// request is what a session is asked to send; the session adds id, progress token and what its era wants in _meta.
type request struct {
	method   string
	params   wire.Object
	name     string             // the Mcp-Name of streamable HTTP
	headers  []paramHeader      // the Mcp-Param-* of streamable HTTP
	caps     json.RawMessage    // capabilities to declare in a modern request; nil means none
	progress bool               // ask for progress
	sink     func(wire.Message) // notifications of this request, in order and before its answer; nil drops them
}

// New makes a Server. It starts nothing.
func New(opts Options) *Server {
	if opts.Timeout == 0 {
		opts.Timeout = defaultTimeout
	}
	if opts.ConnectTimeout == 0 {
		opts.ConnectTimeout = connectTimeout
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Server{
		opts: opts, log: log.With("server", opts.Name), ctx: ctx, cancel: cancel,
		changed: make(chan struct{}, 1),
	}
}

// Name is the server's name in the configuration.
func (s *Server) Name() string { return s.opts.Name }

// Era is what the server was last found to speak, an Era as text.
func (s *Server) Era() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.era)
}

// SetEra restores what Era said in an earlier run. A wrong one costs a probe, never a failure.
func (s *Server) SetEra(era string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.era = Era(era)
}

// ConnectTimeout is how long a connect may take before it is given up.
func (s *Server) ConnectTimeout() time.Duration { return s.opts.ConnectTimeout }

// Changed receives after the server said that its tools have changed; several changes may come as one.
// Only with Options.Listen.
func (s *Server) Changed() <-chan struct{} { return s.changed }

// Call sends one request and returns its result as it came. The error is a *wire.Error where the server itself answered with one.
func (s *Server) Call(ctx context.Context, call wire.Call) (json.RawMessage, error) {
	headers, err := paramHeaders(call.Schema)
	if err != nil {
		headers = nil // such a tool is not listed; a call by name is the server's to refuse
	}
	req := request{
		method: call.Method, params: call.Params, name: call.Name(), headers: headers,
		caps: call.Capabilities, progress: call.Progress, sink: call.Notify,
	}
	return s.do(ctx, req)
}

// do sends req on the current session, connecting if there is none, with the timeouts of a call, and once more if it was never processed.
func (s *Server) do(ctx context.Context, req request) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, longestCall)
	defer cancel()
	for try := 1; ; try++ {
		sess, err := s.session(ctx)
		if err != nil {
			return nil, err
		}
		answer, err := s.exchange(ctx, sess, req)
		if errors.Is(err, wire.ErrUnsent) && try == 1 && ctx.Err() == nil {
			s.log.Debug("session lost, connecting anew", "method", req.method, "err", err)
			s.drop(sess)
			continue
		}
		switch {
		case err != nil && sess.over():
			s.drop(sess)
			return nil, err
		case err != nil:
			return nil, err
		case answer.Error != nil:
			return nil, answer.Error
		}
		return answer.Result, nil
	}
}

// exchange runs one request under the call's timeout, which every notification of the request starts anew.
func (s *Server) exchange(ctx context.Context, sess session, req request) (wire.Message, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late := fmt.Errorf("no answer within %v (timeout)", s.opts.Timeout)
	timer := time.AfterFunc(s.opts.Timeout, func() { cancel(late) })
	defer timer.Stop()
	sink := req.sink
	req.sink = func(m wire.Message) {
		timer.Reset(s.opts.Timeout)
		if sink != nil {
			sink(m)
		}
	}
	answer, err := sess.do(ctx, req)
	if err != nil && errors.Is(context.Cause(ctx), late) {
		return answer, late
	}
	return answer, err
}

// session returns the current session or makes one; all who ask meanwhile wait for the same attempt.
func (s *Server) session(ctx context.Context) (session, error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, errors.New("ncp is shutting down")
	}
	if s.current != nil && !s.current.over() {
		defer s.mu.Unlock()
		return s.current, nil
	}
	old := s.current
	s.current = nil
	a := s.connecting
	if a == nil {
		a = &attempt{done: make(chan struct{})}
		s.connecting = a
		s.tasks.Go(func() { s.connect(a) })
	}
	s.mu.Unlock()
	if old != nil {
		s.retire(old)
	}
	select {
	case <-a.done:
		return a.session, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("connect: %w", context.Cause(ctx))
	}
}

// connect runs detached from those who wait for it, under its own deadline.
func (s *Server) connect(a *attempt) {
	ctx, cancel := context.WithTimeoutCause(s.ctx, s.opts.ConnectTimeout, fmt.Errorf("no connection within %v", s.opts.ConnectTimeout))
	defer cancel()
	sess, err := s.dial(ctx, Era(s.Era()))
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	s.mu.Lock()
	a.session, a.err = sess, err
	s.connecting = nil
	if err == nil {
		s.current, s.era = sess, sess.era()
	}
	closed := s.closed
	s.mu.Unlock()
	close(a.done)
	if closed && err == nil {
		sess.close()
	}
}

func (s *Server) dial(ctx context.Context, era Era) (session, error) {
	if s.opts.Command != "" {
		return s.dialStdio(ctx, era)
	}
	return s.dialHTTP(ctx, era)
}

// drop forgets sess if it is still the current one.
func (s *Server) drop(sess session) {
	s.mu.Lock()
	if s.current == sess {
		s.current = nil
	}
	s.mu.Unlock()
	s.retire(sess)
}

// retire closes a session in the background: its end must not delay the next one.
func (s *Server) retire(sess session) {
	s.startTask(sess.close)
}

// startTask runs f on a goroutine that Close waits for; after Close it does not start it.
func (s *Server) startTask(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.tasks.Go(f)
	}
}

// Close ends the session, the process and every stream, and waits for them; it takes less than a second.
func (s *Server) Close() {
	s.mu.Lock()
	sess := s.current
	s.current, s.closed = nil, true
	s.mu.Unlock()
	if sess != nil {
		sess.close()
	}
	s.cancel()
	s.tasks.Wait()
}

func (s *Server) noteChange() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}
