package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"sync"

	"ncp/internal/wire"
)

// bridge is streamable HTTP in front of "ncp serve", which speaks on pipes: the suite tests servers over HTTP only. A session that begins
// with initialize is a process of its own; requests of 2026-07-28 share one. A tool that the suite calls is called with run, and a prompt is asked
// for, by the name that it has behind ncp; everything else passes as it is. With exposed a tool is listed and called by itself.
type bridge struct {
	binary  string
	env     []string
	exposed bool

	mu       sync.Mutex // guards sessions
	sessions map[string]*pipe
}

// modernSession is the name of the process that serves 2026-07-28.
const modernSession = ""

func (b *bridge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxFrame))
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	m, err := wire.Parse(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	session := r.Header.Get("Mcp-Session-Id")
	if m.Method == "initialize" {
		session = rand.Text()
		w.Header().Set("Mcp-Session-Id", session)
	}
	p, err := b.pipe(session, m.Method == "initialize" || session == modernSession)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusNotFound)
	case !m.IsRequest():
		p.send(m)
		w.WriteHeader(http.StatusAccepted)
	default:
		p.serve(w, r, b.rename(m))
	}
}

// pipe returns the process of a session, starting it if it may.
func (b *bridge) pipe(session string, start bool) (*pipe, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.sessions[session]; p != nil {
		return p, nil
	}
	if !start {
		return nil, errors.New("no such session")
	}
	flags := []string{"serve"}
	if b.exposed {
		flags = append(flags, "--expose", "all")
	}
	p, err := startPipe(b.binary, b.env, flags)
	if err == nil {
		b.sessions[session] = p
	}
	return p, err
}

func (b *bridge) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.sessions {
		_ = p.in.Close()
		_ = p.cmd.Wait()
	}
}

// exposedPrefix is what ncp puts before the names of the tools that it lists by themselves.
const exposedPrefix = name + "__"

// rename turns a call of a tool into a call of run, if it is not listed by itself, and gives a prompt the name that it has behind ncp.
func (b *bridge) rename(m wire.Message) wire.Message {
	params, err := wire.ParseObject(m.Params)
	if err != nil {
		return m
	}
	behind := func(o wire.Object) json.RawMessage { return wire.AppendText(nil, name+":"+o.Text("name")) }
	switch {
	case m.Method == "tools/call" && b.exposed:
		m.Params = params.Set("name", wire.AppendText(nil, exposedPrefix+params.Text("name"))).Raw()
	case m.Method == "tools/call":
		run := wire.Object{{Key: "tool", Value: behind(params)}}
		if arguments := params.Get("arguments"); arguments != nil {
			run = append(run, wire.Member{Key: "parameters", Value: arguments})
		}
		m.Params = params.Set("name", json.RawMessage(`"run"`)).Set("arguments", run.Raw()).Raw()
	case m.Method == "prompts/get":
		m.Params = params.Set("name", behind(params)).Raw()
	case m.Method == "completion/complete":
		if ref, err := wire.ParseObject(params.Get("ref")); err == nil && ref.Text("type") == "ref/prompt" {
			m.Params = params.Set("ref", ref.Set("name", behind(ref)).Raw()).Raw()
		}
	}
	return m
}

// pipe is one "ncp serve" and the requests under way to it.
type pipe struct {
	cmd *exec.Cmd
	in  io.WriteCloser

	mu     sync.Mutex // guards what follows, and writes to in
	lastID int
	open   []*answer // oldest first
}

// answer is a request under way: the event stream of its POST.
type answer struct {
	id     json.RawMessage // as the client gave it
	inside string          // as ncp knows it
	token  json.RawMessage // of its progress
	frames chan wire.Message
}

func startPipe(binary string, env, flags []string) (*pipe, error) {
	cmd := exec.Command(binary, flags...)
	cmd.Env, cmd.Stderr = env, os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &pipe{cmd: cmd, in: in}
	go p.read(out) // ends with the process
	return p, nil
}

func (p *pipe) send(m wire.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.in.Write(append(wire.Compact(m.AppendTo(nil)), '\n')) // a dead process shows in its answers
}

// subscriptionID names in _meta the request whose subscription a notification belongs to.
const subscriptionID = "io.modelcontextprotocol/subscriptionId"

// read gives each frame to the POST that it belongs to: an answer by its id, progress by its token, what is subscribed to by the subscription, all else
// to the latest.
func (p *pipe) read(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, wire.MaxFrame)
	for lines.Scan() {
		m, err := wire.Parse(bytes.Clone(lines.Bytes()))
		if err != nil {
			continue
		}
		p.mu.Lock()
		params, _ := wire.ParseObject(m.Params)
		meta, _ := wire.ParseObject(params.Get("_meta"))
		token, subscription := params.Get("progressToken"), meta.Get(subscriptionID)
		var to *answer
		for _, a := range p.open {
			switch {
			case m.Method == "" && a.inside != string(m.ID), token != nil && !bytes.Equal(token, a.token):
			case subscription != nil && a.inside != string(subscription):
			default:
				to = a
			}
		}
		p.mu.Unlock()
		if to != nil {
			if subscription != nil {
				m.Params = params.Set("_meta", meta.Set(subscriptionID, to.id).Raw()).Raw()
			}
			to.frames <- m
		}
	}
}

// serve passes a request on and writes what comes back as an event stream.
func (p *pipe) serve(w http.ResponseWriter, r *http.Request, m wire.Message) {
	params, _ := wire.ParseObject(m.Params)
	meta, _ := wire.ParseObject(params.Get("_meta"))
	p.mu.Lock()
	p.lastID++
	a := &answer{id: m.ID, inside: fmt.Sprint(p.lastID), token: meta.Get("progressToken"), frames: make(chan wire.Message, 1000)}
	p.open = append(p.open, a)
	p.mu.Unlock()
	defer p.forget(a)
	m.ID = json.RawMessage(a.inside)
	p.send(m)
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		select {
		case m := <-a.frames:
			last := m.Method == ""
			if last { // no other name begins like that
				m.ID, m.Result = a.id, bytes.ReplaceAll(m.Result, []byte(`"name":"`+exposedPrefix), []byte(`"name":"`))
			}
			fmt.Fprintf(w, "data: %s\n\n", m.AppendTo(nil))
			_ = http.NewResponseController(w).Flush()
			if last {
				return
			}
		case <-r.Context().Done():
			id := wire.Object{{Key: "requestId", Value: m.ID}}
			p.send(wire.Message{Method: "notifications/cancelled", Params: id.Raw()})
			return
		}
	}
}

func (p *pipe) forget(gone *answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, a := range p.open {
		if a == gone {
			p.open = append(p.open[:i:i], p.open[i+1:]...)
			return
		}
	}
}
