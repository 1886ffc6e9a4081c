package plots

import (
	"math"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/experiment"
)

// Spaces of typography: both keep a number and its unit on one line.
const (
	thin    = "\u2009" // between groups of three digits
	noBreak = "\u00a0" // between a number and its unit
)

// count writes a whole number with thin spaces between the thousands: 6 500. A number that is not whole is rounded.
func count(x float64) string {
	return group(strconv.FormatFloat(math.Round(x)+0, 'f', 0, 64)) // + 0 turns -0 into 0
}

// amount writes a number with as many significant digits, without trailing zeros: 45.2, 1 230, 0.5.
func amount(x float64, digits int) string {
	if x == 0 {
		return "0"
	}
	x = significant(x, digits)
	decimals := max(0, digits-1-int(math.Floor(math.Log10(math.Abs(x))+1e-12)))
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return group(s)
}

// significant rounds to as many significant digits.
func significant(x float64, digits int) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', digits-1, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// group puts thin spaces into the whole part of a decimal number of five digits or more, and of four as well: columns of
// ticks read better when 2 500 looks like 10 000.
func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, fraction, dotted := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thin + whole[i:]
	}
	if dotted {
		whole += "." + fraction
	}
	return sign + whole
}

// percent writes a ratio in percent. It never writes 0 % for something or 100 % for less than everything.
func percent(ratio float64, digits int) string {
	p := 100 * ratio
	switch {
	case p <= 0 || p == 100:
		return count(p) + noBreak + "%"
	case p < 1e-4*(1-1e-9):
		return "<" + noBreak + "0.0001" + noBreak + "%"
	case p > 99 && p < 100:
		rest := math.Max(1e-4, significant(100-p, 1))
		return strconv.FormatFloat(100-rest, 'f', max(0, -int(math.Floor(math.Log10(rest)+1e-9))), 64) + noBreak + "%"
	}
	return amount(p, digits) + noBreak + "%"
}

// decadePercent writes a power of ten as ticks do: 10 %, 0.001 %.
func decadePercent(x float64) string { return amount(100*x, 2) + noBreak + "%" }

// seconds writes a duration with the unit that suits it: 84 µs, 250 ms, 2.1 s, 30 min.
func seconds(x float64, digits int) string {
	if x == 0 {
		return "0" + noBreak + "ms"
	}
	x = significant(x, digits)
	unit, size := "s", 1.0
	switch a := math.Abs(x); {
	case a < 1e-6:
		unit, size = "ns", 1e-9
	case a < 1e-3:
		unit, size = "µs", 1e-6
	case a < 1:
		unit, size = "ms", 1e-3
	case a < 120:
	case a < 7200:
		unit, size = "min", 60
	default:
		unit, size = "h", 3600
	}
	return amount(x/size, digits) + noBreak + unit
}

// decadeSeconds writes a power of ten of seconds as ticks do: 10 ms, 1 s, 100 s. It never turns to minutes.
func decadeSeconds(x float64) string {
	if x >= 0.9999999 {
		return amount(x, 3) + noBreak + "s"
	}
	return seconds(x, 3)
}

// span writes a length of virtual time exactly: 30 min, 1 h 30 min, 90 s.
func span(x float64) string {
	if x < 0 || x > 1e9 || math.IsNaN(x) {
		return amount(x, 3) + noBreak + "s"
	}
	d := time.Duration(math.Round(x * float64(time.Second)))
	if d < 2*time.Minute && d%time.Minute != 0 || d < time.Minute {
		return amount(d.Seconds(), 6) + noBreak + "s"
	}
	var parts []string
	for _, u := range []struct {
		name string
		size time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}} {
		if n := d / u.size; n > 0 {
			parts = append(parts, count(float64(n))+noBreak+u.name)
			d -= n * u.size
		}
	}
	if d > 0 {
		parts = append(parts, amount(d.Seconds(), 6)+noBreak+"s")
	}
	return strings.Join(parts, noBreak)
}

// clock writes a point of virtual time as m:ss, or as h:mm:ss when it or the axis it is on reaches an hour.
func clock(x float64, hours bool) string {
	t := int64(math.Round(x))
	two := func(n int64) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	if hours || t >= 3600 {
		return strconv.FormatInt(t/3600, 10) + ":" + two(t/60%60) + ":" + two(t%60)
	}
	return strconv.FormatInt(t/60, 10) + ":" + two(t%60)
}

// plural writes a number of things: 1 request, 6 500 requests.
func plural(x float64, one, many string) string {
	if math.Round(x) == 1 {
		return "1" + noBreak + one
	}
	return count(x) + noBreak + many
}

// footer says which run a figure shows.
func footer(r *experiment.Result) string {
	runs := plural(float64(r.Replications), "replication", "replications")
	if r.Planned > r.Replications {
		runs = count(float64(r.Replications)) + " of " + plural(float64(r.Planned), "replication", "replications")
	}
	length := span(r.DurationSeconds)
	if r.WarmupSeconds > 0 {
		length += " after " + span(r.WarmupSeconds) + " warm-up"
	}
	parts := []string{
		strings.TrimSpace("poolsim " + r.Poolsim), r.Name, "seed " + strconv.FormatUint(r.Seed, 10), runs, length,
	}
	if n := len(r.Warnings); n > 0 {
		parts = append(parts, plural(float64(n), "warning", "warnings")+", see the result")
	}
	if r.Name == "" {
		parts = append(parts[:1], parts[2:]...)
	}
	return strings.Join(parts, " · ")
}
