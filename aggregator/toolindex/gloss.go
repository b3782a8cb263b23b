package toolindex

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestForeign is how many characters a word of a script without spaces may have in foreign.
const longestForeign = 6

// longestPhrase is how many words may mean something together.
const longestPhrase = 4

// parseForeign turns the table around: a foreign word -> its English.
func parseForeign(table string) map[string]string {
	english := map[string]string{}
	for line := range strings.Lines(table) {
		meaning := " "
		for word := range strings.FieldsSeq(line) {
			if word[0] < utf8.RuneSelf {
				meaning += word + " "
			} else {
				english[word] = meaning
			}
		}
	}
	return english
}

// parsePhrases turns such a table around: words without accents, a space between them -> what they mean.
func parsePhrases(table string) map[string]string {
	meanings := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		meaning, phrases, _ := strings.Cut(line, ":")
		for phrase := range strings.FieldsSeq(phrases) {
			meanings[folded(strings.ReplaceAll(phrase, "_", " "))] = meaning
		}
	}
	return meanings
}

func folded(text string) string {
	var out []byte
	for _, r := range text {
		out = foldRune(out, r)
	}
	return string(out)
}

// gloss writes the English behind the foreign words of a text: of scripts without spaces the longest ones that begin where the last one ended, of others the whole words.
func (l *lexicon) gloss(text string) string {
	first := strings.IndexFunc(text, foreignLetter)
	if first < 0 {
		return text
	}
	var out strings.Builder
	out.WriteString(text[:first])
	for i := first; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end, meaning := i+size, ""
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			word := text[i:]
			if n := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); n >= 0 {
				word = word[:n]
			}
			meaning = l.cyrillic(strings.ToLower(word))
			end = max(end, i+len(word)) // some of the script are marks, and no word begins with them
		case foreignLetter(r):
			word := l.longestAt(text[i:])
			meaning = l.foreign[word]
			end = max(end, i+len(word))
		}
		out.WriteString(text[i:end])
		out.WriteString(meaning)
		i = end
	}
	return out.String()
}

// cyrillic is the English for a word in one of its forms, which differ behind the fourth letter at the earliest and by three letters at most.
func (l *lexicon) cyrillic(word string) string {
	if meaning := l.foreign[word]; meaning != "" {
		return meaning
	}
	letters := []rune(word)
	for n := len(letters); n >= max(4, len(letters)-3); n-- {
		if meaning := l.endless[string(letters[:n])]; meaning != "" {
			return meaning
		}
	}
	return ""
}

// withoutEndings are the Cyrillic words of a table without the letter that other forms of them do not have. Of two that are the same then the later counts.
func withoutEndings(table map[string]string) map[string]string {
	endless := map[string]string{}
	for _, word := range slices.Sorted(maps.Keys(table)) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Cyrillic, r) {
			letters := []rune(word)
			if strings.ContainsRune("аеийоуыьюя", letters[len(letters)-1]) {
				letters = letters[:len(letters)-1]
			}
			if len(letters) >= 4 {
				endless[string(letters)] = table[word]
			}
		}
	}
	return endless
}

// longestAt is the longest word of the table that a text of a script without spaces begins with, "" if there is none.
func (l *lexicon) longestAt(text string) string {
	longest, end := "", 0
	for range longestForeign {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !foreignLetter(r) {
			break
		}
		end += size
		if l.foreign[text[:end]] != "" {
			longest = text[:end]
		}
	}
	return longest
}

// foreignLetter reports whether r is of a script that foreign has words of.
func foreignLetter(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Cyrillic) || r == 'ー'
}

