package workload

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/sim/param"
)

// TestRegisteredNames lists the words of a scenario file: a name that is gone breaks users' files.
func TestRegisteredNames(t *testing.T) {
	t.Parallel()
	laws := "constant erlang exponential gamma hyperexponential hypoexponential lognormal pareto uniform weibull"
	if got := strings.Join(Distributions.Names(), " "); got != laws {
		t.Errorf("distributions\n got %s\nwant %s", got, laws)
	}
	processes := "batch burst closed deterministic mmpp piecewise poisson renewal sinusoidal trace"
	if got := strings.Join(Processes.Names(), " "); got != processes {
		t.Errorf("arrival processes\n got %s\nwant %s", got, processes)
	}
}

// allSpecs returns the specs of both tables.
func allSpecs() []param.Spec {
	var specs []param.Spec
	for _, name := range Distributions.Names() {
		d, _ := Distributions.Lookup(name)
		specs = append(specs, d.Spec)
	}
	for _, name := range Processes.Names() {
		p, _ := Processes.Lookup(name)
		specs = append(specs, p.Spec)
	}
	return specs
}

// TestSpecsAreComplete keeps every declaration fit for the pages and messages that are made from it.
func TestSpecsAreComplete(t *testing.T) {
	t.Parallel()
	line := func(what, text string) {
		if text == "" || strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
			t.Errorf("%s: %q is not one line without a full stop", what, text)
		}
	}
	for _, s := range allSpecs() {
		line(s.Name+": Help", s.Help)
		line(s.Name+": Source", s.Source)
		for i := range s.Params {
			p := &s.Params[i]
			line(s.Name+": "+p.Name+": Help", p.Help)
			if s.InForm(p.Name) && (p.Required || p.Default != nil) {
				t.Errorf("%s: %s is in a form and yet required or with a default", s.Name, p.Name)
			}
			if p.Kind != param.Path && p.Kind != param.Sampler && p.Max == 0 {
				t.Errorf("%s: %s has no upper bound", s.Name, p.Name)
			}
		}
		for _, form := range s.Forms {
			for _, name := range form {
				if s.Param(name) == nil {
					t.Errorf("%s: form %v names an unknown parameter %q", s.Name, form, name)
				}
			}
		}
		if slices.ContainsFunc(s.Params, func(p param.Param) bool { return p.Name == "dist" || p.Name == "process" }) {
			t.Errorf("%s: a parameter takes the name of the key that names the thing", s.Name)
		}
	}
}

