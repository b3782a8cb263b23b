// Package wire is JSON-RPC 2.0 as MCP uses it, with members that stay the bytes that came.
//
// It takes frames apart at their top level only, runs a peer on any stream of frames, and edits JSON objects without
// touching the values it was not asked to touch, so that big integers, key order and unknown members survive a relay.
// It knows of MCP what belongs to every stream (cancellation, progress, subscriptions) and the names of what is listed, and no transport but lines.
package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Limits on one frame from outside.
const (
	MaxFrame = 32 << 20 // bytes of one frame
	MaxDepth = 1000     // nested arrays and objects
)

// Codes of JSON-RPC 2.0 section 5.1 and of the MCP schema of 2026-07-28.
const (
	CodeParse              = -32700
	CodeInvalidRequest     = -32600
	CodeMethodNotFound     = -32601
	CodeInvalidParams      = -32602
	CodeInternal           = -32603
	CodeHeaderMismatch     = -32020
	CodeMissingCapability  = -32021
	CodeUnsupportedVersion = -32022
)

// Message is one request, notification or response. Its raw members alias the frame it was parsed from.
type Message struct {
	ID     json.RawMessage // a string or number as it came; nil on a notification, `null` on an answer to nothing readable
	Method string          // empty on a response
	Params json.RawMessage // nil if absent
	Result json.RawMessage // set on a successful response
	Error  *Error          // set on a failed response
}

// IsRequest reports whether m wants an answer.
func (m *Message) IsRequest() bool { return m.Method != "" && m.ID != nil }

// IsNotification reports whether m is a notification.
func (m *Message) IsNotification() bool { return m.Method != "" && m.ID == nil }

// Error is a JSON-RPC error object. Data keeps the bytes that came.
type Error struct {
	Code    int64           `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data,omitempty"`
}

func (e *Error) Error() string { return e.Message + " (" + strconv.FormatInt(e.Code, 10) + ")" }

