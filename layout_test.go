package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layout is the import table of docs/ARCHITECTURE.md: who may import which packages of ours. Tests are free.
func layout() map[string][]string {
	return map[string][]string{
		"ncp":                       {"ncp/internal/cli"},
		"ncp/internal/cli":          {"ncp/aggregator", "ncp/aggregator/toolschema", "ncp/config", "ncp/internal/atomicfile", "ncp/internal/demo", "ncp/internal/secret", "ncp/internal/wire", "ncp/oauth", "ncp/tokenstore", "ncp/upstream"},
		"ncp/config":                {"ncp/internal/atomicfile", "ncp/internal/secret"},
		"ncp/upstream":              {"ncp/internal/secret", "ncp/internal/wire"},
		"ncp/oauth":                 {"ncp/internal/secret", "ncp/tokenstore"},
		"ncp/tokenstore":            {"ncp/internal/atomicfile", "ncp/internal/secret"},
		"ncp/aggregator":            {"ncp/aggregator/toolindex", "ncp/aggregator/toolschema", "ncp/internal/atomicfile", "ncp/internal/wire"},
		"ncp/aggregator/toolindex":  {},
		"ncp/aggregator/toolschema": {},
		"ncp/internal/wire":         {},
		"ncp/internal/secret":       {},
		"ncp/internal/atomicfile":   {},
		"ncp/internal/demo":         {},
		"ncp/internal/oauthtest":    {},
	}
}

// sdk is the official SDK. At run time it is behind the demo alone: see docs/decisions.md.
const sdk = "github.com/modelcontextprotocol/go-sdk/mcp"

func TestLayout(t *testing.T) {
	table := layout()
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		pkg := strings.TrimSuffix("ncp/"+filepath.ToSlash(filepath.Dir(path)), "/.")
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(pkg, "ncp/e2e") {
			return nil
		}
		allowed, known := table[pkg]
		if !known {
			t.Errorf("%s: package %s is not in the table", path, pkg)
		}
		seen[pkg] = true
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if strings.HasPrefix(name, "ncp/") && !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s; allowed: %v", path, name, allowed)
			}
			if name == sdk && pkg != "ncp/internal/demo" {
				t.Errorf("%s imports the SDK's sessions", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range table {
		if !seen[pkg] {
			t.Errorf("the table has %s, which does not exist", pkg)
		}
	}
}
