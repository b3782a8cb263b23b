package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"time"
)

// process is a program spoken to in lines over its standard input and output, by a client that does as little as it can.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *bytes.Buffer
	lastID int
	taken  chan struct{} // closed when a pipeline has read to the end; nil if there is none
}

func startProcess(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, stderr: new(bytes.Buffer)}
	cmd.Stderr = p.stderr
	var err error
	if p.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReaderSize(out, 64<<10)
	return p, cmd.Start()
}

// close ends the process by the end of its input and waits for it. After close or kill it does nothing.
func (p *process) close() error {
	if p.cmd.ProcessState != nil {
		return nil
	}
	_ = p.in.Close()
	p.drain()
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w: %s", p.cmd.Path, err, bytes.TrimSpace(p.stderr.Bytes()))
	}
	return nil
}

// kill ends the process at once and waits for it.
func (p *process) kill() {
	if p.cmd.ProcessState != nil {
		return
	}
	_ = p.cmd.Process.Kill()
	p.drain()
	_ = p.cmd.Wait() // it was killed; that is no news
}

// drain reads to the end, which Wait wants before it is called.
func (p *process) drain() {
	if p.taken != nil {
		<-p.taken
	}
	_, _ = io.Copy(io.Discard, p.out)
}

// frame is what goes to and comes from a process.
type frame struct {
	Version string          `json:"jsonrpc"`
	ID      int             `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

// request is a frame with a fresh id, as a line.
func (p *process) request(method string, params any) (int, []byte, error) {
	p.lastID++
	line, err := json.Marshal(frame{Version: "2.0", ID: p.lastID, Method: method, Params: params})
	return p.lastID, append(line, '\n'), err
}

func (p *process) notify(method string) error {
	line, err := json.Marshal(frame{Version: "2.0", Method: method})
	if err != nil {
		return err
	}
	_, err = p.in.Write(append(line, '\n'))
	return err
}

// ask sends a request and returns the result of the next line, which must be its answer, and the time from line to line.
func (p *process) ask(method string, params any) (json.RawMessage, time.Duration, error) {
	id, line, err := p.request(method, params)
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	if _, err := p.in.Write(line); err != nil {
		return nil, 0, p.broken(err)
	}
	answer, err := p.out.ReadBytes('\n')
	took := time.Since(began)
	if err != nil {
		return nil, 0, p.broken(err)
	}
	got, result, err := parseAnswer(answer)
	if err == nil && got != id {
		err = fmt.Errorf("answer to %d instead of %d: %s", got, id, answer)
	}
	return result, took, err
}

// broken ends a process that can no longer be spoken to, and says what it said last.
func (p *process) broken(err error) error {
	p.kill()
	if last := bytes.TrimSpace(p.stderr.Bytes()); len(last) > 0 {
		return fmt.Errorf("%s: %w: %s", p.cmd.Path, err, last)
	}
	return fmt.Errorf("%s: %w (%v)", p.cmd.Path, err, p.cmd.ProcessState)
}

// parseAnswer takes an answer apart; one that is an error is an error.
func parseAnswer(line []byte) (int, json.RawMessage, error) {
	var f frame
	if err := json.Unmarshal(line, &f); err != nil {
		return 0, nil, fmt.Errorf("answer %s: %w", strconv.Quote(string(line)), err)
	}
	if f.Error != nil || f.Result == nil {
		return 0, nil, fmt.Errorf("no result: %s", line)
	}
	return f.ID, f.Result, nil
}
