package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
	"poolsim/sim/study"
)

// sweepChartsFlags say which charts of a sweep are drawn, and where.
type sweepChartsFlags struct {
	chartsFlag
	names []string
}

// register adds the flags to a command.
func (f *sweepChartsFlags) register(c *cobra.Command) {
	f.chartsFlag.register(c, "draw the charts that suit the result into `folder`, as SVG, PDF and PNG")
	c.Flags().StringSliceVar(&f.names, "chart", nil, "with --charts: draw these `charts` of poolsim list charts instead")
	complete(c, "chart", plots.SweepCharts.Names())
}

// check refuses charts that there are not, and charts of a part of the cells.
func (f *sweepChartsFlags) check(shard study.Shard) error {
	if err := f.chartsFlag.check(); err != nil {
		return err
	}
	for _, name := range f.names {
		if all := plots.SweepCharts.Names(); !slices.Contains(all, name) {
			return usagef("--chart %s: is no chart of sweeps%s", name, didYouMean(name, all))
		}
	}
	switch {
	case len(f.names) > 0 && f.dir == "":
		return usagef("--chart goes with --charts, which names the folder")
	case f.dir != "" && shard.Of > 1:
		return usagef("--charts: a shard has a part of the cells: poolsim merge draws all of them")
	}
	return nil
}

// draw writes the charts. Of the usual ones, those that find nothing are left out, and reasons are told where that is all
// of them; one that was asked for by name must be drawn.
func (f *sweepChartsFlags) draw(sys *system, r *study.SweepResult) error {
	if f.dir == "" {
		return nil
	}
	asked := len(f.names) > 0
	names := f.names
	if !asked {
		names = plots.SweepDefaults(r)
	}
	if len(names) == 0 { // the reason is that of any chart
		names = []string{"waits"}
	}
	drawn := false
	var reason error // of the first that was left out
	for _, name := range names {
		chart, _ := plots.SweepCharts.Lookup(name)
		err := f.writeChart(sys, f.dir, func() ([]plots.Figure, error) { return chart.Draw(r, plots.Options{}) })
		switch {
		case err == nil:
			drawn = true
		case asked || !errors.Is(err, plots.ErrNoData):
			return err
		case reason == nil:
			reason = err
		}
	}
	if !drawn {
		say(sys.stderr, "poolsim: no charts: %s", strings.TrimPrefix(reason.Error(), "plots: "))
	}
	return nil
}
