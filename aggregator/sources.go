package aggregator

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"ncp/internal/wire"
)

// maxSources bounds the resources that are remembered.
const maxSources = 1000

// maxSourceURI bounds the length of one in bytes.
const maxSourceURI = 8 << 10

// sources remembers which servers named a resource in a result of late: no list need have it. The zero value is ready; its methods are safe for concurrent use.
type sources struct {
	mu    sync.Mutex // guards what follows
	by    map[string][]string
	order []string // of by's keys, oldest first
}

// note looks for resources in a result of a server's.
func (l *sources) note(server string, result json.RawMessage) {
	if !bytes.Contains(result, []byte(`"uri"`)) {
		return
	}
	uris := resourcesIn(result)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, uri := range uris {
		if l.by == nil {
			l.by = map[string][]string{}
		}
		if _, known := l.by[uri]; !known {
			if len(l.order) == maxSources {
				delete(l.by, l.order[0])
				l.order = l.order[1:]
			}
			l.order = append(l.order, uri)
		}
		if !slices.Contains(l.by[uri], server) {
			l.by[uri] = append(l.by[uri], server)
		}
	}
}

// resourcesIn are the URIs, but for overlong ones, of what a result links to or holds: that of a tool, a prompt or a resource.
func resourcesIn(result json.RawMessage) (uris []string) {
	obj, _ := wire.ParseObject(result)
	add := func(of wire.Object) {
		if uri := of.Text("uri"); uri != "" && len(uri) <= maxSourceURI {
			uris = append(uris, uri)
		}
	}
	blocks, _ := wire.Items(obj.Get("content"))
	messages, _ := wire.Items(obj.Get("messages"))
	for _, message := range messages {
		m, _ := wire.ParseObject(message)
		several, err := wire.Items(m.Get("content"))
		if err != nil {
			several = []json.RawMessage{m.Get("content")}
		}
		blocks = append(blocks, several...)
	}
	for _, raw := range blocks {
		block, _ := wire.ParseObject(raw)
		switch block.Text("type") {
		case "resource_link":
			add(block)
		case "resource":
			resource, _ := wire.ParseObject(block.Get("resource"))
			add(resource)
		}
	}
	contents, _ := wire.Items(obj.Get("contents"))
	for _, raw := range contents {
		part, _ := wire.ParseObject(raw)
		add(part)
	}
	return uris
}

// of returns the servers that have named uri, nil if none is known.
func (l *sources) of(uri string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.by[uri])
}
