package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Entry is a server to be written, with the keys that have flags on a command line; JSON gives what AddServer takes. Strings are written as
// they are: give Escape(s) for text that stands for itself, ${VAR} for a reference.
type Entry struct {
	URL                 string      `json:"url,omitempty"`
	Command             string      `json:"command,omitempty"`
	Args                []string    `json:"args,omitempty"`
	Env                 Pairs       `json:"env,omitempty"`
	Cwd                 string      `json:"cwd,omitempty"`
	Transport           Transport   `json:"transport,omitempty"` // TransportAuto is written as no transport
	Headers             Pairs       `json:"headers,omitempty"`
	Auth                *EntryAuth  `json:"auth,omitempty"`
	Disabled            bool        `json:"disabled,omitempty"`
	Timeout             Millis      `json:"timeout,omitempty"`
	Tools               *EntryTools `json:"tools,omitempty"`
	AllowInsecureHTTP   bool        `json:"allowInsecureHttp,omitempty"`
	AllowPrivateNetwork bool        `json:"allowPrivateNetwork,omitempty"`
}

// EntryAuth is the credentials of an Entry.
type EntryAuth struct {
	Type     AuthType    `json:"type"`
	Token    string      `json:"token,omitempty"`
	Header   string      `json:"header,omitempty"`
	Username string      `json:"username,omitempty"`
	Password *string     `json:"password,omitempty"` // may be empty, but not nil, for AuthBasic
	OAuth    *EntryOAuth `json:"oauth21,omitempty"`
}

// EntryOAuth is the OAuth settings of an Entry.
type EntryOAuth struct {
	Scopes            []string `json:"scopes,omitempty"`
	CallbackPort      int      `json:"callbackPort,omitempty"`
	ClientID          string   `json:"clientId,omitempty"`
	ClientSecret      string   `json:"clientSecret,omitempty"`
	ClientMetadataURL string   `json:"clientMetadataUrl,omitempty"`
	Account           string   `json:"account,omitempty"`
}

// EntryTools is the filter of an Entry.
type EntryTools struct {
	Allow []string `json:"allow,omitempty"`
	Deny  []string `json:"deny,omitempty"`
}

// Millis is a duration that is written in milliseconds.
type Millis time.Duration

// MarshalJSON implements json.Marshaler.
func (m Millis) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, time.Duration(m).Milliseconds(), 10), nil
}

// Pairs is an object of strings whose order is kept.
type Pairs []Param

// MarshalJSON implements json.Marshaler.
func (ps Pairs) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, p := range ps {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := plainJSON(p.Name)
		if err != nil {
			return nil, err
		}
		value, err := plainJSON(p.Value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// JSON returns the entry as a JSON object.
func (e Entry) JSON() ([]byte, error) {
	if e.Transport == TransportAuto {
		e.Transport = ""
	}
	data, err := plainJSON(e)
	if err != nil {
		return nil, fmt.Errorf("write entry: %w", err)
	}
	return data, nil
}

// plainJSON encodes v with & < > as they are.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
