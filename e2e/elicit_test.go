package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// askingServer asks for what its tools are named after, and answers with what it got.
func askingServer(t *testing.T) string {
	t.Helper()
	server := mcp.NewServer(&mcp.Implementation{Name: "asking", Version: "1"}, nil)
	ask := func(name string, params *mcp.ElicitParams) {
		mcp.AddTool(server, &mcp.Tool{Name: name}, func(ctx context.Context, req *mcp.CallToolRequest, _ struct{}) (*mcp.CallToolResult, any, error) {
			answer, err := req.Session.Elicit(ctx, params)
			if err != nil {
				return nil, nil, err
			}
			content, err := json.Marshal(answer.Content)
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: answer.Action + " " + string(content)}}}, nil, err
		})
	}
	ask("form", &mcp.ElicitParams{Message: "Whom is it for?", RequestedSchema: json.RawMessage(`{"type":"object","required":["name"],"properties":{
		"name":{"type":"string","description":"your name"},"colour":{"type":"string","enum":["red","green"],"default":"red"},"count":{"type":"integer"}}}`)})
	ask("defaults", &mcp.ElicitParams{Message: "As usual?", RequestedSchema: json.RawMessage(`{"type":"object","properties":{
		"colour":{"type":"string","default":"red"},"count":{"type":"integer","default":3},"note":{"type":"string"}}}`)})
	ask("page", &mcp.ElicitParams{Mode: "url", Message: "Please pay.", URL: "https://pay.example.com/?order=7", ElicitationID: "1"})
	running := httptest.NewServer(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, nil))
	t.Cleanup(running.Close)
	return running.URL
}

// TestElicitAtTheCommandLine: who answers a tool's questions is what --elicit says, and nobody is a no.
func TestElicitAtTheCommandLine(t *testing.T) {
	env := home(t, fmt.Sprintf(`"s":{"url":%q}`, askingServer(t)))
	env = append(env, "BROWSER=true")
	const asked = "ncp: s:form asks: Whom is it for?\n"
	tests := []struct {
		name, tool, mode, stdin string
		want                    string // on stdout
		said                    string // part of stderr
	}{
		{"nobody here", "form", "", "", "decline null", "ncp: s:form asks, declined: Whom is it for?\n"},
		{"declined outright", "form", "decline", "", "decline null", "declined"},
		{"defaults", "defaults", "defaults", "", `accept {"colour":"red","count":3}`, ""},
		{"not all have one", "form", "defaults", "", "decline null", `declined since "name" has no default`},
		{"a page is never opened by itself", "page", "defaults", "", "decline null", "asks to open a page, declined"},
		{"a form", "form", "ask", "Ada\n\n7\ny\n", `accept {"colour":"red","count":7,"name":"Ada"}`, asked},
		{"left out", "form", "ask", "Ada\ngreen\n\ny\n", `accept {"colour":"green","name":"Ada"}`, "colour [red, green] (\"red\"): "},
		{"what does not fit is asked again", "form", "ask", "\nAda\nblue\ngreen\nmany\n2\ny\n", `accept {"colour":"green","count":2,"name":"Ada"}`, `"count" must be integer`},
		{"not sent", "form", "ask", "Ada\n\n\nn\n", "decline null", `to send: {"name":"Ada","colour":"red"}`},
		{"a word for no", "form", "ask", "!no\n", "decline null", asked},
		{"a word for never mind", "form", "ask", "Ada\n!cancel\n", "cancel null", asked},
		{"the end of the input", "form", "ask", "Ada\n", "cancel null", asked},
		{"a page", "page", "ask", "y\n", "accept null", "at pay.example.com\n  https://pay.example.com/?order=7"},
		{"not that page", "page", "ask", "n\n", "decline null", "open it in your browser?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"run", "s:" + tt.tool}
			if tt.mode != "" {
				args = append(args, "--elicit", tt.mode)
			}
			cmd := exec.Command(binary, args...)
			var stdout, stderr bytes.Buffer
			cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, strings.NewReader(tt.stdin), &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			if diff := cmp.Diff(tt.want+"\n", stdout.String()); diff != "" {
				t.Errorf("stdout (-want +got):\n%s\nstderr: %s", diff, stderr.String())
			}
			if !strings.Contains(stderr.String(), tt.said) {
				t.Errorf("stderr lacks %q: %s", tt.said, stderr.String())
			}
		})
	}
	cmd := exec.Command(binary, "run", "s:form", "--elicit", "always")
	cmd.Env = env
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "allowed: ask, defaults, decline") {
		t.Errorf("a wrong mode: exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
}
