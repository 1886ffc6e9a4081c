package workload

import (
	"math"
	"testing"
	"time"
)

// counts returns how many jobs arrive in each of n windows of a width, and how many instants of arrival there are.
func counts(p OpenArrivals, n int, width time.Duration, seed uint64) (jobs []float64, instants int) {
	s, r := p.Schedule(), fixed(seed)
	jobs = make([]float64, n)
	for {
		at, k, ok := s.Next(r)
		if !ok || int(at/width) >= n {
			return jobs, instants
		}
		jobs[at/width] += float64(k)
		instants++
	}
}

// moments returns the mean and the variance.
func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// TestMeanRates: over many windows the mean number of jobs is MeanRate, for every process that goes on for ever.
func TestMeanRates(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]OpenArrivals{
		"renewal uniform":          must(NewRenewal(must(NewUniform(0, 60*ms)))),
		"renewal hyperexponential": must(NewRenewal(must(NewHyperexponentialBalanced(20*ms, 2)))),
		"batch":                    must(NewBatch(14, 5)),
		"batch geometric":          must(NewBatchGeometric(34.0/3, 3)),
		"batch geometric 1":        must(NewBatchGeometric(40, 1)),
		"sinusoidal":               must(NewSinusoidal(40, 1, time.Second)),
		"piecewise":                must(NewPiecewise([]time.Duration{0, time.Second}, []float64{1, 40})),
		"mmpp":                     must(NewMMPP([]float64{10, 60}, [][]float64{{0, 2}, {5, 0}})),
		"mmpp of 3": must(NewMMPP(
			[]float64{0, 10, 100}, [][]float64{{0, 2, 1}, {0, 0, 3}, {1, 0.5, 0}},
		)),
	} {
		const width = 10 * time.Second
		n, _ := counts(p, 4000, width, 21)
		mean, variance := moments(n)
		want := p.MeanRate() * width.Seconds()
		if z := (mean - want) / math.Sqrt(variance/float64(len(n))); math.Abs(z) >= 4 {
			t.Errorf("%s: %.4f jobs in %v, want %.4f: z = %.1f", name, mean, width, want, z)
		}
	}
}

// TestMMPPDispersion: the variance of the number of arrivals in a window of length t of a two-state MMPP that starts in
// its stationary distribution is mean·t + 2·A·(r·t - 1 + exp(-r·t))/r², where r is the sum of both switching rates, and A
// the variance of the rate (Fischer & Meier-Hellstern 1993, section 2.2). It tells the process from one that starts afresh
// in a state, or whose states last otherwise.
func TestMMPPDispersion(t *testing.T) {
	t.Parallel()
	const l1, l2, s1, s2 = 10.0, 60.0, 0.2, 0.5
	p := must(NewMMPP([]float64{l1, l2}, [][]float64{{0, s1}, {s2, 0}}))
	const r = s1 + s2
	mean := (l1*s2 + l2*s1) / r
	spread := (l1 - l2) * (l1 - l2) * s1 * s2 / (r * r)
	for _, width := range []float64{0.1, 1, 5} {
		want := mean*width + 2*spread*(r*width-1+math.Exp(-r*width))/(r*r)
		// Independent runs, each from its own start.
		const n = 4000
		x := make([]float64, n)
		for i := range x {
			c, _ := counts(p, 1, time.Duration(width*1e9), uint64(100+i))
			x[i] = c[0]
		}
		got, variance := moments(x)
		fourth := 0.0
		for _, v := range x {
			fourth += math.Pow(v-got, 4) / n
		}
		if z := (got - mean*width) / math.Sqrt(variance/n); math.Abs(z) >= 4 {
			t.Errorf("%g s: mean %.3f, want %.3f: z = %.1f", width, got, mean*width, z)
		}
		if z := (variance - want) / math.Sqrt((fourth-variance*variance)/n); math.Abs(z) >= 4 {
			t.Errorf("%g s: variance %.3f, want %.3f: z = %.1f", width, variance, want, z)
		}
	}
}

