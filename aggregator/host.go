package aggregator

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"time"

	"ncp/internal/wire"
)

// drainTime is how long calls under way may still answer after the host has closed our input.
const drainTime = 300 * time.Millisecond

// Serve speaks MCP with one host over in and out until in ends, and returns why it ended (nil: in good order).
func (a *Aggregator) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	h := &host{a: a, parked: newParking(), listening: map[*turn]wire.Object{}, listed: map[wire.Kind]bool{wire.Tools: true}, watched: map[resource]*watched{}}
	h.ctx, h.cancel = context.WithCancel(ctx)
	defer h.cancel()
	h.conn = wire.NewConn(h.ctx, wire.NewLines(in, out), h)
	before, _ := a.news.look()
	h.tasks.Go(func() { h.announce(h.ctx, before) })
	ended := make(chan error, 1)
	go func() { ended <- h.conn.Run() }() // ends with in, or with the process
	defer h.end()
	select {
	case err := <-ended:
		drain, cancel := context.WithTimeout(ctx, drainTime)
		defer cancel()
		h.endListening()
		h.conn.Drain(drain)
		return err
	case <-ctx.Done():
		return nil
	}
}

// host is the peer that started us.
type host struct {
	a      *Aggregator
	conn   *wire.Conn
	ctx    context.Context // ends with Serve
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	parked *parking
	shelf  shelf

	mu     sync.Mutex // guards legacy
	legacy *session   // opened by initialize, nil before it

	asking asking // for sign-ins

	listenMu  sync.Mutex            // guards what follows, and is held while a subscription is acknowledged
	listening map[*turn]wire.Object // what each open subscription wants to hear of
	listed    map[wire.Kind]bool    // what a legacy host has asked for, and so wants to know the changes of
	watched   map[resource]*watched
}

// session is what initialize told of a legacy host, and what was set since.
type session struct {
	declared json.RawMessage // in the form of declarable
	a        *Aggregator     // the servers as this client sees them
	logLevel string          // guarded by host.mu
	ready    chan struct{}   // closed when the host has said that it is
	once     sync.Once       // closes ready
}

// opened returns the session of a legacy host, nil before initialize.
func (h *host) opened() *session {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.legacy
}

// end ends every call and waits for it, though not longer than for the answers: a host that no longer reads must not hold us.
func (h *host) end() {
	h.cancel()
	ended := make(chan struct{})
	go func() { h.tasks.Wait(); close(ended) }() // ends with the calls, whose contexts have ended
	select {
	case <-ended:
	case <-time.After(drainTime):
	}
}

// HandleRequest implements wire.Handler: what can be answered from memory is, the rest goes to a goroutine of its own.
func (h *host) HandleRequest(ctx context.Context, r *wire.Request) {
	t, err := h.turnOf(r)
	if err != nil {
		h.sent(r.Fail(err))
		return
	}
	method := r.Method
	if !h.serves(method, t.era) {
		method = ""
	}
	switch method {
	case "initialize":
		t.answer(h.initialize(t))
	case "server/discover":
		t.answer(h.discover())
	case "ping":
		t.answer(json.RawMessage("{}"), nil)
	case "logging/setLevel":
		t.answer(h.setLevel(t))
	case "tools/list":
		if _, some := t.a.exposure(); !some { // from memory
			t.answer(h.list(ctx, t, wire.Tools))
			break
		}
		h.tasks.Go(func() { t.answer(h.list(ctx, t, wire.Tools)) })
	case "tools/call":
		h.tasks.Go(func() { h.serveCall(ctx, t, h.callTool) })
	case "subscriptions/listen":
		h.listen(ctx, t)
	case "prompts/list":
		h.tasks.Go(func() { t.answer(h.list(ctx, t, wire.Prompts)) })
	case "resources/list":
		h.tasks.Go(func() { t.answer(h.list(ctx, t, wire.Resources)) })
	case "resources/templates/list":
		h.tasks.Go(func() { t.answer(h.list(ctx, t, wire.Templates)) })
	case "prompts/get", "resources/read", "completion/complete":
		h.tasks.Go(func() { h.serveCall(ctx, t, h.forward) })
	case "resources/subscribe", "resources/unsubscribe":
		h.tasks.Go(func() { t.answer(json.RawMessage("{}"), h.subscribeLegacy(ctx, t)) })
	default:
		t.answer(nil, wire.Errorf(wire.CodeMethodNotFound, "method not found: %s", r.Method))
	}
	if t.a != nil {
		t.a.Watch() // after the first answer: no network before it
	}
}

