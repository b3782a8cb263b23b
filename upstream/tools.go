package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"ncp/internal/wire"
)

// Limits on the tools of one server.
const (
	maxTools    = 10_000
	maxPages    = 200
	maxTool     = 1 << 20 // bytes of one definition
	maxAllTools = 32 << 20
	maxToolName = 256 // bytes; the specification recommends 128
)

// Tools lists every page of the tools that the server shows to client, each definition as it came. Definitions that cannot be used are left out and named in problems.
// ttl is how long the server says the list holds; 0 means that it did not say.
func (s *Server) Tools(ctx context.Context, client wire.Client) (tools []json.RawMessage, ttl time.Duration, problems []string, err error) {
	list := toolList{names: map[string]bool{}}
	cursors := map[string]bool{}
	var cursor json.RawMessage
	for page := 1; ; page++ {
		req := request{method: "tools/list", client: client}
		if cursor != nil {
			req.params = wire.Object{{Key: "cursor", Value: cursor}}
		}
		raw, err := s.do(ctx, req)
		if err != nil {
			return nil, 0, nil, err
		}
		result, err := wire.ParseObject(raw)
		if err != nil {
			return nil, 0, nil, &ContentError{What: "tools/list: the result is not an object"}
		}
		switch err := list.add(result.Get("tools")); {
		case err != nil && page == 1: // a list of none would take away the tools that are known
			return nil, 0, nil, &ContentError{What: "tools/list: " + err.Error()}
		case err != nil:
			list.problem("page %d is left out: %v", page, err)
		case page == 1:
			ttl = ttlOf(result.Get("ttlMs"))
		}
		cursor = result.Get("nextCursor")
		text, _ := wire.Text(cursor)
		switch {
		case text == "":
			return list.tools, ttl, list.problems, nil
		case cursors[text]:
			list.problem("the list of tools repeats itself at a cursor; what came before is used")
		case page == maxPages:
			list.problem("more than %d pages of tools; the rest is left out", maxPages)
		case list.full != "":
		case len(list.tools) == maxTools:
			list.stop("more than %d tools", maxTools)
		default:
			cursors[text] = true
			continue
		}
		return list.tools, ttl, list.problems, nil
	}
}

func ttlOf(raw json.RawMessage) time.Duration {
	ms, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || ms <= 0 {
		return 0
	}
	return time.Duration(min(ms, 7*24*3600*1000)) * time.Millisecond
}

// toolList collects tools and what is wrong with others.
type toolList struct {
	tools    []json.RawMessage
	bytes    int
	seen     int // with those left out
	names    map[string]bool
	problems []string
	full     string // why no more are taken
}

// stop says why no more are taken.
func (l *toolList) stop(format string, args ...any) {
	l.full = fmt.Sprintf(format, args...)
	l.problem("%s; the rest is left out", l.full)
}

func (l *toolList) problem(format string, args ...any) {
	if len(l.problems) < 50 {
		l.problems = append(l.problems, fmt.Sprintf(format, args...))
	}
}

func (l *toolList) add(raw json.RawMessage) error {
	items, err := wire.Items(raw)
	if err != nil {
		return errors.New("tools is not a list")
	}
	for _, item := range items {
		l.seen++
		switch {
		case len(l.tools) == maxTools:
			l.stop("more than %d tools", maxTools)
			return nil
		case l.bytes+len(item) > maxAllTools:
			l.stop("more than %d MiB of tools", maxAllTools>>20)
			return nil
		}
		if err := l.addTool(item); err != nil {
			l.problem("tool %d is left out: %v", l.seen, err)
			continue
		}
		l.bytes += len(item)
	}
	return nil
}

func (l *toolList) addTool(item json.RawMessage) error {
	tool, err := wire.ParseObject(item)
	if err != nil {
		return err
	}
	name := tool.Text("name")
	switch {
	case name == "":
		return fmt.Errorf("it has no name")
	case len(name) > maxToolName:
		return fmt.Errorf("%.20q…: its name has %d bytes, more than %d", name, len(name), maxToolName)
	case len(item) > maxTool:
		return fmt.Errorf("%q: its definition has %d bytes, more than %d", name, len(item), maxTool)
	case l.names[name]:
		return fmt.Errorf("%q: the name is there already", name)
	}
	if _, err := wire.ParseObject(tool.Get("inputSchema")); err != nil {
		return fmt.Errorf("%q: it has no inputSchema", name)
	}
	if _, err := paramHeaders(tool.Get("inputSchema")); err != nil {
		return fmt.Errorf("%q: %w", name, err)
	}
	l.names[name] = true
	l.tools = append(l.tools, wire.Compact(item))
	return nil
}
