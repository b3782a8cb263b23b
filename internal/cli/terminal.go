package cli

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// All terminal policy is here: colour, the spinner and cleaning happen where a person looks, a pipe gets the bytes as they are.

func isTerminal(v any) bool {
	f := openFile(v)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// width is how many columns w shows; 0 if it is no terminal.
func width(w io.Writer) int {
	f := openFile(w)
	if f == nil {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// clean removes what could move a terminal's cursor, change its state or reorder its text: control characters but newline and tab,
// and bidi and other invisible format characters.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d', r == '\u2028', r == '\u2029', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// cleanWriter cleans what is written to it.
type cleanWriter struct{ w io.Writer }

func (c cleanWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(c.w, clean(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// show cleans s if results go to a terminal; a pipe gets it as it is.
func (a *app) show(s string) string {
	if isTerminal(a.Stdout) {
		return clean(s)
	}
	return s
}

// bold marks s where results are looked at, unless NO_COLOR (no-color.org) says otherwise.
func (a *app) bold(s string) string {
	if no, _ := a.lookup("NO_COLOR"); no != "" || !isTerminal(a.Stdout) {
		return s
	}
	return "\x1b[1m" + s + "\x1b[0m"
}
