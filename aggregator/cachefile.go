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
)

// A catalogue's file is one line of JSON about the list, then one line for each tool's definition as it came.
// The check sum lets a reader trust the lines without parsing them. Files are private: a list may tell what somebody may do.
const (
	catalogueVersion = 1
	maxCatalogue     = 64 << 20
)

type catalogueFile struct {
	Version  int           `json:"version"`
	Server   string        `json:"server"` // for people; the file's name is the identity
	Era      string        `json:"era"`
	Grant    string        `json:"grant"`
	Listed   time.Time     `json:"listed"`
	TTL      time.Duration `json:"ttl"`
	Problems []string      `json:"problems,omitempty"`
	Sum      uint32        `json:"sum"` // CRC-32C of the lines below

	tools []json.RawMessage
}

func cataloguePath(dir, identity string) string { return filepath.Join(dir, identity+".tools") }

func readCatalogue(dir, identity string) (*catalogueFile, error) {
	data, err := atomicfile.Read(cataloguePath(dir, identity), maxCatalogue)
	if err != nil {
		return nil, err
	}
	head, body, _ := bytes.Cut(data, []byte{'\n'})
	f := new(catalogueFile)
	if err := json.Unmarshal(head, f); err != nil {
		return nil, fmt.Errorf("catalogue's head: %w", err)
	}
	if f.Version != catalogueVersion || f.Sum != crc32.Checksum(body, castagnoli()) {
		return nil, errors.New("catalogue is of another version or damaged")
	}
	f.tools = make([]json.RawMessage, 0, bytes.Count(body, []byte{'\n'}))
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte{'\n'})
		f.tools = append(f.tools, line)
		body = rest
	}
	return f, nil
}

func (f *catalogueFile) write(dir, identity string) error {
	var body bytes.Buffer
	for _, t := range f.tools {
		body.Write(t) // upstream hands them over on one line
		body.WriteByte('\n')
	}
	f.Version, f.Sum = catalogueVersion, crc32.Checksum(body.Bytes(), castagnoli())
	head, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(cataloguePath(dir, identity), append(append(head, '\n'), body.Bytes()...), 0o600)
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }
