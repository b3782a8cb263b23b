package aggregator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"time"

	"ncp/internal/atomicfile"
	"ncp/internal/wire"
)

// A catalogue's file is one line of JSON about the lists, then one line for each definition as it came, by wire.Kinds.
// The check sum lets a reader trust the lines without parsing them. Files are private: a list may tell what somebody may do.
const (
	catalogueVersion = 2
	maxCatalogue     = 64 << 20
)

type catalogueFile struct {
	Version int       `json:"version"`
	Server  string    `json:"server"` // for people; the file's name is the identity
	Era     string    `json:"era"`
	Grant   string    `json:"grant"`
	Listed  time.Time `json:"listed"`
	Heads   []head    `json:"lists"`
	Sum     uint32    `json:"sum"` // CRC-32C of the lines below

	lists map[wire.Kind]wire.List
}

// head is what is known of one list beside its items.
type head struct {
	Kind     wire.Kind     `json:"kind"`
	Items    int           `json:"items"` // lines
	TTL      time.Duration `json:"ttl,omitempty"`
	Problems []string      `json:"problems,omitempty"`
}

func cataloguePath(dir, identity string) string { return filepath.Join(dir, identity+".tools") }

func readCatalogue(dir, identity string) (*catalogueFile, error) {
	data, err := atomicfile.Read(cataloguePath(dir, identity), maxCatalogue)
	if err != nil {
		return nil, err
	}
	first, body, _ := bytes.Cut(data, []byte{'\n'})
	f := new(catalogueFile)
	if err := json.Unmarshal(first, f); err != nil {
		return nil, fmt.Errorf("catalogue's head: %w", err)
	}
	if f.Version != catalogueVersion || f.Sum != crc32.Checksum(body, castagnoli()) {
		return nil, errors.New("catalogue is of another version or damaged")
	}
	lines := make([]json.RawMessage, 0, bytes.Count(body, []byte{'\n'}))
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte{'\n'})
		lines = append(lines, line)
		body = rest
	}
	f.lists = map[wire.Kind]wire.List{}
	for _, h := range f.Heads {
		n := min(max(h.Items, 0), len(lines))
		f.lists[h.Kind] = wire.List{Items: lines[:n:n], TTL: h.TTL, Problems: h.Problems}
		lines = lines[n:]
	}
	return f, nil
}

func (f *catalogueFile) write(dir, identity string) error {
	var body bytes.Buffer
	for _, kind := range wire.Kinds() {
		list, known := f.lists[kind]
		if !known {
			continue
		}
		f.Heads = append(f.Heads, head{kind, len(list.Items), list.TTL, list.Problems})
		for _, item := range list.Items {
			body.Write(item) // upstream hands them over on one line
			body.WriteByte('\n')
		}
	}
	f.Version, f.Sum = catalogueVersion, crc32.Checksum(body.Bytes(), castagnoli())
	first, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(cataloguePath(dir, identity), append(append(first, '\n'), body.Bytes()...), 0o600)
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }
