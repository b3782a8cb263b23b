package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ncp/config"
	"ncp/internal/wire"
)

// addFlags are the parts of an entry that ncp add can write.
type addFlags struct {
	transport, bearer, cwd  string
	headers, env            []string
	allow, deny             []string
	timeout                 int
	replace, insecure, auth bool

	scopes                                  []string
	clientID, clientSecret, metadataURL, as string
	callbackPort                            int
}

func (a *app) addCommand() *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use:   "add NAME URL | add NAME -- COMMAND [ARGS...]",
		Short: "Add a server to the configuration",
		Long: "Add a server to the configuration. It connects to nothing: the first find or run does.\n" +
			"Secrets are best given as references, which are kept as written: --bearer '${TOKEN}' or '${file:~/.token}'.",
		Example: "  ncp add linear https://mcp.linear.app/mcp\n" +
			"  ncp add files -- npx -y @modelcontextprotocol/server-filesystem /data\n" +
			"  ncp add db --bearer '${DB_TOKEN}' https://db.example.com/mcp",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.add(cmd.Context(), args, cmd.ArgsLenAtDash(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.transport, "transport", "", "http or sse (default: found out)")
	flags.StringArrayVar(&f.headers, "header", nil, "a header for every request, \"Name: value\" (repeatable)")
	flags.StringVar(&f.bearer, "bearer", "", "a static bearer token")
	flags.StringArrayVar(&f.env, "env", nil, "a variable for the command, NAME=value (repeatable)")
	flags.StringVar(&f.cwd, "cwd", "", "the command's working directory")
	flags.StringSliceVar(&f.allow, "allow", nil, "offer only tools that match these globs")
	flags.StringSliceVar(&f.deny, "deny", nil, "never offer tools that match these globs")
	flags.IntVar(&f.timeout, "timeout", 0, "of a call without progress, in milliseconds (default 60000)")
	flags.BoolVar(&f.insecure, "allow-insecure-http", false, "send credentials over plain http beyond this machine")
	flags.BoolVar(&f.replace, "replace", false, "replace a server of that name")
	flags.BoolVar(&f.auth, "oauth", false, "the server wants a sign-in (found out by itself, too)")
	flags.StringSliceVar(&f.scopes, "scopes", nil, "scopes to ask for when signing in")
	flags.StringVar(&f.clientID, "client-id", "", "a client registered beforehand")
	flags.StringVar(&f.clientSecret, "client-secret", "", "its secret")
	flags.IntVar(&f.callbackPort, "callback-port", 0, "loopback port of the redirect (default 9876)")
	flags.StringVar(&f.metadataURL, "client-metadata-url", "", "URL of a client ID metadata document")
	flags.StringVar(&f.as, "account", "", "tells sign-ins at the same URL apart")
	return cmd
}

func (a *app) add(ctx context.Context, args []string, dash int, f addFlags) error {
	entry, err := f.entry(args, dash)
	if err != nil {
		return err
	}
	paths, err := a.paths()
	if err != nil {
		return err
	}
	name := args[0]
	if err := config.AddServer(ctx, paths.ConfigFile, name, entry.Raw(), &config.AddOptions{Replace: f.replace}); err != nil {
		return err
	}
	a.sayf("added %s to %s", name, paths.ConfigFile)
	a.sayf("try it with: ncp find --server %s", name)
	a.sayf("to use ncp in a host, put this into the host's configuration:")
	_, err = fmt.Fprintln(a.Stdout, hostSnippet())
	return err
}

// hostSnippet is what a host's configuration needs, with the absolute path of this program: hosts often have another PATH.
func hostSnippet() string {
	self, err := os.Executable()
	if err != nil {
		self = "ncp"
	}
	return `{"mcpServers":{"ncp":{"command":` + string(wire.AppendText(nil, self)) + `}}}`
}

