//go:build peers

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ncp/aggregator/toolschema"
	"ncp/e2e/findset"
)

// reasons are why the TypeScript SDK's client cannot compile each schema, "" if it can.
func reasons(t *testing.T, schemas []string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), node(t), filepath.Join("peers", "compile.mjs"))
	cmd.Stdin = strings.NewReader(strings.Join(schemas, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(schemas) {
		t.Fatalf("%d answers to %d schemas", len(lines), len(schemas))
	}
	return lines
}

// realSchemas are those of the public sets of tools, none where the sets are not.
func realSchemas(t *testing.T) (schemas []string) {
	t.Helper()
	catalogue, err := findset.Tools(append(findset.Names(), findset.Pool)...)
	if errors.Is(err, fs.ErrNotExist) {
		t.Log(err)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, server := range catalogue.Servers {
		for _, tool := range catalogue.Tools[server] {
			var line bytes.Buffer
			if json.Compact(&line, tool.Schema) == nil && strings.HasPrefix(line.String(), "{") {
				schemas = append(schemas, line.String())
			}
		}
	}
	return schemas
}

// A schema has a flaw where the SDK's client cannot compile it, and nowhere else.
func TestFlawIsWhatTheSDKRejects(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var schemas []string
	for range 4_000 {
		g := generator{random, 0}
		raw, err := json.Marshal(g.root())
		if err != nil {
			t.Fatal(err)
		}
		schemas = append(schemas, string(raw))
	}
	for range 8_000 {
		raw, err := json.Marshal(map[string]string{"type": "string", "pattern": pattern(random)})
		if err != nil {
			t.Fatal(err)
		}
		schemas = append(schemas, string(raw))
	}
	schemas = append(schemas, realSchemas(t)...)
	wrong, flawed := 0, 0
	for i, reason := range reasons(t, schemas) {
		where, want := toolschema.Flaw(json.RawMessage(schemas[i]))
		if reason != "" {
			flawed++
		}
		if (reason != "") != (want != "") {
			if wrong++; wrong <= 20 {
				t.Errorf("%s\n the SDK: %q\n ncp: %q %q", schemas[i], reason, where, want)
			}
		}
	}
	t.Logf("schemas: %d, of which the SDK rejects %d; judged otherwise: %d", len(schemas), flawed, wrong)
}

// generator makes schemas that are mostly right.
type generator struct {
	*rand.Rand
	depth int
}

func (g *generator) pick(values ...any) any { return values[g.IntN(len(values))] }

func (g *generator) root() map[string]any {
	s, _ := g.object().(map[string]any)
	s["$defs"] = map[string]any{"a": g.object(), "b": g.schema(), "c": map[string]any{"$id": "other.json", "$defs": map[string]any{"d": g.object()}, "allOf": []any{g.schema()}}}
	s["definitions"] = map[string]any{"a/b": g.schema()}
	if g.IntN(3) == 0 {
		s["$id"] = g.pick("https://example.com/root.json", "root.json")
	}
	return s
}

func (g *generator) schema() any {
	if g.IntN(40) == 0 {
		return g.pick(true, false, nil, 5, "string", []any{})
	}
	return g.object()
}

// limited is a schema that not everything passes: what stands beside one that everything does is not always compiled.
func (g *generator) limited() any {
	s, _ := g.object().(map[string]any)
	if s["const"] == nil {
		s["const"] = 1
	}
	return s
}

func (g *generator) object() any {
	s := map[string]any{}
	if g.depth++; g.depth > 12 {
		return s
	}
	for range g.IntN(4) {
		switch g.IntN(18) {
		case 0, 1:
			s["type"] = g.pick("object", "string", "number", "integer", []any{"string", "null"}, "object", "array", "array", "boolean")
		case 2:
			s["properties"] = map[string]any{"p": g.schema(), "$id": g.schema(), "x": g.object()}
		case 3:
			s["items"] = g.pick(g.schema(), []any{g.schema(), g.schema()})
		case 4:
			s[g.pick("anyOf", "oneOf", "allOf").(string)] = []any{g.limited(), g.limited()}
		case 5:
			s["if"], s["then"] = g.object(), g.limited()
		case 6:
			s[g.pick("not", "propertyNames", "additionalProperties", "additionalItems", "contains", "prefixItems", "unevaluatedItems").(string)] = g.object()
		case 7:
			s["$ref"] = g.pick(
				"#", "#/$defs/a", "#/$defs/b", "#/definitions/a~1b", "#/definitions/a%7E1b", "#/properties/p", "#/$defs/c", "other.json", "other.json#/$defs/d",
				"#/$defs/c/$defs/d", "#spot", "https://example.com/root.json#/$defs/a", "#/$defs/a", "#/$defs/b", "http://json-schema.org/draft-07/schema#",
			)
			if g.IntN(8) == 0 {
				s["$ref"] = g.pick("#/$defs/nope", "https://example.com/x.json", "#/components/schemas/X", "#nope", "other.json#/nope", "x", "#/", "#/$defs")
			}
		case 8:
			s[g.pick("maximum", "minLength", "maxItems", "multipleOf", "exclusiveMinimum").(string)] = g.IntN(5)
		case 9:
			s["pattern"] = g.pick("^a+$", "\\d{4}", "(?<year>x)\\k<year>", "[\\w\\-.]+")
		case 10:
			s["enum"] = []any{1, "a", nil}
		case 11:
			s["required"] = []any{"p"}
		case 12:
			s[g.pick("title", "description", "default", "zzz", "const").(string)] = g.pick("x", 1, nil, map[string]any{"$ref": "#/nope", "type": "zz"})
		case 13:
			s["patternProperties"] = map[string]any{"^x": g.schema()}
		case 14:
			s["dependencies"] = map[string]any{"a": []any{"b"}, "b": g.object()}
		case 15:
			if g.IntN(6) == 0 {
				s["$anchor"] = "spot"
			}
			s["format"] = g.pick("date", "zzz", "uri")
		case 16:
			s["type"], s["nullable"] = g.pick("string", "object"), g.pick(true, false)
		case 17:
			if g.IntN(6) == 0 {
				g.fault(s)
			}
		}
	}
	return s
}

// fault makes a schema wrong, or what looks like it.
func (g *generator) fault(s map[string]any) {
	key := g.pick(
		"type", "enum", "pattern", "nullable", "required", "properties", "items", "anyOf", "minimum", "exclusiveMinimum", "minLength", "id", "format", "uniqueItems",
		"additionalProperties", "patternProperties", "not", "then", "dependencies", "$id", "$ref", "prefixItems", "dependentSchemas", "const", "title", "additionalItems", "contains",
	).(string)
	if key == "$id" {
		s[key] = g.pick(nil, true, []any{}, map[string]any{}, "third.json")
		return
	}
	s[key] = g.pick("strin", "", nil, true, false, 0, 7, []any{}, []any{"null"}, []any{"x", "string"}, map[string]any{}, map[string]any{"(": map[string]any{"const": 1}}, map[string]any{"a": nil}, "(")
}

// pattern is a text made of what patterns are made of.
func pattern(random *rand.Rand) string {
	parts := []string{
		"a", "b", "z", "0", "1", "-", ".", "^", "$", "*", "+", "?", "|", "(", ")", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?P<n>", "(?i)", "(?>", "[", "[^", "]", "{", "}", "{2}", "{2,}",
		"{3,2}", "{2,3}", ",", "\\", "\\d", "\\w", "\\s", "\\b", "\\B", "\\-", "\\.", "\\/", "\\_", "\\1", "\\2", "\\0", "\\k<n>", "\\x41", "\\u0041", "\\u{1F600}", "\\cA", "\\p{L}", "\\pL", "\\A", "\\z",
		"é", "😀", "a-z", "z-a", "\\n", "\\t", "\\]", "\\[", " ", "/", "\"", "a", "b", "c", "d",
	}
	var b strings.Builder
	for range 1 + random.IntN(7) {
		b.WriteString(parts[random.IntN(len(parts))])
	}
	text := b.String()
	switch random.IntN(4) {
	case 0:
		return "[" + text + "]"
	case 1:
		return fmt.Sprintf("(%s)", text)
	}
	return text
}
