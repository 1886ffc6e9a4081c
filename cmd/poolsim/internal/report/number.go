package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/experiment"
)

// Kind says what a number measures, and so in which units people read it.
type Kind uint8

// The kinds of numbers.
const (
	Count   Kind = iota // connections, requests, events: no unit
	Seconds             // a duration
	Ratio               // a share, shown in percent
	Rate                // events per second
)

// KindOf reads the kind from a metric's name, which carries its unit last.
func KindOf(metric string) Kind {
	switch {
	case strings.HasSuffix(metric, "_per_second"):
		return Rate
	case strings.HasSuffix(metric, "_seconds"):
		return Seconds
	case strings.HasSuffix(metric, "_ratio"):
		return Ratio
	}
	return Count
}

// unit is a unit in which a kind of number can be shown: shown = base x factor.
type unit struct {
	from   float64 // the smallest magnitude, in the base unit, that is shown in this unit
	factor float64
	name   string // with the space that stands before it
}

// units are the units of each kind, the largest first; the last one takes everything that is smaller.
var units = map[Kind][]unit{
	Count:   {{0, 1, ""}},
	Seconds: {{1, 1, " s"}, {1e-3, 1e3, " ms"}, {1e-6, 1e6, " µs"}, {0, 1e9, " ns"}},
	Ratio:   {{0, 100, " %"}},
	Rate:    {{0.01, 1, "/s"}, {0.01 / 60, 60, "/min"}, {0, 3600, "/h"}},
}

const (
	digits = 3 // significant digits of a value, at least
	none   = "-"

	// A figure whose value is outside this range, in the unit in which it is shown, is written with exponents, which is
	// what this number of decimals stands for.
	smallest = 1e-6
	largest  = 1e15
	exponent = -1

	// noise is the share of a value below which the width of its interval is what rounding left, and so no width.
	noise = 1e-12
)

// figure is a number in words, in pieces so that a table may put them side by side or one above the other.
type figure struct {
	value    string // without unit: "12.3"; "-" where nothing was observed
	unit     string // " ms", "/s", " %", or nothing
	interval string // "± 0.4" or "[11.9, 12.9]", in the same unit; empty where there is none
}

// inline writes the figure in one line.
func (f figure) inline() string {
	if f.interval == "" {
		return f.value + f.unit
	}
	return f.value + " " + f.interval + f.unit
}

// stacked writes the interval below the value.
func (f figure) stacked() string {
	if f.interval == "" {
		return f.value + f.unit
	}
	return f.value + f.unit + "\n" + f.interval
}

// number shows a value and its interval. lo and hi are NaN where there is no interval.
func number(kind Kind, value, lo, hi float64) figure {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return figure{value: none}
	}
	known := !math.IsNaN(lo) && !math.IsNaN(hi)
	half := 0.0
	if known {
		half = (hi - lo) / 2
	}
	if half < noise*math.Abs(value) {
		lo, hi, half = value, value, 0
	}
	size := math.Abs(value)
	if size == 0 {
		size = half
	}
	if size == 0 {
		return figure{value: "0"}
	}
	u := unitFor(kind, size)
	value, lo, hi, half = value*u.factor, lo*u.factor, hi*u.factor, half*u.factor
	dec := decimalsFor(math.Abs(value), half)
	if kind == Count && half == 0 && value == math.Trunc(value) && dec != exponent {
		dec = 0 // a whole number that is no estimate: a limit, a maximum that never changed
	}
	f := figure{value: plain(value, dec), unit: u.name}
	if !known {
		return f
	}
	up, down := plain(float64(hi)-float64(value), dec), plain(float64(value)-float64(lo), dec)
	if up == down {
		f.interval = "± " + plain(half, dec)
	} else {
		f.interval = "[" + plain(lo, dec) + ", " + plain(hi, dec) + "]"
	}
	return f
}

