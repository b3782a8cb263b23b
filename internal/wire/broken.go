package wire

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// A FrameError says why a frame is no message. The stream it came on is still good.
type FrameError struct {
	Code   int64           // CodeParse or CodeInvalidRequest
	ID     json.RawMessage // of the broken request or answer, if it could be read
	Answer bool            // it was to be the answer to a request
	Reason string
}

func (e *FrameError) Error() string { return e.Reason }

// outlined is how much of a broken frame's head and tail is looked at.
const outlined = 4096

// brokenFrame makes a FrameError with what can still be told of a frame by its head and its tail: some write the id first, others last.
func brokenFrame(head, tail []byte, reason string) *FrameError {
	e := &FrameError{Code: CodeParse, Reason: reason}
	var isRequest, hasResult bool
	d := json.NewDecoder(bytes.NewReader(head[:min(len(head), outlined)]))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return e
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			break
		}
		isRequest = isRequest || key == "method"
		hasResult = hasResult || key == "result" || key == "error"
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
		if key == "id" && validID(value) && utf8.Valid(value) {
			e.ID = value
		}
	}
	e.Answer = hasResult && !isRequest
	if e.ID == nil {
		e.ID = lastID(tail[max(0, len(tail)-outlined):])
	}
	if !hasResult && !isRequest {
		e.ID = nil // nothing says that it is more than text
	}
	return e
}

// lastID is the id with which a frame ends, but for the version; nil if it does not.
func lastID(tail []byte) json.RawMessage {
	i := bytes.LastIndex(tail, []byte(`"id"`))
	if i < 0 {
		return nil
	}
	text := append([]byte{'{'}, tail[i:]...)
	if Check(text) != nil {
		return nil
	}
	rest, err := ParseObject(text)
	if err != nil {
		return nil
	}
	for _, m := range rest {
		if m.Key != "id" && m.Key != "jsonrpc" {
			return nil
		}
	}
	if id := rest.Get("id"); validID(id) {
		return id
	}
	return nil
}
