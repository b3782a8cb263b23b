package config

// Confirm says which calls need the user's agreement first. The zero value says that none does.
type Confirm struct {
	Destructive bool     // those of tools that may destroy something, by what their server says of them
	Patterns    []string // those of tools with these names; * and ? as in Filter

	Set       bool // the file says so
	ToolNames bool // the patterns are of server:tool
}

// Confirms reports whether a call of the tool needs the user's agreement; destructive is what the server's hints come to.
func (s *Server) Confirms(tool string, destructive bool) bool {
	name := tool
	if s.Confirm.ToolNames {
		name = s.Name + ":" + tool
	}
	return s.Confirm.Destructive && destructive || matchAny(s.Confirm.Patterns, name)
}

var confirmWords = []string{"destructive", "never"}

// confirmation is one of confirmWords, or a list of patterns: of server:tool if toolNames, else of names of tools.
func confirmation[T any](toolNames bool, get func(*T) *Confirm) kind[T] {
	word := choice(confirmWords, func(to *T, s string) { get(to).Destructive = s == "destructive" })
	patterns := list(func(to *T) *[]string { return &get(to).Patterns }, isGlob)
	return kind[T]{typ: "string or list of strings", allowed: confirmWords, read: func(d *decoder, n node, to *T) {
		*get(to) = Confirm{Set: true, ToolNames: toolNames}
		switch n.value.Value.Kind() {
		case '"':
			word.read(d, n, to)
		case '[':
			patterns.read(d, n, to)
		default:
			d.wrongType(n, `"destructive", "never" or a list of strings`)
		}
	}}
}
