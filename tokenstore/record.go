package tokenstore

import (
	"encoding/json"
	"slices"
	"time"

	"ncp/internal/secret"
)

// Secret is a secret.String whose JSON is its text: it is what the file is for. Everywhere else it does not print. The zero
// value is the empty secret.
type Secret struct{ secret.String }

// NewSecret returns s as a secret of a record.
func NewSecret(s string) Secret { return Secret{secret.New(s)} }

// MarshalJSON writes the text in clear.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.Reveal()) }

// UnmarshalJSON reads what MarshalJSON has written.
func (s *Secret) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = NewSecret(text)
	return nil
}

// Record is what is known of one server's sign-in. A nil part is not known. Times are in UTC.
type Record struct {
	URL     string `json:"url"` // for people who look into the file; Key decides
	Account string `json:"account,omitempty"`

	Tokens *Tokens  `json:"tokens,omitempty"`
	Client *Client  `json:"clientInfo,omitempty"` // the current one
	Others []Client `json:"clients,omitempty"`    // registrations at other issuers

	PendingFlow  *PendingFlow `json:"pendingFlow,omitempty"` // while a sign-in is under way
	LastFlow     *Outcome     `json:"lastFlow,omitempty"`
	WindowAt     time.Time    `json:"windowAt,omitzero"`     // when a browser window was last opened for this server
	MoreWindowAt time.Time    `json:"moreWindowAt,omitzero"` // the same for more permission
	Trial        *Trial       `json:"trial,omitempty"`       // of the last sign-in, until its token has worked
	Failure      *Failure     `json:"failure,omitempty"`     // of the last refresh
	StepUps      []StepUp     `json:"stepUps,omitempty"`     // that a sign-in was tried for
	Lacking      *StepUp      `json:"lacking,omitempty"`     // the last one, until a sign-in is granted or the operation has worked
	Ended        *Ended       `json:"ended,omitempty"`       // a grant that is over, until the next one
	SignedOutAt  time.Time    `json:"signedOutAt,omitzero"`  // by a person; a sign-in that began before it is over, with or without a page
}

// Tokens is a grant: what a token endpoint has answered (RFC 6749 section 5.1), and what a refresh needs to know beside it.
type Tokens struct {
	AccessToken  Secret    `json:"access_token"`
	RefreshToken Secret    `json:"refresh_token,omitzero"`
	TokenType    string    `json:"token_type"`
	Scope        string    `json:"scope,omitempty"` // granted, or what was asked for where the answer does not say
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
	ObtainedAt   time.Time `json:"obtained_at"`

	Issuer        string   `json:"issuer,omitempty"`
	TokenEndpoint string   `json:"token_endpoint"`
	Resource      string   `json:"resource,omitempty"` // as it is sent (RFC 8707), empty if it is not
	ClientID      string   `json:"client_id"`
	Revocation    string   `json:"revocation_endpoint,omitempty"` // RFC 7009, where there is one
	Identity      Identity `json:"identity,omitzero"`
	Grant         string   `json:"grant,omitempty"` // random, the same until the next sign-in: tells principals apart
}

// Identity is who has signed in, as far as the authorization server tells. The zero value is that it does not.
type Identity struct {
	Subject string `json:"sub"`            // with the issuer it names one person
	Name    string `json:"name,omitempty"` // that the person knows: an address, or a user name
}

// Client is an OAuth client: registered by us, or named by the configuration.
type Client struct {
	Issuer          string    `json:"issuer"`
	ClientID        string    `json:"client_id"`
	ClientSecret    Secret    `json:"client_secret,omitzero"` // of a registered client; a configured one stays in the configuration
	AuthMethod      string    `json:"token_endpoint_auth_method,omitempty"`
	RedirectURIs    []string  `json:"redirect_uris,omitempty"`
	Scope           string    `json:"scope,omitempty"` // it was registered for; some servers let it ask for no other
	SecretExpiresAt time.Time `json:"client_secret_expires_at,omitzero"`
	Configured      bool      `json:"configured,omitempty"` // not registered by us
	Device          bool      `json:"device,omitempty"`     // registered for the device grant too
}

