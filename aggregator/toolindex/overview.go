package toolindex

// overview is the words of those who ask for all tools that there are, beside words of grammar.
type overview struct {
	all   map[string]bool // one of them is said
	among map[string]bool // may be said besides
}

func newOverview() overview {
	return overview{
		all:   wordSet("tool tools capability capabilities help everything all"),
		among: wordSet("list show see get give tell find display know available exist offered supported please hi hello hey need want"),
	}
}

// AsksForAll reports whether a query asks for all tools that there are, and not for one that does something: "list all tools", "what can you do?". If a tool
// is called so, it is what is asked for.
func (ix *Index) AsksForAll(query string) bool {
	if len(query) > maxOverview {
		return false
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	s := ix.borrow()
	defer ix.scratch.Put(s)
	if ix.names[s.tokens.joined(query)] != nil {
		return false
	}
	s.tokens.split(query)
	said := map[string]bool{}
	whole := false
	for _, k := range s.tokens.list {
		word := string(s.tokens.text(k))
		said[word] = true
		whole = whole || ix.lexicon.all[word]
		if !ix.lexicon.all[word] && !ix.lexicon.among[word] && !ix.lexicon.grammar[word] {
			return false
		}
	}
	return whole || said["what"] && said["do"] && (said["you"] || said["can"])
}

// maxOverview is how long a query is at most that asks for all.
const maxOverview = 100
