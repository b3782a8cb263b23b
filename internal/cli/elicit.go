package cli

import (
	"context"
	"encoding/json"
	"errors"

	"ncp/internal/wire"
)

// What the person at a command line can be asked while a tool runs: forms and links, never for a model's answer or for folders.
const canBeAsked = `{"elicitation":{"form":{},"url":{}}}`

// Answers to a question (2025-11-25, client/elicitation, "Response Actions").
const (
	declined  = `{"action":"decline"}`
	dismissed = `{"action":"cancel"}`
)

// How ncp run answers questions.
const (
	elicitAsk      = "ask"      // a person at a terminal does
	elicitDefaults = "defaults" // the form's own defaults do, and a form that wants more is declined
	elicitDecline  = "decline"
)

// elicitMode is the mode that --elicit asks for, or the one that fits whoever is here.
func (a *app) elicitMode(flag string) (string, error) {
	switch flag {
	case "":
		if isTerminal(a.Stdin) && isTerminal(a.Stderr) {
			return elicitAsk, nil
		}
		return elicitDecline, nil
	case elicitAsk, elicitDefaults, elicitDecline:
		return flag, nil
	}
	return "", usagef("--elicit is %q; allowed: ask, defaults, decline", flag)
}

// asker answers the questions of one server.
type asker struct {
	a    *app
	mode string
	tool string
	spin *spinner // ends when a person is asked
}

// ask implements wire.Ask. Only elicitations come this far, since nothing else is declared.
func (k *asker) ask(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
	answers := make([]json.RawMessage, len(questions))
	for i, q := range questions {
		var err error
		if answers[i], err = k.one(ctx, q); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func (k *asker) one(ctx context.Context, q wire.Question) (json.RawMessage, error) {
	params, err := wire.ParseObject(q.Params)
	if err != nil {
		return nil, wire.Errorf(wire.CodeInvalidParams, "%s without params", q.Method)
	}
	isURL := params.Text("mode") == "url"
	switch {
	case k.mode == elicitDecline:
		k.a.sayf("%s asks, declined: %s", k.tool, params.Text("message"))
		return json.RawMessage(declined), nil
	case k.mode == elicitDefaults && isURL: // "MUST NOT open the URL without explicit consent from the user"
		k.a.sayf("%s asks to open a page, declined: %s", k.tool, params.Text("message"))
		return json.RawMessage(declined), nil
	case k.mode == elicitDefaults:
		return k.defaults(params), nil
	}
	k.spin.end() // from here on the person types
	k.a.sayf("%s asks: %s", k.tool, params.Text("message"))
	if isURL {
		return k.page(ctx, params.Text("url"))
	}
	return k.form(ctx, params)
}

// agree asks for a plain yes to what ncp asks on its own account.
func (k *asker) agree(ctx context.Context, questions []wire.Question) ([]json.RawMessage, error) {
	params, err := wire.ParseObject(questions[0].Params)
	if err != nil {
		return nil, err
	}
	k.spin.end()
	k.a.sayf("%s", params.Text("message"))
	ok, err := k.yes(ctx, "call it? [y/N]", "n")
	switch {
	case errors.Is(err, errStopped):
		return []json.RawMessage{json.RawMessage(dismissed)}, nil
	case err != nil:
		return nil, err
	case !ok:
		return []json.RawMessage{json.RawMessage(declined)}, nil
	}
	return []json.RawMessage{accepted(nil)}, nil
}

// field is one property of a form.
type field struct {
	name     string
	schema   wire.Object
	required bool
}

func fieldsOf(params wire.Object) []field {
	schema, _ := wire.ParseObject(params.Get("requestedSchema"))
	properties, _ := wire.ParseObject(schema.Get("properties"))
	var required []string
	_ = json.Unmarshal(schema.Get("required"), &required) // what is no list requires nothing
	fields := make([]field, len(properties))
	for i, p := range properties {
		fields[i].name = p.Key
		fields[i].schema, _ = wire.ParseObject(p.Value)
		for _, name := range required {
			fields[i].required = fields[i].required || name == p.Key
		}
	}
	return fields
}

// defaults answers a form with its own defaults.
func (k *asker) defaults(params wire.Object) json.RawMessage {
	var content wire.Object
	for _, f := range fieldsOf(params) {
		value := f.schema.Get("default")
		switch {
		case value != nil:
			content = append(content, wire.Member{Key: f.name, Value: value})
		case f.required:
			k.a.sayf("%s asks, declined since %q has no default: %s", k.tool, f.name, params.Text("message"))
			return json.RawMessage(declined)
		}
	}
	return accepted(content)
}

func accepted(content wire.Object) json.RawMessage {
	return wire.Object{{Key: "action", Value: json.RawMessage(`"accept"`)}, {Key: "content", Value: content.Raw()}}.Raw()
}
