package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/oauthtest"
)

// frame is what of a message from ncp the tests here look at.
type frame struct {
	ID     json.RawMessage
	Method string
	Params struct {
		Message, URL, Mode, ElicitationID string
		Progress                          float64
	}
	Result struct {
		ResultType    string
		RequestState  string
		InputRequests map[string]struct {
			Method string
			Params struct{ Mode, URL, Message string }
		}
		IsError bool
		Content []struct{ Text string }
	}
	Error *struct{ Message string }
}

// next reads the next message that is no progress, and counts those.
func (p *process) next(progress *int) frame {
	p.t.Helper()
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			p.t.Fatalf("read: %v; stderr: %s", err, p.err.String())
		}
		var f frame
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			p.t.Fatalf("%v: %s", err, line)
		}
		if f.Method != "notifications/progress" {
			return f
		}
		*progress++
	}
}

// windows makes $BROWSER one that only notes what it was asked to open, a line each.
func (p *protected) windows() (opened func() []string) {
	p.t.Helper()
	p.env, opened = notingBrowser(p.t, p.env)
	return opened
}

func notingBrowser(t *testing.T, env []string) (with []string, opened func() []string) {
	t.Helper()
	return notingBrowserThat(t, env, "")
}

// notingBrowserThat does something more, in the language of the shell, when it has noted what it was asked to open.
func notingBrowserThat(t *testing.T, env []string, more string) (with []string, opened func() []string) {
	t.Helper()
	dir := t.TempDir()
	script, log := filepath.Join(dir, "browser"), filepath.Join(dir, "log")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$1\" >> "+log+more+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return append(slices.Clone(env), "BROWSER="+script), func() []string {
		data, err := os.ReadFile(log)
		whole := bytes.LastIndexByte(data, '\n') // the shell makes the file before it writes the line
		if err != nil || whole < 0 {
			return nil
		}
		return strings.Split(string(data[:whole]), "\n")
	}
}

// first waits for the first window: an opener is started, and not waited for.
func first(t *testing.T, opened func() []string) []string {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); time.Since(began) < 10*time.Second; <-again.C {
		if windows := opened(); windows != nil {
			return windows
		}
	}
	t.Fatal("no window was opened")
	return nil
}

func runOf(server string) string {
	return `"method":"tools/call","params":{"name":"run","arguments":{"tool":"` + server + `:list_files"}`
}

// linkHost is what a host declares that shows links.
const linkHost = `{"elicitation":{"url":{}}}`

func modernRun(id int, server, more string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s%s,"_meta":{"progressToken":%d,"io.modelcontextprotocol/protocolVersion":"2026-07-28",`+
		`"io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":%s}}}`, id, runOf(server), more, id, linkHost)
}

// The copy that has asked is gone when the host comes back with the answer: another one goes on.
func TestModernHostComesBackToAnotherCopy(t *testing.T) {
	p := newProtected(t, "")
	one, other := start(t, p.env), start(t, p.env)
	progress := 0
	one.send(modernRun(1, "vault", ""))
	asked := one.next(&progress)
	if len(asked.Result.InputRequests) != 1 {
		t.Fatalf("%+v", asked)
	}
	for key, request := range asked.Result.InputRequests {
		if err := browse(request.Params.URL); err != nil {
			t.Fatal(err)
		}
		_ = one.cmd.Process.Kill()
		other.send(modernRun(2, "vault", fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":"accept"}}`, asked.Result.RequestState, key)))
		if answer := other.next(&progress); len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
			t.Errorf("%+v", answer)
		}
		other.send(modernRun(3, "vault", fmt.Sprintf(`,"requestState":%q,"inputResponses":{"q":{"action":"accept"}}`, asked.Result.RequestState)))
		if answer := other.next(&progress); answer.Error == nil {
			t.Errorf("an answer to another question: %+v", answer)
		}
	}
}

