package upstream

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"ncp/internal/wire"
)

// failed turns an HTTP error into the JSON-RPC error that it carries, into a session that is of no more use, or into a StatusError.
func (h *httpSession) failed(resp *http.Response, id json.RawMessage, method string) (wire.Message, error) {
	r := readRefusal(resp, id)
	var lost error
	switch {
	case h.modern && method != "server/discover" && method != "subscriptions/listen" && r.losesModern(), !h.modern && r.losesLegacy():
		lost = r.reason()
	case !h.modern && h.id != "" && r.losesSession():
		lost = fmt.Errorf("the server no longer knows the session: %w", r.reason())
	}
	switch {
	case lost != nil:
		h.lose()
		return wire.Message{}, wire.Unsent(lost)
	case r.answer.Error != nil && (r.ours || string(r.answer.ID) == "null"):
		return r.answer, nil
	}
	return wire.Message{}, r.status
}

// refusal is an HTTP error in answer to a request.
type refusal struct {
	status *StatusError
	text   string       // its body
	answer wire.Message // without Error if the body is no JSON-RPC error
	ours   bool         // it is one under the request's id: the server has taken it, unless its code says otherwise
}

// readRefusal reads the answer to request id; a nil id is none's.
func readRefusal(resp *http.Response, id json.RawMessage) *refusal {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	r := &refusal{status: statusError(resp, body), text: string(body)}
	if m, err := wire.Parse(body); err == nil && m.Error != nil {
		r.answer, r.ours = m, id != nil && string(m.ID) == string(id)
	}
	return r
}

func (r *refusal) code() int64 {
	if r.answer.Error == nil {
		return 0
	}
	return r.answer.Error.Code
}

func (r *refusal) reason() error {
	if r.answer.Error == nil {
		return r.status
	}
	return r.answer.Error
}

// codeSessionNotFound is what SDKs answer to an unknown session; no specification has it.
const codeSessionNotFound = -32001

// losesSession: "it MUST respond to requests containing that session ID with HTTP 404 Not Found" (2025-11-25, transports, Session Management). Servers
// of the Python and TypeScript SDKs answer 400 and say so in the text only. What a server says under the id of a request that it has taken is its answer.
func (r *refusal) losesSession() bool {
	if r.ours && r.code() != codeSessionNotFound {
		return false
	}
	switch r.status.Status {
	case http.StatusNotFound:
		return r.code() != wire.CodeMethodNotFound
	case http.StatusBadRequest:
		text := strings.ToLower(r.text)
		return strings.Contains(text, "session") || strings.Contains(text, "not initialized")
	}
	return false
}

// losesLegacy reports whether a legacy request was refused with what only a modern server says: to others its code is free.
func (r *refusal) losesLegacy() bool {
	return r.status.Status == http.StatusBadRequest && r.code() == wire.CodeUnsupportedVersion && judgeVersions(member(r.answer.Error.Data, "supported")).modern
}

// losesModern reports whether a modern request was refused unprocessed in the way of a server that is not, or no longer, modern:
// a modern one names the request or one of its own errors (2026-07-28, transports/streamable-http, "Backward Compatibility").
func (r *refusal) losesModern() bool {
	switch r.code() {
	case wire.CodeUnsupportedVersion:
		return true
	case wire.CodeHeaderMismatch, wire.CodeMissingCapability:
		return false
	}
	status := r.status.Status
	return !r.ours && (status == http.StatusBadRequest || status == http.StatusNotFound || status == http.StatusMethodNotAllowed)
}

// lose ends a session that the server no longer knows, so that whoever has something to do with the server begins another.
func (h *httpSession) lose() {
	h.lost.Store(true)
	h.server.mu.Lock()
	defer h.server.mu.Unlock()
	for _, sl := range h.server.slots {
		if sl.session == session(h) {
			h.server.remove(sl)
			return
		}
	}
}

func statusError(resp *http.Response, body []byte) *StatusError {
	wait := retryAfter(resp)
	return &StatusError{Status: resp.StatusCode, Text: snippet(body), RetryAfter: wait}
}

// snippet is the beginning of a foreign text, on one line.
func snippet(body []byte) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(body[:min(len(body), 2048)]), "")), " ")
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:200]) + "…"
	}
	return text
}
