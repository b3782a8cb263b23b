// Package config reads, checks and edits ~/.ncp/config.json, the mcpServers map that every MCP host knows, as JSON with comments.
// It promises that every mistake is reported with file, line, column, key and what is allowed, that a broken entry costs that server
// only, and that an edit leaves every byte alone that is not part of it.
// It starts nothing, connects nowhere, and sees the environment only through the lookup function its caller gives.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"ncp/internal/atomicfile"
)

// maxFile is the largest configuration read, in bytes.
const maxFile = 1 << 20

// OpenBrowser says whether signing in may open a browser.
type OpenBrowser string

// The values of openBrowser; the zero value of a parsed Config is never empty.
const (
	OpenBrowserAuto  OpenBrowser = "auto"  // where there is a display and a browser
	OpenBrowserNever OpenBrowser = "never" // print the address only
)

// Config is a configuration as read. It is not changed after it was returned.
type Config struct {
	Path        string // the file
	Missing     bool   // there is no file; everything else is a default
	OpenBrowser OpenBrowser
	Expose      string   // meta, all or both: which tools hosts are listed; empty means meta
	Servers     []Server // in the order of the file, broken and disabled ones included
	Top         Problems // errors and warnings of what is no server's, in the order of the file. A policy with an error has its strictest value
	Problems    Problems // all errors and warnings in the order of the file, those of servers included
}

// Server returns the server of that name.
func (c *Config) Server(name string) (*Server, bool) {
	i := slices.IndexFunc(c.Servers, func(s Server) bool { return s.Name == name })
	if i < 0 {
		return nil, false
	}
	return &c.Servers[i], true
}

// Nearest returns the server name most like name, for "did you mean", or "" if none is.
func (c *Config) Nearest(name string) string {
	names := make([]string, len(c.Servers))
	for i, s := range c.Servers {
		names[i] = s.Name
	}
	return nearest(name, names)
}

// ParseOptions is what the values of a file may refer to. A nil *ParseOptions means none of it.
type ParseOptions struct {
	// Env looks a variable up for ${VAR}. Nil leaves all references as they are written and checks nothing that depends on them.
	Env func(string) (string, bool)
	// Dir is where the relative paths of ${file:PATH} start: the directory of the file.
	Dir string
}

// Load reads paths.ConfigFile, through a symbolic link if it is one. A missing file is an empty configuration. The error is of type
// Problems if the text is broken as a whole, else what the file system said.
func Load(paths Paths, env func(string) (string, bool)) (*Config, error) {
	data, err := readFile(paths.ConfigFile)
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	if data == nil {
		return &Config{Path: paths.ConfigFile, Missing: true, OpenBrowser: OpenBrowserAuto}, nil
	}
	home, _ := homeDir(env)
	c, err := Parse(shorten(paths.ConfigFile, home), data, &ParseOptions{Env: env, Dir: filepath.Dir(paths.ConfigFile)})
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	c.Path = paths.ConfigFile
	return c, nil
}

// readFile returns the content of a configuration file, and nil without an error if there is none. A link that leads nowhere is an error.
func readFile(path string) ([]byte, error) {
	data, err := atomicfile.ReadThroughLink(path, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	if err == nil && data == nil {
		data = []byte{}
	}
	return data, err
}

// Parse reads a configuration from data; name is what problems call the file. The error, of type Problems, is for a file that is broken as
// a whole: a syntax error, or a top level or mcpServers that is no object. All other mistakes are in Config.Problems.
func Parse(name string, data []byte, opts *ParseOptions) (*Config, error) {
	if opts == nil {
		opts = &ParseOptions{}
	}
	doc, problem := parseDocument(name, data)
	if problem != nil {
		return nil, Problems{*problem}
	}
	d := &decoder{doc: doc}
	if opts.Env != nil {
		home, _ := homeDir(opts.Env)
		d.references = &expander{env: opts.Env, dir: opts.Dir, home: home}
	}
	f := file{Config: Config{Path: name, OpenBrowser: OpenBrowserAuto}}
	d.file(&f)
	for i := range f.Servers {
		f.Servers[i].inherit(&f.top)
	}
	if f.broken {
		return nil, d.problems.errors()
	}
	f.problems(d.problems)
	return &f.Config, nil
}
