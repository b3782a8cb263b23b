//go:build unix

package tokenstore

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"ncp/internal/atomicfile"
)

func TestRow28_OnlyRegularFilesAreRead(t *testing.T) {
	for name, place := range map[string]func(path string) error{
		"link": func(path string) error {
			target := filepath.Join(filepath.Dir(path), "target")
			if err := os.WriteFile(target, []byte(`{"url":"stolen"}`), 0o600); err != nil {
				return err
			}
			return os.Symlink(target, path)
		},
		"pipe":      func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"directory": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDisk(t)
			if err := os.Mkdir(d.dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := place(d.path(".json")); err != nil {
				t.Fatal(err)
			}
			f := d.process().File(server, "")
			if _, err := f.Load(); !errors.Is(err, atomicfile.ErrNotRegular) {
				t.Errorf("Load: %v", err)
			}
			err := f.Update(t.Context(), func(*Record) (bool, error) { t.Error("changed"); return true, nil })
			if !errors.Is(err, atomicfile.ErrNotRegular) {
				t.Errorf("Update: %v", err)
			}
		})
	}
	t.Run("lock that is a pipe", func(t *testing.T) {
		d := newDisk(t)
		if err := os.Mkdir(d.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(d.path(".lock"), 0o600); err != nil {
			t.Fatal(err)
		}
		set(t, d.process().File(server, ""), full())
		equal(t, full(), load(t, d.process().File(server, "")))
	})
}
