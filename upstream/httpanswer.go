package upstream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"ncp/internal/wire"
)

// readAnswer reads the answer to request id out of a 2xx response.
func (h *httpSession) readAnswer(ctx context.Context, resp *http.Response, id json.RawMessage, call *liveCall) (wire.Message, error) {
	if mediaType(resp) == "text/event-stream" {
		return h.readEvents(ctx, resp.Body, id, call)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return wire.Message{}, &ContentError{What: "the answer broke off: " + err.Error()}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return wire.Message{}, &ContentError{What: fmt.Sprintf("HTTP %d without an answer", resp.StatusCode)}
	}
	messages, broken := parseBody(body)
	for _, m := range messages {
		if m.Method == "" && string(m.ID) == string(id) {
			return m, nil
		}
		h.receive(m, call)
	}
	switch {
	case len(broken) == 0:
		return wire.Message{}, &ContentError{What: "an answer to another request", Text: snippet(body)}
	case mediaType(resp) != "application/json":
		return wire.Message{}, &ContentError{What: fmt.Sprintf("Content-Type %q instead of JSON or an event stream", mediaType(resp)), Text: snippet(body)}
	}
	return wire.Message{}, &ContentError{What: broken[0].Reason, Text: snippet(body)}
}

// parseBody reads a message, a batch, or a message a line, which is how some send what comes before their answer.
func parseBody(body []byte) ([]wire.Message, []*wire.FrameError) {
	messages, broken := wire.ParseBatch(body)
	if broken == nil {
		return messages, nil
	}
	var lines []wire.Message
	for line := range bytes.Lines(body) {
		m, err := wire.Parse(line)
		switch {
		case err == nil:
			lines = append(lines, m)
		case len(bytes.TrimSpace(line)) > 0:
			return messages, broken
		}
	}
	return lines, nil
}

// Resumption of a cut event stream (2025-11-25, transports, "Resumability and Redelivery").
const (
	maxResumes    = 5 // without a new event between
	firstResume   = time.Second
	longestResume = 10 * time.Second
)

// readEvents reads messages until the answer to id. A legacy stream that was cut is resumed where it has event ids.
func (h *httpSession) readEvents(ctx context.Context, body io.ReadCloser, id json.RawMessage, call *liveCall) (wire.Message, error) {
	var lastEvent string
	wait := firstResume
	for idle := 0; ; idle++ {
		before := lastEvent
		answer, err := h.readStream(body, id, call, &lastEvent, &wait)
		if answer.ID != nil {
			return answer, nil
		}
		if lastEvent != before {
			idle = 0
		}
		var content *ContentError
		switch {
		case ctx.Err() != nil:
			return wire.Message{}, context.Cause(ctx)
		case errors.As(err, &content):
			return wire.Message{}, err
		case h.modern || lastEvent == "" || idle >= maxResumes:
			return wire.Message{}, &ContentError{What: "the event stream ended before the answer"}
		}
		if err := sleep(ctx, wait); err != nil {
			return wire.Message{}, err
		}
		resp, err := h.get(ctx, lastEvent)
		if err != nil {
			body = io.NopCloser(strings.NewReader("")) // counts as a stream without events
			continue
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 || mediaType(resp) != "text/event-stream" {
			return wire.Message{}, &ContentError{What: fmt.Sprintf("the event stream ended before the answer and could not be resumed (HTTP %d)", resp.StatusCode)}
		}
		body = resp.Body
	}
}

// readStream reads one body until the answer to id (an empty id waits for none) or its end. An event that is no message costs nothing, unless it was to
// be the answer, or none comes.
func (h *httpSession) readStream(body io.Reader, id json.RawMessage, call *liveCall, lastEvent *string, wait *time.Duration) (wire.Message, error) {
	events := newEventReader(body)
	var unread *ContentError
	for {
		ev, err := events.next()
		switch {
		case err != nil && unread != nil && *lastEvent == "": // else the answer may come when the stream is resumed
			return wire.Message{}, unread
		case err != nil:
			return wire.Message{}, err
		}
		if ev.id != "" {
			*lastEvent = ev.id
		}
		if ev.retry > 0 {
			*wait = min(ev.retry, longestResume)
		}
		if len(ev.data) == 0 || ev.name != "" && ev.name != "message" {
			continue
		}
		messages, broken := wire.ParseBatch(ev.data)
		for _, b := range broken {
			if unread = (&ContentError{What: b.Reason, Text: snippet(ev.data)}); b.Answer && id != nil {
				return wire.Message{}, unread
			}
		}
		for _, m := range messages {
			if m.Method == "" && string(m.ID) == string(id) {
				return m, nil
			}
			h.receive(m, call)
		}
	}
}
