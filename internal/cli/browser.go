package cli

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/cli/browser"
)

// errNoBrowser is a machine without a browser that a person would see.
var errNoBrowser = errors.New("no browser here")

// openerPatience is how long an opener of $BROWSER may take to fail; one that still runs then is the browser itself.
const openerPatience = 2 * time.Second

// hasBrowser reports whether openBrowser has something to try: $BROWSER, or an opener of this machine where a person sits before it.
func (a *app) hasBrowser() bool {
	if !a.mayOpen() {
		return false
	}
	if a.Browser != nil {
		return true
	}
	if list, _ := a.lookup("BROWSER"); list != "" {
		_, err := inBrowserList(list)
		return err == nil
	}
	for _, remote := range []string{"SSH_CONNECTION", "SSH_TTY", "CI"} {
		if v, _ := a.lookup(remote); v != "" {
			return false
		}
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	x11, _ := a.lookup("DISPLAY")
	wayland, _ := a.lookup("WAYLAND_DISPLAY")
	return x11+wayland != "" && slices.ContainsFunc([]string{"xdg-open", "x-www-browser", "www-browser", "wslview"}, func(name string) bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
}

// mayOpen reports whether nobody has said that no page is to be opened.
func (a *app) mayOpen() bool {
	no, _ := a.lookup("NCP_NO_BROWSER")
	return no == "" && !a.noBrowser && !a.neverOpens.Load()
}

// openBrowser shows a page: by the commands of $BROWSER (a list with colons; %s stands for the URL, else it comes last), else by the
// system's opener. The URL is one argument and never passes a shell.
func (a *app) openBrowser(url string) error {
	if !a.hasBrowser() {
		return errNoBrowser
	}
	if a.Browser != nil {
		return a.Browser(url)
	}
	list, _ := a.lookup("BROWSER")
	if list == "" {
		browser.Stdout, browser.Stderr = a.Stderr, a.Stderr // stdout is for MCP frames and results
		return browser.OpenURL(url)
	}
	var failures []error
	for command := range strings.SplitSeq(list, ":") {
		if argv := browserCommand(command, url); argv != nil {
			err := a.start(argv)
			if err == nil {
				return nil
			}
			failures = append(failures, fmt.Errorf("%s: %w", argv[0], err))
		}
	}
	return errors.Join(append(failures, errNoBrowser)...)
}

// inBrowserList is the first program of $BROWSER that is there.
func inBrowserList(list string) (path string, err error) {
	var failures []error
	for command := range strings.SplitSeq(list, ":") {
		if argv := browserCommand(command, ""); argv != nil {
			if path, err = exec.LookPath(argv[0]); err == nil {
				return path, nil
			}
			failures = append(failures, err)
		}
	}
	if failures == nil {
		return "", errNoBrowser
	}
	return "", errors.Join(failures...)
}

// browserCommand is one command of $BROWSER with the URL in its place, nil if it is empty.
func browserCommand(command, url string) []string {
	argv := strings.Fields(command)
	if len(argv) == 0 {
		return nil
	}
	placed := false
	for i := range argv {
		if strings.Contains(argv[i], "%s") {
			argv[i], placed = strings.ReplaceAll(argv[i], "%s", url), true
		}
	}
	if !placed {
		argv = append(argv, url)
	}
	return argv
}

// start starts an opener and waits a moment to see whether it fails.
func (a *app) start(argv []string) error {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = a.Environ
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(openerPatience):
		return nil
	}
}
