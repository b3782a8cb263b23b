// Package toolschema says what a tool's description and JSON Schema mean, to a model and to a person: a first sentence,
// a one-line signature, the faults of a call's arguments, the JSON that a word on a command line stands for, the flaw that hosts stumble over.
// It promises to refuse only what is certainly wrong, and to answer in bounded time and memory whatever it is given.
// It does not validate in full: a keyword that it does not judge lets everything pass, and nothing is ever fetched.
package toolschema

import "encoding/json"

const (
	maxDepth    = 64          // schemas within schemas, of one check
	maxVisits   = 10_000      // values held against a schema, of one check
	maxWork     = 100_000_000 // bytes read and compared, of one check; some tenths of a second
	maxProblems = 10          // reported by one check
)

// Problem is one thing that is wrong with the arguments of a call.
type Problem struct {
	Path    string // the value at fault, such as repo.owner or items[2].name; "" is the whole
	Message string // what is wrong and what is allowed, complete without Path; one line, for the model to mend its call
}

// Check holds the arguments of a call against a tool's schema and returns what is certainly wrong with them: a missing
// member, a wrong type (but not null for what may be left out), a value outside an enum or const, an unknown member where
// additionalProperties is false.
// It returns at most 10 problems, missing members first. Nil means that nothing is known to be wrong: keywords that are
// not judged, references that lead out of the schema, a broken schema and values beyond the limits of the package pass.
// Empty args count as {}. Numbers are compared as the decimals they are.
func Check(schema, args json.RawMessage) []Problem {
	value, ok := parse(args)
	if len(value) == 0 {
		value, ok = raw("{}"), true
	}
	if !ok {
		return []Problem{{Message: "arguments must be a JSON object, not broken JSON"}}
	}
	if k := value.kind(); k != kindObject {
		return []Problem{{Message: "arguments must be a JSON object, not " + string(k)}}
	}
	d, ok := open(schema)
	if !ok {
		return nil
	}
	return newChecker(d).problems(d.root, value, nil)
}
