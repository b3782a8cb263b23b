package aggregator

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

// Pages put together are the text, whatever their size, and no character is cut.
func TestPagesAreTheText(t *testing.T) {
	texts := map[string]string{
		"lines": strings.Repeat("a line of text\n", 500), "one line": strings.Repeat("x", 5000), "wide": strings.Repeat("日本語🙂", 700),
		"broken": strings.Repeat("\xff\xfe", 900) + "\x80", "empty": "",
	}
	for name, text := range texts {
		for _, size := range []int{1, 2, 3, 7, 1000, 4096, 100_000} {
			held := new(shelf).put(newHeld(text, "text/plain", size))
			var whole strings.Builder
			for offset, pages := 0, 0; offset < len(held.text); pages++ {
				page, next := held.slice(offset, 0)
				if next <= offset || len(page) > max(size, 4) || pages > len(held.text) {
					t.Fatalf("%s by %d: from %d a page of %d bytes, then %d", name, size, offset, len(page), next)
				}
				whole.WriteString(page)
				offset = next
			}
			if whole.String() != held.text || utf8.ValidString(text) && held.text != text {
				t.Errorf("%s by %d: the pages are not the text", name, size)
			}
		}
	}
}

// A text is there for ten minutes, and not a moment longer.
func TestShelfForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		held := s.put(newHeld("text", "text/plain", 4))
		time.Sleep(shelfTime - time.Nanosecond)
		if got, err := s.get(held.id); got != held || err != nil {
			t.Errorf("before its time is up: %v, %v", got, err)
		}
		time.Sleep(time.Nanosecond)
		_, err := s.get(held.id)
		if want := `no result "` + held.id + `": results are kept for 10 minutes, the last 64 MiB of them; call the tool again`; err == nil || err.Error() != want {
			t.Errorf("after: %v", err)
		}
		if len(s.texts) != 0 || s.bytes != 0 {
			t.Errorf("%d texts and %d bytes are left", len(s.texts), s.bytes)
		}
	})
}

// The oldest go first, by number and by size; the newest stays though it is too long alone.
func TestShelfIsBounded(t *testing.T) {
	there := func(s *shelf, held *heldText) bool { _, err := s.get(held.id); return err == nil }
	var s shelf
	var all []*heldText
	for range shelfTexts + 1 {
		all = append(all, s.put(newHeld("x", "text/plain", 4)))
	}
	if there(&s, all[0]) || !there(&s, all[1]) || !there(&s, all[shelfTexts]) {
		t.Error("not the oldest alone has gone")
	}
	huge := s.put(newHeld(strings.Repeat("x", shelfBytes+1), "text/plain", 4))
	if !there(&s, huge) || there(&s, all[shelfTexts]) || s.bytes != shelfBytes+1 {
		t.Errorf("a huge text: there %v, %d bytes in all", there(&s, huge), s.bytes)
	}
	small := s.put(newHeld("x", "text/plain", 4))
	if there(&s, huge) || !there(&s, small) || s.bytes != 1 {
		t.Errorf("after a huge text: %d bytes in all", s.bytes)
	}
}
