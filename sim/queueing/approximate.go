package queueing

import "math"

// GGc is the Allen-Cunneen approximation of G/G/c: arrivals of any renewal process, holds of any law. It is exact for
// M/M/c and for the mean wait of M/G/1; elsewhere it is some 10 % off where many wait, and more where few do
// (Allen, Probability, Statistics, and Queueing Theory, 2nd ed. 1990, section 5.3; Lee and Longton, Operational Research
// Quarterly 10 (1959) 56-78).
type GGc struct {
	C         int     // servers; at least 1
	Rate      float64 // arrivals per second
	Hold      float64 // mean hold, seconds
	ArrivalCV float64 // coefficient of variation of the times between arrivals: 1 for Poisson, 0 for clockwork
	HoldCV    float64 // coefficient of variation of the holds
}

func (q GGc) poisson() MMc { return MMc{C: q.C, Rate: q.Rate, Hold: q.Hold} }

// factor is how much longer than in M/M/c those who wait do.
func (q GGc) factor() float64 {
	return (float64(q.ArrivalCV*q.ArrivalCV) + float64(q.HoldCV*q.HoldCV)) / 2
}

// WaitRatio returns Erlang C, which stands for the probability that an arrival waits; 1 without a steady state.
func (q GGc) WaitRatio() float64 { return q.poisson().WaitRatio() }

// WaitMean returns the mean wait in seconds over all arrivals, that of M/M/c times (ArrivalCV^2 + HoldCV^2)/2; +Inf
// without a steady state.
func (q GGc) WaitMean() float64 {
	if q.poisson().full() {
		return math.Inf(1)
	}
	return q.factor() * q.poisson().WaitMean()
}

// WaitTail returns P(W > t), as if those who wait waited for an exponential time with the mean that WaitMean implies; t
// in seconds of at least 0.
func (q GGc) WaitTail(t float64) float64 {
	switch m := q.poisson(); {
	case m.full():
		return 1
	case t <= 0:
		return m.WaitRatio()
	case q.factor() == 0:
		return 0
	default:
		return m.WaitTail(t / q.factor())
	}
}

// WaitQuantile returns the smallest t with P(W <= t) >= p by WaitTail; +Inf without a steady state.
func (q GGc) WaitQuantile(p float64) float64 {
	w := q.poisson().WaitQuantile(p)
	if math.IsInf(w, 1) {
		return w
	}
	return q.factor() * w
}
