package demo

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Approve is the person at the consent page of a sign-in at the demo's vault, for a machine that has no browser: it opens the page and
// presses Allow.
func Approve(ctx context.Context, page string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return err
	}
	body, err := fetch(req)
	if err != nil {
		return err
	}
	found := regexp.MustCompile(`name="page" value="([A-Z0-9]+)"`).FindStringSubmatch(body)
	if found == nil {
		return fmt.Errorf("no consent page at %s", page)
	}
	form := url.Values{"page": {found[1]}, "answer": {"allow"}}
	at, err := url.Parse(page)
	if err != nil {
		return err
	}
	consent := url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/consent"}
	if req, err = http.NewRequestWithContext(ctx, http.MethodPost, consent.String(), strings.NewReader(form.Encode())); err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, err = fetch(req)
	return err
}

func fetch(req *http.Request) (string, error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: HTTP %d", req.Method, req.URL.Path, resp.StatusCode)
	}
	return string(body), err
}
