package workload

import (
	"strconv"
	"strings"
	"time"
)

// parseSeconds reads a decimal number of seconds such as "12.000000345" or "1.5e-05" (as Python writes small numbers)
// exactly, with no float64 in between: neighbouring nanoseconds stay apart 30 years into a recording. What is finer than
// a nanosecond is rounded, halves up. It returns the time, or what is wrong in words that follow the quoted text.
func parseSeconds(text string) (t time.Duration, fault string) {
	const (
		notANumber = "is not a number of seconds"
		tooLong    = "must be at most 1e9 seconds"
	)
	rest, negative := strings.CutPrefix(text, "-")
	if !negative {
		rest = strings.TrimPrefix(rest, "+")
	}
	mantissa, exponent := rest, 0
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		mantissa = rest[:i]
		var err error
		// An exponent too long for an int is refused with the rest: nobody records such a time.
		if exponent, err = strconv.Atoi(rest[i+1:]); err != nil {
			return 0, notANumber
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole == "" && fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return 0, notANumber
	}

	if negative && strings.Trim(whole+fraction, "0") != "" {
		return 0, "must not be negative"
	}

	// The nanoseconds are the digits of whole and fraction together, up to nine places behind the moved point.
	const nanoPlaces, limit = 9, int64(maxSeconds * 1e9)
	exponent = min(max(exponent, -maxExponent), maxExponent)
	places := len(whole) + exponent + nanoPlaces
	ns := int64(0)
	for i := range places {
		if ns > limit/10 {
			return 0, tooLong
		}
		ns = ns*10 + int64(digitAt(whole, fraction, i))
		if ns == 0 && i >= len(mantissa) {
			break // nothing but zeros, however far the exponent reaches
		}
	}
	if places >= 0 && digitAt(whole, fraction, places) >= 5 {
		ns++
	}
	if ns > limit {
		return 0, tooLong
	}
	return time.Duration(ns), ""
}

// maxExponent bounds the work for "1e-999999999"; no longer text of digits can bring such a number back into range.
const maxExponent = 1 << 30

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// digitAt returns the i-th digit of whole and fraction written one after the other, and 0 behind their end.
func digitAt(whole, fraction string, i int) byte {
	switch {
	case i < len(whole):
		return whole[i] - '0'
	case i < len(whole)+len(fraction):
		return fraction[i-len(whole)] - '0'
	}
	return 0
}
