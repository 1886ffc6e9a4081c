package workload

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"poolsim/sim/param"
)

const ms = time.Millisecond

// must is for parameters that a test knows to be right.
func must[T any](thing T, err error) T {
	if err != nil {
		panic(err)
	}
	return thing
}

func fixed(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)) }

// lawCase is a law with parameters of everyday size. Coefficients of variation stay modest where the fourth moment is
// large: the standard error of a sample variance is known only as well as that moment.
type lawCase struct {
	name string
	law  Distribution
	cdf  func(seconds float64) float64 // nil where no independent one exists
}

func lawCases() []lawCase {
	mixture := func(probs, means []float64) func(float64) float64 {
		return func(x float64) float64 {
			sum := 0.0
			for i, p := range probs {
				sum += p * distuv.Exponential{Rate: 1 / means[i]}.CDF(x)
			}
			return sum
		}
	}
	// Moments of the lognormal from its parameters, written down independently of NewLognormal.
	spread := distuv.LogNormal{Mu: math.Log(0.06), Sigma: math.Log(900.0/60) / distuv.UnitNormal.Quantile(0.99)}
	return []lawCase{
		{"constant", Constant(5 * ms), nil},
		{"uniform", must(NewUniform(2*ms, 5*ms)), distuv.Uniform{Min: 0.002, Max: 0.005}.CDF},
		{"uniform-from-0", must(NewUniform(0, 5*ms)), distuv.Uniform{Min: 0, Max: 0.005}.CDF},
		{"exponential", must(NewExponential(20 * ms)), distuv.Exponential{Rate: 50}.CDF},
		{"lognormal-cv", must(NewLognormal(100*ms, 0.5)), distuv.LogNormal{
			Mu: math.Log(0.1) - math.Log(1.25)/2, Sigma: math.Sqrt(math.Log(1.25)),
		}.CDF},
		{"lognormal-quantiles", must(NewLognormalQuantiles(60*ms, 900*ms)), spread.CDF},
		{"lognormal-log", must(NewLognormalLog(-2, 0.5)), distuv.LogNormal{Mu: -2, Sigma: 0.5}.CDF},
		{"gamma-cv-1.5", must(NewGamma(200*ms, 1.5)), distuv.Gamma{Alpha: 1 / 2.25, Beta: 1 / (0.2 * 2.25)}.CDF},
		{"gamma-cv-0.5", must(NewGamma(200*ms, 0.5)), distuv.Gamma{Alpha: 4, Beta: 20}.CDF},
		{"gamma-shape-1", must(NewGammaShape(1, 20*ms)), distuv.Exponential{Rate: 50}.CDF},
		{"weibull-0.7", must(NewWeibull(0.7, 50*ms)), distuv.Weibull{K: 0.7, Lambda: 0.05}.CDF},
		{"weibull-2.5", must(NewWeibull(2.5, 50*ms)), distuv.Weibull{K: 2.5, Lambda: 0.05}.CDF},
		{"erlang-1", must(NewErlang(1, 30*ms)), distuv.Exponential{Rate: 1 / 0.03}.CDF},
		{"erlang-3", must(NewErlang(3, 30*ms)), distuv.Gamma{Alpha: 3, Beta: 100}.CDF},
		{"erlang-4", must(NewErlang(4, 30*ms)), distuv.Gamma{Alpha: 4, Beta: 4 / 0.03}.CDF},
		{"erlang-1000", must(NewErlang(1000, 30*ms)), distuv.Gamma{Alpha: 1000, Beta: 1000 / 0.03}.CDF},
		{
			"hyperexponential", must(NewHyperexponential([]float64{0.7, 0, 0.3}, []time.Duration{5 * ms, ms, 40 * ms})),
			mixture([]float64{0.7, 0.3}, []float64{0.005, 0.04}),
		},
		// c² = 3: p1 = (1+sqrt(2/4))/2.
		{"hyperexponential-cv", must(NewHyperexponentialBalanced(10*ms, math.Sqrt(3))), mixture(
			[]float64{(1 + math.Sqrt2/2) / 2, (1 - math.Sqrt2/2) / 2},
			[]float64{0.01 / (1 + math.Sqrt2/2), 0.01 / (1 - math.Sqrt2/2)},
		)},
		{"hypoexponential-2", must(NewHypoexponential([]time.Duration{10 * ms, 30 * ms})), func(x float64) float64 {
			// Of phases with rates a and b, P(X <= x) = 1 - (b·exp(-ax) - a·exp(-bx))/(b-a).
			const a, b = 1 / 0.01, 1 / 0.03
			return 1 - (b*math.Exp(-a*x)-a*math.Exp(-b*x))/(b-a)
		}},
		{"hypoexponential-equal", must(NewHypoexponential([]time.Duration{10 * ms, 10 * ms, 10 * ms})), distuv.Gamma{Alpha: 3, Beta: 100}.CDF},
		{"pareto-6", must(NewPareto(6, 10*ms)), distuv.Pareto{Xm: 0.01, Alpha: 6}.CDF},
		{"pareto-capped-0.8", must(NewParetoCapped(0.8, 10*ms, 500*ms)), capped(distuv.Pareto{Xm: 0.01, Alpha: 0.8}.CDF, 0.5)},
		{"pareto-capped-1", must(NewParetoCapped(1, 10*ms, 500*ms)), capped(distuv.Pareto{Xm: 0.01, Alpha: 1}.CDF, 0.5)},
		{"pareto-capped-2", must(NewParetoCapped(2, 10*ms, 500*ms)), capped(distuv.Pareto{Xm: 0.01, Alpha: 2}.CDF, 0.5)},
	}
}

