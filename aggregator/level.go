package aggregator

import (
	"encoding/json"
	"strings"

	"ncp/internal/wire"
)

func levelNames() string { return strings.Join(wire.Levels(), ", ") }

// setLevel notes the level that a legacy host wants from now on. Servers are told with the next call to each.
func (h *host) setLevel(t *turn) (json.RawMessage, error) {
	level := t.params.Text("level")
	if wire.Severity(level) < 0 {
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
	return wire.Severity(level) >= wire.Severity(t.logLevel) || wire.Severity(level) < 0
}
