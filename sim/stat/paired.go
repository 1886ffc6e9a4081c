package stat

import "math"

// Residuals are an estimate from independent replications, and for each replication how far it pulls the estimate away from
// its truth: the mean of the residuals' squares over the number of replications is the variance of the estimate. Two
// estimates whose replications are pairs, as on common random numbers, have differences of residuals, and so a variance of
// their difference that knows how much of both is the same chance.
type Residuals struct {
	Value float64
	Each  []float64 // by replication; NaN where nothing was observed
}

// MeanResiduals returns the mean of y, and the deviations from it. NaNs are left out, as by Mean.
func MeanResiduals(y []float64) Residuals {
	r := Residuals{Value: Mean(y).Value, Each: make([]float64, len(y))}
	for i := range y {
		r.Each[i] = deviation(y[i], r.Value)
	}
	return r
}

// RatioResiduals returns the ratio of sums, sum of y over sum of x, and its linearised residuals (y - R x) / mean of x
// (Cochran, Sampling Techniques, 3rd ed., section 6.3, equation 6.9; the delta method). Where all x are 0 everything is NaN.
func RatioResiduals(y, x []float64) Residuals {
	var sum float64
	for _, v := range x {
		sum += v
	}
	r := Residuals{Value: Ratio(y, x).Value, Each: make([]float64, len(y))}
	for i := range y {
		r.Each[i] = deviation(y[i], r.Value*x[i]) * float64(len(x)) / sum
	}
	return r
}

// QuantileResiduals returns the quantile of all values together, and how far the quantile of each replication's own lies
// from it: sectioning (Asmussen and Glynn, Stochastic Simulation, 2007, section III.5a; Nakayama, Confidence intervals for
// quantiles using sectioning when applying variance-reduction techniques, ACM TOMACS 24, 2014). The centre is the quantile
// of all, which is nearly without bias; that of the few values of one replication has more.
func QuantileResiduals(pooled float64, each []float64) Residuals {
	r := Residuals{Value: pooled, Each: make([]float64, len(each))}
	for i, q := range each {
		r.Each[i] = deviation(q, pooled)
	}
	return r
}

// deviation returns x - y, 0 where that is only rounding; see square.
func deviation(x, y float64) float64 {
	d := float64(x) - float64(y) // rounded, if they are products: package portable says why
	if math.Abs(d) <= 1e-14*math.Abs(x) {
		return 0
	}
	return d
}

// Difference returns other - base with the interval of Student's t for pairs (Law, Simulation Modeling and Analysis, 5th
// ed., section 10.2.1): replication i of both saw the same random numbers. Replications in which one of them observed
// nothing are no pairs. What is smaller than the rounding of the two is a difference of 0.
func Difference(base, other Residuals) Interval {
	v := Interval{Value: other.Value - base.Value}
	if math.Abs(v.Value) <= rounding*max(math.Abs(base.Value), math.Abs(other.Value)) {
		v.Value = 0
	}
	return v.spread(base, other, 1, 1)
}

// rounding is the share of two numbers below which their difference comes from how they were added up. Durations are whole
// nanoseconds, so that a real difference is never so small.
const rounding = 1e-13

// Relative returns other/base - 1 with its interval by the delta method: the residual of a ratio r is that of other minus r
// times that of base, over base (Law, section 10.2.1, with Cochran, equation 6.9). It is NaN where base is 0 or, by its own
// interval of the same confidence, may be.
func Relative(base, other Residuals) Interval {
	d := Difference(base, other)
	if own := (Interval{Value: base.Value}).spread(base, base, 0, 1); !(math.Abs(base.Value) > own.Half()) {
		return Interval{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), N: d.N}
	}
	r := other.Value / base.Value
	return Interval{Value: d.Value / base.Value}.spread(base, other, r/base.Value, 1/base.Value)
}

// spread gives an estimate the interval that comes from the residuals b x other - a x base.
func (v Interval) spread(base, other Residuals, a, b float64) Interval {
	v.Lo, v.Hi, v.N = math.NaN(), math.NaN(), 0
	var squares float64
	for i := range base.Each {
		d := deviation(b*other.Each[i], a*base.Each[i])
		if !math.IsNaN(d) {
			squares += float64(d * d)
			v.N++
		}
	}
	if v.N > 1 && !math.IsNaN(v.Value) {
		h := half(v.N, squares)
		v.Lo, v.Hi = v.Value-h, v.Value+h
	}
	return v
}

// Gain returns how many times as many replications it would take, without pairs, for a difference that is known as well:
// the variance of a difference of independent estimates over that of the pairs, both from the same replications. It is NaN
// where neither varies, and infinite where their difference does not.
func Gain(base, other Residuals) float64 {
	var apart, paired float64
	for i := range base.Each {
		b, o := base.Each[i], other.Each[i]
		if d := deviation(o, b); !math.IsNaN(d) {
			apart += float64(b*b) + float64(o*o)
			paired += float64(d * d)
		}
	}
	return apart / paired
}
