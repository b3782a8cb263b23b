package aggregator

import (
	"encoding/json"
	"slices"

	"ncp/aggregator/toolindex"
	"ncp/internal/wire"
)

// Item is something that hosts are listed: a prompt, resource or resource template of an upstream, or a tool. Raw is the bytes that came.
type Item struct {
	Server      string
	Kind        wire.Kind
	Key         string // as the upstream knows it: a prompt's name, a uri, or a uriTemplate; of a tool as hosts do
	Name        string
	Title       string
	Description string
	Raw         json.RawMessage // the whole definition
}

// parseItem reads a definition that upstream has checked.
func parseItem(server string, kind wire.Kind, raw json.RawMessage) (*Item, error) {
	obj, err := wire.ParseObject(raw)
	if err != nil {
		return nil, err
	}
	return &Item{
		Server: server, Kind: kind, Key: obj.Text(kind.Key()), Name: obj.Text("name"), Title: obj.Text("title"),
		Description: obj.Text("description"), Raw: raw,
	}, nil
}

// Address is how a host asks for the item: server:prompt, or the form of a URI that is good for any resource.
func (it *Item) Address() string {
	switch it.Kind {
	case wire.Tools:
		return it.Key
	case wire.Prompts:
		return it.Server + ":" + it.Key
	}
	return qualified(it.Server, it.Key)
}

// indexed is the item as the ranking sees it. Its name there is its place, since a uri is a bad name to search for.
func (it *Item) indexed() toolindex.Tool {
	title := it.Title
	if title == "" && it.Kind != wire.Prompts {
		title = it.Key
	}
	return toolindex.Tool{Name: it.Name, Title: title, Description: it.Description}
}

// relays reports whether hosts are shown what a server has of a kind, and may use it.
func (spec *Server) relays(kind wire.Kind) bool {
	return spec.Relays == nil || spec.Relays(kind.Capability())
}

// kinds are those that are relayed.
func (spec *Server) kinds() []wire.Kind {
	return slices.DeleteFunc(wire.Kinds(), func(kind wire.Kind) bool { return !spec.relays(kind) })
}

// items reads what is no tool in lists, as far as it is relayed.
func (spec *Server) items(lists map[wire.Kind]wire.List) []*Item {
	var items []*Item
	for _, kind := range spec.kinds() {
		if kind == wire.Tools {
			continue
		}
		for _, raw := range lists[kind].Items {
			if it, err := parseItem(spec.Name, kind, raw); err == nil {
				items = append(items, it)
			}
		}
	}
	return items
}

// ofKind are the definitions of one kind.
func ofKind(items []*Item, kind wire.Kind) []json.RawMessage {
	var raw []json.RawMessage
	for _, it := range items {
		if it.Kind == kind {
			raw = append(raw, it.Raw)
		}
	}
	return raw
}
