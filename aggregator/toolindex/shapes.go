package toolindex

import (
	"strings"
	"sync"
)

// shapes takes the pieces out of a text that look like a file's path, an address of the web or of mail: they are
// arguments, whose own words say little of the tool that takes them. What they look like is returned as words, and
// whether one of them is a file that something may be written to.
func shapes(text string) (rest, arguments string, words []string, target bool) {
	if !strings.ContainsAny(text, "/@.\\") {
		return text, "", nil, false
	}
	var out, in strings.Builder
	before := ""
	for piece := range strings.FieldsSeq(text) {
		bare := strings.Trim(piece, `"'“”‘’()[]<>,.;:!?`+"`")
		kind := shapeOf(bare)
		if kind == nil {
			out.WriteString(" " + piece)
			before = strings.ToLower(bare)
			continue
		}
		words = append(words, kind...)
		target = target || kind[0] == "file" && targets()[before]
		in.WriteString(" " + bare)
	}
	return out.String(), in.String(), words, target
}

// shapeOf returns the words for what a piece of text looks like, nil if it is a word like any other.
func shapeOf(piece string) []string {
	path := isRelative(piece) || strings.HasPrefix(piece, "/") && strings.Count(piece, "/") > 1 || strings.HasPrefix(piece, `C:\`) || strings.HasPrefix(piece, "~/") || strings.HasPrefix(piece, "./")
	switch {
	case strings.Contains(piece, "://"), strings.HasPrefix(piece, "www."):
		return []string{"url", "web"}
	case strings.Contains(piece, "@") && strings.LastIndexByte(piece, '.') > strings.IndexByte(piece, '@'):
		return []string{"email"}
	}
	dot := strings.LastIndexByte(piece, '.')
	holds := extensions()[strings.ToLower(piece[dot+1:])]
	host, _, _ := strings.Cut(piece, "/")
	at := strings.LastIndexByte(host, '.')
	switch {
	case at > 0 && domains()[strings.ToLower(host[at+1:])]:
		return []string{"url", "web"}
	case path:
		return append([]string{"file", "path"}, holds...)
	case dot > 0 && holds != nil:
		return append([]string{"file"}, holds...)
	}
	return nil
}

// isRelative reports whether a piece is a path without a beginning by which one is known: "src/main/config", "my_project/data".
func isRelative(piece string) bool {
	return strings.Contains(piece, "/") && !strings.Contains(piece, "//") && (strings.Count(piece, "/") > 1 || strings.Contains(piece, "_")) &&
		strings.Trim(piece, "0123456789/") != ""
}

// targets are the words before the name of a file that is to be written.
var targets = sync.OnceValue(func() map[string]bool { return wordSet("to in into as at under named called titled") })

// domains are the commonest ends of a host's name that are none of a file's.
var domains = sync.OnceValue(func() map[string]bool { return wordSet("com org net io dev ai edu gov uk de fr eu ch jp cn br") })

// extensions says what a file holds by the end of its name.
var extensions = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	for line := range strings.Lines(`md > markdown
txt text log > text
pdf > pdf
doc docx > word document
ppt pptx > powerpoint presentation
xls xlsx > excel spreadsheet
csv > csv data
json > json
yaml yml > yaml
xml > xml
html htm > html
png jpg jpeg gif webp svg bmp > image
mp3 wav flac ogg m4a > audio
mp4 mov avi mkv webm > video
zip tar gz 7z rar > archive
py java cpp ipynb > code
sql db sqlite > database`) {
		ends, holds, _ := strings.Cut(line, ">")
		for end := range strings.FieldsSeq(ends) {
			table[end] = strings.Fields(holds)
		}
	}
	return table
})

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
