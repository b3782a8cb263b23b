package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// everythingServer is the server that the SDK's authors test with this suite: a party that is not ours, in both eras.
const everythingServer = "github.com/modelcontextprotocol/go-sdk/conformance/everything-server"

// serverRuns are the requirements on servers, and in which mode the everything server meets them. others are URLs of servers that run and take its place, as
// REVISION=URL with commas between.
func serverRuns(others string) ([]serverRun, error) {
	if others == "" {
		return []serverRun{{"2025-11-25", "-stateless=false", ""}, {"2026-07-28", "-stateless=true", ""}}, nil
	}
	var runs []serverRun
	for other := range strings.SplitSeq(others, ",") {
		revision, url, ok := strings.Cut(other, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not REVISION=URL", other)
		}
		runs = append(runs, serverRun{revision, "", url})
	}
	return runs, nil
}

// serverRun is a run of the suite in server mode.
type serverRun struct{ revision, mode, url string }

// counts reports whether a scenario is about what ncp relays. The others are about the transport, which is the bridge's here, or about extensions.
func counts(scenario string) bool {
	switch scenario {
	case "server-initialize", "ping", "logging-set-level", "tools-list", "completion-complete", "caching", "sep-2164-resource-not-found":
		return true
	}
	for _, prefix := range []string{"tools-call-", "elicitation-", "input-required-result-", "resources-", "prompts-"} {
		if strings.HasPrefix(scenario, prefix) {
			return true
		}
	}
	return false
}

// runServers runs the suite against the everything server, directly and through ncp, with run and with the tools by themselves, and prints all. It fails if
// a scenario that counts passes directly and not through ncp.
func runServers(binary, peers, others string) error {
	runs, err := serverRuns(others)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "ncp-conformance-server-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	server := filepath.Join(dir, "everything")
	if others == "" {
		build := exec.Command("go", "build", "-o", server, everythingServer)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build the everything server: %w", err)
		}
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SCENARIO\tDIRECT\tWITH RUN\tBY ITSELF\tREQUIREMENTS")
	failed, counted := 0, 0
	for _, r := range runs {
		direct, relayed, err := r.sideBySide(server, binary, peers, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", r.revision, err)
		}
		for _, s := range direct {
			fmt.Fprintf(table, "%s\t%d of %d", s.name, s.passed, s.passed+s.failed)
			for exposed, results := range relayed {
				t, note := named(results, s.name), ""
				switch {
				case !counts(s.name) && (exposed == 0 || s.name != "json-schema-2020-12"): // of a tool's definition, which run does not show
					note = " (does not count)"
				case s.failed > 0 || s.passed == 0:
					note = " (fails directly)"
				case t.failed > 0 || t.passed < s.passed:
					note = " FAILED"
					failed++
					fmt.Fprintf(os.Stderr, "%s (%s) failed through ncp:\n%s\n", s.name, r.revision, t.said)
				default:
					counted++
				}
				fmt.Fprintf(table, "\t%d of %d%s", t.passed, t.passed+t.failed, note)
			}
			fmt.Fprintf(table, "\t%s\n", r.revision)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if failed > 0 || counted == 0 {
		return fmt.Errorf("%d scenarios that pass directly fail through ncp, %d pass", failed, counted)
	}
	return nil
}

// named is the scenario of that name among results.
func named(results []scenario, name string) scenario {
	for _, s := range results {
		if s.name == name {
			return s
		}
	}
	return scenario{}
}

// sideBySide runs the suite directly, and through ncp with run and with the tools by themselves.
func (r serverRun) sideBySide(server, binary, peers, dir string) (direct []scenario, relayed [2][]scenario, err error) {
	url := r.url
	if url == "" {
		address := fmt.Sprintf("127.0.0.1:%d", ownPort())
		cmd := exec.Command(server, "-http", address, r.mode)
		if err := cmd.Start(); err != nil {
			return nil, relayed, err
		}
		defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
		if err := reachable(address); err != nil {
			return nil, relayed, err
		}
		url = "http://" + address + "/"
	}
	home := filepath.Join(dir, r.revision)
	if err := os.Mkdir(home, 0o700); err != nil {
		return nil, relayed, err
	}
	if err := writeConfig(home, map[string]any{"url": url}); err != nil {
		return nil, relayed, err
	}
	if direct, err = r.results(peers, url); err != nil {
		return nil, relayed, err
	}
	for exposed := range relayed {
		if relayed[exposed], err = r.through(&bridge{binary: binary, env: homeEnv(home), exposed: exposed > 0, sessions: map[string]*pipe{}}, peers); err != nil {
			return nil, relayed, err
		}
	}
	return direct, relayed, nil
}

func (r serverRun) results(peers, url string) ([]scenario, error) {
	return suiteResults(peers, "conformance", "server", "--url", url, "--requirements", r.revision)
}

func (r serverRun) through(b *bridge, peers string) ([]scenario, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer b.close()
	running := &http.Server{Handler: b, ReadHeaderTimeout: time.Minute}
	go func() { _ = running.Serve(listener) }() // ends with Close
	defer func() { _ = running.Close() }()
	return r.results(peers, "http://"+listener.Addr().String()+"/")
}

// reachable waits until something listens at address.
func reachable(address string) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}
