// Package atomicfile replaces and reads small private files.
// It promises that a reader, or a crash at any moment, finds the old content or the new one, that content is never readable by others
// before its permissions are set, and that nothing but a regular file is read or replaced.
// It does not lock: two writers at once are each whole, and the later one wins.
package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// staleAfter is the age at which a temporary file has lost its writer.
const staleAfter = time.Hour

// ErrNotRegular reports a symbolic link, directory, pipe, socket or device where a regular file belongs.
var ErrNotRegular = errors.New("not a regular file")

// ErrTooLarge reports a file beyond the limit given to Read.
var ErrTooLarge = errors.New("file too large")

// Write replaces the file at path by data with exactly the permissions perm, or creates it. A symbolic link or anything else that is
// not a regular file is refused with ErrNotRegular. On an error the old file is untouched, with one exception that the message names:
// the directory could not be synced after the file was replaced.
func Write(path string, data []byte, perm fs.FileMode) error {
	return replace(path, perm, staleAfter, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteLocked is Write for who holds a lock against all other writers of the file: what killed ones have left is removed at once.
func WriteLocked(path string, data []byte, perm fs.FileMode) error {
	return replace(path, perm, 0, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteThroughLink is Write for a file that people may keep elsewhere behind a symbolic link: the file that the link leads to is replaced
// in its own directory, and the link stays. A link that leads nowhere is an error.
func WriteThroughLink(path string, data []byte, perm fs.FileMode) error {
	target, err := follow(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, lerr := os.Lstat(path); errors.Is(lerr, fs.ErrNotExist) {
			return Write(path, data, perm)
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return Write(target, data, perm)
}

func follow(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if link, lerr := os.Readlink(path); lerr == nil {
			return "", fmt.Errorf("it is a link to %s, which leads nowhere: %w", link, fs.ErrNotExist)
		}
	}
	return target, err
}

// replace is Write with the content written by fill, which removes temporary files of this age.
func replace(path string, perm fs.FileMode, stale time.Duration, fill func(io.Writer) error) (err error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("write %s: %w but %s", path, ErrNotRegular, kind(info.Mode()))
	}
	dir, prefix := filepath.Dir(path), tempPrefix(path)
	removeStale(dir, prefix, stale)
	f, err := os.CreateTemp(dir, prefix+"*") // 0600 and exclusive
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	temp := f.Name()
	defer func() {
		if err != nil {
			_ = f.Close() // a second close is harmless
			_ = os.Remove(temp)
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Chmod(perm.Perm()); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("the file is replaced, but a power cut may undo that: %w", err)
	}
	return nil
}

func tempPrefix(path string) string { return "." + filepath.Base(path) + ".tmp-" }

// removeStale removes what killed writers of the same file left behind. It is tidiness: its failures are nobody's.
func removeStale(dir, prefix string, after time.Duration) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) >= after {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// Read returns the content of the regular file at path. It follows no symbolic link in the last element and never blocks on a pipe
// (ErrNotRegular), and reads no more than limit bytes (ErrTooLarge).
func Read(path string, limit int64) ([]byte, error) {
	f, err := open(path)
	if err != nil {
		if info, lerr := os.Lstat(path); lerr == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("read %s: %w but %s", path, ErrNotRegular, kind(info.Mode()))
		}
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: %w but %s", path, ErrNotRegular, kind(info.Mode()))
	}
	// The size is not trusted: the file may grow meanwhile, and some report none.
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("read %s: %w: more than %d bytes", path, ErrTooLarge, limit)
	}
	return data, nil
}

// ReadThroughLink is Read for a file that people may keep elsewhere behind a symbolic link. What the link leads to must be a regular file.
func ReadThroughLink(path string, limit int64) ([]byte, error) {
	target, err := follow(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	return Read(target, limit)
}

// cause takes the operation and the path off an error of os, because ours name both.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a directory"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}
