package aggregator

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Limits of a shelf. What is over them goes early, the oldest first, and says so to who asks for it.
const (
	shelfTime  = 10 * time.Minute
	shelfBytes = 64 << 20
	shelfTexts = 256
)

// heldURI is the scheme and start of what a text on the shelf is called.
const heldURI = "ncp://result/"

// shelf keeps texts that were too long for an answer, for their host to read page by page. It is in memory alone and ends with the host's connection.
type shelf struct {
	mu    sync.Mutex // guards what follows
	texts []*heldText
	bytes int
}

// heldText is one text on the shelf. It never changes.
type heldText struct {
	id       string // 128 random bits: who has it was given it
	text     string
	mimeType string
	page     int // bytes of a page, unless less is asked for
	until    time.Time
}

func (t *heldText) uri() string { return heldURI + t.id }

// newHeld is a text with the name that it is found by once it is on a shelf.
func newHeld(text, mimeType string, page int) *heldText {
	text = strings.ToValidUTF8(text, "\uFFFD") // pages are cut between characters
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand
	return &heldText{id: hex.EncodeToString(id[:]), text: text, mimeType: mimeType, page: page, until: time.Now().Add(shelfTime)}
}

// put takes a text and returns it.
func (s *shelf) put(held *heldText) *heldText {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts = append(s.texts, held)
	s.bytes += len(held.text)
	s.clear(time.Now())
	return held
}

// get returns a text by its id.
func (s *shelf) get(id string) (*heldText, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear(time.Now())
	for _, held := range s.texts {
		if held.id == id {
			return held, nil
		}
	}
	return nil, &RefusedError{Text: fmt.Sprintf(
		"no result %q: results are kept for %d minutes, the last %d MiB of them; call the tool again", id, shelfTime/time.Minute, shelfBytes>>20)}
}

// clear drops what is too old, and the oldest of what is too much; the newest stays in any case. The caller holds mu.
func (s *shelf) clear(now time.Time) {
	drop := 0
	for drop < len(s.texts) {
		oldest := s.texts[drop]
		full := s.bytes > shelfBytes || len(s.texts)-drop > shelfTexts
		if now.Before(oldest.until) && (!full || drop == len(s.texts)-1) {
			break
		}
		s.bytes -= len(oldest.text)
		drop++
	}
	s.texts = slices.Delete(s.texts, 0, drop) // and lets go of them
}

// slice returns the page at offset and where the next one begins, len(text) if there is none. Pages end between characters, after a line if one ends late
// in the page, so that put together they are the text.
func (t *heldText) slice(offset, limit int) (page string, next int) {
	if limit <= 0 || limit > t.page {
		limit = t.page
	}
	offset = startOfRune(t.text, min(offset, len(t.text)))
	end := headEnd(t.text[offset:], limit) + offset
	return t.text[offset:end], end
}

// headEnd is where a head of at most limit bytes ends, at least one character if there is one.
func headEnd(text string, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	end := startOfRune(text, limit)
	if line := strings.LastIndexByte(text[:end], '\n') + 1; line > end*3/4 {
		return line
	}
	if end == 0 {
		_, end = utf8.DecodeRuneInString(text)
	}
	return end
}

// tailStart is where a tail of at most limit bytes begins.
func tailStart(text string, limit int) int {
	start := len(text) - limit
	if start <= 0 {
		return 0
	}
	for start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	if line := strings.IndexByte(text[start:], '\n') + 1; line > 0 && line < limit/4 {
		return start + line
	}
	return start
}

// startOfRune is the last position up to i at which a character begins.
func startOfRune(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
