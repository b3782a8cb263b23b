package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	progressSteps  = 2000
	progressRounds = 5
)

// stepsPrefix before a number, in the place of an id, asks a tool of the servers for that many progress notifications.
const stepsPrefix = "progress "

// sendSteps sends the progress that id asks for.
func sendSteps(ctx context.Context, req *mcp.CallToolRequest, id string) {
	text, asked := strings.CutPrefix(id, stepsPrefix)
	n, err := strconv.Atoi(text)
	if !asked || err != nil {
		return
	}
	for i := range n {
		_ = req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{ProgressToken: req.Params.GetProgressToken(), Progress: float64(i + 1)})
	}
}

// progressRows measures how many progress notifications a second arrive, directly and through ncp, by the same reader of lines.
func progressRows(ctx context.Context, d *direct, h *host) ([]row, error) {
	const promise = 0.5
	var directly, relayed times
	for range progressRounds {
		a, err := d.progress(ctx)
		if err != nil {
			return nil, fmt.Errorf("direct progress: %w", err)
		}
		r, err := h.progress(d.run(stepsPrefix + strconv.Itoa(progressSteps)))
		if err != nil {
			return nil, fmt.Errorf("relayed progress: %w", err)
		}
		directly, relayed = append(directly, a), append(relayed, r)
	}
	rate := func(t time.Duration) string { return fmt.Sprintf("%.0f/s", progressSteps/t.Seconds()) }
	factor := ratio(directly.p50(), relayed.p50())
	return []row{{
		figure:   fmt.Sprintf("progress, %s upstream, %d in order", d.era, progressSteps),
		measured: fmt.Sprintf("%.2f x direct", factor), promise: fmt.Sprintf(">= %.1f x", promise), verdict: atLeast(factor, promise),
		ratio: fmt.Sprintf("%s to %s directly", rate(relayed.p50()), rate(directly.p50())),
	}}, nil
}

// progress calls by a POST of its own and reads what comes.
func (d *direct) progress(ctx context.Context) (time.Duration, error) {
	meta := map[string]any{"progressToken": "mine"}
	modern := d.session.ID() == ""
	if modern {
		meta["io.modelcontextprotocol/protocolVersion"] = d.era
		meta["io.modelcontextprotocol/clientInfo"] = map[string]any{"name": "bench", "version": "1"}
		meta["io.modelcontextprotocol/clientCapabilities"] = map[string]any{}
	}
	body, err := json.Marshal(frame{Version: "2.0", ID: 1, Method: "tools/call", Params: map[string]any{
		"name": d.tool, "arguments": map[string]any{"id": stepsPrefix + strconv.Itoa(progressSteps)}, "_meta": meta,
	}})
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Mcp-Protocol-Version", d.era)
	if modern {
		req.Header.Set("Mcp-Method", "tools/call")
		req.Header.Set("Mcp-Name", d.tool)
	} else {
		req.Header.Set("Mcp-Session-Id", d.session.ID())
	}
	began := time.Now()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	err = readProgress(bufio.NewReader(resp.Body))
	return time.Since(began), err
}

func (h *host) progress(arguments map[string]any) (time.Duration, error) {
	_, line, err := h.request("tools/call", map[string]any{"name": "run", "arguments": arguments, "_meta": map[string]any{"progressToken": "mine"}})
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if _, err := h.in.Write(line); err != nil {
		return 0, h.broken(err)
	}
	err = readProgress(h.out)
	return time.Since(began), err
}

// readProgress reads lines up to the answer and fails unless all progress came before it and in order. The SDK's server may lose the race of
// its last notification with its own answer.
func readProgress(r *bufio.Reader) error {
	for came := 0; ; {
		line, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		at := bytes.IndexByte(line, '{')
		if at < 0 {
			if err != nil {
				return err
			}
			continue // a blank line, or another field of an event
		}
		var f struct {
			Result json.RawMessage
			Error  json.RawMessage
			Params struct{ Progress int }
		}
		if err := json.Unmarshal(line[at:], &f); err != nil {
			return err
		}
		switch {
		case f.Error != nil:
			return fmt.Errorf("answered with %s", f.Error)
		case f.Result != nil && came < progressSteps-1:
			return fmt.Errorf("%d of %d came before the answer", came, progressSteps)
		case f.Result != nil:
			return nil
		}
		if came++; f.Params.Progress != came {
			return fmt.Errorf("number %d came as number %d", f.Params.Progress, came)
		}
	}
}
