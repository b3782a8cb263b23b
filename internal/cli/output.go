package cli

import (
	"fmt"
	"io"
	"sync"
)

// output is standard output. Its first error ends the command: a result that nobody gets, or a host that has gone.
type output struct {
	io.Writer
	failed func()

	mu  sync.Mutex // guards err
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		o.mu.Lock()
		if o.err == nil {
			o.err = fmt.Errorf("write to standard output: %w", err)
		}
		o.mu.Unlock()
		o.failed()
	}
	return n, err
}

// error is the first error, nil if there was none.
func (o *output) error() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}
