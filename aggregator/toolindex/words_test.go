package toolindex

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"list files", "list files"},
		{"list_files", "list files listfiles"},
		{"list-all_files", "list all files listallfiles"},
		{"getHTTPResponse", "get http response gethttpresponse"},
		{"S3 bucket", "s 3 s3 bucket"},
		{"user's don't", "user don"},
		{"server:tool/sub.part", "server tool sub part"},
		{"Café NAÏVE Straße", "cafe naive strasse"},
		{"cafe\u0301", "cafe"},
		{"soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"},
		{"ＦＵＬＬ", "full"},
		{"读取文件", "读取 取文 文件"},
		{"读 file文", "读 file 文"},
		{"a\xffb", "a b"},
		{strings.Repeat("x", maxWordBytes+1) + " ok", "ok"},
	}
	for _, tt := range tests {
		var tk tokens
		tk.split(tt.text)
		var got []string
		for _, k := range tk.list {
			got = append(got, string(tk.text(k)))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

func TestStem(t *testing.T) {
	same := [][]string{
		{"list", "lists", "listed", "listing"},
		{"database", "databases"},
		{"query", "queries", "querying"},
		{"create", "creates", "created", "creating"},
		{"search", "searches", "searching"},
		{"translate", "translation", "translations"},
		{"commit", "commits", "committed", "committing"},
	}
	for _, words := range same {
		for _, w := range words[1:] {
			if a, b := string(stem([]byte(words[0]))), string(stem([]byte(w))); a != b {
				t.Errorf("%s has stem %s, %s has %s", words[0], a, w, b)
			}
		}
	}
	for _, pair := range [][2]string{{"mail", "main"}, {"use", "user"}, {"as", "a"}} {
		if a, b := string(stem([]byte(pair[0]))), string(stem([]byte(pair[1]))); a == b {
			t.Errorf("%s and %s have the same stem %s", pair[0], pair[1], a)
		}
	}
	for _, w := range []string{"", "a", "ed", "ing", "读取", "naïve", "x1ing"} {
		if got := string(stem([]byte(w))); got != w {
			t.Errorf("stem of %q is %q", w, got)
		}
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"abc", "abc", 0},
		{"abc", "", 3},
		{"message", "mesage", 1},
		{"message", "messsage", 1},
		{"message", "massage", 1},
		{"message", "messaeg", 1},
		{"kitten", "sitting", 3},
		{"repository", "repositroies", 4},
	}
	for _, tt := range tests {
		if got := mistakes(tt.a, tt.b, 9); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := mistakes(tt.b, tt.a, 9); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
	if got := mistakes("abcdefgh", "ijklmnop", 2); got <= 2 {
		t.Errorf("far words: %d", got)
	}
}

func TestCorrect(t *testing.T) {
	ix := New()
	ix.Put("", []Tool{
		{Name: "messages"},
		{Name: "massage"},
		{Name: "message"},
		{Name: "message_count"},
		{Name: "repository"},
		{Name: "node", Description: strings.Repeat("y", maxWordBytes)},
	})
	tests := []struct{ word, want string }{
		{"mesage", "message"},
		{"meassage", "message"},      // as far as massage: the more common
		{"repozitary", "repository"}, // two mistakes in a long word
		{"mode", ""},                 // short words have too many neighbours
		{"zzzzzz", ""},
		{"naïvety", ""},
		{strings.Repeat("y", maxWordBytes), strings.Repeat("y", maxWordBytes)},
		{strings.Repeat("y", 200), ""},
	}
	for _, tt := range tests {
		got := ""
		if all := ix.correct(tt.word); len(all) > 0 {
			got = ix.list[all[0]].text
		}
		if got != tt.want {
			t.Errorf("%q became %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestFirstSentence(t *testing.T) {
	tests := []struct{ text, first, rest string }{
		{"", "", ""},
		{"Lists the issues.", "Lists the issues", "."},
		{"Lists the issues. And more.", "Lists the issues", ". And more."},
		{"E.g. the issues v1.2 of it; more", "E.g. the issues v1.2 of it", "; more"},
		{"One line\nanother", "One line", "\nanother"},
		{"列出一个仓库的问题。还有", "列出一个仓库的问题", "。还有"},
	}
	for _, tt := range tests {
		first, rest := firstSentence(tt.text)
		if diff := cmp.Diff([]string{tt.first, tt.rest}, []string{first, rest}); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

// What looks like an argument is told from words, and says what the tool has to take.
func TestShapes(t *testing.T) {
	type shape struct {
		Rest, Arguments, Words string
		Target                 bool
	}
	for text, want := range map[string]shape{
		"list files":                                 {"list files", "", "", false},
		"and/or e.g. v1.2 Node.js":                   {" and/or e.g. v1.2 Node.js", "", "", false},
		"report to /notes/md/Tea.md, then":           {" report to then", " /notes/md/Tea.md", "file path markdown", true},
		"make (deck.pptx)!":                          {" make", " deck.pptx", "file powerpoint presentation", false},
		"open ~/x and /usr/bin":                      {" open and", " ~/x /usr/bin", "file path file path", false},
		"in src/app/config, test_data/a or 1/2/2026": {" in or 1/2/2026", " src/app/config test_data/a", "file path file path", true},
		"see https://a.example/b.pdf or a@b.c":       {" see or", " https://a.example/b.pdf a@b.c", "url web email", false},
	} {
		rest, arguments, words, target := shapes(text)
		if diff := cmp.Diff(want, shape{rest, arguments, strings.Join(words, " "), target}); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// Whatever the text, its words are found again when they are split once more, none is longer than allowed, and none has capitals.
func FuzzSplit(f *testing.F) {
	for _, text := range []string{"getHTTPResponse", "Café-au_lait 2x", "读 file文", "a\u200db", "\xff\xfe", "don't", "İstanbul ǅ aϒ", strings.Repeat("x", 100)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tk, again tokens
		tk.split(text)
		for _, k := range tk.list {
			word := string(tk.text(k))
			limit := maxWordBytes
			if k.kind == joinedToken {
				limit = maxJoinedBytes
			}
			if word == "" || len(word) > limit {
				t.Errorf("%q has a word of %d bytes", text, len(word))
			}
			if k.kind != wordToken && k.kind != gramToken {
				continue
			}
			again.split(word)
			if len(again.list) != 1 || string(again.text(again.list[0])) != word {
				t.Errorf("%q has the word %q, which splits into %d words", text, word, len(again.list))
			}
			stem([]byte(word))
		}
		if !utf8.ValidString(string(tk.buf)) {
			t.Errorf("%q has words that are not UTF-8", text)
		}
	})
}

func TestSeam(t *testing.T) {
	for word, want := range map[string]int{"fileshare": 4, "realtime": 4, "workspace": 0, "weather": 0, "carpet": 0, "xyzzyplugh": 0, "catdog": 0, "ab": 0, "": 0} {
		if got := english().seam(word); got != want {
			t.Errorf("%q comes apart at %d, want %d", word, got, want)
		}
	}
}

// A name that is written as one word is found by its parts.
func TestCompoundName(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{{Name: "lightgrocery"}, {Name: "petgrocery"}})
	var got []string
	for _, h := range ix.Search("groceries for my pet", nil).Hits {
		got = append(got, h.Name)
	}
	if diff := cmp.Diff([]string{"petgrocery", "lightgrocery"}, got); diff != "" {
		t.Error(diff)
	}
}

// Forms of a word whose stems differ are one word.
func TestKin(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{{Name: "subscription_status"}, {Name: "payment_status"}})
	if got := ix.Search("who has subscribed and what is the status", nil).Hits[0].Name; got != "subscription_status" {
		t.Errorf("%s is first", got)
	}
}
