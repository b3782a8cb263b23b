package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ncp/tokenstore"
)

// Way is how a person is asked to sign in.
type Way int

// The ways. The zero value is the authorization server's page in a browser that comes back to this machine, or its address and an
// answer pasted. The others are a code that the person types on any device (RFC 8628).
const (
	ByBrowser         Way = iota
	ByDeviceIfOffered     // by a code where the authorization server offers it, else as ByBrowser
	ByDevice
)

const (
	deviceGrant     = "urn:ietf:params:oauth:grant-type:device_code"
	deviceInterval  = 5 * time.Second // RFC 8628 section 3.2: "If no value is provided, clients MUST use 5 as the default."
	longestInterval = time.Minute
	leastInterval   = time.Second // whatever the server says
	maxUserCode     = 64
)

// deviceAnswer is a device authorization response (RFC 8628 section 3.2).
type deviceAnswer struct {
	DeviceCode tokenstore.Secret `json:"device_code"`
	UserCode   string            `json:"user_code"`
	URI        string            `json:"verification_uri"`
	Complete   string            `json:"verification_uri_complete"`
	ExpiresIn  float64           `json:"expires_in"`
	Interval   float64           `json:"interval"`

	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// errNoDevice is an authorization server that lets nobody, or not this client, sign in by a code.
func errNoDevice(why string) error { return errors.New(why + "; sign in without --device") }

// devicePage asks for a code and writes the pending flow down. It is nil where a browser has to do.
func (f *Flow) devicePage(ctx context.Context, a *authority, record *tokenstore.Record, scopes []string) (*page, error) {
	p, err := f.devicePending(ctx, a, record, scopes)
	if errors.Is(err, errClientUnknown) && p != nil && !p.Client.Configured { // forgotten; registered anew once
		if err := f.t.clientUnknown(ctx, p.Client.ClientID); !errors.Is(err, errClientUnknown) {
			return nil, err
		}
		if record, err = f.t.store.Load(); err == nil {
			p, err = f.devicePending(ctx, a, record, scopes)
		}
	}
	switch {
	case err != nil && f.t.way == ByDeviceIfOffered && ctx.Err() == nil: // the other way needs nothing of this
		f.t.log.Info("no sign-in by a code", "why", err)
		return nil, nil
	case err != nil:
		return nil, err
	}
	p.Added = f.t.added(f.need, record)
	return &page{pending: p}, f.write(ctx, p, true)
}

func (f *Flow) devicePending(ctx context.Context, a *authority, record *tokenstore.Record, scopes []string) (*tokenstore.PendingFlow, error) {
	t := f.t
	if a.DeviceEndpoint == "" {
		return nil, errNoDevice(a.key() + " offers no sign-in by a code (RFC 8628)")
	}
	if _, err := t.web.check("the device authorization endpoint", a.DeviceEndpoint); err != nil {
		return nil, err
	}
	client, err := t.knownClient(a, record)
	if err != nil {
		return nil, err
	}
	if client == nil || !client.Configured && (!client.Device || client.Scope != "" && !hasAll(client.Scope, scopes)) {
		usual := t.usualRedirect()
		if client, err = t.register(ctx, a, registrationAsk{[]string{usual}, distinct(append(slices.Clone(scopes), a.scopes...)), true}); err != nil {
			if _, passing := errors.AsType[*TemporaryError](err); !passing {
				err = errNoDevice(err.Error())
			}
			return nil, err
		}
	}
	p := f.pendingFlow(a, client, scopes)
	p.Device, err = t.authorizeDevice(ctx, a, p)
	if err != nil {
		return p, err
	}
	p.URL = p.Device.URI
	return p, nil
}

// authorizeDevice asks for a code (RFC 8628 section 3.1).
func (t *Transport) authorizeDevice(ctx context.Context, a *authority, p *tokenstore.PendingFlow) (*tokenstore.Device, error) {
	form, header := url.Values{}, http.Header{}
	if err := t.authenticate(&p.Client, form, header); err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"scope": strings.Join(p.Scopes, " "), "resource": p.Resource} {
		if value != "" {
			form.Set(name, value)
		}
	}
	got, err := t.web.do(ctx, http.MethodPost, a.DeviceEndpoint, "application/x-www-form-urlencoded", []byte(form.Encode()), header)
	if err != nil {
		return nil, &TemporaryError{err: fmt.Errorf("device authorization endpoint: %w", err)}
	}
	var d deviceAnswer
	parsed := json.Unmarshal(got.body, &d) == nil
	secrets := []string{t.secretOf(&p.Client), form.Get("client_assertion"), d.DeviceCode.Reveal()}
	switch {
	case got.status == http.StatusTooManyRequests || got.status >= 500:
		return nil, &TemporaryError{fmt.Errorf("device authorization endpoint: HTTP %d", got.status), retryAfter(got.header)}
	case parsed && d.Error == "invalid_client":
		return nil, errClientUnknown
	case parsed && (d.Error == "unauthorized_client" || d.Error == "unsupported_grant_type"):
		return nil, errNoDevice(fmt.Sprintf("%s does not let this client sign in by a code (%s)", a.key(), d.Error))
	case parsed && d.Error != "":
		return nil, fmt.Errorf("the device authorization endpoint refused (HTTP %d): %s", got.status, quoted(strings.TrimSuffix(d.Error+": "+d.Description, ": "), secrets...))
	case got.status != http.StatusOK || !parsed:
		return nil, &TemporaryError{err: fmt.Errorf("device authorization endpoint: HTTP %d with an answer that is not OAuth's", got.status)}
	case d.DeviceCode.IsZero() || d.UserCode == "" || len(d.UserCode) > maxUserCode:
		return nil, errors.New("the device authorization endpoint answered without a code that can be typed")
	}
	return t.device(p, &d, secrets)
}

