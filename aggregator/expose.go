package aggregator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"ncp/internal/wire"
)

// Exposure says which tools a host is listed: our own two, or those of the servers under names that hosts allow.
type Exposure string

// The exposures; the zero value is ExposeMeta.
const (
	ExposeMeta Exposure = "meta" // find and run
	ExposeAll  Exposure = "all"  // every tool of every server
	ExposeBoth Exposure = "both"
)

// each reports whether the tools of a server that says nothing else are listed.
func (e Exposure) each() bool { return e == ExposeAll || e == ExposeBoth }

// What hosts allow of a tool's name: "^[a-zA-Z0-9_-]{1,64}$" is the narrowest rule among them.
const (
	maxExposedName = 64
	nameHash       = 12 // hex digits
	separator      = "__"
)

// exposedName is the name by which a host is listed a tool. It depends on the tool alone. server__tool is kept where it can be taken apart again; any other
// name ends with a hash of both, and no name that is kept looks like that.
func exposedName(server, tool string) string {
	name := server + separator + tool
	plain := len(name) <= maxExposedName && !strings.Contains(server, separator) && !strings.HasSuffix(server, "_") && safe(name) == name && !looksHashed(name)
	if plain {
		return name
	}
	sum := sha256.Sum256([]byte(server + ":" + tool))
	name = safe(name)
	return name[:min(len(name), maxExposedName-nameHash-1)] + "-" + hex.EncodeToString(sum[:])[:nameHash]
}

// exposedTool is what a tool is to hosts that are listed it by itself.
type exposedTool struct {
	name   string
	misfit [2]error // what hosts of an era would reject of it, the modern ones last
}

// byItself looks at the tool as hosts would that are listed it by itself: once, as it may be one of thousands, on each page of a list.
func (t *Tool) byItself() *exposedTool {
	t.exposing.Do(func() {
		t.exposed = &exposedTool{exposedName(t.Server, t.Name), [2]error{misfit(wire.Tools, t.Raw, legacy), misfit(wire.Tools, t.Raw, modern)}}
	})
	return t.exposed
}

// rejected is what hosts of an era would reject of the tool, nil if nothing.
func (e *exposedTool) rejected(by era) error {
	if by == modern {
		return e.misfit[1]
	}
	return e.misfit[0]
}

// safe replaces what no host allows in a name.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return '_'
	}, name)
}

func looksHashed(name string) bool {
	at := len(name) - nameHash - 1
	return at >= 0 && name[at] == '-' && strings.Trim(name[at+1:], "0123456789abcdef") == ""
}

// exposes reports whether hosts are listed a tool by itself: as its entry says, else as exposure does.
func (spec *Server) exposes(tool string, exposure Exposure) bool {
	if spec.Exposes != nil {
		return spec.Exposes(tool)
	}
	return exposure.each()
}

// exposed are the tools that hosts are listed by themselves: of a server that lets nobody in yet, the one to sign in with.
func (s *server) exposed(exposure Exposure) (tools []*Tool) {
	if s.closed() && (s.spec.Exposes != nil || s.spec.exposes(signInName, exposure)) {
		return []*Tool{s.signInTool()}
	}
	for _, t := range s.tools() {
		if s.spec.exposes(t.Name, exposure) {
			tools = append(tools, t)
		}
	}
	return tools
}

// exposure is the one for all servers, and whether any tool may be listed by itself.
func (a *Aggregator) exposure() (exposure Exposure, some bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	some = a.exposed.each()
	for i := range a.specs {
		some = some || a.specs[i].Exposes != nil
	}
	return a.exposed, some
}

// budgeted reports whether any server's results may be shortened.
func budgeted(servers []Server) bool {
	return slices.ContainsFunc(servers, func(s Server) bool { return s.ResultBudget > 0 })
}

// Expose changes the exposure. Hosts are told.
func (a *Aggregator) Expose(exposure Exposure) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.exposed != exposure {
		a.exposed = exposure
		a.news.tell(wire.Tools)
	}
}

// toolItems are the tools that a host of an era is listed: our own, then those of the servers that it may be shown. One that it would reject is left out and
// named, since it would cost the host the whole list.
func (a *Aggregator) toolItems(ctx context.Context, era era) (items []*Item, holds time.Duration) {
	exposure, some := a.exposure()
	if exposure != ExposeAll {
		items = []*Item{{Kind: wire.Tools, Key: "find", Raw: a.findDefinition()}, {Kind: wire.Tools, Key: "run", Raw: runDefinition()}}
	}
	if !some {
		return items, ownTTL
	}
	if exposure == ExposeAll && budgeted(a.entries()) {
		items = append(items, &Item{Kind: wire.Tools, Key: exposedReadResult, Raw: readResultDefinition()})
	}
	servers, holds := a.listable(ctx, wire.Tools)
	taken := map[string]bool{}
	for _, s := range servers {
		for _, t := range s.exposed(exposure) {
			name, err := t.byItself().name, t.byItself().rejected(era)
			if taken[name] {
				err = fmt.Errorf("the name %s is taken", name)
			}
			if err != nil {
				a.log.Warn("left out of tools/list", "server", t.Server, "tool", t.Name, "err", err)
				continue
			}
			taken[name] = true
			items = append(items, &Item{Server: t.Server, Kind: wire.Tools, Key: name, Raw: t.Raw})
		}
	}
	return items, holds
}

// calledByItself finds the tool that a host calls by itself, and reports whether it may. A name without hash tells whose it is, also of a tool that is not
// known yet.
func (a *Aggregator) calledByItself(name string) (toolName string, ok bool) {
	exposure, _ := a.exposure()
	may := func(s *server, tool string) (string, bool) {
		return s.spec.Name + ":" + tool, s.spec.exposes(tool, exposure) || tool == signInName && s.spec.Exposes != nil
	}
	server, tool, found := strings.Cut(name, separator)
	if s := a.server(server); found && s != nil && tool != "" && exposedName(server, tool) == name {
		return may(s, tool)
	}
	if !looksHashed(name) {
		return "", false
	}
	for _, s := range a.servers() {
		if s.spec.Grant != nil && exposedName(s.spec.Name, signInName) == name {
			return may(s, signInName)
		}
		for _, t := range s.tools() {
			if t.byItself().name == name {
				return may(s, t.Name)
			}
		}
	}
	return "", false
}

// nearListed says, behind an error, which of the tools that hosts are listed by themselves a name may have meant.
func (a *Aggregator) nearListed(name string) string {
	exposure, _ := a.exposure()
	var names []string
	for _, s := range a.servers() {
		for _, t := range s.exposed(exposure) {
			names = append(names, t.byItself().name)
		}
	}
	if near := nearest(name, names); len(near) > 0 {
		return "; nearest: " + strings.Join(near, ", ")
	}
	return "; tools/list has what there is"
}

// unlisted names the tools that hosts, or some of them, are not listed by themselves although they should be, and why.
func (s *server) unlisted() (problems []string) {
	exposure, some := s.a.exposure()
	if !some {
		return nil
	}
	for _, t := range s.exposed(exposure) {
		hosts, err := "hosts", t.byItself().rejected(modern)
		if err == nil {
			hosts, err = "hosts before MCP "+versionModern, t.byItself().rejected(legacy)
		}
		if err != nil && len(problems) < maxProblems {
			problems = append(problems, fmt.Sprintf("tool %q is not listed by itself, since %s would reject the list with it: %v", t.Name, hosts, err))
		}
	}
	return problems
}
