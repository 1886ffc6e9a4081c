package report

import (
	"bytes"
	"math"
	"testing"

	"poolsim/sim/experiment"
)

func TestExpectation(t *testing.T) {
	r := lcfs()
	nan := experiment.Number(math.NaN())
	e := &experiment.Expectation{
		Name: "lcfs.toml", Title: "LCFS", Processes: 4, Replications: 10, Jobs: 1e6, Acquires: 2e6,
		Pools: []experiment.PoolExpectation{
			{
				PoolFacts: r.Pools[0], Rate: 600, MeanOccupancy: 0.0573, OfferedLoad: 34.4, Utilisation: 0.2293,
				WaitRatio: 1e-60, WaitMean: 3e-62, WaitP99: 0, Note: "bursts are left out", TimeoutRatio: nan,
				Form: "Allen-Cunneen (G/G/c)", Assumes: "independent arrivals (cv 1), independent holds (cv 4); left out: timeouts",
			},
			{
				PoolFacts: experiment.PoolFacts{Name: "queue", Dialect: "hikaricp", Label: "10", Limit: -1},
				Rate:      1.5, MeanOccupancy: 8, OfferedLoad: 12, Utilisation: nan,
				WaitRatio: 1, WaitMean: experiment.Number(math.Inf(1)), WaitP99: nan,
			},
			{
				PoolFacts: experiment.PoolFacts{Name: "jobs", Dialect: "sqlalchemy-async", Label: "3 + 2", Limit: 5},
				Rate:      8, MeanOccupancy: 0.5, OfferedLoad: 4, Utilisation: 0.8,
				WaitRatio: 0.526, WaitMean: 0.191, WaitP50: 0.022, WaitP95: 0.822, WaitP99: 1, TimeoutRatio: 0.016,
				Form: "M/M/c+D", Exact: true, Assumes: "Poisson arrivals, exponential holds",
				Locking: &experiment.PoolLocking{Connections: 2, Jobs: 5, Needed: 6, SafeJobs: 4, CanLock: true},
			},
			{
				PoolFacts:   experiment.PoolFacts{Name: "open", Dialect: "sqlalchemy-async", Label: "150 + 0", Limit: 150},
				Utilisation: nan, Rate: nan, MeanOccupancy: nan, OfferedLoad: nan,
				Locking: &experiment.PoolLocking{Connections: 2, Jobs: -1, Needed: -1, SafeJobs: 149, CanLock: true},
			},
		},
		Database: &experiment.DatabaseBudget{MaxConnections: 100, Reserved: 3, Limit: 97, Possible: 600},
		Warnings: []string{"database: too few connections"},
	}
	for _, format := range []string{"text", "markdown"} {
		f, _ := Formats.Lookup(format)
		var b bytes.Buffer
		if err := f.Document(&b, Expectation(e, "10 replications, about 2 s"), Style{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "expectation."+format, b.Bytes())
	}
}
