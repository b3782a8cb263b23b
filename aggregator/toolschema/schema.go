package toolschema

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
)

// maxSchema is the longest schema that is read. A longer one, which no model could be shown, says nothing.
const maxSchema = 4 << 20

// document is one schema text and what has been understood of it so far.
type document struct {
	text  raw // the whole
	root  *node
	nodes map[*byte]*node  // by the place where the schema is written
	refs  map[string]*node // by the text of the reference; nil where it leads nowhere we can see

	// embedded says that the text may hold schemas with an identity ($id) of their own. A local reference within one
	// starts at that schema and not at the root, so it is followed nowhere.
	embedded bool

	// refAlone says that the dialect is draft-07 or older, where nothing beside a $ref counts.
	refAlone bool
}

// node is one schema, taken apart. Keywords that are not judged are not here, nor are those whose value has not the
// shape that the specification asks for.
type node struct {
	never    bool     // the schema false
	types    []kind   // nil allows all
	odd      []string // type names that JSON Schema does not know
	enum     []raw    // nil allows all
	constant raw      // nil allows all
	nullable bool     // OpenAPI 3.0: null is allowed as well
	ref      string

	properties fields
	required   []string
	requires   map[string]bool // the same names
	ordered    []string        // by requiredInOrder
	additional raw             // nil where absent
	patterns   []member

	prefix []raw // schemas of the first elements
	items  raw   // schema of the elements after those, nil where absent

	allOf, anyOf, oneOf []raw
}

// open parses a schema. It is false for what is no schema at all: broken JSON, something other than an object or a
// boolean, or more than maxSchema bytes.
func open(schema []byte) (*document, bool) {
	if len(schema) > maxSchema {
		return nil, false
	}
	root, ok := parse(schema)
	if !ok || root.kind() != kindObject && root.kind() != kindBoolean {
		return nil, false
	}
	d := &document{text: root, nodes: map[*byte]*node{}, refs: map[string]*node{}}
	own := 0
	for name, value := range root.members() {
		switch name {
		case "$id":
			own++
		case "$schema":
			d.refAlone = strings.Contains(value.text(), "json-schema.org/draft-0")
		}
	}
	d.embedded = bytes.Count(root, []byte(`"$id"`)) > own
	d.root = d.node(root)
	return d, true
}

// node takes the schema at v apart, once for each place in the text.
func (d *document) node(v raw) *node {
	if n, ok := d.nodes[&v[0]]; ok {
		return n
	}
	n := &node{never: string(v) == "false"}
	d.nodes[&v[0]] = n
	var extra raw // draft-07 additionalItems, which counts beside an array of items only
	listed := false
	for name, value := range v.members() {
		switch name {
		case "type":
			n.types, n.odd = typesOf(value)
		case "enum":
			n.enum = list(value)
		case "const":
			n.constant = value
		case "nullable":
			n.nullable = value.isTrue()
		case "$ref":
			n.ref = value.text()
		case "properties":
			n.properties, _ = fieldsOf(value, maxSchema)
		case "required":
			n.required, n.requires = namesOf(value)
		case "additionalProperties":
			n.additional = value
		case "patternProperties":
			f, _ := fieldsOf(value, maxSchema)
			n.patterns = f.list
		case "prefixItems":
			n.prefix = list(value)
		case "items":
			if listed = value.kind() == kindArray; listed {
				n.prefix = list(value)
			} else {
				n.items = value
			}
		case "additionalItems":
			extra = value
		case "allOf":
			n.allOf = list(value)
		case "anyOf":
			n.anyOf = list(value)
		case "oneOf":
			n.oneOf = list(value)
		}
	}
	if listed {
		n.items = extra
	}
	return n
}

// typesOf reads the keyword type. Names that JSON Schema does not know are kept apart: whoever writes "date" or "any"
// means something that we cannot judge.
func typesOf(v raw) (known []kind, odd []string) {
	names := list(v)
	if v.kind() == kindString {
		names = []raw{v}
	}
	for _, name := range names {
		switch k := kind(name.text()); k {
		case kindNull, kindBoolean, kindNumber, kindString, kindArray, kindObject, kindInteger:
			known = append(known, k)
		default:
			odd = append(odd, string(k))
		}
	}
	return known, odd
}

// namesOf reads a list of names, each once, in its order.
func namesOf(v raw) (names []string, set map[string]bool) {
	set = map[string]bool{}
	for _, e := range v.elements() {
		if name := e.text(); e.kind() == kindString && !set[name] {
			set[name] = true
			names = append(names, name)
		}
	}
	return names, set
}

func list(v raw) []raw {
	var l []raw
	for _, e := range v.elements() {
		l = append(l, e)
	}
	return l
}

// resolve returns what a local reference names: "#" and JSON pointers such as "#/$defs/Pet". It is nil for every other
// reference: remote ones are never fetched, anchors are not looked for.
func (d *document) resolve(ref string) *node {
	if n, ok := d.refs[ref]; ok {
		return n
	}
	d.refs[ref] = d.lookUp(ref)
	return d.refs[ref]
}

func (d *document) lookUp(ref string) *node {
	pointer, local := strings.CutPrefix(ref, "#")
	if !local || d.embedded {
		return nil
	}
	pointer, err := url.PathUnescape(pointer)
	if err != nil || pointer != "" && pointer[0] != '/' {
		return nil
	}
	at := d.text
	for _, step := range strings.Split(pointer, "/")[1:] {
		if at = child(at, unescape.Replace(step)); at == nil {
			return nil
		}
	}
	if at.kind() != kindObject && at.kind() != kindBoolean {
		return nil
	}
	return d.node(at)
}

// unescape undoes the two escapes of a JSON pointer (RFC 6901): "~1" is "/", "~0" is "~".
var unescape = strings.NewReplacer("~1", "/", "~0", "~")

func child(v raw, step string) (found raw) {
	if v.kind() == kindArray {
		index, err := strconv.Atoi(step)
		if err != nil {
			return nil
		}
		for i, e := range v.elements() {
			if i == index {
				return e
			}
		}
		return nil
	}
	for name, value := range v.members() {
		if name == step {
			found = value // the last of duplicates
		}
	}
	return found
}
