package aggregator

import (
	"slices"
	"strings"
	"testing"
)

// What is remembered is bounded in bytes as well as in number.
func TestSourcesForgetALongURI(t *testing.T) {
	var l sources
	for length, want := range map[int][]string{maxSourceURI: {"a"}, maxSourceURI + 1: nil} {
		uri := strings.Repeat("u", length)
		l.note("a", []byte(`{"content":[{"type":"resource_link","uri":"`+uri+`"}]}`))
		if got := l.of(uri); !slices.Equal(got, want) {
			t.Errorf("of %d bytes: %q", length, got)
		}
	}
}
