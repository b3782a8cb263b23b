// Command bench measures the built ncp as a host would see it and prints one table: figure, measured, promise.
//
// What depends on the machine is also printed as a ratio within the same run, against a floor measured at the same moments: the start of
// a trivial process, a bare stdio echo, the same call made directly by the official SDK. It fails only where something could not be
// measured; a missed promise is printed, not asserted, since a loaded machine proves nothing about the program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// patience is how long the whole run may take before it is given up and its processes are killed.
const patience = 5 * time.Minute

func main() {
	binary := flag.String("ncp", "dist/ncp", "the binary to measure")
	role := flag.String("role", "", "what this process is to the measuring one: servers, crowd, hang, echo or demo; empty measures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("it took more than %v", patience))
	err := play(ctx, *role, *binary, flag.Args())
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx) // what else went wrong went wrong because of it
	}
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, role, binary string, args []string) error {
	switch role {
	case roleServers:
		return serveTools(os.Stdin, os.Stdout)
	case roleCrowd:
		return serveCrowd(os.Stdin, os.Stdout)
	case roleHang:
		return hang(args, os.Stdin, os.Stdout)
	case roleEcho:
		return echo(os.Stdin, os.Stdout)
	case roleDemo:
		return serveDemo(os.Stdin, os.Stdout)
	case "":
		return measure(ctx, binary)
	}
	return fmt.Errorf("role %q is none of %s, %s, %s, %s, %s", role, roleServers, roleCrowd, roleHang, roleEcho, roleDemo)
}

// measure runs every measurement, in an order in which each leaves behind what the next needs, and prints the table.
func measure(ctx context.Context, binary string) (err error) {
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "ncp-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers, err := startRole(ctx, roleServers)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, servers.close()) }()
	home, err := newHome(dir, servers.urls)
	if err != nil {
		return err
	}
	b := &bench{ctx: ctx, binary: binary, home: home, urls: servers.urls}

	began := time.Now()
	calls, err := b.calls() // fills the catalogue that every start below reads
	if err != nil {
		return err
	}
	starts, err := b.starts("alive")
	if err != nil {
		return err
	}
	first, err := b.firstFind()
	if err != nil {
		return err
	}
	if err := servers.close(); err != nil {
		return fmt.Errorf("end the servers: %w", err)
	}
	dead, err := b.starts("dead")
	if err != nil {
		return err
	}
	hanging, err := startRole(ctx, roleHang, hosts(servers.urls)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hanging.close()) }()
	hung, err := b.starts("hanging")
	if err != nil {
		return err
	}
	signIns, err := b.signIns(dir)
	if err != nil {
		return err
	}
	crowd, err := b.crowd()
	if err != nil {
		return err
	}
	size, err := b.size()
	if err != nil {
		return err
	}
	var t table
	for _, rows := range [][]row{starts, dead, hung, signIns, first, calls, crowd, size} {
		t = append(t, rows...)
	}
	fmt.Printf("%d upstreams, %d tools, %v\n\n", len(servers.urls), len(servers.urls)*toolsPerServer, time.Since(began).Round(time.Second))
	return t.print(os.Stdout)
}

// bench is what the measurements share.
type bench struct {
	ctx    context.Context
	binary string
	home   home
	urls   []serverURL
}

func (b *bench) size() ([]row, error) {
	info, err := os.Stat(b.binary)
	if err != nil {
		return nil, err
	}
	const promise = 12e6
	size := float64(info.Size())
	return []row{{
		figure: "size of the binary", measured: megabytes(size), promise: "<= " + megabytes(promise), verdict: atMost(size, promise),
	}}, nil
}
