package toolschema

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const issueSchema = `{
	"type": "object",
	"properties": {
		"owner": {"type": "string"},
		"repo": {"type": "string"},
		"state": {"enum": ["open", "closed"]},
		"count": {"type": "integer"},
		"labels": {"type": "array", "items": {"type": "string"}},
		"opts": {"type": "object", "properties": {"deep": {"type": ["boolean", "null"]}}, "required": ["deep"]},
		"items": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}
	},
	"required": ["repo", "owner"],
	"additionalProperties": false
}`

func TestCheck(t *testing.T) {
	const allowed = "; allowed: owner, repo, state, count, labels, opts, items"
	tests := []struct {
		name, schema, args string
		want               []Problem
	}{
		{"good", issueSchema, `{"owner":"a","repo":"b","count":2.0,"labels":["x"],"opts":{"deep":null},"items":[{"name":"n"}]}`, nil},
		{"no arguments", issueSchema, ``, []Problem{
			{"owner", `missing required "owner" (string)`},
			{"repo", `missing required "repo" (string)`},
		}},
		{"null", issueSchema, `null`, []Problem{{"", "arguments must be a JSON object, not null"}}},
		{"array", issueSchema, `[1]`, []Problem{{"", "arguments must be a JSON object, not array"}}},
		{"broken", issueSchema, `{"a":`, []Problem{{"", "arguments must be a JSON object, not broken JSON"}}},
		{"enum", issueSchema, `{"owner":"a","repo":"b","state":"opne"}`, []Problem{
			{"state", `"state" must be one of "open", "closed", not "opne"`},
		}},
		{"enum of another type", issueSchema, `{"owner":"a","repo":"b","state":3}`, []Problem{
			{"state", `"state" must be one of "open", "closed", not number`},
		}},
		{"type", issueSchema, `{"owner":"a","repo":"b","count":"5"}`, []Problem{{"count", `"count" must be integer, not string`}}},
		{"fraction", issueSchema, `{"owner":"a","repo":"b","count":1.5}`, []Problem{{"count", `"count" must be integer, not 1.5`}}},
		{"unknown", issueSchema, `{"ownr":"a","repo":"b","zzz":1}`, []Problem{
			{"owner", `missing required "owner" (string)`},
			{"ownr", `unknown "ownr"; did you mean "owner"?` + allowed},
			{"zzz", `unknown "zzz"` + allowed},
		}},
		{"nested", issueSchema, `{"owner":"a","repo":"b","opts":{},"items":[{"name":"a"},{},{"name":7},3]}`, []Problem{
			{"opts.deep", `missing required "opts.deep" (boolean|null)`},
			{"items[1].name", `missing required "items[1].name" (string)`},
			{"items[2].name", `"items[2].name" must be string, not number`},
			{"items[3]", `"items[3]" must be object, not number`},
		}},
		{"last of duplicates counts", issueSchema, `{"owner":1,"repo":"b","owner":"a"}`, nil},
		{"nothing allowed", `{"type":"object","additionalProperties":false}`, `{"a":1}`, []Problem{
			{"a", `unknown "a"; allowed: nothing`},
		}},
		{"odd names", `{"properties":{"a.b":{"type":"string"},"c d":{"type":"string"}},"required":["\u001b[2J"]}`, `{"a.b":1,"c d":1}`, []Problem{
			{`["\u001b[2J"]`, `missing required ["\u001b[2J"]`},
			{`["a.b"]`, `["a.b"] must be string, not number`},
			{"c d", `"c d" must be string, not number`},
		}},
		{"const", `{"properties":{"v":{"const":1}}}`, `{"v":2}`, []Problem{{"v", `"v" must be 1, not 2`}}},
		{"const equal as a number", `{"properties":{"v":{"const":1}}}`, `{"v":1.0}`, nil},
		{"big integers are exact", `{"properties":{"v":{"enum":[9007199254740993]}}}`, `{"v":9007199254740992}`, []Problem{
			{"v", `"v" must be 9007199254740993, not 9007199254740992`},
		}},
		{"objects are equal in any order", `{"properties":{"v":{"const":{"a":[1,{}],"b":1e2}}}}`, `{"v":{"b":100,"a":[1.0,{}]}}`, nil},
		{"1e3 is an integer", `{"properties":{"v":{"type":"integer"}}}`, `{"v":1e3}`, nil},
		{"unknown type", `{"properties":{"v":{"type":"date"},"w":{"type":["string","file"]}}}`, `{"v":2,"w":{}}`, nil},
		{"nullable", `{"properties":{"v":{"type":"string","nullable":true,"enum":["a"]}}}`, `{"v":null}`, nil},
		{"null for what may be left out", `{"properties":{"v":{"type":"string"},"w":{"type":"string"}},"required":["w"]}`, `{"v":null,"w":null}`, []Problem{
			{"w", `"w" must be string, not null`},
		}},
		{"type of optional", `{"properties":{"v":{"anyOf":[{"type":"string"},{"type":"null"}]}}}`, `{"v":1}`, []Problem{
			{"v", `"v" must be string or null, not number`},
		}},
		{"literals", `{"properties":{"v":{"anyOf":[{"const":"a"},{"const":"b"},{"type":"null"}]}}}`, `{"v":"c"}`, []Problem{
			{"v", `"v" must be one of "a", "b", null, not "c"`},
		}},
		{
			"tagged union", `{"properties":{"v":{"oneOf":[
			{"type":"object","properties":{"kind":{"const":"circle"},"r":{"type":"number"}},"required":["kind","r"]},
			{"type":"object","properties":{"kind":{"const":"square"},"side":{"type":"number"}},"required":["kind","side"]}]}}}`,
			`{"v":{"kind":"square","r":1}}`,
			[]Problem{{"v.side", `missing required "v.side" (number)`}},
		},
		{"either", `{"type":"object","anyOf":[{"required":["id"]},{"required":["name"]}]}`, `{}`, []Problem{
			{"", `arguments matches none of 2 alternatives: missing required "id"; or missing required "name"`},
		}},
		{"oneOf with two that pass", `{"oneOf":[{"type":"object"},{"required":["a"]}]}`, `{"a":1}`, nil},
		{"allOf", `{"allOf":[{"required":["a"]},{"required":["b","a"]}]}`, `{}`, []Problem{
			{"a", `missing required "a"`}, {"b", `missing required "b"`},
		}},
		{"closed beside allOf", `{"properties":{"a":{}},"allOf":[{"properties":{"b":{}}}],"additionalProperties":false}`, `{"a":1,"b":1}`, []Problem{
			{"b", `unknown "b"; allowed: a`},
		}},
		{"pattern properties", `{"patternProperties":{"^x-":{"type":"string"},"(?<n>y)":{}},"additionalProperties":false}`, `{"x-a":1,"z":1}`, []Problem{
			{"x-a", `"x-a" must be string, not number`},
		}},
		{"no pattern matches", `{"patternProperties":{"^x-":{}},"additionalProperties":false}`, `{"z":1}`, []Problem{
			{"z", `unknown "z"; allowed: nothing`},
		}},
		{"additional schema", `{"properties":{"a":{}},"additionalProperties":{"type":"integer"}}`, `{"a":"x","b":"x"}`, []Problem{
			{"b", `"b" must be integer, not string`},
		}},
		{"tuple", `{"properties":{"v":{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}}}`, `{"v":["a",1,"b"]}`, []Problem{
			{"v[2]", `"v[2]" must be integer, not string`},
		}},
		{"tuple of draft-07", `{"properties":{"v":{"items":[{"type":"string"}],"additionalItems":false}}}`, `{"v":[1,2]}`, []Problem{
			{"v[0]", `"v[0]" must be string, not number`}, {"v[1]", `"v[1]" must be left out`},
		}},
		{"references", `{"properties":{"v":{"$ref":"#/$defs/a~1b%20c"}},"$defs":{"a/b c":{"type":"string"}}}`, `{"v":1}`, []Problem{
			{"v", `"v" must be string, not number`},
		}},
		{"recursive", `{"properties":{"v":{"type":"string"},"next":{"$ref":"#"}}}`, `{"next":{"next":{"v":1}}}`, []Problem{
			{"next.next.v", `"next.next.v" must be string, not number`},
		}},
		{
			"unresolved references pass", `{"properties":{"a":{"$ref":"https://x.example/s"},"b":{"$ref":"#/nowhere"},"c":{"$ref":"#anchor"},"d":{"$dynamicRef":"#x"}}}`,
			`{"a":1,"b":1,"c":1,"d":1}`, nil,
		},
		{
			"beside $ref in draft-07", `{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"$ref":"#/definitions/x","type":"string"}},"definitions":{"x":{"type":"integer"}}}`,
			`{"a":1}`, nil,
		},
		{"beside $ref in 2020-12", `{"properties":{"a":{"$ref":"#/definitions/x","type":"string"}},"definitions":{"x":{"type":"integer"}}}`, `{"a":1}`, []Problem{
			{"a", `"a" must be string, not number`},
		}},
		{"within an embedded resource", `{"properties":{"a":{"$id":"https://x.example/a","$ref":"#/$defs/x"}},"$defs":{"x":{"type":"string"}}}`, `{"a":1}`, nil},
		{"unjudged keywords", `{"properties":{"a":{"pattern":"x","format":"date","minLength":9,"not":{"type":"string"}}},"minProperties":5,"if":true,"then":false,"unevaluatedProperties":false}`, `{"a":"b"}`, nil},
		{"false", `false`, `{}`, []Problem{{"", "arguments must be left out"}}},
		{"true", `true`, `{"a":1}`, nil},
		{"not a schema", `[1]`, `{}`, nil},
		{"broken schema", `{"required":["a"]`, `{}`, nil},
		{"odd keywords", `{"type":3,"required":"a","properties":[1],"enum":{},"items":"x","anyOf":7,"$ref":5}`, `{"a":[1]}`, nil},
		{"empty enum", `{"properties":{"a":{"enum":[]}}}`, `{"a":1}`, nil},
		{"long values are cut", `{"properties":{"a":{"enum":["x"]}}}`, `{"a":"` + strings.Repeat("é", 500) + `"}`, []Problem{
			{"a", `"a" must be "x", not "` + strings.Repeat("é", 79) + `…"`},
		}},
		{"signs of direction", `{"properties":{"a":{"enum":["x"]}}}`, `{"a":"\u202ey` + "\u200b" + `"}`, []Problem{
			{"a", `"a" must be "x", not "\u202ey\u200b"`},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Check(json.RawMessage(test.schema), json.RawMessage(test.args))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckReportsTen(t *testing.T) {
	var args []string
	for i := range 30 {
		args = append(args, fmt.Sprintf(`"k%02d":1`, i))
	}
	got := Check(json.RawMessage(`{"additionalProperties":false}`), json.RawMessage("{"+strings.Join(args, ",")+"}"))
	if len(got) != 10 || got[0].Path != "k00" || got[9].Path != "k09" {
		t.Errorf("got %d problems: %v", len(got), got)
	}
}

// A long enum is not listed whole, so the value that was probably meant is named.
func TestCheckSuggestsValue(t *testing.T) {
	var values []string
	for i := range 40 {
		values = append(values, fmt.Sprintf(`"currency-%02d"`, i))
	}
	values = append(values, `"euro"`)
	schema := `{"properties":{"v":{"enum":[` + strings.Join(values, ",") + `]}}}`
	got := Check(json.RawMessage(schema), json.RawMessage(`{"v":"eruo"}`))
	if len(got) != 1 || !strings.HasSuffix(got[0].Message, `"currency-19", …, not "eruo"; did you mean "euro"?`) {
		t.Errorf("got %v", got)
	}
}

// Each of these would take minutes or gigabytes without the limits. What is beyond them passes, what is found before stays.
func TestCheckIsBounded(t *testing.T) {
	elements := strings.Repeat("0,", 1<<20) + "0"
	var members strings.Builder
	for i := range 1 << 17 {
		fmt.Fprintf(&members, `"k%d":0,`, i)
	}
	deep := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	tests := []struct{ name, schema, args string }{
		{"reference to itself", `{"$ref":"#"}`, `{}`},
		{"references in a ring", `{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`, `{}`},
		{"exponential", `{"allOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}]}`, `{}`},
		{"deep value", `{"properties":{"a":{"$ref":"#"}}}`, deep},
		{"deep schema", `{"properties":{"a":` + strings.Repeat(`{"properties":{"a":`, 2000) + `false` + strings.Repeat("}}", 2000) + `}}`, deep},
		{"long array", `{"properties":{"a":{"items":{"type":"number"}}}}`, `{"a":[` + elements + `]}`},
		{"long enum for a long array", `{"properties":{"a":{"items":{"enum":[` + strings.ReplaceAll(elements[:1<<20], "0", "1") + `2]}}}}`, `{"a":[` + elements + `]}`},
		{"many members", `{"additionalProperties":{"type":"number"}}`, `{` + members.String() + `"z":0}`},
		{"many properties", `{"properties":{` + strings.ReplaceAll(members.String(), ":0", ":{}") + `"z":{}},"additionalProperties":{"$ref":"#"}}`, deep},
		{"long number", `{"properties":{"a":{"enum":[1]}}}`, `{"a":1` + strings.Repeat("0", 1<<20) + `e9}`},
		{"far exponents", `{"properties":{"a":{"enum":[1e99999999999999999999]}}}`, `{"a":1e9999999999999999999}`},
		{"costly pattern", `{"patternProperties":{"(x{100}){10}(y{1000})":{}},"additionalProperties":false}`, `{"` + strings.Repeat("x", 4000) + `":1}`},
		{"huge schema", `{"required":["a"],"x":"` + strings.Repeat("x", maxSchema) + `"}`, `{}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Check(json.RawMessage(test.schema), json.RawMessage(test.args))
			if len(got) > maxProblems {
				t.Errorf("got %d problems: %.200v", len(got), got)
			}
		})
	}
}

func TestMissingIsFoundBesideMuchData(t *testing.T) {
	schema := `{"properties":{"data":{"items":{"type":"number"}}},"required":["data","owner"]}`
	args := `{"data":[` + strings.Repeat("0,", 1<<20) + `0]}`
	want := []Problem{{"owner", `missing required "owner"`}}
	if diff := cmp.Diff(want, Check(json.RawMessage(schema), json.RawMessage(args))); diff != "" {
		t.Error(diff)
	}
}
