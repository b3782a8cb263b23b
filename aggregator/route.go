package aggregator

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ncp/internal/wire"
)

// A resource keeps its URI. The qualified form, which names its server, is shown where the URI alone would not tell whose it is; it can
// always be used. URIs of the scheme ncp are ours, so that those of a server that has such itself are qualified.
const (
	ownScheme = "ncp://"
	qualifier = ownScheme + "server/"
)

func qualified(server, uri string) string { return qualifier + server + "/" + uri }

// splitQualified takes a qualified URI, or URI template, apart.
func splitQualified(uri string) (server, rest string, ok bool) {
	rest, ok = strings.CutPrefix(uri, qualifier)
	if ok {
		server, rest, ok = strings.Cut(rest, "/")
	}
	return server, rest, ok
}

// codeNotFound is the error of 2025-11-25 and older for a resource that does not exist; 2026-07-28 has invalid params for it.
const codeNotFound = -32002

// route finds the server that a request is about, and the request's params as that server knows its things.
func (a *Aggregator) route(ctx context.Context, t *turn) (*server, wire.Object, error) {
	params := t.params.Delete("inputResponses").Delete("requestState")
	switch t.Method {
	case "prompts/get":
		s, name, err := a.promptOf(params.Text("name"))
		return s, params.Set("name", wire.AppendText(nil, name)), err
	case "completion/complete":
		ref, err := wire.ParseObject(params.Get("ref"))
		if err != nil {
			return nil, nil, wire.Errorf(wire.CodeInvalidParams, "completion/complete needs params with a ref")
		}
		var s *server
		var name string
		if ref.Text("type") == "ref/prompt" {
			s, name, err = a.promptOf(ref.Text("name"))
			ref = ref.Set("name", wire.AppendText(nil, name))
		} else {
			s, name, err = a.resourceOf(ctx, t.era, ref.Text("uri"))
			ref = ref.Set("uri", wire.AppendText(nil, name))
		}
		return s, params.Set("ref", ref.Raw()), err
	}
	s, uri, err := a.resourceOf(ctx, t.era, params.Text("uri"))
	return s, params.Set("uri", wire.AppendText(nil, uri)), err
}

// promptOf splits server:prompt. Whether there is such a prompt is for the server to say.
func (a *Aggregator) promptOf(name string) (*server, string, error) {
	serverName, prompt, err := SplitToolName(name)
	if err != nil {
		return nil, "", wire.Errorf(wire.CodeInvalidParams, "%q is no prompt's name; use server:prompt, as prompts/list has them", name)
	}
	s, err := a.named(serverName, wire.Prompts)
	return s, prompt, err
}

// named returns the server of that name if it can be asked for things of a kind.
func (a *Aggregator) named(name string, kind wire.Kind) (*server, error) {
	s := a.server(name)
	if s == nil {
		err := &UnknownServerError{Name: name, Nearest: nearest(name, a.names()), Known: a.names()}
		return nil, wire.Errorf(wire.CodeInvalidParams, "%v", err)
	}
	if err := s.usable(kind); err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "%v", err)
	}
	return s, nil
}

// resourceOf finds the server that a URI, or a URI template, belongs to, and what it calls it. No server is asked for a URI that seems to be
// another one's.
func (a *Aggregator) resourceOf(ctx context.Context, era era, uri string) (*server, string, error) {
	if name, rest, ok := splitQualified(uri); ok {
		s, err := a.named(name, wire.Resources)
		return s, rest, err
	}
	var owners []*server
	if !strings.HasPrefix(uri, ownScheme) {
		owners = a.ownersOf(ctx, uri)
	}
	if len(owners) == 1 {
		return owners[0], uri, nil
	}
	e := notFound(era, uri, fmt.Sprintf("no server is known to have the resource %q", uri))
	var forms []string
	for _, s := range owners {
		forms = append(forms, qualified(s.spec.Name, uri))
	}
	switch {
	case len(owners) > 1:
		e.Message = fmt.Sprintf("%d servers have the resource %q; use one of: %s", len(owners), uri, strings.Join(forms, ", "))
	case !strings.HasPrefix(uri, ownScheme):
		e.Message += "; to ask a certain server use " + qualifier + "NAME/URI"
	}
	return nil, "", e
}

// notFound is the error about a resource that does not exist.
func notFound(era era, uri, text string) *wire.Error {
	e := wire.Errorf(wire.CodeInvalidParams, "%s", text)
	if era == legacy {
		e.Code = codeNotFound
	}
	e.Data = wire.Object{{Key: "uri", Value: wire.AppendText(nil, uri)}}.Raw()
	return e
}

// ownersOf are the servers that a URI seems to belong to, by the first of these that tells: the lists, the links in results of late, the templates, or
// that there is but one server that may have resources. It waits for servers never seen if those that are known do not tell.
func (a *Aggregator) ownersOf(ctx context.Context, uri string) []*server {
	var candidates []*server
	for _, s := range a.servers() {
		if s.usable(wire.Resources) == nil {
			candidates = append(candidates, s)
		}
	}
	owners := a.knownOwners(uri, candidates)
	if len(owners) == 1 {
		return owners
	}
	a.await(ctx, candidates, findWait, true)
	if owners = a.knownOwners(uri, candidates); len(owners) > 0 {
		return owners
	}
	for _, s := range candidates {
		if items, _ := s.others(); !s.seen(true) || slices.ContainsFunc(items, func(it *Item) bool { return it.Kind != wire.Prompts }) {
			owners = append(owners, s)
		}
	}
	if len(owners) > 1 {
		return nil // they have resources, but nothing says that they have this one
	}
	return owners
}

func (a *Aggregator) knownOwners(uri string, candidates []*server) []*server {
	where := func(has func(*Item) bool) []*server {
		var found []*server
		for _, s := range candidates {
			if items, _ := s.others(); slices.ContainsFunc(items, has) {
				found = append(found, s)
			}
		}
		return found
	}
	listed := where(func(it *Item) bool { return it.Kind != wire.Prompts && it.Key == uri })
	if len(listed) == 1 {
		return listed
	}
	from := a.links.of(uri)
	for _, s := range candidates {
		if s.spec.Name == from {
			return []*server{s}
		}
	}
	if len(listed) > 1 {
		return listed
	}
	return where(func(it *Item) bool { return it.Kind == wire.Templates && matches(it.Key, uri) })
}

// matches reports whether a URI may be an expansion of a URI template (RFC 6570).
func matches(template, uri string) bool {
	pattern := "^"
	for rest := template; rest != ""; {
		literal, expression, found := strings.Cut(rest, "{")
		pattern += regexp.QuoteMeta(literal)
		if !found {
			break
		}
		expression, rest, _ = strings.Cut(expression, "}")
		if expression != "" && strings.ContainsAny(expression[:1], "+#./;?&") {
			pattern += ".*" // reserved characters stand for themselves, or begin the expansion
		} else {
			pattern += "[^/?#]*"
		}
	}
	re, err := regexp.Compile(pattern + "$")
	return err == nil && re.MatchString(uri)
}

// shown is an item's definition as hosts are shown it.
func (it *Item) shown(shared func(it *Item) bool) json.RawMessage {
	obj, err := wire.ParseObject(it.Raw)
	keeps := it.Kind == wire.Resources || it.Kind == wire.Templates
	if err != nil || keeps && !shared(it) {
		return it.Raw
	}
	return obj.Set(it.Kind.Key(), wire.AppendText(nil, it.Address())).Raw()
}
