//go:build unix

package upstream_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"ncp/upstream"
)

// TestCloseEndsTheWholeProcessGroup: neither a server that ignores the end of its input and SIGTERM nor the child of one survives Close.
func TestCloseEndsTheWholeProcessGroup(t *testing.T) {
	for _, behaviour := range []string{"stubborn", "has a child"} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			tethers, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer tethers.Close()
			s, _ := openStdio(t, behaviour, func(o *upstream.Options) { o.Env = append(o.Env, tetherKey+"="+tethers.Addr().String()) })
			s.SetEra("legacy")
			if _, err := s.Call(t.Context(), call("{}")); err != nil {
				t.Fatal(err)
			}
			_ = tethers.(*net.TCPListener).SetDeadline(time.Now().Add(20 * time.Second))
			tether, err := tethers.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tether.Close() }()

			start := time.Now()
			s.Close()
			if took := time.Since(start); took > 2*time.Second { // a second is promised; the machine may be busy
				t.Errorf("Close took %v", took)
			}
			_ = tether.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, err := tether.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) { // else its end or a reset
				t.Error("the process is still there")
			}
		})
	}
}
