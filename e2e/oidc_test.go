//go:build peers

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// certified is an MCP server of the TypeScript SDK behind oidc-provider, and a person who has configured it.
type certified struct {
	*user
	in  io.Writer
	out *bufio.Scanner
	url string // of the MCP server
}

func startCertified(t *testing.T, tokenSeconds int) *certified {
	t.Helper()
	cmd := exec.Command(node(t), filepath.Join("peers", "protected.mjs"))
	cmd.Env = append(os.Environ(), fmt.Sprint("ACCESS_TOKEN_SECONDS=", tokenSeconds))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c := &certified{newUser(t), in, bufio.NewScanner(out), ""}
	var at struct{ Mcp string }
	if line := c.line(); json.Unmarshal([]byte(line), &at) != nil {
		t.Fatalf("the peer said %q", line)
	}
	c.env = append(c.env, asBrowser+"=1", "BROWSER="+os.Args[0])
	c.url = at.Mcp
	c.ncp("add", "files", at.Mcp)
	return c
}

func (c *certified) line() string {
	c.t.Helper()
	if !c.out.Scan() {
		c.t.Fatalf("the peer has ended: %v", c.out.Err())
	}
	return c.out.Text()
}

// tell changes what the authorization server knows.
func (c *certified) tell(what string) {
	c.t.Helper()
	fmt.Fprintln(c.in, what)
	if got := c.line(); got != "done" {
		c.t.Fatalf("the peer said %q", got)
	}
}

// runs runs a tool and returns how many windows it opened.
func (c *certified) runs(tool, want string) (windows int) {
	c.t.Helper()
	cmd := exec.Command(binary, "run", tool)
	var out, stderr bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = c.env, &out, &stderr
	if err := cmd.Run(); err != nil || out.String() != want+"\n" {
		c.t.Fatalf("run %s: %v, %q\n%s", tool, err, out.String(), stderr.String())
	}
	return strings.Count(stderr.String(), "opening your browser")
}

func (c *certified) expect(tool, want string, windows int) {
	c.t.Helper()
	if got := c.runs(tool, want); got != windows {
		c.t.Errorf("%s opened %d windows, not %d", tool, got, windows)
	}
}

func TestCertifiedAuthorizationServer(t *testing.T) {
	c := startCertified(t, 3600)
	const files, gone = "secret.txt", "gone"
	c.expect("files:list_files", files, 1) // first sign-in, through its HTML forms
	c.expect("files:list_files", files, 0) // a restart
	c.tell("expire")
	c.expect("files:list_files", files, 0) // refreshed, and the refresh token rotated
	c.tell("expire")
	c.expect("files:list_files", files, 0) // with the rotated one
	c.expect("files:delete_all", gone, 1)  // step-up
	c.expect("files:delete_all", gone, 0)
	c.tell("expire")
	c.expect("files:delete_all", gone, 0) // the refresh keeps what the step-up got
	c.tell("revoke")
	longAgo(t, filepath.Join(variable(c.env, "HOME"), ".ncp"), c.url)
	c.expect("files:list_files", files, 1) // a grant that has ended
	c.tell("forget")
	longAgo(t, filepath.Join(variable(c.env, "HOME"), ".ncp"), c.url)
	c.expect("files:list_files", files, 1) // a client that is forgotten is registered anew
}

// Tokens of two seconds, and many processes at once: one window, and nobody logged out.
func TestCertifiedAuthorizationServerAndManyProcesses(t *testing.T) {
	c := startCertified(t, 2)
	const many = 10
	for round := range 3 {
		windows, failures := make(chan int, many), make(chan error, many)
		for range many {
			go func() {
				cmd := exec.Command(binary, "run", "files:list_files")
				var out, stderr bytes.Buffer
				cmd.Env, cmd.Stdout, cmd.Stderr = c.env, &out, &stderr
				err := cmd.Run()
				if err == nil && out.String() != "secret.txt\n" {
					err = errors.New(out.String())
				}
				if err != nil {
					err = fmt.Errorf("%w: %s", err, stderr.String())
				}
				failures <- err
				windows <- strings.Count(stderr.String(), "opening your browser")
			}()
		}
		opened := 0
		for range many {
			if err := <-failures; err != nil {
				t.Error(err)
			}
			opened += <-windows
		}
		want := 0
		if round == 0 {
			want = 1
		}
		if opened != want {
			t.Errorf("round %d: %d windows, not %d", round, opened, want)
		}
		c.tell("expire")
	}
}
