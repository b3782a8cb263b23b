package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// file is a Config while it is read.
type file struct {
	Config
	nodes  []node // of Config.Servers
	broken bool
	top    Policy // for entries that say nothing else
}

// file reads the whole document.
func (d *decoder) file(f *file) {
	d.seen = map[string]node{}
	root := node{value: &d.doc.root}
	if !rootKeys.read(d, root, f) {
		d.problems[0].Key = "the file"
		f.broken = true
		return
	}
	before := len(d.problems)
	d.duplicates(root, "mcpServers")
	for _, p := range d.problems[before:] {
		f.broken = f.broken || p.Key == "mcpServers"
	}
	rootKeys.failClosed(d.problems, f)
}

// problems completes the problems of all servers and of the file; others are those of no server.
func (f *file) problems(others Problems) {
	others.sort()
	f.Top, f.Problems = others, slices.Clone(others)
	for i := range f.Servers {
		f.Servers[i].Problems.sort()
		f.Problems = append(f.Problems, f.Servers[i].Problems...)
	}
	f.Problems.sort()
}

// servers reads mcpServers.
func servers() kind[file] {
	return kind[file]{typ: "object of servers", below: everyName(serverKeys.list()), read: func(d *decoder, n node, f *file) {
		object, ok := n.value.Value.(*hujson.Object)
		if !ok {
			d.wrongType(n, "an object {...}")
			f.broken = true
			return
		}
		outer := d.problems
		first := map[string]int{}
		for i := range object.Members {
			m := &object.Members[i]
			name := memberName(m)
			child := node{value: &m.Value, name: m.Name.StartOffset, path: joinPath(n.path, name)}
			d.problems = nil
			if other, again := first[name]; again {
				d.duplicate(m, child.path, f.nodes[other].name)
				f.Servers[other].Problems = append(f.Servers[other].Problems, d.problems...)
				continue
			}
			first[name] = len(f.Servers)
			f.Servers = append(f.Servers, d.server(name, child))
			f.nodes = append(f.nodes, child)
		}
		d.problems = nil
		f.compare(d)
		d.problems = outer
	}}
}

func everyName(ks []Key) []Key {
	for i := range ks {
		ks[i].Path = "*." + ks[i].Path
	}
	return ks
}

// server reads one entry with its problems.
func (d *decoder) server(name string, n node) Server {
	e := entry{Server: Server{Name: name}}
	d.check(n.name, n.path, name, []check{isName})
	outer := d.seen
	d.seen, d.raw = map[string]node{}, isDisabled(n)
	if serverKeys.read(d, n, &e) {
		checkServer(d, n, &e)
	}
	d.seen, d.raw = outer, false
	d.duplicates(n, "")
	e.Problems = d.problems
	return e.Server
}

var serverName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

func isName(s string) string {
	if strings.EqualFold(s, "ncp") {
		return `the name "ncp" is reserved for this program; choose another`
	}
	if !serverName.MatchString(s) {
		return "not a name for a server; allowed: 1 to 64 letters A-Z a-z, digits, and _ . -"
	}
	return ""
}

// isDisabled looks ahead, because the references of a disabled server are not expanded.
func isDisabled(n node) bool {
	object, ok := n.value.Value.(*hujson.Object)
	return ok && slices.ContainsFunc(object.Members, func(m hujson.ObjectMember) bool {
		return memberName(&m) == "disabled" && m.Value.Value.Kind() == 't'
	})
}

// compare holds the rules between servers.
func (f *file) compare(d *decoder) {
	report := func(i int, problem func(at int, path, format string, args ...any), at int, path, format string, args ...any) {
		d.problems = nil
		problem(at, path, format, args...)
		f.Servers[i].Problems = append(f.Servers[i].Problems, d.problems...)
	}
	spelled := map[string]string{}
	groups := map[string][]int{} // servers that share tokens
	var order []string
	for i, s := range f.Servers {
		lower := strings.ToLower(s.Name)
		if other, ok := spelled[lower]; ok {
			report(i, d.warn, f.nodes[i].name, f.nodes[i].path, "differs from %s only by case", quote(other))
		} else {
			spelled[lower] = s.Name
		}
		if s.Disabled || s.Err() != nil || !s.SignsIn() {
			continue
		}
		id := s.URL + "\x00" + s.Auth.OAuth.Account // as the token's file is named
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], i)
	}
	for _, id := range order {
		group := groups[id]
		if !slices.ContainsFunc(group, func(i int) bool { return !SameSignIn(&f.Servers[group[0]], &f.Servers[i]) }) {
			continue
		}
		for _, i := range group {
			var others []string
			for _, j := range group {
				if j != i && len(others) < 3 {
					others = append(others, fmt.Sprintf("%q", f.Servers[j].Name))
				}
			}
			path := joinPath(f.nodes[i].path, "auth")
			report(i, d.fail, f.nodes[i].name, path,
				`shares its sign-in with %s (same url, same account) but differs in its settings for it; make them equal, or give each its own "account"`,
				strings.Join(others, ", "))
		}
	}
}