// PendingFlow is all that a process needs to finish a sign-in that another one has begun.
type PendingFlow struct {
	URL           string    `json:"url"`
	State         Secret    `json:"state,omitzero"` // this and what follows up to Device is of the browser's way
	CodeVerifier  Secret    `json:"codeVerifier,omitzero"`
	Issuer        string    `json:"issuer,omitempty"`
	IssRequired   bool      `json:"issRequired,omitempty"` // the authorization server advertises iss (RFC 9207)
	Client        Client    `json:"client"`
	RedirectURI   string    `json:"redirectUri,omitempty"`
	Device        *Device   `json:"device,omitempty"` // nil if a browser comes back
	Resource      string    `json:"resource,omitempty"`
	Scopes        []string  `json:"scopes,omitempty"`
	Added         []string  `json:"added,omitempty"` // those that a server demands beyond what was granted before
	TokenEndpoint string    `json:"tokenEndpoint"`
	Revocation    string    `json:"revocationEndpoint,omitempty"`
	Userinfo      string    `json:"userinfoEndpoint,omitempty"`
	More          bool      `json:"more,omitempty"` // for more permission than there is
	StartedAt     time.Time `json:"startedAt"`
	AskedAt       time.Time `json:"askedAt,omitzero"`  // when a person asked for just this; zero if a call needs it
	OpenedAt      time.Time `json:"openedAt,omitzero"` // when a person was first shown the URL
	ExpiresAt     time.Time `json:"expiresAt"`
	Spent         bool      `json:"spent,omitempty"`     // the code has been sent to the token endpoint; there is no second try
	Cancelled     bool      `json:"cancelled,omitempty"` // its process was told to stop, or is
}

// Device is a sign-in by a code that a person types on any device (RFC 8628).
type Device struct {
	Code     Secret        `json:"deviceCode"`
	UserCode string        `json:"userCode"`
	URI      string        `json:"verificationUri"`
	Complete string        `json:"verificationUriComplete,omitempty"` // with the code in it
	Interval time.Duration `json:"interval"`                          // between two questions whether it was typed
}

// Result is how a sign-in ended.
type Result string

// The results.
const (
	SignedIn  Result = "signed-in"
	Refused   Result = "refused" // by the person
	Failed    Result = "failed"
	Expired   Result = "expired"    // nobody came back
	SignedOut Result = "signed-out" // ended by a sign-out, here or there
)

// Outcome is the end of a sign-in.
type Outcome struct {
	Result  Result    `json:"result"`
	Message string    `json:"message,omitempty"` // holds no secret
	EndedAt time.Time `json:"endedAt"`
}

// Failure is a refresh that failed.
type Failure struct {
	Message string    `json:"message"` // holds no secret
	At      time.Time `json:"at"`
	Count   int       `json:"count"`           // in a row
	Until   time.Time `json:"until,omitzero"`  // as the server asked: not again before
	Final   bool      `json:"final,omitempty"` // refused for good, though the server did not end the grant: only a sign-in helps
}

// Ended is what is left of a grant that the authorization server has ended.
type Ended struct {
	Scope  string    `json:"scope,omitempty"`
	Issuer string    `json:"issuer,omitempty"`
	Grant  string    `json:"grant,omitempty"`
	At     time.Time `json:"at"`
}

// StepUp is a server's demand for more scopes than were granted.
type StepUp struct {
	Scopes    string    `json:"scopes"` // sorted
	Operation string    `json:"operation"`
	At        time.Time `json:"at"`
}

// Trial is a sign-in whose token has not been seen to work yet.
type Trial struct {
	Operation string    `json:"operation,omitempty"` // that asked for it; empty if a person did, and any will do
	At        time.Time `json:"at"`
}

// clone returns a deep copy.
func (r *Record) clone() *Record {
	c := *r
	c.Tokens, c.PendingFlow, c.LastFlow, c.Failure = copied(r.Tokens), copied(r.PendingFlow), copied(r.LastFlow), copied(r.Failure)
	c.Ended, c.Trial, c.Lacking = copied(r.Ended), copied(r.Trial), copied(r.Lacking)
	if c.Client = copied(r.Client); c.Client != nil {
		c.Client.RedirectURIs = slices.Clone(c.Client.RedirectURIs)
	}
	if c.PendingFlow != nil {
		c.PendingFlow.Device = copied(r.PendingFlow.Device)
		c.PendingFlow.Scopes, c.PendingFlow.Added = slices.Clone(c.PendingFlow.Scopes), slices.Clone(c.PendingFlow.Added)
		c.PendingFlow.Client.RedirectURIs = slices.Clone(c.PendingFlow.Client.RedirectURIs)
	}
	c.Others = slices.Clone(r.Others)
	for i := range c.Others {
		c.Others[i].RedirectURIs = slices.Clone(c.Others[i].RedirectURIs)
	}
	c.StepUps = slices.Clone(r.StepUps)
	return &c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
