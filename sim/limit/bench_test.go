package limit_test

import (
	"context"
	"testing"
	"time"

	"poolsim/sim/experiment"
	"poolsim/sim/limit"
	"poolsim/sim/model"
	"poolsim/sim/scenario"
)

// customers is how many customers, or acquires, a scenario of configs/perf has.
const customers = 1_000_000

// contestant is a way to run a work.
type contestant struct {
	name string
	run  func(b *testing.B, sc *scenario.Scenario)
}

// contestants are, from the least to the most:
//
//	limit   the recursion: each wait is written down
//	bare    the model without statistics: engine, pool, jobs
//	engine  the model with its statistics: what a replication of a run costs
//	queue   the same with the pool of SQLAlchemy in the place of the textbook's
//	run     what "poolsim run --workers 1" does once the scenario has been read: the replication in twenty batches, with bins
//	        of time for charts and whatever the scenario asks for, intervals, theory, warnings
var contestants = []contestant{
	{"limit", func(b *testing.B, sc *scenario.Scenario) {
		if _, err := limit.Waits(&sc.Model, make([]time.Duration, 0, b.N+b.N/10)); err != nil {
			b.Skip(err)
		}
	}},
	{"bare", func(b *testing.B, sc *scenario.Scenario) {
		if err := model.Observe(sc.Model); err != nil {
			b.Fatal(err)
		}
	}},
	{"engine", replicate},
	{"queue", func(b *testing.B, sc *scenario.Scenario) {
		if sc.Model.Pools[0].Dialect.Name != "textbook" {
			b.Skip("it has that pool already")
		}
		queuePool(b, &sc.Model)
		replicate(b, sc)
	}},
	{"run", func(b *testing.B, sc *scenario.Scenario) {
		if _, err := experiment.Run(context.Background(), sc, experiment.Options{Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}},
}

func replicate(b *testing.B, sc *scenario.Scenario) {
	if _, err := model.Replicate(sc.Model, 0); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkWork runs the works of configs/perf: ns/op is nanoseconds for a customer, and for an acquire of the main job, whose
// jobs acquire twice. What is made before the first customer comes, for the users of a closed class above all, is part of it:
// so the works should have the length that their scenarios have, -benchtime 1000000x. .ci/bench-works does so, by turns, and
// prints ratios, of cpu-ns/op where it is known: the time that the process had a processor, which others on the machine
// disturb less.
func BenchmarkWork(b *testing.B) {
	for _, name := range []string{"w1", "w2", "w3a", "w3b", "lcfs"} {
		for _, c := range contestants {
			b.Run("work="+name+"/by="+c.name, func(b *testing.B) {
				sc := work(b, name)
				sc.Model.Duration = time.Duration(float64(sc.Model.Duration) / customers * float64(b.N))
				b.ReportAllocs()
				b.ResetTimer()
				before, ok := cpuTime()
				c.run(b, sc)
				if after, _ := cpuTime(); ok {
					b.ReportMetric(float64(after-before)/float64(b.N), "cpu-ns/op")
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "customers/s")
			})
		}
	}
}
