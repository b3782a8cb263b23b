package toolschema

import (
	"strconv"
	"strings"
)

// decimal is the exact value of a JSON number, digits × 10^exponent, in one form for each value: digits has no zero at
// either end and is "" for zero.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// farExponent is where exponents stop being told apart: 1e9999999999999999999 and 1e99999999999999999999 count as
// equal, which at worst lets a value pass.
const farExponent = 1_000_000_000_000_000

// decimalOf reads a well-formed JSON number.
func decimalOf(number raw) decimal {
	text := string(number)
	var d decimal
	text, d.negative = strings.CutPrefix(text, "-")
	mantissa := text
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		d.exponent = exponentOf(text[i+1:])
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exponent -= int64(len(fraction))
	digits := strings.TrimLeft(whole+fraction, "0")
	d.digits = strings.TrimRight(digits, "0")
	d.exponent += int64(len(digits) - len(d.digits))
	if d.digits == "" {
		return decimal{}
	}
	return d
}

func exponentOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64) // the only error left is range, and then n is the nearest end of it
	if err != nil || n > farExponent || n < -farExponent {
		if strings.HasPrefix(text, "-") {
			return -farExponent
		}
		return farExponent
	}
	return n
}

// isInteger reports whether the number has no fraction: 2.0 and 1e3 have none.
func (d decimal) isInteger() bool { return d.exponent >= 0 }
