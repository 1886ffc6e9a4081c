package report

import (
	"math"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		kind          Kind
		value, lo, hi float64
		want          string
	}{
		// nothing, zero, no interval
		{Count, nan, nan, nan, "-"},
		{Seconds, math.Inf(1), nan, nan, "-"},
		{Seconds, 0, 0, 0, "0"},
		{Seconds, 0, nan, nan, "0"},
		{Count, 150, nan, nan, "150"},
		{Count, 150, 150, 150, "150 ± 0"},
		// at least three significant digits
		{Count, 31.52, 31.11, 31.93, "31.5 ± 0.4"},
		{Count, 0.0123, nan, nan, "0.0123"},
		{Count, 7.001, nan, nan, "7.00"},
		{Count, 7, nan, nan, "7"},
		{Count, 1234.56, nan, nan, "1235"},
		// the half-width always shows
		{Count, 31.512, 31.508, 31.516, "31.512 ± 0.004"},
		// thousands
		{Count, 9999, nan, nan, "9999"},
		{Count, 540012, 539200, 540824, "540 012 ± 812"},
		{Count, 1234567, nan, nan, "1 234 567"},
		// a unit for each size, chosen after rounding
		{Seconds, 0.0123, 0.0119, 0.0127, "12.3 ± 0.4 ms"},
		{Seconds, 0.99997, nan, nan, "1.00 s"},
		{Seconds, 999.4e-6, nan, nan, "999 µs"},
		{Seconds, 999.96e-6, nan, nan, "1.00 ms"},
		{Seconds, 45e-6, nan, nan, "45.0 µs"},
		{Seconds, 12e-9, nan, nan, "12.0 ns"},
		{Seconds, 1234.5, nan, nan, "1234 s"},
		{Ratio, 0.2101, 0.2074, 0.2128, "21.0 ± 0.3 %"},
		{Ratio, 1e-4, nan, nan, "0.0100 %"},
		{Ratio, 1e-12, nan, nan, "1.00e-10 %"},
		{Rate, 1.734, 1.662, 1.806, "1.73 ± 0.07/s"},
		{Rate, 0.0012, nan, nan, "0.0720/min"},
		{Rate, 0.0001, nan, nan, "0.360/h"},
		// an interval that is only what rounding left
		{Rate, 5.0 / 3, 5.0/3 - 2.3e-16, 5.0/3 + 2.3e-16, "1.67 ± 0/s"},
		{Rate, 1.67, 1.67 - 2e-11, 1.67 + 2e-11, "1.67000000000 ± 0.00000000002/s"},
		{Count, 1e15, nan, nan, "1.00e+15"},
		{Count, 540012, 0.3, 2e6, "540 012 [0.3, 2 000 000]"},
		{Count, 540012, 0.00003, 2e6, "540 012 [0.00003, 2 000 000]"},
		// intervals that are not symmetric, and wider than the value
		{Count, 4.2, 1.1, 12.4, "4.20 [1.10, 12.40]"},
		{Count, 0.0123, -1.4877, 1.5123, "0.01 ± 1.50"},
		{Count, 0, 0, 0.37, "0 [0, 0.370]"},
		{Count, 0.3, -500, 500.6, "0.3 ± 500.3"},
	} {
		if got := number(c.kind, c.value, c.lo, c.hi).inline(); got != c.want {
			t.Errorf("number(%d, %g, %g, %g) = %q, want %q", c.kind, c.value, c.lo, c.hi, got, c.want)
		}
	}
}

func TestNumberNeverShowsSomethingAsNothing(t *testing.T) {
	for exp := -14; exp <= 12; exp++ {
		for _, m := range []float64{1, 4.9999, 9.9999} {
			for _, kind := range []Kind{Count, Seconds, Ratio, Rate} {
				x := m * math.Pow(10, float64(exp))
				s := number(kind, x, x/2, x*1.5).value
				nonzero := false
				for _, r := range s {
					nonzero = nonzero || r >= '1' && r <= '9'
				}
				if !nonzero {
					t.Errorf("number(%d, %g) = %q", kind, x, s)
				}
			}
		}
	}
}

func TestNumberHasExponentsOnlyWhereItMust(t *testing.T) {
	for exp := -5; exp <= 13; exp++ {
		for half := -18; half <= 3; half++ {
			for _, m := range []float64{1, 5.0 / 3, 9.9999} {
				x := m * math.Pow(10, float64(exp))
				h := x * math.Pow(10, float64(half))
				for _, hi := range []float64{x + h, x + 3*h} {
					if s := number(Count, x, x-h, hi).inline(); strings.Contains(s, "e") {
						t.Errorf("number(%g ± %g) = %q", x, h, s)
					}
				}
			}
		}
	}
}

func TestSpan(t *testing.T) {
	for seconds, want := range map[float64]string{
		1800: "30 min", 300: "5 min", 3600: "1 h", 5400: "90 min", 90: "90 s", 30: "30 s", 0.5: "500 ms", 0.0025: "2.5 ms",
		0: "0 s", 0.1: "100 ms", 1e-6: "1 µs", 5e-9: "5 ns", 86400: "24 h", 1.5: "1.5 s", 61: "61 s",
	} {
		if got := Span(seconds); got != want {
			t.Errorf("Span(%g) = %q, want %q", seconds, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	for _, c := range []struct {
		metric string
		x      float64
		want   string
	}{
		{"wait_seconds", 0.1, "100 ms"},
		{"timeout_ratio", 1e-4, "0.01 %"},
		{"in_use_connections", 130, "130"},
		{"connects_per_second", 2.5, "2.5/s"},
		{"utilisation_ratio", 0.8, "80 %"},
	} {
		if got := limit(c.metric, c.x); got != c.want {
			t.Errorf("limit(%s, %g) = %q, want %q", c.metric, c.x, got, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for s, want := range map[string]string{
		"plain": "plain", "a\nb\tc": "a b c", "\x1b[31mred": "[31mred", "a\x00\x7f\u009bb": "ab", "x\u202ey": "xy", "ä池": "ä池",
	} {
		if got := clean(s); got != want {
			t.Errorf("clean(%q) = %q, want %q", s, got, want)
		}
	}
}
