package upstream_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"ncp/internal/wire"
)

// The test binary is also the stdio server: with behaviourKey set it serves instead of testing.
const (
	behaviourKey = "UPSTREAM_TEST_BEHAVIOUR"
	journalKey   = "UPSTREAM_TEST_JOURNAL" // file to which each start and each method is appended
	tetherKey    = "UPSTREAM_TEST_TETHER"  // address of a listener on which processes show that they live
)

func TestMain(m *testing.M) {
	if name := os.Getenv(behaviourKey); name != "" {
		serveStdio(name)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// behaviours take a message before serveStdio answers it and report whether they did. Without one the server is legacy.
func behaviours() map[string]func(*stdioServer, wire.Message) bool {
	var levels, waiting []string // what "logs" has been told, and the calls that wait for their answers
	return map[string]func(*stdioServer, wire.Message) bool{
		"legacy": func(*stdioServer, wire.Message) bool { return false },
		"modern": func(s *stdioServer, m wire.Message) bool {
			switch m.Method {
			case "server/discover":
				s.answer(m, `{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}}}`)
			case "subscriptions/listen":
				s.print(`{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{}}`)
				s.print(`{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}`)
			case "initialize":
				s.print(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no such method"}}`, m.ID))
			default:
				return false
			}
			return true
		},
		"has a resource": func(s *stdioServer, m wire.Message) bool {
			switch m.Method {
			case "server/discover":
				s.answer(m, `{"supportedVersions":["2026-07-28"],"capabilities":{"resources":{"subscribe":true}}}`)
			case "subscriptions/listen":
				for range 2 { // once more than it should
					s.print(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":%s},"notifications":{"resourceSubscriptions":["a://b"]}}}`, m.ID))
				}
			case "tools/call":
				s.print(`{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"a://b"}}`)
				return false
			default:
				return false
			}
			return true
		},
		"future": func(s *stdioServer, m wire.Message) bool {
			if m.Method == "server/discover" {
				s.answer(m, `{"supportedVersions":["2030-01-01"],"capabilities":{}}`)
			}
			return m.Method == "server/discover"
		},
		"exits on discover": func(_ *stdioServer, m wire.Message) bool {
			if m.Method == "server/discover" {
				os.Exit(3)
			}
			return false
		},
		"silent on discover": func(_ *stdioServer, m wire.Message) bool { return m.Method == "server/discover" },
		"chatty": func(s *stdioServer, m wire.Message) bool {
			fmt.Fprintln(os.Stderr, "got", m.Method)
			s.print("Server listening...\r\n\r\n   \n{\"half\":\n[]\n{\"jsonrpc\":\"1.0\",\"id\":1}")
			return false
		},
		"dies in a call": func(_ *stdioServer, m wire.Message) bool {
			if m.Method == "tools/call" && strings.Contains(string(m.Params), "die") {
				fmt.Fprintln(os.Stderr, "allocating")
				fmt.Fprintln(os.Stderr, "out of memory")
				os.Exit(7)
			}
			return false
		},
		"dies at once": func(*stdioServer, wire.Message) bool {
			fmt.Fprintln(os.Stderr, "usage: server [flags]")
			os.Exit(2)
			return true
		},
		"asks": func(s *stdioServer, m wire.Message) bool {
			if m.Method != "tools/call" {
				return false
			}
			var replies []string
			for _, question := range []string{
				`{"jsonrpc":"2.0","id":"r","method":"roots/list"}`,
				`{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{"messages":[]}}`, // an id that we use as well
				`{"jsonrpc":"2.0","id":"p","method":"ping"}`,
			} {
				s.print(question)
				s.in.Scan()
				replies = append(replies, s.in.Text())
			}
			s.answer(m, "["+strings.Join(replies, ",")+"]")
			return true
		},
		"answers what is broken": func(s *stdioServer, m wire.Message) bool {
			if m.Method == "tools/call" {
				params, _ := wire.ParseObject(m.Params)
				arguments, _ := wire.ParseObject(params.Get("arguments"))
				s.answer(m, arguments.Text("result"))
			}
			return m.Method == "tools/call"
		},
		"logs": func(s *stdioServer, m wire.Message) bool { // in the middle of every second call, and after it
			params, _ := wire.ParseObject(m.Params)
			log := func(level, data string) {
				s.print(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/message","params":{"level":%q,"data":%q}}`, level, data))
			}
			switch m.Method {
			case "initialize":
				s.answer(m, `{"protocolVersion":"2025-11-25","capabilities":{"tools":{},"logging":{}},"serverInfo":{"name":"fake","version":"1"}}`)
			case "logging/setLevel":
				levels = append(levels, params.Text("level"))
				s.answer(m, "{}")
			case "tools/call":
				s.print(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":1}}`, m.ID))
				if waiting = append(waiting, string(m.ID)); len(waiting) < 2 {
					return true
				}
				log("info", "within")
				for _, id := range waiting {
					s.answer(wire.Message{ID: json.RawMessage(id)}, fmt.Sprintf(`{"levels":%q}`, strings.Join(levels, " ")))
				}
				waiting = nil
				log("info", "after")
				s.print(`{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"e"}}`)
			default:
				return false
			}
			return true
		},
		"silent on calls": func(s *stdioServer, m wire.Message) bool {
			if m.Method == "tools/call" {
				params, _ := wire.ParseObject(m.Params)
				meta, _ := wire.ParseObject(params.Get("_meta"))
				s.print(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":1}}`, meta.Get("progressToken")))
			}
			return m.Method == "tools/call"
		},
		"reports": func(s *stdioServer, m wire.Message) bool {
			if m.Method != "tools/call" {
				return false
			}
			dir, _ := os.Getwd()
			result, _ := json.Marshal(report{os.Args[1:], dir, os.Getenv("GREETING"), os.Getenv("NOT_HANDED_ON")})
			s.answer(m, string(result))
			return true
		},
		"stops reading": func(_ *stdioServer, m wire.Message) bool {
			if m.Method == "notifications/initialized" {
				stay()
			}
			return false
		},
		"stubborn": func(_ *stdioServer, m wire.Message) bool {
			if m.Method == "initialize" {
				signal.Ignore(syscall.SIGTERM, os.Interrupt)
				tether()
			}
			return false
		},
		"has a child": func(_ *stdioServer, m wire.Message) bool {
			if m.Method == "initialize" {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), behaviourKey+"=child")
				child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
				if err := child.Start(); err != nil {
					panic(err)
				}
			}
			return false
		},
	}
}

// report is what the server that reports was started with.
type report struct {
	Args                  []string
	Dir, Greeting, Hidden string
}

type stdioServer struct{ in *bufio.Scanner }

func (s *stdioServer) print(line string) { fmt.Println(line) }

func (s *stdioServer) answer(m wire.Message, result string) {
	s.print(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, m.ID, result))
}

func serveStdio(name string) {
	if name == "child" { // of a server; knows no MCP
		tether()
		stay()
	}
	journal("start")
	behave := behaviours()[name]
	s := &stdioServer{in: bufio.NewScanner(os.Stdin)}
	s.in.Buffer(nil, wire.MaxFrame)
	for s.in.Scan() {
		m, err := wire.Parse(s.in.Bytes())
		if err != nil {
			panic(err)
		}
		journal(m.Method)
		switch {
		case behave(s, m) || m.ID == nil:
		case m.Method == "initialize":
			s.answer(m, `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"fake","version":"1"}}`)
		case m.Method == "tools/call":
			s.answer(m, `{"content":[]}`)
		default:
			s.print(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}`, m.ID))
		}
	}
	if name == "stubborn" {
		stay()
	}
}

// journal appends an entry to the test's file.
func journal(entry string) {
	path := os.Getenv(journalKey)
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(f, entry)
	f.Close()
}

var lifeline net.Conn // keeps the tether from being collected

// tether connects to the test, which sees the process end as the end of that connection; the end of the test ends the process.
func tether() {
	conn, err := net.Dial("tcp", os.Getenv(tetherKey))
	if err != nil {
		panic(err)
	}
	lifeline = conn
}

// stay lives on without reading the input, until the tether breaks if there is one.
func stay() {
	if lifeline != nil {
		_, _ = lifeline.Read(make([]byte, 1))
		os.Exit(0)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	<-c
	os.Exit(0)
}