// plain says in common English what a query says in tongues or idioms, and leaves a foreign word that is known where it is.
func (l *lexicon) plain(text string, known func(word string) bool) string {
	s := phraseReader{text: text}
	s.find()
	var out strings.Builder
	copied := 0 // of text
	apart := false
	for i := 0; i < len(s.words); {
		meaning, count, foreign := "", 0, false
		if m, found := l.separable(&s, i); found {
			meaning, count, foreign, apart = m, 1, true, true
		} else if apart && i == len(s.words)-1 {
			count = 1
		}
		for n := min(longestPhrase, len(s.words)-i); n > 0 && count == 0; n-- {
			key := s.phrase(i, n)
			if m, found := l.tongues[string(key)]; found {
				meaning, count, foreign = m, n, true
			} else if m, found := l.idioms[string(key)]; found && (i == 0 || l.roles[string(s.folded(i-1))]&(1<<beforeVerb|1<<filler) != 0) {
				if m, last, spread := strings.Cut(m, ">"); !spread || l.follows(&s, i+n, last) {
					meaning, count = m, n
				}
			}
		}
		if count == 0 {
			i++
			continue
		}
		start, end := s.words[i].start, s.words[i+count-1].end
		out.WriteString(text[copied:start])
		if foreign && count == 1 && known(string(s.folded(i))) {
			out.WriteString(text[start:end] + " ")
		}
		out.WriteString(meaning)
		copied = end
		i += count
	}
	if copied == 0 {
		return text
	}
	out.WriteString(text[copied:])
	return out.String()
}

// mostBetween is how many words may be between those of an idiom.
const mostBetween = 4

// follows reports whether one of some words, a space before and behind each, is at i, or behind the name of something: "GitHub issue", "the team know".
func (l *lexicon) follows(s *phraseReader, i int, last string) bool {
	var before roles
	for n := range min(mostBetween+1, len(s.words)-i) {
		word := string(s.folded(i + n))
		roles := l.roles[word]
		switch {
		case !s.words[i+n].near:
			return false
		case strings.Contains(last, " "+word+" ") && !before.has(article) && (n > 0 || !roles.has(naming)):
			return true
		case l.grammar[word] && !roles.has(naming):
			return false
		}
		before = roles
	}
	return false
}

// separable is what the verb at i means with the last word of a text, as German has it: "lade die Datei hoch" is of "hochladen".
func (l *lexicon) separable(s *phraseReader, i int) (meaning string, found bool) {
	last := len(s.words) - 1
	if i == last || !l.particles[string(s.folded(last))] {
		return "", false
	}
	infinitive := string(s.folded(last)) + string(s.folded(i))
	for _, ending := range []string{"n", "en"} {
		if meaning, found = l.tongues[infinitive+ending]; found {
			break
		}
	}
	return meaning, found
}

// phraseReader finds the words of a text, folded.
type phraseReader struct {
	text  string
	words []span
	buf   []byte // the words, a space between them
}

// span is where a word stands in the text and, folded, in the buffer; near, that nothing but a space, a hyphen or an apostrophe is before it.
type span struct {
	start, end       int
	foldedAt, folded int
	near             bool
}

func (s *phraseReader) find() {
	at, gap := -1, 0
	for i, r := range s.text + " " {
		switch letter := unicode.IsLetter(r) || unicode.Is(unicode.Mn, r); {
		case letter && at < 0:
			at = i
			s.buf = append(s.buf, ' ')
			s.words = append(s.words, span{start: i, foldedAt: len(s.buf), near: gap == 1})
			s.buf = foldRune(s.buf, r)
		case letter:
			s.buf = foldRune(s.buf, r)
		case at >= 0:
			w := &s.words[len(s.words)-1]
			w.end, w.folded = i, len(s.buf)
			at, gap = -1, 0
			fallthrough
		default:
			if gap++; r == '#' || r == '@' { // begins a name
				gap--
			} else if !strings.ContainsRune(" -'’", r) {
				gap = 2
			}
		}
	}
}

func (s *phraseReader) folded(i int) []byte { return s.buf[s.words[i].foldedAt:s.words[i].folded] }

// phrase is n words from the one at i on, nil if they are not together.
func (s *phraseReader) phrase(i, n int) []byte {
	for _, w := range s.words[i+1 : i+n] {
		if !w.near {
			return nil
		}
	}
	return s.buf[s.words[i].foldedAt:s.words[i+n-1].folded]
}