// TestTimeVaryingRates: the numbers of arrivals in short windows are Poisson with the integral of the rate, window by
// window: the sum of their squared deviations is chi-squared.
func TestTimeVaryingRates(t *testing.T) {
	t.Parallel()
	const width, windows, runs = 0.1, 40, 4000
	sine := func(a, b float64) float64 { // the integral of 40(1 + 0.6 sin(2πt/3))
		w := 2 * math.Pi / 3
		return 40*(b-a) + 40*0.6*(math.Cos(w*a)-math.Cos(w*b))/w
	}
	steps := func(a, b float64) float64 { // 20/s, from 1.05 s on 0/s, from 2 s on 65/s
		between := func(from, to float64) float64 { return max(0, min(b, to)-max(a, from)) }
		return 20*between(0, 1.05) + 65*between(2, 100)
	}
	for name, c := range map[string]struct {
		process  OpenArrivals
		integral func(a, b float64) float64
	}{
		"sinusoidal": {must(NewSinusoidal(40, 0.6, 3*time.Second)), sine},
		"piecewise":  {must(NewPiecewise([]time.Duration{0, 1050 * ms, 2 * time.Second}, []float64{20, 0, 65})), steps},
	} {
		sum := make([]float64, windows)
		for i := range runs {
			n, _ := counts(c.process, windows, time.Duration(width*1e9), uint64(i))
			for k := range n {
				sum[k] += n[k]
			}
		}
		squares, degrees := 0.0, 0.0
		for k, got := range sum {
			want := runs * c.integral(width*float64(k), width*float64(k+1))
			if want < 1e-6 {
				if got != 0 {
					t.Errorf("%s: %g arrivals in window %d, where the rate is 0", name, got, k)
				}
				continue
			}
			squares += (got - want) * (got - want) / want
			degrees++
		}
		// A chi-squared variable has mean n and variance 2n.
		if z := (squares - degrees) / math.Sqrt(2*degrees); math.Abs(z) >= 4 {
			t.Errorf("%s: chi-squared %.1f at %g degrees of freedom: z = %.1f", name, squares, degrees, z)
		}
	}
}

// TestBatchSizes: sizes of geometric batches have the probabilities (1-1/m)^(k-1)/m.
func TestBatchSizes(t *testing.T) {
	t.Parallel()
	const mean, n = 3.0, 100_000
	s, r := must(NewBatchGeometric(10, mean)).Schedule(), fixed(31)
	var seen [20]float64
	for range n {
		_, jobs, _ := s.Next(r)
		seen[min(jobs, len(seen)-1)]++
	}
	if seen[0] != 0 {
		t.Errorf("%g batches without jobs", seen[0])
	}
	tail := 1.0
	for k := 1; k < len(seen); k++ {
		p := tail / mean
		if k == len(seen)-1 {
			p = tail
		}
		if z := (seen[k] - n*p) / math.Sqrt(n*p*(1-p)); math.Abs(z) >= 4 {
			t.Errorf("size %d: %g of %d batches, want %.1f: z = %.1f", k, seen[k], n, n*p, z)
		}
		tail -= p
	}
	s = must(NewBatch(10, 5)).Schedule()
	for range 100 {
		if _, jobs, _ := s.Next(r); jobs != 5 {
			t.Fatalf("a batch of %d, want 5", jobs)
		}
	}
}

// TestRenewalBeginsWithAGap: the first gap is like all others.
func TestRenewalBeginsWithAGap(t *testing.T) {
	t.Parallel()
	at := instants(must(NewRenewal(Constant(7*ms))), 3, 1)
	if at[0] != 7*ms || at[1] != 14*ms || at[2] != 21*ms {
		t.Errorf("clockwork of 7ms arrives at %v", at)
	}
}

// TestStationary compares the elimination with a chain whose distribution is known: a birth and death chain, by detailed
// balance.
func TestStationary(t *testing.T) {
	t.Parallel()
	const n = 6
	change := make([][]float64, n)
	want, weight, sum := make([]float64, n), 1.0, 0.0
	for i := range n {
		change[i] = make([]float64, n)
		if i > 0 {
			change[i-1][i], change[i][i-1] = float64(i), 2.5
			weight *= float64(i) / 2.5
		}
		want[i] = weight
		sum += weight
	}
	got, ok := stationary(change)
	for i := range want {
		if !ok || math.Abs(got[i]-want[i]/sum) > 1e-15 {
			t.Errorf("state %d: %.16f, want %.16f", i, got[i], want[i]/sum)
		}
	}
}
