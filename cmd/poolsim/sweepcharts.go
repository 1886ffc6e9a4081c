package main

import (
	"github.com/spf13/cobra"

	"poolsim/plots"
	"poolsim/sim/study"
)

// sweepChartsFlags say which charts of a sweep are drawn, and where.
type sweepChartsFlags struct{ chartsFlag }

// register adds the flags to a command.
func (f *sweepChartsFlags) register(c *cobra.Command) {
	f.chartsFlag.register(c, "draw the charts that suit the result into `folder`, as SVG, PDF and PNG", "a sweep", plots.SweepCharts.Names())
}

// check refuses charts that there are not, and charts of a part of the cells.
func (f *sweepChartsFlags) check(shard study.Shard) error {
	if err := f.chartsFlag.check(); err != nil {
		return err
	}
	if f.dir != "" && shard.Of > 1 {
		return usagef("--charts: a shard has a part of the cells: poolsim merge draws all of them")
	}
	return nil
}

// draw writes the charts.
func (f *sweepChartsFlags) draw(sys *system, r *study.SweepResult) error {
	return f.write(sys, chartsOfSweep(r, f.of))
}
