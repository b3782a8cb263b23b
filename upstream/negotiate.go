package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"ncp/internal/wire"
)

// probeTimeout bounds server/discover alone, so that a server that never answers it leaves time for initialize.
const (
	httpProbeTimeout  = 10 * time.Second
	stdioProbeTimeout = 3 * time.Second
)

// legacyVersions are the revisions we accept in an answer to initialize, newest first.
func legacyVersions() []string {
	return []string{versionLegacy, "2025-06-18", "2025-03-26", "2024-11-05"}
}

// verdict is what an answer to server/discover means (2026-07-28, versioning, "Backward Compatibility").
type verdict struct {
	modern  bool
	offered wire.Object // the server's capabilities; nil if it has told none
	err     error       // modern, but not in a revision we speak
}

// judge reads the answer to server/discover: a result or a recognized modern error means modern, anything else legacy.
func judge(answer wire.Message) verdict {
	if e := answer.Error; e != nil {
		switch e.Code {
		case wire.CodeHeaderMismatch, wire.CodeMissingCapability:
			return verdict{modern: true}
		case wire.CodeUnsupportedVersion:
			return judgeVersions(member(e.Data, "supported"))
		}
		return verdict{}
	}
	result, err := wire.ParseObject(answer.Result)
	if err != nil || result.Get("supportedVersions") == nil {
		return verdict{}
	}
	v := judgeVersions(result.Get("supportedVersions"))
	v.offered, _ = wire.ParseObject(result.Get("capabilities"))
	return v
}

func judgeVersions(raw json.RawMessage) verdict {
	var supported []string
	if json.Unmarshal(raw, &supported) != nil {
		return verdict{}
	}
	if slices.Contains(supported, versionModern) {
		return verdict{modern: true}
	}
	for _, v := range legacyVersions() {
		if slices.Contains(supported, v) {
			return verdict{}
		}
	}
	return verdict{err: fmt.Errorf("the server speaks MCP %s only; ncp speaks %s, %s", strings.Join(supported, ", "), versionModern, strings.Join(legacyVersions(), ", "))}
}

func (s *Server) initializeRequest(client wire.Client) request {
	capabilities := client.Capabilities
	if capabilities == nil {
		capabilities = json.RawMessage("{}")
	}
	return request{method: "initialize", params: wire.Object{
		{Key: "protocolVersion", Value: wire.AppendText(nil, versionLegacy)},
		{Key: "capabilities", Value: capabilities},
		{Key: "clientInfo", Value: s.clientInfo(client)},
	}}
}

// initialized reads the answer to initialize.
func (t *talk) initialized(answer wire.Message) (version string, err error) {
	if answer.Error != nil {
		return "", fmt.Errorf("initialize: %w", answer.Error)
	}
	result, err := wire.ParseObject(answer.Result)
	if err != nil {
		return "", &ContentError{What: "initialize: the result is not an object"}
	}
	version = result.Text("protocolVersion")
	if !slices.Contains(legacyVersions(), version) {
		return "", fmt.Errorf("initialize: the server speaks MCP %q; ncp speaks %s, %s", version, versionModern, strings.Join(legacyVersions(), ", "))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.offered, _ = wire.ParseObject(result.Get("capabilities"))
	return version, nil
}

// dialHTTP finds the era of a server behind a URL and opens a session in it.
func (s *Server) dialHTTP(ctx context.Context, era Era, client wire.Client) (session, error) {
	if s.opts.Transport == SSE {
		return s.dialSSE(ctx, client)
	}
	if era != Legacy {
		sess, err := s.probeHTTP(ctx, client)
		if sess != nil || err != nil {
			return sess, err
		}
	}
	sess, err := s.initializeHTTP(ctx, client)
	if err == nil {
		return sess, nil
	}
	var status *StatusError
	isStatus := errors.As(err, &status)
	if s.opts.Transport == Auto && isStatus &&
		(status.Status == http.StatusBadRequest || status.Status == http.StatusNotFound || status.Status == http.StatusMethodNotAllowed) {
		sse, sseErr := s.dialSSE(ctx, client)
		if sseErr == nil {
			return sse, nil
		}
		err = fmt.Errorf("%w; as an HTTP+SSE server: %w", err, sseErr)
	}
	if era == Legacy && (isStatus || errors.As(err, new(*wire.Error))) {
		return s.dialHTTP(ctx, Unknown, client) // it may have become modern since
	}
	return nil, err
}

// probeHTTP asks server/discover. Neither a session nor an error means: not modern.
func (s *Server) probeHTTP(ctx context.Context, client wire.Client) (session, error) {
	h := s.newHTTPSession()
	h.modern, h.version = true, versionModern
	probeCtx, cancel := context.WithTimeout(ctx, httpProbeTimeout)
	defer cancel()
	answer, err := h.do(probeCtx, request{method: "server/discover", client: client})
	if err != nil {
		h.cancel()
		var status *StatusError
		var content *ContentError
		switch {
		case errors.As(err, &status) && status.Status == http.StatusUnauthorized:
			return nil, err
		case errors.As(err, &status), errors.As(err, &content):
			return nil, nil
		case ctx.Err() == nil && probeCtx.Err() != nil:
			return nil, nil
		}
		return nil, err
	}
	v := judge(answer)
	if !v.modern {
		h.cancel()
		return nil, v.err
	}
	h.state.offered = v.offered
	if s.opts.Listen && changing(v.offered) != nil {
		h.startListening()
	}
	return h, nil
}

// initializeHTTP opens a legacy session.
func (s *Server) initializeHTTP(ctx context.Context, client wire.Client) (session, error) {
	h := s.newHTTPSession()
	h.state.open(client)
	answer, err := h.do(ctx, s.initializeRequest(client))
	if err == nil {
		h.version, err = h.state.initialized(answer)
	}
	if err != nil {
		h.cancel()
		return nil, err
	}
	if err := h.post(ctx, wire.Message{Method: "notifications/initialized"}); err != nil {
		s.log.Debug("notifications/initialized", "err", err) // the first request will tell whether it mattered
	}
	if s.opts.Listen {
		h.startListening()
	}
	return h, nil
}

// dialStdio starts the process and finds its era.
func (s *Server) dialStdio(ctx context.Context, era Era, client wire.Client) (session, error) {
	sess, err := s.startStdio()
	if err != nil {
		return nil, err
	}
	if era != Legacy {
		v, err := sess.probe(ctx, client)
		switch {
		case v.err != nil:
			err = v.err
		case v.modern:
			sess.state.offered = v.offered
			sess.ready(Modern, versionModern)
			return sess, nil
		}
		if err != nil {
			sess.close()
			return nil, err
		}
		if sess.over() { // some legacy servers exit on what they do not know
			sess.close()
			if sess, err = s.startStdio(); err != nil {
				return nil, err
			}
		}
	}
	if err := sess.initialize(ctx, client); err != nil {
		sess.close()
		if era == Legacy && errors.As(err, new(*wire.Error)) {
			return s.dialStdio(ctx, Unknown, client)
		}
		return nil, err
	}
	return sess, nil
}

// member returns a member of raw if that is an object, else nil.
func member(raw json.RawMessage, key string) json.RawMessage {
	if raw == nil {
		return nil
	}
	obj, err := wire.ParseObject(raw)
	if err != nil {
		return nil
	}
	return obj.Get(key)
}
