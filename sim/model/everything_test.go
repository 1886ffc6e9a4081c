package model_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// databaseFault makes a fault of the database by its name in scenarios, appFault one of the application.
func databaseFault(tb testing.TB, name string, v param.Values) database.Fault {
	tb.Helper()
	spec := lookup(tb, &database.Faults, name)
	return must(spec.New(v.With(&spec.Spec)))(tb)
}

func appFault(tb testing.TB, name string, v param.Values) model.Fault {
	tb.Helper()
	spec := lookup(tb, &model.Faults, name)
	return must(spec.New(v.With(&spec.Spec)))(tb)
}

// everything is a model in which all that can go wrong does: clients go away at any moment, holds end in every way but
// leaks, the database restarts, refuses and is slow, pools are replaced, connects occupy the event loop.
func everything(tb testing.TB, set param.Values) model.Config {
	exp := func(mean int) workload.Distribution {
		return law(tb, "exponential", param.Values{"mean": ms(mean)})
	}
	pools := param.Values{
		"pool_size": int64(5), "max_overflow": int64(9), "pool_recycle": 2 * time.Second, "pool_timeout": 300 * time.Millisecond,
		"pool_pre_ping": true, "reset": exp(1), "ping": exp(1), "terminate": exp(1), "close": exp(2),
	}
	for k, v := range set {
		pools[k] = v
	}
	steps := func(plain, nested bool) []workload.Step {
		return []workload.Step{
			{Holder: "auth", Hold: exp(3), Plain: plain, After: exp(2)},
			{
				Holder: "main", Hold: exp(40), Before: exp(1), Plain: plain, Nested: nested,
				Ends: []workload.EndShare{{End: workload.EndInvalidate, Ratio: .02}, {End: workload.EndSoft, Ratio: .02}, {End: workload.EndCollect, Ratio: .02}},
			},
		}
	}
	poisson := func(rate float64) workload.Arrivals { return process(tb, "poisson", param.Values{"rate": rate}) }
	return model.Config{
		Seed: 3, Warmup: 5 * time.Second, Duration: 2 * time.Minute, Processes: 2,
		Database: &database.Config{
			Connect: exp(16), ConnectCPU: constant(tb, 500*time.Microsecond), RoundTrip: 500 * time.Microsecond, MaxConnections: 33,
			Faults: []database.Fault{
				databaseFault(tb, "restart", param.Values{"at": 30 * time.Second, "reset_fails": true}),
				databaseFault(tb, "connect-fails", param.Values{"from": 30 * time.Second, "to": 31 * time.Second, "takes": constant(tb, time.Millisecond)}),
				databaseFault(tb, "slow-connect", param.Values{"from": 50 * time.Second, "to": 55 * time.Second, "connect": exp(200)}),
			},
		},
		Pools: []model.Pool{queuePool(tb, "main", pools)},
		Classes: []workload.Class{
			{Name: "contexts", Arrivals: poisson(250), Steps: steps(false, false), CancelAfter: exp(60), CancelRatio: .5},
			{Name: "plain", Arrivals: poisson(80), Steps: steps(true, false), CancelAfter: exp(60), CancelRatio: .5},
			{Name: "nested", Arrivals: poisson(40), Steps: steps(false, true), CancelAfter: exp(60), CancelRatio: .5},
			{
				Name: "users", Arrivals: &workload.Closed{Users: 4, Think: exp(50)}, Steps: steps(true, true),
				CancelAfter: exp(30), CancelRatio: .5,
			},
		},
		Faults: []model.Fault{appFault(tb, "dispose", param.Values{"at": 70 * time.Second})},
	}
}

