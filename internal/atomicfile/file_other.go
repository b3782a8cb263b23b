//go:build !unix

package atomicfile

import (
	"fmt"
	"os"
)

// open opens path for reading, unless it is a link or was exchanged for another file while it was opened.
func open(path string) (*os.File, error) {
	before, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if after, err := f.Stat(); err != nil || !os.SameFile(before, after) {
		_ = f.Close()
		return nil, fmt.Errorf("the file changed while it was opened")
	}
	return f, nil
}

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }
