package tokenstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"ncp/internal/atomicfile"
)

const (
	maxFile   = 1 << 20
	lockRetry = 10 * time.Millisecond // a lock is mostly held for milliseconds
)

// File is the record of one server. It is safe for concurrent use, among processes too.
type File struct {
	store                    *Store
	url, account             string
	path, lockPath, flowPath string
	turn                     chan struct{} // held by the Update of this process that has or waits for the lock

	mu      sync.Mutex // guards what follows
	record  *Record    // as last read or written
	seen    os.FileInfo
	unsaved bool // record could not be written
}

// URL is that of the server that the record is about.
func (f *File) URL() string { return f.url }

// Account tells sign-ins at one URL apart, "" if there is one.
func (f *File) Account() string { return f.account }

// Path is where the record is. There need not be a file yet.
func (f *File) Path() string { return f.path }

// Load returns the record as it stands; an absent or a broken file is an empty record. It costs a stat unless the file has
// changed. An error means that there is something at its place which must not be read.
func (f *File) Load() (*Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.refresh(); err != nil {
		if _, broken := errors.AsType[*brokenError](err); !broken {
			return nil, err
		}
	}
	return f.record.clone(), nil
}

// Update changes the record while no other process can: change gets the record as it stands, and what it leaves is written if
// it says so, also if it returns an error as well, which Update then returns. ctx bounds the wait for the turn. What cannot be
// written is kept in memory and written with the next Update.
func (f *File) Update(ctx context.Context, change func(*Record) (save bool, err error)) error {
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	unlock, err := f.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()

	record, err := f.current()
	if err != nil {
		return err
	}
	save, changeErr := change(record)
	f.mu.Lock()
	defer f.mu.Unlock()
	if save || f.unsaved {
		f.write(record)
	}
	return changeErr
}

// current returns the record under the lock. A broken file is set aside.
func (f *File) current() (*Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.refresh()
	if broken, ok := errors.AsType[*brokenError](err); ok {
		f.store.log.Warn("the stored sign-in cannot be read; it is kept aside", "file", f.path+".broken", "err", broken.err)
		if err := os.Rename(f.path, f.path+".broken"); err != nil {
			f.store.warn("set a broken file aside", err)
		}
	} else if err != nil {
		return nil, err
	}
	return f.record.clone(), nil
}

// brokenError is a file whose content is not a record.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }

// refresh reads the file if it is not the one seen last. On a *brokenError the record is empty.
func (f *File) refresh() error {
	info, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if f.record == nil || f.seen != nil && !f.unsaved { // new, or removed by its user
			f.record = f.empty()
		}
		f.seen = nil
		return nil
	case err != nil:
		return f.unusable(err)
	case f.seen != nil && os.SameFile(info, f.seen) && info.ModTime().Equal(f.seen.ModTime()) && info.Size() == f.seen.Size():
		return nil
	}
	if err := f.private(info); err != nil {
		return err
	}
	data, err := atomicfile.Read(f.path, maxFile)
	if err != nil && !errors.Is(err, atomicfile.ErrTooLarge) {
		return f.unusable(err)
	}
	record := f.empty()
	if err == nil {
		err = json.Unmarshal(data, record)
	}
	if err != nil {
		f.record, f.seen = f.empty(), nil
		return &brokenError{err}
	}
	f.seen = info
	// What this process could not write is still the better record, unless another one has been granted something since.
	if !f.unsaved || later(record, f.record) {
		f.record, f.unsaved = record, false
	}
	return nil
}

// unusable is the error of a file that is there and cannot be read: not a reason to fail a call that works from memory.
func (f *File) unusable(err error) error {
	if errors.Is(err, atomicfile.ErrNotRegular) {
		return fmt.Errorf("the stored sign-in is not used: %w; remove it", err)
	}
	f.store.warn("read the stored sign-in; going on without it", err)
	if f.record == nil {
		f.record = f.empty()
	}
	return nil
}

func later(a, b *Record) bool {
	return a.Tokens != nil && (b.Tokens == nil || a.Tokens.ObtainedAt.After(b.Tokens.ObtainedAt))
}

func (f *File) empty() *Record { return &Record{URL: f.url, Account: f.account} }

// write writes the record, or keeps it in memory with a warning.
func (f *File) write(record *Record) {
	f.record, f.unsaved = record.clone(), true
	data, err := json.MarshalIndent(record, "", "  ")
	if err == nil {
		err = os.MkdirAll(f.store.dir, 0o700)
	}
	if err == nil {
		err = atomicfile.WriteLocked(f.path, append(data, '\n'), 0o600)
	}
	if err != nil {
		f.store.warn("keep the sign-in on disk; it lasts until this program ends", err)
		return
	}
	f.unsaved = false
	if info, err := os.Lstat(f.path); err == nil {
		f.seen = info
	}
}

// lock takes the lock of the file. Where no lock can be had at all, this process goes on alone.
func (f *File) lock(ctx context.Context) (unlock func(), err error) {
	l, err := f.open(f.lockPath)
	if err == nil {
		_, err = l.TryLockContext(ctx, lockRetry)
	}
	switch {
	case err == nil:
		return func() { _ = l.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("wait for the lock %s: %w", f.lockPath, context.Cause(ctx))
	}
	f.store.warn("lock the stored sign-in; going on without", err)
	return func() {}, nil
}

// TryFlow takes the lock that says who signs in: held means that its owner is at work, free that the owner is done or dead.
// release is nil if another holds it. Where no lock can be had at all, the caller is the owner.
func (f *File) TryFlow() (release func()) {
	l, err := f.open(f.flowPath)
	if err == nil {
		var held bool
		if held, err = l.TryLock(); err == nil && !held {
			return nil
		}
	}
	if err != nil {
		f.store.warn("lock the sign-in; going on without", err)
		return func() {}
	}
	return func() { _ = l.Unlock() }
}

// open prepares a lock file. It is never removed: a lock on a removed file excludes nobody.
func (f *File) open(path string) (*flock.Flock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, atomicfile.ErrNotRegular) // opening a pipe would wait for ever
	}
	return flock.New(path, flock.SetPermissions(0o600)), nil
}
