package toolindex

import "testing"

// What is known of a foreign text is the longest words of it; what is English already is left alone.
func TestGloss(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"plain English, naïve café": "",
		"获取排行榜":                     " get fetch ranking chart",
		"查询12306余票信息。":              " query search ticket available information",
		"火车站火":                      " train station",
		"天気を検索する":                   " weather search",
		"Прогноз, погода":           " forecast weather",
		"прогнозы":                  "",
		"\xe5\xa4":                  "",
		"龘龘天气":                      " weather",
		"a\u0488b погода":           " weather", // a mark that is no letter
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
