package secret_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"ncp/internal/secret"
)

func TestHide(t *testing.T) {
	const token, other = "token-1234567", "tok-tok-tok-tok"
	for text, want := range map[string]string{
		"":                                    "",
		"nothing":                             "nothing",
		"Bearer " + token:                     "Bearer [redacted]",
		token + token + " and " + other + ".": "[redacted][redacted] and [redacted].",
		"token-token-1234567":                 "token-[redacted]",
		"ends in its beginning: token-12":     "ends in its beginning: token-12",
		"tok-tok-tok-tok-tok":                 "[redacted]-tok",
		strings.Repeat("x", 70_000) + token:   strings.Repeat("x", 70_000) + "[redacted]",
	} {
		for name, wrap := range map[string]func(io.Reader) io.Reader{
			"whole":          func(r io.Reader) io.Reader { return r },
			"byte by byte":   iotest.OneByteReader,
			"end with data":  iotest.DataErrReader,
			"half the space": iotest.HalfReader,
		} {
			got, err := io.ReadAll(secret.Hide(io.NopCloser(wrap(strings.NewReader(text))), token, "short", other))
			if err != nil || string(got) != want {
				t.Errorf("%s, %.40q: %q, %v", name, text, got, err)
			}
		}
	}
}

// An event is handed on before the next one comes, also if it ends like a secret begins.
func TestHideHoldsNothingBack(t *testing.T) {
	r, w := io.Pipe()
	hidden := secret.Hide(r, "token-1234567")
	go func() { _, _ = w.Write([]byte("data: 1\n\n")) }()
	buf := make([]byte, 100)
	n, err := hidden.Read(buf)
	if err != nil || string(buf[:n]) != "data: 1\n\n" {
		t.Errorf("%q, %v", buf[:n], err)
	}
	_ = w.CloseWithError(io.ErrUnexpectedEOF)
	if _, err := hidden.Read(buf); err != io.ErrUnexpectedEOF { //nolint:errorlint // the very error is promised to a Reader's caller
		t.Error(err)
	}
}
