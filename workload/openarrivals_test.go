package workload

import (
	"math"
	"slices"
	"testing"
	"time"

	"poolsim/sim/param"
)

// instants returns the first n instants of a process.
func instants(p OpenArrivals, n int, seed uint64) []time.Duration {
	s, r := p.Schedule(), fixed(seed)
	var out []time.Duration
	for len(out) < n {
		at, jobs, ok := s.Next(r)
		if !ok {
			break
		}
		for range jobs {
			out = append(out, at)
		}
	}
	return out
}

// TestPoissonCounts: the gaps are exponential, also where a nanosecond is as long as a gap and rounding each gap to whole
// nanoseconds would lose 4 % of the time.
func TestPoissonCounts(t *testing.T) {
	t.Parallel()
	for _, rate := range []float64{0.5, 300, 1e9} {
		const n = 50_000
		at := instants(must(NewPoisson(rate)), n, 11)
		// The n-th arrival is Erlang with n phases: mean n/rate, standard deviation sqrt(n)/rate.
		if z := (at[n-1].Seconds()*rate - n) / math.Sqrt(n); math.Abs(z) >= 4 {
			t.Errorf("rate %g: the last of %d jobs arrives at %v: z = %.1f", rate, n, at[n-1], z)
		}
		if !slices.IsSorted(at) || at[0] < 0 {
			t.Errorf("rate %g: instants go back", rate)
		}
	}
}

// TestPoissonDispersion: the numbers of arrivals in intervals of the same length have a variance equal to their mean, which
// tells the process from others of the same rate. The index of dispersion of m counts has standard error sqrt(2/(m-1)).
func TestPoissonDispersion(t *testing.T) {
	t.Parallel()
	const m, mean = 5000, 10
	counts := make([]float64, m)
	for _, at := range instants(must(NewPoisson(mean)), m*mean+2000, 12) {
		if second := int(at / time.Second); second < m {
			counts[second]++
		}
	}
	sum, squares := 0.0, 0.0
	for _, c := range counts {
		sum += c
		squares += c * c
	}
	index := (squares - sum*sum/m) / (m - 1) / (sum / m)
	if z := (index - 1) / math.Sqrt(2.0/(m-1)); math.Abs(z) >= 4 {
		t.Errorf("index of dispersion %.3f, want 1: z = %.1f", index, z)
	}
}

func TestNeverArrives(t *testing.T) {
	t.Parallel()
	for _, p := range []OpenArrivals{
		must(NewPoisson(0)), must(NewDeterministic(0)),
		must(NewPoisson(1e-300)), must(NewDeterministic(1e-300)), must(NewPoisson(1e-12)), // beyond the end of time
		must(NewPoisson(math.SmallestNonzeroFloat64)), must(NewDeterministic(math.SmallestNonzeroFloat64)),
		must(NewBatch(0, 3)), must(NewBatchGeometric(0, 3)), must(NewSinusoidal(0, 1, time.Hour)),
		must(NewPiecewise([]time.Duration{0, time.Hour}, []float64{0, 0})),
		must(NewMMPP([]float64{0, 0}, [][]float64{{0, 1}, {1, 0}})), must(NewMMPP([]float64{0}, [][]float64{{0}})),
	} {
		if at := instants(p, 3, 1); len(at) != 0 {
			t.Errorf("%T of rate %g arrives at %v", p, p.MeanRate(), at)
		}
	}
}

// TestSchedulesEnd: a process that reaches the end of time stops there and stays stopped.
func TestSchedulesEnd(t *testing.T) {
	t.Parallel()
	for _, p := range []OpenArrivals{
		must(NewPoisson(1e-8)), must(NewDeterministic(1e-8)), must(NewDeterministicInterval(maxSeconds * 1e9)),
		must(NewRenewal(must(NewExponential(maxSeconds * 1e9)))), must(NewBatch(1e-8, 3)), must(NewSinusoidal(1e-8, 1, time.Hour)),
		must(NewPiecewise([]time.Duration{0, time.Hour}, []float64{0, 1e-8})),
		must(NewPiecewise([]time.Duration{0, time.Hour}, []float64{1, 0})),
		must(NewMMPP([]float64{1e-8, 2e-8}, [][]float64{{0, 1e-8}, {1e-8, 0}})), must(NewMMPP([]float64{1e-8}, [][]float64{{0}})),
	} {
		s, r := p.Schedule(), fixed(1)
		last := time.Duration(0)
		for n := 0; ; n++ {
			at, _, ok := s.Next(r)
			if !ok {
				break
			}
			if at < last || n > 10_000 {
				t.Fatalf("%T: arrival %d at %v after %v", p, n, at, last)
			}
			last = at
		}
		if _, _, ok := s.Next(r); ok {
			t.Errorf("%T goes on after its end", p)
		}
	}
}

