package cli

import (
	"fmt"
	"strings"

	"ncp/config"
)

// notice is what find says of the configuration, a line each: that it has no servers, each mistake that is no server's (those are said with their server),
// and that it has warnings, such as of keys that are not known.
func notice(cfg *config.Config, paths config.Paths) string {
	var lines []string
	if none := noServers(cfg, paths); none != "" {
		lines = append(lines, none)
	}
	for _, p := range cfg.Top {
		if !p.Warning {
			lines = append(lines, p.Error())
		}
	}
	warnings := 0
	for _, p := range cfg.Problems {
		if p.Warning {
			warnings++
		}
	}
	if warnings > 0 {
		lines = append(lines, fmt.Sprintf("warnings about the configuration: %d; see: ncp config check", warnings))
	}
	return strings.Join(lines, "\n")
}

// noServers says what to do where none is configured.
func noServers(cfg *config.Config, paths config.Paths) string {
	switch {
	case len(cfg.Servers) > 0:
		return ""
	case paths.LegacyProfile() != "":
		return "no servers are configured; the original NCP's are taken over with: ncp config convert"
	}
	return "no servers are configured; add one with: ncp add NAME URL"
}
