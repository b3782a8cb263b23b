package toolschema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/aggregator/toolschema"
)

func TestFlaw(t *testing.T) {
	const (
		reference = "a reference to something within the schema"
		regexp    = "a regular expression of ECMAScript"
	)
	type answer struct{ Where, Want string }
	var chain strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&chain, `"%d":{"not":{"$ref":"#/$defs/%d"}},`, i, i+1)
	}
	for schema, want := range map[string]answer{
		`{}`: {},
		`{"$schema":"http://json-schema.org/draft-04/schema#","zzz":1,"format":"zzz","minLength":-1,"required":["a","a"],"prefixItems":5}`: {},
		`{"properties":{"a":{"type":"strin"}}}`:    {"properties.a.type", `"null", "boolean", "object", "array", "number", "integer", "string", or a list of them`},
		`{"items":[{},{"type":["string",5]}]}`:     {"items[1].type", `"null", "boolean", "object", "array", "number", "integer", "string", or a list of them`},
		`{"anyOf":[{"enum":[]}]}`:                  {"anyOf[0].enum", "a list of one value at least"},
		`{"properties":{"a":{"required":true}}}`:   {"properties.a.required", "a list"},
		`{"exclusiveMinimum":true}`:                {"exclusiveMinimum", "a number"},
		`{"properties":{"a":null}}`:                {"properties.a", "a schema"},
		`{"nullable":true,"anyOf":[{}]}`:           {"nullable", "beside a type"},
		`{"type":"null","nullable":false}`:         {"nullable", "true, as the type is null as well"},
		`{"id":"x"}`:                               {"id", `called "$id"`},
		`{"additionalProperties":{"pattern":"("}}`: {"additionalProperties.pattern", regexp},
		`{"patternProperties":{"^\\d{4}\\-x":{}}}`: {"patternProperties", "an object of regular expressions of ECMAScript"},
		`{"default":{"type":"strin"},"const":{"$ref":"#/x"},"$defs":{"unused":{"type":"zzz"}}}`:                         {},
		`{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":5}}}`:                                                            {"$ref.type", "a string or a list"},
		`{"not":{"$ref":"#/$defs/nope"}}`:                                                                               {"not.$ref", reference},
		`{"not":{"$ref":"https://example.com/x.json"}}`:                                                                 {"not.$ref", reference},
		`{"not":{"$ref":"#/$defs/a"},"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`:                      {"not.$ref", reference},
		`{"$id":"https://example.com/r","items":{"$ref":"r#/$defs/a"},"$defs":{"a":{"$ref":"#"}}}`:                      {},
		`{"items":{"$ref":"#spot"},"$defs":{"a":{"$anchor":"spot"}}}`:                                                   {},
		`{"items":{"$ref":"x.json#/$defs/b"},"$defs":{"a":{"$id":"x.json","$defs":{"b":{"$ref":"#/$defs/c"},"c":{}}}}}`: {},
		`{"items":{"$ref":"x.json"},"$defs":{"a":{"$id":"x.json","allOf":[{"$ref":"#/$defs/a"}]}}}`:                     {"items.$ref.allOf[0].$ref", reference},
		`{"$defs":{"a":{"$anchor":"spot"},"b":{"$anchor":"spot"}}}`:                                                     {"$defs.b.$anchor", "another one than all others"},
		`{"items":{"$ref":"http://json-schema.org/draft-07/schema#"}}`:                                                  {},
		strings.Repeat(`{"not":`, 2000) + `{}` + strings.Repeat(`}`, 2000):                                              {"", "simple enough to be compiled"},
		`{"not":{"$ref":"#/$defs/0"},"$defs":{` + chain.String() + `"2000":{}}}`:                                        {strings.Repeat("not.$ref.", 500) + "not", "nested less deep"},
	} {
		where, wanted := toolschema.Flaw(json.RawMessage(schema))
		if diff := cmp.Diff(want, answer{where, wanted}); diff != "" {
			t.Errorf("%.200s: %s", schema, diff)
		}
	}
}

// As the flag u of ECMAScript has it, which takes more and less than Go.
func TestFlawOfAPattern(t *testing.T) {
	good := []string{
		``, `^[\w\-.]+@[\w.]+$`, `(?=a)(?!b)(?<=c)(?<!d)x`, `(?<year>\d{4})\k<year>\1`, `\k<a>(?<a>x)`, `[^]`, `[]`, `[[:alpha:]`, `[a-]`, `[-a]`, `[a\]-z]`, `a{2}b{2,}c{2,3}?`, `\p{L}\u{1F600}\u0041\x41\cA\0\/`, `é😀`, `a||b`, `()`,
		`[\ud83d\ude00-\ud83d\ude4f]`, `[\ude00-\ud83d\ude00]`, `\ud83d\u0041`, `\p{Script=Latin}`, `\p{Script_Extensions=Hira}`,
	}
	bad := []string{
		`(`, `)`, `[`, `]`, `{`, `}`, `*`, `a**`, `a{2`, `a{,2}`, `a{3,2}`, `^*`, `(?=a)*`, `\b+`, `(?i)a`, `(?i:a)`, `(?P<n>a)`, `(?>a)`, `(?<1>a)`, `(?<a>x)(?<a>y)`, `\`, `\-`, `\_`, `\A`, `\pL`, `\p{}`,
		`\1`, `(a)\2`, `\k<b>`, `[z-a]`, `[\d-z]`, `[a-\w]`, `[\B]`, `\x4`, `\u{110000}`, `\c1`, `\01`, `a++`, `[[:alpha:]]`, `[\ud83d\ude4f-\ud83d\ude00]`, `\ud83d\u004`, `\p{1}`, `\p{L,}`, `\p{a b}`,
	}
	for _, pattern := range append(good, bad...) {
		schema, err := json.Marshal(map[string]string{"pattern": pattern})
		if err != nil {
			t.Fatal(err)
		}
		want := "a regular expression of ECMAScript"
		if slices.Contains(good, pattern) {
			want = ""
		}
		if _, got := toolschema.Flaw(schema); got != want {
			t.Errorf("%s: %q", pattern, got)
		}
	}
}

// Whatever a schema is, the answer comes, and does not depend on the space in it.
func FuzzFlaw(f *testing.F) {
	f.Add(`{"items":{"$ref":"x.json#/$defs/b"},"$defs":{"a":{"$id":"x.json","$defs":{"b":{"$ref":"#/$defs/c"},"c":{"pattern":"[\\w-]+"}}}}}`)
	f.Add(`{"anyOf":[{"type":["null"],"nullable":true},{"$anchor":"x","enum":[]}]}`)
	f.Add(`{"pattern":"(?<a>x)\\k<a>{2,3}"}`)
	f.Fuzz(func(t *testing.T, schema string) {
		where, want := toolschema.Flaw(json.RawMessage(schema))
		var spaced bytes.Buffer
		if json.Indent(&spaced, []byte(schema), " ", "\t") != nil {
			return
		}
		if w, n := toolschema.Flaw(spaced.Bytes()); w != where || n != want {
			t.Errorf("%q %q, and indented %q %q", where, want, w, n)
		}
	})
}
