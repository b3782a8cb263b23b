package secret

import (
	"bytes"
	"io"
)

// minHidden is the length below which a text is no secret worth hiding: it would be found by chance everywhere.
const minHidden = 8

// Hide returns body with every occurrence of the secrets replaced by Redacted, also where one comes in pieces. What follows
// is not held back longer than it could still become a secret, so an event stream stays one. Closing it closes body.
func Hide(body io.ReadCloser, secrets ...string) io.ReadCloser {
	h := &hider{ReadCloser: body}
	for _, s := range secrets {
		if len(s) >= minHidden {
			h.secrets = append(h.secrets, []byte(s))
		}
	}
	if h.secrets == nil {
		return body
	}
	return h
}

type hider struct {
	io.ReadCloser
	secrets [][]byte
	held    []byte // read; its end may be the beginning of a secret
	out     []byte // what ready is a part of, used again and again
	ready   []byte // to be handed out
	err     error  // of the body, behind all that
}

func (h *hider) Read(p []byte) (int, error) {
	for len(h.ready) == 0 && h.err == nil {
		start := len(h.held)
		h.held = append(h.held, make([]byte, max(len(p), 512))...)
		var n int
		n, h.err = h.ReadCloser.Read(h.held[start:])
		h.held = h.held[:start+n]
		h.release()
	}
	if len(h.ready) == 0 {
		return 0, h.err
	}
	n := copy(p, h.ready)
	h.ready = h.ready[n:]
	return n, nil
}

// release makes ready what can be no secret any more.
func (h *hider) release() {
	for _, s := range h.secrets {
		if bytes.Contains(h.held, s) {
			h.held = bytes.ReplaceAll(h.held, s, []byte(Redacted))
		}
	}
	keep := 0
	if h.err == nil {
		for _, s := range h.secrets {
			keep = max(keep, beginning(h.held, s))
		}
	}
	end := len(h.held) - keep
	h.out = append(h.out[:0], h.held[:end]...)
	h.ready = h.out
	h.held = append(h.held[:0], h.held[end:]...)
}

// beginning returns how much of the end of text is the beginning of s.
func beginning(text, s []byte) int {
	tail := text[max(0, len(text)-len(s)+1):]
	for {
		i := bytes.IndexByte(tail, s[0])
		if i < 0 {
			return 0
		}
		if tail = tail[i:]; bytes.HasPrefix(s, tail) {
			return len(tail)
		}
		tail = tail[1:]
	}
}
