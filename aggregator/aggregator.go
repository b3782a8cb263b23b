// Package aggregator is the MCP server that a host sees: two tools, find and run, in front of many upstreams.
//
// It answers from a catalogue of tools that survives restarts, keeps that catalogue fresh in the background, relays calls with their bytes
// untouched, and names every server that is not ready with its reason; one bad upstream never delays or fails another.
// It does not connect, authorize or configure anything itself: it is given its upstreams and only asks them.
package aggregator

import (
	"context"
	"encoding/json"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"ncp/internal/wire"
)

// Upstream is what the aggregator needs of one MCP server. Its methods are safe for concurrent use.
type Upstream interface {
	// List lists all that client is shown of a kind, as raw definitions.
	List(ctx context.Context, kind wire.Kind, client wire.Client) (wire.List, error)
	// Call sends one request and returns the raw result; a *wire.Error is the server's own.
	Call(ctx context.Context, call wire.Call) (json.RawMessage, error)
	// Subscribe has updated called when a resource changes, until ctx ends. It returns once the server has agreed, or with why it does not.
	Subscribe(ctx context.Context, client wire.Client, uri string, updated func(wire.Message)) error
	// Notify tells the server's sessions of client something, where there are any and its era has sessions.
	Notify(ctx context.Context, client wire.Client, method string)
	// Changed returns what is closed when the server next says that one of its lists has changed.
	Changed() <-chan struct{}
	// Era and SetEra read and restore what the server was found to speak, so that a restart need not probe again.
	Era() string
	SetEra(era string)
	// ConnectTimeout is how long a first contact may take.
	ConnectTimeout() time.Duration
	Close()
}

// Server is one entry of the configuration, as the aggregator is given it.
type Server struct {
	Name     string
	Upstream Upstream                                 // nil if the entry is disabled or misconfigured
	Disabled bool                                     // left out of everything but lists of servers
	Problem  string                                   // why the entry is misconfigured, "" if it is not
	Identity string                                   // whose tools these are: the name of the catalogue's file
	Grant    func() string                            // whose sign-in the tools are seen with, noted inside that file; another one drops it; nil means no sign-in
	Lacks    func() error                             // what that sign-in was too little for, for whatever process: the error of that call, nil if there is none; nil means no sign-in
	Allows   func(tool string) bool                   // nil allows all
	Relays   func(kind string) bool                   // which of tools, prompts and resources hosts are shown and may use, one at least; nil: all
	Exposes  func(tool string) bool                   // which of its tools hosts are listed by themselves; nil: as the exposure says
	Confirms func(tool string, destructive bool) bool // whether the user has to agree to a call; nil: to none

	BlockChanged bool // whether a tool that is another one than when it was first used may not be called; else that is logged
	ResultBudget int  // bytes of text that a host's call may answer with at once, the rest to be read in pages; 0 is any number
}

// Options tunes an Aggregator. A nil *Options means defaults.
type Options struct {
	Version      string          // of ncp
	CacheDir     string          // of the catalogue's files; "" keeps nothing
	UsesDir      string          // of what tools were first used as; "" remembers it in memory alone
	Notice       string          // shown by find, a line each: what is wrong with the configuration
	Exposure     Exposure        // which tools hosts are listed; see Expose
	Capabilities json.RawMessage // what the caller can be asked, in the form of ClientCapabilities; hosts declare their own
	AskTimeLimit time.Duration   // of a question to the host's user; 0 means ten minutes
	SignIns      SignIns         // lets people sign in for a host's calls; nil leaves that to others
	SignInWait   time.Duration   // of a call, for a person whom the host cannot ask; 0 means 30 s
	Logger       *slog.Logger    // nil discards
}

// Aggregator is the set of upstreams and their catalogue, as a client is shown them that declares one set of capabilities.
// Its methods are safe for concurrent use. Close it when done.
type Aggregator struct {
	*shared
	declared json.RawMessage // in the form of declarable

	setMu    sync.Mutex // guards what follows; taken after shared.mu, and never around it
	set      []*server  // in the order of the configuration; a list is never changed, only replaced
	watching bool       // the background refresh has started

	index  catalogueIndex
	beside itemIndex // of what is no tool
}

// shared is what all views have in common.
type shared struct {
	opts   Options
	log    *slog.Logger
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	news   *news   // of what we list
	links  sources // of resources, by the results that name them

	mu      sync.Mutex // guards what follows
	specs   []Server
	exposed Exposure
	said    string // the notice
	closed  bool
	views   map[string]*Aggregator
	host    json.RawMessage    // the Implementation of who is served; nil until it is known
	idle    wire.Ask           // asks a legacy host outside any call; nil if there is none
	told    func(wire.Message) // tells it; likewise
}

