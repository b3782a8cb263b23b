package toolindex

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What one task needs is taken from one server, each tool for another part of it, before another server's tools for the same.
func TestToolsBesideOneAnother(t *testing.T) {
	ix := New()
	for _, server := range []string{"a", "b"} {
		ix.Put(server, []Tool{
			{Name: "read_diary", Description: "Read the diary."},
			{Name: "paint_wall", Description: "Paint a wall."},
			{Name: "read_diary_again", Description: "Read the diary once more."},
		})
	}
	got := named(ix.Search("read the diary. paint the wall", &Options{Limit: 4}))
	if diff := cmp.Diff([]string{"a:paint_wall", "a:read_diary", "b:paint_wall", "b:read_diary"}, got); diff != "" {
		t.Error(diff)
	}
}
