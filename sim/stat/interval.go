package stat

import (
	"math"
	"sync"

	"poolsim/sim/portable/cephes"
)

// Interval is an estimate over replications with its confidence interval. Lo and Hi are NaN where fewer than two
// replications observed anything, Hi also where a quantile cannot be bounded above.
type Interval struct {
	Value, Lo, Hi float64
	N             int // replications that observed something
}

// Half returns half the width of the interval.
func (v Interval) Half() float64 { return (v.Hi - v.Lo) / 2 }

// Confidence is the level of all intervals.
const Confidence = 0.95

// tQuantiles remembers the quantiles that were computed, by degrees of freedom and probability: finding one takes longer
// than everything else about an interval.
var tQuantiles sync.Map

// TQuantile returns the quantile of Student's t distribution with the given degrees of freedom, at least 1, at the
// probability p, between 0 and 1, to 12 digits.
func TQuantile(degrees int, p float64) float64 {
	key := [2]float64{float64(degrees), p}
	if t, ok := tQuantiles.Load(key); ok {
		return t.(float64)
	}
	t := cephes.TQuantile(float64(degrees), p)
	tQuantiles.Store(key, t)
	return t
}

// tFactor returns how many standard errors of n values half an interval is wide.
func tFactor(n int) float64 { return TQuantile(n-1, 1-(1-Confidence)/2) }

// half returns half the width of an interval from the sum of the squares of n deviations.
func half(n int, squares float64) float64 {
	return tFactor(n) * math.Sqrt(squares/float64(n-1)/float64(n))
}

// square returns the square of the deviation of x from y, where what is only the rounding of x counts as none: values
// that are all the same have an interval of width 0.
func square(x, y float64) float64 {
	d := float64(x) - float64(y) // rounded, if they are products: package portable says why
	if math.Abs(d) <= 1e-14*math.Abs(x) {
		return 0
	}
	return float64(d * d)
}

// Greatest returns the greatest of the values, one a replication, without an interval: what may lie beyond the greatest
// that was seen, nothing that was seen tells. NaNs are replications that observed nothing, and are left out.
func Greatest(xs []float64) Interval {
	v := Interval{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	for _, x := range xs {
		if math.IsNaN(x) {
			continue
		}
		if v.N++; !(x <= v.Value) {
			v.Value = x
		}
	}
	return v
}

// Mean returns the mean of independent values, one a replication, with Student's t interval (Law, Simulation Modeling
// and Analysis, 5th ed., equation 4.12). NaNs are replications that observed nothing, and are left out.
func Mean(xs []float64) Interval {
	var sum float64
	n := 0
	for _, x := range xs {
		if !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	v := Interval{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), N: n}
	if n == 0 {
		return v
	}
	v.Value = sum / float64(n)
	if n == 1 {
		return v
	}
	var squares float64
	for _, x := range xs {
		if !math.IsNaN(x) {
			squares += square(x, v.Value)
		}
	}
	h := half(n, squares)
	v.Lo, v.Hi = v.Value-h, v.Value+h
	return v
}

// Ratio returns the ratio of sums, sum of y over sum of x, of pairs that belong to one replication each, with the
// classical interval for ratio estimation (Cochran, Sampling Techniques, 3rd ed., equation 6.13; Law, section 4.5's t
// quantile). A mean over observations is such a ratio: their sum over their number. Where all x are 0 it is NaN.
func Ratio(y, x []float64) Interval {
	var sy, sx float64
	for i := range x {
		sy += y[i]
		sx += x[i]
	}
	n := len(x)
	v := Interval{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), N: n}
	if sx == 0 {
		v.N = 0
		return v
	}
	v.Value = sy / sx
	if n < 2 {
		return v
	}
	var squares float64
	for i := range x {
		squares += square(y[i], v.Value*x[i])
	}
	h := half(n, squares) / (sx / float64(n))
	v.Lo, v.Hi = v.Value-h, v.Value+h
	return v
}

// Differs reports whether the mean of independent values, one a replication, differs from 0 by Student's t test at the
// level 0.001. It needs three values.
func Differs(xs []float64) bool {
	v := Mean(xs)
	if v.N < 3 || v.Half() == 0 {
		return v.N >= 3 && v.Value != 0
	}
	standardError := v.Half() / tFactor(v.N)
	return math.Abs(v.Value)/standardError > TQuantile(v.N-1, 1-0.001/2)
}
