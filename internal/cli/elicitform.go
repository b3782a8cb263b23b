package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"ncp/aggregator/toolschema"
	"ncp/internal/wire"
)

// Words of a person that are no value.
const (
	wordDecline = "!no"
	wordCancel  = "!cancel"
)

// errStopped is an input that ended, or a person who wants to go.
var errStopped = errors.New("no more input")

// form asks for each field, and again for what the schema does not allow.
func (k *asker) form(ctx context.Context, params wire.Object) (json.RawMessage, error) {
	k.a.sayf("  (Enter takes the default or leaves out; %s declines, %s dismisses)", wordDecline, wordCancel)
	var content wire.Object
	for _, f := range fieldsOf(params) {
		value, answer, err := k.field(ctx, params.Get("requestedSchema"), f)
		switch {
		case errors.Is(err, errStopped):
			return json.RawMessage(dismissed), nil
		case err != nil:
			return nil, err
		case answer != nil:
			return answer, nil
		case value != nil:
			content = append(content, wire.Member{Key: f.name, Value: value})
		}
	}
	// "allow users to review and modify their responses before sending"
	k.a.sayf("  to send: %s", content.Raw())
	ok, err := k.yes(ctx, "send it? [y/n]", "")
	switch {
	case errors.Is(err, errStopped):
		return json.RawMessage(dismissed), nil
	case err != nil:
		return nil, err
	case !ok:
		return json.RawMessage(declined), nil
	}
	return accepted(content), nil
}

// field asks for one value: nil if it is left out, or an answer to the whole question.
func (k *asker) field(ctx context.Context, schema json.RawMessage, f field) (value, answer json.RawMessage, err error) {
	for {
		k.a.promptf("%s", f.prompt())
		line, err := k.line(ctx)
		if err != nil {
			return nil, nil, err
		}
		switch line = strings.TrimSpace(line); {
		case line == wordDecline:
			return nil, json.RawMessage(declined), nil
		case line == wordCancel:
			return nil, json.RawMessage(dismissed), nil
		case line == "" && f.schema.Get("default") != nil:
			return f.schema.Get("default"), nil, nil
		case line == "" && !f.required:
			return nil, nil, nil
		case line == "":
			k.a.sayf("  %s is needed", f.name)
			continue
		}
		value, err := toolschema.Coerce(schema, f.name, line)
		if err == nil {
			return value, nil, nil
		}
		k.a.sayf("  %v", err)
	}
}

// prompt is what a person reads before typing a value.
func (f *field) prompt() string {
	var b strings.Builder
	b.WriteString("  " + f.name)
	for _, key := range []string{"title", "description"} {
		if text := f.schema.Text(key); text != "" && text != f.name {
			b.WriteString(" - " + text)
		}
	}
	if choices := f.choices(); choices != "" {
		b.WriteString(" [" + choices + "]")
	}
	if value := f.schema.Get("default"); value != nil {
		b.WriteString(" (" + string(value) + ")")
	}
	if f.required {
		b.WriteString(" *")
	}
	return b.String() + ": "
}

// choices lists an enum, in either of its spellings, "" if there is none.
func (f *field) choices() string {
	var names []string
	for _, schema := range []json.RawMessage{f.schema.Raw(), f.schema.Get("items")} {
		s, _ := wire.ParseObject(schema)
		values, _ := wire.Items(s.Get("enum"))
		for _, v := range values {
			names = append(names, strings.Trim(string(v), `"`))
		}
		for _, key := range []string{"oneOf", "anyOf"} {
			options, _ := wire.Items(s.Get(key))
			for _, o := range options {
				option, _ := wire.ParseObject(o)
				names = append(names, option.Text("const")+" = "+option.Text("title"))
			}
		}
	}
	return strings.Join(names, ", ")
}

// page asks for consent to a page and opens it: the whole address is shown, its host by itself.
func (k *asker) page(ctx context.Context, address string) (json.RawMessage, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "the link is no URL")
	}
	k.a.sayf("  at %s\n  %s", u.Host, address)
	ok, err := k.yes(ctx, "open it in your browser? [y/n]", "")
	switch {
	case errors.Is(err, errStopped):
		return json.RawMessage(dismissed), nil
	case err != nil:
		return nil, err
	case !ok:
		return json.RawMessage(declined), nil
	}
	if err := k.a.openBrowser(address); err != nil {
		k.a.sayf("  %v; open the address yourself", err)
	}
	return json.RawMessage(`{"action":"accept"}`), nil
}

// yes asks for yes or no; enter is what an empty line stands for, "" asks again.
func (k *asker) yes(ctx context.Context, question, enter string) (bool, error) {
	for {
		k.a.promptf("  %s ", question)
		line, err := k.line(ctx)
		if err != nil {
			return false, err
		}
		switch cmp.Or(strings.ToLower(strings.TrimSpace(line)), enter) {
		case "y", "yes":
			return true, nil
		case "n", "no", wordDecline:
			return false, nil
		case wordCancel:
			return false, errStopped
		}
	}
}

func (k *asker) line(ctx context.Context) (string, error) {
	select {
	case line, more := <-k.a.lineInput():
		if !more {
			return "", errStopped
		}
		return line, nil
	case <-ctx.Done():
		fmt.Fprintln(k.a.Stderr)
		return "", context.Cause(ctx)
	}
}

// promptf asks the person for a line.
func (a *app) promptf(format string, args ...any) {
	fmt.Fprint(a.Stderr, clean(fmt.Sprintf(format, args...)))
}
