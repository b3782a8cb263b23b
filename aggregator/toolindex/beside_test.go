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
			{Name: "bind_diary", Description: "Bind the diary."},
			{Name: "paint_wall", Description: "Paint a wall."},
			{Name: "bind_diary_again", Description: "Bind the diary once more."},
		})
	}
	got := named(ix.Search("bind the diary. paint the wall", &Options{Limit: 4}))
	if diff := cmp.Diff([]string{"a:paint_wall", "a:bind_diary", "b:paint_wall", "b:bind_diary"}, got); diff != "" {
		t.Error(diff)
	}
}