// A host of 2026-07-28 that can show links: an input request with the page, and the retry of the call waits for the person and answers.
func TestModernHostShowsThePage(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	host := start(t, p.env)
	progress := 0
	host.send(modernRun(1, "vault", ""))
	asked := host.next(&progress)
	if asked.Result.ResultType != "input_required" || len(asked.Result.InputRequests) != 1 {
		t.Fatalf("%+v", asked)
	}
	for key, request := range asked.Result.InputRequests {
		if request.Method != "elicitation/create" || request.Params.Mode != "url" || !strings.HasPrefix(request.Params.Message, "vault needs a sign-in at "+p.authority.URL+".") {
			t.Errorf("%+v", request)
		}
		host.send(modernRun(2, "vault", fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":"accept"}}`, asked.Result.RequestState, key)))
		time.AfterFunc(1500*time.Millisecond, func() { // a person takes a while; signs of life come meanwhile
			if err := browse(request.Params.URL); err != nil {
				t.Error(err)
			}
		})
	}
	answer := host.next(&progress)
	if string(answer.ID) != "2" || len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" || progress == 0 {
		t.Errorf("%d signs of life, %+v", progress, answer)
	}
	if got := opened(); got != nil {
		t.Errorf("windows: %v", got)
	}
}

func legacyHost(p *protected, capabilities string) *process {
	return legacyHostOf(p.t, p.env, capabilities)
}

func legacyHostOf(t *testing.T, env []string, capabilities string) *process {
	t.Helper()
	host := start(t, env)
	host.ask(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":` + capabilities + `,"clientInfo":{"name":"t","version":"1"}}}`)
	return host
}

func legacyRun(id int) string { return legacyRunOf(id, "vault") }

func legacyRunOf(id int, server string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s,"_meta":{"progressToken":"p%d"}}}`, id, runOf(server), id)
}

// A host of 2025-11-25 that can show links: a real request, and a notification when it is done.
func TestLegacyHostShowsThePage(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	host := legacyHost(p, `{"elicitation":{"form":{},"url":{}}}`)
	progress := 0
	host.send(legacyRun(1))
	asked := host.next(&progress)
	if asked.Method != "elicitation/create" || asked.Params.Mode != "url" || asked.Params.ElicitationID == "" {
		t.Fatalf("%+v", asked)
	}
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
	go func() {
		if err := browse(asked.Params.URL); err != nil {
			t.Error(err)
		}
	}()
	done := host.next(&progress)
	if done.Method != "notifications/elicitation/complete" || done.Params.ElicitationID != asked.Params.ElicitationID {
		t.Errorf("%+v", done)
	}
	if answer := host.next(&progress); len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
	if got := opened(); got != nil {
		t.Errorf("windows: %v", got)
	}
}

// Where ncp has no browser and the server offers codes, a host is told the code: in the text of a plain one, in the question to one that shows
// links. The next call works once it was typed.
func TestHostsAreToldACode(t *testing.T) {
	for name, capabilities := range map[string]string{"plain": "{}", "shows links": linkHost} {
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, "")
			p.authority.OfferDevice()
			p.env = append(p.env, "NCP_NO_BROWSER=1", "NCP_SIGN_IN_WAIT=2s") // the code is asked about each second
			host := legacyHost(p, capabilities)
			progress := 0
			host.send(legacyRun(1))
			told := host.next(&progress)
			page := p.authority.URL + "/type?user_code="
			if capabilities == linkHost {
				code := codeIn(t, told.Params.Message)
				want := "vault needs a sign-in at " + p.authority.URL + ". The code is " + code + "."
				if told.Params.Message != want || told.Params.URL != page+code {
					t.Errorf("%+v", told.Params)
				}
				host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, told.ID))
				p.authority.Type(code, oauthtest.Approved)
				if done := host.next(&progress); done.Method != "notifications/elicitation/complete" {
					t.Errorf("%+v", done)
				}
			} else {
				code := codeIn(t, told.Result.Content[0].Text)
				want := "vault needs a sign-in at " + p.authority.URL + ". The code to type there is " + code + ". Ask the user to sign in on this page, and then call run again: " + page + code
				if diff := cmp.Diff(want, told.Result.Content[0].Text); diff != "" {
					t.Error(diff)
				}
				p.authority.Type(code, oauthtest.Approved)
				host.send(legacyRun(2))
			}
			if answer := host.next(&progress); answer.Result.IsError || len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
				t.Errorf("%+v", answer)
			}
			if n := p.authority.Count("/authorize"); n != 0 {
				t.Errorf("%d pages of a browser", n)
			}
		})
	}
}

// A process owns the sign-in and another's person declines it: it ends for both, and neither asks again.
func TestDeclinedInAnotherHost(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=30s")
	progress := 0
	owner, decliner := legacyHost(p, "{}"), legacyHost(p, linkHost)
	owner.send(legacyRun(1))
	first(t, opened)
	decliner.send(legacyRun(1))
	asked := decliner.next(&progress)
	decliner.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"decline"}}`, asked.ID))
	if answer := decliner.next(&progress); answer.Result.Content[0].Text != "the user declined to sign in; that holds for ten minutes" {
		t.Errorf("%+v", answer)
	}
	if answer := owner.next(&progress); !answer.Result.IsError || answer.Result.Content[0].Text != "vault: sign-in: the sign-in was refused" {
		t.Errorf("%+v", answer)
	}
	for _, host := range []*process{owner, decliner} {
		host.send(legacyRun(2))
		if answer := host.next(&progress); !answer.Result.IsError || !strings.HasSuffix(answer.Result.Content[0].Text, "ncp auth login vault") {
			t.Errorf("%+v", answer)
		}
	}
	if got := opened(); len(got) != 1 {
		t.Errorf("windows: %v", got)
	}
}

