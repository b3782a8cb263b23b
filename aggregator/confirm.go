package aggregator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"ncp/internal/wire"
)

// Consent is the user's agreement to one call, which the configuration may want. It is asked for once, however often the call has to be made.
type Consent struct {
	Given bool
	Ask   wire.Ask // nil: nobody can be asked
}

// maxShownArguments is how much of a call's arguments a person is shown, in runes: enough to recognize it, little enough to be read.
const maxShownArguments = 600

// Destructive reports whether a call may destroy something, as far as the tool's server says: "destructiveHint ... Default: true", and it
// "is meaningful only when readOnlyHint == false" (2025-11-25, schema, ToolAnnotations).
func (t *Tool) Destructive() bool {
	return t.annotation("readOnlyHint") != "true" && t.annotation("destructiveHint") != "false"
}

// agree sees to it that the user agrees to a call if the configuration wants that, and refuses the call where they do not or cannot be asked.
func (a *Aggregator) agree(ctx context.Context, s *server, tool *Tool, arguments json.RawMessage, consent *Consent) error {
	confirms := a.entry(s).Confirms
	if confirms == nil || !confirms(tool.Name, tool.Destructive()) || consent != nil && consent.Given {
		return nil
	}
	var ask wire.Ask
	if consent != nil {
		ask = consent.Ask
	}
	message := fmt.Sprintf("Call %s with %s?", visible(tool.ToolName()), shortened(visible(string(arguments))))
	_, err := elicit(ctx, a.guard(ask), "", wire.Object{
		{Key: "message", Value: wire.AppendText(nil, message)},
		{Key: "requestedSchema", Value: json.RawMessage(`{"type":"object","properties":{}}`)},
	})
	refuse := func(format string, args ...any) error {
		return &RefusedError{Text: tool.ToolName() + " was not called: " + fmt.Sprintf(format, args...), Tool: tool, InConfiguration: errors.Is(err, ErrCannotAsk)}
	}
	switch {
	case err == nil:
		consent.Given = true
		return nil
	case errors.Is(err, ErrCannotAsk):
		return refuse(`the configuration wants the user to agree to it first ("confirm"), and nobody can be asked here. `+
			`The user can allow it: in the configuration, with "confirm": "never" or a list of other tools in the entry of %q; at a terminal, with ncp run --yes`, s.spec.Name)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, ErrDeclined):
		return refuse("the user does not want it; call it again only if they ask for it")
	}
	return refuse("the user was asked to agree to it: %v", err)
}

// visible replaces what acts on a display instead of being seen on it.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

func shortened(s string) string {
	runes := []rune(s)
	if len(runes) <= maxShownArguments {
		return s
	}
	return fmt.Sprintf("%s… (%d more characters)", string(runes[:maxShownArguments]), len(runes)-maxShownArguments)
}
