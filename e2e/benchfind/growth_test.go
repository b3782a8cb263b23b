package main

import (
	"os/exec"
	"testing"
)

// The stub of the ranking has all that find uses of it.
func TestStubBuilds(t *testing.T) {
	overlay, err := overlay("../..", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "ncp/aggregator", "ncp/internal/cli").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