// A host that can show links and says nothing does not hold the call: it is told where the page is, and the sign-in lives on. One that has
// shown the page is waited for.
func TestHostThatStaysSilent(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=200ms")
	host := legacyHost(p, linkHost)
	progress := 0
	var page string
	for id := range 2 {
		host.send(legacyRun(1 + id))
		asked := host.next(&progress)
		if asked.Method != "elicitation/create" || page != "" && asked.Params.URL != page {
			t.Fatalf("%+v", asked)
		}
		page = asked.Params.URL
		if withdrawn := host.next(&progress); withdrawn.Method != "notifications/cancelled" {
			t.Errorf("%+v", withdrawn)
		}
		told := host.next(&progress)
		if text := told.Result.Content[0].Text; !told.Result.IsError || !strings.HasPrefix(text, "vault needs a sign-in at "+p.authority.URL+".") ||
			!strings.HasSuffix(text, " Ask the user to sign in on this page, and then call run again: "+page) {
			t.Errorf("%+v", told)
		}
	}
	host.send(legacyRun(3))
	asked := host.next(&progress)
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
	time.AfterFunc(time.Second, func() { // longer than a silent host is waited for
		if err := browse(page); err != nil {
			t.Error(err)
		}
	})
	if done := host.next(&progress); done.Method != "notifications/elicitation/complete" {
		t.Errorf("%+v", done)
	}
	if answer := host.next(&progress); len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
	if got := opened(); got != nil {
		t.Errorf("windows: %v", got)
	}
}

// Who stops a sign-in in the terminal has its window open all the same: no host opens another one for a while.
func TestHostAfterCtrlC(t *testing.T) {
	for name, opener := range map[string]string{"an opener": "", "a browser": "; exec sleep 30"} { // the latter runs as long as its window
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, "")
			var opened func() []string
			p.env, opened = notingBrowserThat(t, p.env, opener)
			p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
			c := p.begin("run", "vault:list_files")
			first(t, opened)
			if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
				t.Skip("this system cannot interrupt: ", err)
			}
			if stderr, code := c.ends(); code != 4 {
				t.Errorf("%d, %s", code, stderr)
			}
			host := legacyHost(p, "{}")
			progress := 0
			for id := range 3 {
				host.send(legacyRun(1 + id))
				if told := host.next(&progress); !told.Result.IsError || strings.Contains(told.Result.Content[0].Text, "opened in the user's browser") {
					t.Errorf("%+v", told)
				}
			}
			if got := opened(); len(got) != 1 {
				t.Errorf("windows: %v", got)
			}
		})
	}
}

// An opener that fails costs nobody the window.
func TestHostAfterAnOpenerThatFails(t *testing.T) {
	p := newProtected(t, "")
	env := p.env
	p.env = append(slices.Clone(env), "BROWSER=false", "NCP_SIGN_IN_WAIT=100ms")
	progress := 0
	host := legacyHost(p, "{}")
	host.send(legacyRun(1))
	if told := host.next(&progress); !told.Result.IsError || strings.Contains(told.Result.Content[0].Text, "opened in the user's browser") {
		t.Errorf("%+v", told)
	}
	host.ends("end of input", func() { _ = host.in.Close() })
	var opened func() []string
	p.env, opened = notingBrowser(t, append(env, "NCP_SIGN_IN_WAIT=100ms"))
	host = legacyHost(p, "{}")
	host.send(legacyRun(2))
	if told := host.next(&progress); !strings.Contains(told.Result.Content[0].Text, "Its page was opened in the user's browser ") {
		t.Errorf("%+v", told)
	}
	if got := first(t, opened); len(got) != 1 {
		t.Errorf("windows: %v", got)
	}
}

// The person refuses in the host: nobody is asked again for ten minutes, by whatever process, until "ncp auth login".
func TestHostsUserDeclines(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	host := legacyHost(p, `{"elicitation":{"url":{}}}`)
	progress := 0
	host.send(legacyRun(1))
	asked := host.next(&progress)
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"decline"}}`, asked.ID))
	if answer := host.next(&progress); !answer.Result.IsError || answer.Result.Content[0].Text != "the user declined to sign in; that holds for ten minutes" {
		t.Errorf("%+v", answer)
	}
	for i, host := range []*process{host, legacyHost(p, "{}")} {
		host.send(legacyRun(2 + i))
		if answer := host.next(&progress); !answer.Result.IsError || !strings.HasSuffix(answer.Result.Content[0].Text, "to lift it, they can use in a terminal: ncp auth login vault") {
			t.Errorf("%+v", answer)
		}
	}
	for _, command := range [][]string{{"run", "vault:list_files"}, {"find", "files"}} { // without a terminal
		if _, stderr, code := p.ncp(command...); !strings.Contains(stderr, "ncp: vault: the user refused to sign in ") || code != 4 {
			t.Errorf("%q: %d, %s", command, code, stderr)
		}
	}
	if got := opened(); got != nil {
		t.Errorf("windows: %v", got)
	}
}

// A host that promised to show links and cannot: the browser of this machine does.
func TestHostThatLies(t *testing.T) {
	p := newProtected(t, "") // whose browser consents
	host := legacyHost(p, `{"elicitation":{"url":{}}}`)
	progress := 0
	host.send(legacyRun(1))
	asked := host.next(&progress)
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"what?"}}`, asked.ID))
	if answer := host.next(&progress); len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
}

