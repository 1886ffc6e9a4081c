package plots

import (
	"errors"

	"poolsim/sim/param"
	"poolsim/sim/study"
)

// SweepChart is a kind of picture that can be drawn from a sweep.
type SweepChart struct {
	Name string // the word on the command line, and the base name of its files: "heat-map"
	Help string // one line for people, no full stop

	// Draw makes the figures of the sweep. It returns an error that wraps ErrNoData and says why when the sweep lacks what
	// the chart shows. The result is only read.
	Draw func(r *study.SweepResult, o Options) ([]Figure, error)
}

// SweepCharts are all charts of sweeps by name. A chart's file adds its chart from an init function.
var SweepCharts param.Registry[SweepChart]

// Options choose what charts of sweeps show. The zero Options are the charts as a report has them.
type Options struct {
	Pool  string // only this pool; "" is a figure for each
	Class string // only this class; "" is a figure for each, or all together where the chart adds them up

	// Metric and Stat are what a heat map shows, as results name them ("timeout_ratio", "ratio"). Empty is the wait that the
	// scenario has a target for, and otherwise its p99.
	Metric, Stat string

	// At holds settings that vary at one of their points, "KEY=VALUE" each, by their path or by the name that charts give them. An
	// error of what the sweep does not have is an ErrNoPoint.
	At []string
}

// ErrNoPoint is what errors.Is finds in the error of a chart that is to be drawn at a point that the sweep does not have.
var ErrNoPoint = errors.New("no point of the sweep")

// mostSettings is how many settings that vary a picture can show.
const mostSettings = 3

// SweepDefaults names the charts that suit a sweep, in the order in which a report has them. It depends on how many
// settings vary, and on whether one of them is the load; it is empty where no chart can show the sweep: a single
// cell. Of more than three settings they show a slice.
func SweepDefaults(r *study.SweepResult, o Options) []string {
	v, err := viewSlice(r, mostSettings, o)
	if err != nil {
		return nil
	}
	var names []string
	switch len(v.axes) {
	case 1:
		names = []string{"waits"}
	case 2:
		names = []string{"heat-map", "waits"}
	case 3:
		names = []string{"small-multiples", "heat-map"}
	default:
		return nil
	}
	if v.loadAxis() >= 0 && len(v.axes) < 3 {
		names = append(names, "saturation")
	}
	return names
}
