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
		b = a * b / (float64(k) + a*b)
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
	return b / (1 - a/float64(c)*(1-b))
}

// MMc is the M/M/c queue: Poisson arrivals, exponential holds, c servers, one line in order of arrival.
type MMc struct {
	C    int     // servers: connections; at least 1
	Rate float64 // arrivals per second
	Hold float64 // mean hold, seconds
}

// Load returns the offered load in erlangs.
func (q MMc) Load() float64 { return q.Rate * q.Hold }

// WaitRatio returns the probability that an arrival waits.
func (q MMc) WaitRatio() float64 { return ErlangC(q.C, q.Load()) }

// drain is the rate at which the tail of the wait falls, c mu - lambda.
func (q MMc) drain() float64 { return float64(q.C)/q.Hold - q.Rate }

// WaitMean returns the mean wait in seconds over all arrivals, E[W] = C/(c mu - lambda) (Kleinrock, Queueing Systems,
// vol. 1, section 3.5); +Inf without a steady state.
func (q MMc) WaitMean() float64 {
	if q.Load() >= float64(q.C) {
		return math.Inf(1)
	}
	return q.WaitRatio() / q.drain()
}

// WaitQuantile returns the smallest t with P(W <= t) >= p, from P(W > t) = C exp(-(c mu - lambda) t); +Inf without a
// steady state.
func (q MMc) WaitQuantile(p float64) float64 {
	if q.Load() >= float64(q.C) {
		return math.Inf(1)
	}
	c := q.WaitRatio()
	if c <= 1-p {
		return 0
	}
	return math.Log(c/(1-p)) / q.drain()
}
