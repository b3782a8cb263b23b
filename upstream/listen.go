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

// listen holds the stream open on which the server tells of changes, until the session ends or the server has no such stream.
func (h *httpSession) listen() {
	var lastEvent string
	wait := firstRelisten
	// Something may have changed while nobody listened, but for the first time.
	opened := h.hearing
	for pause := firstRelisten; h.ctx.Err() == nil; pause = min(2*pause, longestRelisten) {
		before := time.Now()
		more := h.readOnce(&lastEvent, &wait, opened)
		h.hearing() // whatever came of it
		if !more {
			return
		}
		opened = h.server.noteChange
		if time.Since(before) > longestRelisten {
			pause = firstRelisten
		}
		if sleep(h.ctx, max(pause, wait)) != nil {
			return
		}
	}
}

// readOnce reads one stream to its end and reports whether to open another. It calls opened once changes are told again.
func (h *httpSession) readOnce(lastEvent *string, wait *time.Duration, opened func()) bool {
	ctx, cancel := context.WithCancel(h.ctx)
	defer cancel()
	if h.modern {
		req := listenRequest(changing(h.state.offered))
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
	written := func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			time.AfterFunc(headTimeout, h.hearing)
		}
	}
	resp, err := h.get(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: written}), *lastEvent)
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
