package aggregator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ncp/aggregator/toolindex"
)

// Limits on find.
const (
	defaultLimit     = 5
	defaultListLimit = 20
	maxLimit         = 50
	maxParts         = 10
	maxItems         = 3         // beside the tools of one part
	maxPage          = 1_000_000 // what is behind is empty anyway
	askedWidth       = 100
	maxNamed         = 10 // tools in all of which an answer that found nothing names each
)

// FindRequest is what find is asked. The zero value lists all tools.
type FindRequest struct {
	Description string        // what is needed; a | b asks several things at once; "" lists
	Limit       int           // 0 means 5, or 20 for a list; at most 50
	Page        int           // from 1; 0 means 1
	Server      string        // only this server
	Wait        time.Duration // for servers that were never seen; see WaitConnect
	Explain     bool          // with the reasons for the order
}

// WaitConnect as FindRequest.Wait waits for each server as long as its first contact may take.
const WaitConnect time.Duration = -1

// FindAnswer is what find found.
type FindAnswer struct {
	Parts   []FindPart
	Servers []Status // those asked, in the order of the configuration
	Notice  string

	disabled int     // servers in the configuration that are not asked
	few      []*Tool // all that there are to find, if they are few
}

// FindPart answers one of the things asked.
type FindPart struct {
	Query   string  `json:"query,omitempty"`
	Tools   []*Tool `json:"-"`
	Total   int     `json:"total"`            // hits on all pages
	Matched int     `json:"matched"`          // tools that have a word of the query; of many, only the best are hits
	First   int     `json:"first"`            // position of Tools[0], from 1
	Unsure  bool    `json:"unsure,omitempty"` // none seems to do what was asked for; Tools are merely the nearest
	Items   []*Item `json:"-"`                // prompts, resources and templates that fit, beside the first page of a search

	// If reasons were asked for: how the query was read, and why each of Tools stands where it does.
	Reading *toolindex.Reading `json:"reading,omitempty"`
	Reasons []toolindex.Reason `json:"reasons,omitempty"`
	Judged  []toolindex.Term   `json:"judged,omitempty"` // why Unsure, or not
	Why     string             `json:"why,omitempty"`    // the same, in words, if anything but Judged tells
}

// Asked is what was asked in one line of at most 100 columns.
func (p *FindPart) Asked() string { return cut(oneLine(p.Query), askedWidth) }

// More reports whether a further page holds something.
func (p *FindPart) More() bool { return p.First-1+len(p.Tools) < p.Total }

// Cut reports whether tools match that are on no page: a search looks closely at the best ones only.
func (p *FindPart) Cut() bool { return p.Matched > p.Total && p.Total > 0 }

// Find ranks the catalogue. It waits for nothing but servers never seen, and for them at most as long as asked.
func (a *Aggregator) Find(ctx context.Context, req FindRequest) (*FindAnswer, error) {
	servers, err := a.selected(req.Server)
	if err != nil {
		return nil, err
	}
	a.await(ctx, servers, req.Wait, req.Wait == WaitConnect)
	answer := &FindAnswer{Notice: a.notice(), disabled: len(a.servers()) - len(a.names())}
	for _, s := range servers {
		answer.Servers = append(answer.Servers, s.shown())
	}
	if all := a.tools(req.Server); len(all) <= maxNamed {
		answer.few = all
	}
	parts, err := splitParts(req.Description)
	if err != nil {
		return nil, err
	}
	if len(parts) == 1 && a.ranked().AsksForAll(parts[0]) {
		parts[0] = ""
	}
	limit, page := limitOf(req.Limit, parts[0] == ""), min(max(req.Page, 1), maxPage)
	for i, query := range parts {
		each := limit / len(parts)
		if i < limit%len(parts) {
			each++
		}
		each = max(each, 1) // more things than the limit has places get one each: an empty part would say that nothing fits
		answer.Parts = append(answer.Parts, a.findPart(query, &req, each, page))
	}
	return answer, nil
}

// findPart finds a page of at most limit tools.
func (a *Aggregator) findPart(query string, req *FindRequest, limit, page int) FindPart {
	part := FindPart{Query: query, First: (page-1)*limit + 1}
	var tools []*Tool
	var reasons []toolindex.Reason
	if query == "" {
		tools = a.tools(req.Server)
		part.Matched = len(tools)
	} else {
		found := a.search(query, req)
		part.Unsure, part.Matched = !found.Fits, found.Matched
		if req.Explain {
			part.Reading, part.Judged, part.Why = &found.Reading, found.Judged, found.Why
		}
		for i, hit := range found.Hits {
			if s := a.server(hit.Server); s == nil {
				continue // it went since
			} else if t := s.tool(hit.Name); t != nil {
				tools = append(tools, t)
				if req.Explain {
					reasons = append(reasons, found.Reasons[i])
				}
			}
		}
	}
	if query != "" && page == 1 {
		part.Items = a.beside.search(a.servers(), query, req.Server, min(limit, maxItems))
	}
	part.Total = len(tools)
	from := min(part.First-1, len(tools))
	to := min(from+limit, len(tools))
	part.Tools = tools[from:to]
	if reasons != nil {
		part.Reasons = reasons[from:to]
	}
	return part
}

// search ranks the tools for a query.
func (a *Aggregator) search(query string, req *FindRequest) toolindex.Explanation {
	opts := &toolindex.Options{Server: req.Server}
	if req.Explain {
		return a.ranked().Explain(query, opts)
	}
	return toolindex.Explanation{Result: a.ranked().Search(query, opts)}
}

