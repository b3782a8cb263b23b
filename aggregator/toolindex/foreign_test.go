package toolindex

import (
	"strings"
	"testing"
)

// The longest foreign words that are known have their English behind them; what is English already is left alone.
func TestGloss(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"plain English, naïve café": "plain English, naïve café",
		"获取排行榜":                     "获取 to get fetch 排行榜 ranking chart ",
		"查询12306余票信息。":              "查询 to query search 12306余票 ticket available 信息 information 。",
		"火车站火":                      "火车站 train station 火",
		"天気を検索する":                   "天気 weather を検索 to search する",
		"Прогноз, погода":           "Прогноз forecast , погода weather ",
		"прогнозы о погоде":         "прогнозы forecast  о погоде weather ",
		"мои файлы, прогон":         "мои файлы file , прогон",
		"\xe5\xa4":                  "\xe5\xa4",
		"龘龘天气":                      "龘龘天气 weather ",
		"a\u0488b погода":           "a\u0488b погода weather ", // a mark that is no letter
	} {
		if got := english().gloss(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A question in one language finds a tool that is described in the other.
func TestForeignQuestions(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{{Name: "t1", Description: "获取城市天气"}, {Name: "t2", Description: "Cancel an order"}, {Name: "t3", Description: "удалить заметку"}})
	for query, want := range map[string]string{"weather of a city": "t1", "取消订单": "t2", "delete a note": "t3"} {
		if hits := ix.Search(query, nil).Hits; len(hits) == 0 || hits[0].Name != want {
			t.Errorf("%q finds %v", query, hits)
		}
	}
}

// A query in a language of our script, or in idioms, is read in plain English; words that some tool has stay beside it.
func TestPlain(t *testing.T) {
	known := func(word string) bool { return word == "eliminar" }
	for text, want := range map[string]string{
		"":                                     "",
		"delete a file":                        "delete a file",
		"Lösche die Datei!":                    "to delete die file!",
		"LÖSCHE mir alle Dateien":              "to delete mir all files",
		"eliminar la base de datos":            "eliminar to delete la database",
		"una base, de datos":                   "una base, de datos",
		"supprime l'utilisateur s'il te plaît": "to delete l'user please",
		"Lade die Datei hoch!":                 "to upload die file !",
		"Starte den Container neu":             "to restart den Container ",
		"please file a bug":                    "please to create a bug",
		"upload the file a friend sent":        "upload the file a friend sent",
		"clean-up of disks":                    "to delete of disks",
		"the clean up":                         "the clean up",
		"grep TODO, then tell the team":        "to search text TODO, then to send message to the team",
		"tell the time":                        "tell the time",
		"\xff löschen \xff":                    "\xff to delete \xff",
	} {
		if got := english().plain(text, known); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Two words that are the same without their endings always mean the same one of the two.
func TestEndingsAreDeterministic(t *testing.T) {
	table := map[string]string{"почта": " mail ", "почте": " post ", "почту": " office "}
	for range 50 {
		if got := withoutEndings(table)["почт"]; got != " office " {
			t.Fatalf("%q", got)
		}
	}
}

// No idiom has two meanings, of which the last would count without a word.
func TestIdiomsAreListedOnce(t *testing.T) {
	for _, table := range []string{idioms, turns} {
		listed := 0
		for line := range strings.Lines(strings.TrimSpace(table)) {
			_, phrases, _ := strings.Cut(line, ":")
			listed += len(strings.Fields(phrases))
		}
		if known := len(parsePhrases(table)); known != listed {
			t.Errorf("%d of %d idioms are listed again", listed-known, listed)
		}
	}
}
