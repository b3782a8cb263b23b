package upstream

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"ncp/internal/wire"
)

// How long a process has to end after its input was closed, and again after it was asked to.
// Together they stay well under the second in which ncp itself has to be gone.
const (
	exitGrace      = 250 * time.Millisecond
	terminateGrace = 250 * time.Millisecond
)

// process is a stdio server: a process group of its own, frames on its pipes, its stderr in our log.
type process struct {
	cmd    *exec.Cmd
	stdin  *os.File
	stdout *os.File
	exited chan struct{}
	err    error         // of Wait, set before exited is closed
	logged chan struct{} // closed when stderr is read to its end
	log    tail
	once   sync.Once
}

// startStdio starts the process of s.
func (s *Server) startStdio() (*streamSession, error) {
	p := &process{exited: make(chan struct{}), logged: make(chan struct{})}
	p.cmd = exec.Command(s.opts.Command, s.opts.Args...)
	p.cmd.Env, p.cmd.Dir = s.opts.Env, s.opts.Dir
	ownGroup(p.cmd)
	childIn, stdin, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	stdout, childOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, childIn.Close(), stdin.Close())
	}
	errRead, childErr, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, childIn.Close(), stdin.Close(), stdout.Close(), childOut.Close())
	}
	p.stdin, p.stdout = stdin, stdout
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = childIn, childOut, childErr
	err = p.cmd.Start()
	for _, end := range []*os.File{childIn, childOut, childErr} {
		end.Close()
	}
	if err != nil {
		for _, end := range []*os.File{stdin, stdout, errRead} {
			end.Close()
		}
		return nil, fmt.Errorf("start %s: %w", s.opts.Command, startError(err, s.opts.Dir))
	}
	s.startTask(func() { p.copyLog(errRead, s) })
	go func() { // ends with the process, which stop ends
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	return s.newStreamSession(newPipes(wire.NewLines(stdout, stdin)), p.ended, p.stop), nil
}

// startError drops what os/exec repeats, and tells a missing directory from a missing command.
func startError(err error, dir string) error {
	var e *exec.Error
	if errors.As(err, &e) && errors.Is(e.Err, exec.ErrNotFound) {
		return errors.New("not found in PATH")
	}
	var path *os.PathError
	if dir != "" {
		if _, dirErr := os.Stat(dir); errors.As(dirErr, &path) {
			return fmt.Errorf("its directory %s: %w", dir, path.Err)
		}
	}
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// copyLog puts the process's stderr into the log, line by line, and remembers the last of it.
func (p *process) copyLog(stderr *os.File, s *Server) {
	defer close(p.logged)
	defer stderr.Close()
	go func() { // a grandchild may hold the pipe open for ever
		<-p.exited
		_ = stderr.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	}()
	r := bufio.NewReaderSize(stderr, 8<<10)
	for {
		line, err := r.ReadSlice('\n') // a longer line comes in parts
		if text := strings.TrimSpace(string(line)); text != "" {
			p.log.add(text)
			s.log.Debug("stderr", "line", text)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// ended says how the process ended.
func (p *process) ended() string {
	grace := time.After(exitGrace)
	select {
	case <-p.exited:
	case <-grace: // it closed its output but runs on
		return "the process closed its output"
	}
	select {
	case <-p.logged:
	case <-grace:
	}
	how := "the process exited"
	if p.err != nil {
		how = fmt.Sprintf("the process ended (%v)", p.err)
	}
	if last := p.log.last(); last != "" {
		how += ", its last words: " + last
	}
	return how
}

// stop ends the process: its input is closed, then it is asked to terminate, then it is killed, with all it started.
func (p *process) stop() {
	p.once.Do(func() {
		p.stdin.Close()
		if !p.wait(exitGrace) {
			terminate(p.cmd)
			p.wait(terminateGrace)
		}
		kill(p.cmd) // also what it left behind
		<-p.exited
		p.stdout.Close()
	})
}

func (p *process) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-p.exited:
		return true
	case <-t.C:
		return false
	}
}

// tail keeps the last line of a log, cut to a length that fits in an error.
type tail struct {
	mu   sync.Mutex // guards line
	line string
}

func (t *tail) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.line = snippet([]byte(line))
}

func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.line
}
