package toolindex

import "strings"

// shapes returns words for what the pieces of a text look like: "/notes/a.md" is a file, "https://…" a page of the web.
// They are arguments, whose own words say little of the tool that takes them.
func shapes(text string) []string {
	var words []string
	for piece := range strings.FieldsSeq(text) {
		piece = strings.Trim(piece, `"'“”‘’()[]<>,.;:!?`+"`")
		switch {
		case strings.Contains(piece, "://"), strings.HasPrefix(piece, "www."):
			words = append(words, "url", "web")
		case strings.HasPrefix(piece, "/") && strings.Count(piece, "/") > 1, strings.HasPrefix(piece, `C:\`), strings.HasPrefix(piece, "~/"):
			words = append(words, "file", "path")
		case strings.Contains(piece, "@") && strings.LastIndexByte(piece, '.') > strings.IndexByte(piece, '@'):
			words = append(words, "email")
		}
	}
	return words
}

// placeholders takes what stands in angle or curly brackets out of a text: arguments, that say little of the tool that takes them.
func placeholders(text string) (rest, arguments string) {
	if !strings.ContainsAny(text, "<{") {
		return text, ""
	}
	var out, in strings.Builder
	for text != "" {
		start := strings.IndexAny(text, "<{")
		if start < 0 {
			break
		}
		length := strings.IndexAny(text[start:], ">}")
		if length < 0 {
			break
		}
		out.WriteString(text[:start])
		in.WriteString(" " + text[start+1:start+length])
		text = text[start+length+1:]
	}
	out.WriteString(text)
	return out.String(), in.String()
}