// entry builds the entry of mcpServers. What it must look like is for config to check.
func (f *addFlags) entry(args []string, dash int) (wire.Object, error) {
	var entry wire.Object
	set := func(key string, value any) {
		raw, _ := json.Marshal(value) // strings, numbers and lists of them
		entry = entry.Set(key, raw)
	}
	switch {
	case len(args) == 0 || dash == 0:
		return nil, usagef("ncp add: the name is missing: ncp add NAME URL, or ncp add NAME -- COMMAND ARGS")
	case dash == 1 && len(args) > 1:
		entry = entry.Set("command", wire.AppendText(nil, args[1]))
		if len(args) > 2 {
			var list []byte
			for i, arg := range args[2:] {
				list = wire.AppendText(append(list, "[,"[min(i, 1)]), arg)
			}
			entry = entry.Set("args", append(list, ']'))
		}
	case dash < 0 && len(args) == 2:
		if u, err := url.Parse(args[1]); err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return nil, usagef("ncp add: %q is no http or https URL; a command stands behind --: ncp add %s -- %s", args[1], args[0], args[1])
		}
		entry = entry.Set("url", wire.AppendText(nil, args[1]))
	default:
		return nil, usagef("ncp add: give a URL or a command: ncp add NAME URL, or ncp add NAME -- COMMAND ARGS")
	}
	switch f.transport {
	case "":
	case "http", "sse":
		if entry.Get("url") == nil {
			return nil, usagef("ncp add: --transport is for servers with a URL")
		}
		set("type", f.transport)
	default:
		return nil, usagef("ncp add: --transport is %q; allowed: http, sse", f.transport)
	}
	if err := setPairs(&entry, "headers", ":", f.headers); err != nil {
		return nil, err
	}
	if err := setPairs(&entry, "env", "=", f.env); err != nil {
		return nil, err
	}
	if f.cwd != "" {
		set("cwd", f.cwd)
	}
	if auth := f.authEntry(); auth != nil {
		set("auth", auth)
	}
	if f.bearer != "" && entry.Get("auth") != nil && f.wantsOAuth() {
		return nil, usagef("ncp add: --bearer and the flags of OAuth exclude each other")
	}
	if f.insecure {
		set("allowInsecureHttp", true)
	}
	if f.timeout != 0 {
		set("timeout", f.timeout)
	}
	if len(f.allow)+len(f.deny) > 0 {
		set("tools", struct {
			Allow []string `json:"allow,omitempty"`
			Deny  []string `json:"deny,omitempty"`
		}{f.allow, f.deny})
	}
	return entry, nil
}

func (f *addFlags) wantsOAuth() bool {
	return f.auth || f.scopes != nil || f.clientID != "" || f.clientSecret != "" || f.callbackPort != 0 || f.metadataURL != "" || f.as != ""
}

func (f *addFlags) authEntry() any {
	type oauth21 struct {
		Scopes            []string `json:"scopes,omitempty"`
		CallbackPort      int      `json:"callbackPort,omitempty"`
		ClientID          string   `json:"clientId,omitempty"`
		ClientSecret      string   `json:"clientSecret,omitempty"`
		ClientMetadataURL string   `json:"clientMetadataUrl,omitempty"`
		Account           string   `json:"account,omitempty"`
	}
	switch {
	case f.wantsOAuth():
		return struct {
			Type    string  `json:"type"`
			OAuth21 oauth21 `json:"oauth21"`
		}{"oauth", oauth21{f.scopes, f.callbackPort, f.clientID, f.clientSecret, f.metadataURL, f.as}}
	case f.bearer != "":
		return struct {
			Type  string `json:"type"`
			Token string `json:"token"`
		}{"bearer", f.bearer}
	}
	return nil
}

// setPairs reads repeated NAME=value flags into an object, in their order.
func setPairs(entry *wire.Object, key, separator string, pairs []string) error {
	var obj wire.Object
	for _, pair := range pairs {
		name, value, found := strings.Cut(pair, separator)
		if name = strings.TrimSpace(name); !found || name == "" {
			return usagef("ncp add: %q is no pair; allowed: NAME%svalue", pair, separator)
		}
		obj = obj.Set(name, wire.AppendText(nil, strings.TrimPrefix(value, " ")))
	}
	if obj != nil {
		*entry = entry.Set(key, obj.Raw())
	}
	return nil
}

func (a *app) removeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "remove NAME", Aliases: []string{"rm"}, Short: "Remove a server from the configuration",
		Args: cobra.ExactArgs(1), ValidArgsFunction: a.completeServers,
		RunE: func(cmd *cobra.Command, args []string) error {
			paths, err := a.paths()
			if err != nil {
				return err
			}
			cfg, _ := config.Load(paths, a.lookup) // for what it says of the entry
			if err := config.RemoveServer(cmd.Context(), paths.ConfigFile, args[0]); err != nil {
				if errors.Is(err, config.ErrNotFound) {
					return fmt.Errorf("%s: %w", args[0], err)
				}
				return err
			}
			a.sayf("removed %s from %s", args[0], paths.ConfigFile)
			if cfg != nil {
				if s, known := cfg.Server(args[0]); known && s.SignsIn() {
					a.sayLeftover(s)
				}
			}
			return nil
		},
	}
}
