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

// growth measures the binary, and how much smaller it would be with a ranking that finds nothing.
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
	overlay, err := overlay(".", dir)
	if err != nil {
		return nil, err
	}
	with, err := builtSize(ctx, dir)
	if err != nil {
		return nil, err
	}
	without, err := builtSize(ctx, dir, "-overlay", overlay)
	if err != nil {
		return nil, err
	}
	return []row{
		atMost("the ranking's part of the binary", digits{2, "MB"}, float64(with-without)/1e6, 2),
		atMost("size of the binary", digits{2, "MB"}, float64(all.Size())/1e6, 12),
	}, nil
}

// overlay puts the stub in the place of the ranking, for a build of the project at root; its files are in dir.
func overlay(root, dir string) (file string, err error) {
	files, err := filepath.Glob(filepath.Join(root, "aggregator", "toolindex", "*.go"))
	if err != nil {
		return "", err
	}
	replaced := map[string]string{}
	for _, f := range files {
		if f, err = filepath.Abs(f); err != nil {
			return "", err
		}
		replaced[f] = "" // as if it were not there
		if filepath.Base(f) == "toolindex.go" {
			replaced[f] = filepath.Join(dir, "toolindex.go")
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "toolindex.go"), []byte(stub), 0o600); err != nil {
		return "", err
	}
	file = filepath.Join(dir, "overlay.json")
	return file, os.WriteFile(file, text, 0o600)
}

// builtSize is the size of the binary built with some flags.
func builtSize(ctx context.Context, dir string, flags ...string) (int64, error) {
	binary := filepath.Join(dir, "ncp")
	args := append([]string{"build", "-trimpath", "-ldflags", "-s -w", "-o", binary}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, ".")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build ncp: %w\n%s", err, out)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
