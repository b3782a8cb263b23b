package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// domain is one made-up server: five things it keeps, and what people call it.
type domain struct {
	name, title string
	nouns       [5]string
}

// toolsPerServer is five verbs for each of five nouns, and a search over all.
const toolsPerServer = 26

func domains() []domain {
	return []domain{
		{"github", "the code forge", [5]string{"issue", "pull request", "repository", "release", "branch"}},
		{"calendar", "the calendar", [5]string{"event", "attendee", "reminder", "meeting room", "recurring slot"}},
		{"mail", "the mailbox", [5]string{"message", "draft", "mail folder", "filter rule", "signature"}},
		{"crm", "the customer database", [5]string{"contact", "deal", "account", "lead", "sales quote"}},
		{"billing", "the billing system", [5]string{"invoice", "subscription", "refund", "payment method", "coupon"}},
		{"wiki", "the company wiki", [5]string{"page", "space", "comment", "page template", "attachment"}},
		{"monitoring", "the monitoring system", [5]string{"alert", "dashboard", "metric", "silence", "uptime check"}},
		{"cloud", "the cloud provider", [5]string{"virtual machine", "disk", "firewall", "load balancer", "snapshot"}},
		{"database", "the database service", [5]string{"table", "view", "stored procedure", "schema migration", "backup"}},
		{"storage", "the object store", [5]string{"bucket", "object", "lifecycle policy", "access grant", "upload"}},
		{"chat", "the team chat", [5]string{"channel", "thread", "reaction", "user group", "scheduled post"}},
		{"ci", "the build system", [5]string{"pipeline", "job", "build artifact", "runner", "environment variable"}},
		{"shop", "the web shop", [5]string{"product", "order", "cart", "discount", "shipment"}},
		{"hr", "the staff directory", [5]string{"employee", "vacation", "payslip", "job opening", "applicant"}},
		{"maps", "the map service", [5]string{"route", "place", "geofence", "map layer", "travel time"}},
		{"travel", "the travel desk", [5]string{"flight", "hotel", "rental car", "itinerary", "visa"}},
		{"docs", "the document editor", [5]string{"document", "spreadsheet", "slide deck", "suggestion", "document share"}},
		{"support", "the help desk", [5]string{"ticket", "macro", "satisfaction rating", "canned answer", "escalation"}},
		{"music", "the music library", [5]string{"playlist", "album", "artist", "song", "podcast"}},
		{"home", "the smart home", [5]string{"light", "thermostat", "scene", "door lock", "camera"}},
	}
}

// definition is a tool as its server lists it.
type definition struct {
	name, description string
	schema            json.RawMessage
}

// definitions are the tools of d, the same in every run.
func (d domain) definitions() []definition {
	out := make([]definition, 0, toolsPerServer)
	for _, noun := range d.nouns {
		for _, v := range verbs() {
			out = append(out, definition{
				name:        v.name + "_" + strings.ReplaceAll(v.plural(noun), " ", "_"),
				description: v.describe(noun, d.title),
				schema:      schema(v.properties(noun), v.required...),
			})
		}
	}
	return append(out, definition{
		name: "search_" + d.name,
		description: fmt.Sprintf("Search everything in %s by words. Looks into the %s at once, best matches first; use the lists for one kind alone.",
			d.title, strings.Join(d.nouns[:], ", ")),
		schema: schema(`"query":{"type":"string","description":"words to look for","minLength":1},`+
			`"kinds":{"type":"array","items":{"type":"string"},"description":"only these kinds"},`+paging, "query"),
	})
}