// New makes an Aggregator and loads the catalogue's files. It connects to nothing until it has to; see Watch.
func New(servers []Server, opts *Options) *Aggregator {
	common := &shared{specs: servers, news: newNews(), views: map[string]*Aggregator{}}
	if opts != nil {
		common.opts = *opts
		common.said, common.exposed = opts.Notice, opts.Exposure
	}
	if common.log = common.opts.Logger; common.log == nil {
		common.log = slog.New(slog.DiscardHandler)
	}
	common.ctx, common.cancel = context.WithCancel(context.Background())
	first := &Aggregator{shared: common}
	return first.as(declarable(common.opts.Capabilities, modern))
}

// maxViews bounds the sets of capabilities that hosts declare in one process; one has one, unless it means to be difficult.
const maxViews = 16

// as returns the same upstreams as they are shown to who declares these capabilities, in the form of declarable.
func (a *Aggregator) as(declared json.RawMessage) *Aggregator {
	a.mu.Lock()
	defer a.mu.Unlock()
	view := a.views[string(declared)]
	if view == nil && len(a.views) >= maxViews {
		declared = nil // who declares nothing is asked nothing
		view = a.views[""]
	}
	if view == nil {
		view = &Aggregator{shared: a.shared, declared: declared}
		view.replace(a.specs)
		a.views[string(declared)] = view
	}
	return view
}

// client is what upstreams are told of who is served.
func (a *Aggregator) client() wire.Client {
	a.mu.Lock()
	defer a.mu.Unlock()
	client := wire.Client{Capabilities: a.declared, Info: a.host, Tell: a.told}
	if a.idle != nil {
		client.Ask = a.guard(a.idle)
	}
	return client
}

// meet notes who is served, for client. The first one counts: a process serves one host.
func (a *Aggregator) meet(info json.RawMessage) {
	host, err := wire.ParseObject(info)
	if err != nil || host.Text("name") == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.host == nil {
		name := host.Text("name") + " (via ncp " + a.opts.Version + ")"
		a.host = wire.Object{
			{Key: "name", Value: wire.AppendText(nil, name)}, {Key: "version", Value: wire.AppendText(nil, host.Text("version"))},
		}.Raw()
	}
}

// serveIdle notes how the host is asked and told outside any call, which is only possible where it is legacy.
func (a *Aggregator) serveIdle(ask wire.Ask, tell func(wire.Message)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.idle, a.told = ask, tell
}

// Watch starts to connect to every upstream in the background and to keep their lists fresh; further calls do nothing.
func (a *Aggregator) Watch() {
	a.setMu.Lock()
	defer a.setMu.Unlock()
	if !a.watching {
		a.watching = true
		debug.SetGCPercent(haste)
		limit := debug.SetMemoryLimit(-1) // as it is
		if limit > hasteLimit {
			debug.SetMemoryLimit(hasteLimit)
		}
		first := a.set
		a.tasks.Go(func() { a.tidy(limit) })
		a.tasks.Go(func() {
			a.ranked() // the index for the first find comes before the network, which wants the processor as well
			for _, s := range first {
				s.startWatch()
			}
		})
	}
}

// settled is when the catalogue has been read and most servers have listed.
const settled = time.Second

// haste lets the heap grow to 16 MB before it is collected for the first time: what reads the catalogue and makes the index is not interrupted by it.
const haste = 400

// hasteLimit ends the haste where a server sends more than a catalogue.
const hasteLimit = 64 << 20

// thrift is how far the heap may then grow beyond what lives in it, in percent, before it is collected. Go's 100 would spend 4 MB of a host's memory, for
// each copy that it starts, to save microseconds.
const thrift = 25

// tidy gives back, once, what reading the catalogue and the first lists took beside what they left, and is thrifty from then on: a host keeps us for days.
// limit is that of the memory from before.
func (a *Aggregator) tidy(limit int64) {
	if limit > hasteLimit {
		defer debug.SetMemoryLimit(limit)
	}
	select {
	case <-time.After(settled):
		debug.SetGCPercent(thrift)
		debug.FreeOSMemory()
	case <-a.ctx.Done():
	}
}

// Close ends every upstream and waits for them.
func (a *Aggregator) Close() {
	a.cancel()
	a.mu.Lock()
	specs := a.specs
	a.closed = true
	a.mu.Unlock()
	var closing sync.WaitGroup
	for _, spec := range specs {
		if spec.Upstream != nil {
			closing.Go(spec.Upstream.Close)
		}
	}
	closing.Wait()
	a.tasks.Wait()
}
