package aggregator

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"

	"ncp/internal/wire"
)

// Bounds of one page of a list: hosts that read the first one only shall find most things there.
const (
	pageItems = 1000
	pageBytes = 4 << 20
)

// offers reports whether we declare to have things of a kind: unless every server is kept from it. What the servers have is not known when a host asks. Long
// results are resources of ours.
func (a *Aggregator) offers(kind wire.Kind) bool {
	if kind == wire.Tools { // our own
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	none := true
	for i := range a.specs {
		if a.specs[i].Disabled {
			continue
		}
		if none = false; a.specs[i].relays(kind) || kind == wire.Resources && a.specs[i].ResultBudget > 0 {
			return true
		}
	}
	return none
}

// list answers tools/list, prompts/list, resources/list and resources/templates/list with a page of what all servers have.
func (h *host) list(ctx context.Context, t *turn, kind wire.Kind) (json.RawMessage, error) {
	h.listenMu.Lock()
	h.listed[wire.Kind(kind.Capability())] = true
	h.listenMu.Unlock()
	items, holds := t.a.items(ctx, kind, t.era)
	from, err := cursorIn(items, t.params.Get("cursor"))
	if err != nil {
		return nil, err
	}
	shared := t.a.sharedURIs()
	page := []byte{'['}
	to := from
	for ; to < len(items) && to-from < pageItems && len(page) < pageBytes; to++ {
		if to > from {
			page = append(page, ',')
		}
		page = append(page, items[to].shown(shared)...)
	}
	result := wire.Object{{Key: string(kind), Value: append(page, ']')}}
	if to < len(items) {
		result = append(result, wire.Member{Key: "nextCursor", Value: wire.AppendText(nil, cursorBehind(items, to))})
	}
	return cacheable(result, holds).Raw(), nil
}

// items are all things of a kind that a host of an era is listed, in the order of the configuration, and how long they hold: 0 if a server is left out.
func (a *Aggregator) items(ctx context.Context, kind wire.Kind, era era) (items []*Item, holds time.Duration) {
	if kind == wire.Tools {
		return a.toolItems(ctx, era)
	}
	servers, holds := a.listable(ctx, kind)
	for _, s := range servers {
		all, _ := s.others()
		items = append(items, filter(all, func(it *Item) bool { return it.Kind == kind })...)
	}
	return items, holds
}

// listable are the servers whose things of a kind are listed, and how long their lists hold: as long as the first of them does, 0 if one cannot say what it
// has, since there will be more soon. It waits for those never seen as find does.
func (a *Aggregator) listable(ctx context.Context, kind wire.Kind) (servers []*server, holds time.Duration) {
	for _, s := range a.servers() {
		if !s.spec.Disabled && s.spec.relays(kind) {
			servers = append(servers, s)
		}
	}
	rest := kind != wire.Tools
	a.await(ctx, servers, findWait, rest)
	holds = ownTTL
	for _, s := range servers {
		holds = min(holds, s.left())
		if st := s.status(); !s.seen(rest) || st.State != Ready {
			holds = 0
			a.log.Warn("a list is not whole", "server", s.spec.Name, "method", kind.Method(), "err", st.Line())
		}
	}
	return servers, holds
}

// sharedURIs tells whether a resource or template is shown with its server's name: if another server has one of the same URI, it seems to be ours, or hosts
// could not parse it as it is.
func (a *Aggregator) sharedURIs() func(*Item) bool {
	owners := map[string]int{}
	for _, s := range a.servers() {
		items, _ := s.others()
		for _, it := range items {
			if it.Kind != wire.Prompts {
				owners[it.Key]++ // once for each list of a server, and no server has one URI twice in it
			}
		}
	}
	return func(it *Item) bool {
		return owners[it.Key] > 1 || strings.HasPrefix(it.Key, ownScheme) || it.Kind == wire.Resources && !isURI(it.Key)
	}
}

// A cursor is where a page ended and a hash of its last item, so that it is good as long as that item is there, whatever else has changed.
const cursorSize = 4 + 8

func mark(it *Item) []byte {
	sum := sha256.Sum256([]byte(it.Server + "\x00" + it.Key))
	return sum[:cursorSize-4]
}

func cursorBehind(items []*Item, at int) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, uint32(at)), mark(items[at-1])...))
}

// cursorIn returns where the page behind a cursor begins.
func cursorIn(items []*Item, raw json.RawMessage) (int, error) {
	text, ok := wire.Text(raw)
	if raw == nil || ok && text == "" { // as some write none
		return 0, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil || len(data) != cursorSize {
		return 0, wire.Errorf(wire.CodeInvalidParams, "the cursor is none of ours; list again without it")
	}
	at := int(binary.BigEndian.Uint32(data))
	if 0 < at && at <= len(items) && string(mark(items[at-1])) == string(data[4:]) {
		return at, nil
	}
	for i, it := range items {
		if string(mark(it)) == string(data[4:]) {
			return i + 1, nil
		}
	}
	return 0, wire.Errorf(wire.CodeInvalidParams, "the list has changed where the cursor stood; list again without it")
}
