package stat_test

import (
	"math"
	"testing"

	"poolsim/sim/stat"
)

// TestCorrelatedAtItsThreshold has eight values, the fewest, a line with a zigzag on it, such that 1 - (mean square of
// successive differences)/(2 variance) is a little less and a little more than 2.326 sqrt(6/63) = 0.718.
func TestCorrelatedAtItsThreshold(t *testing.T) {
	t.Parallel()
	zigzag := func(n int, height float64) (xs []float64, statistic float64) {
		for i := range n {
			xs = append(xs, float64(i)+height*float64(1-2*(i%2)))
		}
		mean, squares, steps := 0.0, 0.0, 0.0
		for _, x := range xs {
			mean += x / float64(n)
		}
		for i, x := range xs {
			squares += (x - mean) * (x - mean)
			if i > 0 {
				steps += (x - xs[i-1]) * (x - xs[i-1])
			}
		}
		return xs, 1 - steps/(2*squares)
	}
	for _, c := range []struct {
		statistic float64
		want      bool
	}{{0.7150, false}, {0.7210, true}} {
		lo, hi := 0.0, 2.0 // the higher, the less
		for range 60 {
			if _, s := zigzag(8, (lo+hi)/2); s > c.statistic {
				lo = (lo + hi) / 2
			} else {
				hi = (lo + hi) / 2
			}
		}
		xs, s := zigzag(8, lo)
		if got := stat.Correlated(xs); math.Abs(s-c.statistic) > 1e-9 || got != c.want {
			t.Errorf("statistic %v: correlated %v, want %v", s, got, c.want)
		}
	}
	if xs, _ := zigzag(7, 0); stat.Correlated(xs) {
		t.Error("seven values are enough")
	}
}

// TestCountsHaveAsManyBinsAsNeeded, and no more.
func TestCountsHaveAsManyBinsAsNeeded(t *testing.T) {
	t.Parallel()
	for length, want := range map[int64]int{1: 1, 9: 1, 10: 1, 11: 2, 19: 2, 20: 2, 21: 3} {
		if got := stat.NewCounts(5, length, 10).Bins(); got != want {
			t.Errorf("%d of width 10: %d bins, want %d", length, got, want)
		}
	}
}

// TestAnotherConfidenceOfTwo: two values have an interval at every level; Student's t of one degree of freedom is 12.7 at 95 %
// and 63.7 at 99 %.
func TestAnotherConfidenceOfTwo(t *testing.T) {
	t.Parallel()
	v := stat.Mean([]float64{1, 2})
	if got, want := v.At(0.99).Half()/v.Half(), 63.6567411628/12.7062047364; math.Abs(got-want) > 1e-9 {
		t.Errorf("at 99 %% the interval is %v times as wide as at 95 %%, want %v", got, want)
	}
}

// TestSameValuesHaveNoWidth, of whatever size and number they are, and values that differ have one.
func TestSameValuesHaveNoWidth(t *testing.T) {
	t.Parallel()
	for _, x := range []float64{1e-9 / 3, 0.1, 123456.789, 1e12 / 7} {
		for n := 2; n < 60; n++ {
			xs := make([]float64, n)
			for i := range xs {
				xs[i] = x
			}
			if v := stat.Mean(xs); v.Half() != 0 {
				t.Errorf("%d times %v: half a width of %v", n, x, v.Half())
			}
			xs[0] *= 1 + 1e-10
			if v := stat.Mean(xs); !(v.Half() > 0) {
				t.Errorf("%d times %v, of which one is greater: half a width of %v", n, x, v.Half())
			}
		}
	}
}

// TestFewestValues: a ratio has an interval from two pairs on, and three values are enough to differ from 0.
func TestFewestValues(t *testing.T) {
	t.Parallel()
	if v := stat.Ratio([]float64{1, 2}, []float64{1, 1}); !(v.Half() > 0) {
		t.Errorf("of two pairs: %+v", v)
	}
	if v := stat.Ratio([]float64{1}, []float64{1}); !math.IsNaN(v.Half()) {
		t.Errorf("of one pair: %+v", v)
	}
	for _, c := range []struct {
		xs   []float64
		want bool
	}{{[]float64{10, 10.01, 10.02}, true}, {[]float64{10, 10.01}, false}, {[]float64{-1, 0.5, 1}, false}, {[]float64{2, 2, 2}, true}, {[]float64{2, 2}, false}} {
		if got := stat.Differs(c.xs); got != c.want {
			t.Errorf("%v differ from 0: %v", c.xs, got)
		}
	}
}
