package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"poolsim/sim/stat"
)

// TestPairedArithmetic compares with what the formulas give by hand: six pairs.
func TestPairedArithmetic(t *testing.T) {
	t.Parallel()
	base := []float64{10, 12, 9, 14, 11, 13}
	other := []float64{12, 13, 12, 15, 13, 16}
	a, b := stat.MeanResiduals(base), stat.MeanResiduals(other)
	d := stat.Difference(a, b)
	want := stat.Mean([]float64{2, 1, 3, 1, 2, 3}) // a mean of differences, as in Law, section 10.2.1
	if math.Abs(d.Value-want.Value) > 1e-12 || math.Abs(d.Lo-want.Lo) > 1e-12 || math.Abs(d.Hi-want.Hi) > 1e-12 || d.N != 6 {
		t.Errorf("%+v, want %+v", d, want)
	}
	// The ratio of two means is that of sums, whose interval has Cochran's formula.
	r, ratio := stat.Relative(a, b), stat.Ratio(other, base)
	if math.Abs(r.Value-(ratio.Value-1)) > 1e-12 || math.Abs(r.Lo-(ratio.Lo-1)) > 1e-12 || math.Abs(r.Hi-(ratio.Hi-1)) > 1e-12 {
		t.Errorf("%+v, want %+v - 1", r, ratio)
	}
	// Variances: 3.5 and 2.7 apart, 0.8 in pairs.
	if g := stat.Gain(a, b); math.Abs(g-(3.5+2.7)/0.8) > 1e-12 {
		t.Errorf("gain %v, want %v", g, (3.5+2.7)/0.8)
	}
}

