package aggregator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"ncp/internal/atomicfile"
)

// downtime is since when a server is down and when a process that watches it tries again. It lies beside the server's catalogue while it is down,
// so that a command which has just begun knows as well. What cannot be read or written costs that knowledge alone.
type downtime struct {
	Since   time.Time `json:"since"`
	NextTry time.Time `json:"nextTry,omitzero"`
}

const maxDowntime = 1 << 10

func (s *server) downtimePath() string {
	if s.a.opts.CacheDir == "" {
		return ""
	}
	return filepath.Join(s.a.opts.CacheDir, s.spec.Identity+".down") // whatever the host has declared
}

// goneDown returns what is known of a server that was found to be down, and writes down what is new of it: nextTry, unless it is zero.
func (s *server) goneDown(nextTry time.Time) downtime {
	d, path := downtime{Since: time.Now()}, s.downtimePath()
	if path == "" {
		return downtime{d.Since, nextTry}
	}
	data, err := atomicfile.Read(path, maxDowntime)
	known := err == nil && json.Unmarshal(data, &d) == nil
	if known && nextTry.IsZero() {
		return d
	}
	d.NextTry = nextTry
	if data, err = json.Marshal(d); err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = atomicfile.Write(path, data, 0o600)
	}
	if err != nil {
		s.a.log.Debug("note a server that is down", "server", s.spec.Name, "err", err)
	}
	return d
}

// wasDown reports whether some process has found the server down, and none has reached it since.
func (s *server) wasDown() bool {
	_, err := os.Stat(s.downtimePath())
	return err == nil
}

// comeBack ends that.
func (s *server) comeBack() {
	if path := s.downtimePath(); path != "" {
		_ = os.Remove(path) // mostly it is not there
	}
}
