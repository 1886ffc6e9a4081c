package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is an estimate over replications with its confidence interval. Lo and Hi are NaN where fewer than two
// replications observed anything.
type Interval struct {
	Value, Lo, Hi float64
	N             int // replications that observed something
}

// Half returns half the width of the interval.
func (v Interval) Half() float64 { return (v.Hi - v.Lo) / 2 }

// Confidence is the level of all intervals.
const Confidence = 0.95

// tQuantile returns the two-sided quantile of Student's t distribution with n-1 degrees of freedom.
func tQuantile(n int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(1 - (1-Confidence)/2)
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
			squares += float64((x - v.Value) * (x - v.Value))
		}
	}
	half := tQuantile(n) * math.Sqrt(squares/float64(n-1)/float64(n))
	v.Lo, v.Hi = v.Value-half, v.Value+half
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
		e := y[i] - float64(v.Value*x[i])
		squares += float64(e * e)
	}
	half := tQuantile(n) * math.Sqrt(squares/float64(n-1)/float64(n)) / (sx / float64(n))
	v.Lo, v.Hi = v.Value-half, v.Value+half
	return v
}

// Differs reports whether the mean of independent values, one a replication, differs from 0 by Student's t test at the
// level 0.001. It needs three values.
func Differs(xs []float64) bool {
	v := Mean(xs)
	if v.N < 3 || v.Half() == 0 {
		return v.N >= 3 && v.Value != 0
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(v.N - 1)}
	return math.Abs(v.Value)/(v.Half()/tQuantile(v.N)) > t.Quantile(1-0.001/2)
}
