package oauth

import (
	"slices"
	"strings"
	"time"

	"ncp/tokenstore"
)

// Registration is how the client came to be known at the authorization server.
type Registration string

// The registrations.
const (
	NoClient   Registration = ""
	Registered Registration = "registered"               // by ncp itself (RFC 7591)
	Configured Registration = "configured"               // by hand: "oauth21.clientId"
	Document   Registration = "client metadata document" // "oauth21.clientMetadataUrl"
)

// Status is what the store knows of a sign-in. It holds no secret.
type Status struct {
	SignedIn     bool // there are tokens that can be sent, now or after a refresh
	Identity     tokenstore.Identity
	Scopes       []string // sorted
	ObtainedAt   time.Time
	ExpiresAt    time.Time // of the access token; zero if the server does not say
	Refreshable  bool
	Issuer       string // or the token endpoint of a server without one
	Registration Registration
	ClientID     string
	Pending      bool   // a sign-in is under way, in any process
	LastFailure  string // of a refresh, "" after one that worked
	LastFlow     *tokenstore.Outcome
	EndedAt      time.Time          // of the former grant, zero if there is none or another one since
	Lacking      *tokenstore.StepUp // what a server has demanded beyond Scopes of late, nil if nothing
	File         string
}

// Status reads what is stored. It asks nobody. With an error nothing but File is known.
func (t *Transport) Status() (Status, error) {
	record, err := t.load()
	if err != nil {
		return Status{File: t.store.Path()}, err
	}
	s := Status{File: t.store.Path(), LastFlow: record.LastFlow}
	if c := record.Client; c != nil {
		s.ClientID, s.Issuer, s.Registration = c.ClientID, c.Issuer, Registered
		switch {
		case c.Configured && c.ClientID == t.set.ClientMetadataURL:
			s.Registration = Document
		case c.Configured:
			s.Registration = Configured
		}
	}
	if tokens := record.Tokens; tokens != nil {
		s.SignedIn, s.Refreshable = alive(record) || t.set.ClientCredentials, t.renewable(tokens)
		s.Identity, s.ObtainedAt, s.ExpiresAt = tokens.Identity, tokens.ObtainedAt, tokens.ExpiresAt
		s.Scopes = strings.Fields(tokens.Scope)
		slices.Sort(s.Scopes)
		if tokens.Issuer != "" {
			s.Issuer = tokens.Issuer
		}
	}
	s.Lacking = lacks(record)
	if record.Failure != nil {
		s.LastFailure = record.Failure.Message
	}
	if record.Ended != nil {
		s.EndedAt = record.Ended.At
	}
	p := record.PendingFlow
	s.Pending = p != nil && !p.Cancelled && now().Before(p.ExpiresAt)
	return s, nil
}

// SamePerson reports whether two sign-ins are known to be one person's: the same subject of the same issuer.
func SamePerson(a, b Status) bool {
	return a.SignedIn && b.SignedIn && a.Identity.Subject != "" && a.Identity.Subject == b.Identity.Subject && sameIssuer(a.Issuer, b.Issuer)
}
