package upstream

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"ncp/internal/wire"
)

// paramHeader mirrors one argument into an Mcp-Param-* header
// (2026-07-28, transports/streamable-http, "Custom Headers from Tool Parameters").
type paramHeader struct {
	name string   // behind Mcp-Param-
	path []string // of property names from the root of the arguments
}

// paramHeaders reads the x-mcp-header annotations of an input schema. An invalid one makes the whole tool invalid.
func paramHeaders(schema json.RawMessage) ([]paramHeader, error) {
	if schema == nil || !strings.Contains(string(schema), `"x-mcp-header"`) {
		return nil, nil
	}
	var found []paramHeader
	seen := map[string]bool{}
	if err := walkHeaders(schema, 0, nil, true, func(h paramHeader) error {
		if key := strings.ToLower(h.name); seen[key] {
			return fmt.Errorf("x-mcp-header %q twice", h.name)
		} else {
			seen[key] = true
		}
		found = append(found, h)
		return nil
	}); err != nil {
		return nil, err
	}
	return found, nil
}

// maxHeaderDepth bounds how deep a schema is looked through, as each level is read anew: a parameter below is none that people write.
const maxHeaderDepth = 32

// walkHeaders visits every schema in value. static is true while the way from the root consists of "properties" keys alone.
func walkHeaders(value json.RawMessage, depth int, path []string, static bool, add func(paramHeader) error) error {
	if depth++; depth > maxHeaderDepth {
		return nil
	}
	if items, err := wire.Items(value); err == nil {
		for _, item := range items {
			if err := walkHeaders(item, depth, nil, false, add); err != nil {
				return err
			}
		}
		return nil
	}
	obj, err := wire.ParseObject(value)
	if err != nil {
		return nil
	}
	if raw := obj.Get("x-mcp-header"); raw != nil {
		name, ok := wire.Text(raw)
		switch typ := obj.Text("type"); {
		case !ok || !isToken(name):
			return fmt.Errorf("x-mcp-header %s is no header name", raw)
		case !static || len(path) == 0:
			return fmt.Errorf("x-mcp-header %q is not on a property reachable from the root", name)
		case typ != "string" && typ != "integer" && typ != "boolean":
			return fmt.Errorf("x-mcp-header %q is on a parameter of type %q; allowed: string, integer, boolean", name, typ)
		}
		if err := add(paramHeader{name, path}); err != nil {
			return err
		}
	}
	for _, m := range obj {
		switch m.Key {
		case "properties":
			props, err := wire.ParseObject(m.Value)
			if err != nil {
				continue
			}
			for _, p := range props {
				if err := walkHeaders(p.Value, depth, append(path[:len(path):len(path)], p.Key), static, add); err != nil {
					return err
				}
			}
		case "default", "const", "enum", "examples", "x-mcp-header": // values, not schemas
		default:
			if err := walkHeaders(m.Value, depth, nil, false, add); err != nil {
				return err
			}
		}
	}
	return nil
}

// value returns the header's value for the arguments, false if there is none at its path.
func (h paramHeader) value(arguments json.RawMessage) (string, bool) {
	for _, key := range h.path {
		obj, err := wire.ParseObject(arguments)
		if err != nil {
			return "", false
		}
		arguments = obj.Get(key)
	}
	switch {
	case len(arguments) == 0 || arguments[0] == 'n':
		return "", false
	case arguments[0] == '"':
		s, ok := wire.Text(arguments)
		return headerValue(s), ok
	case arguments[0] == 't' || arguments[0] == 'f':
		return string(arguments), true
	}
	if _, err := strconv.ParseInt(string(arguments), 10, 64); err == nil {
		return string(arguments), true
	}
	f, err := strconv.ParseFloat(string(arguments), 64) // 1e2 and 100.0 are the integer 100
	return strconv.FormatFloat(f, 'f', -1, 64), err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53
}

// headerValue encodes s where it cannot stand in a header as it is.
func headerValue(s string) string {
	sentinel := strings.HasPrefix(s, "=?base64?") && strings.HasSuffix(s, "?=")
	plain := s == strings.Trim(s, " \t") && !sentinel
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= 0x20 && s[i] <= 0x7e || s[i] == '\t'
	}
	if plain {
		return s
	}
	return "=?base64?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?="
}

// isToken reports whether s is 1*tchar (RFC 9110 section 5.1).
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
