package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tailscale/hujson"

	"ncp/internal/secret"
)

// key is one key of an object that is read into a T.
type key[T any] struct {
	name string
	kind kind[T]
	doc  string
	aka  []string        // what people, or other hosts, write instead
	only func(*T) string // why the key has no effect beside what the object holds, or ""

	strict strictest[T] // of a policy: what counts where it cannot be read; zero: as if the key were not there
}

// strictest is the value of a policy that lets least happen. Who meant to set one, and made a mistake, is not left with none.
type strictest[T any] struct {
	set   func(*T)
	until string // what follows for the user, as the end of a sentence
}

// keys is all that an object may hold.
type keys[T any] []key[T]

// kind is the type of a key's value: how it is described, and how it gets into a T.
type kind[T any] struct {
	typ     string
	allowed []string
	secret  bool
	ignored bool
	below   []Key
	read    func(d *decoder, n node, to *T)
}

// read reads the object at n into to. A key that it does not know is a warning.
func (ks keys[T]) read(d *decoder, n node, to *T) bool {
	var present []string
	ok := d.members(n, func(name string, child node) {
		i := slices.IndexFunc(ks, func(k key[T]) bool { return k.name == name })
		if i < 0 {
			d.warn(child.name, child.path, "not known and ignored%s", ks.hint(name))
			return
		}
		present = append(present, name)
		if ks[i].kind.ignored {
			return
		}
		d.seen[child.path] = child
		ks[i].kind.read(d, child, to)
	})
	for _, k := range ks {
		if k.only != nil && slices.Contains(present, k.name) {
			if why := k.only(to); why != "" {
				path := joinPath(n.path, k.name)
				d.warn(d.seen[path].name, path, "%s", why)
			}
		}
	}
	return ok
}

// failClosed gives each policy that could not be read, of those at the top, its strictest value, and says so where the mistake is reported.
func (ks keys[T]) failClosed(problems Problems, to *T) {
	for _, k := range ks {
		if k.strict.set == nil {
			continue
		}
		for i := range problems {
			if p := &problems[i]; !p.Warning && p.within(k.name) {
				k.strict.set(to)
				p.Message += "; until this is mended, " + k.strict.until
			}
		}
	}
}

// hint says which key name may stand for.
func (ks keys[T]) hint(name string) string {
	var names []string
	for _, k := range ks {
		for _, other := range k.aka {
			if word, use, found := strings.Cut(other, "="); strings.EqualFold(word, name) {
				if !found {
					use = k.name
				}
				return fmt.Sprintf("; did you mean %q?", use)
			}
		}
		if !k.kind.ignored {
			names = append(names, k.name)
		}
	}
	if best := nearest(name, names); best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	return ""
}

// text is a string that may be shown.
func text[T any](get func(*T) *string, checks ...check) kind[T] {
	return kind[T]{typ: "string", read: func(d *decoder, n node, to *T) { *get(to) = d.checked(n, false, checks) }}
}

// hidden is a string that must not be shown; ${file:PATH} is allowed.
func hidden[T any](get func(*T) *secret.String, checks ...check) kind[T] {
	return kind[T]{typ: "string", secret: true, read: func(d *decoder, n node, to *T) {
		*get(to) = secret.New(d.checked(n, true, checks))
	}}
}

// toggle is true or false.
func toggle[T any](get func(*T) *bool) kind[T] {
	return kind[T]{typ: "true or false", read: func(d *decoder, n node, to *T) {
		switch n.value.Value.Kind() {
		case 't', 'f':
			*get(to) = n.value.Value.(hujson.Literal).Bool()
		default:
			d.wrongType(n, "true or false")
		}
	}}
}

// number is a whole number from least to most.
func number[T any](least, most int64, unit string, set func(*T, int64)) kind[T] {
	want := fmt.Sprintf("a whole number from %d to %d%s", least, most, unit)
	return kind[T]{typ: want, read: func(d *decoder, n node, to *T) {
		if n.value.Value.Kind() != '0' {
			d.wrongType(n, want)
			return
		}
		literal := string(n.value.Value.(hujson.Literal))
		v, err := strconv.ParseInt(literal, 10, 64)
		if err != nil || v < least || v > most {
			if len(literal) > 40 {
				literal = literal[:40] + "…"
			}
			d.fail(n.at(), n.path, "must be %s, not %s", want, literal)
			return
		}
		set(to, v)
	}}
}

// millis is a time in milliseconds.
func millis[T any](least, most time.Duration, get func(*T) *time.Duration) kind[T] {
	return number(least.Milliseconds(), most.Milliseconds(), " (milliseconds)", func(to *T, v int64) {
		*get(to) = time.Duration(v) * time.Millisecond
	})
}

// choice is one of the words given.
func choice[T any](words []string, set func(*T, string)) kind[T] {
	return kind[T]{typ: "string", allowed: words, read: func(d *decoder, n node, to *T) {
		if !n.isString() {
			d.wrongType(n, `one of "`+strings.Join(words, `", "`)+`"`)
			return
		}
		s, ok := d.text(n, false)
		if !ok {
			return
		}
		if !slices.Contains(words, s) {
			// What is shown is what the file says, not what a variable holds.
			d.fail(n.at(), n.path, "%s is not known; allowed: %s", quote(n.value.Value.(hujson.Literal).String()), strings.Join(words, ", "))
			return
		}
		set(to, s)
	}}
}

// list is a list of strings.
func list[T any](get func(*T) *[]string, checks ...check) kind[T] {
	return kind[T]{typ: "list of strings", read: func(d *decoder, n node, to *T) {
		d.elements(n, "a list of strings [\"...\"]", func(child node) {
			*get(to) = append(*get(to), d.checked(child, false, checks))
		})
	}}
}

// mapping is an object of strings with names of the user's choice.
func mapping[T, P any](secret bool, get func(*T) *[]P, pair func(name, value string) P, name, value check) kind[T] {
	return kind[T]{typ: "object of strings", secret: secret, read: func(d *decoder, n node, to *T) {
		d.members(n, func(word string, child node) {
			d.check(child.name, child.path, word, []check{name})
			*get(to) = append(*get(to), pair(word, d.checked(child, secret, []check{value})))
		})
	}}
}

// object is an object with keys of its own; done, if not nil, checks it as a whole.
func object[T, U any](ks keys[U], get func(*T) *U, done func(d *decoder, n node, u *U)) kind[T] {
	return kind[T]{typ: "object", below: ks.list(), read: func(d *decoder, n node, to *T) {
		if ks.read(d, n, get(to)) && done != nil {
			done(d, n, get(to))
		}
	}}
}

// either is a string or an object.
func either[T any](s, o kind[T]) kind[T] {
	return kind[T]{typ: "string or object", below: o.below, read: func(d *decoder, n node, to *T) {
		switch n.value.Value.Kind() {
		case '"':
			s.read(d, n, to)
		case '{':
			o.read(d, n, to)
		default:
			d.wrongType(n, "a string or an object {...}")
		}
	}}
}

// ignored is a key of other hosts that changes nothing here.
func ignored[T any]() kind[T] { return kind[T]{typ: "anything", ignored: true} }
