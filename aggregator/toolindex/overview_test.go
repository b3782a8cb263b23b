package toolindex

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAsksForAll(t *testing.T) {
	ix := New()
	ix.Put("desk", []Tool{{Name: "list_users", Description: "List all users."}, {Name: "help", Description: "Ask the help desk."}})
	want := map[string]bool{
		"list all tools": true, "what tools are available?": true, "Tools": true, "what can you do?": true, "show me everything": true, "please list the tools that you have": true,
		"help": false, "desk:help": false, "list all users": false, "list all": true, "list users": false, "list": false, "what can I do about the users": false,
		"what do you mean": false, "": false, "all all all " + strings.Repeat("all ", 100): false, "which tool creates users": false, "工具": false,
	}
	got := map[string]bool{}
	for query := range want {
		got[query] = ix.AsksForAll(query)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
