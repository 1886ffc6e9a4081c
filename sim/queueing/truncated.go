package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// truncated is the law on [0, end] with a density proportional to exp(-rate x): the wait of those who waited and were
// served before their patience ended. The rate may be negative (overload: waits press against the end) or 0 (uniform).
// end may be infinite where the rate is positive.
type truncated struct{ rate, end float64 }

// small is the |rate x end| below which series are used where the closed forms cancel.
const small = 1.0

// mass returns the integral of exp(-rate x) over [0, end], divided by the density's maximum, which is exp(-rate end)
// where the rate is negative, so that nothing overflows.
func (l truncated) mass() float64 {
	y := math.Abs(l.rate * l.end)
	if y == 0 {
		return l.end
	}
	return -portable.Expm1(-y) / math.Abs(l.rate)
}

// near returns mean and variance for |rate|, measured from the end where the density is greatest.
func (l truncated) near() (mean, variance float64) {
	r := math.Abs(l.rate)
	y := r * l.end
	if math.IsInf(l.end, 1) {
		return 1 / r, 1 / (r * r)
	}
	if y < small {
		i0, i1, i2 := expIntegral(0, y), expIntegral(1, y), expIntegral(2, y)
		mean = i1 / i0
		return mean * l.end, (i2/i0 - float64(mean*mean)) * l.end * l.end
	}
	e := l.end / portable.Expm1(y)
	return 1/r - e, 1/(r*r) - float64(e*(l.end+e))
}

// expIntegral returns the integral of u^k exp(-y u) over [0, 1], for small y.
func expIntegral(k int, y float64) float64 {
	sum, term := 0.0, 1.0
	for j := range 40 {
		sum += term / float64(k+j+1)
		term *= -y / float64(j+1)
	}
	return sum
}

// mean returns the expectation.
func (l truncated) mean() float64 {
	m, _ := l.near()
	if l.rate < 0 {
		return l.end - m
	}
	return m
}

// variance returns the variance.
func (l truncated) variance() float64 {
	_, v := l.near()
	return v
}

// quantile returns the p quantile, for p in [0, 1]; outside it is cut off.
func (l truncated) quantile(p float64) float64 {
	if p <= 0 {
		return 0
	}
	if p >= 1 {
		return l.end
	}
	y := l.rate * l.end
	switch {
	case y == 0:
		return p * l.end
	case y > 0:
		return -portable.Log1p(p*portable.Expm1(-y)) / l.rate
	case y > -small:
		return l.end * portable.Log1p(p*portable.Expm1(-y)) / -y
	}
	return l.end * (1 + portable.Log(p+float64((1-p)*portable.Exp(y)))/-y)
}

// tail returns P(X > t).
func (l truncated) tail(t float64) float64 {
	switch {
	case t <= 0:
		return 1
	case t >= l.end:
		return 0
	case l.rate == 0:
		return 1 - t/l.end
	case l.rate > 0: // exp(-rate t) (1 - exp(-rate (end-t))) / (1 - exp(-rate end))
		return portable.Exp(-l.rate*t) * portable.Expm1(-l.rate*(l.end-t)) / portable.Expm1(-l.rate*l.end)
	}
	return portable.Expm1(l.rate*(l.end-t)) / portable.Expm1(l.rate*l.end)
}
