package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncp/internal/demo"
	"ncp/internal/wire"
)

func (a *app) demoCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "demo", Short: "See find and run at work, without any configuration", Args: cobra.NoArgs,
		Long: "Start three real MCP servers on this machine, one behind a sign-in, configure them in a temporary home, and show find and run at work.",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "approve the sign-in by itself, without a browser")
	cmd.AddCommand(&cobra.Command{
		Use: "serve", Short: "Keep the demo's servers running and print a configuration for them", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demoServe(cmd.Context()) },
	})
	return cmd
}

func (a *app) demoServe(ctx context.Context) error {
	d, err := demo.Start()
	if err != nil {
		return err
	}
	defer d.Close()
	var servers wire.Object
	for _, s := range d.Servers {
		servers = servers.Set(s.Name, wire.Object{{Key: "url", Value: wire.AppendText(nil, s.URL)}}.Raw())
	}
	var out bytes.Buffer
	if err := json.Indent(&out, wire.Object{{Key: "mcpServers", Value: servers.Raw()}}.Raw(), "", "  "); err != nil {
		return err
	}
	fmt.Fprintln(a.Stdout, out.String())
	a.sayf("put this into %s; the servers run until Ctrl-C", "the configuration (ncp config path)")
	<-ctx.Done()
	return nil
}

// demo runs the very commands that a person would type, in a home of its own, and shows them with their answers.
func (a *app) demo(ctx context.Context, yes bool) error {
	home, err := os.MkdirTemp("", "ncp-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	d, err := demo.Start()
	if err != nil {
		return err
	}
	defer d.Close()

	s := &script{app: a, home: home}
	if yes || !a.hasBrowser() {
		s.browser = func(page string) error {
			fmt.Fprintln(a.Stdout, "  (the demo presses Allow on that page)")
			return demo.Approve(ctx, page)
		}
	}
	s.tell("Three MCP servers are running on this machine, as they would anywhere else:")
	for _, server := range d.Servers {
		fmt.Fprintf(a.Stdout, "  %s  %s (%s)\n", server.Name, server.URL, server.Speaks)
	}
	s.tell("Add them to the configuration (here one in a temporary home):")
	for _, server := range d.Servers {
		s.run(ctx, "add", server.Name, server.URL)
	}
	s.tell("Ask for a tool in your own words; ncp connects and ranks the tools of all servers:")
	s.run(ctx, "find", "--no-auth", "write something down")
	s.run(ctx, "find", "--no-auth", "how far is it in miles | days until a date")
	s.tell("Run them:")
	s.run(ctx, "run", "notes:create_note", "--params", `{"title":"Groceries","tags":["home"]}`)
	s.run(ctx, "run", "units:convert_length", "value=42.195", "from=km", "to=mile")
	s.run(ctx, "run", "units:count_down", "from=5")
	s.tell("The vault wants a sign-in: its page opens, you allow it once, and from then on it is silent:")
	s.run(ctx, "run", "vault:read_secret", "name=recovery")
	s.run(ctx, "run", "vault:read_secret", "name=recovery")
	s.tell("A mistake is caught before the call, and says how to mend it:")
	s.run(ctx, "run", "units:convert_length", "--params", `{"value":"far","form":"km","to":"mile"}`)
	s.tell("A host that starts ncp sees two tools. This is what it sends and gets:")
	s.host(ctx)
	s.tell("Now with your own servers: ncp add NAME URL. In a host's configuration: " + hostSnippet())
	return s.err
}

// script shows commands and runs them.
type script struct {
	app  *app
	home string
	err  error

	browser func(page string) error // nil opens the page where the user sits
}

func (s *script) tell(text string) { fmt.Fprintf(s.app.Stdout, "\n%s\n", s.app.bold(text)) }

// env is the environment with a home, cache and state of its own.
func (s *script) env(args ...string) Env {
	env := s.app.Env
	env.Args = args
	env.Stdin = strings.NewReader("")
	env.Browser = s.browser
	env.Stderr = s.app.Stdout // one story, in order
	env.Environ = append(append([]string(nil), s.app.Environ...),
		"NCP_HOME="+filepath.Join(s.home, "home"),
		"XDG_CACHE_HOME="+filepath.Join(s.home, "cache"), "XDG_STATE_HOME="+filepath.Join(s.home, "state"))
	return env
}

func (s *script) run(ctx context.Context, args ...string) {
	var line strings.Builder
	for _, arg := range args {
		if strings.ContainsAny(arg, ` "{|`) {
			arg = "'" + arg + "'"
		}
		line.WriteString(" " + arg)
	}
	fmt.Fprintf(s.app.Stdout, "\n$ ncp%s\n", line.String())
	Main(ctx, s.env(args...))
}

// host speaks to ncp serve as a host does.
func (s *script) host(ctx context.Context) {
	meta := `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`
	frames := []string{
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{"description":"search my notes","limit":1},` + meta + `}}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"run","arguments":{"tool":"notes:search_notes","parameters":{"words":"home"}},` + meta + `}}`,
	}
	for _, frame := range frames {
		fmt.Fprintf(s.app.Stdout, "\n-> %s\n<- ", frame)
		env := s.env("serve")
		env.Stdin = strings.NewReader(frame + "\n")
		Main(ctx, env)
	}
}
