package toolschema

import "regexp"

// checker is one check of one value: a schema and what may still be spent on it. When the purse is empty, everything
// that is left passes.
type checker struct {
	doc    *document
	visits int
	work   int
	split  map[*byte]fields // objects of the value, by the place where they are written
	regexp map[string]*regexp.Regexp
}

func newChecker(d *document) *checker {
	return &checker{
		doc:    d,
		visits: maxVisits,
		work:   maxWork,
		split:  map[*byte]fields{},
		regexp: map[string]*regexp.Regexp{},
	}
}

func (c *checker) problems(n *node, v raw, at *path) []Problem {
	var ps []Problem
	for _, f := range c.check(n, v, at, 0) {
		ps = append(ps, f.Problem)
	}
	return ps
}

// spend takes the cost of looking at n more bytes. It is false when the purse is empty.
func (c *checker) spend(n int) bool {
	c.work -= n
	return c.work >= 0
}

// check returns what is certainly wrong with v. None, where v passes or where nothing certain can be said.
func (c *checker) check(n *node, v raw, at *path, depth int) []finding {
	cost := 1
	if v.kind() == kindNumber {
		cost = len(v)
	}
	if c.visits--; c.visits < 0 || depth > maxDepth || !c.spend(cost) {
		return nil
	}
	if n.never {
		return []finding{refused(at)}
	}
	if n.nullable && v.kind() == kindNull {
		return nil
	}
	var found []finding
	if target := c.doc.resolve(n.ref); target != nil {
		found = c.check(target, v, at, depth+1)
		if c.doc.refAlone {
			return found
		}
	}
	if !n.allowsType(v) {
		return join(found, []finding{wrongType(at, n.types, v)})
	}
	if allowed := n.values(); len(allowed) > 0 && !c.among(allowed, v) {
		return join(found, []finding{wrongValue(at, allowed, v)})
	}
	switch v.kind() {
	case kindObject:
		found = join(found, c.object(n, v, at, depth))
	case kindArray:
		found = join(found, c.array(n, v, at, depth))
	}
	for _, s := range n.allOf {
		if len(found) >= maxProblems {
			break
		}
		found = join(found, c.check(c.doc.node(s), v, at, depth+1))
	}
	found = join(found, c.choice(n.anyOf, v, at, depth))
	return join(found, c.choice(n.oneOf, v, at, depth))
}

// join appends, up to maxProblems and each path and message once: two branches of an allOf may say the same.
func join(found, more []finding) []finding {
next:
	for _, f := range more {
		for _, old := range found {
			if old.Problem == f.Problem {
				continue next
			}
		}
		if len(found) < maxProblems {
			found = append(found, f)
		}
	}
	return found
}

func (n *node) allowsType(v raw) bool {
	if n.types == nil || n.odd != nil {
		return true
	}
	actual := v.kind()
	for _, k := range n.types {
		if k == actual || k == kindInteger && actual == kindNumber && decimalOf(v).isInteger() {
			return true
		}
	}
	return false
}

// values returns the values of enum or const, none where any value is allowed. An enum without values is taken for a
// slip of a generator and not for a tool that cannot be called.
func (n *node) values() []raw {
	if n.constant != nil {
		return []raw{n.constant}
	}
	return n.enum
}

func (c *checker) among(allowed []raw, v raw) bool {
	for _, a := range allowed {
		if c.equal(a, v, 0) {
			return true
		}
	}
	return false
}

// equal compares two values as JSON Schema does: numbers by what they are worth, objects without their order. It is
// true where it costs too much to tell.
func (c *checker) equal(a, b raw, depth int) bool {
	if depth > maxDepth || !c.spend(1) {
		return true
	}
	if a.kind() != b.kind() {
		return false
	}
	switch a.kind() {
	case kindString:
		return !c.spend(len(a)+len(b)) || a.text() == b.text()
	case kindNumber:
		return !c.spend(len(a)+len(b)) || decimalOf(a) == decimalOf(b)
	case kindArray:
		return c.equalArrays(a, b, depth)
	case kindObject:
		return c.equalObjects(a, b, depth)
	default:
		return string(a) == string(b)
	}
}

