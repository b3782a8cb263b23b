package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"ncp/internal/wire"
)

// streamSession is a conversation on one stream of frames: the pipes of a process, or the two halves of HTTP+SSE.
type streamSession struct {
	server  *Server
	conn    *wire.Conn
	state   talk
	spoken  Era
	version string
	ended   func() string // why the stream ended, for people; "" if it is not known
	stop    func()        // ends the stream and waits for it

	mu   sync.Mutex // guards held
	held map[string]*held
}

// newStreamSession runs a peer on stream.
func (s *Server) newStreamSession(stream wire.Stream, ended func() string, stop func()) *streamSession {
	sess := &streamSession{server: s, ended: ended, stop: stop}
	sess.conn = wire.NewConn(s.ctx, stream, sess)
	go func() { _ = sess.conn.Run() }() // ends with the stream, which stop ends
	return sess
}

func (s *streamSession) era() Era { return s.spoken }

func (s *streamSession) oneStream() bool { return true }

func (s *streamSession) over() bool {
	select {
	case <-s.conn.Done():
		return true
	default:
		return false
	}
}

func (s *streamSession) tell(ctx context.Context, method string) error {
	return s.conn.Notify(ctx, method, nil)
}

func (s *streamSession) done() <-chan struct{} { return s.conn.Done() }

func (s *streamSession) talk() *talk { return &s.state }

func (s *streamSession) close() {
	s.stop()
	<-s.conn.Done()
}

// do implements session.
func (s *streamSession) do(ctx context.Context, req request) (wire.Message, error) {
	if s.spoken == Modern { // it asks by its result, never by a request
		req.ask = nil
	}
	id := s.conn.NextID()
	req.awaited = func() bool { return s.conn.Awaits(id) }
	_, end := s.state.begin(ctx, id, &req)
	defer end()
	var sink func(wire.Message) // what it does not take is nobody's: a change of a list, for one
	if req.clock != nil || req.sink != nil {
		sink = req.tell
	}
	answer, err := s.conn.Call(ctx, id, req.method, sealParams(req, s.spoken, s.version, id, s.server.clientInfo(req.client)), sink)
	var broken *wire.FrameError
	if errors.As(err, &broken) {
		err = &ContentError{What: "a broken answer: " + broken.Reason}
	}
	if err != nil && ctx.Err() == nil && s.over() {
		if why := s.ended(); why != "" {
			err = fmt.Errorf("%s: %w", why, err)
		}
	}
	return answer, err
}

// probe asks server/discover. A server that is silent for stdioProbeTimeout counts as legacy, one that ends as well (see over).
func (s *streamSession) probe(ctx context.Context, client wire.Client) (verdict, error) {
	probeCtx, cancel := context.WithTimeout(ctx, stdioProbeTimeout)
	defer cancel()
	s.spoken, s.version = Modern, versionModern
	answer, err := s.do(probeCtx, request{method: "server/discover", client: client})
	switch {
	case ctx.Err() != nil:
		return verdict{}, context.Cause(ctx)
	case err != nil:
		return verdict{}, nil
	}
	return judge(answer), nil
}

// initialize opens a legacy session.
func (s *streamSession) initialize(ctx context.Context, client wire.Client) error {
	s.spoken = Legacy
	s.state.open(client)
	answer, err := s.do(ctx, s.server.initializeRequest(client))
	if err != nil {
		return err
	}
	version, err := s.state.initialized(answer)
	if err != nil {
		return err
	}
	if err := s.conn.Notify(ctx, "notifications/initialized", nil); err != nil {
		return err
	}
	s.ready(Legacy, version)
	return nil
}

// ready notes what was negotiated and, on a modern server that can, listens for list_changed.
func (s *streamSession) ready(era Era, version string) {
	s.spoken, s.version = era, version
	if filter := changing(s.state.offered); era == Modern && filter != nil && s.server.opts.Listen {
		s.server.startTask(func() {
			_, err := s.do(s.server.ctx, listenRequest(filter))
			s.server.log.Debug("listen ended", "err", err)
		})
	}
}

func listenRequest(filter wire.Object) request {
	return request{method: "subscriptions/listen", params: wire.Object{{Key: "notifications", Value: filter.Raw()}}}
}

// changing is the filter of a subscription to all lists that a modern server says may change, nil if there is none.
func changing(offered wire.Object) wire.Object {
	var filter wire.Object
	for _, kind := range []wire.Kind{wire.Tools, wire.Prompts, wire.Resources} {
		if string(member(offered.Get(kind.Capability()), "listChanged")) == "true" {
			filter = append(filter, wire.Member{Key: string(kind) + "ListChanged", Value: json.RawMessage("true")})
		}
	}
	return filter
}

// HandleRequest implements wire.Handler. A stream tells not which call a question belongs to; see talk.askers.
func (s *streamSession) HandleRequest(ctx context.Context, r *wire.Request) {
	if ofCall(r.Method) {
		s.server.noteNameless()
	}
	calls := s.state.askers()
	s.server.startTask(func() {
		stop := context.AfterFunc(ctx, func() { s.state.withdraw(r.ID) })
		defer stop()
		reply, _ := s.state.question(s.server.ctx, calls, r.Message)
		var err error
		if reply.Error != nil {
			err = r.Fail(reply.Error)
		} else {
			err = r.Answer(reply.Result)
		}
		if err != nil {
			s.server.log.Debug("answer", "method", r.Method, "err", err)
		}
	})
}

// HandleNotification implements wire.Handler.
func (s *streamSession) HandleNotification(m wire.Message) {
	if !s.server.heard(m) {
		s.state.note(m)
	}
}

// HandleBroken implements wire.Handler: a line that is no message is logged and skipped.
func (s *streamSession) HandleBroken(err *wire.FrameError) {
	s.server.log.Warn("skipped what is not a message", "err", err)
}
