package toolindex

import "testing"

// What nearly all tools say counts little also where there are three tools.
func TestUsual(t *testing.T) {
	counts := parseUsual(usual)
	for word, n := range counts {
		if n == 0 || n > Unseen {
			t.Errorf("%q would stand in %d of %d tools", word, n, Unseen)
		}
	}
	ix := New()
	ix.Put("a", []Tool{{Name: "list_zebras"}, {Name: "draw_circle"}, {Name: "count_moons"}})
	if list, zebras := ix.rarityOf(ix.standing(ix.words["list"])), ix.rarityOf(ix.standing(ix.words["zebras"])); list > zebras/2 {
		t.Errorf("list counts %.1f, zebras %.1f", list, zebras)
	}
}
