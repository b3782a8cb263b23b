package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
)

// home is a user's directory of its own: nothing of the real one is read or written.
type home struct {
	dir string
	env []string
}

// newHome makes one whose configuration has the given servers.
func newHome(parent string, servers []serverURL) (home, error) {
	entries := make(map[string]any)
	for _, s := range servers {
		entries[s.Name] = map[string]any{"url": s.URL}
	}
	return newHomeOf(parent, entries)
}

// newHomeOf makes one whose configuration has the given entries.
func newHomeOf(parent string, entries map[string]any) (home, error) {
	dir, err := os.MkdirTemp(parent, "home-")
	if err != nil {
		return home{}, err
	}
	data, err := json.MarshalIndent(map[string]any{"mcpServers": entries}, "", "  ")
	if err != nil {
		return home{}, err
	}
	h := home{dir: dir}
	ncp := filepath.Join(dir, ".ncp")
	if err := os.Mkdir(ncp, 0o700); err != nil {
		return home{}, err
	}
	// The environment is made from nothing, so that neither a proxy nor a setting of the Go runtime is measured.
	h.env = []string{
		"HOME=" + dir, "USERPROFILE=" + dir, "NCP_HOME=" + ncp, "PATH=" + os.Getenv("PATH"),
		"XDG_CACHE_HOME=" + filepath.Join(dir, "cache"), "XDG_STATE_HOME=" + filepath.Join(dir, "state"),
		"XDG_CONFIG_HOME=" + filepath.Join(dir, "config"), "XDG_DATA_HOME=" + filepath.Join(dir, "data"),
	}
	if runtime.GOOS == "windows" {
		h.env = append(h.env, "SYSTEMROOT="+os.Getenv("SYSTEMROOT"), "TEMP="+os.Getenv("TEMP"))
	}
	return h, os.WriteFile(filepath.Join(ncp, "config.json"), data, 0o600)
}