const (
	paging = `"limit":{"type":"integer","minimum":1,"maximum":100,"default":20,"description":"how many at most"},` +
		`"cursor":{"type":"string","description":"where to go on, from the last answer"}`
	body = `"title":{"type":"string","description":"Short title of the %[1]s","maxLength":256},` +
		`"description":{"type":"string","description":"Text of the %[1]s, in Markdown"},` +
		`"labels":{"type":"array","items":{"type":"string"},"description":"Labels to put on the %[1]s"},` +
		`"owner":{"type":"string","description":"Who is responsible for the %[1]s: a user name or an address"},` +
		`"priority":{"type":"string","enum":["low","normal","high","urgent"],"default":"normal"},` +
		`"due":{"type":["string","null"],"format":"date-time","description":"When it has to be done"},` +
		`"custom":{"type":"object","additionalProperties":{"type":"string"},"description":"Fields that only this account has"}`
	identifier = `"id":{"type":"string","description":"Identifier of the %[1]s","pattern":"^[A-Za-z0-9_-]+$"}`
)

// verb is something that can be done with every noun.
type verb struct {
	name     string
	many     bool   // its tool is named after the plural
	text     string // of the description; %[1]s is the noun, %[2]s the server
	members  string // of the schema, likewise
	required []string
}

func verbs() []verb {
	return []verb{
		{"create", false, "Create a new %[1]s in %[2]s. Answers with the new %[1]s and its identifier. Fails if one with the same title exists.", body, []string{"title"}},
		{"list", true, "List every %[1]s in %[2]s, newest first. Can be narrowed by owner, label and state; long lists come in pages.", `"owner":{"type":"string","description":"only of this owner"},"label":{"type":"string"},"state":{"type":"string","enum":["open","closed","all"],"default":"open"},"since":{"type":"string","format":"date-time","description":"only those changed after this"},` + paging, nil},
		{"get", false, "Get one %[1]s of %[2]s by its identifier, with all its fields and its history.", identifier + `,"fields":{"type":"array","items":{"type":"string"},"description":"only these fields"},"history":{"type":"boolean","default":false}`, []string{"id"}},
		{"update", false, "Change fields of an existing %[1]s in %[2]s. Fields that are left out stay as they are.", identifier + "," + body, []string{"id"}},
		{"delete", false, "Delete one %[1]s from %[2]s for good. This cannot be undone; deleted ones do not show up in lists any more.", identifier + `,"reason":{"type":"string","description":"Why, for the audit log"},"notify":{"type":"boolean","default":true,"description":"Tell its followers"}`, []string{"id"}},
	}
}

func (v verb) plural(noun string) string {
	switch {
	case !v.many:
		return noun
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay"):
		return strings.TrimSuffix(noun, "y") + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "ch"):
		return noun + "es"
	}
	return noun + "s"
}

func (v verb) describe(noun, title string) string { return fmt.Sprintf(v.text, noun, title) }

func (v verb) properties(noun string) string {
	if !strings.Contains(v.members, "%[1]s") {
		return v.members
	}
	return fmt.Sprintf(v.members, noun)
}

func schema(properties string, required ...string) json.RawMessage {
	names, _ := json.Marshal(append([]string{}, required...)) // strings always marshal
	return json.RawMessage(`{"type":"object","properties":{` + properties + `},"required":` + string(names) + `,"additionalProperties":false}`)
}

// question is what a model may ask find, and the tool that should come first.
type question struct{ text, tool string }

func questions() []question {
	return []question{
		{"create an issue", "github:create_issue"},
		{"send an invoice to a customer: create the invoice", "billing:create_invoice"},
		{"list pull requests", "github:list_pull_requests"},
		{"delete a virtual machine", "cloud:delete_virtual_machine"},
		{"change an event in the calendar", "calendar:update_event"},
		{"get the details of one employee", "hr:get_employee"},
		{"all refunds of an owner, by state", "billing:list_refunds"},
		{"turn down the thermostat", "home:update_thermostat"},
		{"list_playlists", "music:list_playlists"},
		{"search everything in the company wiki", "wiki:search_wiki"},
		{"make a new channel in the team chat", "chat:create_channel"},
		{"remove a firewall", "cloud:delete_firewall"},
		{"show me one schema migration", "database:get_schema_migration"},
		{"create a slide deck | list spreadsheets", "docs:create_slide_deck"},
		{"update an existing support ticket with a priority", "support:update_ticket"},
		{"upcoming flights of an owner", "travel:list_flights"},
	}
}
