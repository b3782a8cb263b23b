package e2e

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// asBrowser makes this program a browser that opens its argument: it keeps cookies, follows redirects, and fills in the forms that it
// meets as an obliging person would.
const asBrowser = "NCP_E2E_BROWSER"

const maxForms = 5 // in a row: a sign-in has a login and a consent

func browse(page string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := http.Client{Jar: jar}
	resp, err := client.Get(page)
	for range maxForms {
		if err != nil {
			return err
		}
		body, readErr := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if readErr != nil {
			return readErr
		}
		action, fields, found := formOf(string(body))
		if !found {
			return nil // the last page, whatever it says
		}
		to, urlErr := resp.Request.URL.Parse(action)
		if urlErr != nil {
			return urlErr
		}
		resp, err = client.PostForm(to.String(), fields)
	}
	return fmt.Errorf("more than %d forms after %s", maxForms, page)
}

// formOf reads the form of a page and fills in its fields.
func formOf(page string) (action string, fields url.Values, found bool) {
	form := regexp.MustCompile(`(?s)<form[^>]*\baction="([^"]*)".*?</form>`).FindStringSubmatch(page)
	if form == nil {
		return "", nil, false
	}
	fields = url.Values{}
	for _, input := range regexp.MustCompile(`<input[^>]*>`).FindAllString(form[0], -1) {
		name, value := attribute(input, "name"), attribute(input, "value")
		if value == "" && !strings.Contains(input, `type="hidden"`) {
			value = "alice"
		}
		if name != "" {
			fields.Set(name, value)
		}
	}
	return html.UnescapeString(form[1]), fields, true
}

func attribute(tag, name string) string {
	found := regexp.MustCompile(`\b` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}
