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

// Limits on what a server lists of one kind.
const (
	maxItems    = 10_000
	maxPages    = 200
	maxItem     = 1 << 20 // bytes of one definition
	maxAllItems = 32 << 20
	maxToolName = 256 // bytes; the specification recommends 128
	maxKey      = 8 << 10
)

// List lists every page of what the server shows of a kind to client. Definitions that cannot be used are left out and named in its problems. A server
// that does not declare the kind has none; for tools it is asked all the same, since some forget to.
func (s *Server) List(ctx context.Context, kind wire.Kind, client wire.Client) (wire.List, error) {
	declared, known := s.declares(kind.Capability())
	if known && !declared && kind != wire.Tools {
		return wire.List{}, nil
	}
	list := itemList{kind: kind, keys: map[string]bool{}}
	cursors := map[string]bool{}
	var cursor json.RawMessage
	for page := 1; ; page++ {
		req := request{method: kind.Method(), client: client, lists: true}
		if cursor != nil {
			req.params = wire.Object{{Key: "cursor", Value: cursor}}
		}
		raw, err := s.do(ctx, req)
		if err != nil {
			declared, _ := s.declares(kind.Capability())
			if e := (*wire.Error)(nil); errors.As(err, &e) && e.Code == wire.CodeMethodNotFound && !declared {
				return wire.List{}, nil
			}
			return wire.List{}, err
		}
		result, err := wire.ParseObject(raw)
		if err != nil {
			return wire.List{}, &ContentError{What: kind.Method() + ": the result is not an object"}
		}
		list.mirrored = s.opts.Command == "" && s.era() == Modern
		switch err := list.add(result.Get(string(kind))); {
		case err != nil && page == 1: // a list of none would take away what is known
			return wire.List{}, &ContentError{What: kind.Method() + ": " + err.Error()}
		case err != nil:
			list.problem("page %d of %s is left out: %v", page, kind, err)
		case page == 1:
			list.TTL = ttlOf(result.Get("ttlMs"))
		}
		cursor = result.Get("nextCursor")
		text, _ := wire.Text(cursor)
		switch {
		case text == "":
			return list.List, nil
		case cursors[text]:
			list.problem("the list of %s repeats itself at a cursor; what came before is used", kind)
		case page == maxPages:
			list.problem("more than %d pages of %s; the rest is left out", maxPages, kind)
		case list.full != "":
		case len(list.Items) == maxItems:
			list.stop("more than %d %s", maxItems, kind)
		default:
			cursors[text] = true
			continue
		}
		return list.List, nil
	}
}

func ttlOf(raw json.RawMessage) time.Duration {
	ms, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || ms <= 0 {
		return 0
	}
	return time.Duration(min(ms, 7*24*3600*1000)) * time.Millisecond
}

// itemList collects definitions and what is wrong with others.
type itemList struct {
	wire.List
	kind  wire.Kind
	bytes int
	seen  int // with those left out
	keys  map[string]bool
	full  string // why no more are taken

	mirrored bool // parameters go into headers: a tool that says wrongly which is none
}

// stop says why no more are taken.
func (l *itemList) stop(format string, args ...any) {
	l.full = fmt.Sprintf(format, args...)
	l.problem("%s; the rest is left out", l.full)
}

func (l *itemList) problem(format string, args ...any) {
	if len(l.Problems) < 50 {
		l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
	}
}

func (l *itemList) add(raw json.RawMessage) error {
	items, err := wire.Items(raw)
	if err != nil {
		return fmt.Errorf("%s is not a list", l.kind)
	}
	for _, item := range items {
		l.seen++
		switch {
		case len(l.Items) == maxItems:
			l.stop("more than %d %s", maxItems, l.kind)
			return nil
		case l.bytes+len(item) > maxAllItems:
			l.stop("more than %d MiB of %s", maxAllItems>>20, l.kind)
			return nil
		}
		if err := l.addItem(item); err != nil {
			l.problem("%s %d is left out: %v", l.kind.Word(), l.seen, err)
			continue
		}
		l.bytes += len(item)
	}
	return nil
}

func (l *itemList) addItem(raw json.RawMessage) error {
	item, err := wire.ParseObject(raw)
	if err != nil {
		return err
	}
	key, longest := item.Text(l.kind.Key()), maxKey
	if l.kind == wire.Tools {
		longest = maxToolName
	}
	switch {
	case key == "":
		return fmt.Errorf("it has no %s", l.kind.Key())
	case len(key) > longest:
		return fmt.Errorf("%.20q…: its %s has %d bytes, more than %d", key, l.kind.Key(), len(key), longest)
	case len(raw) > maxItem:
		return fmt.Errorf("%q: its definition has %d bytes, more than %d", key, len(raw), maxItem)
	case l.keys[key]:
		return fmt.Errorf("%q: the %s is there already", key, l.kind.Key())
	}
	if l.kind == wire.Tools {
		if err := l.checkTool(item); err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
	}
	l.keys[key] = true
	l.Items = append(l.Items, wire.Compact(raw))
	return nil
}

// checkTool refuses what cannot be called, and "the client MUST exclude the invalid tool from the result of tools/list" (2026-07-28, transports/streamable-http)
// for its headers; on other transports they mean nothing.
func (l *itemList) checkTool(tool wire.Object) error {
	if _, err := wire.ParseObject(tool.Get("inputSchema")); err != nil {
		return errors.New("it has no inputSchema")
	}
	if !l.mirrored {
		return nil
	}
	_, err := paramHeaders(tool.Get("inputSchema"))
	return err
}