// device judges an answer and makes its stored form, with the end of the pending flow.
func (t *Transport) device(p *tokenstore.PendingFlow, d *deviceAnswer, secrets []string) (*tokenstore.Device, error) {
	kept := &tokenstore.Device{Code: d.DeviceCode, UserCode: quoted(d.UserCode, secrets...), Interval: deviceInterval}
	u, err := t.web.check("the verification URI", d.URI)
	if err != nil {
		return nil, err
	}
	kept.URI = rewritten(u, u.Query())
	if u, err := t.web.check("the verification URI", d.Complete); err == nil { // a convenience, not worth an error
		kept.Complete = rewritten(u, u.Query())
	}
	if d.Interval > 0 {
		kept.Interval = max(time.Duration(min(d.Interval, longestInterval.Seconds())*float64(time.Second)), t.leastInterval)
	}
	if lifetime := time.Duration(d.ExpiresIn * float64(time.Second)); lifetime > 0 && lifetime < t.lifetime {
		p.ExpiresAt = p.StartedAt.Add(lifetime)
	}
	return kept, nil
}

// poll waits for the person who types the code (RFC 8628 section 3.4).
func (f *Flow) poll(ctx context.Context, p *tokenstore.PendingFlow) error {
	expired := time.NewTimer(time.Until(p.ExpiresAt))
	defer expired.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	pause := p.Device.Interval
	next := time.After(pause)
	for {
		select {
		case <-next:
			tokens, err := f.t.redeemDevice(ctx, p)
			if err == nil {
				return f.granted(ctx, p, tokens)
			}
			if pause, err = nextPoll(pause, p.Device.Interval, err); err != nil {
				return err
			}
			next = time.After(pause)
		case <-look.C:
			if err := f.overruled(p); err != nil {
				return err
			}
		case <-expired.C:
			return ErrExpired
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// nextPoll is how long to wait after an answer that was no token, or the error that ends the flow (RFC 8628 section 3.5).
func nextPoll(pause, interval time.Duration, err error) (time.Duration, error) {
	refusal, _ := errors.AsType[*refusalError](err)
	passing, isPassing := errors.AsType[*TemporaryError](err)
	switch {
	case errors.Is(err, errSlowDown):
		// "the interval MUST be increased by 5 seconds for this and all subsequent requests"
		return max(pause, interval) + 5*time.Second, nil
	case isPassing: // "exponential backoff, such as doubling the polling interval on each such connection timeout"
		return max(min(2*pause, longestInterval), passing.after), nil
	case refusal == nil:
		return 0, err
	}
	switch refusal.code {
	case "authorization_pending":
		return pause, nil
	case "access_denied":
		return 0, ErrRefused
	case "expired_token":
		return 0, ErrExpired
	}
	return 0, err
}

// redeemDevice asks whether the person has typed the code.
func (t *Transport) redeemDevice(ctx context.Context, p *tokenstore.PendingFlow) (*tokenstore.Tokens, error) {
	form := url.Values{"grant_type": {deviceGrant}, "device_code": {p.Device.Code.Reveal()}}
	if p.Resource != "" {
		form.Set("resource", p.Resource)
	}
	client := p.Client
	answer, err := t.ask(ctx, tokenRequest{p.TokenEndpoint, &client, form, []string{p.Device.Code.Reveal()}})
	switch {
	case errors.Is(err, errGrantEnded):
		return nil, errors.New("the authorization server takes the code no more (invalid_grant); sign in again")
	case err != nil:
		return nil, err
	}
	return t.newTokens(ctx, p, answer), nil
}
