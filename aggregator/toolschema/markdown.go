package toolschema

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxParagraph = 2_000 // bytes of the paragraph that is looked at for a sentence
	wrapped      = 60    // runes of a line that was probably broken for its length and not for its end
)

// firstParagraph returns the first prose of a description as one line: not a heading if anything follows it, not code.
func firstParagraph(text string) string {
	var paragraph, heading string
	fenced := false
	last := 0 // runes of the last line taken
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			fenced = !fenced
			continue
		}
		body, kind := unmark(line)
		switch {
		case fenced || kind == rule || body == "" && kind != blank:
			continue
		case kind == blank:
			if ended(paragraph) {
				return paragraph
			}
			continue
		case kind == title:
			if ended(paragraph) {
				return paragraph
			}
			if heading == "" {
				heading = body
			}
			continue
		case section.MatchString(body):
			if paragraph != "" {
				return strings.TrimRight(paragraph, ":")
			}
			continue
		case paragraph == "":
			paragraph = body
		case strings.HasSuffix(paragraph, ":"):
			paragraph += " " + body
		case kind == item || last < wrapped && startsSentence(body):
			return paragraph
		default:
			paragraph += " " + body
		}
		last = utf8.RuneCountInString(body)
		if len(paragraph) > maxParagraph {
			break
		}
	}
	if paragraph == "" {
		return heading
	}
	return paragraph
}

// ended reports whether a paragraph may end here; one that announces a list goes on.
func ended(paragraph string) bool { return paragraph != "" && !strings.HasSuffix(paragraph, ":") }

func startsSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(r)
}

// lineKind is what a line of Markdown is.
type lineKind int

const (
	prose lineKind = iota
	blank
	title
	item
	rule
)

var (
	// section is the title of a part that describes the arguments and not the tool.
	section = regexp.MustCompile(`(?i)^(args?|arguments|params?|parameters|inputs?|outputs?|returns?|raises|yields|examples?|usage|notes?|see also)\s*:?$`)
	bullet  = regexp.MustCompile(`^([-*+•·●▪–]|\d{1,3}[.)])\s+`)
	link    = regexp.MustCompile(`!?\[([^\]\[]*)\]\([^()\s]*\)`)
	tag     = regexp.MustCompile(`</?([A-Za-z][A-Za-z0-9_-]*)(\s[^<>]*)?/?>`)
	html    = regexp.MustCompile(`(?i)^(a|b|i|u|p|br|hr|em|li|ul|ol|code|pre|span|div|strong|small|h[1-6]|table|tr|td|th)$`)
	strong  = regexp.MustCompile(`(^|\s)__([^_\s][^_]*)__`)
	italic  = regexp.MustCompile(`(^|[\s(])\*([^*\s][^*]*)\*`)
	space   = regexp.MustCompile(`\s+`)
)

// unmark takes the marks of Markdown off a line.
func unmark(line string) (string, lineKind) {
	if line == "" {
		return "", blank
	}
	if len(line) >= 3 && strings.Trim(line, "-=*_#|: ") == "" {
		return "", rule
	}
	kind := prose
	for strings.HasPrefix(line, ">") {
		line = strings.TrimSpace(line[1:])
	}
	if text := strings.TrimLeft(line, "#"); text != line && strings.HasPrefix(text, " ") {
		kind, line = title, strings.TrimRight(text, "# ")
	} else if mark := bullet.FindString(line); mark != "" {
		kind, line = item, line[len(mark):]
	}
	// Between backticks everything is meant as it is written.
	parts := strings.Split(line, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = plain(parts[i])
	}
	return strings.TrimSpace(space.ReplaceAllString(strings.Join(parts, ""), " ")), kind
}

// plain takes the marks off a piece of text.
func plain(text string) string {
	text = link.ReplaceAllString(text, "$1")
	text = stripTags(text)
	text = stripStars(text)
	text = strong.ReplaceAllString(text, "$1$2")
	return italic.ReplaceAllString(text, "$1$2")
}

// stripTags drops the tags of HTML and of XML, but not a placeholder such as <path>: one that is no HTML, is never
// closed and does not stand alone.
func stripTags(text string) string {
	alone := strings.TrimSpace(text)
	return tag.ReplaceAllStringFunc(text, func(found string) string {
		name := tag.FindStringSubmatch(found)[1]
		if html.MatchString(name) || strings.Contains(text, "</"+name) || found == alone {
			return " "
		}
		return found
	})
}

// stripStars drops "**", but not from 2**8.
func stripStars(text string) string {
	pieces := strings.Split(text, "**")
	var b strings.Builder
	for i, piece := range pieces {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(pieces[i-1])
			after, _ := utf8.DecodeRuneInString(piece)
			if unicode.IsDigit(after) && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
				b.WriteString("**")
			}
		}
		b.WriteString(piece)
	}
	return b.String()
}