func (c *checker) equalArrays(a, b raw, depth int) bool {
	if !c.spend(len(a) + len(b)) {
		return true
	}
	as, bs := list(a), list(b)
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if !c.equal(as[i], bs[i], depth+1) {
			return false
		}
	}
	return true
}

func (c *checker) equalObjects(a, b raw, depth int) bool {
	as, ok := c.fields(a)
	bs, ok2 := c.fields(b)
	if !ok || !ok2 {
		return true
	}
	if len(as.list) != len(bs.list) {
		return false
	}
	for _, m := range as.list {
		other := bs.get(m.name)
		if other == nil || !c.equal(m.value, other, depth+1) {
			return false
		}
	}
	return true
}

// fields splits an object, once for each place in the text. Each member counts as a visit.
func (c *checker) fields(v raw) (fields, bool) {
	if f, ok := c.split[&v[0]]; ok {
		return f, true
	}
	if c.visits <= 0 || !c.spend(len(v)) {
		return fields{}, false
	}
	f, ok := fieldsOf(v, c.visits)
	if !ok {
		c.visits = 0
		return fields{}, false
	}
	c.visits -= len(f.list)
	c.split[&v[0]] = f
	return f, true
}

func (c *checker) array(n *node, v raw, at *path, depth int) []finding {
	if len(n.prefix) == 0 && n.items == nil || !c.spend(len(v)) {
		return nil
	}
	var found []finding
	for i, e := range v.elements() {
		s := n.items
		if i < len(n.prefix) {
			s = n.prefix[i]
		}
		if s == nil || len(found) >= maxProblems || c.visits <= 0 {
			break
		}
		found = join(found, c.check(c.doc.node(s), e, at.index(i), depth+1))
	}
	return found
}

func (c *checker) object(n *node, v raw, at *path, depth int) []finding {
	given, ok := c.fields(v)
	if !ok {
		return nil
	}
	found := c.missing(n, given, at)
	type pair struct {
		schema raw
		member member
	}
	var pairs []pair
	for _, m := range given.list {
		if len(found) >= maxProblems || !c.spend(1) {
			return found
		}
		s, known := n.properties.get(m.name), false
		if s != nil && string(m.value) == "null" && !n.requires[m.name] {
			continue // models and hosts write null for what they leave out, and MCP itself reads it so where it mirrors arguments into headers
		}
		if s != nil {
			pairs, known = append(pairs, pair{s, m}), true
		}
		for _, p := range n.patterns {
			switch c.matches(p.name, m.name) {
			case yes:
				pairs, known = append(pairs, pair{p.value, m}), true
			case unsure:
				known = true
			}
		}
		if known || n.additional == nil {
			continue
		}
		if string(n.additional) == "false" {
			found = join(found, []finding{c.unknown(at, m.name, n)})
			continue
		}
		pairs = append(pairs, pair{n.additional, m})
	}
	for _, p := range pairs {
		if len(found) >= maxProblems {
			break
		}
		found = join(found, c.check(c.doc.node(p.schema), p.member.value, at.member(p.member.name), depth+1))
	}
	return found
}

// missing looks for required members, those that the schema describes first and in its order.
func (c *checker) missing(n *node, given fields, at *path) []finding {
	var found []finding
	for _, name := range n.requiredInOrder() {
		if len(found) >= maxProblems || !c.spend(1) {
			break
		}
		if given.get(name) == nil {
			found = append(found, c.absent(at, name, n.properties.get(name)))
		}
	}
	return found
}

// requiredInOrder returns the required names, those with a schema first and in the order of properties.
func (n *node) requiredInOrder() []string {
	if n.ordered == nil {
		n.ordered = make([]string, 0, len(n.required))
		for _, m := range n.properties.list {
			if n.requires[m.name] {
				n.ordered = append(n.ordered, m.name)
			}
		}
		for _, name := range n.required {
			if n.properties.get(name) == nil {
				n.ordered = append(n.ordered, name)
			}
		}
	}
	return n.ordered
}
