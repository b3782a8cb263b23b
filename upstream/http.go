package upstream

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"ncp/internal/wire"
)

// httpSession is streamable HTTP: each request is one POST whose answer, JSON or an event stream, belongs to it alone.
type httpSession struct {
	server  *Server
	url     string
	client  *http.Client
	version string // of the protocol, as negotiated
	id      string // Mcp-Session-Id, "" if the server gave none
	modern  bool

	state  talk
	lastID atomic.Int64
	lost   atomic.Bool // the server does not know id any more
	ctx    context.Context
	cancel context.CancelFunc

	listenOnce, heardOnce sync.Once
	heard                 chan struct{} // closed when the stream for what belongs to no request is open, or refused
}

func (s *Server) newHTTPSession() *httpSession {
	h := &httpSession{server: s, url: s.opts.URL, client: s.opts.Client, heard: make(chan struct{})}
	h.ctx, h.cancel = context.WithCancel(s.ctx)
	return h
}

func (h *httpSession) era() Era {
	if h.modern {
		return Modern
	}
	return Legacy
}

func (h *httpSession) oneStream() bool { return false }

func (h *httpSession) over() bool { return h.lost.Load() }

func (h *httpSession) tell(ctx context.Context, method string) error {
	return h.post(ctx, wire.Message{Method: method})
}

func (h *httpSession) done() <-chan struct{} { return h.ctx.Done() }

func (h *httpSession) talk() *talk { return &h.state }

func (h *httpSession) nextID() json.RawMessage {
	return strconv.AppendInt(nil, h.lastID.Add(1), 10)
}

// do implements session.
func (h *httpSession) do(ctx context.Context, req request) (wire.Message, error) {
	id := h.nextID()
	call := &liveCall{id, ctx, &req}
	if !h.modern {
		var end func()
		call, end = h.state.begin(ctx, id, &req)
		defer end()
		if req.ask != nil && req.client.Capabilities != nil {
			h.hear(ctx)
		}
	}
	params := sealParams(req, h.era(), h.version, id, h.server.clientInfo(req.client))
	post, trace, err := h.newPost(ctx, wire.Message{ID: id, Method: req.method, Params: params})
	if err != nil {
		return wire.Message{}, err
	}
	if h.modern {
		setModernHeaders(post.Header, req)
	}
	resp, err := h.client.Do(post)
	if err != nil {
		err = cleanURLError(err)
		if !trace.wrote.Load() && isNetwork(err) {
			err = wire.Unsent(err)
		}
		h.cancelled(ctx, id, req.method)
		return wire.Message{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return h.failed(resp, id, req.method)
	}
	if req.method == "initialize" {
		h.id = resp.Header.Get("Mcp-Session-Id")
	}
	answer, err := h.readAnswer(ctx, resp, id, call)
	if err != nil {
		h.cancelled(ctx, id, req.method)
	}
	return answer, err
}

// setModernHeaders mirrors what 2026-07-28 wants mirrored ("Request Metadata").
func setModernHeaders(header http.Header, req request) {
	header.Set("Mcp-Method", req.method)
	if req.name != "" {
		header.Set("Mcp-Name", headerValue(req.name))
	}
	if len(req.headers) == 0 {
		return
	}
	arguments := req.params.Get("arguments")
	for _, h := range req.headers {
		if value, ok := h.value(arguments); ok {
			header.Set("Mcp-Param-"+h.name, value)
		}
	}
}

// written records whether a request was written, which decides whether it may be repeated.
type written struct{ wrote atomic.Bool }

func (h *httpSession) newPost(ctx context.Context, m wire.Message) (*http.Request, *written, error) {
	trace := new(written)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// The transport tries another connection only where nothing of the request was written to the one before.
		GetConn: func(string) { trace.wrote.Store(false) },
		// Also called with an error, when a part may have been written: that counts as sent.
		WroteRequest: func(httptrace.WroteRequestInfo) { trace.wrote.Store(true) },
	})
	body := m.AppendTo(make([]byte, 0, 256+len(m.Params)))
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	post.Header.Set("Content-Type", "application/json")
	post.Header.Set("Accept", "application/json, text/event-stream")
	h.setSessionHeaders(post.Header)
	return post, trace, nil
}

