package aggregator

import (
	"encoding/json"
	"slices"
	"strings"

	"ncp/internal/wire"
)

// Revisions of the protocol that we serve, newest first. Each request of the first one stands alone; the others begin with initialize.
const versionModern = "2026-07-28"

func legacyVersions() []string {
	return []string{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}
}

const reserved = "io.modelcontextprotocol/"

// era is what a request showed itself to be of.
type era bool

const (
	legacy era = false
	modern era = true
)

// eraOf tells a request's era: a modern one says its version in _meta, a legacy one belongs to what initialize opened.
func (h *host) eraOf(r *wire.Request, meta wire.Object) (era, error) {
	raw := meta.Get(reserved + "protocolVersion")
	version, _ := wire.Text(raw)
	if raw == nil || slices.Contains(legacyVersions(), version) && r.Method != "server/discover" {
		if h.opened() == nil && r.Method != "initialize" && r.Method != "ping" {
			return legacy, wire.Errorf(wire.CodeInvalidParams,
				"_meta lacks %sprotocolVersion %s, and there was no initialize before (MCP %s and older)", reserved, versionModern, legacyVersions()[0])
		}
		return legacy, nil
	}
	if version != versionModern {
		e := wire.Errorf(wire.CodeUnsupportedVersion, "unsupported protocol version")
		supported, _ := json.Marshal(append([]string{versionModern}, legacyVersions()...))
		e.Data = wire.Object{{Key: "supported", Value: supported}, {Key: "requested", Value: raw}}.Raw()
		return modern, e
	}
	if caps := meta.Get(reserved + "clientCapabilities"); caps == nil || caps[0] != '{' {
		return modern, wire.Errorf(wire.CodeInvalidParams, "_meta lacks %sclientCapabilities", reserved)
	}
	return modern, nil
}

// ownMeta reports whether a key of _meta belongs to one hop: it never crosses to the other side.
func ownMeta(key string) bool { return key == "progressToken" || strings.HasPrefix(key, reserved) }

// stripMeta takes off what belonged to the other hop from an object's _meta, and _meta itself if nothing is left of it.
func stripMeta(obj wire.Object) wire.Object {
	raw := obj.Get("_meta")
	if raw == nil {
		return obj
	}
	meta, err := wire.ParseObject(raw)
	kept := meta.Filter(func(key string) bool { return !ownMeta(key) })
	switch {
	case err != nil || len(kept) == len(meta):
		return obj
	case len(kept) == 0:
		return obj.Delete("_meta")
	}
	return obj.Set("_meta", kept.Raw())
}

// stripResult takes the reserved keys of _meta, which belonged to the upstream's hop, off a result. Everything else stays as it came.
func stripResult(result json.RawMessage) json.RawMessage {
	obj, err := wire.ParseObject(result)
	if err != nil {
		return result
	}
	return stripMeta(obj).Raw()
}

// dress gives a result the shape of the host's era: with its type, which stands where the upstream had put it, or without.
func (e era) dress(result json.RawMessage, resultType string) json.RawMessage {
	obj, err := wire.ParseObject(result)
	switch {
	case err != nil:
		return result
	case e == legacy:
		return obj.Delete("resultType").Raw()
	}
	return obj.Set("resultType", wire.AppendText(nil, resultType)).Raw()
}
