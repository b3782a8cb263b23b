package oauth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

// assertionLifetime is short, as one is made for each request; the rest of it is for clocks that differ.
const assertionLifetime = time.Minute

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" // RFC 7523 section 2.2

// clientKey signs the assertions of a client that proves itself by private_key_jwt.
type clientKey struct {
	key       crypto.Signer
	algorithm string // RFC 7518 section 3.1, RFC 8037 section 3.1
	id        string // kid, "" sends none
}

// parseClientKey reads a private key in PEM: PKCS #8, PKCS #1 or SEC 1. algorithm may be empty: the key tells it.
func parseClientKey(text, algorithm, id string) (*clientKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New(`"oauth21.privateKey" is not a key in PEM (-----BEGIN PRIVATE KEY-----); "${file:PATH}" reads one from a file`)
	}
	parsed, err := parseDER(block)
	if err != nil {
		return nil, fmt.Errorf(`"oauth21.privateKey": %w`, err)
	}
	k := &clientKey{id: id}
	switch key := parsed.(type) {
	case *ecdsa.PrivateKey:
		if key.Curve != elliptic.P256() {
			return nil, errors.New(`"oauth21.privateKey" is on another curve than P-256, which ES256 needs`)
		}
		k.key, k.algorithm = key, "ES256"
	case *rsa.PrivateKey:
		if key.N.BitLen() < 2048 { // RFC 7518 section 3.3: "A key of size 2048 bits or larger MUST be used"
			return nil, errors.New(`"oauth21.privateKey" has less than the 2048 bits that RS256 needs`)
		}
		k.key, k.algorithm = key, "RS256"
	case ed25519.PrivateKey:
		k.key, k.algorithm = key, "EdDSA"
	default:
		return nil, errors.New(`"oauth21.privateKey" is of a kind that ncp cannot sign with; use P-256, RSA or Ed25519`)
	}
	if algorithm != "" && algorithm != k.algorithm {
		return nil, fmt.Errorf(`"oauth21.signingAlgorithm" is %q, but the key in "oauth21.privateKey" is for %s`, algorithm, k.algorithm)
	}
	return k, nil
}

func parseDER(block *pem.Block) (any, error) {
	switch block.Type {
	case "PRIVATE KEY":
		return x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		return x509.ParseECPrivateKey(block.Bytes)
	}
	return nil, fmt.Errorf("a PEM block of type %q is no private key without a password", quoted(block.Type))
}

// assertion is the client's signed word that it is the client (RFC 7523 section 3). audience is the issuer alone: a token endpoint as
// audience lets one authorization server pass the assertion on to another.
func (k *clientKey) assertion(clientID, audience string) (string, error) {
	header, err := json.Marshal(struct {
		Algorithm string `json:"alg"`
		Type      string `json:"typ"`
		ID        string `json:"kid,omitempty"`
	}{k.algorithm, "JWT", k.id})
	if err != nil {
		return "", err
	}
	at := time.Now()
	claims, err := json.Marshal(map[string]any{
		"iss": clientID, "sub": clientID, "aud": audience, "jti": rand.Text(), "iat": at.Unix(), "exp": at.Add(assertionLifetime).Unix(),
	})
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(claims)
	signature, err := k.sign([]byte(text))
	if err != nil {
		return "", fmt.Errorf(`sign with "oauth21.privateKey": %w`, err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func (k *clientKey) sign(text []byte) ([]byte, error) {
	sum := sha256.Sum256(text)
	switch key := k.key.(type) {
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
		if err != nil {
			return nil, err
		}
		signature := make([]byte, 64) // RFC 7518 section 3.4: R and S as 32 octets each, not DER
		r.FillBytes(signature[:32])
		s.FillBytes(signature[32:])
		return signature, nil
	case *rsa.PrivateKey:
		return rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	default:
		return k.key.Sign(rand.Reader, text, crypto.Hash(0))
	}
}
