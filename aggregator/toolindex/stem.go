package toolindex

// stem cuts English endings so that forms of one word meet ("databases", "database"; "listing", "lists", "list"). It is Porter's algorithm of 1980, applied to words of
// letters a-z only; every other word stays as it is. The result shares memory with w, which it may change.
func stem(w []byte) []byte {
	if len(w) < 3 {
		return w
	}
	for _, c := range w {
		if c < 'a' || c > 'z' {
			return w
		}
	}
	w = plural(w)
	w = pastAndGerund(w)
	if n := len(w) - 1; w[n] == 'y' && hasVowel(w[:n]) {
		w[n] = 'i'
	}
	w = replaceSuffix(w, doubleSuffixes, 0)
	w = replaceSuffix(w, adjectiveSuffixes, 0)
	w = dropSuffix(w)
	return finalE(w)
}

type suffixRule struct{ from, to string }

// Longer suffixes stand before their own endings.
var doubleSuffixes = []suffixRule{
	{"ational", "ate"},
	{"tional", "tion"},
	{"enci", "ence"},
	{"anci", "ance"},
	{"izer", "ize"},
	{"bli", "ble"},
	{"alli", "al"},
	{"entli", "ent"},
	{"eli", "e"},
	{"ousli", "ous"},
	{"ization", "ize"},
	{"ation", "ate"},
	{"ator", "ate"},
	{"alism", "al"},
	{"iveness", "ive"},
	{"fulness", "ful"},
	{"ousness", "ous"},
	{"aliti", "al"},
	{"iviti", "ive"},
	{"biliti", "ble"},
	{"logi", "log"},
}

var adjectiveSuffixes = []suffixRule{
	{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""},
}

var plainSuffixes = []string{
	"ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic", "ou",
}

func plural(w []byte) []byte {
	switch {
	case ends(w, "sses"), ends(w, "ies") && len(w) > 4:
		return w[:len(w)-2]
	case ends(w, "ies"):
		return w[:len(w)-1]
	case ends(w, "ss"), ends(w, "us"):
	case ends(w, "s"):
		return w[:len(w)-1]
	}
	return w
}

func pastAndGerund(w []byte) []byte {
	if ends(w, "eed") {
		if measure(w[:len(w)-3]) > 0 {
			return w[:len(w)-1]
		}
		return w
	}
	cut := w
	switch {
	case ends(w, "ed"):
		cut = w[:len(w)-2]
	case ends(w, "ing"):
		cut = w[:len(w)-3]
	}
	if len(cut) == len(w) || !hasVowel(cut) {
		return w
	}
	n := len(cut)
	switch {
	case ends(cut, "at"), ends(cut, "bl"), ends(cut, "iz"):
		return append(cut, 'e')
	case n >= 2 && cut[n-1] == cut[n-2] && !isVowel(cut, n-1) && cut[n-1] != 'l' && cut[n-1] != 's' && cut[n-1] != 'z':
		return cut[:n-1]
	case measure(cut) == 1 && shortSyllable(cut):
		return append(cut, 'e')
	}
	return cut
}

func replaceSuffix(w []byte, rules []suffixRule, least int) []byte {
	for _, r := range rules {
		if ends(w, r.from) {
			if base := w[:len(w)-len(r.from)]; measure(base) > least {
				return append(base, r.to...)
			}
			return w
		}
	}
	return w
}

func dropSuffix(w []byte) []byte {
	for _, s := range plainSuffixes {
		if !ends(w, s) {
			continue
		}
		base := w[:len(w)-len(s)]
		if measure(base) > 1 && (s != "ion" || ends(base, "s") || ends(base, "t")) {
			return base
		}
		return w
	}
	return w
}

func finalE(w []byte) []byte {
	if n := len(w) - 1; w[n] == 'e' {
		if m := measure(w[:n]); m > 1 || m == 1 && !shortSyllable(w[:n]) {
			w = w[:n]
		}
	}
	if n := len(w); n > 1 && w[n-1] == 'l' && w[n-2] == 'l' && measure(w) > 1 {
		w = w[:n-1]
	}
	return w
}

func ends(w []byte, s string) bool { return len(w) > len(s) && string(w[len(w)-len(s):]) == s }

func isVowel(w []byte, i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	case 'y':
		return i > 0 && !isVowel(w[:i], i-1)
	}
	return false
}

func hasVowel(w []byte) bool {
	for i := range w {
		if isVowel(w, i) {
			return true
		}
	}
	return false
}

// measure counts the changes from vowel to consonant, Porter's m.
func measure(w []byte) int {
	m, was := 0, false
	for i := range w {
		is := isVowel(w, i)
		if was && !is {
			m++
		}
		was = is
	}
	return m
}

// shortSyllable reports an ending consonant, vowel, consonant other than w, x and y.
func shortSyllable(w []byte) bool {
	n := len(w)
	return n >= 3 && !isVowel(w, n-1) && isVowel(w, n-2) && !isVowel(w, n-3) && w[n-1] != 'w' && w[n-1] != 'x' && w[n-1] != 'y'
}
