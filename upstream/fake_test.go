package upstream_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ncp/internal/wire"
	"ncp/upstream"
)

// fake is an MCP server over streamable HTTP that answers by hand, so that a test can have any answer be wrong.
// It is legacy with sessions unless modern is set.
type fake struct {
	*httptest.Server
	modern bool
	tools  string // of tools/list, a JSON array

	mu      sync.Mutex // guards what follows
	session int        // the current session; older ones are unknown
	log     []string   // "METHOD rpc-method" of each request
	headers []http.Header
	// fault answers a request instead of the fake and reports whether it did.
	fault func(w http.ResponseWriter, r *http.Request, m wire.Message) bool
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{tools: `[{"name":"x","inputSchema":{"type":"object"}}]`, session: 1}
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() { f.CloseClientConnections(); f.Close() })
	return f
}

// once makes the next tools/call meet a fault.
func (f *fake) once(fault func(w http.ResponseWriter, r *http.Request, m wire.Message)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = func(w http.ResponseWriter, r *http.Request, m wire.Message) bool {
		if m.Method != "tools/call" {
			return false
		}
		f.mu.Lock()
		f.fault = nil
		f.mu.Unlock()
		fault(w, r, m)
		return true
	}
}

// always makes requests meet a fault that reports whether it took them.
func (f *fake) always(fault func(w http.ResponseWriter, r *http.Request, m wire.Message) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// restart forgets all sessions.
func (f *fake) restart() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.session++
}

// current is the session that the fake knows.
func (f *fake) current() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return fmt.Sprint("s", f.session)
}

// seen returns the log since the last time.
func (f *fake) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	log := f.log
	f.log = nil
	return log
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m, _ := wire.Parse(body)
	f.mu.Lock()
	f.log = append(f.log, strings.TrimSpace(r.Method+" "+m.Method))
	f.headers = append(f.headers, r.Header)
	fault, session := f.fault, fmt.Sprint("s", f.session)
	f.mu.Unlock()
	if fault != nil && fault(w, r, m) {
		return
	}
	f.answer(w, r, m, session)
}

func (f *fake) answer(w http.ResponseWriter, r *http.Request, m wire.Message, session string) {
	if !f.modern && m.Method != "initialize" && m.Method != "server/discover" && r.Header.Get("Mcp-Session-Id") != session {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	switch {
	case r.Method != http.MethodPost:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case m.ID == nil:
		w.WriteHeader(http.StatusAccepted)
	case m.Method == "server/discover" && f.modern:
		reply(w, m.ID, `{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}`)
	case m.Method == "initialize" && !f.modern:
		w.Header().Set("Mcp-Session-Id", session)
		reply(w, m.ID, `{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"fake","version":"1"}}`)
	case m.Method == "tools/list":
		reply(w, m.ID, `{"tools":`+f.tools+`}`)
	case m.Method == "tools/call":
		reply(w, m.ID, `{"content":[]}`)
	default:
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}`, m.ID)
	}
}

func reply(w http.ResponseWriter, id json.RawMessage, result string) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, id, result)
}

// events begins an event stream and returns what sends an event.
func events(w http.ResponseWriter) func(format string, args ...any) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	return func(format string, args ...any) {
		fmt.Fprintf(w, format+"\n\n", args...)
		_ = http.NewResponseController(w).Flush()
	}
}

// open makes the client of a server at url.
func open(t *testing.T, url string, change func(*upstream.Options)) *upstream.Server {
	t.Helper()
	opts := upstream.Options{Name: "fake", URL: url, Client: upstream.NewClient(upstream.NewNetwork()), Version: "v1", Timeout: 5 * time.Second}
	if change != nil {
		change(&opts)
	}
	s := upstream.New(opts)
	t.Cleanup(s.Close)
	return s
}

// call is a tools/call of the tool x.
func call(arguments string) wire.Call {
	return wire.Call{Method: "tools/call", Params: wire.Object{
		{Key: "name", Value: json.RawMessage(`"x"`)}, {Key: "arguments", Value: json.RawMessage(arguments)},
	}}
}
