package cli

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ncp/aggregator"
	"ncp/config"
	"ncp/oauth"
	"ncp/upstream"
)

// load reads the configuration for a command: a broken file stops it, other mistakes are said, and broken entries are left to name themselves.
func (a *app) load() (*config.Config, config.Paths, error) {
	paths, err := a.paths()
	if err != nil {
		return nil, paths, err
	}
	cfg, err := config.Load(paths, a.lookup)
	if err != nil {
		return nil, paths, err
	}
	a.neverOpens.Store(cfg.OpenBrowser == config.OpenBrowserNever)
	for _, p := range cfg.Problems {
		if p.Warning || slices.Contains(cfg.Top, p) {
			a.sayf("%v", p)
		}
	}
	return cfg, paths, nil
}

// gateway is an aggregator with the sign-ins of its upstreams. Close it when done.
type gateway struct {
	*aggregator.Aggregator
	a       *app
	signIns *signIns
	ids     identities
	listen  bool // it will live long enough to be told of changes
	running map[string]running

	hostSignIns *hostSignIns // nil unless a host is served
}

// running is an entry as it was wired.
type running struct {
	server config.Server
	spec   aggregator.Server
}

// Close ends the upstreams, then the sign-ins under them.
func (g *gateway) Close() {
	g.Aggregator.Close()
	g.signIns.close()
}

// open wires a configuration into an aggregator. listen says whether it will live long enough to be told of changes.
func (a *app) open(cfg *config.Config, paths config.Paths, listen bool, notice string) *gateway {
	a.neverOpens.Store(cfg.OpenBrowser == config.OpenBrowserNever)
	if listen {
		a.way = a.usualWay() // without a browser here a code works from wherever the person's is
	}
	log := a.logger()
	network := upstream.NewNetwork()
	ids, kept := newIdentities(paths.StateDir, log)
	cache, uses := "", ""
	if kept {
		cache, uses = filepath.Join(paths.CacheDir, "catalogue"), filepath.Join(paths.StateDir, "uses")
	}
	signIns := a.newSignIns(paths, network, log)
	g := &gateway{a: a, signIns: signIns, ids: ids, listen: listen}
	var declared json.RawMessage
	if !listen { // a command; a host declares its own
		declared = json.RawMessage(canBeAsked)
	}
	var forHost aggregator.SignIns
	if listen {
		g.hostSignIns = &hostSignIns{a: a, flows: map[*oauth.Flow]*hostFlow{}}
		forHost = g.hostSignIns
	}
	g.Aggregator = aggregator.New(g.wire(cfg.Servers), &aggregator.Options{
		SignIns: forHost, SignInWait: a.signInWait(), Exposure: a.exposure(cfg),
		Version: a.Version, Capabilities: declared, CacheDir: cache, UsesDir: uses, Notice: notice, Logger: log,
	})
	return g
}

// wire turns entries into what the aggregator is given. An entry that means the same as before keeps what it had, under the policy of now.
func (g *gateway) wire(servers []config.Server) []aggregator.Server {
	specs := make([]aggregator.Server, len(servers))
	now := make(map[string]running, len(servers))
	for i := range servers {
		s := &servers[i]
		before, known := g.running[s.Name]
		if known && before.spec.Upstream != nil && config.Same(&before.server, s) {
			specs[i] = before.spec
		} else {
			specs[i] = g.spec(s)
		}
		specs[i].Confirms, specs[i].ResultBudget, specs[i].BlockChanged = s.Confirms, s.ResultBudget.Bytes, s.OnToolChange == config.OnToolChangeBlock
		now[s.Name] = running{*s, specs[i]}
	}
	g.running = now
	return specs
}

// spec is an entry without its policy.
func (g *gateway) spec(s *config.Server) aggregator.Server {
	spec := aggregator.Server{Name: s.Name, Disabled: s.Disabled, Allows: s.Tools.Allows, Relays: s.Relays}
	if s.Expose != nil {
		spec.Exposes = s.Exposes
	}
	switch err := s.Err(); {
	case s.Disabled:
	case err != nil:
		spec.Problem = firstLine(err.Error())
	default:
		spec.Identity = g.ids.of(s)
		chain, in, err := g.signIns.chain(s)
		if err != nil {
			spec.Problem = firstLine(err.Error())
			break
		}
		if in != nil {
			spec.Grant, spec.Lacks = in.Grant, in.Lacks
		}
		spec.Upstream = upstream.New(g.a.options(s, chain, g.listen))
	}
	return spec
}

