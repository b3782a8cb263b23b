package config

import (
	"errors"
	"fmt"

	"github.com/tailscale/hujson"
)

// Convert turns a profile of the original NCP (~/.ncp/profiles/all.json) into a configuration. The servers stay as they are, byte for byte;
// what is left out, and what means something else now, is told in notes for the person who asked. Parse says whether the servers can be used.
func Convert(legacy []byte) (config []byte, notes []string, err error) {
	doc, problem := parseDocument("profile", legacy)
	if problem != nil {
		return nil, nil, fmt.Errorf("convert profile: %w", Problems{*problem})
	}
	if c, err := Parse("profile", legacy, nil); err != nil {
		return nil, nil, fmt.Errorf("convert profile: %w", err)
	} else if len(c.Servers) == 0 && doc.servers() == nil {
		return nil, nil, errors.New("convert profile: it has no mcpServers")
	}
	config = legacy
	if found := doc.find(&doc.root, "metadata"); len(found) == 1 {
		edits := doc.remove(&doc.root, doc.styleOf(&doc.root), found[0])
		config = append([]byte(nil), legacy[:len(legacy)-len(doc.text)]...)
		config = append(config, apply(doc.text, edits)...)
		notes = append(notes, "metadata is left out")
	}
	servers := doc.servers().Value.(*hujson.Object)
	for i := range servers.Members {
		m := &servers.Members[i]
		path := joinPath("mcpServers", memberName(m))
		if v := m.Value.Find("/auth/oauth"); v != nil {
			notes = append(notes, path+".auth.oauth: this older way to sign in is ignored; write its settings in auth.oauth21")
		}
		for v := range m.Value.All() {
			if s, ok := v.Value.(hujson.Literal); ok && s.Kind() == '"' && hasReference(s.String()) {
				notes = append(notes, path+`: a value holds "${", which refers to a variable now; write $${ for a literal ${`)
				break
			}
		}
	}
	return config, notes, nil
}
