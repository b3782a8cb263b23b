package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a configuration file.
type Problem struct {
	File    string // as it was named to Parse; Load abbreviates the home directory to ~
	Line    int    // from 1; 0 for a mistake in no file, which is printed without File and Column
	Column  int    // from 1, counted in characters (Unicode code points), not bytes; a byte order mark is none
	Key     string // the path of keys from the top, like mcpServers.github.auth.type; empty for a syntax error
	Message string // what is wrong and what is allowed; never the value of a secret
	Warning bool   // nothing is disabled because of it
}

// Error returns the problem as one line: file:line:column: key: message.
func (p Problem) Error() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Column)
	}
	if p.Warning {
		b.WriteString("warning: ")
	}
	if p.Key != "" {
		b.WriteString(p.Key + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// within reports whether the problem is about a key at the top, or about what is in its value.
func (p *Problem) within(key string) bool {
	rest, ok := strings.CutPrefix(p.Key, key)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// Problems are mistakes in the order of the file. As an error they are one line each.
type Problems []Problem

// Error returns one line per problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns the problems that are no warnings as an error of type Problems, or nil if there are none.
func (ps Problems) Err() error {
	if errs := ps.errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

func (ps Problems) errors() Problems {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return p.Warning })
}

func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
