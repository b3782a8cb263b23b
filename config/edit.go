package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/tailscale/hujson"

	"ncp/internal/atomicfile"
)

var (
	// ErrExists reports that a server of that name is there already.
	ErrExists = errors.New("a server of that name exists")
	// ErrNotFound reports that there is no server of that name.
	ErrNotFound = errors.New("no server of that name")
)

// lockRetry is how often a held lock is tried again.
const lockRetry = 20 * time.Millisecond

// AddOptions tunes AddServer. A nil *AddOptions means defaults.
type AddOptions struct {
	Replace bool // a server of that name is replaced in its place; false means ErrExists
}

// AddServer adds a server to the configuration at path, which is created if it is missing. The entry is a JSON object as a person
// has it from a documentation; its values, references included, are written as they are. It is refused, with an error that
// holds Problems, if the server would be broken, and so is any edit of a file that does not parse.
//
// Edits are made under a lock beside the file, for which AddServer waits until ctx is done, and touch no byte that is not theirs. The
// file keeps its mode, a symbolic link stays one, a new file is private.
func AddServer(ctx context.Context, path, name string, entry []byte, opts *AddOptions) error {
	if opts == nil {
		opts = &AddOptions{}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("add server %q: %w", name, err)
	}
	err := editFile(ctx, path, func(data []byte) ([]byte, error) { return Insert(path, data, name, entry, opts) })
	if err != nil {
		return fmt.Errorf("add server %q: %w", name, err)
	}
	return nil
}

// Create writes a configuration where there is none, under the same promises as AddServer. It is fs.ErrExist if there is one.
func Create(ctx context.Context, path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return editFile(ctx, path, func([]byte) ([]byte, error) {
		if _, err := os.Lstat(path); err == nil {
			return nil, fmt.Errorf("%s: %w", path, fs.ErrExist)
		}
		return data, nil
	})
}

// RemoveServer removes a server, with the comments on its own lines, under the same promises as AddServer.
func RemoveServer(ctx context.Context, path, name string) error {
	err := ErrNotFound
	if isDir(filepath.Dir(path)) {
		err = editFile(ctx, path, func(data []byte) ([]byte, error) { return Delete(path, data, name) })
	}
	if err != nil {
		return fmt.Errorf("remove server %q: %w", name, err)
	}
	return nil
}

// editFile replaces the content of the file at path by what change makes of it.
func editFile(ctx context.Context, path string, change func([]byte) ([]byte, error)) error {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		return fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	defer func() { _ = lock.Unlock() }()
	data, err := readFile(path)
	if err != nil {
		return err
	}
	perm := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		perm = info.Mode().Perm()
	}
	changed, err := change(data)
	if err != nil {
		return err
	}
	return atomicfile.WriteThroughLink(path, changed, perm)
}

// Insert returns data, the content of the file called file, with a server added. It is AddServer without the file.
func Insert(file string, data []byte, name string, entry []byte, opts *AddOptions) ([]byte, error) {
	if complaint := isName(name); complaint != "" {
		return nil, errors.New(complaint)
	}
	doc, before, err := parseForEdit(file, data)
	if err != nil {
		return nil, err
	}
	value, problem := parseDocument("entry", entry)
	if problem != nil {
		return nil, Problems{*problem}
	}
	if _, ok := value.root.Value.(*hujson.Object); !ok || value.blank {
		return nil, errors.New("the entry must be an object {...}")
	}
	var edits []edit
	want := append(before.names(), name)
	servers := doc.servers()
	switch {
	case doc.blank:
		edits = doc.template(name, &value.root)
	case servers == nil:
		s := doc.styleOf(&doc.root)
		edits = doc.insert(&doc.root, s, "mcpServers", wrap(name, &value.root))
	default:
		s := doc.styleOfServers(servers)
		matches := doc.find(servers, name)
		switch {
		case len(matches) == 0:
			edits = doc.insert(servers, s, name, &value.root)
		case opts == nil || !opts.Replace:
			return nil, ErrExists
		case len(matches) > 1:
			return nil, errTwice
		default:
			want = before.names()
			edits = doc.replace(&servers.Value.(*hujson.Object).Members[matches[0]], s, &value.root)
		}
	}
	return doc.finish(edits, want, name)
}

