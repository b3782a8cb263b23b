package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// pageIn is the page that a model is told at the end of a text.
func pageIn(text string) string { return text[strings.LastIndexByte(text, ' ')+1:] }

// What a host's person does with the question, in both eras: a dismissal asks again with the next call, a refusal does not.
func TestHostsAnswersToThePage(t *testing.T) {
	answers := map[string]struct {
		first  string // the beginning of the text
		asks   bool   // with the next call
		second string
	}{
		"cancel":  {"the user dismissed the question. vault needs a sign-in at ", true, ""},
		"decline": {"the user declined to sign in; that holds for ten minutes", false, "vault: the user refused to sign in "},
	}
	for action, want := range answers {
		t.Run("2026-07-28, "+action, func(t *testing.T) {
			p := newProtected(t, "")
			opened := p.windows()
			host := start(t, p.env)
			progress := 0
			host.send(modernRun(1, "vault", ""))
			asked := host.next(&progress)
			page := ""
			for key, request := range asked.Result.InputRequests {
				page = request.Params.URL
				host.send(modernRun(2, "vault", fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":%q}}`, asked.Result.RequestState, key, action)))
			}
			told := host.next(&progress)
			if !told.Result.IsError || !strings.HasPrefix(told.Result.Content[0].Text, want.first) {
				t.Errorf("%+v", told)
			}
			host.send(modernRun(3, "vault", ""))
			again := host.next(&progress)
			if (again.Result.ResultType == "input_required") != want.asks || !want.asks && !strings.HasPrefix(again.Result.Content[0].Text, want.second) {
				t.Errorf("%+v", again)
			}
			for _, request := range again.Result.InputRequests {
				if request.Params.URL != page {
					t.Errorf("another page: %s", request.Params.URL)
				}
			}
			if got := opened(); got != nil {
				t.Errorf("windows: %v", got)
			}
		})
		t.Run("2025-11-25, "+action, func(t *testing.T) {
			p := newProtected(t, "")
			opened := p.windows()
			host := legacyHost(p, linkHost)
			progress := 0
			host.send(legacyRun(1))
			asked := host.next(&progress)
			host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":%q}}`, asked.ID, action))
			told := host.next(&progress)
			if !told.Result.IsError || !strings.HasPrefix(told.Result.Content[0].Text, want.first) {
				t.Errorf("%+v", told)
			}
			host.send(legacyRun(2))
			again := host.next(&progress)
			if (again.Method == "elicitation/create" && again.Params.URL == asked.Params.URL) != want.asks || !want.asks && !strings.HasPrefix(again.Result.Content[0].Text, want.second) {
				t.Errorf("%+v", again)
			}
			if got := opened(); got != nil {
				t.Errorf("windows: %v", got)
			}
		})
	}
}

// Calls side by side that need one sign-in are one question to the host's person, in both eras, and all of them answer.
func TestCallsSideBySideAskOnce(t *testing.T) {
	const calls = 5
	t.Run("2026-07-28", func(t *testing.T) {
		p := newProtected(t, "")
		host := start(t, p.env)
		for id := range calls {
			host.send(modernRun(1+id, "vault", ""))
		}
		progress, answers := 0, map[string]string{}
		asked := host.next(&progress)
		if len(asked.Result.InputRequests) != 1 {
			t.Fatalf("%+v", asked)
		}
		for key, request := range asked.Result.InputRequests {
			host.send(modernRun(99, "vault", fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":"accept"}}`, asked.Result.RequestState, key)))
			if err := browse(request.Params.URL); err != nil {
				t.Fatal(err)
			}
		}
		for range calls {
			answer := host.next(&progress)
			if len(answer.Result.Content) != 1 {
				t.Fatalf("%+v", answer)
			}
			answers[string(answer.ID)] = answer.Result.Content[0].Text
		}
		want := map[string]string{"99": "secret.txt"}
		for id := range calls {
			if id := fmt.Sprint(1 + id); id != string(asked.ID) {
				want[id] = "secret.txt"
			}
		}
		if diff := cmp.Diff(want, answers); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("2025-11-25", func(t *testing.T) {
		p := newProtected(t, "")
		host := legacyHost(p, linkHost)
		for id := range calls {
			host.send(legacyRun(1 + id))
		}
		progress, asked, answers := 0, 0, 0
		for answers < calls {
			switch got := host.next(&progress); {
			case got.Method == "elicitation/create":
				asked++
				host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, got.ID))
				if err := browse(got.Params.URL); err != nil {
					t.Fatal(err)
				}
			case got.Method == "notifications/elicitation/complete":
			case len(got.Result.Content) == 1 && got.Result.Content[0].Text == "secret.txt":
				answers++
			default:
				t.Fatalf("%+v", got)
			}
		}
		if asked != 1 {
			t.Errorf("%d questions", asked)
		}
	})
}

// A question that nobody answers ends for all calls that wait for it.
func TestCallsSideBySideAreToldTheSame(t *testing.T) {
	p := newProtected(t, "")
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=1s")
	host := legacyHost(p, linkHost)
	for id := range 3 {
		host.send(legacyRun(1 + id))
	}
	asked, told, progress := 0, map[string]int{}, 0
	for range 3 {
		got := host.next(&progress)
		for ; got.Method != ""; got = host.next(&progress) {
			if got.Method == "elicitation/create" {
				asked++
			}
		}
		told[got.Result.Content[0].Text]++
	}
	for text, count := range told {
		if asked != 1 || count != 3 || !strings.HasPrefix(pageIn(text), p.authority.URL+"/authorize?") {
			t.Errorf("%d questions, %d times %s", asked, count, text)
		}
	}
}

// A host gives its call up while the person is away: the sign-in goes on, and the next call simply works.
func TestHostCancelsTheWaitingCall(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	host := legacyHost(p, "{}")
	host.send(legacyRun(1))
	windows := first(t, opened)
	host.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`)
	if err := browse(windows[0]); err != nil {
		t.Fatal(err)
	}
	host.send(legacyRun(2))
	progress := 0
	if answer := host.next(&progress); string(answer.ID) != "2" || answer.Result.IsError || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
	if got := opened(); len(got) != 1 {
		t.Errorf("windows: %v", got)
	}
}

// Who has agreed to open the page is not asked again by the host's next try, in both eras: that waits for the person as well, and then names the page.
func TestHostsPersonIsAskedOnceWhoAgrees(t *testing.T) {
	for name, start := range map[string]func(p *protected) (host *process, call func(id int, more string) string){
		"2026-07-28": func(p *protected) (*process, func(int, string) string) {
			return start(t, p.env), func(id int, more string) string { return modernRun(id, "vault", more) }
		},
		"2025-11-25": func(p *protected) (*process, func(int, string) string) {
			return legacyHost(p, linkHost), func(id int, _ string) string { return legacyRun(id) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProtected(t, "")
			opened := p.windows()
			p.env = append(p.env, "NCP_SIGN_IN_WAIT=300ms")
			host, call := start(p)
			progress, page, waits := 0, "", 1
			host.send(call(1, ""))
			asked := host.next(&progress)
			if name == "2025-11-25" {
				page = asked.Params.URL
				host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
			}
			for key, request := range asked.Result.InputRequests {
				page, waits = request.Params.URL, 2
				host.send(call(waits, fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":"accept"}}`, asked.Result.RequestState, key)))
			}
			for signs := 0; signs < 2; { // it waits for the person, and is given up
				if strings.Contains(host.receive(), `"notifications/progress"`) {
					signs++
				}
			}
			host.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`, waits))
			for id := range 3 {
				host.send(call(10+id, ""))
				if told := host.next(&progress); !told.Result.IsError || pageIn(told.Result.Content[0].Text) != page {
					t.Fatalf("%+v", told)
				}
			}
			if err := browse(page); err != nil {
				t.Fatal(err)
			}
			host.send(call(20, ""))
			if answer := host.next(&progress); answer.Result.IsError || len(answer.Result.Content) != 1 || answer.Result.Content[0].Text != "secret.txt" {
				t.Errorf("%+v", answer)
			}
			if got := opened(); got != nil {
				t.Errorf("windows: %v", got)
			}
		})
	}
}

// A server that wants more than was granted: the host's person is told what, before any page opens, and then the call answers.
func TestHostIsToldWhatIsAdded(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["files"],"account":"work","loginHint":"alice@example.com"}}`)
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	p.resource.Lock()
	p.resource.Scopes = []string{"files", "admin"}
	p.resource.Unlock()
	host := legacyHost(p, linkHost)
	host.send(legacyRun(1))
	progress := 0
	asked := host.next(&progress)
	want := fmt.Sprintf(`vault needs a sign-in at %s for the account "work" (alice@example.com) (more permission: admin).`, p.authority.URL)
	if asked.Method != "elicitation/create" || !strings.HasPrefix(asked.Params.Message, want) {
		t.Errorf("%+v, not %s", asked, want)
	}
	host.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept"}}`, asked.ID))
	go func() {
		if err := browse(asked.Params.URL); err != nil {
			t.Error(err)
		}
	}()
	if done := host.next(&progress); done.Method != "notifications/elicitation/complete" {
		t.Errorf("%+v", done)
	}
	if answer := host.next(&progress); answer.Result.IsError || answer.Result.Content[0].Text != "secret.txt" {
		t.Errorf("%+v", answer)
	}
	pages := p.authority.To("/authorize")
	if last := pages[len(pages)-1].Form; last.Get("scope") != "files admin" || last.Get("login_hint") != "alice@example.com" {
		t.Errorf("%v", last)
	}
}

