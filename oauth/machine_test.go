package oauth_test

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
	"math/big"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
	"ncp/oauth"
)

// machine configures a client that signs in as itself.
func (w *world) machine(secretText, method string) {
	w.set.ClientCredentials, w.set.ClientID, w.set.ClientSecret, w.set.TokenEndpointAuthMethod = true, "robot", secret.New(secretText), method
	w.authority.AddClient("robot", secretText, method)
}

func TestClientCredentials(t *testing.T) {
	for name, change := range map[string]func(w *world){
		"basic": func(w *world) { w.machine("s3cret", "client_secret_basic") },
		"post":  func(w *world) { w.machine("s3cret", "client_secret_post") },
		// What protects a page is not asked of a server that has none.
		"no page": func(w *world) {
			w.machine("s3cret", "client_secret_basic")
			delete(w.authority.Metadata, "authorization_endpoint")
			delete(w.authority.Metadata, "code_challenge_methods_supported")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.authority.NoRefresh = true
			w.set.Scopes = []string{"files"}
			change(w)
			p := w.process()
			p.works()
			p.works()
			w.process().works() // another process has it from the store
			w.authority.ExpireAccess()
			p.works() // refused: another one is got
			type request struct{ Grant, Scope, Resource string }
			want := request{"client_credentials", "files", w.resource.URL}
			var got []request
			for _, r := range w.authority.To("/token") {
				got = append(got, request{r.Form.Get("grant_type"), r.Form.Get("scope"), r.Form.Get("resource")})
			}
			if diff := cmp.Diff([]request{want, want}, got); diff != "" {
				t.Error(diff)
			}
			if n := w.authority.Count("/register") + w.authority.Count("/authorize"); n != 0 {
				t.Errorf("%d requests that want a person", n)
			}
		})
	}
}

func TestClientCredentialsAtExpiry(t *testing.T) {
	w := newWorld(t)
	w.machine("s3cret", "client_secret_basic")
	w.authority.NoRefresh, w.authority.Lifetime = true, time.Nanosecond
	p := w.process()
	if _, err := p.call(); err == nil || !strings.Contains(err.Error(), `"oauth21.clientId"`) {
		t.Fatal(err) // a token that is over when it comes is refused
	}
	w.authority.Lock()
	w.authority.Lifetime = time.Hour
	w.authority.Unlock()
	before := len(w.resource.Tokens)
	p.works()
	if got := len(w.resource.Tokens) - before; got != 1 {
		t.Errorf("%d requests; a token that has expired is not sent, and nothing without one", got)
	}
}

// 20 calls of four processes that need a token at once.
func TestClientCredentialsAreAskedForOnce(t *testing.T) {
	w := newWorld(t)
	w.machine("s3cret", "client_secret_basic")
	w.authority.Slow = 50 * time.Millisecond
	var calls sync.WaitGroup
	for range 4 {
		p := w.process()
		for range 5 {
			calls.Go(func() {
				if got, err := p.call(); err != nil || got != "ok" {
					t.Errorf("%q, %v", got, err)
				}
			})
		}
	}
	calls.Wait()
	if got := w.authority.Count("/token"); got != 1 {
		t.Errorf("%d token requests", got)
	}
}

func TestClientCredentialsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change func(w *world)
		want   string
	}{
		"wrong secret": {
			func(w *world) { w.machine("right", "client_secret_basic"); w.set.ClientSecret = secret.New("wr0ng") },
			`the authorization server does not know this client (invalid_client): check "oauth21.clientId" and "oauth21.clientSecret"`,
		},
		"not this grant": {
			func(w *world) {
				w.machine("", "none")
				w.set.ClientSecret = secret.New("x")
				w.set.TokenEndpointAuthMethod = "none"
			},
			`the token endpoint does not let this client do that (unauthorized_client); check "oauth21.clientId"`,
		},
		"too little": {
			func(w *world) { w.machine("s", "client_secret_post"); w.resource.Scopes = []string{"admin"} },
			`HTTP 403: the server wants the scopes "admin" for this; add them to "oauth21.scopes" if the client may have them`,
		},
		"for another": {
			func(w *world) { w.machine("s", "client_secret_post"); w.resource.Audience = "https://other.example" },
			`HTTP 401: the server does not accept the token of the client "robot"; check what "oauth21.clientId" may do, "oauth21.scopes" and "oauth21.resource"`,
		},
		"down": {
			func(w *world) {
				w.machine("s", "client_secret_post")
				w.authority.SetFault("/token", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) })
			},
			"token endpoint: HTTP 503",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			_, err := w.process().call()
			if required, ok := errors.AsType[*oauth.RequiredError](err); ok {
				t.Fatalf("a person is asked: %v", required)
			}
			if err == nil || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

