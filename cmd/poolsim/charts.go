package main

import (
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
	"poolsim/sim/experiment"
)

// pictureFormats are the formats in which every chart is written: one for documents, one for everything else.
var pictureFormats = []string{"svg", "png"}

// chartsFlag is the flag --charts.
type chartsFlag struct{ dir string }

// register adds the flag to a command. help says what is drawn into `folder`.
func (f *chartsFlag) register(c *cobra.Command, help string) {
	c.Flags().StringVar(&f.dir, "charts", "", help)
	if err := c.MarkFlagDirname("charts"); err != nil {
		panic("poolsim: chartsFlag: " + err.Error()) // no such flag
	}
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

// drawCharts writes the charts that suit the results into a folder. With several results each has a folder of its own in it.
func drawCharts(sys *system, dir string, results []*experiment.Result) error {
	for _, r := range results {
		to := dir
		if len(results) > 1 {
			to = filepath.Join(dir, strings.TrimSuffix(filepath.Base(r.Name), ".toml"))
		}
		if err := sys.disk.makeDir(to); err != nil {
			return err
		}
		for _, name := range plots.Defaults(r) {
			chart, _ := plots.Charts.Lookup(name)
			if err := writeChart(sys, to, func() ([]plots.Figure, error) { return chart.Draw(r) }); err != nil && !errors.Is(err, plots.ErrNoData) {
				return err
			}
		}
	}
	return nil
}

// writeChart draws one chart, and writes its figures. The error wraps plots.ErrNoData where there is nothing to draw.
func writeChart(sys *system, dir string, draw func() ([]plots.Figure, error)) error {
	figures, err := draw()
	if err != nil {
		return err
	}
	for i := range figures {
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