var errTwice = errors.New("the file has two servers of that name; edit it by hand")

// Delete returns data, the content of the file called file, with a server removed. It is RemoveServer without the file.
func Delete(file string, data []byte, name string) ([]byte, error) {
	doc, before, err := parseForEdit(file, data)
	if err != nil {
		return nil, err
	}
	var matches []int
	servers := doc.servers()
	if servers != nil {
		matches = doc.find(servers, name)
	}
	switch {
	case len(matches) == 0:
		if near := before.Nearest(name); near != "" {
			return nil, fmt.Errorf("%w; did you mean %q?", ErrNotFound, near)
		}
		return nil, ErrNotFound
	case len(matches) > 1:
		return nil, errTwice
	}
	want := slices.DeleteFunc(before.names(), func(s string) bool { return s == name })
	return doc.finish(doc.remove(servers, doc.styleOfServers(servers), matches[0]), want, "")
}

func parseForEdit(file string, data []byte) (*document, *Config, error) {
	c, err := Parse(file, data, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("not edited, because it does not parse: %w", err)
	}
	doc, problem := parseDocument(file, data)
	if problem != nil {
		return nil, nil, Problems{*problem}
	}
	if len(data) > len(doc.text) {
		doc.bom = byteOrderMark
	}
	return doc, c, nil
}

// finish makes the edits and parses the result: it must hold the servers want, and the one called added, if any, must not be broken.
func (doc *document) finish(edits []edit, want []string, added string) ([]byte, error) {
	data := append([]byte(doc.bom), apply(doc.text, edits)...)
	c, err := Parse(doc.file, data, nil)
	if err != nil {
		return nil, fmt.Errorf("not edited, because the result does not parse: %w", err)
	}
	if !slices.Equal(c.names(), want) {
		return nil, errors.New("not edited, because the result is not what was asked for; edit the file by hand")
	}
	if s, ok := c.Server(added); ok && added != "" {
		problems := s.Problems.errors()
		for i := range problems {
			problems[i].File, problems[i].Line, problems[i].Column = "", 0, 0 // the text they are in is never written
		}
		if err := problems.Err(); err != nil {
			return nil, err
		}
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("not edited, because the file would exceed %d bytes", maxFile)
	}
	return data, nil
}

func (c *Config) names() []string {
	names := make([]string, len(c.Servers))
	for i, s := range c.Servers {
		names[i] = s.Name
	}
	return names
}

// servers returns the value of mcpServers, or nil if it is missing. It is an object, Parse has seen to that.
func (doc *document) servers() *hujson.Value {
	if i := doc.find(&doc.root, "mcpServers"); len(i) > 0 {
		return &doc.root.Value.(*hujson.Object).Members[i[0]].Value
	}
	return nil
}

// find returns which members of the object at v have that name.
func (doc *document) find(v *hujson.Value, name string) []int {
	var found []int
	object := v.Value.(*hujson.Object)
	for i := range object.Members {
		if memberName(&object.Members[i]) == name {
			found = append(found, i)
		}
	}
	return found
}

// styleOfServers takes the entries themselves as the best example, the last one first.
func (doc *document) styleOfServers(servers *hujson.Value) style {
	var examples []*hujson.Value
	object := servers.Value.(*hujson.Object)
	for i := range object.Members {
		examples = append(examples, &object.Members[i].Value)
	}
	slices.Reverse(examples)
	return doc.styleOf(append(examples, servers, &doc.root)...)
}

// template is the whole text of a configuration of one server, behind the comments that may be there.
func (doc *document) template(name string, entry *hujson.Value) []edit {
	s := doc.styleOf()
	text := render(wrap("mcpServers", wrap(name, entry)), "", s, false) + s.newline
	if n := len(doc.text); n > 0 && !strings.HasSuffix(string(doc.text), "\n") {
		text = s.newline + text
	}
	return []edit{{len(doc.text), len(doc.text), text}}
}

// wrap returns an object of one member.
func wrap(name string, value *hujson.Value) *hujson.Value {
	return &hujson.Value{Value: &hujson.Object{Members: []hujson.ObjectMember{
		{Name: hujson.Value{Value: hujson.String(name)}, Value: *value},
	}}}
}
