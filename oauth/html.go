package oauth

import (
	"errors"
	"fmt"
	"html"
	"net/http"
)

// show writes the one page there is: fixed, without scripts, and with nothing of the request in it.
func show(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ncp</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem; color-scheme: light dark }
</style>
<h1>ncp</h1>
<p>%s</p>
</html>
`, html.EscapeString(text))
}

// showOutcome tells the person who came back how the sign-in has ended.
func showOutcome(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrRefused):
		show(w, http.StatusBadRequest, "The sign-in did not work: it was refused.")
		return
	case errors.Is(err, errNoCode):
		show(w, http.StatusBadRequest, "This is not the end of a sign-in; the one under way goes on.")
		return
	case err != nil:
		show(w, http.StatusBadRequest, "The sign-in did not work. Your program says why.")
		return
	}
	show(w, http.StatusOK, "You are signed in. You can close this page and go back to your program.")
}
