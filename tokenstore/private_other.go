//go:build !unix

package tokenstore

import "os"

// private does nothing where permissions are those of the user's profile directory.
func (f *File) private(os.FileInfo) error { return nil }
