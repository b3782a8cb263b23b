package toolindex

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"ncp/e2e/findset"
)

// question is what a file of testdata asks of a catalogue.
type question struct {
	catalogue, text string
	want            string // the tool that must lead; "" is none that destroys
	tools           *Index
}

// frame is a question about whatever a tool destroys.
type frame struct {
	text     string
	destroys bool
}

// looksFile is such a file, but for what is of sets that are not there.
type looksFile struct {
	questions []question
	framed    map[string][]Tool // by server
	frames    []frame
}

func readLooks(t *testing.T, name string) (file looksFile) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var at question
	var servers map[string][]Tool
	ask := func(text, want string) {
		if len(servers) == 0 {
			return
		}
		if at.tools == nil {
			at.tools = New()
			for server, tools := range servers {
				at.tools.Put(server, tools)
			}
		}
		at.text, at.want = text, want
		file.questions = append(file.questions, at)
	}
	for line := range strings.Lines(string(text)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "", "#":
		case "catalogue":
			at, servers = question{catalogue: rest}, map[string][]Tool{}
		case "tool":
			f := strings.SplitN(rest, " ", 4)
			effect := map[string]Effect{"-": Unsaid, "reads": Reads, "writes": Writes, "destroys": Destroys}[f[2]]
			servers[f[0]] = append(servers[f[0]], Tool{Name: f[1], Effect: effect, Description: f[3]})
		case "sets":
			servers = toolsOf(t, strings.Fields(rest))
		case "only":
			servers = onlyDestroying(servers)
		case "look":
			ask(rest, "")
		case "none":
			ask(rest, "none")
		case "destroy", "do":
			want, text, _ := strings.Cut(rest, " ")
			ask(text, want)
		case "frames":
			file.framed = onlyDestroying(toolsOf(t, strings.Fields(rest)))
		case "frame-look", "frame-destroy":
			file.frames = append(file.frames, frame{rest, kind == "frame-destroy"})
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	return file
}

func toolsOf(t *testing.T, sets []string) map[string][]Tool {
	t.Helper()
	read, err := findset.Tools(sets...)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("SKIPPED: %v", err)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	servers := map[string][]Tool{}
	for server, tools := range read.Tools {
		for _, x := range tools {
			servers[server] = append(servers[server], Tool{Name: x.Name, Description: x.Description, Schema: x.Schema})
		}
	}
	return servers
}

func onlyDestroying(servers map[string][]Tool) map[string][]Tool {
	left := map[string][]Tool{}
	for server, tools := range servers {
		for i := range tools {
			if seg := newSegment(server, tools[i:i+1]); seg.tools[0].destroys() {
				left[server] = append(left[server], tools[i])
			}
		}
	}
	return left
}

// leader is the first tool for a query, and whether it destroys.
func leader(ix *Index, query string) (name string, destroys bool) {
	for _, h := range ix.Search(query, &Options{Limit: 1}).Hits {
		return h.Server + ":" + h.Name, ix.segments[ix.byServer[h.Server]].tools[h.Tool].destroys()
	}
	return "none", false
}

// No tool that destroys leads for a question that asks to see something, and one leads where that is asked for.
func TestLooksAreSpared(t *testing.T) {
	for _, name := range []string{"looks.txt", "tongues.txt"} {
		t.Run(name, func(t *testing.T) { sparesLooks(t, readLooks(t, name).questions) })
	}
}

func sparesLooks(t *testing.T, questions []question) {
	t.Helper()
	looks, harmed, asked, kept := 0, 0, 0, 0
	for _, q := range questions {
		first, destroys := leader(q.tools, q.text)
		if q.want == "" {
			looks++
			if destroys {
				harmed++
				t.Errorf("%s: %q is led by %s", q.catalogue, q.text, first)
			}
			continue
		}
		asked++
		if first == q.want {
			kept++
		} else {
			t.Errorf("%s: %q is led by %s, not by %s", q.catalogue, q.text, first, q.want)
		}
	}
	t.Logf("of %d questions that ask to see something %d are led by a tool that destroys; of %d that ask for something %d by the right one", looks, harmed, asked, kept)
}

// What the words around say is told whatever they are about.
func TestFramesAreTold(t *testing.T) {
	file := readLooks(t, "looks.txt")
	looks, harmed, asked, refused := 0, 0, 0, 0
	for server, tools := range file.framed {
		for i := range tools {
			var words tokens
			words.split(tools[i].Name)
			var about []string
			for _, k := range words.list {
				if w := string(words.text(k)); k.kind != joinedToken && english().actions[string(stem([]byte(w)))]&deletes == 0 {
					about = append(about, w)
				}
			}
			if about == nil {
				continue
			}
			ix := New()
			ix.Put(server, []Tool{tools[i], {Name: "ping", Description: "Say that it works."}})
			for _, f := range file.frames {
				_, destroys := leader(ix, strings.ReplaceAll(f.text, "X", strings.Join(about, " ")))
				switch {
				case f.destroys:
					asked++
					if !destroys {
						refused++
					}
				default:
					looks++
					if destroys {
						harmed++
					}
				}
			}
		}
	}
	t.Logf("of %d looks %d are led by a tool that destroys; of %d that ask to destroy %d are not", looks, harmed, asked, refused)
	if 200*harmed > looks || 50*refused > asked {
		t.Error("too many")
	}
}
