package aggregator

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"ncp/internal/wire"
)

// Tool is one tool of an upstream. Raw and Schema are the bytes that came.
type Tool struct {
	Server      string
	Name        string // as the upstream knows it
	Title       string
	Description string
	Schema      json.RawMessage // inputSchema
	Annotations json.RawMessage // nil if it has none
	Raw         json.RawMessage // the whole definition

	uses    *uses // of its server; nil outside of a catalogue
	summing sync.Once
	summed  string // see sum

	exposing sync.Once
	exposed  *exposedTool // see byItself
}

// ToolName is the name by which run knows the tool: server:tool.
func (t *Tool) ToolName() string { return t.Server + ":" + t.Name }

// SplitToolName splits server:tool at the first colon, since a server's name holds none.
func SplitToolName(name string) (server, tool string, err error) {
	server, tool, found := strings.Cut(name, ":")
	if !found || server == "" || tool == "" {
		return "", "", fmt.Errorf("%q is no tool name; use server:tool, as find shows them", name)
	}
	return server, tool, nil
}

// parseTool reads a definition that upstream has checked.
func parseTool(server string, raw json.RawMessage) (*Tool, error) {
	obj, err := wire.ParseObject(raw)
	if err != nil {
		return nil, err
	}
	t := &Tool{
		Server: server, Name: obj.Text("name"), Title: obj.Text("title"), Description: obj.Text("description"),
		Schema: obj.Get("inputSchema"), Annotations: obj.Get("annotations"), Raw: raw,
	}
	if t.Title == "" && t.Annotations != nil {
		t.Title, _ = wire.Text(json.RawMessage(t.annotation("title")))
	}
	return t, nil
}

// annotated reports whether the tool's server says anything of what it does.
func (t *Tool) annotated() bool { return len(t.Annotations) > 0 && t.Annotations[0] == '{' }

// annotation returns the raw value of one of the tool's annotations, "" if there is none.
func (t *Tool) annotation(key string) string {
	if !t.annotated() {
		return ""
	}
	obj, err := wire.ParseObject(t.Annotations)
	if err != nil {
		return ""
	}
	return string(obj.Get(key))
}