func capped(cdf func(float64) float64, limit float64) func(float64) float64 {
	return func(x float64) float64 {
		if x >= limit {
			return 1
		}
		return cdf(x)
	}
}

// TestMoments holds sample means and variances against Mean and CV. With |z| < 4 and about 40 checks, a right law would
// fail once in 400 seeds; the seed is fixed.
func TestMoments(t *testing.T) {
	t.Parallel()
	const n = 60_000
	for i, c := range lawCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := fixed(uint64(i))
			mean, deviation := c.law.Mean(), c.law.CV()*c.law.Mean()
			// Moments about the expected mean, so that nothing cancels.
			var m1, m2, m4 float64
			for range n {
				x := c.law.Sample(r).Seconds() - mean
				m1 += x / n
				m2 += x * x / n
				m4 += x * x * x * x / n
			}
			if deviation == 0 {
				if m1 != 0 || m2 != 0 {
					t.Fatalf("a constant varies: mean off by %g, variance %g", m1, m2)
				}
				return
			}
			variance := deviation * deviation
			if z := m1 / (deviation / math.Sqrt(n)); math.Abs(z) >= 4 {
				t.Errorf("mean %g s, want %g s: z = %.1f", mean+m1, mean, z)
			}
			if z := (m2 - variance) / math.Sqrt((m4-m2*m2)/n); math.Abs(z) >= 4 {
				t.Errorf("variance %g s², want %g s²: z = %.1f", m2, variance, z)
			}
		})
	}
}

// TestKolmogorovSmirnov compares samples with gonum's distribution functions. D·sqrt(n) exceeds 1.95 with probability
// 0.001 (Kolmogorov's limit, 2·exp(-2x²)).
func TestKolmogorovSmirnov(t *testing.T) {
	t.Parallel()
	const n = 10_000
	for i, c := range lawCases() {
		if c.cdf == nil {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := fixed(1000 + uint64(i))
			sample := make([]float64, n)
			for i := range sample {
				sample[i] = c.law.Sample(r).Seconds()
			}
			slices.Sort(sample)
			d := 0.0
			for i, x := range sample {
				f := c.cdf(x)
				// At an atom (a cap) the empirical function jumps over all equal values at once.
				if i == 0 || sample[i-1] != x {
					d = max(d, beforeJump(c.cdf, x, f)-float64(i)/n, float64(i)/n-f)
				}
				if i == n-1 || sample[i+1] != x {
					d = max(d, math.Abs(f-float64(i+1)/n))
				}
			}
			if d*math.Sqrt(n) > 1.95 {
				t.Errorf("D = %.4f, D·sqrt(n) = %.2f > 1.95", d, d*math.Sqrt(n))
			}
		})
	}
}

// beforeJump is the distribution function just below x, where f is its value at x.
func beforeJump(cdf func(float64) float64, x, f float64) float64 {
	if f == 1 {
		return cdf(math.Nextafter(x, 0))
	}
	return f
}

// TestExactMoments holds Mean and CV against gonum's formulas, where the tests above would miss a small mistake.
func TestExactMoments(t *testing.T) {
	t.Parallel()
	type oracle interface {
		Mean() float64
		StdDev() float64
	}
	for _, c := range []struct {
		name string
		law  Distribution
		want oracle
	}{
		{"uniform", must(NewUniform(2*ms, 5*ms)), distuv.Uniform{Min: 0.002, Max: 0.005}},
		{"exponential", must(NewExponential(20 * ms)), distuv.Exponential{Rate: 50}},
		{"lognormal", must(NewLognormalQuantiles(60*ms, 900*ms)), distuv.LogNormal{
			Mu: math.Log(0.06), Sigma: math.Log(15) / distuv.UnitNormal.Quantile(0.99),
		}},
		{"gamma", must(NewGammaShape(0.3, 20*ms)), distuv.Gamma{Alpha: 0.3, Beta: 50}},
		{"weibull long", must(NewWeibull(0.4, 50*ms)), distuv.Weibull{K: 0.4, Lambda: 0.05}},
		{"weibull short", must(NewWeibull(30, 50*ms)), distuv.Weibull{K: 30, Lambda: 0.05}},
		{"erlang", must(NewErlang(7, 70*ms)), distuv.Gamma{Alpha: 7, Beta: 100}},
		{"pareto", must(NewPareto(2.5, 10*ms)), distuv.Pareto{Xm: 0.01, Alpha: 2.5}},
	} {
		near(t, c.name+" mean", c.law.Mean(), c.want.Mean(), 1e-9)
		near(t, c.name+" cv", c.law.CV(), c.want.StdDev()/c.want.Mean(), 1e-9)
	}
}

