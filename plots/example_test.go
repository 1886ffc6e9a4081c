package plots_test

import (
	"bytes"
	"fmt"
	"strings"

	"poolsim/plots"
	"poolsim/sim/experiment"
)

// A chart makes figures of a result, and a figure is written in a format.
func Example() {
	x := []float64{0, 60, 120}
	r := &experiment.Result{
		Name: "small.toml", Seed: 1, Replications: 1, DurationSeconds: 180, Processes: 1,
		Pools: []experiment.PoolFacts{{Name: "main", Keep: -1, Limit: 10, LimitName: "maximumPoolSize"}},
		Series: []experiment.Series{
			{Metric: "in_use_connections", Stat: "mean", Pool: "main", Holder: "main", X: x, Y: []float64{2, 7, 3}},
			{Metric: "in_use_connections", Stat: "max", Pool: "main", X: x, Y: []float64{5, 10, 6}},
			{Metric: "waiting_requests", Stat: "max", Pool: "main", X: x, Y: []float64{0, 2, 0}},
		},
	}
	chart, _ := plots.Charts.Lookup("utilisation")
	figures, err := chart.Draw(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range figures {
		var svg bytes.Buffer
		if err := f.Write(&svg, "svg"); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(f.Name)
		fmt.Println(strings.ReplaceAll(f.Title, "\u00a0", " ")) // no-break spaces
	}
	// Output:
	// utilisation
	// Pool main reaches its limit of 10 once, at 1:00; up to 2 requests wait
}
