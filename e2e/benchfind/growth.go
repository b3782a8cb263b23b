package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// stub is a toolindex that finds nothing.
//
//go:embed testdata/stub.go.txt
var stub string

// growth measures the binary, and what it would be with a ranking that finds nothing.
func growth(ctx context.Context, _ []set, binary string) ([]row, error) {
	all, err := os.Stat(binary)
	if err != nil {
		return nil, fmt.Errorf("%w; make build makes it", err)
	}
	dir, err := os.MkdirTemp("", "ncp-benchfind-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files, err := filepath.Glob(filepath.Join("aggregator", "toolindex", "*.go"))
	if err != nil {
		return nil, err
	}
	replaced := map[string]string{}
	for _, f := range files {
		if f, err = filepath.Abs(f); err != nil {
			return nil, err
		}
		replaced[f] = "" // as if it were not there
		if filepath.Base(f) == "toolindex.go" {
			replaced[f] = filepath.Join(dir, "toolindex.go")
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "toolindex.go"), []byte(stub), 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		return nil, err
	}
	without := filepath.Join(dir, "ncp")
	cmd := exec.CommandContext(ctx, "make", "-s", "build", "OUT="+without) // as it is built for people
	cmd.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -overlay="+filepath.Join(dir, "overlay.json"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build ncp without its ranking: %w\n%s", err, out)
	}
	rest, err := os.Stat(without)
	if err != nil {
		return nil, err
	}
	return []row{
		atMost("the ranking's part of the binary", "%.2f MB", float64(all.Size()-rest.Size())/1e6, 2),
		atMost("size of the binary", "%.2f MB", float64(all.Size())/1e6, 12),
	}, nil
}
