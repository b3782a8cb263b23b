package upstream

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readEvents reads all events of a stream and the error at its end.
func readEvents(r io.Reader) ([]event, error) {
	events := newEventReader(r)
	var all []event
	for {
		ev, err := events.next()
		if err != nil {
			return all, err
		}
		all = append(all, ev)
	}
}

func diffEvents(want, got []event) string {
	return cmp.Diff(want, got, cmp.AllowUnexported(event{}))
}

func TestEventReader(t *testing.T) {
	tests := []struct {
		name, stream string
		want         []event
	}{
		{"nothing", "", nil},
		{"one", "data: x\n\n", []event{{data: []byte("x")}}},
		{"every field", "event: e\nid: 7\nretry: 1500\ndata: x\n\n", []event{{name: "e", id: "7", retry: 1500 * time.Millisecond, data: []byte("x")}}},
		{"lines of data", "data: a\ndata:\ndata:  b\n\n", []event{{data: []byte("a\n\n b")}}},
		{"no space, no colon", "data:x\ndata\n\n", []event{{data: []byte("x\n")}}},
		{"CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", []event{{data: []byte("a\nb")}, {data: []byte("c")}}},
		{"CR", "data: a\rdata: b\r\rdata: c\r\r", []event{{data: []byte("a\nb")}, {data: []byte("c")}}},
		{"mixed", "data: a\rdata: b\n\r\ndata: c\r\n\n", []event{{data: []byte("a\nb")}, {data: []byte("c")}}},
		{"comments and unknown fields", ": hello\n\n:\nfoo: bar\n\ndata: x\nbar\n\n", []event{{data: []byte("x")}}},
		{"a primer", "id: 1\ndata:\n\n", []event{{id: "1"}}},
		{"bad retry", "retry: soon\ndata: x\n\nretry: -1\ndata: y\n\nretry: 99999999999\ndata: z\n\n", []event{{data: []byte("x")}, {data: []byte("y")}, {data: []byte("z")}}},
		{"unfinished", "data: x\n\ndata: y\n", []event{{data: []byte("x")}}},
		{"unfinished line", "data: x\n\ndata: y", []event{{data: []byte("x")}}},
		{"a byte order mark", "\ufeffdata: x\n\n\ufeffdata: y\n\n", []event{{data: []byte("x")}}},
		{"ids that fit no header", "id: a\x00b\ndata: x\n\nid: a\x1bb\ndata: y\n\nid: ä\ndata: z\n\n", []event{{data: []byte("x")}, {data: []byte("y")}, {id: "ä", data: []byte("z")}}},
		{"field names are exact", "Data: x\n data: y\ndata : z\n\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readEvents(strings.NewReader(tt.stream))
			if diff := diffEvents(tt.want, got); diff != "" || !errors.Is(err, io.EOF) {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestEventReaderLimit(t *testing.T) {
	line := strings.Repeat("x", 1<<20)
	long := "data:" + strings.Repeat("y", maxEvent-len("data:"))
	tooLong := "an event of more than 16 MiB"
	tests := []struct {
		name, stream string
		sizes        []int // of the events' data
		err          string
	}{
		{"at the limit", long + "\n\ndata:z\n\n", []int{maxEvent - 5, 1}, "EOF"},
		{"above the limit", long + "y\n\n", nil, tooLong},
		{"many lines above the limit", strings.Repeat("data:"+line+"\n", 17) + "\n", nil, tooLong},
		{"comments within an event count", strings.Repeat(":"+line+"\n", 17) + "data:z\n\n", nil, tooLong},
		{"comments between events do not", strings.Repeat(":"+line+"\n\n", 17) + "data:z\n\n", []int{1}, "EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := readEvents(strings.NewReader(tt.stream))
			var sizes []int
			for _, ev := range events {
				sizes = append(sizes, len(ev.data))
			}
			if diff := cmp.Diff(tt.sizes, sizes); diff != "" || err.Error() != tt.err {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// FuzzEventReader: however a stream is cut into reads, its events are the same, and written out again they read as the same.
func FuzzEventReader(f *testing.F) {
	f.Add([]byte("event: e\r\nid: 1\rdata: a\ndata: b\r\n\r\n: c\n\ndata:\n\n"), uint8(3))
	f.Add([]byte("\ufeffdata: x\r\r\nretry: 5\n\n"), uint8(1))
	f.Add([]byte("\xef\xbbdata: x\n\nid: \x00\n\ndata"), uint8(2))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		want, err := readEvents(bytes.NewReader(stream))
		if !errors.Is(err, io.EOF) {
			t.Fatalf("an error on %d bytes: %v", len(stream), err)
		}
		for name, r := range map[string]io.Reader{
			"bytes":           iotest.OneByteReader(bytes.NewReader(stream)),
			"chunks":          &chunks{stream, int(size)},
			"data with error": iotest.DataErrReader(bytes.NewReader(stream)),
		} {
			got, err := readEvents(r)
			if diff := diffEvents(want, got); diff != "" || !errors.Is(err, io.EOF) {
				t.Errorf("by %s: %v (-want +got):\n%s", name, err, diff)
			}
		}
		got, _ := readEvents(bytes.NewReader(appendEvents(nil, want)))
		if diff := diffEvents(want, got); diff != "" {
			t.Errorf("round trip (-want +got):\n%s", diff)
		}
	})
}

// chunks yields size bytes a read, and now and then none.
type chunks struct {
	rest []byte
	size int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.rest[:min(c.size, len(c.rest))])
	c.rest, c.size = c.rest[n:], c.size+1
	return n, nil
}

func appendEvents(dst []byte, events []event) []byte {
	for _, ev := range events {
		dst = append(append(append(dst, "event: "...), ev.name...), '\n') // also keeps an event without any other field
		if ev.id != "" {
			dst = append(append(append(dst, "id: "...), ev.id...), '\n')
		}
		if ev.retry > 0 {
			dst = append(append(append(dst, "retry: "...), strconv.FormatInt(ev.retry.Milliseconds(), 10)...), '\n')
		}
		if ev.data != nil {
			for _, line := range bytes.Split(ev.data, []byte{'\n'}) {
				dst = append(append(append(dst, "data: "...), line...), '\n')
			}
		}
		dst = append(dst, '\n')
	}
	return dst
}
