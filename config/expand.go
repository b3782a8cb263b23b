package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"ncp/internal/atomicfile"
)

// maxSecretFile is the largest file that ${file:PATH} reads, in bytes.
const maxSecretFile = 1 << 20

// reference is ${NAME}, ${NAME:-fallback} or ${file:PATH}.
type reference struct {
	name        string // of a variable; empty for a file
	fallback    string
	hasFallback bool
	file        string
}

// piece is literal text or, if ref is not nil, a reference.
type piece struct {
	text string
	ref  *reference
}

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	hostVariable = regexp.MustCompile(`^env:([A-Za-z_][A-Za-z0-9_]*)$`) // as VS Code writes it
)

// splitReferences takes a value apart. "$${" is the literal "${"; any other "$" that no "{" follows stands for itself.
func splitReferences(s string) ([]piece, error) {
	var pieces []piece
	var text strings.Builder
	for s != "" {
		at := strings.IndexByte(s, '$')
		if at < 0 {
			break
		}
		text.WriteString(s[:at])
		s = s[at:]
		switch {
		case strings.HasPrefix(s, "$${"):
			text.WriteString("${")
			s = s[3:]
		case strings.HasPrefix(s, "${"):
			inner, rest, closed := strings.Cut(s[2:], "}")
			if !closed {
				return nil, errors.New(`"${" without "}"; write $${ for a literal ${`)
			}
			ref, err := parseReference(inner)
			if err != nil {
				return nil, err
			}
			if text.Len() > 0 {
				pieces = append(pieces, piece{text: text.String()})
				text.Reset()
			}
			pieces = append(pieces, piece{ref: ref})
			s = rest
		default:
			text.WriteByte('$')
			s = s[1:]
		}
	}
	text.WriteString(s)
	if text.Len() > 0 {
		pieces = append(pieces, piece{text: text.String()})
	}
	return pieces, nil
}

func parseReference(inner string) (*reference, error) {
	if strings.Contains(inner, "${") {
		return nil, errors.New("a reference inside a reference is not supported")
	}
	if path, isFile := strings.CutPrefix(inner, "file:"); isFile {
		if path == "" {
			return nil, errors.New("${file:} names no file; write ${file:PATH}")
		}
		return &reference{file: path}, nil
	}
	name, fallback, hasFallback := strings.Cut(inner, ":-")
	if variableName.MatchString(name) {
		return &reference{name: name, fallback: fallback, hasFallback: hasFallback}, nil
	}
	if m := hostVariable.FindStringSubmatch(inner); m != nil {
		return nil, fmt.Errorf("${env:%s} is another program's way to refer to a variable; write ${%s}", m[1], m[1])
	}
	// The text between the braces is not shown: it may be part of a secret.
	return nil, errors.New("malformed reference; allowed: ${VAR}, ${VAR:-default}, ${file:PATH}, and $${ for a literal ${")
}

// hasReference reports whether expansion would change s or fail.
func hasReference(s string) bool { return strings.Contains(s, "${") }

// expander replaces references by what they refer to.
type expander struct {
	env  func(string) (string, bool)
	dir  string // where relative paths start
	home string // what ~ stands for; empty if unknown
}

// expand returns the value of s. A variable that is set but empty counts as unset where there is a default, as in a shell.
// What a reference brings in is not expanded again. Errors never show values.
func (x *expander) expand(s string, secret bool) (string, error) {
	pieces, err := splitReferences(s)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range pieces {
		text := p.text
		switch {
		case p.ref == nil:
		case p.ref.file != "":
			if !secret {
				return "", errors.New("${file:PATH} is allowed only in secrets: token, password, clientSecret, privateKey, and the values of headers and env")
			}
			if text, err = x.readSecret(p.ref.file); err != nil {
				return "", err
			}
		default:
			value, set := x.env(p.ref.name)
			switch {
			case p.ref.hasFallback && value == "":
				text = p.ref.fallback
			case !set:
				return "", fmt.Errorf("variable %s is not set; set it, or write ${%s:-default}", p.ref.name, p.ref.name)
			default:
				text = value
			}
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// readSecret returns the text of a file without the line ends it closes with.
func (x *expander) readSecret(name string) (string, error) {
	path, err := x.homePath(name)
	if err != nil {
		return "", fmt.Errorf("${file:%s}: %w", name, err)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(x.dir, path)
	}
	data, err := atomicfile.ReadThroughLink(path, maxSecretFile)
	if err != nil {
		return "", fmt.Errorf("${file:%s}: %w", name, err)
	}
	if !utf8.Valid(data) {
		return "", fmt.Errorf("${file:%s}: not UTF-8 text", name)
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}

// homePath replaces a leading ~/.
func (x *expander) homePath(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path, nil
	}
	if x.home == "" {
		return "", errors.New("the home directory, which ~ stands for, is not known; set HOME")
	}
	return filepath.Join(x.home, rest), nil
}
