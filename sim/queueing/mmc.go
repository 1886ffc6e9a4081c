package queueing

import (
	"math"

	"poolsim/sim/portable"
)

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

// full reports that there is no steady state.
func (q MMc) full() bool { return q.Load() >= float64(q.C) }

// WaitMean returns the mean wait in seconds over all arrivals, E[W] = C/(c mu - lambda) (Kleinrock, Queueing Systems,
// vol. 1, section 3.5); +Inf without a steady state.
func (q MMc) WaitMean() float64 {
	if q.full() {
		return math.Inf(1)
	}
	return q.WaitRatio() / q.drain()
}

// WaitedMean returns the mean wait in seconds of those who wait, 1/(c mu - lambda); +Inf without a steady state.
func (q MMc) WaitedMean() float64 {
	if q.full() {
		return math.Inf(1)
	}
	return 1 / q.drain()
}

// WaitSD returns the standard deviation of the wait in seconds over all arrivals, sqrt(C (2 - C))/(c mu - lambda), from
// the exponential law of those who wait; +Inf without a steady state.
func (q MMc) WaitSD() float64 {
	if q.full() {
		return math.Inf(1)
	}
	c := q.WaitRatio()
	return math.Sqrt(c*(2-c)) / q.drain()
}

// WaitTail returns P(W > t) = C exp(-(c mu - lambda) t), for t in seconds of at least 0 (Kleinrock, vol. 1, section 3.5;
// Cooper, chapter 3); 1 without a steady state.
func (q MMc) WaitTail(t float64) float64 {
	if q.full() {
		return 1
	}
	return q.WaitRatio() * portable.Exp(-q.drain()*math.Max(0, t))
}

// WaitQuantile returns the smallest t with P(W <= t) >= p, from P(W > t) = C exp(-(c mu - lambda) t); +Inf without a
// steady state.
func (q MMc) WaitQuantile(p float64) float64 {
	if q.full() {
		return math.Inf(1)
	}
	c := q.WaitRatio()
	if c <= 1-p {
		return 0
	}
	return portable.Log(c/(1-p)) / q.drain()
}

// QueueMean returns the mean number in line, Rate x mean wait (Little); +Inf without a steady state.
func (q MMc) QueueMean() float64 { return q.Rate * q.WaitMean() }