// serves reports whether a method is one of what we declare, as far as that depends on the configuration or the era.
func (h *host) serves(method string, era era) bool {
	group, _, _ := strings.Cut(method, "/")
	switch method {
	case "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe": // "removed" in 2026-07-28
		if era == modern {
			return false
		}
	}
	switch {
	case group == string(wire.Prompts) || group == string(wire.Resources):
		return h.a.offers(wire.Kind(group))
	case group == "completion":
		return h.a.offers(wire.Prompts) || h.a.offers(wire.Resources)
	}
	return true
}

func (h *host) sent(err error) {
	if err != nil {
		h.a.log.Debug("answer the host", "err", err)
	}
}

// HandleNotification implements wire.Handler.
func (h *host) HandleNotification(m wire.Message) {
	s := h.opened()
	switch {
	case s == nil:
	case m.Method == "notifications/initialized":
		s.once.Do(func() { close(s.ready) })
	case m.Method == "notifications/roots/list_changed": // of 2025-11-25 and older
		for _, server := range s.a.servers() {
			if server.spec.Upstream != nil {
				h.tasks.Go(func() { server.spec.Upstream.Notify(h.ctx, s.a.client(), m.Method) })
			}
		}
	}
}

// HandleBroken implements wire.Handler.
func (h *host) HandleBroken(err *wire.FrameError) { h.sent(h.conn.Reject(err)) }

// turn is one request of the host with what it says of its sender.
type turn struct {
	*wire.Request
	h        *host
	a        *Aggregator // the servers as this host sees them; nil before initialize
	era      era
	params   wire.Object // nil if there are none
	meta     wire.Object
	declared json.RawMessage // in the form of declarable
	logLevel string          // as asked for; "" is none for a modern host, all for a legacy one
}

func (h *host) turnOf(r *wire.Request) (*turn, error) {
	t := &turn{Request: r, h: h}
	params, _ := wire.ParseObject(r.Params)
	t.params = params.Given()
	meta, _ := wire.ParseObject(t.params.Get("_meta"))
	t.meta = meta.Given()
	var err error
	if t.era, err = h.eraOf(r, t.meta); err != nil {
		return nil, err
	}
	if t.era == modern {
		t.declared = declarable(t.meta.Get(reserved+"clientCapabilities"), modern)
		h.a.meet(t.meta.Get(reserved + "clientInfo"))
		t.a = h.a.as(t.declared)
		t.logLevel = t.meta.Text(reserved + "logLevel")
		if raw := t.meta.Get(reserved + "logLevel"); raw != nil && wire.Severity(t.logLevel) < 0 {
			return nil, wire.Errorf(wire.CodeInvalidParams, "%slogLevel is %s; allowed: %s", reserved, raw, levelNames())
		}
		return t, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.legacy; s != nil {
		t.declared, t.a, t.logLevel = s.declared, s.a, s.logLevel
	}
	return t, nil
}

// answer ends the turn, in the form that its era wants.
func (t *turn) answer(result json.RawMessage, err error) {
	if err != nil {
		t.h.sent(t.Fail(err))
		return
	}
	t.h.sent(t.Answer(t.era.dress(result, "complete")))
}

// notify passes on what a server tells while it serves the turn's call.
func (t *turn) notify(m wire.Message) {
	if params := t.relayed(m); params != nil {
		t.h.sent(t.Notify(m.Method, params.Raw()))
	}
}

// tellIdle passes on what a server tells in no call's middle.
func (h *host) tellIdle(m wire.Message) {
	t := &turn{era: legacy}
	h.mu.Lock()
	if h.legacy != nil {
		t.logLevel = h.legacy.logLevel
	}
	h.mu.Unlock()
	if params := t.relayed(m); params != nil {
		h.sent(h.conn.Notify(h.ctx, m.Method, params.Raw()))
	}
}

// relayed is what the host is told of a notification, nil if nothing: progress under the host's own token, and log messages as severe as the host
// wants them.
func (t *turn) relayed(m wire.Message) wire.Object {
	params, err := wire.ParseObject(m.Params)
	if err != nil {
		return nil
	}
	params = stripMeta(params)
	switch m.Method {
	case "notifications/progress":
		token := t.meta.Get("progressToken")
		if token == nil {
			return nil
		}
		params = params.Set("progressToken", token)
	case "notifications/message":
		if !t.wants(params.Text("level")) {
			return nil
		}
	case "notifications/elicitation/complete": // of 2025-11-25 alone
		if t.era == modern {
			return nil
		}
	default:
		return nil
	}
	return params
}