// TestEverythingAtOnce checks what must hold whatever goes wrong: the integrals over time are the sums over requests, to the
// nanosecond. So no place and no waiter is lost or counted twice.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	var all pool.Totals
	for _, set := range []param.Values{
		{},
		{"python": "3.11"},
		{"python": "3.11", "handoff_window": time.Duration(0)},
		{"handoff_window": time.Duration(0), "pool_use_lifo": true},
		{"handoff_window": 100 * time.Microsecond},
		{"python": "3.11", "handoff_window": 3 * time.Millisecond},
		{"handoff_window": time.Duration(0), "pool_timeout": time.Duration(0)},
		{"pool_timeout": time.Duration(-1)},
	} {
		t.Run(fmt.Sprint(set), func(t *testing.T) {
			cfg := everything(t, set)
			o := &overlap{from: sim.Time(cfg.Warmup)}
			r, err := model.Replicate(cfg, 0, o)
			if err != nil {
				t.Fatal(err)
			}
			p := &r.Pools[0]
			for what, c := range map[string]struct{ integral, sum float64 }{
				"waiting": {p.Waiting.Integral(), float64(o.waiting)},
				"in use":  {p.InUse.Integral(), float64(o.inUse)},
			} {
				if math.Abs(c.integral-c.sum) > 1e-9*c.sum {
					t.Errorf("%s: the integral over time is %.0f, the sum over requests %.0f", what, c.integral, c.sum)
				}
			}
			for i, c := range r.Classes {
				if c.Cancelled == 0 || c.Completed == 0 {
					t.Errorf("class %d: %d cancelled, %d completed", i, c.Cancelled, c.Completed)
				}
			}
			t.Logf("%+v", p.Totals)
			all = all.Add(p.Totals)
		})
	}
	if all.Invalid == 0 || all.ResetFailures == 0 || all.PingFailures == 0 || all.ConnectFailures == 0 || all.Terminates == 0 ||
		all.SoftInvalid == 0 || all.Recycles == 0 || all.Closes == 0 || all.Timeouts == 0 {
		t.Errorf("something never happened: %+v", all)
	}
}

// The wait for the event loop and every other feature allocate nothing in the steady state either. Pools are not replaced
// here, which makes new ones.
func TestEverythingAllocatesNothing(t *testing.T) {
	run := func(d time.Duration) float64 {
		cfg := everything(t, param.Values{"handoff_window": 50 * time.Microsecond})
		cfg.Duration, cfg.Faults = d, nil
		return testing.AllocsPerRun(1, func() {
			if _, err := model.Replicate(cfg, 0); err != nil {
				t.Fatal(err)
			}
		})
	}
	a, b := run(6*time.Minute), run(16*time.Minute)
	t.Logf("%v allocations in 6 min, %v in 16 min", a, b)
	if b-a > 300 { // 400 000 further acquires; new records at a new maximum of jobs at once
		t.Errorf("%v further allocations in 10 min", b-a)
	}
}

// TestLeaks: a leaked connection takes its place for good, and is there in every count until the end.
func TestLeaks(t *testing.T) {
	t.Parallel()
	cfg := model.Config{
		Seed: 1, Processes: 1, Duration: time.Minute,
		Pools: []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(5), "max_overflow": int64(0), "pool_timeout": time.Second})},
		Classes: []workload.Class{{
			Name: "api", Arrivals: process(t, "deterministic", param.Values{"rate": 10.0}),
			Steps: []workload.Step{{
				Holder: "main", Hold: constant(t, 20*time.Millisecond), Ends: []workload.EndShare{{End: workload.EndLeak, Ratio: .05}},
			}},
		}},
	}
	o := &overlap{}
	r, err := model.Replicate(cfg, 0, o)
	if err != nil {
		t.Fatal(err)
	}
	p := &r.Pools[0]
	if p.Totals.Leaks != 5 || p.InUse.Quantile(0.9) != 5 {
		t.Errorf("%d leaks, in use p90 %v: all 5 places should be gone", p.Totals.Leaks, p.InUse.Quantile(0.9))
	}
	if r.Classes[0].Failed < 300 {
		t.Errorf("%d jobs failed: whoever comes later should", r.Classes[0].Failed)
	}
	if p.InUse.Integral() != float64(o.inUse) {
		t.Errorf("in use: the integral is %v, the sum over requests %v", p.InUse.Integral(), o.inUse)
	}
}
