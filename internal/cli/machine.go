package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"ncp/config"
	"ncp/oauth"
)

// examineMachine looks at what all servers share: where secrets lie, and how pages are opened.
func (a *app) examineMachine(paths config.Paths) []finding {
	return []finding{homeFinding(paths), a.browserFinding()}
}

// browserFinding looks whether what is to open pages is there.
func (a *app) browserFinding() finding {
	list, _ := a.lookup("BROWSER")
	path, err := inBrowserList(list)
	saw := "pages are opened as this system does"
	switch {
	case !a.mayOpen() || list == "" && !a.hasBrowser():
		saw = "no browser here: a sign-in prints its address"
	case list != "" && err != nil:
		return wrong("browser", ruleBrowser, fmt.Errorf("nothing of $BROWSER is there: %w", err), oauth.TheMachine, "correct BROWSER in the environment, or unset it")
	case list != "":
		saw = "$BROWSER, which is " + path
	}
	return finding{Step: "browser", OK: true, Saw: []string{saw}}
}

// homeFinding looks whether anybody else may read what is secret.
func homeFinding(paths config.Paths) finding {
	found := finding{Step: "home", OK: true, Saw: []string{paths.Home}}
	files, _ := filepath.Glob(filepath.Join(paths.AuthDir, "*.json"))
	for _, path := range append([]string{paths.AuthDir}, files...) {
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return wrong("home", ruleHome, err, oauth.TheMachine, "see to it that you may read "+path)
		case !info.IsDir() && !info.Mode().IsRegular():
			return wrong("home", ruleHome, fmt.Errorf("%s is no regular file, so it is not used", path), oauth.TheMachine, "remove it: rm "+path)
		case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
			mode := "600"
			if info.IsDir() {
				mode = "700"
			}
			return wrong("home", ruleHome, fmt.Errorf("others may read %s (mode %o), which holds tokens", path, info.Mode().Perm()), oauth.TheMachine, "chmod "+mode+" "+path)
		}
	}
	return found
}

// othersMay is the mode of a file, 0 if nobody else may do anything with it.
func othersMay(path string) fs.FileMode {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return 0
	}
	return info.Mode().Perm()
}

// configFinding is what is wrong with the configuration as a whole, and with each entry.
func configFinding(paths config.Paths, cfg *config.Config, err error) finding {
	switch {
	case err != nil:
		return wrong("configuration", ruleConfiguration, err, oauth.TheConfiguration, "ncp config edit")
	case cfg.Missing:
		return finding{Step: "configuration", OK: true, Saw: []string{paths.ConfigFile + " is not there yet"}}
	case cfg.Problems.Err() != nil:
		return wrong("configuration", ruleConfiguration, cfg.Problems.Err(), oauth.TheConfiguration, "ncp config edit")
	}
	if mode := othersMay(paths.ConfigFile); mode != 0 {
		if data, err := os.ReadFile(paths.ConfigFile); err == nil && config.HoldsSecrets(data) {
			return wrong("configuration", ruleHome, fmt.Errorf("others may read %s (mode %o), which holds secrets", paths.ConfigFile, mode), oauth.TheMachine, "chmod 600 "+paths.ConfigFile)
		}
	}
	found := finding{Step: "configuration", OK: true, Saw: []string{fmt.Sprintf("%s, servers: %d", paths.ConfigFile, len(cfg.Servers))}}
	for _, p := range cfg.Problems {
		found.Saw = append(found.Saw, p.Error())
	}
	return found
}
