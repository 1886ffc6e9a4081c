package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// MMcD is M/M/c+D: Poisson arrivals, exponential holds, c servers, one line in order of arrival, and everybody leaves the
// line after the same time: a pool with a timeout. It is exact, under overload too (Barrer, Operations Research 5 (1957)
// 644-656; Baccelli and Hebuterne, Performance '81, 159-179; Zeltyn and Mandelbaum, Queueing Systems 51 (2005) 361-402,
// section 2). With p(n) the probability of n < c busy servers, the virtual wait has the density
//
//	v(x) = Rate p(c-1) exp(-(D - Rate) x)              x <= Timeout
//	v(x) = Rate p(c-1) exp(Rate Timeout) exp(-D x)     x >  Timeout
//
// where D is the rate of departures with all servers busy, C/Hold.
type MMcD struct {
	C       int     // servers: connections; at least 1
	Rate    float64 // arrivals per second
	Hold    float64 // mean hold at full speed, seconds, more than 0
	Timeout float64 // patience, seconds, at least 0; +Inf only where there is a steady state without one
	Speed   Speed   // what the database makes of n holds; nil: they do not disturb each other
}

// shares are the probabilities of an arrival's three fates, and the law of the wait of those who waited and were served.
type shares struct {
	atOnce, served, late float64
	wait                 truncated
	busy                 float64 // mean number of busy servers, given that not all are
}

func (q MMcD) departures(n int) float64 { return q.Speed.at(n) / q.Hold }

// solve weighs the states relative to the most likely ones, so that nothing overflows.
func (q MMcD) solve() (s shares, ok bool) {
	if q.C < 1 || !(q.Rate >= 0) || !(q.Hold > 0) || !(q.Timeout >= 0) || math.IsInf(q.Rate, 0) || math.IsInf(q.Hold, 0) {
		return s, false
	}
	all := q.departures(q.C)
	s.wait = truncated{rate: all - q.Rate, end: q.Timeout}
	if math.IsInf(q.Timeout, 1) && s.wait.rate <= 0 {
		return s, false
	}
	w := startWalk()
	for n := 1; n < q.C; n++ {
		w.up(q.Rate, q.departures(n))
		s.busy = float64(w.share*float64(n)) + float64(w.rest*s.busy)
	}
	x := s.wait.rate * q.Timeout
	arriving := w.share * q.Rate
	s.atOnce = portable.Exp(math.Min(0, x)) // all weights carry the factor exp(min(0, x))
	s.served = float64(arriving * s.wait.mass())
	s.late = float64(arriving / all * portable.Exp(math.Min(0, -x)))
	sum := s.atOnce + s.served + s.late
	s.atOnce, s.served, s.late = s.atOnce/sum, s.served/sum, s.late/sum
	return s, true
}

// measure returns f of the solution, NaN without one.
func (q MMcD) measure(f func(s shares) float64) float64 {
	s, ok := q.solve()
	if !ok {
		return math.NaN()
	}
	return f(s)
}

// WaitRatio returns the probability that an arrival waits.
func (q MMcD) WaitRatio() float64 {
	return q.measure(func(s shares) float64 { return s.served + s.late })
}

// TimeoutRatio returns the probability that an arrival waits in vain.
func (q MMcD) TimeoutRatio() float64 { return q.measure(func(s shares) float64 { return s.late }) }

// WaitMean returns the mean time in line over all arrivals in seconds; who leaves has waited for the timeout.
func (q MMcD) WaitMean() float64 {
	return q.measure(func(s shares) float64 {
		if s.late == 0 {
			return s.served * s.wait.mean()
		}
		return float64(s.served*s.wait.mean()) + float64(s.late*q.Timeout)
	})
}

// ServedWaitMean returns the mean wait in seconds of those who are served, the ones served at once included.
func (q MMcD) ServedWaitMean() float64 {
	return q.measure(func(s shares) float64 { return s.waited() * s.wait.mean() })
}

// ServedWaitSD returns the standard deviation in seconds of the wait of those who are served.
func (q MMcD) ServedWaitSD() float64 {
	return q.measure(func(s shares) float64 {
		w, m := s.waited(), s.wait.mean()
		return math.Sqrt(float64(w*s.wait.variance()) + float64(w*(1-w)*m*m))
	})
}

// WaitedMean returns the mean wait in seconds of those who waited and were served.
func (q MMcD) WaitedMean() float64 { return q.measure(func(s shares) float64 { return s.wait.mean() }) }

// waited returns the share of the served who had to wait.
func (s shares) waited() float64 { return s.served / (s.atOnce + s.served) }

// ServedWaitQuantile returns the smallest t with P(W <= t) >= p over those who are served; NaN unless 0 <= p <= 1.
func (q MMcD) ServedWaitQuantile(p float64) float64 {
	return q.quantile(p, func(s shares) float64 { return s.atOnce + s.served })
}

// WaitQuantile returns the smallest t with P(W <= t) >= p over all arrivals, the timeout where fewer are served within
// it; NaN unless 0 <= p <= 1.
func (q MMcD) WaitQuantile(p float64) float64 {
	return q.quantile(p, func(shares) float64 { return 1 })
}

// quantile looks among the arrivals whose share of is.
func (q MMcD) quantile(p float64, of func(s shares) float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return q.measure(func(s shares) float64 {
		if p*of(s) <= s.atOnce {
			return 0
		}
		return s.wait.quantile((float64(p*of(s)) - s.atOnce) / s.served)
	})
}

// WaitTail returns P(W > t) over all arrivals, for t in seconds; 0 from the timeout on.
func (q MMcD) WaitTail(t float64) float64 {
	return q.measure(func(s shares) float64 {
		if t >= q.Timeout {
			return 0
		}
		return float64(s.served*s.wait.tail(t)) + s.late
	})
}

// QueueMean returns the mean number in line, Rate x mean wait (Little).
func (q MMcD) QueueMean() float64 { return q.Rate * q.WaitMean() }

// InUseMean returns the mean number of busy servers.
func (q MMcD) InUseMean() float64 {
	return q.measure(func(s shares) float64 { return float64(s.atOnce*s.busy) + float64((s.served+s.late)*float64(q.C)) })
}

// Utilisation returns the mean share of busy servers.
func (q MMcD) Utilisation() float64 { return q.InUseMean() / float64(q.C) }

// HoldMean returns the mean hold in seconds as the database's speed makes it; Hold where Speed is nil.
func (q MMcD) HoldMean() float64 { return q.InUseMean() / (q.Rate * (1 - q.TimeoutRatio())) }
