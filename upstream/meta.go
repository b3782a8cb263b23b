package upstream

import (
	"encoding/json"
	"strings"

	"ncp/internal/wire"
)

// Versions of the protocol that name an era's newest.
const (
	versionModern = "2026-07-28"
	versionLegacy = "2025-11-25"
)

const reserved = "io.modelcontextprotocol/"

// Keys of a modern request's _meta (basic/index, section _meta).
const (
	metaVersion      = reserved + "protocolVersion"
	metaClientInfo   = reserved + "clientInfo"
	metaCapabilities = reserved + "clientCapabilities"
	metaLogLevel     = reserved + "logLevel"
)

// sealParams makes the params of req: the host's _meta without what belonged to its own hop, and ours in its place.
func sealParams(req request, era Era, version string, token, clientInfo json.RawMessage) json.RawMessage {
	var meta wire.Object
	if raw := req.params.Get("_meta"); raw != nil {
		meta, _ = wire.ParseObject(raw)
		meta = meta.Filter(func(key string) bool { return key != "progressToken" && !strings.HasPrefix(key, reserved) })
	}
	if req.progress {
		meta = meta.Set("progressToken", token)
	}
	if era == Modern {
		caps := req.client.Capabilities
		if caps == nil {
			caps = json.RawMessage("{}")
		}
		meta = meta.Set(metaVersion, wire.AppendText(nil, version)).Set(metaClientInfo, clientInfo).Set(metaCapabilities, caps)
		if req.logLevel != "" {
			meta = meta.Set(metaLogLevel, wire.AppendText(nil, req.logLevel))
		}
	}
	params := req.params
	switch {
	case len(meta) > 0:
		params = params.Set("_meta", meta.Raw())
	case params.Get("_meta") != nil:
		params = params.Delete("_meta")
	}
	return params.Raw()
}

// clientInfo is whom the server is told that it serves: the host, or ncp itself.
func (s *Server) clientInfo(client wire.Client) json.RawMessage {
	if client.Info != nil {
		return client.Info
	}
	return wire.Object{
		{Key: "name", Value: json.RawMessage(`"ncp"`)},
		{Key: "version", Value: wire.AppendText(nil, s.opts.Version)},
	}.Raw()
}
