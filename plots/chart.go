package plots

import (
	"errors"

	"poolsim/sim/experiment"
	"poolsim/sim/param"
)

// Chart is a kind of picture that can be drawn from a result.
type Chart struct {
	Name string // the word on the command line, and the base name of its files: "utilisation"
	Help string // one line for people, no full stop

	// Draw makes the figures of the result. It returns an error that wraps ErrNoData when the result lacks what the
	// chart shows. The result is only read.
	Draw func(r *experiment.Result) ([]Figure, error)
}

// Charts are all charts by name. A chart's file adds its chart from an init function.
var Charts param.Registry[Chart]

// ErrNoData is wrapped by the error of a chart that finds nothing to draw in a result, so that a caller who draws all
// charts can leave that one out.
var ErrNoData = errors.New("nothing to draw")
