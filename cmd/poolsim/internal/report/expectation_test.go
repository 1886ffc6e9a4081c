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
				WaitRatio: 1e-60, WaitMean: 3e-62, WaitP99: 0, Note: "closed classes as if nobody waited",
			},
			{
				PoolFacts: experiment.PoolFacts{Name: "queue", Dialect: "hikaricp", Label: "10", Limit: -1},
				Rate:      1.5, MeanOccupancy: 8, OfferedLoad: 12, Utilisation: nan,
				WaitRatio: 1, WaitMean: experiment.Number(math.Inf(1)), WaitP99: nan,
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
