package aggregator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"ncp/aggregator"
)

// connect joins client and agg, as a host that starts ncp does.
func connect(t *testing.T, client *mcp.Client, revision string, agg *aggregator.Aggregator) *mcp.ClientSession {
	t.Helper()
	inRead, in := io.Pipe()
	out, outWrite := io.Pipe()
	served := make(chan struct{})
	go func() { _ = agg.Serve(t.Context(), inRead, outWrite); _ = outWrite.Close(); close(served) }()
	session, err := client.Connect(t.Context(), &mcp.IOTransport{Reader: out, Writer: in}, &mcp.ClientSessionOptions{ProtocolVersion: revision})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close(); <-served })
	if got := session.InitializeResult().ProtocolVersion; got != revision {
		t.Fatalf("negotiated %s", got)
	}
	return session
}

func everything() *mcp.ClientCapabilities {
	return &mcp.ClientCapabilities{
		RootsV2:     &mcp.RootCapabilities{ListChanged: true},
		Sampling:    &mcp.SamplingCapabilities{Tools: &mcp.SamplingToolsCapabilities{}},
		Elicitation: &mcp.ElicitationCapabilities{Form: &mcp.FormElicitationCapabilities{}, URL: &mcp.URLElicitationCapabilities{}},
	}
}

// behaviour is one row of the table: what has to pass between host and upstream, whatever their revisions.
type behaviour struct {
	name  string
	check func(t *testing.T, host *party, up *peer, upRevision string) // skips what a revision has no way to do
}

