package workload

import (
	"math"
	"testing"
	"time"

	"poolsim/sim/param"
)

// scalableCases are processes of every name but trace, which is read from a file.
func scalableCases() map[string]Arrivals {
	flip := [][]float64{{0, 200}, {300, 0}}
	return map[string]Arrivals{
		"poisson":                must(NewPoisson(40)),
		"batch":                  must(NewBatch(5, 8)),
		"batch geometric":        must(NewBatchGeometric(5, 8)),
		"burst":                  &Burst{Jobs: 75, At: time.Second},
		"closed":                 &Closed{Users: 5, Think: Constant(time.Second)},
		"deterministic":          must(NewDeterministic(40)),
		"deterministic interval": must(NewDeterministicInterval(25 * ms)),
		"renewal":                must(NewRenewal(must(NewErlang(4, 25*ms)))),
		"mmpp":                   must(NewMMPP([]float64{10, 85}, flip)),
		"sinusoidal":             must(NewSinusoidal(40, 0.8, 3*time.Second)),
		"piecewise":              must(NewPiecewise([]time.Duration{0, 7 * time.Second}, []float64{20, 41})),
	}
}

// Every process of a scenario is scalable: a scenario with any of them has the knob.
func TestEveryProcessIsScalable(t *testing.T) {
	t.Parallel()
	cases := scalableCases()
	for _, name := range Processes.Names() {
		if name == "trace" {
			continue
		}
		if _, ok := cases[name].(Scalable); !ok {
			t.Errorf("%s is not scalable, or not tested", name)
		}
	}
}

// Twice the load has twice the rate, by the process's own words and by counting.
func TestScaledRates(t *testing.T) {
	t.Parallel()
	const horizon = 2000 * time.Second
	count := func(a Arrivals) float64 {
		s, r := a.(OpenArrivals).Schedule(), fixed(31)
		for n := 0; ; {
			at, jobs, ok := s.Next(r)
			if !ok || at > horizon {
				return float64(n)
			}
			n += jobs
		}
	}
	for name, a := range scalableCases() {
		for _, load := range []float64{0.5, 1, 3} {
			scaled, err := a.(Scalable).Scaled(load)
			if err != nil {
				t.Errorf("%s at load %g: %v", name, load, err)
				continue
			}
			rate, want := scaled.MeanRate(), load*a.MeanRate()
			if math.Abs(rate-want) > 1e-12*want {
				t.Errorf("%s at load %g has the rate %g, want %g", name, load, rate, want)
			}
			if want == 0 || math.IsNaN(want) {
				continue // counted below
			}
			// The standard error is largest for batches of random size: 5000 of them at load 0.5 make it 2 %, common draws less.
			if n, want := count(scaled), load*count(a); math.Abs(n-want) > 0.06*want {
				t.Errorf("%s at load %g has %g jobs, want about %g", name, load, n, want)
			}
		}
	}
}

func TestScaledCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    int
		load float64
		want int
	}{{75, 2, 150}, {75, 1, 75}, {75, 0.5, 38}, {75, 0.1, 8}, {1, 1.4, 1}, {1, 1.6, 2}, {3, 1e-6, 1}} {
		burst := must((&Burst{Jobs: c.n, At: ms}).Scaled(c.load)).(*Burst)
		closed := must((&Closed{Users: c.n, Think: Constant(ms)}).Scaled(c.load)).(*Closed)
		if burst.Jobs != c.want || burst.At != ms || closed.Users != c.want || closed.Think != Constant(ms) {
			t.Errorf("%d at load %g: %+v, %+v, want %d", c.n, c.load, burst, closed, c.want)
		}
	}
}

// Common random numbers: the gaps at load 2 are the halves of those at load 1, to the nanosecond to which they are rounded.
func TestScaledDrawsAreCommon(t *testing.T) {
	t.Parallel()
	const n, load = 5000, 2.5
	for name, a := range scalableCases() {
		open, ok := a.(OpenArrivals)
		if !ok || name == "mmpp" || name == "sinusoidal" || name == "piecewise" || name == "burst" {
			continue // whose course depends on the clock, or that have no gaps
		}
		plain, scaled := instants(open, n, 32), instants(must(a.(Scalable).Scaled(load)).(OpenArrivals), n, 32)
		slack := 2.0 // nanoseconds
		if name == "renewal" {
			slack = n // each gap is rounded
		}
		for i := range plain {
			if d := math.Abs(float64(plain[i])/load - float64(scaled[i])); d > slack {
				t.Errorf("%s: job %d arrives at %v, and at load %g at %v", name, i, plain[i], load, scaled[i])
				break
			}
		}
	}
	// A piecewise process has common draws for as long as its first segment lasts.
	steps := must(NewPiecewise([]time.Duration{0, 1000 * time.Second}, []float64{20, 1}))
	plain, scaled := instants(steps, 1000, 33), instants(must(steps.Scaled(load)).(OpenArrivals), 1000, 33)
	for i := range plain {
		if d := math.Abs(float64(plain[i])/load - float64(scaled[i])); d > 2 {
			t.Fatalf("piecewise: job %d arrives at %v, and at load %g at %v", i, plain[i], load, scaled[i])
		}
	}
}