// tools lists the tools of one server or, without a name, of all, in the order of the configuration and of their lists.
func (a *Aggregator) tools(server string) []*Tool {
	var tools []*Tool
	for _, s := range a.servers() {
		if server == "" || server == s.spec.Name {
			tools = append(tools, s.tools()...)
		}
	}
	return tools
}

// splitParts splits a | b; nothing at all is one empty part, which lists.
func splitParts(description string) ([]string, error) {
	var parts []string
	for p := range strings.SplitSeq(description, "|") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	switch {
	case len(parts) == 0:
		return []string{""}, nil
	case len(parts) > maxParts:
		return nil, &RefusedError{Text: fmt.Sprintf("%d things are asked for at once; at most %d, so ask again for the others", len(parts), maxParts)}
	}
	return parts, nil
}

func limitOf(limit int, listing bool) int {
	switch {
	case limit > 0:
		return min(limit, maxLimit)
	case listing:
		return defaultListLimit
	}
	return defaultLimit
}

// selected returns the servers that a request is about.
func (a *Aggregator) selected(name string) ([]*server, error) {
	if name == "" {
		var all []*server
		for _, s := range a.servers() {
			if !s.spec.Disabled {
				all = append(all, s)
			}
		}
		return all, nil
	}
	s := a.server(name)
	if s == nil {
		return nil, &UnknownServerError{Name: name, Nearest: nearest(name, a.names()), Known: a.names()}
	}
	if s.spec.Disabled {
		return nil, &RefusedError{Text: fmt.Sprintf("server %q is disabled in the configuration", name), InConfiguration: true}
	}
	return []*server{s}, nil
}

func (a *Aggregator) names() []string {
	var names []string
	for _, s := range a.servers() {
		if !s.spec.Disabled {
			names = append(names, s.spec.Name)
		}
	}
	return names
}

// staleWait is how long a command waits for a fresh list where it has an old one, and for any of a server that is known to be down.
const staleWait = 3 * time.Second

// await starts to list the servers that were never seen or whose list has expired, and waits for the former at most as long as asked; with whole
// for all lists of each, else for its tools.
func (a *Aggregator) await(ctx context.Context, servers []*server, wait time.Duration, whole bool) {
	start := time.Now()
	for _, s := range servers {
		if s.spec.Upstream != nil && (!s.seen(whole) || s.known() && s.expired()) {
			s.begin()
		}
	}
	for _, s := range servers {
		if s.spec.Upstream == nil {
			continue
		}
		limit := wait
		switch {
		case wait == WaitConnect && (s.known() && s.expired() || s.wasDown()):
			limit = staleWait
		case s.seen(whole), wait != WaitConnect && s.outwaited():
			continue
		case wait == WaitConnect:
			limit = s.spec.Upstream.ConnectTimeout() + time.Second // its own error says more than ours
		}
		deadline := time.NewTimer(time.Until(start.Add(limit)))
		l := s.begin()
		there := l.first
		if whole {
			there = l.all
		}
		select {
		case <-there:
		case <-deadline.C:
			s.waited()
			if s.wasDown() {
				s.late(limit)
			}
		case <-ctx.Done():
		}
		deadline.Stop()
	}
}

// SignInNeed returns the error that says why a server needs a sign-in, nil if it does not.
func (a *Aggregator) SignInNeed(server string) error {
	s := a.server(server)
	if s == nil {
		return nil
	}
	s.lock()
	defer s.mu.Unlock()
	return s.signIn
}

// Refresh asks a server for its tools and waits for them.
func (a *Aggregator) Refresh(ctx context.Context, server string) error {
	s := a.server(server)
	if s == nil || s.spec.Upstream == nil {
		return nil
	}
	return s.refresh(ctx)
}

// Ask asks servers for all that they have, also where a list of a moment ago is at hand: who wants to know their state wants that of now. It waits
// for each as long as it is told, and at most as long as its first contact may take. Without names it asks all.
func (a *Aggregator) Ask(ctx context.Context, wait time.Duration, names ...string) {
	var all sync.WaitGroup
	for _, s := range a.servers() {
		if s.spec.Upstream == nil || names != nil && !slices.Contains(names, s.spec.Name) {
			continue
		}
		enough := s.spec.Upstream.ConnectTimeout() + time.Second // its own error says more than ours
		limit := min(wait, enough)
		silent := fmt.Errorf("no list of its tools within %v", limit)
		all.Go(func() {
			ctx, cancel := context.WithTimeoutCause(ctx, limit, silent)
			defer cancel()
			l := s.renew()
			switch err := s.outcome(ctx, l); {
			case errors.Is(err, silent) && limit == enough:
				s.note(err)
			case errors.Is(err, silent):
				s.late(limit)
			case err == nil: // what is left out of the other lists is part of the state
				select {
				case <-l.all:
				case <-ctx.Done():
				}
			}
		})
	}
	all.Wait()
}

// Servers tells of every server, the disabled ones included.
func (a *Aggregator) Servers() []Status {
	out := make([]Status, 0, len(a.servers()))
	for _, s := range a.servers() {
		status := s.shown()
		status.Problems = append(status.Problems, s.unlisted()...)
		for _, t := range s.changed() {
			status.Changed = append(status.Changed, t.ToolName())
		}
		out = append(out, status)
	}
	return out
}

// UnknownServerError names a server that is not configured.
type UnknownServerError struct {
	Name    string
	Nearest []string
	Known   []string
}

func (e *UnknownServerError) Error() string {
	msg := fmt.Sprintf("no server %q", e.Name)
	switch {
	case len(e.Nearest) > 0:
		return msg + "; did you mean " + strings.Join(e.Nearest, ", ") + "?"
	case len(e.Known) == 0:
		return msg + "; none is configured"
	}
	return msg + "; configured: " + strings.Join(e.Known[:min(len(e.Known), 20)], ", ")
}
