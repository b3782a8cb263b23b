package aggregator

import (
	"bytes"
	"encoding/json"
	"sync"

	"ncp/internal/wire"
)

// maxSources bounds the links that are remembered.
const maxSources = 1000

// sources remembers which server named a resource in a result of late: no list need have it. The zero value is ready; its methods are safe for concurrent use.
type sources struct {
	mu    sync.Mutex // guards what follows
	by    map[string]string
	order []string // of by's keys, oldest first
}

// note looks for links in the result of a server's.
func (l *sources) note(server string, result json.RawMessage) {
	if !bytes.Contains(result, []byte(`"resource_link"`)) {
		return
	}
	obj, _ := wire.ParseObject(result)
	items, _ := wire.Items(obj.Get("content"))
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, item := range items {
		link, _ := wire.ParseObject(item)
		uri := link.Text("uri")
		if link.Text("type") != "resource_link" || uri == "" {
			continue
		}
		if l.by == nil {
			l.by = map[string]string{}
		}
		if _, known := l.by[uri]; !known {
			if len(l.order) == maxSources {
				delete(l.by, l.order[0])
				l.order = l.order[1:]
			}
			l.order = append(l.order, uri)
		}
		l.by[uri] = server
	}
}

// of returns the server that named uri last, "" if none is known.
func (l *sources) of(uri string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.by[uri]
}