// TestBadParameters shows every message about a value, from a range or from several values together.
func TestBadParameters(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	fails := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		want string
	}{
		{fails(NewUniform(-1, ms)), "min must not be negative"},
		{fails(NewUniform(0, 40*year)), "max must be at most 277777h46m40s"},
		{fails(NewUniform(5*ms, 2*ms)), "max must be at least min (5ms)"},
		{fails(NewExponential(0)), "mean must be greater than 0s"},
		{fails(NewExponential(-ms)), "mean must be greater than 0s"},
		{fails(NewLognormal(0, 1)), "mean must be greater than 0s"},
		{fails(NewLognormal(ms, 0)), "cv must be at least 0.001"},
		{fails(NewLognormal(ms, 1e4)), "cv must be at most 1000"},
		{fails(NewLognormal(ms, math.NaN())), "cv must be finite"},
		{fails(NewLognormalQuantiles(0, ms)), "p50 must be greater than 0s"},
		{fails(NewLognormalQuantiles(60*ms, 60*ms)), "p99 must exceed p50 (60ms)"},
		{fails(NewLognormalQuantiles(60*ms, 6*ms)), "p99 must exceed p50 (60ms)"},
		{fails(NewLognormalLog(-21, 1)), "mu must be at least -20"},
		{fails(NewLognormalLog(0, 0)), "sigma must be at least 0.001"},
		{fails(NewHypoexponential(nil)), "means must not be empty"},
		{fails(NewHypoexponential(make([]time.Duration, 1001))), "means must have at most 1000 elements, has 1001"},
		{fails(NewHypoexponential([]time.Duration{ms, 0})), "means must be greater than 0s"},
		{fails(NewGamma(ms, -1)), "cv must be at least 0.001"},
		{fails(NewGamma(0, 1)), "mean must be greater than 0s"},
		{fails(NewGammaShape(0, ms)), "shape must be at least 0.000001"},
		{fails(NewGammaShape(2, 0)), "scale must be greater than 0s"},
		{fails(NewWeibull(0.05, ms)), "shape must be at least 0.1"},
		{fails(NewWeibull(1, 0)), "scale must be greater than 0s"},
		{fails(NewWeibullMean(0, 1)), "mean must be greater than 0s"},
		{fails(NewWeibullMean(ms, 1001)), "shape must be at most 1000"},
		{fails(NewErlang(0, ms)), "k must be at least 1"},
		{fails(NewErlang(1_000_001, ms)), "k must be at most 1000000"},
		{fails(NewErlang(2, 0)), "mean must be greater than 0s"},
		{fails(NewHyperexponential(nil, nil)), "probs must not be empty"},
		{
			fails(NewHyperexponential([]float64{1}, []time.Duration{ms, ms})),
			"means must have as many elements as probs (1), has 2",
		},
		{
			fails(NewHyperexponential(make([]float64, 1001), nil)),
			"probs must have at most 1000 elements, has 1001",
		},
		{fails(NewHyperexponential([]float64{0.5, 0.4}, []time.Duration{ms, ms})), "probs must add up to 1, they add up to 0.9"},
		{fails(NewHyperexponential([]float64{1.5, -0.5}, []time.Duration{ms, ms})), "probs must be at most 1"},
		{fails(NewHyperexponential([]float64{0.5, 0.5}, []time.Duration{ms, 0})), "means must be greater than 0s"},
		{fails(NewHyperexponentialBalanced(ms, 0.9)), "cv must be at least 1"},
		{fails(NewHyperexponentialBalanced(0, 2)), "mean must be greater than 0s"},
		{fails(NewPareto(1, ms)), "alpha must be greater than 1 where no cap is given: the mean would be infinite"},
		{fails(NewPareto(2, 0)), "min must be greater than 0s"},
		{fails(NewParetoCapped(0.001, ms, 2*ms)), "alpha must be at least 0.01"},
		{fails(NewParetoCapped(0.5, ms, ms)), "cap must exceed min (1ms)"},
		{fails(NewPoisson(-1)), "rate must not be negative"},
		{fails(NewPoisson(2e9)), "rate must be at most 1000000000/s"},
		{fails(NewDeterministic(-1)), "rate must not be negative"},
		{fails(NewDeterministicInterval(0)), "interval must be greater than 0s"},
		{fails(NewRenewal(Constant(0))), "interarrival must have a mean of at least 1ns"},
		{fails(NewBatch(-1, 2)), "rate must not be negative"},
		{fails(NewBatch(1, 0)), "size must be at least 1"},
		{fails(NewBatchGeometric(1, 0.5)), "mean_size must be at least 1"},
		{fails(NewSinusoidal(-1, 0.5, ms)), "mean_rate must not be negative"},
		{fails(NewSinusoidal(1, 1.5, ms)), "amplitude must be at most 1"},
		{fails(NewSinusoidal(1, 0.5, 0)), "period must be greater than 0s"},
		{fails(NewPiecewise(nil, nil)), "from must not be empty"},
		{fails(NewPiecewise(make([]time.Duration, 100_001), nil)), "from must have at most 100000 elements, has 100001"},
		{fails(NewPiecewise([]time.Duration{0}, []float64{1, 2})), "rates must have as many elements as from (1), has 2"},
		{fails(NewPiecewise([]time.Duration{ms}, []float64{1})), "from must begin with 0s, not 1ms"},
		{fails(NewPiecewise([]time.Duration{0, ms, ms}, []float64{1, 2, 3})), "from must ascend: 1ms does not come after 1ms"},
		{fails(NewPiecewise([]time.Duration{0}, []float64{-1})), "rates must not be negative"},
		{fails(NewMMPP(nil, nil)), "rates must not be empty"},
		{fails(NewMMPP(make([]float64, 101), nil)), "rates must have at most 100 elements, has 101"},
		{fails(NewMMPP([]float64{1, 2}, [][]float64{{0, 1}})), "switch must have a row for each of rates (2), has 1"},
		{
			fails(NewMMPP([]float64{1, 2}, [][]float64{{0, 1}, {1}})),
			"switch must have as many elements in each row as there are rates (2): row 2 has 1",
		},
		{fails(NewMMPP([]float64{1, -2}, [][]float64{{0, 1}, {1, 0}})), "rates must not be negative"},
		{fails(NewMMPP([]float64{1, 2}, [][]float64{{0, -1}, {1, 0}})), "switch must not be negative"},
		{fails(NewMMPP([]float64{1, 2}, [][]float64{{0, 1}, {1, 1}})), "switch must be 0/s from a state to itself: row 2"},
		{
			fails(NewMMPP([]float64{1, 2}, [][]float64{{0, 1}, {0, 0}})),
			"switch must lead from every state to every other, in one or more changes",
		},
		{
			fails(NewMMPP([]float64{1, 2, 3}, [][]float64{{0, 1, 0}, {1, 0, 0}, {1, 0, 0}})),
			"switch must lead from every state to every other, in one or more changes",
		},
		{
			fails(NewMMPP([]float64{1, 0}, [][]float64{{0, 1e7}, {1e7, 0}})),
			"switch must not change more than 1e+06 times for each job: it changes 1e+07 times a second for 0.5 jobs",
		},
	} {
		var problem *param.Problem
		switch {
		case c.err == nil:
			t.Errorf("no error where %q was due", c.want)
		case !errors.As(c.err, &problem):
			t.Errorf("%q is a %T, not a *param.Problem", c.err, c.err)
		case c.err.Error() != c.want:
			t.Errorf("got  %q\nwant %q", c.err, c.want)
		}
	}
}

