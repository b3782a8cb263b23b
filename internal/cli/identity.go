package cli

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"ncp/config"
	"ncp/internal/atomicfile"
)

// identities names servers by what they are and who asks, never by their name in a file: URL and account, or command line, and a keyed
// hash of the static credentials and environment. So nobody inherits the tool list of another principal, and no file name tells a secret.
type identities struct{ key []byte }

const keySize = 32

// newIdentities reads the private key of the hash, or makes one. A lost key costs a new list, nothing else. kept is false where it cannot
// be kept: what is named by it would never be found again.
func newIdentities(stateDir string, log *slog.Logger) (ids identities, kept bool) {
	path := filepath.Join(stateDir, "identity.key")
	key, err := atomicfile.Read(path, keySize)
	if err == nil && len(key) == keySize {
		return identities{key}, true
	}
	key = make([]byte, keySize)
	_, _ = rand.Read(key) // never fails: crypto/rand
	err = os.MkdirAll(stateDir, 0o700)
	if err == nil {
		err = atomicfile.Write(path, key, 0o600)
	}
	if err != nil {
		log.Warn("keep the key of the catalogue; going on without a catalogue", "err", err)
	}
	return identities{key}, err == nil
}

// of returns the identity of s in hex.
func (i identities) of(s *config.Server) string {
	id, secrets := sha256.New(), hmac.New(sha256.New, i.key)
	if s.Transport == config.TransportStdio {
		write(id, append([]string{"stdio", s.Command, s.Cwd}, s.Args...)...)
		for _, v := range s.Env {
			write(secrets, v.Name, v.Value.Reveal())
		}
	} else {
		write(id, "url", s.URL, s.Auth.OAuth.Account)
		for _, c := range credentials(s) {
			write(secrets, c.Header, c.Value())
		}
	}
	id.Write(secrets.Sum(nil))
	return hex.EncodeToString(id.Sum(nil))
}

// write adds strings so that no two lists of them come to the same bytes.
func write(w io.Writer, parts ...string) {
	for _, p := range parts {
		length := uint64(len(p))
		for range 8 {
			_, _ = w.Write([]byte{byte(length)}) // hashes do not fail
			length >>= 8
		}
		_, _ = io.WriteString(w, p)
	}
}
