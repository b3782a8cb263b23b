package toolschema

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Limits of what is compiled.
const (
	maxCompiled = 1000    // schemas that lie in each other, or refer to each other
	maxReads    = 100     // of each byte: one for each list or object around it
	leastReads  = 100_000 // whatever its length
	parsing     = 500     // reads that take as long as to parse a reference
	maxChain    = 100     // references that lead to nothing but the next one
)

// Flaw says where in a schema a validator that compiles it would stop, and what should be there; want is "" if it would not. The measure is Ajv for
// draft-07 as many hosts use it: it takes most of what makes no sense, but neither a reference that leads nowhere nor a keyword with a value of another type.
// What the schema does not come to by its keywords and references is not looked at, as there.
func Flaw(schema json.RawMessage) (where, want string) {
	root, ok := parse(schema)
	if !ok || len(schema) > maxSchema {
		return "", "a JSON Schema of at most " + strconv.Itoa(maxSchema) + " bytes"
	}
	c := &compiler{root: &root[0], named: map[string]place{}, known: map[*byte]fields{}, done: map[*byte]bool{}, work: leastReads + maxReads*len(root)}
	top := place{root, root, &url.URL{}}
	if where, want = c.name(&top, 0); want == "" {
		where, want = c.schema(top, 0)
	}
	if c.work < 0 {
		return "", "simple enough to be compiled"
	}
	return where, want
}

// compiler walks through one schema as far as its validator would.
type compiler struct {
	root  *byte            // where the whole begins
	named map[string]place // schemas with an identity or an anchor, by their whole URI
	known map[*byte]fields // objects that were taken apart, by where they are written
	done  map[*byte]bool   // schemas that were walked through, likewise
	work  int              // bytes that may still be read
}

// members are those of an object, none of anything else or if there is too much to read.
func (c *compiler) members(v raw) fields {
	if f, ok := c.known[&v[0]]; ok || v.kind() != kindObject || !c.spend(v) {
		return f
	}
	f, _ := fieldsOf(v, maxSchema)
	c.known[&v[0]] = f
	return f
}

// elements are those of a list, with their places for names, none of anything else or if there is too much to read.
func (c *compiler) elements(v raw) (elements []member) {
	if v.kind() == kindArray && c.spend(v) {
		for i, e := range list(v) {
			elements = append(elements, member{"[" + strconv.Itoa(i) + "]", e})
		}
	}
	return elements
}

func (c *compiler) spend(v raw) bool {
	c.work -= len(v)
	return c.work >= 0
}

// schema walks through the schema at p.
func (c *compiler) schema(p place, depth int) (where, want string) {
	switch {
	case p.value.kind() == kindNull:
		return "", "a schema"
	case p.value.kind() != kindObject || c.done[&p.value[0]]: // what is no schema lets everything pass
		return "", ""
	case depth > maxCompiled:
		return "", "nested less deep"
	}
	c.done[&p.value[0]] = true
	members := c.members(p.value)
	if id := members.text("$id"); id != "" {
		p.identify(id)
	}
	if where, want = types(members); want != "" {
		return where, want
	}
	for _, m := range members.list {
		if where, want = c.keyword(p, m, members, depth+1); want != "" {
			return joinWhere(m.name, where), want
		}
	}
	return "", ""
}

// orNull is v, or null where there is nothing.
func (v raw) orNull() raw {
	if v == nil {
		return raw("null")
	}
	return v
}

// types checks type and what stands beside it.
func types(members fields) (where, want string) {
	value := members.get("type").orNull()
	known, odd := typesOf(value)
	nullable := members.get("nullable").orNull()
	switch {
	case len(odd) > 0 && value.text() != "" || value.kind() == kindArray && len(known) < len(list(value)):
		return "type", `"null", "boolean", "object", "array", "number", "integer", "string", or a list of them`
	case nullable.kind() == kindBoolean && len(known) == 0:
		return "nullable", "beside a type"
	case string(nullable) == "false" && slices.Contains(known, kindNull):
		return "nullable", "true, as the type is null as well"
	}
	return "", ""
}

// shape says of which kinds the value of a keyword has to be; want is "" for a keyword that is not looked at.
func shape(keyword string) (want string, kinds []kind) {
	switch keyword {
	case "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "maxLength", "minLength", "maxProperties", "minProperties", "maxItems", "minItems":
		return "a number", []kind{kindNumber}
	case "uniqueItems", "nullable":
		return "true or false", []kind{kindBoolean}
	case "required":
		return "a list", []kind{kindArray}
	case "enum":
		return "a list of one value at least", []kind{kindArray}
	case "format":
		return "a string", []kind{kindString}
	case "$id":
		return "a string", []kind{kindString, kindNull}
	case "id":
		return `called "$id"`, nil
	case "type":
		return "a string or a list", []kind{kindString, kindArray}
	case "pattern":
		return "a regular expression of ECMAScript", []kind{kindString}
	case "$ref":
		return "a reference to something within the schema", []kind{kindString}
	case "not", "if", "then", "else", "propertyNames", "additionalProperties", "additionalItems", "contains":
		return "a schema", []kind{kindObject, kindBoolean}
	case "anyOf", "oneOf", "allOf":
		return "a list of schemas", []kind{kindArray}
	case "items":
		return "a schema, or a list of them", []kind{kindObject, kindBoolean, kindArray}
	case "properties", "patternProperties", "dependencies":
		return "an object of schemas", []kind{kindObject}
	}
	return "", nil
}

// keyword checks the value of one keyword, and the schemas in it or that it refers to.
func (c *compiler) keyword(p place, m member, siblings fields, depth int) (where, want string) {
	want, kinds := shape(m.name)
	switch {
	case want == "":
		return "", ""
	case !slices.Contains(kinds, m.value.kind()):
		return "", want
	}
	switch m.name {
	case "enum":
		if len(c.elements(m.value)) > 0 {
			return "", ""
		}
		return "", want
	case "pattern":
		if isECMAScript(m.value.text()) {
			return "", ""
		}
		return "", want
	case "$ref":
		if strings.HasPrefix(m.value.text(), dialect) {
			return "", ""
		}
		target, ok := c.target(p, m.value.text())
		if !ok {
			return "", want
		}
		return c.schema(target, depth)
	case "additionalItems":
		if siblings.get("items").orNull().kind() != kindArray {
			return "", "" // it means nothing then
		}
	case "then", "else":
		if siblings.get("if") == nil {
			return "", ""
		}
	case "if":
		if siblings.get("then") == nil && siblings.get("else") == nil {
			return "", ""
		}
	case "patternProperties":
		for _, b := range c.members(m.value).list {
			if !isECMAScript(b.name) {
				return "", "an object of regular expressions of ECMAScript"
			}
		}
	}
	var below []member
	switch m.name {
	case "properties", "patternProperties", "dependencies":
		below = c.members(m.value).list
	case "not", "if", "then", "else", "propertyNames", "additionalProperties", "contains", "items", "anyOf", "oneOf", "allOf", "additionalItems":
		if below = c.elements(m.value); below == nil {
			return c.schema(p.within(m.value), depth)
		}
	}
	for _, b := range below {
		if where, want = c.schema(p.within(b.value), depth); want != "" {
			return joinWhere(b.name, where), want
		}
	}
	return "", ""
}

// joinWhere puts the way to a part together.
func joinWhere(where, deeper string) string {
	if deeper == "" || deeper[0] == '[' {
		return where + deeper
	}
	return where + "." + deeper
}
