// Command ncp is one MCP server in front of many. See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"ncp/internal/cli"
)

// version is set by the linker for a release.
var version string

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	interrupt := new(cli.Interrupt)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	signal.Ignore(syscall.SIGPIPE) // a write to who has gone is an error like any other, after which we end in good order
	go func() {
		for s := range signals {
			if s == os.Interrupt && interrupt.Fire() {
				continue // a sign-in is skipped, not the program ended
			}
			if ctx.Err() != nil {
				os.Exit(1) // asked twice: whatever is waited for, it is too long
			}
			cancel()
		}
	}()
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Version: buildVersion(), Interrupt: interrupt,
	})
	cancel()
	os.Exit(code)
}

// buildVersion is what the linker set, else what go install recorded.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
