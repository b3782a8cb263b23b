package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Paths are the places ncp uses. None of them needs to exist.
type Paths struct {
	Home       string // what a person may look at and edit
	ConfigFile string // Home/config.json
	AuthDir    string // Home/auth: tokens
	CacheDir   string // what can be fetched again
	StateDir   string // logs, and what must outlive the cache
}

// FindPaths finds the home: NCP_HOME, else ~/.ncp, else ncp in the XDG configuration directory if only that exists. Cache and state are
// always in the XDG directories. It creates nothing.
func FindPaths(env func(string) (string, bool)) (Paths, error) {
	base := findBaseDirs(env)
	home, err := findHome(env, base)
	if err != nil {
		return Paths{}, err
	}
	return Paths{
		Home:       home,
		ConfigFile: filepath.Join(home, "config.json"),
		AuthDir:    filepath.Join(home, "auth"),
		CacheDir:   filepath.Join(base.cache, "ncp"),
		StateDir:   filepath.Join(base.state, "ncp"),
	}, nil
}

func findHome(env func(string) (string, bool), base baseDirs) (string, error) {
	if dir, _ := env("NCP_HOME"); dir != "" {
		if !filepath.IsAbs(dir) {
			return "", fmt.Errorf("find the home of ncp: NCP_HOME is %q; it must be an absolute path", dir)
		}
		return filepath.Clean(dir), nil
	}
	user, err := homeDir(env)
	if err != nil {
		return "", fmt.Errorf("find the home of ncp: %w", err)
	}
	home, shared := filepath.Join(user, ".ncp"), filepath.Join(base.config, "ncp")
	if !isDir(home) && isDir(shared) {
		return shared, nil
	}
	return home, nil
}

func homeDir(env func(string) (string, bool)) (string, error) {
	variable := "HOME"
	if runtime.GOOS == "windows" {
		variable = "USERPROFILE"
	}
	if dir, _ := env(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	return "", errors.New(variable + " is not set to an absolute path; set it, or NCP_HOME")
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// LegacyProfile returns the profile of the original NCP if there is one and no configuration yet, else "". Convert turns it into one.
func (p Paths) LegacyProfile() string {
	profile := filepath.Join(p.Home, "profiles", "all.json")
	if _, err := os.Lstat(p.ConfigFile); err == nil {
		return ""
	}
	if info, err := os.Stat(profile); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return profile
}

// shorten writes ~ for the home directory, as people do.
func shorten(path, home string) string {
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && home != "" {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}
