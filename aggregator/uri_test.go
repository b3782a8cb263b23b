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
	}
	wrong := []string{
		"", "abc", "a/b", ":x", "/x", "//x", "?x", "#x", "1a:b", "a b:c", "é:b", "http:", "http://", "http:///", "https://", "ws:", "ftp:", "HTTP:", "http://a b/", "a://a b/", "memo://x y", "a://[::1", "http://[::1", "a://[::1]x/",
		"http://a:99999/", "a://a:99999/", "db://a:x/", "a://<x>/", "x://y^z/", "x://y|z/", `x://y\z/`, "http://@/", "http://a@/", "a://@/", "a://:80/", "http://?x", "http://#x", "http://%zz/",
	}
	for _, uri := range append(slices.Clone(right), wrong...) {
		if got := isURI(uri); got != slices.Contains(right, uri) {
			t.Errorf("%q: %v", uri, got)
		}
	}
}
