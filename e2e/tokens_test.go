//go:build peers

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ncp/e2e/findset"
)

// What a model has to read of ncp, in tokens of o200k_base.
const (
	definitionTokens = 700 // find and run, however many servers are configured
	answerTokens     = 300 // mean of find's answers, top 5 at depth 1
)

// tokens counts the tokens of each text.
func tokens(t *testing.T, texts []string) []int {
	t.Helper()
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	encoder.SetEscapeHTML(false)
	for _, text := range texts {
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(node(t), filepath.Join("peers", "tokens.mjs"))
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var counts []int
	for line := range strings.FieldsSeq(string(out)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		counts = append(counts, n)
	}
	if len(counts) != len(texts) {
		t.Fatalf("%d counts for %d texts", len(counts), len(texts))
	}
	return counts
}

// answer asks ncp and returns the result.
func answer[T any](p *process, frame string) T {
	p.t.Helper()
	line := p.ask(frame)
	var response struct{ Result T }
	if err := json.Unmarshal([]byte(line), &response); err != nil {
		p.t.Fatalf("%v: %s", err, line)
	}
	return response.Result
}

func TestDefinitionsFitTheirTokens(t *testing.T) {
	for _, naming := range []struct{ name, format string }{
		{"numbers", "server-%d"}, {"long", "the-quite-long-name-of-a-server-of-our-department-number-%03d"}, {"dense", "Xq7_Zk-%d.vJ9"},
	} {
		for _, count := range []int{0, 20, 500} {
			var servers []string
			for i := range count {
				servers = append(servers, fmt.Sprintf(`%q:{"url":"http://127.0.0.1:1/"}`, fmt.Sprintf(naming.format, i)))
			}
			p := start(t, home(t, strings.Join(servers, ",")))
			p.initialize()
			list := answer[struct{ Tools []json.RawMessage }](p, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)
			if len(list.Tools) != 2 {
				t.Fatalf("%d tools", len(list.Tools))
			}
			n := tokens(t, []string{string(list.Tools[0]), string(list.Tools[1])})
			t.Logf("%d servers named by %s: find %d tokens, run %d", count, naming.name, n[0], n[1])
			if n[0]+n[1] > definitionTokens {
				t.Errorf("find and run have %d tokens, promised are %d", n[0]+n[1], definitionTokens)
			}
			p.ends("end of input", func() { _ = p.in.Close() })
		}
	}
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// serveSet serves the tools of a set, each server at a path of its own, and returns the servers for a config.
func serveSet(t *testing.T, set string) string {
	t.Helper()
	tools, err := findset.Tools(set)
	if err != nil {
		t.Fatal(err)
	}
	served := map[string][]map[string]any{}
	for _, name := range tools.Servers {
		server := notInNames.ReplaceAllString(name, "-")
		server = server[:min(len(server), 64)]
		for _, one := range tools.Tools[name] {
			if !bytes.HasPrefix(one.Schema, []byte("{")) {
				one.Schema = json.RawMessage(`{"type":"object"}`)
			}
			served[server] = append(served[server], map[string]any{"name": one.Name, "description": one.Description, "inputSchema": one.Schema})
		}
	}
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			ID     json.RawMessage
			Method string
		}
		if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&request) != nil {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		var result any
		switch request.Method {
		case "initialize":
			result = map[string]any{"protocolVersion": "2025-11-25", "capabilities": map[string]any{"tools": map[string]any{}}, "serverInfo": map[string]any{"name": "set", "version": "1"}}
		case "tools/list":
			result = map[string]any{"tools": served[strings.TrimPrefix(r.URL.Path, "/")]}
		case "notifications/initialized":
			w.WriteHeader(http.StatusAccepted)
			return
		default:
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"jsonrpc": "2.0", "id": request.ID, "result": result})
	}))
	t.Cleanup(host.Close)
	var servers []string
	for name := range served {
		servers = append(servers, fmt.Sprintf(`%q:{"url":"%s/%s"}`, name, host.URL, name))
	}
	return strings.Join(servers, ",")
}

func TestAnswersFitTheirTokens(t *testing.T) {
	if _, err := findset.Queries("livemcp"); errors.Is(err, fs.ErrNotExist) {
		t.Logf("SKIPPED: %v", err)
		return
	}
	var all []string
	for _, set := range findset.Names() {
		env := home(t, serveSet(t, set))
		warm := exec.Command(binary, "list")
		warm.Env = env
		if out, err := warm.CombinedOutput(); err != nil {
			t.Fatalf("list: %v: %s", err, out)
		}
		p := start(t, env)
		p.initialize()
		var texts []string
		queries, err := findset.Queries(set)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range queries {
			arguments, err := json.Marshal(map[string]string{"description": q.Query})
			if err != nil {
				t.Fatal(err)
			}
			r := answer[result](p, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"find","arguments":%s}}`, i+1, arguments))
			texts = append(texts, r.String())
		}
		t.Logf("%-16s %4d answers of %5.1f tokens", set, len(texts), mean(tokens(t, texts)))
		all = append(all, texts...)
		_ = p.in.Close()
	}
	m := mean(tokens(t, all))
	t.Logf("%-16s %4d answers of %5.1f tokens", "all", len(all), m)
	if m > answerTokens {
		t.Errorf("an answer has %.1f tokens on average, promised are %d", m, answerTokens)
	}
}

func mean(counts []int) float64 {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / float64(max(1, len(counts)))
}