// At load 1 the jobs are the same.
func TestScaledByOne(t *testing.T) {
	t.Parallel()
	for name, a := range scalableCases() {
		open, ok := a.(OpenArrivals)
		if !ok {
			continue
		}
		plain, scaled := instants(open, 2000, 34), instants(must(a.(Scalable).Scaled(1)).(OpenArrivals), 2000, 34)
		if len(plain) != len(scaled) {
			t.Fatalf("%s: %d jobs and %d", name, len(plain), len(scaled))
		}
		for i := range plain {
			if plain[i] != scaled[i] {
				t.Errorf("%s: job %d arrives at %v, and at load 1 at %v", name, i, plain[i], scaled[i])
				break
			}
		}
	}
}

// An interval whose part is not a whole number of nanoseconds does not drift.
func TestScaledInterval(t *testing.T) {
	t.Parallel()
	a := must(must(NewDeterministicInterval(10 * ms)).Scaled(3)).(OpenArrivals)
	if at := instants(a, 300_000, 1)[299_999]; at != 1000*time.Second {
		t.Errorf("the 300000th job arrives at %v", at)
	}
	exact := must(must(NewDeterministicInterval(10 * ms)).Scaled(4)).(*Deterministic)
	if exact.interval != 2500*time.Microsecond {
		t.Errorf("the interval is %v", exact.interval)
	}
}

func TestScaledTrace(t *testing.T) {
	t.Parallel()
	const text = "job,arrival_seconds,step,holder,hold_seconds\n1,1,0,main,0.2\n2,1.5,0,auth,0.1\n2,1.5,1,main,0.3\n"
	trace := must(ReadTrace("jobs.csv", []byte(text)))
	scaled := must(trace.Scaled(2)).(*Trace)
	at := instants(scaled, 9, 1)
	if len(at) != 2 || at[0] != 500*ms || at[1] != 750*ms || scaled.Jobs() != 2 {
		t.Errorf("jobs arrive at %v", at)
	}
	if s := scaled.Script(1); len(s) != 2 || s[1].Hold != 300*ms || scaled.CancelAfter(0) != Forever {
		t.Errorf("the second job is %+v", s)
	}
	if at := instants(trace, 9, 1); at[1] != 1500*ms {
		t.Errorf("the trace that was scaled has changed: %v", at)
	}
}

func TestScaledRefuses(t *testing.T) {
	t.Parallel()
	fails := func(_ any, err error) error { return err }
	trace := must(ReadTrace("jobs.csv", []byte("job,arrival_seconds,step,holder,hold_seconds\n1,5000,0,main,0.2\n")))
	for _, c := range []struct {
		err  error
		want string
	}{
		{fails(must(NewPoisson(1e6)).Scaled(1001)), "rate must be at most 1000000000/s"},
		{fails(must(NewBatch(1e6, 2)).Scaled(1001)), "rate must be at most 1000000000/s"},
		{fails((&Burst{Jobs: 1e6}).Scaled(11)), "jobs must be at most 10000000"},
		{fails((&Closed{Users: 1e6}).Scaled(11)), "users must be at most 10000000"},
		{fails(must(NewDeterministic(1e6)).Scaled(1001)), "rate must be at most 1000000000/s"},
		{fails(must(NewRenewal(Constant(time.Microsecond))).Scaled(1001)), "interarrival must have a mean of at least 1ns"},
		{fails(must(NewMMPP([]float64{1e6}, [][]float64{{0}})).Scaled(1001)), "rates must be at most 1000000000/s"},
		{fails(must(NewSinusoidal(1e6, 0.5, time.Second)).Scaled(1001)), "mean_rate must be at most 1000000000/s"},
		{fails(must(NewPiecewise([]time.Duration{0}, []float64{1e6})).Scaled(1001)), "rates must be at most 1000000000/s"},
		{fails(trace.Scaled(1e-6)), "file has a job that would arrive after 5e+09 s: at most 1e+09 s"},
	} {
		if _, ok := c.err.(*param.Problem); !ok || c.err.Error() != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
	}
}