func (h *httpSession) setSessionHeaders(header http.Header) {
	header.Set("User-Agent", "ncp/"+h.server.opts.Version)
	if h.version != "" {
		header.Set("Mcp-Protocol-Version", h.version)
	}
	if h.id != "" {
		header.Set("Mcp-Session-Id", h.id)
	}
}

// receive takes what is no answer: a notification or a question. call is the one on whose stream it came, nil on the stream that is no call's.
func (h *httpSession) receive(m wire.Message, call *liveCall) {
	switch {
	case m.IsRequest() && h.modern: // "The server MUST NOT send independent JSON-RPC requests on this stream", nor may a client answer one
		h.server.log.Warn("skipped a request of a modern server", "method", m.Method)
	case m.IsRequest():
		calls := []*liveCall{call}
		if call == nil {
			if ofCall(m.Method) {
				h.server.noteNameless()
			}
			calls = h.state.askers()
		}
		h.server.startTask(func() { h.answer(m, calls) })
	case h.server.heard(m):
	case m.Method == "notifications/cancelled":
		h.state.withdraw(member(m.Params, "requestId"))
	case m.IsNotification() && call == nil:
		h.state.note(m)
	case m.IsNotification():
		call.req.tell(m)
	}
}

// answer answers a question of a legacy server.
func (h *httpSession) answer(m wire.Message, calls []*liveCall) {
	reply, wanted := h.state.question(h.ctx, calls, m)
	if !wanted {
		return
	}
	ctx, cancel := context.WithTimeout(h.ctx, h.server.opts.Timeout)
	defer cancel()
	if err := h.post(ctx, reply); err != nil {
		h.server.log.Debug("answer", "method", m.Method, "err", err)
	}
}

// cancelled tells a legacy server that nobody waits any more; on a modern one the end of the stream has said it.
func (h *httpSession) cancelled(ctx context.Context, id json.RawMessage, method string) {
	if ctx.Err() == nil || h.modern || method == "initialize" || method == "server/discover" {
		return
	}
	params := wire.Object{{Key: "requestId", Value: id}, {Key: "reason", Value: wire.AppendText(nil, context.Cause(ctx).Error())}}.Raw()
	h.server.startTask(func() {
		ctx, cancel := context.WithTimeout(h.ctx, 5*time.Second)
		defer cancel()
		if err := h.post(ctx, wire.Message{Method: "notifications/cancelled", Params: params}); err != nil {
			h.server.log.Debug("cancel", "err", err)
		}
	})
}

// post sends a message that has no answer.
func (h *httpSession) post(ctx context.Context, m wire.Message) error {
	post, _, err := h.newPost(ctx, m)
	if err != nil {
		return err
	}
	if h.modern && m.Method != "" {
		post.Header.Set("Mcp-Method", m.Method)
	}
	resp, err := h.client.Do(post)
	if err != nil {
		return cleanURLError(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // so that the connection can be used again
	if resp.StatusCode >= 300 {
		return statusError(resp, body)
	}
	return nil
}

// get opens the stream for what belongs to no request, or resumes one behind lastEvent.
func (h *httpSession) get(ctx context.Context, lastEvent string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/event-stream")
	h.setSessionHeaders(req.Header)
	if lastEvent != "" {
		req.Header.Set("Last-Event-ID", lastEvent)
	}
	return h.client.Do(req)
}

// close ends the session. A server that has one is told, for at most half a second.
func (h *httpSession) close() {
	if h.id != "" && !h.lost.Load() {
		ctx, cancel := context.WithTimeout(h.ctx, 500*time.Millisecond)
		defer cancel()
		if req, err := http.NewRequestWithContext(ctx, http.MethodDelete, h.url, nil); err == nil {
			h.setSessionHeaders(req.Header)
			if resp, err := h.client.Do(req); err == nil {
				resp.Body.Close()
			}
		}
	}
	h.cancel()
}
