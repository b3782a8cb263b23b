// Package tokenstore keeps what signing in to a server has yielded: one private file per server, shared by every process of
// the user.
// It promises that a file is always whole (the old content or the new), that changes to one server's file happen one after
// another across processes, that a file which cannot be written costs a warning and not a call, and that secrets do not print.
// It knows nothing of OAuth's flows: it does not expire, refresh or judge what it holds.
package tokenstore

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"sync"

	"ncp/internal/atomicfile"
)

// Store is a directory of records. It is safe for concurrent use.
type Store struct {
	dir string
	log *slog.Logger

	mu     sync.Mutex // guards what follows
	files  map[string]*File
	warned bool
}

// New returns the store in a directory, which is made with the first write. log is told of files that cannot be used.
func New(dir string, log *slog.Logger) *Store {
	return &Store{dir: dir, log: log, files: map[string]*File{}}
}

// Key is the name of a server's file without its suffix: SHA-256 in lower-case hex of the URL as configured, after expansion,
// and of the account where one is named.
func Key(url, account string) string {
	text := url
	if account != "" {
		text += "\x00" + account
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// File returns the record of a server, the same *File for the same server. It touches no disk.
func (s *Store) File(url, account string) *File {
	key := Key(url, account)
	s.mu.Lock()
	defer s.mu.Unlock()
	f, known := s.files[key]
	if !known {
		f = &File{
			store: s, url: url, account: account, turn: make(chan struct{}, 1),
			path: filepath.Join(s.dir, key+".json"), lockPath: filepath.Join(s.dir, key+".lock"), flowPath: filepath.Join(s.dir, key+".flow.lock"),
		}
		s.files[key] = f
	}
	return f
}

// Stored lists the records that are on disk, in no order. What is not a record under its own name is left out.
func (s *Store) Stored() []*File {
	paths, _ := filepath.Glob(filepath.Join(s.dir, "*.json")) // the pattern is good
	var files []*File
	for _, path := range paths {
		var of struct{ URL, Account string }
		data, err := atomicfile.Read(path, maxFile)
		if err == nil && json.Unmarshal(data, &of) == nil && Key(of.URL, of.Account)+".json" == filepath.Base(path) {
			files = append(files, s.File(of.URL, of.Account))
		}
	}
	return files
}

// warn logs that the disk does not serve: once, as the reason is mostly the same for all that follows.
func (s *Store) warn(message string, err error) {
	s.mu.Lock()
	again := s.warned
	s.warned = true
	s.mu.Unlock()
	if !again {
		s.log.Warn(message, "err", err)
	}
}
