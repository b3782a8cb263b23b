// Package secret holds strings that must not be shown: tokens, passwords, header values.
// It promises that a String prints as "[redacted]" through every verb of fmt, through encoding/json and through log/slog,
// and that a struct which hides one in an unexported field prints an address at most.
// It does not wipe memory and does not protect against reflection or unsafe.
package secret

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// Redacted is what every String prints as, the empty one too.
const Redacted = "[redacted]"

// String is a string that does not print. The zero value is the empty secret. Compare with Equal; == does not compile.
//
// The text sits in a closure because fmt and go-cmp call no methods on what they reach through an unexported field:
// there they print a nested string, and go-cmp what a pointer points to, but of a func only its address.
type String struct {
	text func() string
}

// New returns s as a secret.
func New(s string) String {
	if s == "" {
		return String{}
	}
	return String{text: func() string { return s }}
}

// Reveal returns the text. It is the only way out.
func (s String) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// IsZero reports whether the secret is empty; encoding/json uses it for omitzero.
func (s String) IsZero() bool { return s.text == nil }

// Equal reports whether both hold the same text, in a time that depends on their lengths only.
func (s String) Equal(other String) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// Format implements fmt.Formatter: every verb prints Redacted.
func (s String) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Redacted) }

// String implements fmt.Stringer for callers that do not go through a verb.
func (s String) String() string { return Redacted }

// GoString implements fmt.GoStringer for callers that do not go through a verb.
func (s String) GoString() string { return Redacted }

// MarshalText implements encoding.TextMarshaler.
func (s String) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// MarshalJSON implements json.Marshaler.
func (s String) MarshalJSON() ([]byte, error) { return []byte(`"` + Redacted + `"`), nil }

// LogValue implements slog.LogValuer.
func (s String) LogValue() slog.Value { return slog.StringValue(Redacted) }