// A host that shows no links is told what is to be added as well, before the window is opened for it.
func TestPlainHostReadsWhatIsAddedFirst(t *testing.T) {
	p := newProtected(t, `,"auth":{"type":"oauth","oauth21":{"scopes":["files"]}}`)
	if _, stderr, code := p.ncp("run", "vault:list_files"); code != 0 {
		t.Fatal(stderr)
	}
	p.resource.Lock()
	p.resource.Scopes = []string{"files", "admin"}
	p.resource.Unlock()
	host := legacyHost(p, "{}")
	told := host.ask(legacyRun(1))
	if want := "vault needs a sign-in at " + p.authority.URL + " (more permission: admin)."; !strings.Contains(told, `"notifications/progress"`) || !strings.Contains(told, want) {
		t.Errorf("%s", told)
	}
	progress := 0
	if answer := host.next(&progress); answer.Result.IsError || answer.Result.Content[0].Text != "secret.txt" { // the window's person agrees
		t.Errorf("%+v", answer)
	}
}

// openBrowser is taken over while a host is served.
func TestHostIsToldToOpenNothing(t *testing.T) {
	p := newProtected(t, "")
	opened := p.windows()
	p.env = append(p.env, "NCP_SIGN_IN_WAIT=100ms")
	host := legacyHost(p, "{}")
	p.configured(`{"mcpServers":{`, `{"openBrowser":"never","mcpServers":{"another":{"command":"/nowhere"},`)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for id := 100; !strings.Contains(host.ask(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/list"}`, id)), "another"); <-again.C {
		if id++; id > 400 {
			t.Fatal("the configuration is not read again")
		}
	}
	host.send(legacyRun(1))
	progress := 0
	for {
		told := host.next(&progress)
		if told.Method == "notifications/tools/list_changed" {
			continue
		}
		if !told.Result.IsError || !strings.HasPrefix(pageIn(told.Result.Content[0].Text), p.authority.URL+"/authorize?") {
			t.Errorf("%+v", told)
		}
		break
	}
	if got := opened(); got != nil {
		t.Errorf("windows: %v", got)
	}
}
