package scenario

import (
	"math"
	"testing"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]float64{
		"300/s": 300, "40/min": 40.0 / 60, "5/h": 5.0 / 3600, "0.5/ms": 500, "0/s": 0, "-1/s": -1, "1e3/s": 1000, "2/d": 2.0 / 86400,
		"3/us": 3e6, "1/ns": 1e9,
	} {
		if got, err := ParseRate(text); got != want || err != nil {
			t.Errorf("ParseRate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseRateFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":         `"" ` + rateSyntax,
		"300":      `"300" is no rate: write "300/s"`,
		"300 / s":  `"300 / s" is no rate: write "300/s"`,
		"40/m":     `"40/m" is no rate: write "40/min"`,
		"5/hour":   `"5/hour" is no rate: write "5/h"`,
		"5/week":   `"5/week" ` + rateSyntax,
		"x/s":      `"x/s" ` + rateSyntax,
		"inf/s":    `"inf/s" ` + rateSyntax,
		"0x10/s":   `"0x10/s" ` + rateSyntax,
		"1_0/s":    `"1_0/s" ` + rateSyntax,
		"/s":       `"/s" ` + rateSyntax,
		"1e999/s":  `"1e999/s" ` + rateSyntax,
		"1e308/ns": `"1e308/ns" is too large for a rate`,
	} {
		if x, err := ParseRate(text); err == nil || err.Error() != want {
			t.Errorf("ParseRate(%q) = %v, %v\nwant %s", text, x, err, want)
		}
	}
}

func TestFormatRate(t *testing.T) {
	for want, x := range map[string]float64{
		"300/s": 300, "40/min": 40.0 / 60, "5/h": 5.0 / 3600, "0.1/s": 0.1, "0/s": 0, "500/s": 500, "7/d": 7.0 / 86400,
	} {
		if got := FormatRate(x); got != want {
			t.Errorf("FormatRate(%v) = %q, want %q", x, got, want)
		}
	}
}

func FuzzRate(f *testing.F) {
	f.Add("300/s", 0.3)
	f.Add("40/min", 1e9)
	f.Add("", 1e-300)
	f.Fuzz(func(t *testing.T, s string, x float64) {
		if y, err := ParseRate(s); err == nil {
			x = y
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return
		}
		if again, err := ParseRate(FormatRate(x)); again != x || err != nil {
			t.Fatalf("%v is %q, which reads as %v, %v", x, FormatRate(x), again, err)
		}
	})
}
