package model_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// Settings of everyday size for everything that a scenario can name. What is registered and not here fails the tests below.

// lawValues are the distributions', all of a mean of about 20 ms.
var lawValues = map[string]param.Values{
	"constant":         {"value": 20 * time.Millisecond},
	"erlang":           {"k": int64(3), "mean": 20 * time.Millisecond},
	"exponential":      {"mean": 20 * time.Millisecond},
	"gamma":            {"mean": 20 * time.Millisecond, "cv": 1.5},
	"hyperexponential": {"mean": 20 * time.Millisecond, "cv": 2.0},
	"hypoexponential":  {"means": []time.Duration{5 * time.Millisecond, 15 * time.Millisecond}},
	"lognormal":        {"p50": 10 * time.Millisecond, "p99": 150 * time.Millisecond},
	"pareto":           {"alpha": 1.5, "min": 8 * time.Millisecond, "cap": 200 * time.Millisecond},
	"uniform":          {"min": 10 * time.Millisecond, "max": 30 * time.Millisecond},
	"weibull":          {"mean": 20 * time.Millisecond, "shape": 0.7},
}

// processValues are the arrival processes', about 300 jobs/s; dialectValues those of about 9 connections, once simple and once
// with all that costs time.
func processValues(tb testing.TB, name string) param.Values {
	switch name {
	case "batch":
		return param.Values{"rate": 100.0, "mean_size": 3.0}
	case "burst":
		return param.Values{"jobs": int64(60_000)} // which the pool has to do for minutes
	case "closed":
		return param.Values{"users": int64(12), "think": law(tb, "exponential", param.Values{"mean": ms(20)})}
	case "deterministic", "poisson":
		return param.Values{"rate": 300.0}
	case "mmpp":
		return param.Values{"rates": []float64{250, 400}, "switch": [][]float64{{0, 1}, {2, 0}}}
	case "piecewise":
		return param.Values{"from": []time.Duration{0, time.Second, 2 * time.Second}, "rates": []float64{100, 400, 300}}
	case "renewal":
		return param.Values{"interarrival": law(tb, "uniform", param.Values{"min": time.Duration(0), "max": 6670 * time.Microsecond})}
	case "sinusoidal":
		return param.Values{"mean_rate": 300.0, "amplitude": 0.5, "period": 10 * time.Second}
	case "trace":
		return param.Values{"file": "jobs.csv"}
	}
	tb.Fatalf("processValues does not have %s", name)
	return nil
}

func dialectValues(tb testing.TB, name string) []param.Values {
	costs := param.Values{
		"pool_size": int64(5), "max_overflow": int64(4), "pool_pre_ping": true, "pool_recycle": 5 * time.Second, "pool_timeout": 200 * time.Millisecond,
		"ping": constant(tb, 500*time.Microsecond), "reset": constant(tb, 500*time.Microsecond), "close": constant(tb, ms(1)), "handoff_window": 50 * time.Microsecond,
	}
	switch name {
	case "sqlalchemy-async":
		return []param.Values{{"pool_size": int64(9), "max_overflow": int64(0), "pool_timeout": pool.TimeoutNone}, costs}
	case "textbook":
		patience := law(tb, "exponential", param.Values{"mean": ms(200)})
		return []param.Values{
			{"size": int64(9)},
			{"size": int64(5), "overflow": int64(4), "timeout": patience, "queue_limit": int64(20), "recycle": 5 * time.Second},
		}
	}
	tb.Fatalf("dialectValues does not have %s", name)
	return nil
}

// recordedJobs is a trace of the given length.
func recordedJobs(length time.Duration) []byte {
	var b strings.Builder
	b.WriteString("job,step,arrival_seconds,holder,hold_seconds\n")
	for i := range int(length.Seconds() * 300) {
		fmt.Fprintf(&b, "%d,1,%.6f,main,%.6f\n", i, float64(i)/300, float64(i%41)/1000)
	}
	return []byte(b.String())
}

// TestNothingIsAllocatedPerJob runs every dialect with every arrival process, and every distribution as a hold, once for a time
// and once for twice as long: what the longer run allocates beyond the shorter one is no matter of how many jobs there were.
// It is not parallel: the allocations of all goroutines are counted.
func TestNothingIsAllocatedPerJob(t *testing.T) {
	const length = 40 * time.Second
	trace := recordedJobs(2 * length)
	readFile := func(string) ([]byte, error) { return trace, nil }
	config := func(dialect string, values param.Values, arrivals workload.Arrivals, hold workload.Distribution) model.Config {
		d := lookup(t, &pool.Dialects, dialect)
		return model.Config{
			Seed: 1, Processes: 1,
			Database: &database.Config{Connect: constant(t, ms(5))},
			Pools:    []model.Pool{{Name: "main", Dialect: d, Values: values.With(&d.Spec)}},
			Classes:  []workload.Class{{Name: "jobs", Arrivals: arrivals, Steps: []workload.Step{{Holder: "main", Hold: hold}}}},
		}
	}
	for _, dialect := range pool.Dialects.Names() {
		for i, values := range dialectValues(t, dialect) {
			for _, name := range workload.Processes.Names() {
				spec := lookup(t, &workload.Processes, name)
				arrivals := must(spec.New(processValues(t, name).With(&spec.Spec), readFile))(t)
				hold := law(t, "exponential", lawValues["exponential"])
				t.Run(fmt.Sprintf("%s-%d/%s", dialect, i+1, name), func(t *testing.T) {
					if name == "burst" && i > 0 {
						t.Skip("where requests time out, a burst is over before it is steady")
					}
					allocatesNothing(t, config(dialect, values, arrivals, hold), length)
				})
			}
			for _, name := range workload.Distributions.Names() {
				values, ok := lawValues[name]
				if !ok {
					t.Fatalf("lawValues does not have %s", name)
				}
				arrivals := process(t, "poisson", param.Values{"rate": 300.0})
				t.Run(fmt.Sprintf("%s-%d/%s", dialect, i+1, name), func(t *testing.T) {
					allocatesNothing(t, config(dialect, dialectValues(t, dialect)[i], arrivals, law(t, name, values)), length)
				})
			}
		}
	}
}

// allocatesNothing runs a Config for a time and for twice as long.
func allocatesNothing(t *testing.T, cfg model.Config, length time.Duration) {
	t.Helper()
	run := func(length time.Duration) (allocations, bytes, jobs uint64) {
		cfg.Duration = length
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := model.Replicate(cfg, 0)
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		c := &r.Classes[0]
		return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc, c.Completed + c.Failed
	}
	allocations, bytes, jobs := run(length)
	more, moreBytes, moreJobs := run(2 * length)
	t.Logf("%d allocations of %d bytes for %d jobs, %d of %d for %d", allocations, bytes, jobs, more, moreBytes, moreJobs)
	if moreJobs < jobs+3000 {
		t.Errorf("%d jobs, then %d: too few to say anything", jobs, moreJobs)
	}
	// New records at a new maximum of jobs at once; 8 KB where a histogram sees a power of two for the first time; the list of
	// records that are free, which after a burst becomes as long as the burst.
	spare := uint64(200e3)
	if _, ok := cfg.Classes[0].Arrivals.(*workload.Burst); ok {
		spare = 1e6
	}
	if more > allocations+200 || moreBytes > bytes+spare {
		t.Errorf("%d jobs take %d allocations of %d bytes; %d take %d of %d", jobs, allocations, bytes, moreJobs, more, moreBytes)
	}
}