// TestFormsReachTheirConstructors makes each law by each of its forms, as a scenario does, and compares moments.
func TestFormsReachTheirConstructors(t *testing.T) {
	t.Parallel()
	v := func(pairs ...any) param.Values {
		out := param.Values{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i].(string)] = pairs[i+1]
		}
		return out
	}
	for _, c := range []struct {
		name     string
		values   param.Values
		mean, cv float64
	}{
		{"constant", v("value", time.Duration(0)), 0, 0},
		{"constant", v("value", 3*ms), 0.003, 0},
		{"uniform", v("min", time.Duration(0), "max", time.Duration(0)), 0, 0},
		{"uniform", v("min", time.Duration(0), "max", 2*ms), 0.001, 1 / math.Sqrt(3)},
		{"exponential", v("mean", 2*ms), 0.002, 1},
		{"lognormal", v("mean", 10*ms, "cv", 2.0), 0.01, 2},
		{
			"lognormal", v("p50", 10*ms, "p99", 100*ms),
			0.01 * math.Exp(sq(math.Ln10/z99)/2), math.Sqrt(math.Expm1(sq(math.Ln10 / z99))),
		},
		{"lognormal", v("mu", math.Log(0.01), "sigma", 1.0), 0.01 * math.Exp(0.5), math.Sqrt(math.E - 1)},
		{"hypoexponential", v("means", []time.Duration{10 * ms, 20 * ms, 20 * ms}), 0.05, 0.6},
		{"gamma", v("mean", 10*ms, "cv", 2.0), 0.01, 2},
		{"gamma", v("shape", 0.25, "scale", 40*ms), 0.01, 2},
		{"weibull", v("shape", 0.5, "scale", 10*ms), 0.02, math.Sqrt(5)},
		{"weibull", v("mean", 20*ms, "shape", 0.5), 0.02, math.Sqrt(5)},
		{"erlang", v("k", int64(4), "mean", 10*ms), 0.01, 0.5},
		{"hyperexponential", v("probs", []float64{0.5, 0.5}, "means", []time.Duration{10 * ms, 30 * ms}), 0.02, math.Sqrt(1.5)},
		{"hyperexponential", v("mean", 10*ms, "cv", 1.0), 0.01, 1},
		{"hyperexponential", v("mean", 10*ms, "cv", 1000.0), 0.01, 1000},
		{"pareto", v("alpha", 3.0, "min", 10*ms), 0.015, 1 / math.Sqrt(3)},
		{"pareto", v("alpha", 2.0, "min", 10*ms), 0.02, math.Inf(1)},
		// E X = min(1 + ln 10), E X² = min²(1 + 2·9).
		{"pareto", v("alpha", 1.0, "min", 10*ms, "cap", 100*ms), 0.01 * (1 + math.Ln10), math.Sqrt(19/sq(1+math.Ln10) - 1)},
	} {
		spec, _ := Distributions.Lookup(c.name)
		d, err := spec.New(c.values)
		if err != nil {
			t.Errorf("%s %v: %v", c.name, c.values, err)
			continue
		}
		near(t, c.name+" mean", d.Mean(), c.mean, 1e-9)
		if d.CV() != c.cv {
			near(t, c.name+" cv", d.CV(), c.cv, 1e-9)
		}
	}
}

func sq(x float64) float64 { return x * x }
