package aggregator

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"ncp/aggregator/toolindex"
)

// catalogueIndex is the index over all tools. It takes a server's tools when a search finds that they are others than before.
type catalogueIndex struct {
	mu   sync.Mutex // guards what follows; held while tools are put
	all  *toolindex.Index
	held map[string][]*Tool // of each server, the tools that the index has
}

// ranked returns the index over all tools as they are now.
func (a *Aggregator) ranked() *toolindex.Index {
	h := &a.index
	h.mu.Lock()
	defer h.mu.Unlock()
	servers := a.servers()
	if h.all == nil {
		h.held = map[string][]*Tool{}
		var loads sync.WaitGroup
		loads.Go(func() { h.all = toolindex.New() })
		for _, s := range servers {
			loads.Go(func() { s.tools() })
		}
		loads.Wait()
	}
	var puts sync.WaitGroup
	for _, s := range servers {
		tools, held := s.tools(), h.held[s.spec.Name]
		// A list is never changed, only replaced by another one.
		if len(tools) == len(held) && (len(tools) == 0 || &tools[0] == &held[0]) {
			continue
		}
		h.held[s.spec.Name] = tools
		puts.Go(func() {
			in := make([]toolindex.Tool, len(tools))
			for i, t := range tools {
				in[i] = t.indexed()
			}
			h.all.Put(s.spec.Name, in)
		})
	}
	puts.Wait()
	for name := range h.held { // of servers that the configuration has no more
		if !slices.ContainsFunc(servers, func(s *server) bool { return s.spec.Name == name }) {
			h.all.Put(name, nil)
			delete(h.held, name)
		}
	}
	return h.all
}

// itemIndex is the index over what is no tool: one of its own, so that tools are ranked among tools.
type itemIndex struct {
	mu   sync.Mutex // guards what follows; held while items are put
	all  *toolindex.Index
	held map[string]heldItems // by server
}

// heldItems are what the index has of a server.
type heldItems struct {
	server  *server
	edition int
	items   []*Item
}

// search returns the items that fit a query best, at most limit; none if none seems to be what was asked for.
func (h *itemIndex) search(servers []*server, query, server string, limit int) []*Item {
	h.mu.Lock()
	defer h.mu.Unlock()
	held := map[string]heldItems{}
	for _, s := range servers {
		items, edition := s.others()
		if len(items) == 0 {
			continue
		}
		now := heldItems{s, edition, items}
		held[s.spec.Name] = now
		if before := h.held[s.spec.Name]; before.server == s && before.edition == edition {
			continue
		}
		in := make([]toolindex.Tool, len(items))
		for i, it := range items {
			in[i] = it.indexed()
		}
		if h.all == nil {
			h.all = toolindex.New()
		}
		h.all.Put(s.spec.Name, in)
	}
	for name := range h.held {
		if _, still := held[name]; !still {
			h.all.Put(name, nil)
		}
	}
	if h.held = held; len(held) == 0 {
		return nil
	}
	result := h.all.Search(query, &toolindex.Options{Server: server})
	if !result.Fits {
		return nil
	}
	var found []*Item
	for _, hit := range result.Hits {
		if it := held[hit.Server].items[hit.Tool]; it.mentions(query) && len(found) < limit {
			found = append(found, it)
		}
	}
	return found
}

// mentions reports whether an item has two thirds of the longer words of a query, by their beginnings: among a few items one is always the
// nearest, and who asks for a tool is not to be shown a prompt for one word in common.
func (it *Item) mentions(query string) bool {
	text := strings.ToLower(it.Name + " " + it.Title + " " + it.Description + " " + it.Key)
	query = strings.ToLower(query)
	all, has := 0, 0
	for word := range strings.FieldsFuncSeq(query, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		runes := []rune(word)
		if len(runes) < 4 && word != query {
			continue
		}
		all++
		if strings.Contains(text, string(runes[:min(len(runes), 5)])) {
			has++
		}
	}
	return all > 0 && 3*has >= 2*all
}

// indexed is the tool as the ranking sees it.
func (t *Tool) indexed() toolindex.Tool {
	return toolindex.Tool{Name: t.Name, Title: t.Title, Description: t.Description, Schema: t.Schema, Effect: t.effect()}
}

// effect is what the tool's annotations say outright of what it does. The ranking leaves out the specification's default, "destructive unless said
// otherwise", by which most tools would destroy: Destructive, and with it Hint and confirm, keep to it.
func (t *Tool) effect() toolindex.Effect {
	readOnly, destructive := t.annotation("readOnlyHint"), t.annotation("destructiveHint")
	switch {
	case readOnly == "true":
		return toolindex.Reads
	case destructive == "true":
		return toolindex.Destroys
	case destructive == "false":
		return toolindex.Writes
	}
	return toolindex.Unsaid
}
