package stat

import "poolsim/sim/portable"

// At returns the interval at another level of confidence, more than 0 and less than 1: its half-width is that of Student's
// t for as many values (Law, Simulation Modeling and Analysis, 5th ed., equation 4.12).
func (v Interval) At(confidence float64) Interval {
	if v.N < 2 {
		return v
	}
	h := v.Half() * TQuantile(v.N-1, 1-float64((1-confidence)/2)) / tFactor(v.N)
	v.Lo, v.Hi = v.Value-h, v.Value+h
	return v
}

// Log returns the interval of an estimate that is more than 0 as that of its logarithm, by the delta method: from Value /
// exp(h / Value) to Value x exp(h / Value), with h half its width. It suits products of positive estimates, which are
// skewed to the right (Lehmann, Elements of Large-Sample Theory, 1999, on the delta method). Others stay as they are.
func (v Interval) Log() Interval {
	if !(v.Value > 0) {
		return v
	}
	f := portable.Exp(v.Half() / v.Value)
	v.Lo, v.Hi = v.Value/f, v.Value*f
	return v
}
