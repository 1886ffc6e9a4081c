package plots

import (
	"poolsim/sim/experiment"
	"poolsim/sim/param"
)

// OverlayChart is a kind of picture that lays several results over each other: settings of one scenario, or scenarios.
type OverlayChart struct {
	Name string // the word on the command line, and the base name of its files: "wait-ccdf"
	Help string // one line for people, no full stop

	// Draw makes the figures of the results, one for each pool that at least two of them have. It returns an error that wraps
	// ErrNoData when there is none. The results are told apart by their names, and only read.
	Draw func(results []*experiment.Result) ([]Figure, error)
}

// OverlayCharts are all charts of several results by name. A chart's file adds its chart from an init function.
var OverlayCharts param.Registry[OverlayChart]
