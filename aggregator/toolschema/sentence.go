package toolschema

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDescription is how much of a description is read, in bytes.
const maxDescription = 16 << 10

// oneWord is how many bytes a sentence has at least that stands for itself without a space in it, such as one in Chinese.
const oneWord = 15

// FirstSentence returns the first sentence of a tool's description on one line of at most limit runes. Markdown loses its
// marks, space is folded, characters that do not print are gone. A longer sentence is cut between words and ends with an
// ellipsis. It is "" for a description that says nothing.
func FirstSentence(description string, limit int) string {
	if len(description) > maxDescription {
		description = description[:maxDescription]
	}
	text := firstParagraph(printable(description))
	end := sentenceEnd(text)
	if end > 0 && !strings.Contains(text[:end], " ") && len(text[:end]) < oneWord {
		end += sentenceEnd(text[end:]) // "DEPRECATED." says nothing without the next
	}
	if end > 0 {
		text = text[:end]
	}
	return shorten(strings.TrimRight(text, " ,;:"), limit)
}

// printable drops what does not print, but for line ends, and turns every other space into a blank.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029', r == '\v', r == '\f':
			return '\n'
		case r == '\r', unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, invisible(r), !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
}

// shorten cuts text to limit runes, between words if a word ends in its last third.
func shorten(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	runes := []rune(text)[:limit] // one more than stays, to see whether a word ends right here
	end := limit - 1
	for i := limit - 1; i > limit-limit/3; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	return strings.TrimRight(string(runes[:end]), " ,;:.-–—(") + "…"
}

// sentenceEnd returns where the first sentence of text ends, 0 if it has no end.
func sentenceEnd(text string) int {
	for i, r := range text {
		after := i + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？', '．', '｡':
			return closing(text, after)
		case '!', '?', '.', '।', '؟':
			end := closing(text, after)
			if end < len(text) && text[end] != ' ' {
				continue
			}
			if r == '.' && abbreviated(text[:i], strings.TrimLeft(text[end:], " ")) {
				continue
			}
			return end
		}
	}
	return 0
}

// closing returns where the quotes, brackets and further marks end that belong to a sentence that ended at i.
func closing(text string, i int) int {
	for _, r := range text[i:] {
		if !strings.ContainsRune(`"')]}”’»」』）!?.。！？`, r) {
			break
		}
		i += utf8.RuneLen(r)
	}
	return i
}

// abbreviated reports whether the full stop between before and after belongs to a word and ends no sentence.
func abbreviated(before, after string) bool {
	word := before[strings.LastIndexAny(before, " (/[\"'")+1:]
	next, _ := utf8.DecodeRuneInString(after)
	switch lower := strings.ToLower(word); {
	case word == "" || after == "":
		return false
	case always[lower]:
		return true
	case sometimes[lower]:
		return !unicode.IsUpper(next)
	case strings.Contains(word, ".") && len(word) <= 5: // U.S, a.m, e.g
		return true
	case utf8.RuneCountInString(word) == 1 && unicode.IsUpper([]rune(word)[0]): // J. Smith
		return true
	case isNumber(word) && strings.TrimSpace(before) == word: // "1. Search"
		return true
	}
	return false
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// always are words whose full stop never ends a sentence, sometimes those whose full stop may.
var (
	always = set("e.g", "i.e", "eg", "ie", "vs", "cf", "approx", "incl", "resp", "mr", "mrs", "ms", "dr", "prof", "st", "fig",
		"esp", "viz", "ca", "dept", "sec", "para", "ref")
	sometimes = set("etc", "inc", "ltd", "co", "corp", "no", "nr", "vol", "ed", "al", "max", "min", "avg", "est", "ex", "opt",
		"dev", "misc", "excl", "spec", "ver", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
		"oct", "nov", "dec")
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
