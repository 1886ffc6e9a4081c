package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// MMcM is M/M/c+M, Erlang A: as MMcD, but each arrival's patience is exponential (Palm 1943; Mandelbaum and Zeltyn, The
// Palm/Erlang-A Queue, 2004). There is a steady state under any load.
type MMcM struct {
	C        int     // servers; at least 1
	Rate     float64 // arrivals per second
	Hold     float64 // mean hold, seconds, more than 0
	Patience float64 // mean patience, seconds, more than 0
}

// mostStates bounds the states that are looked at, and so time and memory.
const mostStates = 20_000_000

// palm is what is known of the steady state, with the probabilities of finding i others in line, all servers busy.
type palm struct {
	atOnce float64 // probability that a server is free
	busy   float64 // mean number of busy servers, that case only: sum over n < C of n p(n)
	line   []float64
}

func (q MMcM) ok() bool {
	return q.C >= 1 && q.Rate >= 0 && q.Hold > 0 && q.Patience > 0 && !math.IsInf(q.Rate, 0) && !math.IsInf(q.Hold, 0) && !math.IsInf(q.Patience, 0)
}

func (q MMcM) full() float64 { return float64(q.C) / q.Hold }

func (q MMcM) death(n int) float64 {
	if n <= q.C {
		return float64(n) / q.Hold
	}
	return q.full() + float64(n-q.C)/q.Patience
}

// last returns the state above which nothing matters: what is above it is less than 1e-18 of the line.
func (q MMcM) last() int {
	w := startWalk()
	in := 0.0 // share of the states from C on
	for n := 1; n < mostStates; n++ {
		d := q.death(n)
		w.up(q.Rate, d)
		if n < q.C {
			continue
		}
		in = w.share + float64(w.rest*in)
		if r := q.Rate / q.death(n+1); r < 1 && w.share*r/(1-r) <= 1e-18*in {
			return n
		}
	}
	return mostStates
}

func (q MMcM) solve() (s palm, ok bool) {
	if !q.ok() {
		return s, false
	}
	last := q.last()
	if last == mostStates {
		return s, false
	}
	p := stationary(func(int) float64 { return q.Rate }, q.death, last)
	for n := range q.C {
		s.atOnce += p[n]
		s.busy += float64(float64(n) * p[n])
	}
	s.line = p[q.C:]
	return s, true
}

func (q MMcM) measure(f func(s palm) float64) float64 {
	s, ok := q.solve()
	if !ok {
		return math.NaN()
	}
	return f(s)
}

// WaitRatio returns the probability that an arrival waits.
func (q MMcM) WaitRatio() float64 { return q.measure(palm.waits) }

func (s palm) waits() float64 { return tails(s.line)[0] }

// QueueMean returns the mean number in line.
func (q MMcM) QueueMean() float64 {
	return q.measure(func(s palm) float64 {
		sum := 0.0
		for i := len(s.line) - 1; i > 0; i-- {
			sum += float64(float64(i) * s.line[i])
		}
		return sum
	})
}

// TimeoutRatio returns the probability that an arrival leaves the line: (mean number in line)/(Rate Patience), since each
// leaves at the rate 1/Patience.
func (q MMcM) TimeoutRatio() float64 {
	if q.Rate == 0 && q.ok() {
		return 0
	}
	return q.QueueMean() / (q.Rate * q.Patience)
}

// WaitMean returns the mean time in line over all arrivals, seconds (Little).
func (q MMcM) WaitMean() float64 { return q.TimeoutRatio() * q.Patience }

// InUseMean returns the mean number of busy servers.
func (q MMcM) InUseMean() float64 {
	return q.measure(func(s palm) float64 { return s.busy + float64(float64(q.C)*s.waits()) })
}

// Utilisation returns the mean share of busy servers.
func (q MMcM) Utilisation() float64 { return q.InUseMean() / float64(q.C) }

// ServedWaitMean returns the mean wait in seconds of those who are served. Who finds i in line goes through i + 1 stages
// of mean 1/(D + k/Patience), k = i+1 ... 1, with D = C/Hold, and is served with probability D/(D + (i+1)/Patience),
// whatever the stages last.
func (q MMcM) ServedWaitMean() float64 {
	return q.measure(func(s palm) float64 {
		all, wait := q.servedWait(s)
		return wait / (s.atOnce + all)
	})
}

// WaitedMean returns the mean wait in seconds of those who waited and were served.
func (q MMcM) WaitedMean() float64 {
	return q.measure(func(s palm) float64 {
		all, wait := q.servedWait(s)
		return wait / all
	})
}

// servedWait returns the probability of waiting and being served, and the mean wait where that happens, else 0.
func (q MMcM) servedWait(s palm) (served, wait float64) {
	stages := 0.0
	for i, p := range s.line {
		rate := q.full() + float64(i+1)/q.Patience
		stages += 1 / rate
		served += p * q.full() / rate
		wait += float64(p * q.full() / rate * stages)
	}
	return served, wait
}

// ServedWaitTail returns P(W > t) over those who are served, t in seconds. The wait of those who waited and were served
// has the density exp(-(D + 1/P) t + Rate P (1 - exp(-t/P))), P the patience (Baccelli and Hebuterne 1981), whose
// integral is an incomplete gamma function.
func (q MMcM) ServedWaitTail(t float64) float64 {
	return q.measure(func(s palm) float64 {
		served, _ := q.servedWait(s)
		return served / (s.atOnce + served) * q.waitedTail(t)
	})
}

// ServedWaitQuantile returns the smallest t with P(W <= t) >= p over those who are served; NaN unless 0 <= p < 1.
func (q MMcM) ServedWaitQuantile(p float64) float64 {
	return q.measure(func(s palm) float64 {
		served, _ := q.servedWait(s)
		waited := served / (s.atOnce + served)
		return quantile(p, q.Hold, func(t float64) float64 { return waited * q.waitedTail(t) })
	})
}

// waitedTail is the tail of those who waited and were served: the ratio of lower incomplete gamma functions at
// z exp(-t/P) and at z, with z = Rate P and s = D P + 1.
func (q MMcM) waitedTail(t float64) float64 {
	if t <= 0 {
		return 1
	}
	s, z := float64(q.full()*q.Patience)+1, float64(q.Rate*q.Patience)
	far := float64(z * portable.Exp(-t/q.Patience))
	return portable.Exp(-s*t/q.Patience + z - far + logGammaSeries(s, far) - logGammaSeries(s, z))
}

// logGammaSeries returns the logarithm of 1 + z/(s+1) + z^2/((s+1)(s+2)) + ..., s z^-s e^z times the lower incomplete
// gamma function (DLMF 8.7.1).
func logGammaSeries(s, z float64) float64 {
	const big = 1e250
	sum, term, scale := 1.0, 1.0, 0.0
	for k := 1; k < mostStates; k++ {
		r := z / (s + float64(k))
		term = float64(term * r)
		sum += term
		if sum > big {
			sum, term, scale = sum/big, term/big, scale+portable.Log(big)
		}
		if r < 1 && term*r/(1-r) < 1e-17*sum {
			break
		}
	}
	return scale + portable.Log(sum)
}
