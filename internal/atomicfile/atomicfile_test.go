package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// state is all that can be seen of a directory: file name to content, with the permissions.
type state map[string]string

func look(t *testing.T, dir string) state {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := state{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		text := info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			text += " " + string(data)
		}
		s[e.Name()] = text
	}
	return s
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f.json")
	if err := Write(path, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(state{"f.json": "-rw------- one"}, look(t, dir)); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("new (-want +got):\n%s", diff)
	}
	if err := Write(path, []byte("two"), 0o640); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(state{"f.json": "-rw-r----- two"}, look(t, dir)); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("replaced (-want +got):\n%s", diff)
	}
}

func TestWriteRefuses(t *testing.T) {
	tests := []struct {
		name  string
		setup func(t *testing.T, path string)
		want  error
	}{
		{"directory", func(t *testing.T, path string) { mkdir(t, path) }, ErrNotRegular},
		{"link", func(t *testing.T, path string) { link(t, path+".real", path); put(t, path+".real", "x") }, ErrNotRegular},
		{"dangling link", func(t *testing.T, path string) { link(t, "nowhere", path) }, ErrNotRegular},
		{"no directory", func(t *testing.T, path string) { _ = os.Remove(filepath.Dir(path)) }, fs.ErrNotExist},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "d")
			mkdir(t, dir)
			path := filepath.Join(dir, "f")
			tt.setup(t, path)
			before, _ := os.ReadDir(dir)
			if err := Write(path, []byte("new"), 0o600); !errors.Is(err, tt.want) {
				t.Errorf("Write() = %v, want %v", err, tt.want)
			}
			after, _ := os.ReadDir(dir)
			if len(before) != len(after) {
				t.Errorf("files before %v, after %v", before, after)
			}
		})
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skip("this system lets us make no symbolic links: ", err)
	}
}

// A write that breaks off leaves the old file and nothing else.
func TestWriteBreaksOff(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	put(t, path, "old")
	full := errors.New("no space left")
	err := replace(path, 0o600, staleAfter, func(w io.Writer) error {
		if diff := cmp.Diff(2, len(look(t, dir))); diff != "" {
			t.Errorf("files while writing:\n%s", diff)
		}
		_, _ = w.Write([]byte("ne"))
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("replace() = %v", err)
	}
	if diff := cmp.Diff(state{"f": "-rw------- old"}, look(t, dir)); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}

func TestTempIsPrivateFromCreation(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	err := replace(path, 0o644, staleAfter, func(w io.Writer) error {
		for name, s := range look(t, dir) {
			if s[:10] != "-rw-------" {
				t.Errorf("%s is %s while it is written", name, s)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStaleTempFilesGo(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	for _, name := range []string{".f.tmp-1", ".f.tmp-2", ".g.tmp-1", ".f.tmp-young"} {
		put(t, filepath.Join(dir, name), "")
	}
	mkdir(t, filepath.Join(dir, ".f.tmp-dir"))
	old := time.Now().Add(-2 * time.Hour)
	for _, name := range []string{".f.tmp-1", ".f.tmp-2", ".g.tmp-1", ".f.tmp-dir"} {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff([]string{".f.tmp-dir", ".f.tmp-young", ".g.tmp-1", "f"}, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestWriteThroughLink(t *testing.T) {
	home, dotfiles := t.TempDir(), t.TempDir()
	path, target := filepath.Join(home, "f"), filepath.Join(dotfiles, "real")
	put(t, target, "old")
	link(t, target, path)
	if err := WriteThroughLink(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(state{"real": "-rw-r--r-- new"}, look(t, dotfiles)); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("target (-want +got):\n%s", diff)
	}
	if got, err := os.Readlink(path); err != nil || got != target {
		t.Errorf("link = %q, %v", got, err)
	}
	fresh := filepath.Join(home, "fresh")
	if err := WriteThroughLink(fresh, []byte("x"), 0o600); err != nil {
		t.Errorf("no link: %v", err)
	}
	dangling := filepath.Join(home, "dangling")
	link(t, "nowhere", dangling)
	if err := WriteThroughLink(dangling, []byte("x"), 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("dangling link: %v", err)
	}
	toDir := filepath.Join(home, "todir")
	link(t, dotfiles, toDir)
	if err := WriteThroughLink(toDir, []byte("x"), 0o600); !errors.Is(err, ErrNotRegular) {
		t.Errorf("link to a directory: %v", err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	put(t, path, "12345")
	link(t, path, filepath.Join(dir, "link"))
	link(t, "nowhere", filepath.Join(dir, "dangling"))
	tests := []struct {
		name  string
		limit int64
		want  string
		err   error
	}{
		{"f", 5, "12345", nil},
		{"f", 4, "", ErrTooLarge},
		{"f", 0, "", ErrTooLarge},
		{"link", 5, "", ErrNotRegular},
		{"dangling", 5, "", ErrNotRegular},
		{".", 5, "", ErrNotRegular},
		{"absent", 5, "", fs.ErrNotExist},
	}
	for _, tt := range tests {
		got, err := Read(filepath.Join(dir, tt.name), tt.limit)
		if diff := cmp.Diff(tt.want, string(got)); diff != "" || !errors.Is(err, tt.err) {
			t.Errorf("Read(%s, %d): %v (-want +got):\n%s", tt.name, tt.limit, err, diff)
		}
	}
	if got, err := ReadThroughLink(filepath.Join(dir, "link"), 5); string(got) != "12345" || err != nil {
		t.Errorf("ReadThroughLink() = %q, %v", got, err)
	}
	if _, err := ReadThroughLink(filepath.Join(dir, "dangling"), 5); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadThroughLink(dangling) = %v", err)
	}
}

// Under a lock whatever is left is stale.
func TestLockedWriterLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	left := filepath.Join(filepath.Dir(path), tempPrefix(path)+"1")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		write func(string, []byte, fs.FileMode) error
		stays bool
	}{{Write, true}, {WriteLocked, false}} {
		if err := step.write(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(left); (err == nil) != step.stays {
			t.Errorf("left: %v, want %v", err == nil, step.stays)
		}
	}
}
