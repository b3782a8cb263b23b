package oauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"ncp/tokenstore"
)

// Step is one thing that Examine has looked at.
type Step struct {
	Name string
	Saw  []string
	Err  error // what is wrong, nil if nothing is

	Rule  string // that is broken; this and what follows is there if something is wrong
	Whose Party
	Fix   string
}

// most differing clocks that harm nothing: tokens live for minutes at least.
const maxSkew = 5 * time.Minute

// examination is an Examine under way.
type examination struct {
	t *Transport

	got      *asked   // by a request without a token
	wire     observed // of that request
	said     challenge
	resource *resourceMetadata
	client   *tokenstore.Client // nil if one would be registered
	a        *authority
}

// look is one step of an examination.
type look struct {
	name  string
	whose Party  // if an error does not say it
	rule  string // the same
	at    func(context.Context) (saw []string, done bool, err error)
}

// Examine walks the way of a sign-in, from the network to the token, and returns what it saw at each step. It ends with the first
// step that fails, or where the server wants no sign-in. It registers nothing, opens nothing and asks nobody; a token that has
// expired is renewed, as any request would do.
func (t *Transport) Examine(ctx context.Context) []Step {
	x := &examination{t: t}
	return x.walk(ctx, append(x.network(), []look{
		{"endpoint", TheServer, ruleEndpoint, x.endpoint},
		{"resource metadata", TheServer, ruleServers, x.resourceMetadata},
		{"authorization server", TheAuthority, ruleMetadata, x.authorizationServer},
		{"its endpoints", TheAuthority, ruleEndpoints, x.endpoints},
		{"client", TheConfiguration, ruleClient, x.findClient},
		{"callback", TheMachine, ruleCallback, x.callback},
		{"token", TheAuthority, ruleTokens, x.token},
	}...))
}

// ExamineNetwork is the beginning of Examine, for a server that nobody signs in at.
func (t *Transport) ExamineNetwork(ctx context.Context) []Step {
	x := &examination{t: t}
	return x.walk(ctx, x.network())
}

func (x *examination) network() []look {
	return []look{{"name", TheNetwork, ruleName, x.name}, {"connection", TheServer, ruleEndpoint, x.connection}, {"TLS", TheServer, ruleTLS, x.tls}}
}

func (x *examination) walk(ctx context.Context, looks []look) (steps []Step) {
	for _, look := range looks {
		saw, done, err := look.at(ctx)
		s := Step{Name: look.name, Saw: saw, Err: err}
		if err != nil {
			rule, whose, fix := blame(err)
			s.Rule, s.Whose = cmp.Or(rule, look.rule), cmp.Or(whose, look.whose)
			s.Fix = cmp.Or(fix, s.Whose.help())
		}
		steps = append(steps, s)
		if err != nil || done {
			break
		}
	}
	return steps
}

// blame says what rule an error breaks, who has to mend it and how, as far as the error tells.
func blame(err error) (rule string, by Party, fix string) {
	if rule, ok := errors.AsType[*RuleError](err); ok {
		return rule.Rule, rule.Whose, rule.Fix
	}
	if address, ok := errors.AsType[*addressError](err); ok {
		if strings.Contains(address.text, "allowPrivateNetwork") {
			fix = `"allowPrivateNetwork": true`
		}
		return ruleAddress, "", fix
	}
	if _, passing := errors.AsType[*TemporaryError](err); passing {
		return "", "", "try again later"
	}
	return "", "", ""
}

// endpoint judges what the server says to a request without a token: its clock and its challenge.
func (x *examination) endpoint(context.Context) (saw []string, done bool, err error) {
	got := x.got
	x.said = got.challenge
	saw = append(saw, fmt.Sprintf("HTTP %d without a token", got.status))
	if skew, known := skewOf(got.header); known && skew.Abs() > maxSkew {
		return saw, false, &RuleError{
			ruleClock, TheMachine, "set this machine's clock, or tell the server's operator",
			fmt.Errorf("this machine's clock and the server's differ by %v", skew.Round(time.Second).Abs()),
		}
	}
	switch {
	case got.status == http.StatusUnauthorized:
		return append(saw, x.sawChallenge(got)), false, nil
	case got.status == http.StatusNotFound, got.status == http.StatusGone, got.status == http.StatusMethodNotAllowed, got.status >= 300 && got.status < 400:
		return saw, false, &RuleError{ruleEndpoint, TheConfiguration, `correct "url": the server's documentation says where its endpoint is`, fmt.Errorf("HTTP %d: there is no MCP endpoint at %s", got.status, x.t.set.URL)}
	case got.status == http.StatusForbidden:
		return saw, false, &RuleError{ruleChallenge, TheServer, `if the server wants a key, put it into "headers" or "auth"`, errors.New("HTTP 403: the server refuses without saying what it wants")}
	case got.status >= 500:
		return saw, false, &RuleError{ruleEndpoint, TheServer, "try again later", fmt.Errorf("HTTP %d", got.status)}
	}
	return append(saw, "wants no sign-in"), true, nil
}

