package oauth

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"ncp/tokenstore"
)

// identityTime bounds the question who has signed in: it is asked while a person waits, and only to show the answer to that person.
const identityTime = 3 * time.Second

// claims are what we read of an ID token or of userinfo (OpenID Connect Core sections 2 and 5.1).
type claims struct {
	Issuer   string          `json:"iss"`
	Audience json.RawMessage `json:"aud"` // a string or a list
	Subject  string          `json:"sub"`
	Email    string          `json:"email"`
	Username string          `json:"preferred_username"`
	Name     string          `json:"name"`
}

// identify asks who has signed in, where the authorization server tells: in an ID token, else at its userinfo endpoint. It is for
// people to read and decides nothing, so an answer that does not fit is none.
func (t *Transport) identify(ctx context.Context, p *tokenstore.PendingFlow, answer *tokenAnswer, tokens *tokenstore.Tokens) tokenstore.Identity {
	// The signature is not checked: "If the ID Token is received via direct communication between the Client and the Token Endpoint
	// [...], the TLS server validation MAY be used to validate the issuer in place of checking the token signature." (section 3.1.3.7)
	if c := readIDToken(answer.IDToken); c != nil && sameIssuer(c.Issuer, p.Issuer) && c.isFor(p.Client.ClientID) {
		return c.identity()
	}
	if p.Userinfo == "" || !hasAll(tokens.Scope, []string{"openid"}) {
		return tokenstore.Identity{}
	}
	if _, err := t.web.check("the userinfo endpoint", p.Userinfo); err != nil {
		return tokenstore.Identity{}
	}
	ctx, cancel := context.WithTimeout(ctx, identityTime)
	defer cancel()
	got, err := t.web.do(ctx, http.MethodGet, p.Userinfo, "", nil, http.Header{"Authorization": {"Bearer " + tokens.AccessToken.Reveal()}})
	var c claims
	if err != nil || got.status != http.StatusOK || json.Unmarshal(got.body, &c) != nil {
		return tokenstore.Identity{}
	}
	return c.identity()
}

func readIDToken(token string) *claims {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	var c claims
	if err != nil || json.Unmarshal(data, &c) != nil {
		return nil
	}
	return &c
}

func (c *claims) isFor(client string) bool {
	var one string
	var many []string
	return json.Unmarshal(c.Audience, &one) == nil && one == client || json.Unmarshal(c.Audience, &many) == nil && slices.Contains(many, client)
}

func (c *claims) identity() tokenstore.Identity {
	if c.Subject == "" {
		return tokenstore.Identity{}
	}
	return tokenstore.Identity{Subject: quoted(c.Subject), Name: quoted(cmp.Or(c.Email, c.Username, c.Name))}
}
