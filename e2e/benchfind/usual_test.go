package main

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/e2e/findset"
)

// A server of many tools says its words no louder than one of few.
func TestUsual(t *testing.T) {
	many := make([]findset.Tool, 100)
	for i := range many {
		many[i] = findset.Tool{Name: "list_zones"}
	}
	tools := &findset.Catalogue{
		Servers: []string{"big", "small", "tiny"},
		Tools:   map[string][]findset.Tool{"big": many, "small": {{Name: "listing"}, {Name: "paint"}}, "tiny": {{Name: "list_the_7_文件"}}},
	}
	want := map[string]int{"list": 83, "zones": 33, "paint": 17, "file": 33}
	if diff := cmp.Diff(want, usual(tools)); diff != "" {
		t.Error(diff)
	}
}

// The table that is checked in is the one that is counted. Where it is not: make usual-find, then make fit-find.
func TestUsualIsCounted(t *testing.T) {
	want, err := usualFile()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("SKIPPED: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../aggregator/toolindex/usual.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
