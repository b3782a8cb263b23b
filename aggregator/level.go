package aggregator

import (
	"encoding/json"
	"slices"
	"strings"

	"ncp/internal/wire"
)

// levels of log messages, least severe first (RFC 5424 section 6.2.1).
func levels() []string {
	return []string{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}
}

func levelNames() string { return strings.Join(levels(), ", ") }

// severity is a level's place in levels, -1 if it is none.
func severity(level string) int { return slices.Index(levels(), level) }

// setLevel notes the level that a legacy host wants from now on. Servers are told with the next call to each.
func (h *host) setLevel(t *turn) (json.RawMessage, error) {
	if t.era == modern { // "removed" in 2026-07-28: the level stands in each request
		return nil, wire.Errorf(wire.CodeMethodNotFound, "method not found: %s", t.Method)
	}
	level := t.params.Text("level")
	if severity(level) < 0 {
		return nil, wire.Errorf(wire.CodeInvalidParams, "no such level: %q; allowed: %s", level, levelNames())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.legacy.logLevel = level
	return json.RawMessage("{}"), nil
}

// wants reports whether a message of this level goes to the host. "The server MUST NOT emit notifications/message for a request that does
// not include" a level in 2026-07-28; before, a server decides until it is told.
func (t *turn) wants(level string) bool {
	if t.logLevel == "" {
		return t.era == legacy
	}
	return severity(level) >= severity(t.logLevel) || severity(level) < 0
}
