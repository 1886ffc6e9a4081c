package main

import (
	"github.com/spf13/cobra"

	"poolsim/plots"
	"poolsim/sim/study"
)

// sweepChartsFlags say which charts of a sweep are drawn, and where.
type sweepChartsFlags struct {
	chartsFlag
	sliceFlag
}

// register adds the flags to a command.
func (f *sweepChartsFlags) register(c *cobra.Command) {
	f.chartsFlag.register(c, "draw the charts that suit the result into `folder`, as SVG, PDF and PNG", "a sweep", plots.SweepCharts.Names())
	f.sliceFlag.register(c, "with --charts: of")
}

// check refuses charts that there are not, and charts of a part of the cells.
func (f *sweepChartsFlags) check(shard study.Shard) error {
	if err := f.chartsFlag.check(); err != nil {
		return err
	}
	if len(f.at) > 0 && f.dir == "" {
		return usagef("--at goes with --charts, which names the folder")
	}
	if f.dir != "" && shard.Of > 1 {
		return usagef("--charts: a shard has a part of the cells: poolsim merge draws all of them")
	}
	return nil
}

// draw writes the charts.
func (f *sweepChartsFlags) draw(sys *system, r *study.SweepResult) error {
	if err := plots.CheckAt(r.Axes, f.at); err != nil {
		return usagef("--at %w", err)
	}
	return f.write(sys, chartsOfSweep(r, f.of, f.at))
}

// sliceFlag is the flag --at: which slice is drawn of a sweep of many settings.
type sliceFlag struct{ at []string }

// register adds the flag to a command; of is how its help begins.
func (f *sliceFlag) register(c *cobra.Command, of string) {
	c.Flags().StringArrayVar(&f.at, "at", nil, of+" many settings that vary, draw the cells at `key=value` (repeatable; default: at the middle of those that no chart shows)")
	complete(c, "at", nil)
}
