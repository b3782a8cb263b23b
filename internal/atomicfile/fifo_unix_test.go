//go:build unix

package atomicfile

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe without a writer blocks whoever opens it; Read must not wait.
func TestPipeIsRefusedAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("this file system has no pipes: ", err)
	}
	if _, err := Read(path, 10); !errors.Is(err, ErrNotRegular) {
		t.Errorf("Read() = %v", err)
	}
	if err := Write(path, nil, 0o600); !errors.Is(err, ErrNotRegular) {
		t.Errorf("Write() = %v", err)
	}
}
