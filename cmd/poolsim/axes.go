package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

// axisFlags are --vary and --with: the axes of a study. They are kept in the order in which they were given, since --with
// belongs to the --vary before it.
type axisFlags struct{ axes []study.Axis }

// register adds the flags to a command.
func (f *axisFlags) register(c *cobra.Command) {
	c.Flags().Var(&axisFlag{f, false}, "vary", "`key=values`: run at each of from:to:step, from:to:*factor, from:to:/points or a,b,c (repeat for the product)")
	c.Flags().Var(&axisFlag{f, true}, "with", "`key=values` that go with those of the --vary before it, one by one")
	complete(c, "vary", nil)
	complete(c, "with", nil)
}

// grid returns the axes of the flags, or else those of the scenario's [sweep].
func (f *axisFlags) grid(sc *scenario.Scenario) (study.Grid, error) {
	axes := f.axes
	if len(axes) == 0 {
		var err error
		if axes, err = study.Axes(sc.Sweep); err != nil {
			return nil, fmt.Errorf("%s: [sweep]: %w", sc.Name, err)
		}
	}
	if len(axes) == 0 {
		return nil, usagef("nothing to vary: give --vary KEY=VALUES, such as --vary pool.main.pool_size=10:100:10, or a [sweep] in the scenario")
	}
	return study.NewGrid(axes...)
}

// axisFlag is one of the two flags.
type axisFlag struct {
	to   *axisFlags
	with bool
}

var _ pflag.Value = (*axisFlag)(nil)

// Set adds an axis, or joins one to the last.
func (f *axisFlag) Set(text string) error {
	a, err := study.ParseAxis(text)
	if err != nil {
		if f.with {
			return errors.New(strings.Replace(err.Error(), "--vary", "--with", 1))
		}
		return err
	}
	if !f.with {
		f.to.axes = append(f.to.axes, a)
		return nil
	}
	last := len(f.to.axes) - 1
	if last < 0 {
		return fmt.Errorf("--with %s: it goes with a --vary before it", text)
	}
	joined, err := f.to.axes[last].With(a)
	if err != nil {
		return fmt.Errorf("--with %s: %w", text, err)
	}
	f.to.axes[last] = joined
	return nil
}

// String is the default: none.
func (f *axisFlag) String() string { return "" }

// Type names what the flag takes.
func (f *axisFlag) Type() string { return "axis" }
