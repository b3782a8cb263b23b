package aggregator

import (
	"slices"
	"testing"
)

// What is right and wrong here was asked of pydantic's AnyUrl.
func TestIsURI(t *testing.T) {
	right := []string{
		"a:", "a:b", "urn:x", "a://", "a:///", "file:", "file:///a b", "a+b.c-d:x", " a:b ", "a://é/", "a://%zz/", "http://é/", "http:x", "http:/x", "http:///x", "http:\\\\x", "http://a_b/", "a:b\nc", "x://a@b@c:1/", `C:\x`,
		"file://C:/x", "file://", "a://b:", "http://b:/", "note:a b", "data:,x", "screen://localhost/{id}", "memo://x/y z", "a://[::1]:80/", "A:b", "ncp:", "a://b?x y", "a://b#x y", "HTTP://x", "http://%41/",
		"file://C:", "file://c|/x", "file://host/a b", `file:\\host\a b`, "file:/a b@c:1", "file://[::1]/x", "file://%41/", "file://é/", "file://{path}", "file://?a b", "a://a%20b/c", "http://a%2Eb/", "http://u%20v@a/", "file://a_b/",
	}
	wrong := []string{
		"", "abc", "a/b", ":x", "/x", "//x", "?x", "#x", "1a:b", "a b:c", "é:b", "http:", "http://", "http:///", "https://", "ws:", "ftp:", "HTTP:", "http://a b/", "a://a b/", "memo://x y", "a://[::1", "http://[::1", "a://[::1]x/",
		"http://a:99999/", "a://a:99999/", "db://a:x/", "a://<x>/", "x://y^z/", "x://y|z/", `x://y\z/`, "http://@/", "http://a@/", "a://@/", "a://:80/", "http://?x", "http://#x", "http://%zz/",
		"file://my notes.txt", "file://a%20b/c", "file://user@host/x", "file://localhost:80/x", "file://localhost:/x", "file://@/x", "file://<id>", "file://CC:/x", "file://1:/x", "file://a|b/x", `file:\\a b\c`, "file://[abc]/x", "file://%zz/x",
		"https://a%20b/x", "https://a%2fb/x", "https://a%3Ab/x", "https://%ff/x", "https://a%00/x", "https://a%7f/x", "https://a%25/x", "https://a%3cb/x",
	}
	for _, uri := range append(slices.Clone(right), wrong...) {
		if got := isURI(uri); got != slices.Contains(right, uri) {
			t.Errorf("%q: %v", uri, got)
		}
	}
}
