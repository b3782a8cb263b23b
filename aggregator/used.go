package aggregator

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ncp/internal/atomicfile"
	"ncp/internal/wire"
)

// A tool may be harmless until people have come to trust it. What it said of itself when it was first called is remembered, as a digest, and a change is
// reported wherever the tool is shown; Server.Guarded has the next call wait for the user's agreement.

const maxUsed = 4 << 20 // bytes of a file

// usedTools is what is remembered of a server's tools: one private file per server identity, whoever is served. Its zero value remembers nothing and keeps nothing.
type usedTools struct {
	path  string // "" keeps it in memory
	grant string // whose sign-in it is about; another one begins anew

	mu     sync.Mutex // guards what follows
	loaded bool
	tools  map[string]usedTool
	same   map[string]*Tool // found to be what it was: a call costs no digest
}

type usedTool struct {
	Digest string    `json:"digest"`
	First  time.Time `json:"first"`
}

type usedFile struct {
	Grant string              `json:"grant"`
	Tools map[string]usedTool `json:"tools"`
}

func usedPath(dir, identity string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, identity+".used")
}

// definition digests what a tool says of itself to models and users.
func (t *Tool) definition() string {
	obj, _ := wire.ParseObject(t.Raw)
	about := digestOf("", obj.Filter(func(key string) bool {
		switch key {
		case "title", "description", "inputSchema", "outputSchema", "annotations":
			return true
		}
		return false
	}))
	return hex.EncodeToString(about[:16])
}

// load reads the file, once. The caller holds mu.
func (u *usedTools) load() {
	if u.loaded {
		return
	}
	u.loaded, u.tools, u.same = true, map[string]usedTool{}, map[string]*Tool{}
	if u.path == "" {
		return
	}
	var f usedFile
	data, err := atomicfile.Read(u.path, maxUsed)
	if err == nil && json.Unmarshal(data, &f) == nil && f.Grant == u.grant && f.Tools != nil {
		u.tools = f.Tools
	}
}

// changed reports since when a tool has been used if it says something else of itself now, and the zero time if it does not.
func (u *usedTools) changed(t *Tool) time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.load()
	used, known := u.tools[t.Name]
	if !known || u.same[t.Name] == t {
		return time.Time{}
	}
	digest := t.definition()
	if used.Digest != digest && u.path != "" {
		u.loaded = false // another process may have been told that this is well
		u.load()
		used = u.tools[t.Name]
	}
	if used.Digest != digest {
		return used.First
	}
	u.same[t.Name] = t
	return time.Time{}
}

// note remembers what a tool says of itself, as that which the user knows.
func (u *usedTools) note(t *Tool) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.load()
	digest := ""
	if u.same[t.Name] != t {
		digest = t.definition()
	}
	if digest == "" || u.tools[t.Name].Digest == digest {
		return nil
	}
	u.loaded = false // another process may have written since
	u.load()
	u.tools[t.Name], u.same[t.Name] = usedTool{digest, time.Now().UTC().Truncate(time.Second)}, t
	if u.path == "" {
		return nil
	}
	data, err := json.Marshal(usedFile{u.grant, u.tools})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(u.path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(u.path, data, 0o600)
}

// used is what is remembered of the server's tools, as seen with the sign-in that they were listed with.
func (s *server) used() *usedTools {
	s.lock()
	defer s.mu.Unlock()
	if s.remembered == nil || s.remembered.grant != s.seenWith {
		s.remembered = &usedTools{path: usedPath(s.a.opts.StateDir, s.spec.Identity), grant: s.seenWith}
	}
	return s.remembered
}

// changes tells of the tools that say something else of themselves than when they were first used.
func (s *server) changes() []string {
	used := s.used()
	var lines []string
	for _, t := range s.tools() {
		if since := used.changed(t); !since.IsZero() {
			lines = append(lines, fmt.Sprintf("the definition of %s has changed since it was first used (%s)", t.Name, since.Format(time.DateOnly)))
		}
	}
	return lines
}
