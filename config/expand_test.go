package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"one": "secret\n", "two": " a\nb\r\n\n", "binary": "\xff", "ref": "${TOKEN}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "large"), make([]byte, maxSecretFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	x := &expander{env: testEnv, dir: dir, home: dir}
	tests := []struct{ in, want, err string }{
		{"", "", ""},
		{"plain", "plain", ""},
		{"$", "$", ""},
		{"a$b $HOME $1 $$", "a$b $HOME $1 $$", ""},
		{"${TOKEN}", "tok-env", ""},
		{"<${TOKEN}|${HOST}>", "<tok-env|api.example.com>", ""},
		{"$${TOKEN}", "${TOKEN}", ""},
		{"$$${TOKEN}", "$${TOKEN}", ""},
		{"$${", "${", ""},
		{"${EMPTY}", "", ""},
		{"${EMPTY:-x}", "x", ""},
		{"${UNSET:-}", "", ""},
		{"${UNSET:-a:-b}", "a:-b", ""},
		{"${UNSET}", "", "variable UNSET is not set; set it, or write ${UNSET:-default}"},
		{"${TOKEN", "", `"${" without "}"; write $${ for a literal ${`},
		{"${secret text}", "", "malformed reference; allowed: ${VAR}, ${VAR:-default}, ${file:PATH}, and $${ for a literal ${"},
		{"${A:-${B}}", "", "a reference inside a reference is not supported"},
		{"${file:one}", "secret", ""},
		{"Bearer ${file:./one}", "Bearer secret", ""},
		{"${file:~/one}", "secret", ""},
		{"${file:" + filepath.Join(dir, "one") + "}", "secret", ""},
		{"${file:two}", " a\nb", ""},
		{"${file:ref}", "${TOKEN}", ""},
		{"${file:binary}", "", "${file:binary}: not UTF-8 text"},
		{"${file:.}", "", "${file:.}: read DIR: not a regular file but a directory"},
		{"${file:large}", "", "${file:large}: read " + filepath.Join("DIR", "large") + ": file too large: more than 1048576 bytes"},
	}
	for _, tt := range tests {
		got, err := x.expand(tt.in, true)
		message := ""
		if err != nil {
			message = strings.ReplaceAll(err.Error(), dir, "DIR")
		}
		if diff := cmp.Diff([]string{tt.want, tt.err}, []string{got, message}); diff != "" {
			t.Errorf("expand(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
	if _, err := x.expand("${file:one}", false); err == nil {
		t.Error("a file is read where no secret is expected")
	}
	if _, err := (&expander{env: testEnv}).expand("${file:~/one}", true); err == nil {
		t.Error("~ is known without a home")
	}
}

// FuzzExpand: escaped text comes back as it was, and expansion neither panics nor shows the value of a variable in its errors.
func FuzzExpand(f *testing.F) {
	for _, s := range []string{"", "$", "${", "$${", "$$${", "${A}", "$${A}${TOKEN}", "${A:-b}", "$$$$${{}}", "${file:x}"} {
		f.Add(s)
	}
	x := &expander{env: testEnv, dir: f.TempDir()}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := x.expand(strings.ReplaceAll(s, "${", "$${"), false)
		if err != nil || got != s {
			t.Fatalf("expand of %q, escaped, = %q, %v", s, got, err)
		}
		if _, err := x.expand(s, false); err != nil && !strings.Contains(s, "tok-env") && strings.Contains(fmt.Sprint(err), "tok-env") {
			t.Fatalf("expand(%q): %v", s, err)
		}
	})
}