// exposure is which tools a host is listed: as the command line says, else the configuration.
func (a *app) exposure(cfg *config.Config) aggregator.Exposure {
	if a.expose != "" {
		return aggregator.Exposure(a.expose)
	}
	return aggregator.Exposure(cfg.Expose)
}

// signInWait is how long a host's call waits for a person whom the host cannot ask: $NCP_SIGN_IN_WAIT, for hosts that wait shorter than
// half a minute, else the default.
func (a *app) signInWait() time.Duration {
	text, _ := a.lookup("NCP_SIGN_IN_WAIT")
	wait, err := time.ParseDuration(text)
	if err != nil && text != "" {
		a.sayf("NCP_SIGN_IN_WAIT is %q; allowed: a time like 10s", text)
	}
	return wait
}

// options turns an entry without errors into what upstream wants to know.
// chain is the RoundTripper under the server's client, nil for stdio.
func (a *app) options(s *config.Server, chain http.RoundTripper, listen bool) upstream.Options {
	opts := upstream.Options{
		Name: s.Name, Timeout: s.Timeout, Listen: listen, Version: a.Version, Logger: a.logger(),
	}
	if s.Transport == config.TransportStdio {
		opts.Transport, opts.Command, opts.Args, opts.Dir = upstream.Stdio, s.Command, s.Args, s.Cwd
		opts.Env = append([]string(nil), a.Environ...)
		for _, v := range s.Env {
			opts.Env = append(opts.Env, v.Name+"="+v.Value.Reveal())
		}
		return opts
	}
	switch s.Transport {
	case config.TransportHTTP:
		opts.Transport = upstream.HTTP
	case config.TransportSSE:
		opts.Transport = upstream.SSE
	}
	opts.URL, opts.Client = s.URL, upstream.NewClient(chain)
	return opts
}

// credentials are the headers that carry an entry's static secrets.
func credentials(s *config.Server) []upstream.Credential {
	var out []upstream.Credential
	for _, h := range s.Headers {
		c := upstream.Credential{Header: h.Name, Key: "headers." + h.Name, Value: h.Value.Reveal}
		if h.IsSecret() {
			c.Secrets = func() []string { return []string{h.Value.Reveal(), afterScheme(h.Value.Reveal())} }
		}
		out = append(out, c)
	}
	token := func() []string { return []string{s.Auth.Token.Reveal()} }
	switch s.Auth.Type {
	case config.AuthBearer:
		out = append(out, upstream.Credential{
			Header: "Authorization", Key: "auth.token", Value: func() string { return "Bearer " + s.Auth.Token.Reveal() }, Secrets: token,
		})
	case config.AuthBasic:
		encoded := func() string {
			return base64.StdEncoding.EncodeToString([]byte(s.Auth.Username + ":" + s.Auth.Password.Reveal()))
		}
		out = append(out, upstream.Credential{
			Header: "Authorization", Key: "auth.password", Value: func() string { return "Basic " + encoded() },
			Secrets: func() []string { return []string{encoded(), s.Auth.Password.Reveal()} },
		})
	case config.AuthAPIKey:
		out = append(out, upstream.Credential{Header: s.Auth.Header, Key: "auth.token", Value: s.Auth.Token.Reveal, Secrets: token})
	}
	return out
}

// afterScheme is what follows the scheme in the value of an Authorization header.
func afterScheme(value string) string {
	_, rest, _ := strings.Cut(value, " ")
	return rest
}

// need loads and opens for a command that asks servers, and says so if there is none to ask.
func (a *app) need() (*gateway, *config.Config, error) {
	cfg, paths, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	if len(cfg.Servers) == 0 {
		if legacy := paths.LegacyProfile(); legacy != "" {
			return nil, nil, fmt.Errorf("no servers are configured, but %s of the original NCP has some: %w", legacy, errLegacy)
		}
		return nil, nil, fmt.Errorf("%s: %w", paths.ConfigFile, errNoServers)
	}
	a.way = a.usualWay()
	return a.open(cfg, paths, false, ""), cfg, nil
}