func (x *examination) sawChallenge(got *asked) string {
	if len(got.header.Values("WWW-Authenticate")) == 0 {
		return "no challenge (" + ruleChallenge + "); going on without"
	}
	text := "challenge"
	if x.said.metadata != "" {
		text += ", resource_metadata " + quoted(x.said.metadata)
	}
	if len(x.said.scopes) > 0 {
		text += ", scope " + strings.Join(x.said.scopes, " ")
	}
	return text
}

// skewOf is how far this machine's clock is from that of an answer.
func skewOf(h http.Header) (skew time.Duration, known bool) {
	at, err := http.ParseTime(h.Get("Date"))
	return time.Since(at), err == nil
}

func (x *examination) resourceMetadata(ctx context.Context) (saw []string, done bool, err error) {
	if own := x.t.set.AuthorizationServer; own.Token != "" {
		return []string{`not read: "oauth21.authorizationServer" names the endpoints`}, false, nil
	}
	x.resource, err = x.t.resourceMetadata(ctx, x.said.metadata)
	switch {
	case err != nil:
		return nil, false, err
	case x.resource == nil:
		return []string{"none; as in the revision 2025-03-26 the server's own origin is the authorization server"}, false, nil
	}
	saw = []string{"resource " + quoted(x.resource.Resource)}
	for _, issuer := range x.resource.Servers[:min(len(x.resource.Servers), maxIssuers)] {
		saw = append(saw, "authorization server "+quoted(issuer))
	}
	if len(x.resource.Scopes) > 0 {
		saw = append(saw, "scopes "+quoted(strings.Join(x.resource.Scopes, " ")))
	}
	return saw, false, nil
}

func (x *examination) authorizationServer(ctx context.Context) (saw []string, done bool, err error) {
	record, err := x.load()
	if err != nil {
		return nil, false, err
	}
	if x.a, err = x.t.discover(ctx, x.said.metadata, issuerOf(record)); err != nil {
		return nil, false, err
	}
	saw = []string{"issuer " + quoted(x.a.key())}
	for _, endpoint := range []struct{ name, address string }{
		{"authorization", x.a.AuthorizationEndpoint},
		{"token", x.a.TokenEndpoint},
		{"registration", x.a.RegistrationEndpoint},
		{"device", x.a.DeviceEndpoint},
		{"revocation", x.a.RevocationEndpoint},
	} {
		if endpoint.address != "" {
			saw = append(saw, endpoint.name+" endpoint "+quoted(endpoint.address))
		}
	}
	return saw, false, nil
}

// load reads what is stored. What is wrong with that is nobody else's fault.
func (x *examination) load() (*tokenstore.Record, error) {
	record, err := x.t.load()
	if err != nil {
		err = &RuleError{ruleStore, TheMachine, "rm " + x.t.store.Path(), err}
	}
	return record, err
}

func (x *examination) findClient(context.Context) (saw []string, done bool, err error) {
	record, err := x.load()
	if err != nil {
		return nil, false, err
	}
	x.client, err = x.t.knownClient(x.a, record)
	switch {
	case err != nil:
		return nil, false, err
	case x.client == nil && x.a.RegistrationEndpoint == "":
		return nil, false, x.t.errNoRegistration(x.a)
	case x.client == nil:
		return []string{"none yet; the sign-in registers one"}, false, nil
	}
	how := Registered
	if x.client.Configured {
		how = Configured
	}
	return []string{fmt.Sprintf("%s (%s), %s", quoted(x.client.ClientID), how, x.client.AuthMethod)}, false, nil
}

