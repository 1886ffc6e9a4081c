package queueing

import "math"

// ErlangB returns the probability that an arrival finds all c servers busy in M/G/c/c (no line), for an offered load of
// a erlangs: B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) (Jagerman 1974; Cooper, Introduction to Queueing Theory, 2nd
// ed., equation 3.2 of chapter 3). c is at least 0 and a at least 0; NaN otherwise.
func ErlangB(c int, a float64) float64 {
	if c < 0 || !(a >= 0) {
		return math.NaN()
	}
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + float64(a*b))
	}
	return b
}

// ErlangC returns the probability that an arrival waits in M/M/c, C = B / (1 - (a/c)(1 - B)) (Cooper, equation 3.9 of
// chapter 3). It is 1 for a >= c, where there is no steady state, and NaN for c < 1 or a < 0.
func ErlangC(c int, a float64) float64 {
	if c < 1 || !(a >= 0) {
		return math.NaN()
	}
	if a >= float64(c) {
		return 1
	}
	b := ErlangB(c, a)
	return b / (1 - float64(a/float64(c)*(1-b)))
}
