package model_test

import (
	"testing"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// lookup returns a thing by its name in scenarios.
func lookup[T any](tb testing.TB, things *param.Registry[T], name string) T {
	tb.Helper()
	thing, ok := things.Lookup(name)
	if !ok {
		tb.Fatalf("there is no %q", name)
	}
	return thing
}

// must returns what a constructor made.
func must[T any](thing T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return thing
	}
}

// queuePool returns a pool of SQLAlchemy's with the given settings and defaults otherwise.
func queuePool(tb testing.TB, name string, set param.Values) model.Pool {
	tb.Helper()
	d := lookup(tb, &pool.Dialects, "sqlalchemy-async")
	return model.Pool{Name: name, Dialect: d, Values: set.With(&d.Spec)}
}

// law makes a distribution by its name in scenarios.
func law(tb testing.TB, name string, v param.Values) workload.Distribution {
	tb.Helper()
	spec := lookup(tb, &workload.Distributions, name)
	return must(spec.New(v.With(&spec.Spec)))(tb)
}

// process makes an arrival process by its name in scenarios.
func process(tb testing.TB, name string, v param.Values) workload.Arrivals {
	tb.Helper()
	spec := lookup(tb, &workload.Processes, name)
	return must(spec.New(v.With(&spec.Spec), nil))(tb)
}

// lcfs is the main job without its file: 300 requests/s, auth then main, ping, recycle and reset.
func lcfs(tb testing.TB, duration time.Duration) model.Config {
	ms := func(x float64) time.Duration { return time.Duration(x * 1e6) }
	return model.Config{
		Seed: 1, Warmup: 0, Duration: duration, Processes: 1,
		Database: &database.Config{
			Connect:   law(tb, "lognormal", param.Values{"p50": ms(16), "p99": ms(39)}),
			RoundTrip: ms(0.5),
		},
		Pools: []model.Pool{queuePool(tb, "main", param.Values{
			"pool_size": int64(50), "max_overflow": int64(100), "pool_recycle": time.Hour,
			"pool_pre_ping": true, "pool_reset_on_return": "commit",
		})},
		Classes: []workload.Class{{
			Name:     "api",
			Arrivals: process(tb, "poisson", param.Values{"rate": 300.0}),
			Steps: []workload.Step{
				{Holder: "auth", Pool: "main", Hold: law(tb, "uniform", param.Values{"min": ms(2), "max": ms(5)})},
				{Holder: "main", Pool: "main", Hold: law(tb, "lognormal", param.Values{"p50": ms(60), "p99": ms(900)})},
			},
		}},
	}
}

// BenchmarkLCFS reports the cost of one acquire, and of one event, of the whole model with its statistics.
func BenchmarkLCFS(b *testing.B) {
	cfg := lcfs(b, time.Duration(b.N)*time.Second/600)
	b.ReportAllocs()
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(r.Events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(r.Labels[0].Requests()+r.Labels[1].Requests())/b.Elapsed().Seconds(), "acquires/s")
}

// BenchmarkObservers reports what is added to one acquire by those who watch: nobody, the statistics of a Result, the course over
// time for charts (which only the first replication of a run has), both in the twenty batches of a single replication.
func BenchmarkObservers(b *testing.B) {
	for _, c := range []struct {
		name string
		run  func(cfg model.Config) error
	}{
		{"none", func(cfg model.Config) error { return model.Observe(cfg) }},
		{"statistics", func(cfg model.Config) error { _, err := model.Replicate(cfg, 0); return err }},
		{"statistics+course", func(cfg model.Config) error { _, err := model.Replicate(cfg, cfg.Duration/120); return err }},
		{"statistics+course+batches", func(cfg model.Config) error { _, err := model.Batched(cfg, 20, cfg.Duration/120); return err }},
	} {
		b.Run("by="+c.name, func(b *testing.B) {
			cfg := lcfs(b, max(time.Second, time.Duration(b.N)*time.Second/600))
			b.ReportAllocs()
			b.ResetTimer()
			if err := c.run(cfg); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkHandOff reports what the event loop's steps cost in a pool that is busy: 1,150 requests/s, of which most wait.
func BenchmarkHandOff(b *testing.B) {
	for _, c := range []struct {
		name string
		set  param.Values
	}{
		{"direct", param.Values{}},
		{"steps,python=3.11", param.Values{"handoff_window": time.Duration(0), "python": "3.11"}},
		{"steps,python=3.12", param.Values{"handoff_window": time.Duration(0)}},
		{"window=50us", param.Values{"handoff_window": 50 * time.Microsecond}},
	} {
		b.Run(c.name, func(b *testing.B) {
			cfg := lcfs(b, time.Duration(b.N)*time.Second/2300)
			for k, v := range c.set {
				cfg.Pools[0].Values[k] = v
			}
			cfg.Classes[0].Arrivals = process(b, "poisson", param.Values{"rate": 1150.0})
			b.ReportAllocs()
			r, err := model.Replicate(cfg, 0)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(r.Events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
