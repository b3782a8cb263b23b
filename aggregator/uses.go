package aggregator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ncp/internal/atomicfile"
)

// uses knows with which definition each tool of a server was first used: a server that is trusted may later describe a tool otherwise, to have a model do
// with it what nobody agreed to. What was accepted since counts as the first use. All processes share it: a file of one line a use, of which the last for a
// tool counts, so that writers need no lock among them.
type uses struct {
	path string // "" keeps it in memory alone

	mu    sync.Mutex // guards what follows
	size  int64      // of the file, when it was read
	first map[string]use
}

// use is one line of the file.
type use struct {
	Tool string    `json:"tool"`
	Sum  string    `json:"sum"` // of its definition
	At   time.Time `json:"at"`
}

const maxUses = 16 << 20 // bytes of the file

func newUses(dir, identity string) *uses {
	u := &uses{first: map[string]use{}}
	if dir != "" && identity != "" {
		u.path = filepath.Join(dir, identity+".jsonl")
	}
	return u
}

// of returns the first use of a tool, as any process knows it.
func (u *uses) of(tool string) (use, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.look()
	known, ok := u.first[tool]
	return known, ok
}

// look reads the file if it is not as it was. What cannot be read is as if it were not there. The caller holds mu.
func (u *uses) look() {
	if u.path == "" {
		return
	}
	info, err := os.Lstat(u.path)
	if err != nil || info.Size() == u.size {
		return
	}
	data, err := atomicfile.Read(u.path, maxUses)
	if err != nil {
		return
	}
	u.size = int64(len(data))
	for line := range bytes.Lines(data) {
		var one use
		if json.Unmarshal(line, &one) == nil {
			u.first[one.Tool] = one
		}
	}
}

// note makes the tool's definition the one that it was first used with.
func (u *uses) note(t *Tool) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	one := use{t.Name, t.sum(), time.Now().UTC().Truncate(time.Second)}
	u.first[t.Name] = one
	if u.path == "" {
		return nil
	}
	line, err := json.Marshal(one)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(u.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(u.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(slices.Concat([]byte{'\n'}, line, []byte{'\n'})); err != nil { // behind the half of a line, if a full disk has left one
		_ = f.Close()
		return err
	}
	return f.Close()
}

// sum is a hash of all that a model and a person are told of the tool, whatever the order and spelling of its JSON.
func (t *Tool) sum() string {
	t.summing.Do(func() {
		told := make(map[string]any, 6)
		decoder := json.NewDecoder(bytes.NewReader(t.Raw))
		decoder.UseNumber()
		if decoder.Decode(&told) == nil {
			delete(told, "_meta") // between programs
			delete(told, "icons")
		}
		sorted, _ := json.Marshal(told) // what was decoded can be encoded
		sum := sha256.Sum256(sorted)
		t.summed = hex.EncodeToString(sum[:])
	})
	return t.summed
}

// Changed reports whether the tool's definition is another one than when the tool was first used, and when that was.
func (t *Tool) Changed() (since time.Time, changed bool) {
	if t.uses == nil {
		return time.Time{}, false
	}
	first, used := t.uses.of(t.Name)
	return first.At, used && first.Sum != t.sum()
}

// trust lets a tool be used as it is now, unless it has changed and the configuration does not want that.
func (a *Aggregator) trust(s *server, t *Tool) error {
	first, used := t.uses.of(t.Name)
	if used && first.Sum == t.sum() {
		return nil
	}
	if used {
		if a.entry(s).BlockChanged {
			return &RefusedError{InConfiguration: true, Text: fmt.Sprintf(
				`%s was not called: %s describes it otherwise than when it was first used (%s), and the configuration does not want such a tool to be used ("onToolChange"). `+
					"The user can look at it (ncp list %s --json) and accept it: ncp accept %s", t.ToolName(), t.Server, first.At.Format(time.DateOnly), t.Server, t.ToolName())}
		}
		a.log.Warn("a tool has changed since it was first used", "tool", t.ToolName(), "first", first.At)
	}
	if err := t.uses.note(t); err != nil {
		a.log.Warn("remember what a tool was used as", "tool", t.ToolName(), "err", err)
	}
	return nil
}

// Accept makes the changed tools of a server, or the one named, those that they were first used as. It returns their names.
func (a *Aggregator) Accept(server, tool string) ([]string, error) {
	s := a.server(server)
	if s == nil {
		return nil, &UnknownServerError{Name: server, Nearest: nearest(server, a.names()), Known: a.names()}
	}
	var accepted []string
	for _, t := range s.changed() {
		if tool == "" || tool == t.Name {
			if err := t.uses.note(t); err != nil {
				return accepted, fmt.Errorf("accept %s: %w", t.ToolName(), err)
			}
			accepted = append(accepted, t.ToolName())
		}
	}
	return accepted, nil
}

// changed lists the tools that are others than when they were first used.
func (s *server) changed() []*Tool {
	var changed []*Tool
	for _, t := range s.tools() {
		if _, is := t.Changed(); is {
			changed = append(changed, t)
		}
	}
	return changed
}
