package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// host is a running ncp, as its host has it.
type host struct {
	*process
	began time.Time // just before it was started
}

func (b *bench) startHost(h home) (*host, error) {
	cmd := exec.CommandContext(b.ctx, b.binary, "serve")
	cmd.Env = h.env
	began := time.Now()
	p, err := startProcess(cmd)
	if err != nil {
		return nil, err
	}
	return &host{p, began}, nil
}

// initialize opens the session and returns the time since the start.
func (h *host) initialize() (time.Duration, error) {
	_, _, err := h.ask("initialize", map[string]any{
		"protocolVersion": "2025-11-25", "capabilities": map[string]any{}, "clientInfo": map[string]any{"name": "bench", "version": "1"},
	})
	took := time.Since(h.began)
	if err != nil {
		return 0, err
	}
	return took, h.notify("notifications/initialized")
}

// tool calls find or run and returns the text of the result.
func (h *host) tool(name string, arguments map[string]any) (string, time.Duration, error) {
	result, took, err := h.ask("tools/call", map[string]any{"name": name, "arguments": arguments})
	if err != nil {
		return "", 0, err
	}
	text, err := textOf(result)
	return text, took, err
}

func (h *host) find(description string) (string, time.Duration, error) {
	return h.tool("find", map[string]any{"description": description})
}

// textOf is the text of a tool's result; one that is an error is an error.
func textOf(result json.RawMessage) (string, error) {
	var r struct {
		Content []struct {
			Text string `json:"text"`
		} `json:"content"`
		IsError bool `json:"isError"`
	}
	if err := json.Unmarshal(result, &r); err != nil {
		return "", fmt.Errorf("result %s: %w", result, err)
	}
	if r.IsError || len(r.Content) != 1 {
		return "", fmt.Errorf("the tool did not answer with a text: %s", result)
	}
	return r.Content[0].Text, nil
}

// names reports whether the first tool that an answer of find names is tool.
func names(answer, tool string) bool {
	if strings.HasPrefix(answer, "# ") { // the query, where it had several parts
		_, answer, _ = strings.Cut(answer, "\n")
	}
	return strings.HasPrefix(answer, tool+"(")
}

// awaitCatalogue returns when find knows all tools of all servers.
func (h *host) awaitCatalogue(tools int) error {
	for tries := 0; ; tries++ {
		text, _, err := h.find("") // waits for servers that were never seen
		if err != nil || strings.Contains(text, " of "+strconv.Itoa(tools)+";") && !strings.Contains(text, "\n! ") {
			return err
		}
		if tries == 10 {
			return fmt.Errorf("find does not list %d tools: %s", tools, text)
		}
	}
}
