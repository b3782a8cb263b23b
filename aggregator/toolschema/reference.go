package toolschema

import (
	"net/url"
	"strings"
)

// place is a value within a schema.
type place struct {
	value    raw
	resource raw      // the schema with an identity that it belongs to
	base     *url.URL // that identity
}

// within is a value that belongs to p.
func (p place) within(value raw) place { return place{value, p.resource, p.base} }

// identify makes p a resource of its own if it says so.
func (p *place) identify(id string) {
	if uri, err := p.base.Parse(id); err == nil && uri.Fragment == "" {
		p.resource, p.base = p.value, uri
	}
}

// name collects what can be referred to by a URI from p on, which it moves to its own identity.
func (c *compiler) name(p *place, depth int) (where, want string) {
	if depth > maxCompiled {
		return "", "" // schema says so, if it comes here
	}
	members := c.members(p.value)
	if id := members.text("$id"); id != "" {
		p.identify(id)
		if !c.put(*p, id) {
			return "$id", "another one than all others"
		}
	}
	for _, key := range []string{"$anchor", "$dynamicAnchor"} {
		if anchor := members.text(key); anchor != "" && depth > 0 && !c.put(*p, "#"+anchor) {
			return key, "another one than all others"
		}
	}
	for _, m := range append(members.list, c.elements(p.value)...) {
		switch m.name {
		case "default", "const", "enum", "examples":
			continue
		}
		below := p.within(m.value)
		if where, want = c.name(&below, depth+1); want != "" {
			return joinWhere(m.name, where), want
		}
	}
	return "", ""
}

// text is what a member says that is a string, "" if there is no such member.
func (f fields) text(name string) string {
	if v := f.get(name); v != nil {
		return v.text()
	}
	return ""
}

// uri is what a reference in p means, nil if it is none or if there is too much to read.
func (c *compiler) uri(p place, ref string) *url.URL {
	if c.work -= parsing + 10*(len(ref)+len(p.base.Path)); c.work < 0 {
		return nil
	}
	uri, err := p.base.Parse(ref)
	if err != nil {
		return nil
	}
	return uri
}

// put notes what p is called, unless something else is called so.
func (c *compiler) put(p place, ref string) bool {
	uri := c.uri(p, ref)
	if uri == nil {
		return true
	}
	if _, taken := c.named[uri.String()]; taken {
		return false
	}
	c.named[uri.String()] = p
	return true
}

// resolve finds what a reference within p leads to.
func (c *compiler) resolve(p place, ref string) (place, bool) {
	uri := c.uri(p, strings.TrimSuffix(strings.TrimSuffix(ref, "/"), "#"))
	if uri == nil {
		return place{}, false
	}
	if found, ok := c.named[uri.String()]; ok {
		return found, true
	}
	pointer := uri.Fragment
	uri.Fragment, uri.RawFragment = "", ""
	target, ok := c.named[uri.String()]
	if !ok {
		target = place{p.resource, p.resource, p.base}
		if uri.String() != p.base.String() {
			return place{}, false
		}
	}
	if pointer != "" && pointer[0] != '/' {
		return place{}, false
	}
	for _, step := range strings.Split(pointer, "/")[1:] {
		value := c.child(target.value, unescape.Replace(step))
		if value == nil {
			return place{}, false
		}
		target = target.within(value)
		if id := c.members(value).text("$id"); id != "" {
			target.identify(id)
		}
	}
	return target, true
}

// child is the value at one step of a pointer, nil if there is none.
func (c *compiler) child(v raw, step string) raw {
	if v.kind() != kindArray {
		return c.members(v).get(step)
	}
	for _, e := range c.elements(v) {
		if e.name == "["+step+"]" {
			return e.value
		}
	}
	return nil
}

// target is resolve through all schemas that are a reference and nothing else, unless they lead in a circle.
func (c *compiler) target(p place, ref string) (place, bool) {
	for range maxChain {
		target, ok := c.resolve(p, ref)
		if !ok {
			return target, false
		}
		members := c.members(target.value)
		for _, m := range members.list {
			if want, _ := shape(m.name); want != "" && m.name != "$ref" {
				return target, true
			}
		}
		next := members.text("$ref")
		if next == "" || strings.HasPrefix(next, dialect) || &target.value[0] == c.root {
			return target, true
		}
		p, ref = target, next
	}
	return place{}, false
}

// dialect is known to each validator, and may be referred to.
const dialect = "http://json-schema.org/draft-07/schema"
