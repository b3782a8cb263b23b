package upstream

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"time"

	"ncp/internal/wire"
)

// How long the first calls of a session that may be asked something wait for the stream on which a legacy server may ask. Many have none, and some send
// nothing on it, not even its head, before they have to: those hold it once they have read the request for it.
const (
	hearTimeout = 3 * time.Second
	headTimeout = 500 * time.Millisecond // since the request was written
)

// startListening opens the stream for what belongs to no request, once.
func (h *httpSession) startListening() {
	h.listenOnce.Do(func() { h.server.startTask(h.listen) })
}

// hearing notes that the stream is open, refused, or not worth a wait.
func (h *httpSession) hearing() { h.heardOnce.Do(func() { close(h.heard) }) }

// hear sees to it that questions which a server asks on no call's stream are heard, before the call that may lead to them.
func (h *httpSession) hear(ctx context.Context) {
	h.startListening()
	t := time.NewTimer(min(hearTimeout, h.server.opts.Timeout/2))
	defer t.Stop()
	select {
	case <-h.heard:
	case <-t.C:
		h.hearing() // or will not be for long: no further call waits
	case <-h.ctx.Done():
	case <-ctx.Done():
	}
}

// Reconnects of the streams that tell of changes.
const (
	firstRelisten   = time.Second
	longestRelisten = 30 * time.Second
)

// ear is the stream on which a server tells of changes, however often it is opened.
type ear struct {
	lastEvent string
	wait      time.Duration // that the server wants before it is opened again
	tried     bool
	open      bool // once at least
}

// listen holds the stream open on which the server tells of changes, until the session ends or the server has no such stream.
func (h *httpSession) listen() {
	e := ear{wait: firstRelisten}
	for pause := firstRelisten; h.ctx.Err() == nil; pause = min(2*pause, longestRelisten) {
		before := time.Now()
		more := h.readOnce(&e)
		h.hearing() // whatever came of it
		if !more {
			return
		}
		e.tried = true
		if time.Since(before) > longestRelisten {
			pause = firstRelisten
		}
		if sleep(h.ctx, max(pause, e.wait)) != nil {
			return
		}
	}
}

// opened notes that changes are told from now on. Something may have changed while nobody listened, but for the first time.
func (h *httpSession) opened(e *ear) {
	e.open = true
	h.hearing()
	if e.tried {
		h.server.noteChange()
	}
}

// deaf reports whether a refusal of the stream is for good, as the server has none. One that was open once comes back when what refuses it for the server,
// a proxy or its start, is gone.
func (e *ear) deaf(status int, code int64) bool {
	switch {
	case status == http.StatusMethodNotAllowed || code == wire.CodeMethodNotFound:
		return true
	case e.open || status >= 500 || status == http.StatusTooManyRequests:
		return false
	}
	return true
}

// readOnce reads one stream to its end and reports whether to open another.
func (h *httpSession) readOnce(e *ear) bool {
	ctx, cancel := context.WithCancel(h.ctx)
	defer cancel()
	if h.modern {
		return h.readChanges(ctx, e)
	}
	written := func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			time.AfterFunc(headTimeout, h.hearing)
		}
	}
	resp, err := h.get(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: written}), e.lastEvent)
	if err != nil {
		return true
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 || mediaType(resp) != "text/event-stream" {
		r := readRefusal(resp, nil)
		if e.open && h.id != "" && r.losesSession() && h.gone(ctx) {
			h.server.noteChange()
			return false
		}
		return !e.deaf(resp.StatusCode, r.code())
	}
	if e.lastEvent == "" { // else the server sends what was missed
		h.opened(e)
	}
	_, err = h.readStream(resp.Body, nil, nil, &e.lastEvent, &e.wait)
	h.server.log.Debug("stream for changes ended", "err", err)
	return true
}

// gone asks whether the session is lost: some servers know it still, though not their stream for it.
func (h *httpSession) gone(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, h.server.opts.Timeout)
	defer cancel()
	_, err := h.do(ctx, request{method: "ping"})
	h.server.log.Debug("is the session there", "err", err)
	return h.over()
}

// readChanges is readOnce with a modern server, which declares that it tells of changes.
func (h *httpSession) readChanges(ctx context.Context, e *ear) bool {
	req := listenRequest(changing(h.state.offered))
	req.sink = func(m wire.Message) {
		if m.Method == "notifications/subscriptions/acknowledged" {
			h.opened(e)
		}
	}
	answer, err := h.do(ctx, req)
	h.server.log.Debug("stream for changes ended", "err", err, "answer", answer.Error)
	var status *StatusError
	switch {
	case answer.Error != nil:
		return !e.deaf(0, answer.Error.Code)
	case errors.As(err, &status):
		return !e.deaf(status.Status, 0)
	}
	return true
}
