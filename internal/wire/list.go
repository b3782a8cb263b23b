package wire

import (
	"encoding/json"
	"time"
)

// Kind is a kind of things that a server lists. Its text is the member of the result that holds them.
type Kind string

// The kinds.
const (
	Tools     Kind = "tools"
	Prompts   Kind = "prompts"
	Resources Kind = "resources"
	Templates Kind = "resourceTemplates"
)

// Kinds are all kinds, the one first that matters most.
func Kinds() []Kind { return []Kind{Tools, Prompts, Resources, Templates} }

// Method lists them.
func (k Kind) Method() string {
	if k == Templates {
		return "resources/templates/list"
	}
	return string(k) + "/list"
}

// Key is the member by which one of them is known.
func (k Kind) Key() string {
	switch k {
	case Resources:
		return "uri"
	case Templates:
		return "uriTemplate"
	}
	return "name"
}

// Capability is what a server declares that has them.
func (k Kind) Capability() string {
	if k == Templates {
		return string(Resources)
	}
	return string(k)
}

// Word is the kind of one of them, for people.
func (k Kind) Word() string {
	switch k {
	case Tools:
		return "tool"
	case Prompts:
		return "prompt"
	case Resources:
		return "resource"
	}
	return "resource template"
}

// List is all that a server lists of one kind.
type List struct {
	Items    []json.RawMessage // each definition as it came, on one line
	TTL      time.Duration     // how long the list holds; 0: the server does not say
	Problems []string          // what was left out
}