// near fails unless got is within a relative tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

// moody is a source whose words are often all zeros or all ones, which is where samplers divide by 0 or take ln 0.
type moody struct{ rand.Source }

func (m moody) Uint64() uint64 {
	switch x := m.Source.Uint64(); x % 8 {
	case 0:
		return 0
	case 1:
		return math.MaxUint64
	case 2:
		return x & (1<<32 - 1)
	case 3:
		return x | (1<<32 - 1)
	default:
		return x
	}
}

// TestExtremes draws every registered law with random parameters from all of its declared ranges, ends included, so that
// a law that is added is tested by being there.
func TestExtremes(t *testing.T) {
	t.Parallel()
	for _, name := range Distributions.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec, _ := Distributions.Lookup(name)
			r := fixed(7)
			made := 0
			for range 400 {
				v := randomValues(t, &spec.Spec, r)
				d, err := spec.New(v)
				if err != nil {
					if _, ok := err.(*param.Problem); !ok || d != nil {
						t.Fatalf("%v: New returned %v and a %T: %v", v, d, err, err)
					}
					continue
				}
				made++
				if m := d.Mean(); !(m >= 0) || math.IsInf(m, 0) {
					t.Errorf("%v: mean %g", v, m)
				}
				if cv := d.CV(); !(cv >= 0) {
					t.Errorf("%v: cv %g", v, cv)
				}
				odd := rand.New(moody{rand.NewPCG(1, 2)})
				for range 200 {
					if x := d.Sample(odd); x < 0 {
						t.Fatalf("%v: sample %d", v, x)
					}
				}
			}
			if made < 50 {
				t.Errorf("only %d of 400 parameter sets were accepted", made)
			}
		})
	}
}

// randomValues picks values for one form of a spec, each uniform in its logarithm or at an end of its range.
func randomValues(t *testing.T, s *param.Spec, r *rand.Rand) param.Values {
	t.Helper()
	var form []string
	if len(s.Forms) > 0 {
		form = s.Forms[r.IntN(len(s.Forms))]
	}
	v := param.Values{}
	elements := 1 + r.IntN(3) // of arrays
	for i := range s.Params {
		p := &s.Params[i]
		if s.InForm(p.Name) && !slices.Contains(form, p.Name) || !p.Required && !s.InForm(p.Name) && r.IntN(2) == 0 {
			continue
		}
		lo, hi := max(p.Min, 1e-9), p.Max
		x := lo * math.Pow(hi/lo, r.Float64())
		switch r.IntN(8) {
		case 0:
			x = lo
		case 1:
			x = hi
		case 2:
			if p.CheckNumber(p.Min) == "" {
				x = p.Min
			}
		}
		x = min(max(x, p.Min), hi)
		switch p.Kind {
		case param.Duration:
			v[p.Name] = time.Duration(x * 1e9)
		case param.Number, param.Rate:
			v[p.Name] = x
		case param.Count:
			v[p.Name] = int64(x)
		case param.Numbers: // probabilities
			v[p.Name] = slices.Repeat([]float64{1 / float64(elements)}, elements)
		case param.Durations:
			v[p.Name] = slices.Repeat([]time.Duration{time.Duration(x * 1e9)}, elements)
		default:
			t.Fatalf("%s: %s: add kind %d to randomValues", s.Name, p.Name, p.Kind)
		}
	}
	return v
}

// TestSampleAllocatesNothing is not parallel: testing.AllocsPerRun counts the allocations of all goroutines.
func TestSampleAllocatesNothing(t *testing.T) {
	r := fixed(3)
	for _, name := range Distributions.Names() {
		if !slices.ContainsFunc(lawCases(), func(c lawCase) bool { return strings.HasPrefix(c.name, name) }) {
			t.Errorf("distribution %s is not among the cases", name)
		}
	}
	for _, c := range lawCases() {
		if n := testing.AllocsPerRun(200, func() { c.law.Sample(r) }); n != 0 {
			t.Errorf("%s: %g allocations a sample", c.name, n)
		}
	}
}

func TestNanos(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		seconds float64
		want    time.Duration
	}{
		{0, 0},
		{1.5, 1500 * ms},
		{1e-9, 1},
		{0.6e-9, 1},
		{0.4e-9, 0},
		{-1, 0},
		{math.NaN(), 0},
		{math.Inf(1), math.MaxInt64},
		{math.Inf(-1), 0},
		{9.3e9, math.MaxInt64},
		{9.223372036854775e9, 9223372036854774784},
	} {
		if got := nanos(c.seconds); got != c.want {
			t.Errorf("nanos(%g) = %d, want %d", c.seconds, got, c.want)
		}
	}
}
