package study_test

import (
	"testing"

	"poolsim/sim/study"
)

func TestMeasure(t *testing.T) {
	tests := []struct {
		text  string
		value float64
		what  study.Quantity
	}{
		{"10", 10, study.Number},
		{"-2.5e3", -2500, study.Number},
		{"0", 0, study.Number},
		{`"10"`, 10, study.Number},
		{"2.5ms", 0.0025, study.Seconds},
		{`"1h30m"`, 5400, study.Seconds},
		{"7d", 604800, study.Seconds},
		{"300/s", 300, study.PerSecond},
		{"30/min", 0.5, study.PerSecond},
		{"none", 0, study.Text},
		{"true", 0, study.Text},
		{"", 0, study.Text},
		{"1e999", 0, study.Text},
		{`{ dist = "exponential", mean = "2ms" }`, 0, study.Text},
	}
	for _, tt := range tests {
		if value, what := study.Measure(tt.text); value != tt.value || what != tt.what {
			t.Errorf("%q: %g, %d; want %g, %d", tt.text, value, what, tt.value, tt.what)
		}
	}
}
