package toolschema

import (
	"slices"
	"strconv"
	"strings"
)

// finding is a Problem together with what the choice between alternatives needs to know of it.
type finding struct {
	Problem
	at *path

	// A finding about the whole value at the path says here what would be allowed.
	types   []string // names of types
	values  []raw    // values of an enum or const
	foreign bool     // nothing that is allowed is even of the value's type
}

// whole reports whether f says that the value at that path is of the wrong type or is none of the values allowed.
func (f finding) whole(at *path) bool { return f.at == at && (f.types != nil || f.values != nil) }

// path is the way from the arguments to a value within them; nil is the arguments.
type path struct {
	up   *path
	step string
}

func (p *path) member(name string) *path {
	if name == "" || strings.ContainsAny(name, ".[]\"\\") || quote(name) != `"`+name+`"` {
		return &path{p, "[" + quote(cut(name)) + "]"}
	}
	if name = cut(name); p != nil {
		name = "." + name
	}
	return &path{p, name}
}

func (p *path) index(i int) *path { return &path{p, "[" + strconv.Itoa(i) + "]"} }

func (p *path) String() string {
	var steps []string
	for ; p != nil; p = p.up {
		steps = append(steps, p.step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, "")
}

// label is how a message calls the value.
func (p *path) label() string {
	switch s := p.String(); {
	case s == "":
		return "arguments"
	case strings.Contains(s, `"`):
		return s
	default:
		return `"` + s + `"`
	}
}

func (p *path) problem(message string) Problem { return Problem{p.String(), message} }

func refused(at *path) finding {
	return finding{Problem: at.problem(at.label() + " must be left out"), at: at, types: []string{}, foreign: true}
}

func wrongType(at *path, want []kind, v raw) finding {
	f := finding{at: at, foreign: true}
	for _, k := range want {
		f.types = append(f.types, string(k))
	}
	return f.told(v)
}

func wrongValue(at *path, want []raw, v raw) finding {
	same := func(w raw) bool { return w.kind() == v.kind() }
	return finding{at: at, values: want, foreign: !slices.ContainsFunc(want, same)}.told(v)
}

// told returns f with its message.
func (f finding) told(v raw) finding {
	var want []string
	for _, w := range f.values[:min(len(f.values), maxListed)] {
		want = append(want, show(w))
	}
	if len(f.values) > maxListed {
		want = append(want, "…")
	}
	few := len(f.values) == 0
	if few {
		want = f.types
	} else if len(f.types) > 0 {
		want = append(want, f.types...)
	}
	text := strings.Join(want, ", ")
	switch {
	case few:
		text = strings.Join(want, " or ")
	case len(want) > 1:
		text = "one of " + text
	}
	actual := string(v.kind())
	if !few && !f.foreign || v.kind() == kindNumber && slices.Contains(f.types, string(kindInteger)) {
		actual = show(v)
	}
	hint := ""
	if len(f.values) > maxListed && !f.foreign {
		hint = suggestion(v.text(), texts(f.values))
	}
	f.Problem = f.at.problem(f.at.label() + " must be " + text + ", not " + actual + hint)
	return f
}

func texts(values []raw) []string {
	var ss []string
	for _, v := range values[:min(len(values), maxCandidates)] {
		ss = append(ss, v.text())
	}
	return ss
}

func (c *checker) absent(at *path, name string, schema raw) finding {
	what := at.member(name)
	message := "missing required " + what.label()
	if schema != nil {
		message += " (" + c.doc.typeOf(c.doc.node(schema), maxTypeInMessage) + ")"
	}
	return finding{Problem: what.problem(message), at: what}
}

func (c *checker) unknown(at *path, name string, n *node) finding {
	what := at.member(name)
	message := "unknown " + what.label()
	var known, shown []string
	for _, m := range n.properties.list[:min(len(n.properties.list), maxCandidates)] {
		known = append(known, m.name)
		if len(shown) < maxListed {
			shown = append(shown, showName(m.name))
		}
	}
	if len(n.properties.list) > len(shown) {
		shown = append(shown, "…")
	}
	if c.spend(maxCompared * maxCompared * len(known)) {
		message += suggestion(name, known)
	}
	if len(shown) == 0 {
		shown = []string{"nothing"}
	}
	return finding{Problem: what.problem(message + "; allowed: " + strings.Join(shown, ", ")), at: what}
}
