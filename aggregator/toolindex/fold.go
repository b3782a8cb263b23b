package toolindex

import "unicode"

// Base letters of U+00C0..U+017F and U+1E00..U+1EF9; '?' marks what has none or needs more than one.
const (
	latin1 = "aaaaaa?ceeeeiiii?nooooo?ouuuuy??aaaaaa?ceeeeiiii?nooooo?ouuuuy?y" +
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	latinExt = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuu" +
		"vvvvwwwwwwwwwwxxxxyyzzzzzzhtwy?s????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy"
)

// foldRune appends r in lower case and without accents. Accents written as combining marks vanish; a letter that stands for two ("ß") becomes both.
func foldRune(dst []byte, r rune) []byte {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	case r >= 0xC0 && r < 0x180:
		if c := latin1[r-0xC0]; c != '?' {
			return append(dst, c)
		}
	case r >= 0x1E00 && r <= 0x1EF9:
		if c := latinExt[r-0x1E00]; c != '?' {
			return append(dst, c)
		}
	case r >= 0xFF01 && r <= 0xFF5E: // fullwidth forms of ASCII
		return foldRune(dst, r-0xFF01+'!')
	}
	switch r {
	case 'Æ', 'æ':
		return append(dst, "ae"...)
	case 'Œ', 'œ':
		return append(dst, "oe"...)
	case 'ß', 'ẞ':
		return append(dst, "ss"...)
	case 'Þ', 'þ':
		return append(dst, "th"...)
	case 'Ð', 'ð':
		return append(dst, 'd')
	case 'Ĳ', 'ĳ':
		return append(dst, "ij"...)
	case 'ё', 'Ё':
		r = 'е'
	case 'ς':
		r = 'σ'
	case 'ـ': // Arabic tatweel stretches a word and says nothing
		return dst
	}
	if unicode.Is(unicode.Mn, r) {
		return dst
	}
	return appendRune(dst, unicode.ToLower(r))
}
