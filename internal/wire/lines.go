package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Stream carries frames between two peers. ReadFrame is called from one goroutine; WriteFrame from any.
type Stream interface {
	// ReadFrame returns the next frame; the caller owns it. A *FrameError leaves the stream usable, any other error ends it
	// (io.EOF: the other side closed it in good order).
	ReadFrame() ([]byte, error)
	// WriteFrame sends one frame whole. An error that Is ErrUnsent means that the other side never got a message.
	WriteFrame(ctx context.Context, frame []byte) error
	// Close ends the stream; a ReadFrame or WriteFrame under way returns, if the system lets it.
	Close() error
}

// Lines is a Stream of one frame a line, as on the stdio transport: blank lines are skipped, CRLF is accepted,
// a line longer than MaxFrame is read to its end and reported as a *FrameError.
type Lines struct {
	r *bufio.Reader
	c []io.Closer

	mu sync.Mutex // orders writes to w
	w  io.Writer
}

// NewLines makes a Stream of r and w; Close closes both where they are io.Closers.
func NewLines(r io.Reader, w io.Writer) *Lines {
	l := &Lines{r: bufio.NewReaderSize(r, 64<<10), w: w}
	for _, end := range []any{w, r} {
		if c, ok := end.(io.Closer); ok {
			l.c = append(l.c, c)
		}
	}
	return l
}

// ReadFrame implements Stream.
func (l *Lines) ReadFrame() ([]byte, error) {
	for {
		line, err := l.readLine()
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line, nil // an unfinished last line counts; its error comes with the next call
		}
		if err != nil {
			return nil, err
		}
	}
}

func (l *Lines) readLine() ([]byte, error) {
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line)+len(part) > MaxFrame {
			return nil, l.skipLine(line, part, err)
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func (l *Lines) skipLine(head, part []byte, err error) error {
	tail := bytes.Clone(part)
	for errors.Is(err, bufio.ErrBufferFull) {
		part, err = l.r.ReadSlice('\n')
		tail = append(tail[max(0, len(tail)-outlined):], part...)
	}
	if err != nil {
		return err
	}
	return brokenFrame(head, tail, fmt.Sprintf("a line of more than %d MiB", MaxFrame>>20))
}

// WriteFrame implements Stream. Newlines between the tokens of frame are removed, since they would end the line.
// It does not look at ctx: a pipe that nobody reads blocks it until Close.
func (l *Lines) WriteFrame(_ context.Context, frame []byte) error {
	line := append(Compact(frame), '\n')
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.w.Write(line); err != nil {
		return Unsent(err) // a line without its end is no message
	}
	return nil
}

// ErrUnsent is what an error Is when the message it is about provably never reached the other side.
var ErrUnsent = errors.New("not sent")

// Unsent marks err as ErrUnsent; its text stays the same.
func Unsent(err error) error { return unsent{err} }

type unsent struct{ error }

func (u unsent) Unwrap() []error { return []error{u.error, ErrUnsent} }

// Close implements Stream.
func (l *Lines) Close() error {
	var errs []error
	for _, c := range l.c {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