// Errorf makes an Error without data.
func Errorf(code int64, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Parse takes one frame apart. Every error is a *FrameError.
func Parse(frame []byte) (Message, error) {
	m, broken := parse(frame)
	if broken != nil {
		return Message{}, broken
	}
	return m, nil
}

func parse(frame []byte) (Message, *FrameError) {
	if err := Check(frame); err != nil {
		return Message{}, brokenFrame(frame, frame, err.Error())
	}
	obj, err := ParseObject(frame)
	if err != nil {
		return Message{}, &FrameError{Code: CodeInvalidRequest, Reason: err.Error()}
	}
	return parseMembers(obj)
}

// ParseBatch is Parse for a frame that may also be an array of messages, which revision 2025-03-26 allows on every transport.
// A broken member of the array costs the others nothing.
func ParseBatch(frame []byte) ([]Message, []*FrameError) {
	trimmed := bytes.TrimLeft(frame, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '[' {
		m, broken := parse(frame)
		if broken != nil {
			return nil, []*FrameError{broken}
		}
		return []Message{m}, nil
	}
	if err := Check(frame); err != nil {
		return nil, []*FrameError{{Code: CodeParse, Reason: err.Error()}}
	}
	parts, err := Items(frame)
	if err != nil || len(parts) == 0 {
		return nil, []*FrameError{{Code: CodeInvalidRequest, Reason: "an empty batch"}}
	}
	var good []Message
	var bad []*FrameError
	for _, part := range parts {
		if m, broken := parse(part); broken != nil {
			bad = append(bad, broken)
		} else {
			good = append(good, m)
		}
	}
	return good, bad
}

func parseMembers(obj Object) (Message, *FrameError) {
	var m Message
	var version string
	var hasResult bool
	bad := func(reason string) (Message, *FrameError) {
		isAnswer := obj.Get("method") == nil && (obj.Get("result") != nil || obj.Get("error") != nil)
		return Message{}, &FrameError{Code: CodeInvalidRequest, ID: m.ID, Answer: isAnswer, Reason: reason}
	}
	if id := obj.Get("id"); id != nil {
		if !validID(id) {
			return bad("id must be a string or a number")
		}
		m.ID = id
	}
	for _, member := range obj {
		switch member.Key {
		case "jsonrpc":
			version, _ = Text(member.Value)
		case "method":
			s, ok := Text(member.Value)
			if !ok || s == "" {
				return bad("method must be a string")
			}
			m.Method = s
		case "params":
			if m.Params = member.Value; string(m.Params) == "null" { // as some write what they leave out, here and below
				m.Params = nil
			}
		case "result":
			m.Result, hasResult = member.Value, true
		case "error":
			if string(member.Value) == "null" {
				continue
			}
			e := new(Error)
			if err := json.Unmarshal(member.Value, e); err != nil {
				return bad("error must be an object with a code and a message")
			}
			m.Error = e
		}
	}
	if m.Error != nil && string(m.Result) == "null" {
		m.Result, hasResult = nil, false
	}
	switch {
	case version != "2.0":
		return bad(`"jsonrpc" must be "2.0"`)
	case m.Method != "" && (hasResult || m.Error != nil):
		return bad("a message has either a method or a result")
	case m.Method != "" && m.ID != nil && m.ID[0] == 'n':
		return bad("the id of a request must not be null")
	case m.Method != "":
		if m.Params != nil && m.Params[0] != '{' && m.Params[0] != '[' {
			return bad("params must be an object")
		}
		return m, nil
	case hasResult == (m.Error != nil):
		return bad("neither a method nor exactly one of result and error")
	case m.ID == nil:
		m.ID = json.RawMessage("null") // an error about a request whose id could not be read
	}
	return m, nil
}

func validID(id json.RawMessage) bool {
	return id[0] == '"' || id[0] == '-' || id[0] >= '0' && id[0] <= '9' || id[0] == 'n'
}

// Check reports whether data is one valid JSON text in UTF-8 within MaxDepth.
func Check(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("not valid UTF-8")
	}
	valid := json.Valid(data) // which is not said of what is deeper than encoding/json goes
	switch {
	case bytes.Count(data, []byte{'{'})+bytes.Count(data, []byte{'['}) > MaxDepth && depth(data) > MaxDepth:
		return fmt.Errorf("nested deeper than %d", MaxDepth)
	case !valid:
		return errors.New("not valid JSON")
	}
	return nil
}

// AppendTo appends m as one frame without a newline.
// Raw members must hold no newline where the stream is delimited by lines; see Compact.
func (m *Message) AppendTo(dst []byte) []byte {
	dst = append(dst, `{"jsonrpc":"2.0"`...)
	if m.ID != nil {
		dst = append(append(dst, `,"id":`...), m.ID...)
	}
	if m.Method != "" {
		dst = AppendText(append(dst, `,"method":`...), m.Method)
		if m.Params != nil {
			dst = append(append(dst, `,"params":`...), m.Params...)
		}
		return append(dst, '}')
	}
	if m.Error != nil {
		dst = AppendText(append(strconv.AppendInt(append(dst, `,"error":{"code":`...), m.Error.Code, 10), `,"message":`...), m.Error.Message)
		if m.Error.Data != nil {
			dst = append(append(dst, `,"data":`...), m.Error.Data...)
		}
		return append(dst, "}}"...)
	}
	return append(append(append(dst, `,"result":`...), m.Result...), '}')
}

// Compact returns raw without newlines between its tokens; a value on one line is returned as it is.
func Compact(raw json.RawMessage) json.RawMessage {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err != nil {
		return raw
	}
	return buf.Bytes()
}

// Text decodes a JSON string.
func Text(raw json.RawMessage) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), true
	}
	var s string
	return s, json.Unmarshal(raw, &s) == nil
}

// AppendText appends s as a JSON string. Unlike json.Marshal it leaves <, > and & as they are.
func AppendText(dst []byte, s string) []byte {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return append(append(append(dst, '"'), s...), '"')
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return append(dst, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}
