package aggregator

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ncp/aggregator/toolindex"
)

// Limits on find.
const (
	defaultLimit     = 5
	defaultListLimit = 20
	maxLimit         = 50
	maxParts         = 10
)

// FindRequest is what find is asked. The zero value lists all tools.
type FindRequest struct {
	Description string        // what is needed; a | b asks several things at once; "" lists
	Limit       int           // 0 means 5, or 20 for a list; at most 50
	Page        int           // from 1; 0 means 1
	Server      string        // only this server
	Wait        time.Duration // for servers that were never seen; see WaitConnect
}

// WaitConnect as FindRequest.Wait waits for each server as long as its first contact may take.
const WaitConnect time.Duration = -1

// FindAnswer is what find found.
type FindAnswer struct {
	Parts   []FindPart `json:"parts"`
	Servers []Status   `json:"servers"` // those asked, in the order of the configuration
	Notice  string     `json:"notice,omitempty"`
}

// FindPart answers one of the things asked.
type FindPart struct {
	Query string  `json:"query,omitempty"`
	Tools []*Tool `json:"-"`
	Total int     `json:"total"` // hits on all pages
	First int     `json:"first"` // position of Tools[0], from 1
}

// More reports whether a further page holds something.
func (p *FindPart) More() bool { return p.First-1+len(p.Tools) < p.Total }

// Find ranks the catalogue. It waits for nothing but servers never seen, and for them at most as long as asked.
func (a *Aggregator) Find(ctx context.Context, req FindRequest) (*FindAnswer, error) {
	servers, err := a.selected(req.Server)
	if err != nil {
		return nil, err
	}
	a.await(ctx, servers, req.Wait)
	answer := &FindAnswer{Notice: a.notice()}
	for _, s := range servers {
		answer.Servers = append(answer.Servers, s.status())
	}
	page := max(req.Page, 1)
	parts := splitParts(req.Description)
	limit := limitOf(req.Limit, parts[0] == "")
	each := max(limit/len(parts), 1)
	for _, query := range parts {
		answer.Parts = append(answer.Parts, a.findPart(query, req.Server, each, page))
	}
	return answer, nil
}

func (a *Aggregator) findPart(query, server string, limit, page int) FindPart {
	part := FindPart{Query: query, First: (page-1)*limit + 1}
	var hits []*Tool
	index, tools := a.search()
	if query == "" {
		for _, t := range tools {
			if server == "" || t.Server == server {
				hits = append(hits, t)
			}
		}
	} else {
		for _, hit := range index.Search(query, &toolindex.Options{Server: server}) {
			hits = append(hits, tools[hit.Tool])
		}
	}
	part.Total = len(hits)
	from := min(part.First-1, len(hits))
	part.Tools = hits[from:min(from+limit, len(hits))]
	return part
}

// splitParts splits a | b; nothing at all is one empty part, which lists.
func splitParts(description string) []string {
	var parts []string
	for _, p := range strings.SplitN(description, "|", maxParts) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return []string{""}
	}
	return parts
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

// staleWait is how long a command waits for a fresh list where it has an old one.
const staleWait = 3 * time.Second

// await starts to list the servers that were never seen or whose list has expired, and waits for the former at most as long as asked.
func (a *Aggregator) await(ctx context.Context, servers []*server, wait time.Duration) {
	start := time.Now()
	for _, s := range servers {
		if s.spec.Upstream != nil && (!s.seen() || s.known() && s.expired()) {
			s.begin()
		}
	}
	for _, s := range servers {
		if s.spec.Upstream == nil {
			continue
		}
		limit := wait
		switch {
		case wait == WaitConnect && s.known() && s.expired():
			limit = staleWait
		case s.seen():
			continue
		case wait == WaitConnect:
			limit = s.spec.Upstream.ConnectTimeout() + time.Second // its own error says more than ours
		}
		deadline := time.NewTimer(time.Until(start.Add(limit)))
		select {
		case <-s.begin():
		case <-deadline.C:
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
	s.mu.Lock()
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

// Servers tells of every server, the disabled ones included.
func (a *Aggregator) Servers() []Status {
	out := make([]Status, 0, len(a.servers()))
	for _, s := range a.servers() {
		out = append(out, s.status())
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
