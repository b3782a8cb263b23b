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
		"http://1.2.3.4/", "http://1.2.3.4./", "http://256/", "http://0x7f.1/", "http://0X.0x/", "http://010.08a/", "http://1.65535.65535.a/", "http://1.2.65535/", "http://4294967295/", "http://../", "http://1.2.3.256a/", "http://0x1g/", "a://1.2.3.256/", "file://notes.1a/",
	}
	wrong := []string{
		"", "abc", "a/b", ":x", "/x", "//x", "?x", "#x", "1a:b", "a b:c", "é:b", "http:", "http://", "http:///", "https://", "ws:", "ftp:", "HTTP:", "http://a b/", "a://a b/", "memo://x y", "a://[::1", "http://[::1", "a://[::1]x/",
		"http://a:99999/", "a://a:99999/", "db://a:x/", "a://<x>/", "x://y^z/", "x://y|z/", `x://y\z/`, "http://@/", "http://a@/", "a://@/", "a://:80/", "http://?x", "http://#x", "http://%zz/",
		"file://my notes.txt", "file://a%20b/c", "file://user@host/x", "file://localhost:80/x", "file://localhost:/x", "file://@/x", "file://<id>", "file://CC:/x", "file://1:/x", "file://a|b/x", `file:\\a b\c`, "file://[abc]/x", "file://%zz/x",
		"https://a%20b/x", "https://a%2fb/x", "https://a%3Ab/x", "https://%ff/x", "https://a%00/x", "https://a%7f/x", "https://a%25/x", "https://a%3cb/x",
		"http://1.2.3.256/", "http://1.2.3.256./", "http://1.2.3.4.5/", "http://256.1/", "http://app.log.1/", "file://app.log.1", "http://08/", "http://4294967296/", "http://1.2.65536/", "http://a.0x/", "http://0b1.1/", "http://1_0.1/", "http://.1/", "http://1..2/", "http://+1.1/", "http://a%2E1/", "http://99999999999999999999/",
	}
	for _, uri := range append(slices.Clone(right), wrong...) {
		if got := isURI(uri); got != slices.Contains(right, uri) {
			t.Errorf("%q: %v", uri, got)
		}
	}
}
