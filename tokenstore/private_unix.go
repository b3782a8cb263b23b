//go:build unix

package tokenstore

import (
	"fmt"
	"os"
	"syscall"
)

// private refuses a file of another user, and closes one that others may read, with its directory.
func (f *File) private(info os.FileInfo) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && info.Mode().IsRegular() {
		if me := os.Geteuid(); me != 0 && int(stat.Uid) != me {
			return fmt.Errorf("the stored sign-in %s is not used: it belongs to user %d, not to you (%d)", f.path, stat.Uid, me)
		}
	}
	for _, fix := range []struct {
		path string
		mode os.FileMode
	}{{f.path, 0o600}, {f.store.dir, 0o700}} {
		if info, err := os.Lstat(fix.path); err == nil && (info.Mode().IsRegular() || info.IsDir()) && info.Mode().Perm()&0o077 != 0 {
			f.store.log.Warn("others could read the stored sign-ins; closing that", "path", fix.path)
			if err := os.Chmod(fix.path, fix.mode); err != nil {
				return fmt.Errorf("the stored sign-in is not used: others can read it: %w", err)
			}
		}
	}
	return nil
}
