package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const sampleEntry = `{"url": "https://new.example/mcp", "auth": {"type": "oauth", "oauth21": {"scopes": ["a", "b"]}}}`

// smallEntry keeps the wanted texts of the table below short.
const smallEntry = `{"command": "n", "args": ["-y", "1"]}`

// layouts are files to add "new" to, and what becomes of them. Removing it again must give back the file.
var layouts = []struct{ name, before, after string }{
	{
		"empty map", "{\n  \"mcpServers\": {}\n}\n",
		"{\n  \"mcpServers\": {\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n  }\n}\n",
	},
	{
		"empty map over lines", "{\n  \"mcpServers\": {\n  }\n}\n",
		"{\n  \"mcpServers\": {\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n\n  }\n}\n",
	},
	{
		"empty map with a blank line", "{\n  \"mcpServers\": {\n\n  }\n}\n",
		"{\n  \"mcpServers\": {\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n\n\n  }\n}\n",
	},
	{"empty map with a space", "{\n\"mcpServers\": { }}", "{\n\"mcpServers\": {\"new\": {\"command\": \"n\", \"args\": [\"-y\", \"1\"]} }}"},
	{
		"empty map with a comment", "{\n  \"mcpServers\": { /* none */ }\n}",
		"{\n  \"mcpServers\": { /* none */ \"new\": {\"command\": \"n\", \"args\": [\"-y\", \"1\"]} }\n}",
	},
	{
		"empty map with comments on lines", "{\n\t\"mcpServers\": { // mine\n\t\t// none yet\n\t}\n}",
		"{\n\t\"mcpServers\": { // mine\n\t\t\"new\": {\n\t\t\t\"command\": \"n\",\n\t\t\t\"args\": [\"-y\", \"1\"]\n\t\t}\n\t\t// none yet\n\t}\n}",
	},
	{"one line", `{"mcpServers":{}}`, `{"mcpServers":{"new": {"command": "n", "args": ["-y", "1"]}}}`},
	{
		"one line with a server", `{"mcpServers": {"a": {"command": "x"}}}`,
		`{"mcpServers": {"a": {"command": "x"}, "new": {"command": "n", "args": ["-y", "1"]}}}`,
	},
	{
		"one line with a space at the end", `{"mcpServers": {"a": {"command": "x"} } }`,
		`{"mcpServers": {"a": {"command": "x"}, "new": {"command": "n", "args": ["-y", "1"]} } }`,
	},
	{
		"one line with a trailing comma", `{"mcpServers": {"a": {"command": "x"},}}`,
		`{"mcpServers": {"a": {"command": "x"}, "new": {"command": "n", "args": ["-y", "1"]},}}`,
	},
	{
		"one line with a comment", `{"mcpServers": {"a": {"command": "x"} /* a */ }}`,
		`{"mcpServers": {"a": {"command": "x"}, /* a */ "new": {"command": "n", "args": ["-y", "1"]} }}`,
	},
	{
		"siblings", "{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"x\"\n    }\n  }\n}\n",
		"{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"x\"\n    },\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n  }\n}\n",
	},
	{
		"tabs, comments and trailing commas", "{\n\t// head\n\t\"mcpServers\": {\n\t\t// about a\n\t\t\"a\": {\"command\": \"x\"}, // a\n\t\t// \"old\": {}\n\t},\n}",
		"{\n\t// head\n\t\"mcpServers\": {\n\t\t// about a\n\t\t\"a\": {\"command\": \"x\"}, // a\n\t\t\"new\": {\n\t\t\t\"command\": \"n\",\n\t\t\t\"args\": [\"-y\", \"1\"]\n\t\t},\n\t\t// \"old\": {}\n\t},\n}",
	},
	{
		"comment before the comma that is missing", "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"} // a\n  }\n}",
		"{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"}, // a\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n  }\n}",
	},
	{
		"CRLF", "{\r\n    \"mcpServers\": {\r\n        \"a\": {\"command\": \"x\"} // a\r\n    }\r\n}\r\n",
		"{\r\n    \"mcpServers\": {\r\n        \"a\": {\"command\": \"x\"}, // a\r\n        \"new\": {\r\n            \"command\": \"n\",\r\n            \"args\": [\"-y\", \"1\"]\r\n        }\r\n    }\r\n}\r\n",
	},
	{
		"byte order mark", "\ufeff{\"mcpServers\": {}, \"openBrowser\": \"never\"}",
		"\ufeff{\"mcpServers\": {\"new\": {\"command\": \"n\", \"args\": [\"-y\", \"1\"]}}, \"openBrowser\": \"never\"}",
	},
	{
		"comma first", "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"}\n    , \"b\": {\"command\": \"x\"}\n  }\n}",
		"{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"}\n    , \"b\": {\"command\": \"x\"},\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n  }\n}",
	},
}