// TestRatioResiduals: with itself as a pair that does not vary, the difference has the interval of the ratio alone.
func TestRatioResiduals(t *testing.T) {
	t.Parallel()
	y, x := []float64{3, 7, 2, 8}, []float64{10, 21, 9, 19}
	zero := stat.MeanResiduals(make([]float64, 4))
	got, want := stat.Difference(zero, stat.RatioResiduals(y, x)), stat.Ratio(y, x)
	if math.Abs(got.Value-want.Value) > 1e-14 || math.Abs(got.Lo-want.Lo) > 1e-14 || math.Abs(got.Hi-want.Hi) > 1e-14 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestPairedEdges(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	same := stat.MeanResiduals([]float64{0.1, 0.1, 0.1})
	if d := stat.Difference(same, same); d != (stat.Interval{N: 3}) {
		t.Errorf("of the same: %+v, want exactly 0", d)
	}
	// A third of 1 is not three times a ninth of it, but nothing is different.
	a, b := stat.RatioResiduals([]float64{1, 1}, []float64{3, 3}), stat.RatioResiduals([]float64{0.1, 0.1}, []float64{0.3, 0.3})
	if d := stat.Difference(a, b); d.Value != 0 || d.Half() != 0 {
		t.Errorf("but for rounding the same: %+v", d)
	}
	if d := stat.Difference(stat.MeanResiduals([]float64{1, nan, 3}), stat.MeanResiduals([]float64{2, 2, nan})); d.N != 1 || !math.IsNaN(d.Lo) {
		t.Errorf("one pair: %+v, want no interval", d)
	}
	nothing := stat.RatioResiduals([]float64{0, 0}, []float64{0, 0})
	if d := stat.Difference(nothing, stat.MeanResiduals([]float64{1, 2})); !math.IsNaN(d.Value) || !math.IsNaN(d.Lo) || d.N != 0 {
		t.Errorf("of nothing: %+v", d)
	}
	if r := stat.Relative(stat.MeanResiduals([]float64{-1, 0, 2}), stat.MeanResiduals([]float64{1, 2, 3})); !math.IsNaN(r.Value) {
		t.Errorf("of a base that may be 0: %+v", r)
	}
	if r := stat.Relative(stat.MeanResiduals([]float64{0, 0}), stat.MeanResiduals([]float64{1, 2})); !math.IsNaN(r.Value) {
		t.Errorf("of a base of 0: %+v", r)
	}
}

// pairedLaw is a pair of samples on common random numbers with known means and quantiles: one is exponential with mean 1,
// the other, from the same uniform numbers and some of its own, exponential with mean 1.2.
type pairedLaw struct{ random *rand.Rand }

func (l pairedLaw) replication(n int) (base, other *stat.Histogram) {
	base, other = &stat.Histogram{}, &stat.Histogram{}
	level := 0.8 + 0.4*l.random.Float64() // what the values of a replication have in common: they are no independent sample
	for range n {
		u := l.random.ExpFloat64()
		v := u
		if l.random.Float64() < 0.1 {
			v = l.random.ExpFloat64()
		}
		base.Add(int64(1e9 * level * u))
		other.Add(int64(1.2e9 * level * v))
	}
	return base, other
}

// mixed returns the quantile of level x exponential, with the level uniform from 0.8 to 1.2.
func mixed(p float64) float64 {
	lo, hi := 0.0, 100.0
	for range 100 {
		x := (lo + hi) / 2
		const steps = 4000
		beyond := 0.0
		for i := range steps {
			beyond += math.Exp(-x/(0.8+0.4*(float64(i)+0.5)/steps)) / steps
		}
		if beyond > 1-p {
			lo = x
		} else {
			hi = x
		}
	}
	return lo
}

// TestPairedCoverage: nominal 95 % intervals of differences and relative differences, of means as ratios of sums and of
// quantiles by sectioning, cover the true ones in the 99.9 % binomial band around 95 %; and pairs are worth what they should.
func TestPairedCoverage(t *testing.T) {
	t.Parallel()
	trials, runs, values := 1000, 10, 1000
	if full() {
		// With 1000 values a p99 rests on 10 of each replication, and 0.9425 of 20 000 intervals for the ratio of two cover.
		trials, values = 10000, 4000
	}
	law := pairedLaw{rand.New(rand.NewPCG(20240601, 7))}
	ps := []float64{0.5, 0.95, 0.99}
	covered := map[string]int{}
	add := func(name string, v stat.Interval, truth float64) {
		if v.Lo <= truth && truth <= v.Hi {
			covered[name]++
		} else {
			covered[name] += 0
		}
	}
	truths := make([]float64, len(ps))
	for i, p := range ps {
		truths[i] = 0.2 * mixed(p)
	}
	gains := 0.0
	for range trials {
		var y, z, n []float64
		pooled := [2]stat.Histogram{}
		q := [2][3][]float64{}
		for range runs {
			base, other := law.replication(values)
			y, z, n = append(y, base.Sum()/1e9), append(z, other.Sum()/1e9), append(n, float64(values))
			for k, h := range []*stat.Histogram{base, other} {
				pooled[k].Merge(h)
				for i, p := range ps {
					q[k][i] = append(q[k][i], h.Quantile(p)/1e9)
				}
			}
		}
		a, b := stat.RatioResiduals(y, n), stat.RatioResiduals(z, n)
		add("mean", stat.Difference(a, b), 0.2)
		add("mean, relative", stat.Relative(a, b), 0.2)
		gains += math.Log(stat.Gain(a, b)) / float64(trials)
		for i, p := range ps {
			name := []string{"p50", "p95", "p99"}[i]
			c := stat.QuantileResiduals(pooled[0].Quantile(p)/1e9, q[0][i])
			d := stat.QuantileResiduals(pooled[1].Quantile(p)/1e9, q[1][i])
			add(name, stat.Difference(c, d), truths[i])
			add(name+", relative", stat.Relative(c, d), 0.2)
		}
	}
	half := 3.29 * math.Sqrt(0.95*0.05/float64(trials))
	for name, n := range covered {
		share := float64(n) / float64(trials)
		t.Logf("%s: %.4f", name, share)
		if math.Abs(share-0.95) > half {
			t.Errorf("%s: %.4f of the intervals cover, want 0.95 ± %.4f", name, share, half)
		}
	}
	if len(covered) != 8 {
		t.Errorf("%d intervals, want 8", len(covered))
	}
	t.Logf("gain %.2f", math.Exp(gains))
	if g := math.Exp(gains); g < 5 {
		t.Errorf("pairs are worth %.2f times as many replications: there is little of the common randomness in the differences", g)
	}
}
