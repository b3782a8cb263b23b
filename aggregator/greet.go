package aggregator

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"ncp/internal/wire"
)

func (h *host) serverInfo() json.RawMessage {
	return wire.Object{
		{Key: "name", Value: json.RawMessage(`"ncp"`)},
		{Key: "title", Value: json.RawMessage(`"ncp, one server for many"`)},
		{Key: "version", Value: wire.AppendText(nil, h.a.opts.Version)},
	}.Raw()
}

// ownCapabilities is what we declare to a host: what servers may have, since none has been asked yet.
func (a *Aggregator) ownCapabilities() json.RawMessage {
	caps := `{"tools":{"listChanged":true}`
	prompts, resources := a.offers(wire.Prompts), a.offers(wire.Resources)
	if prompts {
		caps += `,"prompts":{"listChanged":true}`
	}
	if resources {
		caps += `,"resources":{"listChanged":true,"subscribe":true}`
	}
	if prompts || resources {
		caps += `,"completions":{}`
	}
	return json.RawMessage(caps + `,"logging":{}}`)
}

// initialize opens the one session of a legacy host.
func (h *host) initialize(t *turn) (json.RawMessage, error) {
	if t.params == nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "initialize needs params with a protocolVersion")
	}
	version := t.params.Text("protocolVersion")
	if !slices.Contains(legacyVersions(), version) {
		version = legacyVersions()[0] // "the server MUST respond with another protocol version it supports"
	}
	if h.opened() != nil {
		return nil, wire.Errorf(wire.CodeInvalidRequest, "initialize was answered already on this connection")
	}
	h.a.meet(t.params.Get("clientInfo"))
	s := &session{declared: declarable(t.params.Get("capabilities"), legacy), ready: make(chan struct{})}
	s.a = h.a.as(s.declared)
	h.a.serveIdle(func(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
		select { // "The server SHOULD NOT send requests other than pings and logging before receiving the initialized notification"
		case <-s.ready:
			return h.askLegacy(ctx, questions)
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}, h.tellIdle)
	h.mu.Lock()
	h.legacy = s // requests are handled in the order of the stream, so nobody came in between
	h.mu.Unlock()
	t.a = s.a
	return wire.Object{
		{Key: "protocolVersion", Value: wire.AppendText(nil, version)},
		{Key: "capabilities", Value: h.a.ownCapabilities()},
		{Key: "serverInfo", Value: h.serverInfo()},
		{Key: "instructions", Value: wire.AppendText(nil, h.a.instructions())},
	}.Raw(), nil
}

// ownTTL is how long our own definitions hold at the least, which change only with the configuration.
const ownTTL = 5 * time.Minute

// cacheable adds the hints of 2026-07-28: how long a result holds, and that it does so for this user alone.
func cacheable(result wire.Object, holds time.Duration) wire.Object {
	ttl := strconv.AppendInt(nil, holds.Milliseconds(), 10)
	return append(result, wire.Member{Key: "ttlMs", Value: ttl}, wire.Member{Key: "cacheScope", Value: json.RawMessage(`"private"`)})
}

func (h *host) discover() (json.RawMessage, error) {
	versions, err := json.Marshal(append([]string{versionModern}, legacyVersions()...))
	if err != nil {
		return nil, err
	}
	return cacheable(wire.Object{
		{Key: "supportedVersions", Value: versions},
		{Key: "capabilities", Value: h.a.ownCapabilities()},
		{Key: "instructions", Value: wire.AppendText(nil, h.a.instructions())},
		{Key: "_meta", Value: wire.Object{{Key: reserved + "serverInfo", Value: h.serverInfo()}}.Raw()},
	}, ownTTL).Raw(), nil
}