func TestInsertAndDelete(t *testing.T) {
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Insert("f", []byte(tt.before), "new", []byte(smallEntry), nil)
			if diff := cmp.Diff(tt.after, string(got)); diff != "" || err != nil {
				t.Fatalf("Insert: %v (-want +got):\n%s", err, diff)
			}
			got, err = Delete("f", got, "new")
			if diff := cmp.Diff(tt.before, string(got)); diff != "" || err != nil {
				t.Errorf("Delete: %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestInsertWithoutMap(t *testing.T) {
	const whole = "{\n  \"mcpServers\": {\n    \"new\": {\n      \"command\": \"n\",\n      \"args\": [\"-y\", \"1\"]\n    }\n  }\n}\n"
	tests := []struct{ name, before, after string }{
		{"no file", "", whole},
		{"white space", "\n\n", "\n\n" + whole},
		{"a comment", "// mine", "// mine\n" + whole},
		{"empty object", "{}\n", whole},
		{
			"other keys", "{\n    \"openBrowser\": \"never\"\n}",
			"{\n    \"openBrowser\": \"never\",\n    \"mcpServers\": {\n        \"new\": {\n            \"command\": \"n\",\n            \"args\": [\"-y\", \"1\"]\n        }\n    }\n}",
		},
	}
	for _, tt := range tests {
		got, err := Insert("f", []byte(tt.before), "new", []byte(smallEntry), nil)
		if diff := cmp.Diff(tt.after, string(got)); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

func TestDeleteKeepsWhatIsNotItsOwn(t *testing.T) {
	tests := []struct{ name, before, remove, after string }{
		{
			"first", "{\"mcpServers\": {\n  // heading\n  \"a\": {\"command\": \"x\"}, // a\n  // about b\n  \"b\": {\"command\": \"x\"}\n}}", "a",
			"{\"mcpServers\": {\n  // heading\n  // about b\n  \"b\": {\"command\": \"x\"}\n}}",
		},
		{
			"middle", "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"},\n\n  // \"old\": {}\n  \"b\": {/* in b */\"command\": \"x\"} /* b */, // b too\n  \"c\": {\"command\": \"x\"}\n}}", "b",
			"{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"},\n\n  // \"old\": {}\n  \"c\": {\"command\": \"x\"}\n}}",
		},
		{
			"last, behind a comment", "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"}, // a\n  \"b\": {\"command\": \"x\"} }}", "b",
			"{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"} // a\n }}",
		},
		{
			"on one line", "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, /* b */ \"b\": {\"command\": \"x\"}, \"c\": {\"command\": \"x\"}}}", "a",
			"{\"mcpServers\": {/* b */ \"b\": {\"command\": \"x\"}, \"c\": {\"command\": \"x\"}}}",
		},
		{
			"sharing a line", "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"x\"} // both\n}}", "b",
			"{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"} // both\n}}",
		},
		{"broken entries can go", "{\"mcpServers\": {\"a\": 3, \"b c\": {}, \"d\": {}}}", "b c", "{\"mcpServers\": {\"a\": 3, \"d\": {}}}"},
		{"the only one", "{\n  \"mcpServers\": {\n    \"a\": {} // a\n  }\n}", "a", "{\n  \"mcpServers\": {}\n}"},
	}
	for _, tt := range tests {
		got, err := Delete("f", []byte(tt.before), tt.remove)
		if diff := cmp.Diff(tt.after, string(got)); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

func TestReplace(t *testing.T) {
	before := "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\"}, // a\n  \"b\": 3\n}}"
	want := "{\"mcpServers\": {\n  \"a\": {\n    \"command\": \"n\",\n    \"args\": [\"-y\", \"1\"]\n  }, // a\n  \"b\": 3\n}}"
	got, err := Insert("f", []byte(before), "a", []byte(smallEntry), &AddOptions{Replace: true})
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestEditRefuses(t *testing.T) {
	const two = `{"mcpServers": {"github": {"command": "x"}, "gitlab": {"command": "x"}}}`
	const twice = `{"mcpServers": {"a": {"command": "x"}, "a": {"command": "y"}}}`
	tests := []struct{ name, file, server, entry, want string }{
		{"exists", two, "github", smallEntry, "a server of that name exists"},
		{"broken file", "{", "a", smallEntry, `not edited, because it does not parse: f:1:2: the file ends too early; a closing ", } or ] is missing`},
		{"bad name", two, "a b", smallEntry, "not a name for a server; allowed: 1 to 64 letters A-Z a-z, digits, and _ . -"},
		{"reserved", two, "ncp", smallEntry, `the name "ncp" is reserved for this program; choose another`},
		{"entry is no object", two, "a", `"x"`, "the entry must be an object {...}"},
		{"entry is empty", two, "a", "", "the entry must be an object {...}"},
		{"entry does not parse", two, "a", "{", `entry:1:2: the file ends too early; a closing ", } or ] is missing`},
		{
			"entry is broken", two, "a", `{"url": "ftp://x", "auth": {"type": "bearer"}}`,
			"mcpServers.a.url: must be an absolute http or https URL, like https://example.com/mcp; its scheme is \"ftp\"\n" +
				`mcpServers.a.auth: "token" is missing; type "bearer" needs it`,
		},
		{"remove unknown", two, "gtihub", "", `no server of that name; did you mean "github"?`},
		{"remove unknown, none near", two, "zzzzzz", "", "no server of that name"},
		{"remove twice", twice, "a", "", "the file has two servers of that name; edit it by hand"},
	}
	for _, tt := range tests {
		var err error
		if strings.HasPrefix(tt.name, "remove") {
			_, err = Delete("f", []byte(tt.file), tt.server)
		} else {
			_, err = Insert("f", []byte(tt.file), tt.server, []byte(tt.entry), nil)
		}
		if diff := cmp.Diff(tt.want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// FuzzEdit adds a server to any file that can be edited and removes it again: the bytes must be the same.
func FuzzEdit(f *testing.F) {
	for _, tt := range layouts {
		f.Add(tt.before)
	}
	for _, s := range []string{
		"{\"mcpServers\":{\r\n\n}}", "{\"mcpServers\":{\"a\":1//\r\r\n\r\n}\n}", "{\"mcpServers\":{/*\n*/\"a\"\n:\n1\n,/*\r\n*/}}",
		"{\"a\":0\n,\"mcpServers\"\n:\n{\n\t \n}}", "{\n\"mcpServers\":{\"a\":1,\n\r\n\t\r}}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, before string) {
		doc, problem := parseDocument("f", []byte(before))
		if problem != nil {
			return
		}
		added, err := Insert("f", []byte(before), "new", []byte(smallEntry), nil)
		if err != nil {
			return
		}
		c, err := Parse("f", added, nil)
		if err != nil {
			t.Fatalf("%q became %q: %v", before, added, err)
		}
		if s, ok := c.Server("new"); !ok || s.Command != "n" {
			t.Fatalf("%q became %q", before, added)
		}
		if doc.blank || doc.servers() == nil {
			return // the map itself stays
		}
		removed, err := Delete("f", added, "new")
		if err != nil || string(removed) != before {
			t.Fatalf("%q became %q became %q: %v", before, added, removed, err)
		}
	})
}

func TestAddAndRemoveFile(t *testing.T) {
	ctx := context.Background()
	home := filepath.Join(t.TempDir(), "deep", ".ncp")
	path := filepath.Join(home, "config.json")
	if err := RemoveServer(ctx, path, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("remove without a home: %v", err)
	}
	if err := AddServer(ctx, path, "a", []byte(smallEntry), nil); err != nil {
		t.Fatal(err)
	}
	if err := AddServer(ctx, path, "a", []byte(smallEntry), nil); !errors.Is(err, ErrExists) {
		t.Errorf("add again: %v", err)
	}
	if err := RemoveServer(ctx, path, "b"); !errors.Is(err, ErrNotFound) {
		t.Errorf("remove unknown: %v", err)
	}
	if runtime.GOOS != "windows" {
		modes := map[string]string{}
		for _, p := range []string{home, path, path + ".lock"} {
			info, err := os.Stat(p)
			if err != nil {
				t.Fatal(err)
			}
			modes[filepath.Base(p)] = info.Mode().String()
		}
		want := map[string]string{".ncp": "drwx------", "config.json": "-rw-------", "config.json.lock": "-rw-------"}
		if diff := cmp.Diff(want, modes); diff != "" {
			t.Errorf("modes (-want +got):\n%s", diff)
		}
	}
	if err := RemoveServer(ctx, path, "a"); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(path)
	if diff := cmp.Diff("{\n  \"mcpServers\": {}\n}\n", string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEditKeepsModeAndLink(t *testing.T) {
	ctx := context.Background()
	home, dotfiles := t.TempDir(), t.TempDir()
	path, target := filepath.Join(home, "config.json"), filepath.Join(dotfiles, "ncp.json")
	if err := os.WriteFile(target, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(target, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Skip("this system lets us make no symbolic links: ", err)
	}
	if err := AddServer(ctx, path, "a", []byte(sampleEntry), nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(target)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if to, err := os.Readlink(path); to != target {
		t.Errorf("link to %q, %v", to, err)
	}
	if c, err := Load(Paths{ConfigFile: path}, testEnv); err != nil || len(c.Servers) != 1 || c.Problems != nil {
		t.Errorf("Load() = %+v, %v", c, err)
	}
}

// Twenty at once lose nothing.
func TestEditsAreSerialised(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := AddServer(ctx, path, fmt.Sprintf("s%d", i), []byte(smallEntry), nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	c, err := Load(Paths{ConfigFile: path}, testEnv)
	if err != nil || len(c.Servers) != 20 {
		t.Errorf("%d servers, %v", len(c.Servers), err)
	}
}

func TestLockedFileIsWaitedForUntilTheDeadline(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	ctx := context.Background()
	err := editFile(ctx, path, func([]byte) ([]byte, error) {
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		if err := AddServer(short, path, "a", []byte(smallEntry), nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("AddServer() = %v", err)
		}
		return []byte("{}"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
