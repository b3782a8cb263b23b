package aggregator

import (
	"errors"
	"slices"

	"ncp/internal/wire"
)

// errReplaced is the end of calls to a server whose entry has gone.
var errReplaced = errors.New("its entry in the configuration was removed or changed during the call; see which tools there are now")

// Replace takes over a configuration that has changed: an entry whose Upstream is the same is kept with its sessions, its calls and what is
// known of it, and its Confirms, BlockChanged and ResultBudget are the new ones from then on; any other Upstream that is no longer there is
// closed in the background, which ends its calls. notice is as in Options.
// A host is told of each kind that it may be listed otherwise now.
func (a *Aggregator) Replace(servers []Server, notice string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	old := a.specs
	a.specs, a.said = servers, notice
	for _, view := range a.views {
		view.replace(servers)
	}
	gone, made := unkept(old, servers), unkept(servers, old)
	for _, spec := range gone {
		a.tasks.Go(spec.Upstream.Close)
	}
	other := slices.Concat(gone, made)
	a.news.tell(slices.DeleteFunc(lists(), func(kind wire.Kind) bool {
		if kind == wire.Tools && (!slices.Equal(enabled(old), enabled(servers)) || budgeted(old) != budgeted(servers)) {
			return false // our own
		}
		return !slices.ContainsFunc(other, func(spec Server) bool { return spec.shows(kind, a.exposed) })
	})...)
}

// unkept are the running ones of some entries that others do not have.
func unkept(some, others []Server) []Server {
	return slices.DeleteFunc(slices.Clone(some), func(spec Server) bool { return spec.Upstream == nil || slices.ContainsFunc(others, spec.keeps) })
}

// shows reports whether hosts may be listed things of a kind by themselves.
func (s *Server) shows(kind wire.Kind, exposure Exposure) bool {
	return s.relays(kind) && (kind != wire.Tools || s.Exposes != nil || exposure.each())
}

// SetNotice replaces the notice of Options.
func (a *Aggregator) SetNotice(notice string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.said = notice
}

func (a *Aggregator) notice() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.said
}

// keeps reports whether other is the same entry, still running.
func (s *Server) keeps(other Server) bool {
	return s.Upstream != nil && s.Upstream == other.Upstream && s.Name == other.Name
}

// enabled are the names that find's description tells.
func enabled(servers []Server) []string {
	var names []string
	for _, s := range servers {
		if !s.Disabled {
			names = append(names, s.Name)
		}
	}
	return names
}

// replace is Replace for one view. The caller holds shared.mu.
func (a *Aggregator) replace(specs []Server) {
	a.setMu.Lock()
	defer a.setMu.Unlock()
	set := make([]*server, len(specs))
	for i, spec := range specs {
		if at := slices.IndexFunc(a.set, func(s *server) bool { return spec.keeps(s.spec) }); at >= 0 {
			set[i] = a.set[at]
			continue
		}
		set[i] = newServer(spec, a)
		if a.watching {
			set[i].startWatch()
		}
	}
	for _, s := range a.set {
		if !slices.Contains(set, s) {
			s.cancel(errReplaced)
		}
	}
	a.set = set
}

// entries is the configuration as it is now. It is never changed, only replaced.
func (a *Aggregator) entries() []Server {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.specs
}

// entry is what the configuration says of a server now, where s.spec is what it said when the server was made.
func (a *Aggregator) entry(s *server) Server {
	now := a.entries()
	if at := slices.IndexFunc(now, s.spec.keeps); at >= 0 {
		return now[at]
	}
	return s.spec // it has just gone
}

// servers are those of the configuration, in its order.
func (a *Aggregator) servers() []*server {
	a.setMu.Lock()
	defer a.setMu.Unlock()
	return a.set
}

// server returns the one of that name, nil if there is none.
func (a *Aggregator) server(name string) *server {
	for _, s := range a.servers() {
		if s.spec.Name == name {
			return s
		}
	}
	return nil
}