// callback looks whether a browser could come back.
func (x *examination) callback(ctx context.Context) (saw []string, done bool, err error) {
	if x.t.set.ClientCredentials {
		return []string{"none: the client signs in by itself"}, false, nil
	}
	uri := x.t.usualRedirect()
	if record, err := x.t.load(); err == nil && isPending(record) && record.PendingFlow.RedirectURI == uri {
		return []string{"an ncp waits at " + uri + " for the sign-in under way"}, false, nil
	}
	l, err := x.t.calls.Listen(ctx, uri, oauth2.GenerateVerifier())
	switch {
	case err == nil:
		l.Close()
		return []string{uri + " is free"}, false, nil
	case x.client != nil && x.client.Configured:
		return nil, false, &RuleError{
			ruleCallback, TheMachine,
			`end the other program, or set "oauth21": {"callbackPort": PORT} to one that the client is registered with`, fmt.Errorf("%s: %w", uri, err),
		}
	}
	return []string{uri + " is in use; the sign-in takes another port"}, false, nil
}

// token sends a request with what is stored.
func (x *examination) token(ctx context.Context) (saw []string, done bool, err error) {
	login := "ncp auth login " + x.t.set.Name
	if _, err := x.load(); err != nil {
		return nil, false, err
	}
	status, err := x.t.Status()
	switch {
	case err != nil:
		return nil, false, err
	case !status.SignedIn && !x.t.set.ClientCredentials:
		text := "nobody is signed in"
		if !status.EndedAt.IsZero() {
			text = "the former sign-in has ended"
		}
		return nil, false, &RuleError{ruleSignedIn, ThePerson, login, errors.New(text)}
	}
	answer, err := x.t.askWith(ctx)
	if status, _ = x.t.Status(); len(status.Scopes) > 0 { // it may be another by now
		saw = append(saw, "scopes "+strings.Join(status.Scopes, " "))
	}
	required, needs := errors.AsType[*RequiredError](err)
	refused, inVain := errors.AsType[*RefusedError](err)
	switch {
	case needs && required.Reason == MoreScopes:
		return saw, false, errTooLittle(x.t.set.Name, status.Scopes, required.Scopes, "")
	case inVain && refused.scopes != nil:
		return saw, false, errTooLittle(x.t.set.Name, status.Scopes, refused.scopes, "")
	case inVain, needs && status.SignedIn && status.Refreshable: // the token is of this moment: another sign-in would come to the same
		return saw, false, &RuleError{ruleRefused, TheServer, "", errors.New("the server refuses a new token; another one would be refused as well")}
	case needs && status.SignedIn: // it may have been revoked
		return saw, false, &RuleError{ruleRefused, TheServer, login, errors.New("the server refuses a token that has not expired")}
	case needs:
		return saw, false, &RuleError{ruleSignedIn, ThePerson, login, err}
	}
	_, passing := errors.AsType[*TemporaryError](err)
	switch {
	case err != nil && x.t.set.ClientCredentials && !passing:
		return saw, false, &RuleError{"RFC 6749 section 5.2: the client is known and may have what it asks for", TheConfiguration, "ncp config edit", err}
	case err != nil:
		return saw, false, err
	case answer == http.StatusForbidden:
		return saw, false, &RuleError{ruleRefused, TheServer, "sign in as somebody who may: " + login, errors.New("HTTP 403: signed in, but refused")}
	}
	saw = append(saw, fmt.Sprintf("HTTP %d with it", answer))
	if l := status.Lacking; l != nil {
		return saw, false, errTooLittle(x.t.set.Name, status.Scopes, strings.Fields(l.Scopes), " for "+quoted(l.Operation))
	}
	return saw, false, nil
}

// errTooLittle is somebody who is signed in, but for less than the server wants.
func errTooLittle(server string, granted, wanted []string, what string) error {
	login := "ncp auth login " + server
	if all := distinct(append(slices.Clone(granted), wanted...)); len(wanted) > 0 {
		login += " --scopes " + quoted(strings.Join(all, ","))
	}
	return &RuleError{ruleScope, ThePerson, login, fmt.Errorf("signed in, but for too little: the server wants the scopes %q%s", quoted(strings.Join(wanted, " ")), what)}
}

// askWith sends a ping with the stored token.
func (t *Transport) askWith(ctx context.Context) (status int, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*requestDeadline, errNoAnswer)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.set.URL, strings.NewReader(ping))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.RoundTrip(req)
	if err != nil {
		return 0, plain(ctx, err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode, nil
}
