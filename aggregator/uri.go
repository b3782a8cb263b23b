package aggregator

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// isURI reports whether hosts can parse a URI. Some of them, those of the Python SDK first of all, parse the URI of each resource that they are listed, and
// lose the list over one that they cannot. The rules are those of browsers (https://url.spec.whatwg.org): a scheme has to be there, and a space does harm in
// the host's name alone. Names that are no Punycode are let pass.
func isURI(uri string) bool {
	uri = strings.TrimFunc(uri, func(r rune) bool { return r <= ' ' })
	uri = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(uri)
	scheme, rest, ok := strings.Cut(uri, ":")
	return ok && isScheme(scheme) && isAuthority(strings.ToLower(scheme), rest)
}

func isScheme(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return s != "" && strings.Contains(letters, s[:1]) && strings.Trim(s, letters+"0123456789+-.") == ""
}

// isAuthority reports whether what follows a scheme has a host where it has to, and no host that cannot be one.
func isAuthority(scheme, rest string) bool {
	web := slices.Contains([]string{"http", "https", "ws", "wss", "ftp"}, scheme)
	file := scheme == "file"
	if web || file {
		rest = strings.ReplaceAll(rest, `\`, "/")
	}
	switch {
	case web:
		rest = strings.TrimLeft(rest, "/")
	case !strings.HasPrefix(rest, "//"):
		return true
	default:
		rest = rest[2:]
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	if file && isDrive(rest) {
		return true
	}
	at := strings.LastIndexByte(rest, '@')
	host, port, hasPort := strings.Cut(rest[at+1:], ":")
	if strings.HasPrefix(rest[at+1:], "[") {
		inner, behind, closed := strings.Cut(rest[at+2:], "]")
		addr, err := netip.ParseAddr(inner)
		host, port, hasPort = "ip", strings.TrimPrefix(behind, ":"), behind != ""
		if !closed || err != nil || !addr.Is6() || hasPort && behind[0] != ':' {
			return false
		}
	}
	if port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	if file && (at >= 0 || hasPort) || web && host == "" {
		return false
	}
	if web || file { // what an escape stands for counts as well
		name, err := url.PathUnescape(host)
		if err != nil || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || strings.ContainsRune("#%/:?@\x7f\uFFFD", r) }) {
			return false
		}
		if !isAddressOrName(strings.Split(strings.TrimSuffix(name, "."), ".")) {
			return false
		}
		host = name
	}
	return !strings.ContainsAny(host, "\x00 <>[]^|\\") && (host != "" || at < 0 && !hasPort)
}

// isDrive reports whether a text is a letter of a drive, which stands where a host would.
func isDrive(s string) bool { return len(s) == 2 && isScheme(s[:1]) && (s[1] == ':' || s[1] == '|') }

// isAddressOrName reports whether the parts of a host's name end in no number, or else are an IPv4 address: up to four numbers in the notations of C, the
// last of them for all the bytes that are left.
func isAddressOrName(parts []string) bool {
	bits := max(8, 8*(5-len(parts)))
	for i, part := range slices.Backward(parts) {
		base, digits := 10, "0123456789"
		if hex, ok := strings.CutPrefix(strings.ToLower(part), "0x"); ok {
			base, digits, part = 16, "0123456789abcdef", "0"+hex
		} else if len(part) > 1 && part[0] == '0' {
			base = 8
		}
		if i == len(parts)-1 && (part == "" || strings.Trim(part, digits) != "") {
			return true
		}
		if _, err := strconv.ParseUint(part, base, bits); err != nil || len(parts) > 4 {
			return false
		}
		bits = 8
	}
	return true
}
