package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"ncp/aggregator"
	"ncp/e2e/findset"
	"ncp/internal/wire"
)

// tokenizer counts tokens of o200k_base; make peers installs what it needs.
var errNoTokenizer = errors.New("no Node.js with e2e/peers installed (make peers)")

// answers measures what a model has to read: of find and run themselves, and of find's answers, the first five tools at depth 1.
func answers(ctx context.Context, sets []set, _ string) ([]row, error) {
	var texts []string
	var definitions []string
	for _, s := range sets {
		agg := aggregator.New(shelves(s.tools), nil)
		defer agg.Close()
		if definitions == nil {
			var err error
			if definitions, err = definitionsOf(ctx, agg); err != nil {
				return nil, err
			}
		}
		for _, q := range s.queries {
			answer, err := agg.Find(ctx, aggregator.FindRequest{Description: strings.ReplaceAll(q.Query, "|", " "), Wait: aggregator.WaitConnect})
			if err != nil {
				return nil, fmt.Errorf("%s: find %q: %w", s.name, q.Query, err)
			}
			texts = append(texts, answer.Text(1))
		}
	}
	counts, err := tokens(ctx, append(slices.Clone(texts), definitions...))
	const figure, ownFigure = "tokens of an answer, mean over all sets", "tokens of the definitions of find and run"
	switch {
	case errors.Is(err, errNoTokenizer):
		return []row{{figure, err.Error(), "<= 300", unmeasured}, {ownFigure, err.Error(), "<= 700", unmeasured}}, nil
	case err != nil:
		return nil, err
	}
	sum, own := 0, 0
	for i, n := range counts {
		if i < len(texts) {
			sum += n
		} else {
			own += n
		}
	}
	return []row{atMost(figure, digits{1, ""}, float64(sum)/float64(len(texts)), 300), atMost(ownFigure, digits{0, ""}, float64(own), 700)}, nil
}

// tokens counts the tokens of each text.
func tokens(ctx context.Context, texts []string) ([]int, error) {
	script := filepath.Join("e2e", "peers", "tokens.mjs")
	if _, err := os.Stat(filepath.Join("e2e", "peers", "node_modules")); err != nil {
		return nil, errNoTokenizer
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoTokenizer
	}
	var in bytes.Buffer
	for _, text := range texts {
		in.Write(wire.AppendText(nil, text))
		in.WriteByte('\n')
	}
	cmd := exec.CommandContext(ctx, node, script)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("count tokens: %w", err)
	}
	var counts []int
	for line := range strings.FieldsSeq(string(out)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			return nil, fmt.Errorf("count tokens: %w", err)
		}
		counts = append(counts, n)
	}
	if len(counts) != len(texts) {
		return nil, fmt.Errorf("count tokens: %d counts for %d texts", len(counts), len(texts))
	}
	return counts, nil
}

// definitionsOf returns the definitions of the tools that a host is shown.
func definitionsOf(ctx context.Context, agg *aggregator.Aggregator) ([]string, error) {
	var out bytes.Buffer
	err := agg.Serve(ctx, strings.NewReader(
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}`+"\n"+
			`{"jsonrpc":"2.0","method":"notifications/initialized"}`+"\n"+
			`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`+"\n"), &out)
	if err != nil {
		return nil, fmt.Errorf("list our own tools: %w", err)
	}
	var list []string
	for d := json.NewDecoder(&out); d.More(); {
		var answer struct {
			ID     int
			Result struct{ Tools []json.RawMessage }
		}
		if err := d.Decode(&answer); err != nil {
			return nil, fmt.Errorf("list our own tools: %w", err)
		}
		for _, tool := range answer.Result.Tools {
			list = append(list, string(tool))
		}
	}
	if len(list) != 2 {
		return nil, fmt.Errorf("list our own tools: there are %d", len(list))
	}
	return list, nil
}

// shelf is a server whose tools are those of a set.
type shelf []json.RawMessage

func shelves(tools *findset.Catalogue) []aggregator.Server {
	var servers []aggregator.Server
	for _, name := range tools.Servers {
		var list shelf
		for _, t := range tools.Tools[name] {
			if !bytes.HasPrefix(t.Schema, []byte("{")) {
				t.Schema = json.RawMessage(`{"type":"object"}`)
			}
			list = append(list, wire.Object{
				{Key: "name", Value: wire.AppendText(nil, t.Name)}, {Key: "description", Value: wire.AppendText(nil, t.Description)}, {Key: "inputSchema", Value: t.Schema},
			}.Raw())
		}
		servers = append(servers, aggregator.Server{Name: name, Upstream: list})
	}
	return servers
}

func (s shelf) List(_ context.Context, kind wire.Kind, _ wire.Client) (wire.List, error) {
	if kind != wire.Tools {
		return wire.List{TTL: time.Hour}, nil
	}
	return wire.List{Items: s, TTL: time.Hour}, nil
}

func (shelf) Subscribe(context.Context, wire.Client, string, func(wire.Message)) error {
	return errors.New("there is nothing to subscribe to")
}

func (shelf) Notify(context.Context, wire.Client, string) {}

func (shelf) Call(context.Context, wire.Call) (json.RawMessage, error) {
	return nil, errors.New("there is nothing behind these tools")
}

func (shelf) Changed() <-chan struct{}      { return nil }
func (shelf) Era() string                   { return "" }
func (shelf) SetEra(string)                 {}
func (shelf) ConnectTimeout() time.Duration { return time.Second }
func (shelf) Close()                        {}
