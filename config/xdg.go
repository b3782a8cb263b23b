package config

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// baseDirs are the directories that the system gives to all programs of a user.
type baseDirs struct {
	config, cache, state string
}

// findBaseDirs asks env first. The defaults of the system are as github.com/adrg/xdg found them when the process started.
func findBaseDirs(env func(string) (string, bool)) baseDirs {
	find := func(variable, standard string) string {
		// "All paths set in these environment variables must be absolute. If an implementation encounters a relative path in any of
		// these variables it should consider the path invalid and ignore it." (XDG Base Directory Specification)
		if dir, _ := env(variable); filepath.IsAbs(dir) {
			return dir
		}
		return standard
	}
	return baseDirs{
		config: find("XDG_CONFIG_HOME", xdg.ConfigHome),
		cache:  find("XDG_CACHE_HOME", xdg.CacheHome),
		state:  find("XDG_STATE_HOME", xdg.StateHome),
	}
}
