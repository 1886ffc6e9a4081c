package queueing

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"

	"poolsim/sim/portable"
)

// MDc is M/D/c: Poisson arrivals and c servers in order of arrival, all holds equally long (Crommelin, P.O. Electrical
// Engineers' Journal 25 (1932) 41-50). The line L at instants Hold apart is a random walk with a floor, L' = (L + A - C)+
// with A Poisson, so that by Spitzer's identity (Trans. AMS 82 (1956) 323-339) L is compound Poisson: with
//
//	a(m) = sum over k of P(Poisson(k Rate Hold) = k C + m)/k
//
// P(L = 0) = exp(-sum a(m)) and n P(L = n) = sum over m of m a(m) P(L = n - m). The wait follows from it as Franx has it
// (Operations Research Letters 29 (2001) 221-229): P(W > t) = P(L + J >= k C), J Poisson with mean Rate (k Hold - t), for
// (k-1) Hold <= t < k Hold. All terms are positive.
type MDc struct {
	C    int     // servers; at least 1
	Rate float64 // arrivals per second, at least 0
	Hold float64 // each hold, seconds, more than 0
}

// Load returns the offered load in erlangs.
func (q MDc) Load() float64 { return q.Rate * q.Hold }

// mostLine bounds the line that is looked at: O(mostLine^2) steps. It is reached at a utilisation of about 0.999.
const mostLine = 30_000

// line returns the tails of the number in line, P(L >= n), and whether there is a steady state whose line can be computed.
func (q MDc) line() ([]float64, bool) {
	a, c := q.Load(), float64(q.C)
	if q.C < 1 || !(q.Rate >= 0) || !(q.Hold > 0) || !(a < c) {
		return nil, false
	}
	if a == 0 {
		return []float64{1}, true
	}
	decay := portable.Log(q.root())
	const digits = 46 // exp(-46) is 1e-20
	length := int(math.Min(digits/decay+2, mostLine+1))
	if length > mostLine {
		return nil, false
	}
	batches := q.batches(length, decay)
	p := make([]float64, length+1)
	sum := 0.0
	for m := length; m > 0; m-- {
		sum += batches[m]
	}
	p[0] = portable.Exp(-sum)
	for n := 1; n <= length; n++ {
		for m := 1; m <= n; m++ {
			p[n] += float64(float64(m) * batches[m] * p[n-m])
		}
		p[n] /= float64(n)
	}
	t := tails(p)
	t[0] = 1
	return t, true
}

// root returns z > 1 with exp(a (z - 1)) = z^C: P(L = n) falls as z^-n.
func (q MDc) root() float64 {
	rho := q.Load() / float64(q.C)
	f := func(z float64) float64 { return float64(rho*(z-1)) - portable.Log(z) } // negative between 1 and the root
	lo, hi := 1/rho, 2/rho                                                       // f is least at 1/rho
	for f(hi) < 0 {
		lo, hi = hi, 2*hi
	}
	for range 200 {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		if f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// batches returns a(m) for m up to length, by its sum where that is quick and keeps the digits of small ones, else by a
// Fourier transform.
func (q MDc) batches(length int, decay float64) []float64 {
	a, c := q.Load(), float64(q.C)
	rho := a / c
	perPeriod := c * (rho - 1 - portable.Log(rho)) // P(Poisson(k a) >= k c) falls as exp(-k perPeriod)
	const quick = 2e7
	if periods := 46/perPeriod + 2; periods*float64(length) < quick {
		return q.sumBatches(length, int(periods))
	}
	return q.transformBatches(length, decay)
}

func (q MDc) sumBatches(length, periods int) []float64 {
	b := make([]float64, length+1)
	for k := periods; k > 0; k-- {
		mean := float64(k) * q.Load()
		p := poisson(mean, k*q.C+1)
		for m := 1; m <= length && p > 0; m++ {
			b[m] += p / float64(k)
			p *= mean / float64(k*q.C+m+1)
		}
	}
	return b
}

// transformBatches reads a(m) off -log(1 - exp(a (z - 1)) z^-C), whose Laurent coefficients they are, on the circle of
// radius sqrt(root), where aliasing is least.
func (q MDc) transformBatches(length int, decay float64) []float64 {
	const digits = 37 // exp(-37) is 1e-16
	n := 1
	for float64(n)*decay/2 < digits || n < 2*length {
		n *= 2
	}
	radius := portable.Exp(decay / 2)
	values := make([]complex128, n)
	for i := range values {
		z := cmplx.Rect(radius, 2*math.Pi*float64(i)/float64(n))
		phi := cmplx.Exp(complex(q.Load(), 0)*(z-1) - complex(float64(q.C), 0)*cmplx.Log(z))
		values[i] = -cmplx.Log(1 - phi)
	}
	coefficients := fourier.NewCmplxFFT(n).Coefficients(nil, values)
	b := make([]float64, length+1)
	for m := 1; m <= length; m++ {
		b[m] = math.Max(0, real(coefficients[m])/float64(n)*portable.Exp(-float64(m)*decay/2))
	}
	return b
}

// WaitRatio returns the probability that an arrival waits. NaN without a steady state, or so near to its end (a
// utilisation of about 0.999) that the line would be longer than can be computed in a second.
func (q MDc) WaitRatio() float64 { return q.WaitTail(0) }

// WaitTail returns P(W > t), t in seconds of at least 0; NaN as for WaitRatio.
func (q MDc) WaitTail(t float64) float64 {
	line, ok := q.line()
	if !ok {
		return math.NaN()
	}
	return q.tail(line, math.Max(0, t))
}

// tail sums over the arrivals J until the end of the hold period that t is in.
func (q MDc) tail(line []float64, t float64) float64 {
	k := math.Floor(t/q.Hold) + 1
	mean := float64(q.Rate * (float64(k*q.Hold) - t))
	need := float64(k * float64(q.C))
	const widths = 40
	last := mean + float64(widths*(math.Sqrt(mean)+1))
	sum := 0.0
	for j := math.Max(0, math.Floor(mean-float64(widths*(math.Sqrt(mean)+1)))); j <= last; j++ {
		missing := math.Max(0, need-j)
		if missing < float64(len(line)) {
			sum += float64(poisson(mean, int(j)) * line[int(missing)])
		}
	}
	return sum
}

// WaitQuantile returns the smallest t with P(W <= t) >= p; NaN unless 0 <= p < 1, and as for WaitRatio.
func (q MDc) WaitQuantile(p float64) float64 {
	line, ok := q.line()
	if !ok {
		return math.NaN()
	}
	return quantile(p, q.Hold/float64(q.C), func(t float64) float64 { return q.tail(line, t) })
}

// QueueMean returns the mean number in line, the sum of its tails; NaN as for WaitRatio.
func (q MDc) QueueMean() float64 {
	line, ok := q.line()
	if !ok {
		return math.NaN()
	}
	sum := 0.0
	for n := len(line) - 1; n > 0; n-- {
		sum += line[n]
	}
	return sum
}

// WaitMean returns the mean wait in seconds over all arrivals (Little); NaN as for WaitRatio.
func (q MDc) WaitMean() float64 {
	if q.Rate == 0 {
		return 0
	}
	return q.QueueMean() / q.Rate
}
