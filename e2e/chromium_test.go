//go:build peers

package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// One whole sign-in as a person does it, in a real browser.
func TestSignInWithChromium(t *testing.T) {
	c := startCertified(t, 3600)
	script, err := filepath.Abs(filepath.Join("peers", "chromium.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "page.txt")
	picture := filepath.Join(t.TempDir(), "page.png")
	if keep := os.Getenv("SCREENSHOT"); keep != "" {
		picture = keep
	}
	c.env = append(c.env, "SCREENSHOT="+picture, "PAGE="+text, "BROWSER="+node(t)+" "+script)
	c.expect("files:list_files", "secret.txt", 1)
	shown, err := os.ReadFile(text)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); err != nil && time.Since(began) < 20*time.Second; <-again.C { // ncp does not wait for the browser
		shown, err = os.ReadFile(text)
	}
	if want := "ncp\n\nYou are signed in. You can close this page and go back to your program."; err != nil || string(shown) != want {
		t.Errorf("%v, the last page says %q", err, shown)
	}
	c.expect("files:list_files", "secret.txt", 0)
}