// Any other host: the browser of this machine is opened once, the call waits a while, and the next one simply works.
func TestPlainHostOpensOneWindow(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	hosts := []*process{legacyHost(p, "{}"), legacyHost(p, "{}"), legacyHost(p, "{}"), legacyHost(p, "{}")}
	texts := map[string]int{}
	var mu sync.Mutex // guards texts
	var all sync.WaitGroup
	for _, host := range hosts {
		all.Go(func() {
			for i := range 25 {
				host.send(legacyRun(1 + i))
				progress := 0
				answer := host.next(&progress)
				mu.Lock()
				texts[answer.Result.Content[0].Text]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	windows := first(t, opened)
	if len(windows) != 1 {
		t.Fatalf("%d windows: %v", len(windows), windows)
	}
	for text := range texts {
		if !strings.HasPrefix(text, "vault needs a sign-in at "+p.authority.URL+". Its page was opened in the user's browser ") || !strings.HasSuffix(text, " Ask the user to sign in on this page, and then call run again: "+windows[0]) {
			t.Errorf("%s", text)
		}
	}
	if err := browse(windows[0]); err != nil { // in the window that is open
		t.Fatal(err)
	}
	for _, host := range hosts {
		host.send(legacyRun(99))
		progress := 0
		if answer := host.next(&progress); answer.Result.Content[0].Text != "secret.txt" {
			t.Errorf("%+v", answer)
		}
	}
	if got := opened(); len(got) != 1 {
		t.Errorf("%d windows", len(got))
	}
}

// The copy that opened the window is killed, and then the person consents: another copy has taken over.
func TestFlowOutlivesItsProcess(t *testing.T) {
	// A port of its own: at the usual one other tests may listen between the owner's end and the next one's beginning.
	p := newProtected(t, fmt.Sprintf(`,"auth":{"type":"oauth","oauth21":{"callbackPort":%d}}`, 10000+os.Getpid()%10000))
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	ask := func(host *process) string {
		progress := 0
		host.send(legacyRun(1))
		return host.next(&progress).Result.Content[0].Text
	}
	finds := 0
	owner := legacyHost(p, "{}")
	ask(owner)
	copies := []*process{legacyHost(p, "{}"), legacyHost(p, "{}"), legacyHost(p, "{}")}
	_ = owner.cmd.Process.Kill()
	_ = owner.cmd.Wait()
	windows := first(t, opened)
	if len(windows) != 1 {
		t.Fatalf("%d windows", len(windows))
	}
	back := location(t, windows[0])
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); ; { // until one of them listens where the window comes back to
		resp, err := http.Get(back)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(began) > 10*time.Second {
			t.Fatalf("nobody took over: %v", err)
		}
		<-again.C
	}
	for _, host := range append(copies, legacyHost(p, "{}")) {
		if got := ask(host); got != "secret.txt" {
			t.Error(got)
		}
	}
	// A sign-out elsewhere is noticed without a call.
	if _, stderr, code := p.ncp("auth", "logout", "vault"); code != 0 {
		t.Fatal(stderr)
	}
	again.Reset(100 * time.Millisecond)
	for began, text := time.Now(), ""; !strings.Contains(text, "! vault: needs sign-in"); <-again.C {
		if time.Since(began) > 5*time.Second { // a second is promised; the machine may be busy
			t.Fatalf("not noticed: %s", text)
		}
		finds++
		text = copies[0].ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":"f%d","method":"tools/call","params":{"name":"find","arguments":{"description":"files"}}}`, finds))
	}
	if diff := cmp.Diff([3]int{1, 1, 1}, [3]int{len(opened()), p.authority.Count("/register"), p.authority.Count("/authorize")}); diff != "" {
		t.Errorf("windows, registrations, pages: %s", diff)
	}
}

// location consents at a page and returns where the browser is sent.
func location(t *testing.T, page string) string {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.Header.Get("Location")
}
