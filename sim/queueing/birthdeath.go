package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// walk goes up the states of a birth-death process. It knows the share of the present state n among the states up to it,
// P(N = n | N <= n), which is Erlang's B where the process is his, and the rest, 1 - share, without cancellation.
type walk struct{ share, rest float64 }

func startWalk() walk { return walk{share: 1} }

// up moves to the next state, which is entered at the rate birth and left at the rate death: Erlang B's recursion for any
// rates.
func (w *walk) up(birth, death float64) {
	q := death / birth
	if math.IsInf(q, 1) { // the state is never entered
		w.share, w.rest = 0, 1
		return
	}
	below := w.share + q
	w.share, w.rest = w.share/below, q/below
}

// stationary returns the probabilities of the states 0 to last of a birth-death process, where birth(n) leads from n to
// n+1 and death(n) from n to n-1 (Kleinrock, Queueing Systems, vol. 1, equation 3.11). Nothing overflows: a probability
// is the product of its share and of the rests above it.
func stationary(birth, death func(n int) float64, last int) []float64 {
	p := make([]float64, last+1)
	rests := make([]float64, last+1)
	w := startWalk()
	p[0] = 1
	for n := 1; n <= last; n++ {
		w.up(birth(n-1), death(n))
		p[n], rests[n] = w.share, w.rest
	}
	above := 1.0
	for n := last; n >= 0; n-- {
		p[n] *= above
		above *= rests[n]
	}
	return p
}

// tails returns the sums of p from each index on, smallest first, so that small tails keep their digits.
func tails(p []float64) []float64 {
	t := make([]float64, len(p)+1)
	for i := len(p) - 1; i >= 0; i-- {
		t[i] = t[i+1] + p[i]
	}
	return t
}

// lineTail returns P(W > t) for somebody who finds i others in line with probability line[i], when the line moves at the
// given rate: the sum over k of P(k departures in t) P(at least k in line), all terms positive. line holds tails.
func lineTail(line []float64, rate, t float64) float64 {
	m := float64(rate * t)
	if m == 0 {
		return line[0]
	}
	const widths = 40 // standard deviations, beyond which Poisson's probabilities are below 1e-300
	far := float64(widths * (math.Sqrt(m) + 1))
	first, last := int(math.Max(0, m-far)), int(math.Min(float64(len(line)), m+far))
	sum := 0.0
	for k := first; k < last; k++ {
		sum += float64(line[k] * poisson(m, k))
	}
	return sum
}

// poisson returns the probability of k events where m are expected.
func poisson(m float64, k int) float64 {
	if m == 0 {
		if k == 0 {
			return 1
		}
		return 0
	}
	lg, _ := portable.Lgamma(float64(k) + 1)
	return portable.Exp(float64(float64(k)*portable.Log(m)) - m - lg)
}

// quantile returns the smallest t with tail(t) <= 1 - p, for a tail that falls; scale is a first guess of its size. NaN
// unless 0 <= p < 1.
func quantile(p, scale float64, tail func(t float64) float64) float64 {
	above := 1 - p
	switch {
	case !(p >= 0 && p < 1) || !(scale > 0):
		return math.NaN()
	case tail(0) <= above:
		return 0
	}
	lo, hi := 0.0, scale
	for tail(hi) > above {
		lo, hi = hi, 2*hi
		if math.IsInf(hi, 1) {
			return hi
		}
	}
	for range 200 {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		if tail(mid) > above {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}
