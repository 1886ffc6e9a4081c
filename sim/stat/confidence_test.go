package stat_test

import (
	"math"
	"testing"

	"poolsim/sim/stat"
)

// Half-widths of 4 values with standard deviation 1: t / 2, with t from Law, table T.1 (3 degrees of freedom).
func TestIntervalAtAnotherConfidence(t *testing.T) {
	t.Parallel()
	d := math.Sqrt(3) / 2
	v := stat.Mean([]float64{10 - d, 10 + d, 10 - d, 10 + d})
	for confidence, want := range map[float64]float64{0.90: 2.353, 0.95: 3.182, 0.98: 4.541, 0.99: 5.841} {
		if got := v.At(confidence); math.Abs(got.Half()-want/2) > 0.0005 || math.Abs((got.Lo+got.Hi)/2-10) > 1e-12 {
			t.Errorf("at %v: %+v, half %v, want half %v", confidence, got, got.Half(), want/2)
		}
	}
	if one := stat.Mean([]float64{1}).At(0.99); !math.IsNaN(one.Lo) {
		t.Errorf("one value has the interval %+v", one)
	}
}

func TestIntervalOfTheLogarithm(t *testing.T) {
	t.Parallel()
	v := stat.Interval{Value: 2, Lo: 1, Hi: 3, N: 5}.Log()
	if f := math.Exp(0.5); math.Abs(v.Lo-2/f) > 1e-15 || math.Abs(v.Hi-2*f) > 1e-15 {
		t.Errorf("the interval is %+v", v)
	}
	zero := stat.Interval{Lo: -1, Hi: 1, N: 5}
	if zero.Log() != zero {
		t.Errorf("the interval of 0 is %+v", zero.Log())
	}
}
