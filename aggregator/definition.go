package aggregator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ncp/aggregator/toolschema"
	"ncp/internal/wire"
)

// misfit says what of a definition hosts of an era reject, by that era's schema of Tool, Prompt, Resource or ResourceTemplate; nil if nothing. Hosts
// check a list as a whole, so that one such definition would cost them all others.
func misfit(kind wire.Kind, raw json.RawMessage, era era) error {
	where, want := definitionOf(kind, era)(raw)
	switch {
	case want == "":
		return nil
	case where == "":
		return fmt.Errorf("it is not %s", want)
	}
	return fmt.Errorf("its %s is not %s", where, want)
}

// form looks at a value and says where in it which part is not what it has to be, and what that would be; want is "" if all is well.
type form func(value json.RawMessage) (where, want string)

// member is one member of an object. Those that no form knows may be anything.
type member struct {
	key    string
	form   form
	needed bool
}

func definitionOf(kind wire.Kind, era era) form {
	members := []member{
		{key: kind.Key(), form: text, needed: true},
		{key: "name", form: text, needed: true},
		{key: "title", form: text},
		{key: "description", form: text},
		{key: "icons", form: listOf(object(
			member{key: "src", form: text, needed: true}, member{key: "mimeType", form: text},
			member{key: "sizes", form: listOf(text)}, member{key: "theme", form: oneOf("light", "dark")},
		))},
		{key: "_meta", form: object()},
	}
	switch kind {
	case wire.Tools:
		members = append(members, toolMembers(era)...)
	case wire.Prompts:
		members = append(members, member{key: "arguments", form: listOf(object(
			member{key: "name", form: text, needed: true}, member{key: "title", form: text}, member{key: "description", form: text}, member{key: "required", form: flag},
		))})
	default:
		members = append(members,
			member{key: "mimeType", form: text}, member{key: "size", form: number},
			member{key: "annotations", form: object(
				member{key: "audience", form: listOf(oneOf("user", "assistant"))},
				member{key: "priority", form: fraction}, member{key: "lastModified", form: moment},
			)},
		)
	}
	return object(members...)
}

// toolMembers are those of tools alone. 2026-07-28 leaves open what is in their schemas, and knows no execution. Its hosts compile a tool's schema when they
// call that tool.
func toolMembers(era era) []member {
	dialect := member{key: "$schema", form: text}
	input := []member{dialect, {key: "type", form: oneOf("object"), needed: true}}
	output := object(dialect)
	var more []member
	if era == legacy {
		input = append(input, member{key: "properties", form: eachIn(object())}, member{key: "required", form: listOf(text)})
		output = compiled(object(input...))
		more = []member{{key: "execution", form: object(member{key: "taskSupport", form: oneOf("required", "optional", "forbidden")})}}
	}
	return append(more,
		member{key: "inputSchema", form: object(input...), needed: true},
		member{key: "outputSchema", form: output},
		member{key: "annotations", form: object(
			member{key: "title", form: text}, member{key: "readOnlyHint", form: flag}, member{key: "destructiveHint", form: flag},
			member{key: "idempotentHint", form: flag}, member{key: "openWorldHint", form: flag},
		)},
	)
}

// compiled is a schema that is of a form and that hosts can compile: some compile each one as soon as they are listed it.
func compiled(f form) form {
	return func(value json.RawMessage) (where, want string) {
		if where, want = f(value); want != "" {
			return where, want
		}
		return toolschema.Flaw(value)
	}
}

func object(members ...member) form {
	return func(value json.RawMessage) (where, want string) {
		obj, err := wire.ParseObject(value)
		if err != nil {
			return "", "an object"
		}
		for _, m := range members {
			part := obj.Get(m.key)
			if part == nil {
				if m.needed {
					return m.key, "there"
				}
				continue
			}
			if where, want = m.form(part); want != "" {
				return join(m.key, where), want
			}
		}
		return "", ""
	}
}

// eachIn is an object of members that are all of one form, whatever they are called.
func eachIn(f form) form {
	return func(value json.RawMessage) (where, want string) {
		obj, err := wire.ParseObject(value)
		if err != nil {
			return "", "an object"
		}
		for _, m := range obj {
			if where, want = f(m.Value); want != "" {
				return join(m.Key, where), want
			}
		}
		return "", ""
	}
}

func listOf(f form) form {
	return func(value json.RawMessage) (where, want string) {
		items, err := wire.Items(value)
		if err != nil {
			return "", "a list"
		}
		for i, item := range items {
			if where, want = f(item); want != "" {
				return join(fmt.Sprintf("[%d]", i), where), want
			}
		}
		return "", ""
	}
}

// join puts the way to a part together: "icons" and "[0].src" are "icons[0].src".
func join(where, deeper string) string {
	if deeper == "" || deeper[0] == '[' {
		return where + deeper
	}
	return where + "." + deeper
}

func text(value json.RawMessage) (where, want string) {
	if value[0] != '"' {
		return "", "a string"
	}
	return "", ""
}

func flag(value json.RawMessage) (where, want string) {
	if value[0] != 't' && value[0] != 'f' {
		return "", "true or false"
	}
	return "", ""
}

func number(value json.RawMessage) (where, want string) {
	if value[0] != '-' && (value[0] < '0' || value[0] > '9') {
		return "", "a number"
	}
	return "", ""
}

func fraction(value json.RawMessage) (where, want string) {
	var n float64
	if _, want = number(value); want != "" || json.Unmarshal(value, &n) != nil || n < 0 || n > 1 {
		return "", "a number from 0 to 1"
	}
	return "", ""
}

func moment(value json.RawMessage) (where, want string) {
	said, _ := wire.Text(value)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if _, err := time.Parse(layout, said); err == nil {
			return "", ""
		}
	}
	return "", "a time as 2026-01-31T12:00:00Z"
}

func oneOf(words ...string) form {
	return func(value json.RawMessage) (where, want string) {
		if word, ok := wire.Text(value); !ok || !slices.Contains(words, word) {
			return "", fmt.Sprintf("one of %q", words)
		}
		return "", ""
	}
}
