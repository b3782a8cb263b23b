package upstream

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode"
)

const maxEvent = 16 << 20 // bytes of one server-sent event

// event is one server-sent event (HTML Living Standard section 9.2).
type event struct {
	name  string        // "" means message
	id    string        // of this event, "" if it has none
	data  []byte        // nil: a priming event
	retry time.Duration // 0: not given
}

// eventReader reads server-sent events. Lines end with LF, CRLF or CR; comments are skipped.
type eventReader struct {
	r      *bufio.Reader
	begun  bool // the first line, which may have a byte order mark, is read
	skipLF bool // the last line ended with CR
}

func newEventReader(r io.Reader) *eventReader {
	return &eventReader{r: bufio.NewReaderSize(r, 16<<10)}
}

// next returns the next event. An unfinished one at the end of the stream is dropped, as the standard says.
func (e *eventReader) next() (event, error) {
	var ev event
	var seen, hasData bool
	size := 0
	for {
		line, err := e.line(maxEvent - size)
		if err != nil {
			return event{}, err
		}
		size += len(line)
		if !e.begun {
			e.begun, line = true, bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(line) == 0 {
			if !seen {
				size = 0 // only comments so far
				continue
			}
			return ev, nil
		}
		field, value, _ := bytes.Cut(line, []byte{':'})
		value = bytes.TrimPrefix(value, []byte{' '})
		switch string(field) {
		case "event":
			ev.name = string(value)
		case "id":
			if ev.id = string(value); bytes.ContainsFunc(value, unicode.IsControl) {
				ev.id = "" // NUL as the standard says, the others because no Last-Event-ID could carry them
			}
		case "data":
			if hasData {
				ev.data = append(ev.data, '\n')
			}
			ev.data, hasData = append(ev.data, value...), true
		case "retry":
			if ms, err := strconv.ParseUint(string(value), 10, 32); err == nil {
				ev.retry = time.Duration(ms) * time.Millisecond
			}
		default: // a comment or an unknown field
			continue
		}
		seen = true
	}
}

func (e *eventReader) line(limit int) ([]byte, error) {
	var line []byte
	for {
		// Whole buffered parts at a time: a byte-wise read would cost more than the parse.
		if _, err := e.r.Peek(1); err != nil {
			return nil, eof(err)
		}
		part, _ := e.r.Peek(e.r.Buffered())
		if e.skipLF {
			e.skipLF = false
			if part[0] == '\n' {
				_, _ = e.r.Discard(1)
				continue
			}
		}
		i := bytes.IndexAny(part, "\r\n")
		n := i
		if i < 0 {
			n = len(part)
		}
		if len(line)+n > limit {
			return nil, &ContentError{What: fmt.Sprintf("an event of more than %d MiB", maxEvent>>20)}
		}
		line = append(line, part[:n]...)
		if i < 0 {
			_, _ = e.r.Discard(n)
			continue
		}
		e.skipLF = part[i] == '\r'
		_, _ = e.r.Discard(n + 1)
		return line, nil
	}
}

func eof(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return err
}
