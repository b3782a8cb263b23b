package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"ncp/internal/wire"
)

// streamSession is a conversation on one stream of frames: the pipes of a process, or the two halves of HTTP+SSE.
type streamSession struct {
	server  *Server
	conn    *wire.Conn
	spoken  Era
	version string
	ended   func() string // why the stream ended, for people; "" if it is not known
	stop    func()        // ends the stream and waits for it
}

// newStreamSession runs a peer on stream.
func (s *Server) newStreamSession(stream wire.Stream, ended func() string, stop func()) *streamSession {
	sess := &streamSession{server: s, ended: ended, stop: stop}
	sess.conn = wire.NewConn(s.ctx, stream, sess)
	go func() { _ = sess.conn.Run() }() // ends with the stream, which stop ends
	return sess
}

func (s *streamSession) era() Era { return s.spoken }

func (s *streamSession) over() bool {
	select {
	case <-s.conn.Done():
		return true
	default:
		return false
	}
}

func (s *streamSession) close() {
	s.stop()
	<-s.conn.Done()
}

// do implements session.
func (s *streamSession) do(ctx context.Context, req request) (wire.Message, error) {
	id := s.conn.NextID()
	answer, err := s.conn.Call(ctx, id, req.method, sealParams(req, s.spoken, s.version, id, s.server.clientInfo()), req.sink)
	if err != nil && ctx.Err() == nil && s.over() {
		if why := s.ended(); why != "" {
			err = fmt.Errorf("%s: %w", why, err)
		}
	}
	return answer, err
}

// probe asks server/discover. A server that is silent for stdioProbeTimeout counts as legacy, one that ends as well (see over).
func (s *streamSession) probe(ctx context.Context) (verdict, error) {
	probeCtx, cancel := context.WithTimeout(ctx, stdioProbeTimeout)
	defer cancel()
	s.spoken, s.version = Modern, versionModern
	answer, err := s.do(probeCtx, request{method: "server/discover"})
	switch {
	case ctx.Err() != nil:
		return verdict{}, context.Cause(ctx)
	case err != nil:
		return verdict{}, nil
	}
	return judge(answer), nil
}

// initialize opens a legacy session.
func (s *streamSession) initialize(ctx context.Context) error {
	s.spoken = Legacy
	answer, err := s.do(ctx, s.server.initializeRequest())
	if err != nil {
		return err
	}
	version, err := initialized(answer)
	if err != nil {
		return err
	}
	if err := s.conn.Notify(ctx, "notifications/initialized", nil); err != nil {
		return err
	}
	s.ready(Legacy, version, false)
	return nil
}

// ready notes what was negotiated and, on a modern server that can, listens for list_changed.
func (s *streamSession) ready(era Era, version string, listChanged bool) {
	s.spoken, s.version = era, version
	if era == Modern && listChanged && s.server.opts.Listen {
		s.server.startTask(func() {
			_, err := s.do(s.server.ctx, listenRequest())
			s.server.log.Debug("listen ended", "err", err)
		})
	}
}

func listenRequest() request {
	return request{method: "subscriptions/listen", params: wire.Object{
		{Key: "notifications", Value: json.RawMessage(`{"toolsListChanged":true}`)},
	}}
}

// HandleRequest implements wire.Handler. We declare no capabilities, so there is nothing to ask for but a sign of life.
func (s *streamSession) HandleRequest(_ context.Context, r *wire.Request) {
	s.server.startTask(func() {
		var err error
		if r.Method == "ping" {
			err = r.Answer(json.RawMessage("{}"))
		} else {
			err = r.Fail(wire.Errorf(wire.CodeMethodNotFound, "the host cannot be asked for %s", r.Method))
		}
		if err != nil {
			s.server.log.Debug("answer", "method", r.Method, "err", err)
		}
	})
}

// HandleNotification implements wire.Handler.
func (s *streamSession) HandleNotification(m wire.Message) {
	if m.Method == "notifications/tools/list_changed" {
		s.server.noteChange()
	}
}

// HandleBroken implements wire.Handler: a line that is no message is logged and skipped.
func (s *streamSession) HandleBroken(err *wire.FrameError) {
	s.server.log.Warn("skipped what is not a message", "err", err)
}

// Reconnects of the streams that tell of changes.
const (
	firstRelisten   = time.Second
	longestRelisten = 30 * time.Second
)

// listen holds the stream open on which the server tells of changes, until the session ends or the server has no such stream.
func (h *httpSession) listen() {
	var lastEvent string
	wait := firstRelisten
	opened := func() {} // something may have changed while nobody listened, but for the first time
	for pause := firstRelisten; h.ctx.Err() == nil; pause = min(2*pause, longestRelisten) {
		before := time.Now()
		if !h.listenOnce(&lastEvent, &wait, opened) {
			return
		}
		opened = h.server.noteChange
		if time.Since(before) > time.Minute {
			pause = firstRelisten
		}
		if sleep(h.ctx, max(pause, wait)) != nil {
			return
		}
	}
}

// listenOnce reads one stream to its end and reports whether to open another. It calls opened once changes are told again.
func (h *httpSession) listenOnce(lastEvent *string, wait *time.Duration, opened func()) bool {
	ctx, cancel := context.WithCancel(h.ctx)
	defer cancel()
	if h.modern {
		req := listenRequest()
		req.sink = func(m wire.Message) {
			if m.Method == "notifications/subscriptions/acknowledged" {
				opened()
			}
		}
		answer, err := h.do(ctx, req)
		var status *StatusError
		if answer.Error != nil || errors.As(err, &status) && status.Status < 500 {
			h.server.log.Debug("no stream for changes", "err", err)
			return false
		}
		return true
	}
	resp, err := h.get(ctx, *lastEvent)
	if err != nil {
		return true
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 || mediaType(resp) != "text/event-stream" {
		if resp.StatusCode == http.StatusNotFound && h.id != "" && *lastEvent != "" {
			h.lost.Store(true)
		}
		return resp.StatusCode >= 500
	}
	if *lastEvent == "" { // else the server sends what was missed
		opened()
	}
	_, err = h.readStream(resp.Body, nil, nil, lastEvent, wait)
	h.server.log.Debug("stream for changes ended", "err", err)
	return true
}
