package toolindex

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTopics(t *testing.T) {
	got := parseTopics("\npoodle cat > pet | leash\nlion cat > animal\n")
	want := topicTable{
		heads: [][]string{{"pet"}, {"anim"}},
		sets: []topicSet{
			{},
			{topics: []uint16{0}, leads: []uint16{0}, weight: 1},
			{topics: []uint16{0, 1}, leads: []uint16{0, 1}, weight: .59460354},
			{topics: []uint16{0}, weight: 1},
			{topics: []uint16{0}, weight: 1},
			{topics: []uint16{1}, leads: []uint16{1}, weight: 1},
			{topics: []uint16{1}, weight: 1},
		},
		of: map[string]uint16{"poodl": 1, "cat": 2, "pet": 3, "leash": 4, "lion": 5, "anim": 6},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(topicTable{}, topicSet{})); diff != "" {
		t.Error(diff)
	}
}

// Of two tools with a word of the query, the one comes first that is about what the query is about, though it has none of those words.
func TestSubject(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{
		{Name: "spring_songs", Description: "Finds songs for the spring"},
		{Name: "spring_search", Description: "Finds a townhouse or a loft that is free in the spring"},
	})
	got := ix.Search("a condo with two bedrooms from this spring on", nil).Hits[0].Name
	if want := "spring_search"; got != want {
		t.Errorf("%s is first, want %s", got, want)
	}
}

// A word that is misspelt has the topics of the one it seems to be.
func TestSubjectOfAMisspeltWord(t *testing.T) {
	ix := New()
	ix.Put("a", []Tool{{Name: "bedroom_list"}})
	q := ix.parse("bedrom", &tokens{})
	if got, want := q.concepts[0].topics, english().topics.of["bedroom"]; got != want || want == 0 {
		t.Errorf("its topics are %d, want %d", got, want)
	}
}