// metric shows the value of a metric with its interval.
func metric(m *experiment.Metric) figure {
	return number(KindOf(m.Metric), float64(m.Value), float64(m.Lo), float64(m.Hi))
}

// Value shows a number of a kind without an interval: "12.3 ms".
func Value(kind Kind, x float64) string {
	return number(kind, x, math.NaN(), math.NaN()).inline()
}

// unitFor returns the unit for a magnitude. The magnitude is rounded first, so that 999.97 ms becomes 1.00 s.
func unitFor(kind Kind, size float64) unit {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(size, 'e', digits-1, 64), 64)
	if err != nil {
		rounded = size
	}
	list := units[kind]
	for _, u := range list[:len(list)-1] {
		if rounded >= u.from {
			return u
		}
	}
	return list[len(list)-1]
}

// decimalsFor returns the decimals that show value with three significant digits and the half-width with one. A value
// that is smaller than its half-width gets no digits that mean nothing, but never becomes a row of zeros.
func decimalsFor(value, half float64) int {
	size := value
	if value == 0 {
		size = half
	}
	switch {
	case size < smallest || size >= largest:
		return exponent
	case half == 0:
		return decimals(value, digits)
	case value == 0:
		return decimals(half, digits)
	case half > value:
		return max(decimals(half, digits), decimals(value, 1))
	}
	return max(decimals(value, digits), decimals(half, 1))
}

// decimals returns how many decimals show x with at least n significant digits.
func decimals(x float64, n int) int {
	s := strconv.FormatFloat(x, 'e', n-1, 64) // rounds first: 9.996 counts as 10.0
	exp, err := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	if err != nil {
		return 0
	}
	return max(0, n-1-exp)
}

// plain writes x with that many decimals and its thousands apart. Exact zero is "0", and only exact zero is.
func plain(x float64, dec int) string {
	switch size := math.Abs(x); {
	case size == 0:
		return "0"
	case dec == exponent:
		return strconv.FormatFloat(x, 'e', digits-1, 64)
	case dec == 0 && size < smallest: // an interval far wider than its value
		return strconv.FormatFloat(x, 'e', 0, 64)
	case dec == 0 && size <= 0.5:
		dec = decimals(size, 1)
	}
	return thousands(strconv.FormatFloat(x, 'f', dec, 64))
}

// thousands parts the whole digits of a decimal number in threes from 10 000 on.
func thousands(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) < 5 {
		return s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	if frac != "" {
		b.WriteByte('.')
		b.WriteString(frac)
	}
	return b.String()
}

// Whole writes a whole number with its thousands apart.
func Whole[T ~int | ~int64 | ~uint64](n T) string { return thousands(strconv.FormatInt(int64(n), 10)) }

// Span writes a duration that somebody chose, exactly and in its largest whole unit: "30 min", "30 s", "2.5 ms".
func Span(seconds float64) string {
	ns := math.Round(seconds * 1e9)
	for _, u := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}} {
		n := ns / float64(u.size)
		if n >= 1 && (n == math.Trunc(n) || u.size <= time.Second) {
			return thousands(strconv.FormatFloat(n, 'f', -1, 64)) + " " + u.name
		}
	}
	if ns == 0 {
		return "0 s"
	}
	return strconv.FormatFloat(ns, 'f', -1, 64) + " ns"
}

// limit writes a bound that somebody chose: exactly as given, in a unit that suits it.
func limit(metric string, x float64) string {
	switch KindOf(metric) {
	case Seconds:
		return Span(x)
	case Ratio:
		return exact(x*100) + " %"
	case Rate:
		return exact(x) + "/s"
	}
	return exact(x)
}

// exact writes x with the digits it has, up to nine.
func exact(x float64) string { return thousands(strconv.FormatFloat(round9(x), 'f', -1, 64)) }

// round9 removes the noise of a binary multiplication: 1e-4 x 100 is 0.01.
func round9(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 8, 64), 64)
	if err != nil {
		return x
	}
	return y
}
