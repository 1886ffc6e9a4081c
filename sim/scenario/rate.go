package scenario

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// rateUnits are the units of time of a rate, in seconds, and in the order in which FormatRate tries them.
var rateUnits = []struct {
	name    string
	seconds float64
}{
	{"s", 1},
	{"min", 60},
	{"h", 3600},
	{"d", 86400},
	{"ms", 1e-3},
	{"us", 1e-6},
	{"ns", 1e-9},
}

// rateAliases are units that people write, and how a scenario writes them.
var rateAliases = map[string]string{
	"sec": "s", "second": "s", "m": "min", "minute": "min", "hr": "h", "hour": "h", "day": "d", "msec": "ms", "S": "s",
}

const rateSyntax = `is no rate: write a number per unit of time (/s, /min, /h, /d or /ms), such as "300/s" or "40/min"`

// ParseRate reads a rate as a scenario writes it, "300/s", "40/min", "5/h", "0.5/ms", and returns it per second. The error
// quotes the text and says what to write; it stands for itself, without a prefix.
func ParseRate(s string) (perSecond float64, err error) {
	number, unit, ok := strings.Cut(s, "/")
	x, good := parseDecimal(number)
	if ok && good {
		for _, u := range rateUnits {
			if u.name == unit {
				return finiteRate(s, perUnit(x, u.seconds))
			}
		}
	}
	if better := betterRate(s); better != "" {
		return 0, fmt.Errorf("%s is no rate: write %s", quote(s), better)
	}
	return 0, fmt.Errorf("%s %s", quote(s), rateSyntax)
}

func finiteRate(s string, x float64) (float64, error) {
	if math.IsInf(x, 0) {
		return 0, fmt.Errorf("%s is too large for a rate", quote(s))
	}
	return x, nil
}

// perUnit returns x per so many seconds, per second. Units below a second multiply, so that 0.5/ms is 500 exactly.
func perUnit(x, seconds float64) float64 {
	if seconds < 1 {
		return x * math.Round(1/seconds)
	}
	return x / seconds
}

// parseDecimal reads a decimal number with an optional exponent, and nothing else.
func parseDecimal(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

// betterRate returns what the writer of s most likely meant, in quotes, or "".
func betterRate(s string) string {
	plain := strings.ReplaceAll(s, " ", "")
	number, unit, ok := strings.Cut(plain, "/")
	if x, good := parseDecimal(number); !good || len(plain) > 64 || math.IsInf(x, 0) {
		return ""
	}
	if !ok {
		return strconv.Quote(number + "/s")
	}
	if short, ok := rateAliases[unit]; ok {
		unit = short
	}
	for _, u := range rateUnits {
		if u.name == unit && plain != s || u.name == unit && number+"/"+unit != s {
			return strconv.Quote(number + "/" + unit)
		}
	}
	return ""
}

// FormatRate writes a rate given per second in the one form that results and `check --effective` use, with the unit that
// makes the number shortest: "300/s", "40/min". ParseRate reads it back exactly.
func FormatRate(perSecond float64) string {
	best := strconv.FormatFloat(perSecond, 'g', -1, 64) + "/s"
	for _, u := range rateUnits[1:] {
		x := perSecond * u.seconds
		for _, digits := range []int{12, -1} {
			s := strconv.FormatFloat(x, 'g', digits, 64)
			y, ok := parseDecimal(s)
			if ok && perUnit(y, u.seconds) == perSecond {
				if s = strconv.FormatFloat(y, 'g', -1, 64) + "/" + u.name; len(s)+2 < len(best) {
					best = s
				}
			}
		}
	}
	return best
}
