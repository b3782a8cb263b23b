package aggregator

import (
	"encoding/json"

	"ncp/internal/wire"
)

// declarable keeps of a host's capabilities what ncp can relay, in one form for one meaning, so that it can serve as a key. What ncp cannot
// relay (tasks, extensions) is not declared upward, since a server would rely on it. nil means nothing is left.
func declarable(raw json.RawMessage, era era) json.RawMessage {
	caps, err := wire.ParseObject(raw)
	if err != nil {
		return nil
	}
	var kept wire.Object
	if elicitation, ok := capability(caps, "elicitation"); ok {
		_, form := capability(elicitation, "form")
		_, url := capability(elicitation, "url")
		// "an empty capabilities object is equivalent to declaring support for form mode only", and the only form that 2025-06-18 knows.
		value := json.RawMessage("{}")
		switch {
		case url && form:
			value = json.RawMessage(`{"form":{},"url":{}}`)
		case url:
			value = json.RawMessage(`{"url":{}}`)
		}
		kept = append(kept, wire.Member{Key: "elicitation", Value: value})
	}
	if roots, ok := capability(caps, "roots"); ok {
		value := json.RawMessage("{}")
		if era == legacy && string(roots.Get("listChanged")) == "true" { // 2026-07-28 has no such notification
			value = json.RawMessage(`{"listChanged":true}`)
		}
		kept = append(kept, wire.Member{Key: "roots", Value: value})
	}
	if sampling, ok := capability(caps, "sampling"); ok {
		var parts wire.Object
		for _, part := range []string{"context", "tools"} {
			if _, ok := capability(sampling, part); ok {
				parts = append(parts, wire.Member{Key: part, Value: json.RawMessage("{}")})
			}
		}
		kept = append(kept, wire.Member{Key: "sampling", Value: parts.Raw()})
	}
	if kept == nil {
		return nil
	}
	return kept.Raw()
}

// capability reads one capability, which is declared by an object, empty or not.
func capability(caps wire.Object, name string) (wire.Object, bool) {
	value, err := wire.ParseObject(caps.Get(name))
	return value, err == nil && caps.Get(name) != nil
}
