package aggregator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/wire"
)

// What hosts reject of a definition is said; by each era's own schema, and of every kind.
func TestMisfit(t *testing.T) {
	base := map[wire.Kind]string{
		wire.Tools:     `{"name":"n","inputSchema":{"type":"object"}`,
		wire.Prompts:   `{"name":"n"`,
		wire.Resources: `{"uri":"u","name":"n"`,
		wire.Templates: `{"uriTemplate":"u","name":"n"`,
	}
	const same = "the same"
	for _, tt := range []struct {
		kind           wire.Kind
		more           string // behind what is there already: of a repeated member the last one counts
		legacy, modern string
	}{
		{wire.Tools, `"annotations":{"readOnlyHint":"yes"}`, `its annotations.readOnlyHint is not true or false`, same},
		{wire.Tools, `"annotations":{"title":5}`, `its annotations.title is not a string`, same},
		{wire.Tools, `"annotations":null`, `its annotations is not an object`, same},
		{wire.Tools, `"description":null`, `its description is not a string`, same},
		{wire.Tools, `"inputSchema":{}`, `its inputSchema.type is not there`, same},
		{wire.Tools, `"inputSchema":{"type":["object","null"]}`, `its inputSchema.type is not one of ["object"]`, same},
		{wire.Tools, `"inputSchema":{"type":"object","properties":{"a":5}}`, `its inputSchema.properties.a is not an object`, ``},
		{wire.Tools, `"inputSchema":{"type":"object","properties":{"b":{},"a":true}}`, `its inputSchema.properties.a is not an object`, ``},
		{wire.Tools, `"inputSchema":{"type":"object","properties":[]}`, `its inputSchema.properties is not an object`, ``},
		{wire.Tools, `"inputSchema":{"type":"object","required":[5]}`, `its inputSchema.required[0] is not a string`, ``},
		{wire.Tools, `"outputSchema":{"type":"object","properties":{"a":7}}`, `its outputSchema.properties.a is not an object`, ``},
		{wire.Tools, `"outputSchema":{"type":"array"}`, `its outputSchema.type is not one of ["object"]`, ``},
		{wire.Tools, `"outputSchema":{}`, `its outputSchema.type is not there`, ``},
		{wire.Tools, `"outputSchema":{"type":"object","properties":{"a":{"$ref":"#/components/schemas/X"}}}`, `its outputSchema.properties.a.$ref is not a reference to something within the schema`, ``},
		{wire.Tools, `"outputSchema":{"type":"object","properties":{"a":{"$ref":"#/$defs/X"}},"$defs":{"X":{"enum":[]}}}`, `its outputSchema.properties.a.$ref.enum is not a list of one value at least`, ``},
		{wire.Tools, `"outputSchema":[]`, `its outputSchema is not an object`, same},
		{wire.Tools, `"execution":5`, `its execution is not an object`, ``},
		{wire.Tools, `"execution":{"taskSupport":"x"}`, `its execution.taskSupport is not one of ["required" "optional" "forbidden"]`, ``},
		{wire.Tools, `"icons":5`, `its icons is not a list`, same},
		{wire.Tools, `"icons":[{"src":"s"},{"src":5}]`, `its icons[1].src is not a string`, same},
		{wire.Tools, `"icons":[{"src":"s","sizes":["1x1"],"theme":"dark"}],"annotations":{"title":"t","readOnlyHint":false,"x":1},"execution":{},` +
			`"outputSchema":{"type":"object","required":["a"],"properties":{"a":{}}},"_meta":{"x":1},"other":5`, ``, same},
		{wire.Prompts, `"arguments":"x"`, `its arguments is not a list`, same},
		{wire.Prompts, `"arguments":[{}]`, `its arguments[0].name is not there`, same},
		{wire.Prompts, `"description":5`, `its description is not a string`, same},
		{wire.Prompts, `"arguments":[{"name":"a","required":true}]`, ``, same},
		{wire.Resources, `"name":5`, `its name is not a string`, same},
		{wire.Resources, `"mimeType":5`, `its mimeType is not a string`, same},
		{wire.Resources, `"size":"5"`, `its size is not a number`, same},
		{wire.Resources, `"annotations":{"priority":2}`, `its annotations.priority is not a number from 0 to 1`, same},
		{wire.Resources, `"annotations":{"lastModified":"today"}`, `its annotations.lastModified is not a time as 2026-01-31T12:00:00Z`, same},
		{wire.Resources, `"annotations":{"priority":0.5,"audience":["user"],"lastModified":"2026-01-31T12:00+01:00"},"size":-1`, ``, same},
		{wire.Templates, `"annotations":{"audience":["all"]}`, `its annotations.audience[0] is not one of ["user" "assistant"]`, same},
		{wire.Templates, `"_meta":5`, `its _meta is not an object`, same},
	} {
		raw := json.RawMessage(base[tt.kind] + "," + tt.more + "}")
		said := func(era era) string {
			if err := misfit(tt.kind, raw, era); err != nil {
				return err.Error()
			}
			return ""
		}
		if tt.modern == same {
			tt.modern = tt.legacy
		}
		if diff := cmp.Diff([]string{tt.legacy, tt.modern}, []string{said(legacy), said(modern)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	for kind, raw := range base {
		bare := strings.Replace(raw, `"name":"n"`, `"x":1`, 1) + "}"
		if err := misfit(kind, json.RawMessage(bare), legacy); err == nil || err.Error() != "its name is not there" {
			t.Errorf("%s: %v", bare, err)
		}
	}
}
