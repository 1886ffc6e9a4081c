package main

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// pictureFormats are the formats in which every chart is written: for documents, for print, and for everything else.
var pictureFormats = []string{"svg", "pdf", "png"}

// chartsFlag are the flags --charts and --chart-size.
type chartsFlag struct{ dir, size string }

// register adds the flags to a command. help says what is drawn into `folder`.
func (f *chartsFlag) register(c *cobra.Command, help string) {
	c.Flags().StringVar(&f.dir, "charts", "", help)
	if err := c.MarkFlagDirname("charts"); err != nil {
		panic("poolsim: chartsFlag: " + err.Error()) // no such flag
	}
	sizes := plots.Sizes.Names()
	c.Flags().StringVar(&f.size, "chart-size", "", "with --charts: lay them out for a `size`: "+
		strings.Join(sizes, ", ")+" (default "+plots.DefaultSize+")")
	complete(c, "chart-size", sizes)
}

// check refuses sizes that there are not, and a size without charts.
func (f *chartsFlag) check() error {
	sizes := plots.Sizes.Names()
	switch {
	case f.size == "":
	case !slices.Contains(sizes, f.size):
		return usagef("--chart-size %s: choose one of %s%s", f.size, strings.Join(sizes, ", "), didYouMean(f.size, sizes))
	case f.dir == "":
		return usagef("--chart-size goes with --charts, which names the folder")
	}
	return nil
}

// prepare creates the folder, and finds out before a long run whether files can be written there.
func (f *chartsFlag) prepare(sys *system) error {
	if f.dir == "" {
		return nil
	}
	if err := sys.disk.makeDir(f.dir); err != nil {
		return err
	}
	return sys.disk.probe(filepath.Join(f.dir, "poolsim.svg"))
}

// drawRuns writes the charts that suit the results. With several results each has a folder of its own, and beside the folders are the
// charts that lay them over each other.
func (f *chartsFlag) drawRuns(sys *system, results []*experiment.Result) error {
	if f.dir == "" {
		return nil
	}
	folders := folderNames(results)
	for i, r := range results {
		to := f.dir
		if len(results) > 1 {
			to = filepath.Join(f.dir, folders[i])
		}
		if err := sys.disk.makeDir(to); err != nil {
			return err
		}
		for _, name := range plots.Defaults(r) {
			chart, _ := plots.Charts.Lookup(name)
			err := f.writeChart(sys, to, func() ([]plots.Figure, error) { return chart.Draw(r) })
			if err != nil && !errors.Is(err, plots.ErrNoData) {
				return err
			}
		}
	}
	if len(results) < 2 {
		return nil
	}
	for _, name := range plots.OverlayCharts.Names() {
		chart, _ := plots.OverlayCharts.Lookup(name)
		err := f.writeChart(sys, f.dir, func() ([]plots.Figure, error) { return chart.Draw(results) })
		if err != nil && !errors.Is(err, plots.ErrNoData) {
			return err
		}
	}
	return nil
}

// drawComparison writes every chart of a comparison.
func (f *chartsFlag) drawComparison(sys *system, r *study.CompareResult) error {
	if f.dir == "" {
		return nil
	}
	for _, name := range plots.ComparisonCharts.Names() {
		chart, _ := plots.ComparisonCharts.Lookup(name)
		err := f.writeChart(sys, f.dir, func() ([]plots.Figure, error) { return chart.Draw(r) })
		if err != nil && !errors.Is(err, plots.ErrNoData) {
			return err
		}
	}
	return nil
}

// writeChart draws one chart, and writes its figures. The error wraps plots.ErrNoData where there is nothing to draw.
func (f *chartsFlag) writeChart(sys *system, dir string, draw func() ([]plots.Figure, error)) error {
	figures, err := draw()
	if err != nil {
		return err
	}
	for i := range figures {
		figures[i].Size = f.size
		if err := writeFigure(sys, dir, &figures[i]); err != nil {
			return err
		}
	}
	return nil
}

func writeFigure(sys *system, dir string, f *plots.Figure) error {
	for _, format := range pictureFormats {
		file := filepath.Join(dir, f.Name+"."+format)
		if err := sys.disk.write(file, func(w io.Writer) error { return f.Write(w, format) }); err != nil {
			return err
		}
	}
	return nil
}
