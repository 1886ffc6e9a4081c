package workload

import (
	"math/big"
	"strings"
	"testing"
	"time"
)

func TestParseSeconds(t *testing.T) {
	t.Parallel()
	const notANumber, tooLong = "is not a number of seconds", "must be at most 1e9 seconds"
	for _, c := range []struct {
		text  string
		want  time.Duration
		fault string
	}{
		{"0", 0, ""},
		{"-0.0", 0, ""},
		{"1", time.Second, ""},
		{"+1.5", 1500 * ms, ""},
		{".25", 250 * ms, ""},
		{"2.", 2 * time.Second, ""},
		{"0.1", 100 * ms, ""},
		{"0.0000000004", 0, ""},
		{"0.0000000005", 1, ""},
		{"0.12345678949999", 123456789, ""},
		{"0.9999999995", time.Second, ""},
		{"1e-05", 10 * time.Microsecond, ""},
		{"5e-10", 1, ""},
		{"4e-10", 0, ""},
		{"1.5E+3", 1500 * time.Second, ""},
		{"1e-999999", 0, ""},
		{"0e999999", 0, ""},
		{"0.000000000001e12", time.Second, ""},
		{"00012", 12 * time.Second, ""},
		// float64 seconds would put these neighbours on one value.
		{"999999999.000000001", 999999999000000001, ""},
		{"999999999.000000002", 999999999000000002, ""},
		{"1000000000", maxSeconds * 1e9, ""},
		{"1000000000.0000000001", maxSeconds * 1e9, ""},
		{"1000000000.000000001", 0, tooLong},
		{"1000000001", 0, tooLong},
		{"1e10", 0, tooLong},
		{"9223372036.854775808", 0, tooLong},
		{"99999999999999999999999999", 0, tooLong},
		{"1e999999", 0, tooLong},
		{"-1", 0, "must not be negative"},
		{"-0.0000000001", 0, "must not be negative"},
		{"-1e999999", 0, "must not be negative"},
		{"", 0, notANumber},
		{".", 0, notANumber},
		{"-", 0, notANumber},
		{"--1", 0, notANumber},
		{"-+1", 0, notANumber},
		{"x", 0, notANumber},
		{"1s", 0, notANumber},
		{"1,5", 0, notANumber},
		{"1_000", 0, notANumber},
		{"0x10", 0, notANumber},
		{"nan", 0, notANumber},
		{"inf", 0, notANumber},
		{"1e", 0, notANumber},
		{"1e1.5", 0, notANumber},
		{"1e99999999999999999999", 0, notANumber},
		{"1.2.3", 0, notANumber},
	} {
		got, fault := parseSeconds(c.text)
		if got != c.want || fault != c.fault {
			t.Errorf("parseSeconds(%q) = %d, %q, want %d, %q", c.text, got, fault, c.want, c.fault)
		}
	}
}

// FuzzParseSeconds compares with exact rational arithmetic.
func FuzzParseSeconds(f *testing.F) {
	for _, text := range []string{"0", "1.5", "-2", "1e-05", "999999999.9999999995", "1e9", ".5e1", "x"} {
		f.Add(text)
	}
	half := big.NewRat(1, 2)
	f.Fuzz(func(t *testing.T, text string) {
		got, fault := parseSeconds(text)
		if got < 0 || got > maxSeconds*1e9 {
			t.Fatalf("parseSeconds(%q) = %d is out of range", text, got)
		}
		// SetString also takes fractions, other bases and underscores; large exponents would take its memory.
		_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		if len(exponent) > 3 || strings.ContainsAny(text, "/_xXpPoObB") {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok {
			if fault == "" {
				t.Fatalf("parseSeconds(%q) = %d, but that is no number", text, got)
			}
			return
		}
		want.Mul(want, big.NewRat(1e9, 1))
		negative := want.Sign() < 0
		want.Add(want, half)
		ns := new(big.Int).Div(want.Num(), want.Denom())
		switch inRange := !negative && ns.Cmp(big.NewInt(maxSeconds*1e9)) <= 0; {
		case inRange != (fault == ""):
			t.Fatalf("parseSeconds(%q) = %d, %q, exact %v", text, got, fault, ns)
		case inRange && ns.Int64() != int64(got):
			t.Fatalf("parseSeconds(%q) = %d, exact %v", text, got, ns)
		}
	})
}
