package scenario

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// MaxDuration is the longest duration that a scenario can name, 36,500 days: two of them still add up without overflow.
const MaxDuration = 36_500 * day

const day = 24 * time.Hour

// durationUnits are the words for people.
const durationUnits = "ns, us, ms, s, m, h or d"

// unitAliases are units that people write, and how a scenario writes them.
var unitAliases = map[string]string{
	"sec": "s", "secs": "s", "second": "s", "seconds": "s",
	"min": "m", "mins": "m", "minute": "m", "minutes": "m",
	"hr": "h", "hrs": "h", "hour": "h", "hours": "h",
	"day": "d", "days": "d",
	"msec": "ms", "msecs": "ms", "millis": "ms", "millisecond": "ms", "milliseconds": "ms",
	"usec": "us", "micros": "us", "microsecond": "us", "microseconds": "us",
	"nsec": "ns", "nanos": "ns", "nanosecond": "ns", "nanoseconds": "ns",
	"S": "s", "M": "m", "H": "h", "D": "d", "MS": "ms", "Ms": "ms",
}

// ParseDuration reads a duration as a scenario writes it: what [time.ParseDuration] reads ("2.5ms", "1h30m", "-1s"), and
// days ("7d", "1d12h"). A unit is always needed, except for "0". The error of anything else, and of what is longer than
// [MaxDuration], quotes the text and says what to write; it stands for itself, without a prefix.
func ParseDuration(s string) (time.Duration, error) {
	d, fault := parseDuration(s)
	if fault == "" {
		return d, nil
	}
	if better := betterDuration(s); better != "" && fault == durationSyntax {
		return 0, fmt.Errorf("%s is no duration: write %s", quote(s), better)
	}
	return 0, fmt.Errorf("%s %s", quote(s), fault)
}

const (
	durationSyntax  = "is no duration: write a number with a unit (" + durationUnits + `), such as "30s" or "2.5ms"`
	durationTooLong = "is too long: at most 36500d"
)

// parseDuration returns the duration, or what is wrong with it in words that follow the text.
func parseDuration(s string) (time.Duration, string) {
	rest := strings.TrimLeft(s, "+-")
	if len(s)-len(rest) > 1 || rest == "" || len(s) > 64 {
		return 0, durationSyntax
	}
	if rest == "0" {
		return 0, ""
	}
	var sum time.Duration
	for rest != "" {
		number := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if number <= 0 {
			return 0, durationSyntax
		}
		end := strings.IndexAny(rest[number:], ".0123456789")
		if end < 0 {
			end = len(rest) - number
		}
		d, fault := parseTerm(rest[:number], rest[number:number+end])
		if fault != "" {
			return 0, fault
		}
		if sum += d; sum > MaxDuration {
			return 0, durationTooLong
		}
		rest = rest[number+end:]
	}
	if s[0] == '-' {
		sum = -sum
	}
	return sum, ""
}

// parseTerm reads one number with its unit; the result is at most MaxDuration. A fraction of a nanosecond is cut off.
func parseTerm(number, unit string) (time.Duration, string) {
	factor := time.Duration(1)
	if unit == "d" {
		factor, unit = 24, "h"
	}
	d, err := time.ParseDuration(number + unit)
	if err != nil {
		if _, err := time.ParseDuration("1" + unit); err == nil && number != "." && strings.Count(number, ".") <= 1 {
			return 0, durationTooLong
		}
		return 0, durationSyntax
	}
	if d > MaxDuration/factor {
		return 0, durationTooLong
	}
	if factor == 1 {
		return d, ""
	}
	// The part of an hour that a cut fraction lost would be multiplied too: days are taken apart instead.
	whole, fraction, _ := strings.Cut(number, ".")
	n, _ := strconv.ParseInt("0"+whole, 10, 64)
	f, _ := strconv.ParseFloat("0."+fraction+"0", 64)
	return min(time.Duration(n)*day+time.Duration(math.Round(f*float64(day))), MaxDuration), ""
}

// betterDuration returns what the writer of s most likely meant, in quotes: "30s" for "30 s" and "30 sec"; for a number
// without a unit all that it may mean. It returns "" when there is no telling.
func betterDuration(s string) string {
	s = strings.TrimSpace(s)
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return writeDuration(x)
	}
	number := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("+-.0123456789", r) })
	if number <= 0 {
		return ""
	}
	unit := strings.TrimSpace(s[number:])
	if short, ok := unitAliases[unit]; ok {
		unit = short
	}
	if _, fault := parseDuration(s[:number] + unit); fault != "" {
		return ""
	}
	return strconv.Quote(s[:number] + unit)
}

// writeDuration returns how a scenario writes x seconds, in quotes; "" when it cannot.
func writeDuration(x float64) string {
	if math.IsNaN(x) || math.Abs(x) > MaxDuration.Seconds() {
		return ""
	}
	d := time.Duration(math.Round(x * 1e9))
	canonical := FormatDuration(d)
	if d == 0 || math.Abs(x) < 1 {
		return strconv.Quote(canonical)
	}
	plain := strconv.FormatFloat(x, 'f', -1, 64) + "s"
	if plain == canonical {
		return strconv.Quote(plain)
	}
	return fmt.Sprintf("%q or %q", plain, canonical)
}

// FormatDuration writes a duration in the one form that results and `check --effective` use: "0s", "2.5ms", "30s", "1h30m",
// "3d". Days appear only where nothing but days is left. ParseDuration reads it back exactly.
func FormatDuration(d time.Duration) string {
	if d != 0 && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	s := strings.Replace(d.String(), "µ", "u", 1)
	if d.Abs() < time.Minute {
		return s
	}
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
