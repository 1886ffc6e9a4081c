package workload_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"poolsim/sim/param"
	"poolsim/workload"
)

// TestRelationScaledLaws: with the durations of a law k times as long, the same random numbers give durations k times as
// long, up to the rounding to whole nanoseconds: half a nanosecond on one side, k times that on the other, and what the digits
// of a float64 lose on the way.
func TestRelationScaledLaws(t *testing.T) {
	t.Parallel()
	const k = 8
	laws := map[string]param.Values{
		"constant": {"value": 3 * time.Millisecond}, "exponential": {"mean": 7 * time.Millisecond}, "uniform": {"min": time.Millisecond, "max": 9 * time.Millisecond},
		"erlang": {"k": int64(3), "mean": 5 * time.Millisecond}, "gamma": {"mean": 5 * time.Millisecond, "cv": 1.7},
		"hyperexponential": {"mean": 5 * time.Millisecond, "cv": 2.5}, "hypoexponential": {"means": []time.Duration{time.Millisecond, 3 * time.Millisecond}},
		"lognormal": {"mean": 5 * time.Millisecond, "cv": 1.2}, "pareto": {"alpha": 1.7, "min": time.Millisecond, "cap": time.Second},
		"weibull": {"shape": 0.6, "mean": 5 * time.Millisecond},
	}
	for _, name := range workload.Distributions.Names() {
		v, ok := laws[name]
		if !ok {
			t.Errorf("%s is not looked at", name)
			continue
		}
		longer := param.Values{}
		for key, x := range v {
			switch x := x.(type) {
			case time.Duration:
				longer[key] = k * x
			case []time.Duration:
				for _, d := range x {
					longer[key] = append(asDurations(longer[key]), k*d)
				}
			default:
				longer[key] = x
			}
		}
		spec, _ := workload.Distributions.Lookup(name)
		once, err := spec.New(v.With(&spec.Spec))
		if err != nil {
			t.Fatal(err)
		}
		more, err := spec.New(longer.With(&spec.Spec))
		if err != nil {
			t.Fatal(err)
		}
		a, b := rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 2))
		for i := range 20_000 {
			x, y := once.Sample(a), more.Sample(b)
			if off := k*x - y; off > (k+1)/2+1 || off < -(k+1)/2-1 {
				t.Errorf("%s, draw %d: %d ns, with durations %d times as long %d ns", name, i, x, k, y)
				break
			}
		}
	}
}

func asDurations(v any) []time.Duration {
	list, _ := v.([]time.Duration)
	return list
}
