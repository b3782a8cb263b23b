package wire

import "slices"

// Levels are those of log messages, least severe first (RFC 5424 section 6.2.1).
func Levels() []string {
	return []string{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}
}

// Severity is a level's place in Levels, -1 if it is none.
func Severity(level string) int { return slices.Index(Levels(), level) }
