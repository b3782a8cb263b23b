package upstream

import (
	"errors"
	"io"
	"net"
	"net/url"
	"syscall"
)

// cleanURLError drops what url.Error adds: the server's name stands before every error anyway, and its URL may hold a secret.
func cleanURLError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// isNetwork reports whether err means that the connection failed, as opposed to a refusal of our own.
func isNetwork(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}
