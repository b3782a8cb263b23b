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
	"strings"
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
	Listen         bool          // hold a stream open that tells of changes of lists
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
	opts   Options
	log    *slog.Logger
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup // connects, streams, processes

	mu         sync.Mutex // guards what follows
	reached    Era        // what it was last found to speak
	slots      []*slot    // the sessions, oldest first
	connecting map[string]*attempt
	freed      chan struct{} // closed when a session may have become free
	changed    chan struct{} // closed at the next change of what it lists
	offered    wire.Object   // the capabilities that it declared last; nil if it has not
	watches    []*watch      // subscriptions to resources
	nameless   bool          // it has asked on a stream that is no call's
	lost       bool          // a session has ended without us since the last one was opened
	closed     bool
}

// session is one conversation with the server.
type session interface {
	// do sends one request and returns its answer, which may be a JSON-RPC error.
	do(ctx context.Context, req request) (wire.Message, error)
	// over reports whether the session is of no more use.
	over() bool
	// tell sends a notification without params.
	tell(ctx context.Context, method string) error
	// done is closed at its end at the latest when it is closed.
	done() <-chan struct{}
	close()
	era() Era
	// oneStream reports whether all that the server says comes on one stream, where a question names no call.
	oneStream() bool
	// talk is what the session knows beside its transport.
	talk() *talk
}

// request is what a session is asked to send; the session adds id, progress token and what its era wants in _meta.
type request struct {
	method   string
	params   wire.Object
	name     string             // the Mcp-Name of streamable HTTP
	headers  []paramHeader      // the Mcp-Param-* of streamable HTTP
	client   wire.Client        // for whom
	progress bool               // ask for progress
	logLevel string             // "" leaves it to the server
	sink     func(wire.Message) // notifications of this request, in order and before its answer; nil drops them. They go through tell
	ask      wire.Ask           // answers the server's questions; nil: nobody can be asked
	alone    bool               // see wire.Call
	lists    bool               // looks at what the server has
	clock    *clock             // of the call's timeout; stands while a person is asked. nil if there is none
	awaited  func() bool        // whether its answer is still to come; nil: as long as it is under way
}

// tell passes on a notification of the request, which is a sign of life.
func (r *request) tell(m wire.Message) {
	if r.clock != nil {
		r.clock.restart()
	}
	if r.sink != nil {
		r.sink(m)
	}
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
		connecting: map[string]*attempt{}, freed: make(chan struct{}), changed: make(chan struct{}),
	}
}

// Name is the server's name in the configuration.
func (s *Server) Name() string { return s.opts.Name }

// aside marks, in what Era says, a legacy server that has asked on a stream that is no call's.
const aside = " aside"

// Era is what the server was last found to speak, and how it asks, as a text for SetEra.
func (s *Server) Era() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reached == Legacy && s.nameless {
		return string(s.reached) + aside
	}
	return string(s.reached)
}

// SetEra restores what Era said in an earlier run. A wrong one costs a probe, or a session too many, never a failure.
func (s *Server) SetEra(text string) {
	era, found := strings.CutSuffix(text, aside)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reached, s.nameless = Era(era), s.nameless || found
}

// era is the era that the server was last found to speak.
func (s *Server) era() Era {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reached
}

// ConnectTimeout is how long a connect may take before it is given up.
func (s *Server) ConnectTimeout() time.Duration { return s.opts.ConnectTimeout }

// Changed returns what is closed when the server next says that a list of it has changed; several changes may come as one.
// Only with Options.Listen.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// declares reports whether the server has declared a capability; known is false as long as it has declared nothing.
func (s *Server) declares(capability string) (declared, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offered.Get(capability) != nil, s.offered != nil
}

// heard takes what a server tells that belongs to no call, and reports whether it is such.
func (s *Server) heard(m wire.Message) bool {
	switch m.Method {
	case "notifications/tools/list_changed", "notifications/prompts/list_changed", "notifications/resources/list_changed":
		s.noteChange()
	case "notifications/resources/updated":
		s.updated(m)
	default:
		return false
	}
	return true
}

func (s *Server) noteChange() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

// do sends req on a session, connecting if there is none, with the timeouts of a call, and once more if it was never processed.
func (s *Server) do(ctx context.Context, req request) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, longestCall)
	defer cancel()
	for try := 1; ; try++ {
		var sl *slot
		var answer wire.Message
		err := s.timed(ctx, req, func(ctx context.Context, req request) (err error) {
			if sl, err = s.lease(ctx, &req); err == nil {
				answer, err = s.exchange(ctx, sl.session, req)
			}
			return err
		})
		if sl == nil {
			return nil, err
		}
		if err != nil && (errors.Is(err, wire.ErrUnsent) || sl.session.over()) {
			s.drop(sl)
		}
		s.release(sl, &req)
		switch {
		case errors.Is(err, wire.ErrUnsent) && try == 1 && ctx.Err() == nil:
			s.log.Debug("session lost, connecting anew", "method", req.method, "err", err)
			continue
		case err != nil:
			return nil, err
		case answer.Error != nil:
			return nil, answer.Error
		}
		return answer.Result, nil
	}
}

// timed runs f under the timeout of a call. Every notification of the request starts it anew, and while a connection is made or a person is asked
// it stands.
func (s *Server) timed(ctx context.Context, req request, f func(context.Context, request) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late := fmt.Errorf("no answer within %v (timeout)", s.opts.Timeout)
	clock := newClock(s.opts.Timeout, func() { cancel(late) })
	defer clock.stop()
	req.clock = clock
	err := f(ctx, req)
	if err != nil && errors.Is(context.Cause(ctx), late) && !errors.Is(err, late) {
		return late
	}
	return err
}

// exchange runs one request on a session.
func (s *Server) exchange(ctx context.Context, sess session, req request) (wire.Message, error) {
	s.matchLevel(ctx, sess, req)
	return sess.do(ctx, req)
}

// Notify tells every legacy session that was opened for client something. A modern server has no session to be told in.
func (s *Server) Notify(ctx context.Context, client wire.Client, method string) {
	s.mu.Lock()
	slots := s.slots
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	for _, sl := range slots {
		if sl.session.era() == Modern || sl.declared != string(client.Capabilities) || sl.session.over() {
			continue
		}
		if err := sl.session.tell(ctx, method); err != nil {
			s.log.Debug("notify", "method", method, "err", err)
		}
	}
}

func (s *Server) dial(ctx context.Context, era Era, client wire.Client) (session, error) {
	if s.opts.Command != "" {
		return s.dialStdio(ctx, era, client)
	}
	return s.dialHTTP(ctx, era, client)
}

// startTask runs f on a goroutine that Close waits for; after Close it does not start it.
func (s *Server) startTask(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.tasks.Go(f)
	}
}

// Close ends the sessions, the processes and every stream, and waits for them; it takes less than a second.
func (s *Server) Close() {
	s.mu.Lock()
	slots := s.slots
	s.slots, s.closed = nil, true
	s.mu.Unlock()
	var closing sync.WaitGroup
	for _, sl := range slots {
		closing.Go(sl.session.close)
	}
	closing.Wait()
	s.cancel()
	s.tasks.Wait()
}
