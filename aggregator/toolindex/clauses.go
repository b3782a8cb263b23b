package toolindex

import "strings"

// clauses cuts a text at the ends of its sentences and lines, and before a verb that follows "and".
func (p *parser) clauses(text string) []string {
	var parts []string
	if p.ix.weights.uncut {
		return []string{text}
	}
	add := func(part string) {
		if part = strings.TrimSpace(part); part != "" && len(parts) < maxParts {
			parts = append(parts, part)
		}
	}
	sentence := func(text string) {
		start := 0
		words := 0
		joins := false
		between := false // and no "and" yet
		text = strings.ReplaceAll(text, "(", "|(")
		for i := 0; i < len(text); {
			n := strings.IndexAny(text[i:], " ,;|")
			if n < 0 {
				n = len(text) - i
			}
			word := strings.ToLower(text[i : i+n])
			if joins && (words > 1 && len(word) < 20 && p.ix.lexicon.actions[string(stem([]byte(word)))] != 0 || strings.HasPrefix(word, "(")) {
				add(text[start:i])
				start, words = i, 0
			}
			if word != "" {
				words++
				joins = word == "and" && !between || word == "then" || word == "also"
				between = word == "between" || between && word != "and"
			}
			i += n + 1
			if i <= len(text) && text[i-1] != ' ' {
				joins = true
			}
		}
		add(text[start:])
	}
	start := 0
	for i, r := range text {
		if endsSentence(text, i, r) {
			end := i
			if (r == '?' || r == '？') && end > start { // by which a question is known
				end += len(string(r))
			}
			sentence(text[start:end])
			start = i + len(string(r))
		}
	}
	sentence(text[start:])
	return parts
}
