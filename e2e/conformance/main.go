// Command conformance makes the built ncp the client under test of the official MCP conformance suite.
//
// The suite starts it with the URL of a server of its own: it then writes a configuration into a fresh home, lists the server's tools with
// "ncp find" and calls each of them with "ncp run". For the sign-ins among the scenarios it is the browser as well ($BROWSER), one that
// follows redirects. It judges nothing: the suite does.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// name is the server's name in the configuration.
const name = "suite"

func main() {
	binary := flag.String("ncp", "dist/ncp", "the binary under test")
	peers := flag.String("peers", "e2e/peers", "the folder with the suite's packages")
	role := flag.String("role", "", "client: be the client of the URL; host: the same over stdio; browser: open the URL; servers: run the suite in server mode only; empty: run the suite")
	others := flag.String("servers", "", "REVISION=URL,…: servers that take the everything server's place in server mode")
	flag.Parse()
	var err error
	switch *role {
	case "":
		err = errors.Join(runSuite(*binary, *peers), runServers(*binary, *peers, *others))
	case "servers":
		err = runServers(*binary, *peers, *others)
	case "client":
		err = play(*binary, flag.Arg(0))
	case "host":
		err = playOverStdio(*binary, flag.Arg(0))
	case "browser":
		err = browse(flag.Arg(0))
	default:
		err = fmt.Errorf("role %q is none of client, host, browser, servers", *role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func browse(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// suite is what MCP_CONFORMANCE_CONTEXT tells of a scenario.
type suite struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	ToolCalls    []struct {
		Name      string
		Arguments json.RawMessage
	} `json:"toolCalls"` // instead of one call of each tool
	PrivateKey string `json:"private_key_pem"`
	Algorithm  string `json:"signing_algorithm"`
}

// clientDocument is the client ID metadata document that the suite's authorization servers expect.
const clientDocument = "https://conformance-test.local/client-metadata.json"

// player is ncp with a home of its own for one scenario, and what the suite tells of that.
type player struct {
	*user
	home string
	told suite
}

// newPlayer configures an ncp for the scenario's server. Close removes its home.
func newPlayer(binary, url string) (*player, error) {
	told, err := toldOf()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "ncp-conformance-")
	if err != nil {
		return nil, err
	}
	settings := map[string]any{"callbackPort": ownPort(), "clientMetadataUrl": clientDocument}
	if told.ClientID != "" {
		delete(settings, "clientMetadataUrl")
		settings["clientId"] = told.ClientID
		if told.ClientSecret != "" {
			settings["clientSecret"] = told.ClientSecret
		}
		if told.PrivateKey != "" {
			settings["privateKey"], settings["signingAlgorithm"] = told.PrivateKey, told.Algorithm
		}
	}
	auth := "oauth"
	if strings.HasPrefix(os.Getenv("MCP_CONFORMANCE_SCENARIO"), "auth/client-credentials-") {
		auth = "clientCredentials"
	}
	p := &player{&user{binary: binary, env: append(homeEnv(home), "BROWSER="+self+" -role browser")}, home, told}
	return p, writeConfig(home, map[string]any{"url": url, "auth": map[string]any{"type": auth, "oauth21": settings}})
}

func (p *player) close() { _ = os.RemoveAll(p.home) }

func play(binary, url string) error {
	p, err := newPlayer(binary, url)
	if err != nil {
		return err
	}
	defer p.close()
	for _, c := range p.told.ToolCalls {
		if err := p.call(name+":"+c.Name, c.Arguments); err != nil {
			return err
		}
	}
	if p.told.ToolCalls != nil {
		return nil
	}
	return p.callAll()
}

// ownPort is a port for this process alone: the suite plays many scenarios at once. It is below those that systems give to whoever asks
// for any, as the suite's own servers do.
func ownPort() int { return 20000 + os.Getpid()%10000 }

// toldOf reads what the suite tells of the scenario.
func toldOf() (told suite, err error) {
	if context := os.Getenv("MCP_CONFORMANCE_CONTEXT"); context != "" {
		if err := json.Unmarshal([]byte(context), &told); err != nil {
			return told, fmt.Errorf("MCP_CONFORMANCE_CONTEXT: %w", err)
		}
	}
	return told, nil
}

// writeConfig makes home one with a single server.
func writeConfig(home string, server map[string]any) error {
	config, err := json.Marshal(map[string]any{"mcpServers": map[string]any{name: server}})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(home, "config.json"), config, 0o600)
}

// homeEnv is the environment of an ncp that lives in home alone.
func homeEnv(home string) []string {
	return append(os.Environ(), "NCP_HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "XDG_STATE_HOME="+filepath.Join(home, "state"))
}

// user runs ncp.
type user struct {
	binary string
	env    []string
}

func (u *user) ncp(args ...string) ([]byte, error) {
	cmd := exec.Command(u.binary, args...)
	var out bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = u.env, &out, os.Stderr
	err := cmd.Run()
	_, _ = os.Stdout.Write(out.Bytes())
	if err != nil {
		return out.Bytes(), fmt.Errorf("ncp %s: %w", args[0], err)
	}
	return out.Bytes(), nil
}

// tool is one that find has found.
type tool struct {
	Tool        string
	InputSchema json.RawMessage
}

// tools lists the server's tools.
func (u *user) tools(flags ...string) ([]tool, error) {
	out, err := u.ncp(append([]string{"find", "--json", "--limit", "50"}, flags...)...)
	if err != nil && len(out) == 0 {
		return nil, err
	}
	var found struct{ Parts []struct{ Tools []tool } }
	if err := json.Unmarshal(out, &found); err != nil {
		return nil, err
	}
	if tools := found.Parts[0].Tools; len(tools) > 0 {
		return tools, nil
	}
	return []tool{{name + ":test-tool", json.RawMessage("{}")}}, nil
}

// callAll lists the tools and calls each of them once, with arguments that its schema allows. A server whose sign-in has ended by then
// is called all the same, as a person would: find only says so, run signs in again.
func (u *user) callAll() error {
	tools, err := u.tools()
	if err != nil {
		return err
	}
	var failures []error
	for _, t := range tools {
		arguments, err := t.example(tools[0].InputSchema)
		if err != nil {
			return err
		}
		if err := u.call(t.Tool, arguments); err != nil {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// example are arguments that the tool's schema allows.
func (t *tool) example(seen json.RawMessage) (json.RawMessage, error) {
	var s schema
	if err := json.Unmarshal(t.InputSchema, &s); err != nil {
		return nil, err
	}
	return json.Marshal(s.example(seen))
}

func (u *user) call(tool string, arguments json.RawMessage) error {
	_, err := u.ncp("run", tool, "--params", string(arguments), "--elicit", "defaults")
	return err
}

// schema is as much of a JSON Schema as the suite's tools use.
type schema struct {
	Type       string
	Enum       []any
	Properties map[string]schema
	Required   []string
}

// example is a value that the schema allows. A tool that wants a schema gets seen, one that find has shown.
func (s schema) example(seen json.RawMessage) any {
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case "number", "integer":
		return 5
	case "boolean":
		return true
	case "array":
		return []any{}
	case "string":
		return "text"
	}
	object := map[string]any{}
	for _, name := range s.Required {
		object[name] = s.Properties[name].example(seen)
		if name == "schema" {
			object[name] = seen
		}
	}
	return object
}
