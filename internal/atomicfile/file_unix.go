//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// open opens path for reading, not through a link and without waiting for the writer of a pipe.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
}

// syncDir makes a rename in dir durable. File systems that cannot sync a directory say EINVAL or ENOTSUP; there is nothing to do then.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
