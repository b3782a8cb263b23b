package oauthtest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Device is the part of an Authority that signs in by codes (RFC 8628). It is served at /device, advertised with OfferDevice.
type Device struct {
	Interval float64       // seconds; the zero value asks for 10 ms, for tests
	Lifetime time.Duration // of a code; 0 is a minute

	codes map[string]*deviceCode // by user code
}

type deviceCode struct {
	grant
	code    string
	outcome string // "" while nobody has typed it, else an error code, or "approved"
	ends    time.Time
}

// OfferDevice advertises the device grant.
func (a *Authority) OfferDevice() {
	a.Lock()
	defer a.Unlock()
	a.Metadata["device_authorization_endpoint"] = a.URL + "/device"
	a.Metadata["grant_types_supported"] = []string{"authorization_code", "refresh_token", deviceGrant}
}

// OfferRevocation advertises the revocation endpoint.
func (a *Authority) OfferRevocation() {
	a.Lock()
	defer a.Unlock()
	a.Metadata["revocation_endpoint"] = a.URL + "/revoke"
}

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// Type is a person who types a user code on the page and then approves, or does what an error code of RFC 8628 section 3.5 says.
// It reports whether the code is known.
func (a *Authority) Type(userCode, outcome string) bool {
	a.Lock()
	defer a.Unlock()
	c := a.Device.codes[userCode]
	if c == nil {
		return false
	}
	c.outcome = outcome
	return true
}

// Approved as an outcome of Type lets the device in.
const Approved = "approved"

func (a *Authority) device(w http.ResponseWriter, r *http.Request) {
	a.Lock()
	defer a.Unlock()
	id, c, known := a.client(r)
	switch {
	case !known:
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	case !slices.Contains(c.grants, deviceGrant):
		refuse(w, "unauthorized_client")
		return
	}
	lifetime, interval := a.Device.Lifetime, a.Device.Interval
	if lifetime == 0 {
		lifetime = time.Minute
	}
	if interval == 0 {
		interval = 0.01
	}
	userCode := strings.ToUpper(random()[:4] + "-" + random()[:4])
	d := &deviceCode{
		grant: grant{client: id, resource: r.PostForm.Get("resource"), scope: r.PostForm.Get("scope")}, code: "device-" + random(), ends: time.Now().Add(lifetime),
	}
	if a.Device.codes == nil {
		a.Device.codes = map[string]*deviceCode{}
	}
	a.Device.codes[userCode] = d
	answer(w, http.StatusOK, map[string]any{
		"device_code": d.code, "user_code": userCode, "verification_uri": a.URL + "/type",
		"verification_uri_complete": a.URL + "/type?" + url.Values{"user_code": {userCode}}.Encode(),
		"expires_in":                lifetime.Seconds(), "interval": interval,
	})
}

// redeemDevice answers a token request with a device code. The lock is held.
func (a *Authority) redeemDevice(w http.ResponseWriter, r *http.Request, client string) {
	for user, d := range a.Device.codes {
		if d.code != r.PostForm.Get("device_code") || d.client != client {
			continue
		}
		switch {
		case time.Now().After(d.ends):
			refuse(w, "expired_token")
		case d.outcome == "":
			refuse(w, "authorization_pending")
		case d.outcome == Approved:
			delete(a.Device.codes, user)
			a.grant(w, random(), d.grant)
		default:
			refuse(w, d.outcome)
		}
		return
	}
	refuse(w, "invalid_grant")
}

// revoke ends a token (RFC 7009), and with a refresh token its grant.
func (a *Authority) revoke(w http.ResponseWriter, r *http.Request) {
	a.Lock()
	defer a.Unlock()
	if _, _, known := a.client(r); !known {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	token := r.PostForm.Get("token")
	if family, ok := a.refresh[token]; ok {
		delete(a.families, family)
	}
	delete(a.refresh, token)
	delete(a.access, token)
	w.WriteHeader(http.StatusOK)
}

// idToken says who has signed in, unsigned: nobody checks it on this way (OpenID Connect Core section 3.1.3.7).
func (a *Authority) idToken(client string) string {
	claims, _ := json.Marshal(map[string]any{"iss": a.Metadata["issuer"], "aud": cmp.Or(a.IDTokenFor, client), "sub": a.Person, "email": a.Person + "@example.com"})
	return "e30." + base64.RawURLEncoding.EncodeToString(claims) + ".x"
}
