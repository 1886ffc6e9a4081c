package plots

import (
	"poolsim/sim/param"
	"poolsim/sim/study"
)

// ComparisonChart is a kind of picture that can be drawn from a comparison.
type ComparisonChart struct {
	Name string // the word on the command line, and the base name of its files: "comparison"
	Help string // one line for people, no full stop

	// Draw makes the figures of the comparison. It returns an error that wraps ErrNoData when the result lacks what the chart
	// shows. The result is only read.
	Draw func(r *study.CompareResult) ([]Figure, error)
}

// ComparisonCharts are all charts of comparisons by name. A chart's file adds its chart from an init function.
var ComparisonCharts param.Registry[ComparisonChart]