// A person's grant is not used by a client that signs in as itself, and the other way round.
func TestClientCredentialsAndPersonsAreApart(t *testing.T) {
	w := newWorld(t)
	person := w.process()
	_, err := person.call()
	if err := person.signIn(err); err != nil {
		t.Fatal(err)
	}
	w.machine("s3cret", "client_secret_basic")
	robot := w.process()
	robot.works()
	if got := w.authority.To("/token"); len(got) != 2 || got[1].Form.Get("grant_type") != "client_credentials" {
		t.Errorf("%d token requests", len(got))
	}
	if robot.transport.Grant() == "" || robot.transport.Grant() == person.transport.Grant() {
		t.Errorf("grants %q and %q", robot.transport.Grant(), person.transport.Grant())
	}
	if _, err := person.call(); !errors.As(err, new(*oauth.RequiredError)) {
		t.Errorf("the client's token was used for the person: %v", err)
	}
}

func TestPrivateKeyJWT(t *testing.T) {
	onCurve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for algorithm, test := range map[string]struct {
		key    crypto.Signer
		verify func(text, signature []byte) bool
	}{
		"ES256": {onCurve, func(text, signature []byte) bool {
			sum := sha256.Sum256(text)
			return len(signature) == 64 && ecdsa.Verify(&onCurve.PublicKey, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
		}},
		"RS256": {long, func(text, signature []byte) bool {
			sum := sha256.Sum256(text)
			return rsa.VerifyPKCS1v15(&long.PublicKey, crypto.SHA256, sum[:], signature) == nil
		}},
		"EdDSA": {edwards, func(text, signature []byte) bool {
			return ed25519.Verify(edwards.Public().(ed25519.PublicKey), text, signature)
		}},
	} {
		t.Run(algorithm, func(t *testing.T) {
			w := newWorld(t)
			w.machine("", "private_key_jwt")
			der, err := x509.MarshalPKCS8PrivateKey(test.key)
			if err != nil {
				t.Fatal(err)
			}
			w.set.PrivateKey = secret.New(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
			w.set.TokenEndpointAuthMethod, w.set.KeyID = "", "k1"
			var header, claims map[string]any
			w.authority.Assertion = func(jwt string) bool {
				parts := strings.Split(jwt, ".")
				signature, err := base64.RawURLEncoding.DecodeString(parts[2])
				return err == nil && decode(t, parts[0], &header) && decode(t, parts[1], &claims) && test.verify([]byte(parts[0]+"."+parts[1]), signature)
			}
			w.process().works()
			if diff := cmp.Diff(map[string]any{"alg": algorithm, "typ": "JWT", "kid": "k1"}, header); diff != "" {
				t.Error(diff)
			}
			lifetime := claims["exp"].(float64) - claims["iat"].(float64)
			if len(claims["jti"].(string)) < 16 || lifetime != 60 {
				t.Errorf("jti %v, good for %v s", claims["jti"], lifetime)
			}
			delete(claims, "jti")
			delete(claims, "iat")
			delete(claims, "exp")
			if diff := cmp.Diff(map[string]any{"iss": "robot", "sub": "robot", "aud": w.authority.URL}, claims); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func decode(t *testing.T, part string, into any) bool {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(data, into) == nil
}

func TestPrivateKeyIsChecked(t *testing.T) {
	small, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(small)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edDER, err := x509.MarshalPKCS8PrivateKey(edwards)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	for name, test := range map[string]struct{ key, algorithm, want string }{
		"no PEM":        {"hello", "", `"oauth21.privateKey" is not a key in PEM (-----BEGIN PRIVATE KEY-----); "${file:PATH}" reads one from a file`},
		"encrypted":     {block("ENCRYPTED PRIVATE KEY", der), "", `"oauth21.privateKey": a PEM block of type "ENCRYPTED PRIVATE KEY" is no private key without a password`},
		"another curve": {block("EC PRIVATE KEY", der), "", `"oauth21.privateKey" is on another curve than P-256, which ES256 needs`},
		"another use":   {block("PRIVATE KEY", edDER), "RS256", `"oauth21.signingAlgorithm" is "RS256", but the key in "oauth21.privateKey" is for EdDSA`},
	} {
		_, err := oauth.New(oauth.Settings{URL: "https://x.example", PrivateKey: secret.New(test.key), SigningAlgorithm: test.algorithm}, nil, &oauth.Options{})
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
