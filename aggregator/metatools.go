package aggregator

import (
	"encoding/json"
	"fmt"
	"strings"

	"ncp/internal/wire"
)

// The words that a model reads about us. Many hosts show it the two descriptions only, so each suffices without the instructions.

// nameTokens bounds what the configured servers' names may cost in find's description.
const nameTokens = 250

// serverNames lists the configured servers in the order of the configuration, within nameTokens.
func (a *Aggregator) serverNames() string {
	names := a.names()
	if len(names) == 0 {
		return "none yet"
	}
	left := nameTokens - tokensOf("and 999 more")
	var shown []string
	for i, name := range names {
		if left -= tokensOf(name) + 1; left < 0 {
			return strings.Join(shown, ", ") + fmt.Sprintf(" and %d more", len(names)-i)
		}
		shown = append(shown, name)
	}
	return strings.Join(shown, ", ")
}

// tokensOf estimates how many tokens a name costs a model, rather too many than too few: a token is at most three letters
// of one case (the first may be a capital), three digits, or one other character.
func tokensOf(name string) int {
	kind := func(c byte) byte {
		switch {
		case 'a' <= c && c <= 'z':
			return 'a'
		case 'A' <= c && c <= 'Z':
			return 'A'
		case '0' <= c && c <= '9':
			return '0'
		}
		return 0
	}
	tokens, length := 0, 0
	var last byte
	for i := range len(name) {
		k := kind(name[i])
		if k == last && k != 0 && length < 3 || k == 'a' && last == 'A' && length == 1 {
			length++
		} else {
			tokens, length = tokens+1, 1
		}
		last = k
	}
	return tokens
}

func (a *Aggregator) instructions() string {
	if exposure, _ := a.exposure(); exposure == ExposeAll {
		return "ncp gives you the tools of many MCP servers, named server__tool. Servers: " + a.serverNames() + "."
	}
	return "ncp gives you the tools of many MCP servers through two tools. Say what you need to find, in plain words; " +
		"it answers with tools named server:tool and their parameters. Then call one with run. Servers: " + a.serverNames() + "."
}

// findDefinition is the definition of find.
func (a *Aggregator) findDefinition() json.RawMessage {
	description := "Find tools by what they do, among all connected MCP servers (" + a.serverNames() + "). " +
		"Say what you need in plain words, e.g. \"create an issue\"; \"a | b\" asks for several things at once. " +
		"Answers with lines of server:tool(parameters) - purpose; call one with run. Without description it lists the tools."
	return append(append([]byte(`{"name":"find","title":"Find tools","description":`), wire.AppendText(nil, description)...),
		`,"inputSchema":`+findSchema+`,"annotations":{"readOnlyHint":true,"openWorldHint":false}}`...)
}

// findSchema and runSchema say what find and run read, and nothing else is allowed.
const findSchema = `{"type":"object","properties":{` +
	`"description":{"type":"string","description":"what you need a tool for"},` +
	`"limit":{"type":"integer","minimum":1,"maximum":50,"description":"default 5"},` +
	`"page":{"type":"integer","minimum":1},` +
	`"depth":{"type":"integer","enum":[0,1,2],"description":"0 names, 1 with parameters (default), 2 with full schemas"},` +
	`"server":{"type":"string","description":"only this server"}},"additionalProperties":false}`

const runSchema = `{"type":"object","properties":{` +
	`"tool":{"type":"string","description":"server:tool, as find names it"},` +
	`"parameters":{"type":"object","description":"the tool's own parameters"},` +
	`"dry_run":{"type":"boolean","description":"check the parameters without calling"}},"required":["tool"],"additionalProperties":false}`

// runDefinition is the definition of run.
func runDefinition() json.RawMessage {
	return json.RawMessage(`{"name":"run","title":"Run a tool",` +
		`"description":"Call one tool of a connected MCP server and get its result unchanged. Use find first to learn the tool's name and parameters.",` +
		`"inputSchema":` + runSchema + `}`)
}
