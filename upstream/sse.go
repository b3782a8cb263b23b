package upstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"ncp/internal/wire"
)

// sseStream is the transport of revision 2024-11-05: one GET whose events are the server's frames, a POST for each of ours.
type sseStream struct {
	server   *Server
	body     io.ReadCloser
	events   *eventReader
	endpoint string // where to POST
	cancel   context.CancelFunc
}

// dialSSE opens the stream, learns the endpoint from its first event and initializes.
func (s *Server) dialSSE(ctx context.Context, client wire.Client) (session, error) {
	streamCtx, cancel := context.WithCancel(s.ctx)
	giveUp := context.AfterFunc(ctx, cancel) // ctx bounds the opening, not the stream
	stream, err := s.openSSE(streamCtx, cancel)
	if err != nil {
		cancel()
		return nil, err
	}
	sess := s.newStreamSession(stream, func() string { return "the event stream ended" }, func() { _ = stream.Close() })
	if err := sess.initialize(ctx, client); err != nil {
		sess.close()
		return nil, err
	}
	if !giveUp() {
		sess.close()
		return nil, context.Cause(ctx)
	}
	return sess, nil
}

func (s *Server) openSSE(ctx context.Context, cancel context.CancelFunc) (*sseStream, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.opts.URL, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("User-Agent", "ncp/"+s.opts.Version)
	resp, err := s.opts.Client.Do(req)
	if err != nil {
		return nil, cleanURLError(err)
	}
	if resp.StatusCode >= 300 || mediaType(resp) != "text/event-stream" {
		defer resp.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		if resp.StatusCode >= 300 {
			return nil, statusError(resp, body)
		}
		return nil, &ContentError{What: fmt.Sprintf("Content-Type %q instead of an event stream", mediaType(resp)), Text: snippet(body)}
	}
	stream := &sseStream{server: s, body: resp.Body, events: newEventReader(resp.Body), cancel: cancel}
	ev, err := stream.events.next()
	if err == nil && ev.name != "endpoint" {
		err = &ContentError{What: fmt.Sprintf("the first event is %q instead of endpoint", ev.name)}
	}
	if err == nil {
		stream.endpoint, err = resolveEndpoint(req.URL, string(ev.data))
	}
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	return stream, nil
}

// resolveEndpoint keeps the endpoint within the server's origin: it gets our credentials and arguments.
func resolveEndpoint(base *url.URL, ref string) (string, error) {
	u, err := base.Parse(ref)
	if err != nil {
		return "", &ContentError{What: "the endpoint event is no URL"}
	}
	if Origin(u) != Origin(base) {
		return "", &ContentError{What: "the endpoint event leads to another origin", Text: Origin(u)}
	}
	return u.String(), nil
}

// ReadFrame implements wire.Stream.
func (s *sseStream) ReadFrame() ([]byte, error) {
	for {
		ev, err := s.events.next()
		if err != nil {
			return nil, err
		}
		if len(ev.data) > 0 && (ev.name == "" || ev.name == "message") {
			return ev.data, nil
		}
	}
}

// WriteFrame implements wire.Stream.
func (s *sseStream) WriteFrame(ctx context.Context, frame []byte) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { wrote.Store(false) },
		WroteRequest: func(httptrace.WroteRequestInfo) { wrote.Store(true) },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.endpoint, bytes.NewReader(frame))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "ncp/"+s.server.opts.Version)
	resp, err := s.server.opts.Client.Do(req)
	if err != nil {
		if err = cleanURLError(err); !wrote.Load() && isNetwork(err) {
			err = wire.Unsent(err)
		}
		return err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	switch {
	case resp.StatusCode == http.StatusNotFound:
		_ = s.Close() // the server no longer knows this stream
		return wire.Unsent(errors.New("the server no longer knows the session"))
	case resp.StatusCode >= 300:
		return statusError(resp, body)
	}
	return nil
}

// Close implements wire.Stream.
func (s *sseStream) Close() error {
	s.cancel()
	return s.body.Close()
}