func says(tool string, args map[string]any, want string) func(*testing.T, *party, *peer, string) {
	return func(t *testing.T, host *party, _ *peer, _ string) {
		t.Helper()
		result, err := host.call(t.Context(), tool, args, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := result.Content[0].(*mcp.TextContent).Text; got != want || result.IsError {
			t.Errorf("got %q (error: %v), want %q", got, result.IsError, want)
		}
	}
}

func asks(what, message, want string) func(*testing.T, *party, *peer, string) {
	return says("ask", map[string]any{"what": what, "message": message}, want)
}

func behaviours() []behaviour {
	return []behaviour{
		{"result", checkResult},
		{"error", checkFailure},
		{"progress", checkProgress},
		{"cancel", checkCancel},
		{"withdraw", checkWithdrawn},
		{"logging", checkLogging},
		{"form", asks("form", "ada", "accept map[name:ADA]")},
		{"decline", asks("form", "declined", "decline map[]")},
		{"url", asks("url", "page", "accept map[]")},
		{"bad url", checkBadURL},
		{"sampling", asks("sampling", "why", "m: no")},
		{"tools", asks("tools", "why", "m uses look")},
		{"roots", asks("roots", "", "root file:///home/ada")},
		{"rounds", says("rounds", nil, "after 3 rounds: accept map[name:ROUND 3]")},
		{"together", checkTogether},
		{"roots change", checkRootsChange},
		{"prompts", checkPrompts},
		{"resources", checkResources},
		{"completion", checkCompletion},
		{"updated", checkUpdated},
		{"lists", checkListsChange},
	}
}

// TestPairings is the table: every revision of a host with every revision of an upstream, over HTTP (2024-11-05: HTTP+SSE).
func TestPairings(t *testing.T) {
	pairings(t, behaviours(), func(t *testing.T, host, up string) (*party, *peer) {
		p := newPeer(t, up)
		return newParty(t, host, open(t, nil, p.url), everything()), p
	})
}

// TestPairingsOverStdio is the same table with upstreams that are processes. On stdio questions name no call.
func TestPairingsOverStdio(t *testing.T) {
	pairings(t, behaviours(), func(t *testing.T, host, up string) (*party, *peer) {
		server, p := newStdioPeer(t, up)
		agg := aggregator.New([]aggregator.Server{{Name: "a", Identity: "a", Upstream: server}}, nil)
		t.Cleanup(agg.Close)
		return newParty(t, host, agg, everything()), p
	})
}

func pairings(t *testing.T, rows []behaviour, join func(t *testing.T, host, up string) (*party, *peer)) {
	type cell struct{ up, host, row int }
	var mu sync.Mutex // guards verdicts
	verdicts := map[cell]string{}
	t.Run("all", func(t *testing.T) {
		for u, up := range revisions() {
			for h, host := range revisions() {
				t.Run(fmt.Sprintf("host %s, upstream %s", host, up), func(t *testing.T) {
					t.Parallel()
					party, peer := join(t, host, up)
					for i, b := range rows {
						t.Run(b.name, func(t *testing.T) {
							defer func() {
								mu.Lock()
								defer mu.Unlock()
								switch {
								case t.Skipped():
									verdicts[cell{u, h, i}] = "-"
								case !t.Failed():
									verdicts[cell{u, h, i}] = "ok"
								}
							}()
							b.check(t, party, peer, up)
						})
					}
				})
			}
		}
	})
	var table strings.Builder
	fmt.Fprintf(&table, "%-19s %s\n", "host", strings.Join(revisions(), " "))
	for u, up := range revisions() {
		fmt.Fprintf(&table, "upstream %s\n", up)
		for i, b := range rows {
			fmt.Fprintf(&table, "  %-17s", b.name)
			for h := range revisions() {
				verdict, passed := verdicts[cell{u, h, i}]
				if !passed {
					verdict = "FAILED"
				}
				fmt.Fprintf(&table, " %-10s", verdict)
			}
			table.WriteByte('\n')
		}
	}
	t.Logf("%d pairings, %d behaviours\n%s", len(revisions())*len(revisions()), len(rows), table.String())
}

func checkResult(t *testing.T, host *party, up *peer, revision string) {
	const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	got, err := host.call(t.Context(), "result", nil, mcp.Meta{"traceparent": trace})
	if err != nil {
		t.Fatal(err)
	}
	direct := mcp.NewClient(&mcp.Implementation{Name: "direct", Version: "1"}, nil)
	session, err := direct.Connect(t.Context(), up.direct(), &mcp.ClientSessionOptions{ProtocolVersion: revision})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = session.Close() }()
	want, err := session.CallTool(t.Context(), &mcp.CallToolParams{Meta: mcp.Meta{"traceparent": trace}, Name: "result", Arguments: map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	if want.Meta["example.com/trace"] != trace {
		t.Fatalf("direct: %v", want.Meta)
	}
	reserved := cmpopts.IgnoreMapEntries(func(key string, _ any) bool { return strings.HasPrefix(key, "io.modelcontextprotocol/") })
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(mcp.CallToolResult{}), reserved); diff != "" {
		t.Errorf("(-direct +relayed):\n%s", diff)
	}
}

func checkFailure(t *testing.T, host *party, _ *peer, _ string) {
	_, err := host.call(t.Context(), "failure", nil, nil)
	var got *jsonrpc.Error
	if !errors.As(err, &got) {
		t.Fatalf("err = %v", err)
	}
	want := &jsonrpc.Error{Code: -31999, Message: "no such thing", Data: []byte(`{"a":1}`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func checkProgress(t *testing.T, host *party, _ *peer, _ string) {
	if _, err := host.call(t.Context(), "work", nil, mcp.Meta{"progressToken": "mine"}); err != nil {
		t.Fatal(err)
	}
	// The SDK's server may lose the race of its last notification with its own answer, and its client hands them over on another goroutine.
	for range 19 {
		<-host.told
	}
	host.mu.Lock()
	defer host.mu.Unlock()
	var want []float64
	for i := range host.progress {
		want = append(want, float64(i+1))
	}
	if diff := cmp.Diff(want, host.progress); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// cancelLimit is how late an upstream may hear of a cancellation; it takes a few milliseconds, but pairings share their processors.
const cancelLimit = 2 * time.Second

func checkCancel(t *testing.T, host *party, up *peer, _ string) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { _, err := host.call(ctx, "wait", nil, nil); ended <- err }()
	within(t, up.waiting, "the call has begun")
	began := time.Now()
	cancel()
	within(t, up.cancelled, "the call is cancelled")
	took := time.Since(began)
	t.Logf("the upstream knew after %v", took)
	if took > cancelLimit {
		t.Errorf("the upstream knew after %v, more than %v", took, cancelLimit)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if err := host.ping(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func checkRootsChange(t *testing.T, host *party, up *peer, revision string) {
	if host.revision == "2026-07-28" || revision == "2026-07-28" {
		t.Skip("there no notification tells of it: roots are asked for with each call")
	}
	host.client.AddRoots(&mcp.Root{URI: "file:///home/ada/more"})
	within(t, up.roots, "the roots changed")
	host.client.RemoveRoots("file:///home/ada/more")
	within(t, up.roots, "the roots changed again")
}

// ping is a sign of life in any revision.
func (p *party) ping(ctx context.Context) error {
	_, err := p.ListTools(ctx, nil)
	return err
}

func checkWithdrawn(t *testing.T, host *party, up *peer, revision string) {
	if revision == "2026-07-28" {
		t.Skip("its servers have no way to withdraw a question")
	}
	type outcome struct {
		result *mcp.CallToolResult
		err    error
	}
	ended := make(chan outcome, 1)
	go func() { r, err := host.call(t.Context(), "impatient", nil, nil); ended <- outcome{r, err} }()
	<-host.asked
	up.nudge()
	if host.revision != "2026-07-28" {
		<-host.gone
	}
	out := <-ended
	if out.err != nil {
		t.Fatal(out.err)
	}
	got := out.result.Content[0].(*mcp.TextContent).Text
	if got != "withdrawn" && (host.revision != "2026-07-28" || got != "answered all the same") {
		t.Errorf("got %q", got)
	}
}

func checkLogging(t *testing.T, host *party, _ *peer, _ string) {
	meta := mcp.Meta{"io.modelcontextprotocol/logLevel": "warning"}
	if host.revision != "2026-07-28" {
		meta = nil
		if err := host.SetLoggingLevel(t.Context(), &mcp.SetLoggingLevelParams{Level: "warning"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := host.call(t.Context(), "log", nil, meta); err != nil {
		t.Fatal(err)
	}
	want := []string{"warning", "error"}
	deadline := time.After(10 * time.Second)
	for {
		host.mu.Lock()
		got := slices.Clone(host.logs)
		host.mu.Unlock()
		if len(got) == len(want) {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return
		}
		select {
		case <-host.told:
		case <-deadline:
			t.Fatalf("logged %v, want %v", got, want)
		}
	}
}

func checkBadURL(t *testing.T, host *party, _ *peer, _ string) {
	result, err := host.call(t.Context(), "ask", map[string]any{"what": "script", "message": "m"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := result.Content[0].(*mcp.TextContent).Text; !result.IsError || !strings.Contains(got, "must be https") {
		t.Errorf("got %q (error: %v)", got, result.IsError)
	}
}

// checkTogether: six calls ask at once, and each gets its own answer.
func checkTogether(t *testing.T, host *party, _ *peer, _ string) {
	var calls sync.WaitGroup
	got, want := make([]string, 6), make([]string, 6)
	for i := range got {
		message := string(rune('a' + i))
		want[i] = fmt.Sprintf("accept map[name:%s]", strings.ToUpper(message))
		calls.Go(func() {
			result, err := host.call(t.Context(), "ask", map[string]any{"what": "form", "message": message}, nil)
			if err != nil {
				got[i] = err.Error()
				return
			}
			got[i] = result.Content[0].(*mcp.TextContent).Text
		})
	}
	calls.Wait()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
