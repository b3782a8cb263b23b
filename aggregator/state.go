package aggregator

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"time"

	"ncp/internal/wire"
)

// A requestState is an id, when it expires, and a MAC over both and the request that it belongs to: "servers MUST treat requestState as
// an attacker-controlled input" (2026-07-28, patterns/mrtr). The key lives and dies with the process, as the parked calls do.
const (
	idSize    = 16
	stateSize = idSize + 8 + sha256.Size
)

// errForeign is a state of another process or request, or of nobody's.
var errForeign = wire.Errorf(wire.CodeInvalidParams, "requestState does not belong to this request; call again without it")

type seal struct{ key [32]byte }

func newSeal() seal {
	var s seal
	_, _ = rand.Read(s.key[:]) // never fails: crypto/rand
	return s
}

// digest says what a request is about, whatever the order and spelling of its JSON.
type digest [sha256.Size]byte

// digestOf takes in the method and all params but those that differ between a request and its retry.
func digestOf(method string, params wire.Object) digest {
	salient := params.Filter(func(key string) bool { return key != "_meta" && key != "inputResponses" && key != "requestState" }).Raw()
	decoder := json.NewDecoder(bytes.NewReader(salient))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) == nil {
		if sorted, err := json.Marshal(value); err == nil {
			salient = sorted
		}
	}
	return sha256.Sum256(append(append([]byte(method), 0), salient...))
}

// issue makes a new state.
func (s *seal) issue(about digest, expires time.Time) (id [idSize]byte, state string) {
	_, _ = rand.Read(id[:]) // never fails: crypto/rand
	data := binary.BigEndian.AppendUint64(id[:idSize:idSize], uint64(expires.UnixMilli()))
	return id, base64.RawURLEncoding.EncodeToString(append(data, s.mac(data, about)...))
}

// open returns the id of a state that this process issued for the same request and that has not expired.
func (s *seal) open(state string, about digest, now time.Time) (id [idSize]byte, err error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(state)
	if err != nil || len(data) != stateSize {
		return id, wire.Errorf(wire.CodeInvalidParams, "requestState is none of ours; call again without it")
	}
	data, mac := data[:idSize+8], data[idSize+8:]
	if !hmac.Equal(mac, s.mac(data, about)) {
		return id, errForeign
	}
	if now.UnixMilli() > int64(binary.BigEndian.Uint64(data[idSize:])) {
		return id, wire.Errorf(wire.CodeInvalidParams, "requestState has expired; call again without it")
	}
	return [idSize]byte(data), nil
}

func (s *seal) mac(data []byte, about digest) []byte {
	mac := hmac.New(sha256.New, s.key[:])
	mac.Write(data) // hashes do not fail
	mac.Write(about[:])
	return mac.Sum(nil)
}
