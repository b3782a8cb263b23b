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

// passing are the params of a request without what belongs to the host's own hop: what a round of questions brought, and the wish for a task, which is to
// be ignored by those who do not declare tasks (2025-11-25, basic/utilities/tasks).
func (t *turn) passing() wire.Object {
	return t.params.Delete("inputResponses").Delete("requestState").Delete("task")
}

// route finds the server that a request is about, and the request's params as that server knows its things.
func (a *Aggregator) route(ctx context.Context, t *turn) (*server, wire.Object, error) {
	params := t.passing()
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

// resourceOf finds the server that a URI, or a URI template, belongs to, and what it calls it. A URI that may be of several servers, by what they list, by
// their templates or by a result that names it, goes to none of them: whoever asks has to say whose it is.
func (a *Aggregator) resourceOf(ctx context.Context, era era, uri string) (*server, string, error) {
	if uri == "" {
		return nil, "", wire.Errorf(wire.CodeInvalidParams, "the uri is missing")
	}
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
		e.Message = fmt.Sprintf("%d servers may have the resource %q; use one of: %s", len(owners), uri, strings.Join(forms, ", "))
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

// ownersOf are the servers that a URI seems to belong to, by the first of these that tells: the lists; the templates that match it together with the results
// of late that name it, which alone would let any server take over what another one has; or that there is but one server that may have resources. It waits
// for servers never seen unless a list of those that are known tells.
func (a *Aggregator) ownersOf(ctx context.Context, uri string) []*server {
	var candidates []*server
	for _, s := range a.servers() {
		if s.usable(wire.Resources) == nil {
			candidates = append(candidates, s)
		}
	}
	that := func(is func(*server) bool) []*server {
		return slices.DeleteFunc(slices.Clone(candidates), func(s *server) bool { return !is(s) })
	}
	lists := func(s *server) bool {
		return s.has(func(it *Item) bool { return it.Kind != wire.Prompts && it.Key == uri })
	}
	if owners := that(lists); len(owners) == 1 {
		return owners
	}
	a.await(ctx, candidates, findWait, true)
	if owners := that(lists); len(owners) > 0 {
		return owners
	}
	linked := a.links.of(uri)
	owners := that(func(s *server) bool {
		return slices.Contains(linked, s.spec.Name) || s.has(func(it *Item) bool { return it.Kind == wire.Templates && matches(it.Key, uri) })
	})
	if len(owners) > 0 {
		return owners
	}
	owners = that(func(s *server) bool {
		return !s.seen(true) || s.has(func(it *Item) bool { return it.Kind != wire.Prompts })
	})
	if len(owners) > 1 {
		return nil // they have resources, but nothing says that they have this one
	}
	return owners
}

// has reports whether there is such a thing among what the server lists and is no tool.
func (s *server) has(is func(*Item) bool) bool {
	items, _ := s.others()
	return slices.ContainsFunc(items, is)
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
