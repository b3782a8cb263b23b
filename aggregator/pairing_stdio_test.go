package aggregator_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/upstream"
)

// stdioPeer makes this test's own binary a peer on its standard input and output, of the revision that it says. What the peer has to tell the test beside
// that, as one over HTTP does by its channels, goes to the address in stdioTold.
const (
	stdioPeer = "NCP_TEST_PEER"
	stdioTold = "NCP_TEST_TOLD"
)

func TestMain(m *testing.M) {
	if revision := os.Getenv(stdioPeer); revision != "" {
		if err := serveStdio(revision, os.Getenv(stdioTold)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "25"); err != nil { // pairings wait more than they work
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveStdio(revision, told string) error {
	conn, err := net.Dial("tcp", told)
	if err != nil {
		return err
	}
	p := quietPeer()
	go func() { // ends with the process
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			p.nudge()
		}
	}()
	go func() { // ends with the process
		for {
			select {
			case <-p.waiting:
				fmt.Fprintln(conn, "waiting")
			case <-p.cancelled:
				fmt.Fprintln(conn, "cancelled")
			case <-p.roots:
				fmt.Fprintln(conn, "roots")
			}
		}
	}()
	return p.newServer(revision).Run(context.Background(), &mcp.StdioTransport{})
}

// newStdioPeer is a peer that runs as a process, or as several, and the upstream that starts them.
func newStdioPeer(t *testing.T, revision string) (*upstream.Server, *peer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := quietPeer()
	p.hear(listener)
	env := append(os.Environ(), stdioPeer+"="+revision, stdioTold+"="+listener.Addr().String())
	p.direct = func() mcp.Transport {
		cmd := exec.Command(self)
		cmd.Env = env
		return &mcp.CommandTransport{Command: cmd}
	}
	return upstream.New(upstream.Options{Name: "a", Command: self, Listen: true, Env: env}), p
}

// hear passes on what the processes of a peer tell, and nudges to all of them.
func (p *peer) hear(listener net.Listener) {
	var mu sync.Mutex // guards processes
	var processes []net.Conn
	p.nudge = func() {
		mu.Lock()
		defer mu.Unlock()
		for _, conn := range processes {
			fmt.Fprintln(conn, "nudge")
		}
	}
	go func() { // ends with the listener
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			processes = append(processes, conn)
			mu.Unlock()
			p.processes.Add(1)
			go p.hearOne(conn) // ends with the process
		}
	}()
}

func (p *peer) hearOne(conn net.Conn) {
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		told := map[string]chan struct{}{"waiting": p.waiting, "cancelled": p.cancelled, "roots": p.roots}[lines.Text()]
		select {
		case told <- struct{}{}:
		default: // nobody looks
		}
	}
}