func TestDeterministicDoesNotDrift(t *testing.T) {
	t.Parallel()
	at := instants(must(NewDeterministic(3)), 300_000, 1)
	if want := []time.Duration{333333333, 666666667, time.Second}; !slices.Equal(at[:3], want) {
		t.Errorf("3/s begins with %v, want %v", at[:3], want)
	}
	if got, want := at[299_999], 100_000*time.Second; got != want {
		t.Errorf("job 300000 at 3/s arrives at %v, want %v", got, want)
	}
	every := must(NewDeterministicInterval(333333333))
	if got, want := instants(every, 300_000, 1)[299_999], time.Duration(300_000*333333333); got != want {
		t.Errorf("300000 intervals take %v, want %v", got, want)
	}
	near(t, "rate of an interval", every.MeanRate(), 3.000000003, 1e-12)
}

func TestBurst(t *testing.T) {
	t.Parallel()
	spec, _ := Processes.Lookup("burst")
	for _, c := range []struct {
		values param.Values
		want   time.Duration
	}{
		{param.Values{"jobs": int64(3)}, 0},
		{param.Values{"jobs": int64(3), "at": time.Minute}, time.Minute},
	} {
		p := must(spec.New(c.values.With(&spec.Spec), nil)).(OpenArrivals)
		for range 2 { // each schedule starts anew
			if got, want := instants(p, 10, 1), slices.Repeat([]time.Duration{c.want}, 3); !slices.Equal(got, want) {
				t.Errorf("%v: arrivals at %v, want %v", c.values, got, want)
			}
		}
		if p.MeanRate() != 0 {
			t.Errorf("mean rate %g, want 0", p.MeanRate())
		}
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	spec, _ := Processes.Lookup("closed")
	c := must(spec.New(param.Values{"users": int64(2)}, nil)).(*Closed)
	if c.Users != 2 || c.Think != nil || !math.IsNaN(c.MeanRate()) {
		t.Errorf("got %+v of rate %g, want 2 users who do not think", c, c.MeanRate())
	}
	c = must(spec.New(param.Values{"users": int64(2), "think": Distribution(Constant(ms))}, nil)).(*Closed)
	if c.Think != Distribution(Constant(ms)) {
		t.Errorf("users think %v, want 1ms", c.Think)
	}
}

func TestFormsOfRates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		values param.Values
		want   float64
	}{
		{"poisson", param.Values{"rate": 300.0}, 300},
		{"deterministic", param.Values{"rate": 40.0 / 60}, 40.0 / 60},
		{"deterministic", param.Values{"interval": 20 * ms}, 50},
		{"renewal", param.Values{"interarrival": Distribution(Constant(20 * ms))}, 50},
		{"batch", param.Values{"rate": 14.0, "size": int64(5)}, 70},
		{"batch", param.Values{"rate": 8.0, "mean_size": 2.5}, 20},
		{"sinusoidal", param.Values{"mean_rate": 40.0, "amplitude": 0.6, "period": time.Minute}, 40},
		{"piecewise", param.Values{"from": []time.Duration{0, time.Minute}, "rates": []float64{30, 20}}, 20},
		{"mmpp", param.Values{"rates": []float64{10, 60}, "switch": [][]float64{{0, 0.25}, {0.75, 0}}}, 22.5},
	} {
		spec, _ := Processes.Lookup(c.name)
		if got := must(spec.New(c.values, nil)).MeanRate(); got != c.want {
			t.Errorf("%s %v: rate %g, want %g", c.name, c.values, got, c.want)
		}
	}
}

// TestNextAllocatesNothing is not parallel: testing.AllocsPerRun counts the allocations of all goroutines.
func TestNextAllocatesNothing(t *testing.T) {
	r := fixed(1)
	tested := []string{"closed"} // users have no schedule
	for _, c := range processCases() {
		s := c.process.Schedule()
		if n := testing.AllocsPerRun(100, func() { s.Next(r) }); n != 0 {
			t.Errorf("%s: %g allocations an arrival", c.name, n)
		}
		tested = append(tested, c.name)
	}
	for _, name := range Processes.Names() {
		if !slices.Contains(tested, name) {
			t.Errorf("process %s is not among the cases", name)
		}
	}
}
