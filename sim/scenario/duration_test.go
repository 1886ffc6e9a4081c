package scenario

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "-0": 0, "+5s": 5 * time.Second, "30s": 30 * time.Second, "2.5ms": 2500 * time.Microsecond,
		"1h30m": 90 * time.Minute, "-1s": -time.Second, "1d": 24 * time.Hour, "1d12h": 36 * time.Hour, "1.5d": 36 * time.Hour,
		".5s": time.Second / 2, "1us": time.Microsecond, "1µs": time.Microsecond, "36500d": MaxDuration, "1.1d": 95040 * time.Second,
		"0.000000001s": 1, "1.5h2.25m": 92*time.Minute + 15*time.Second,
	} {
		if got, err := ParseDuration(text); got != want || err != nil {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseDurationFaults(t *testing.T) {
	const syntax = ` is no duration: write a number with a unit (ns, us, ms, s, m, h or d), such as "30s" or "2.5ms"`
	for text, want := range map[string]string{
		"":                        `""` + syntax,
		"-":                       `"-"` + syntax,
		"s":                       `"s"` + syntax,
		".s":                      `".s"` + syntax,
		"1.2.3s":                  `"1.2.3s"` + syntax,
		"abc":                     `"abc"` + syntax,
		"1x":                      `"1x"` + syntax,
		"--1s":                    `"--1s"` + syntax,
		"1e3s":                    `"1e3s"` + syntax,
		"30 s":                    `"30 s" is no duration: write "30s"`,
		"30sec":                   `"30sec" is no duration: write "30s"`,
		"5 minutes":               `"5 minutes" is no duration: write "5m"`,
		"3600":                    `"3600" is no duration: write "3600s" or "1h"`,
		"0.5":                     `"0.5" is no duration: write "500ms"`,
		"30":                      `"30" is no duration: write "30s"`,
		"36501d":                  `"36501d" is too long: at most 36500d`,
		"999999999999999999999h":  `"999999999999999999999h" is too long: at most 36500d`,
		"-999999999999999999999d": `"-999999999999999999999d" is too long: at most 36500d`,
		"36500d1ns":               `"36500d1ns" is too long: at most 36500d`,
	} {
		if d, err := ParseDuration(text); err == nil || err.Error() != want {
			t.Errorf("ParseDuration(%q) = %v, %v\nwant %s", text, d, err, want)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "1ns": 1, "1.5us": 1500, "500us": 500 * time.Microsecond, "2.5ms": 2500 * time.Microsecond, "30s": 30 * time.Second,
		"1m": time.Minute, "1h": time.Hour, "1h30m": 90 * time.Minute, "1h0m5s": time.Hour + 5*time.Second, "1d": day, "365d": 365 * day,
		"36h": 36 * time.Hour, "-1s": -time.Second, "-10m": -10 * time.Minute, "10m10s": 610 * time.Second, "-2d": -2 * day,
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%v) = %q, want %q", d, got, want)
		}
	}
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"30s", "1d12h", "2.5ms", "-1s", "1.1d", "36500d", "30 sec", "1µs"} {
		f.Add(s, int64(1500))
	}
	f.Add("", int64(90*time.Minute))
	f.Fuzz(func(t *testing.T, s string, n int64) {
		d, err := ParseDuration(s)
		if err == nil && d.Abs() > MaxDuration {
			t.Fatalf("%q is %v", s, d)
		}
		if err != nil {
			d = time.Duration(n) % (MaxDuration + 1)
		}
		if again, err := ParseDuration(FormatDuration(d)); again != d || err != nil {
			t.Fatalf("%d ns is %q, which reads as %d ns, %v", d, FormatDuration(d), again, err)
		}
		if std, err := time.ParseDuration(s); err == nil && std.Abs() <= MaxDuration && std != d && len(s) <= 64 {
			t.Fatalf("%q is %v, time.ParseDuration says %v", s, d, std)
		}
	})
}
