package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/internal/secret"
)

const text = "hunter2-opensesame"

type holder struct {
	Name   string
	Token  secret.String
	hidden secret.String
}

func values() map[string]any {
	s := secret.New(text)
	return map[string]any{
		"value":             s,
		"pointer":           &s,
		"struct":            holder{Name: "n", Token: s, hidden: s},
		"pointer to struct": &holder{Name: "n", Token: s, hidden: s},
		"slice":             []secret.String{s},
		"slice of structs":  []holder{{Token: s, hidden: s}},
		"map":               map[string]secret.String{"k": s},
		"any":               []any{s, holder{hidden: s}},
		"error":             fmt.Errorf("sign in with %v: %w", s, errors.New("refused")),
	}
}

func TestVerbs(t *testing.T) {
	for name, v := range values() {
		for _, verb := range strings.Split("v +v #v s q x X d o b c U e g t T 10s -10q 08d", " ") {
			if got := fmt.Sprintf("%"+verb, v); strings.Contains(got, text) || strings.Contains(got, fmt.Sprintf("%x", text)) ||
				strings.Contains(got, fmt.Sprintf("%X", text)) {
				t.Errorf("%s: %%%s shows the text: %s", name, verb, got)
			}
		}
	}
	s := secret.New(text)
	for _, verb := range strings.Split("v +v #v s q x X d o b c U e g t", " ") {
		if diff := cmp.Diff("[redacted]", fmt.Sprintf("%"+verb, s)); diff != "" {
			t.Errorf("%%%s (-want +got):\n%s", verb, diff)
		}
	}
}

func TestEncodings(t *testing.T) {
	for name, v := range values() {
		if _, isError := v.(error); isError {
			continue
		}
		got, err := json.Marshal(v)
		if err != nil || strings.Contains(string(got), text) {
			t.Errorf("%s: json: %s, %v", name, got, err)
		}
	}
	got, err := json.Marshal(struct {
		Token secret.String            `json:"token"`
		None  secret.String            `json:"none,omitzero"`
		Map   map[string]secret.String `json:"map"`
	}{Token: secret.New(text), Map: map[string]secret.String{"a": secret.New(text)}})
	if diff := cmp.Diff(`{"token":"[redacted]","map":{"a":"[redacted]"}}`, string(got)); diff != "" || err != nil {
		t.Errorf("json (-want +got):\n%s%v", diff, err)
	}
}

func TestSlog(t *testing.T) {
	var buf bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&buf, nil), slog.NewTextHandler(&buf, nil)} {
		log := slog.New(h)
		for name, v := range values() {
			log.Info("value", name, v)
			log.With(name, v).WithGroup("g").Info("with", slog.Group("inner", slog.Any("v", v)))
		}
	}
	if strings.Contains(buf.String(), text) {
		t.Errorf("slog shows the text:\n%s", buf.String())
	}
	if !strings.Contains(buf.String(), "[redacted]") {
		t.Errorf("slog shows no %q:\n%s", "[redacted]", buf.String())
	}
}

func TestEqual(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"", "a", false}, {"a", "a", true}, {"a", "b", false}, {"a", "ab", false},
	}
	for _, tt := range tests {
		a, b := secret.New(tt.a), secret.New(tt.b)
		if got := a.Equal(b); got != tt.want {
			t.Errorf("%q.Equal(%q) = %v", tt.a, tt.b, got)
		}
		if got := cmp.Equal(a, b); got != tt.want {
			t.Errorf("cmp.Equal(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
	if diff := cmp.Diff(secret.New("one"), secret.New("two")); strings.Contains(diff, "one") {
		t.Errorf("cmp shows the text: %s", diff)
	}
}

func TestReveal(t *testing.T) {
	if got := secret.New(text).Reveal(); got != text {
		t.Errorf("Reveal() = %q", got)
	}
	if !secret.New("").IsZero() || !(secret.String{}).IsZero() || secret.New(text).IsZero() {
		t.Error("IsZero is wrong")
	}
	if got := (secret.String{}).Reveal(); got != "" {
		t.Errorf("zero Reveal() = %q", got)
	}
}
