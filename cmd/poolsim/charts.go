package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"poolsim/plots"
	"poolsim/sim/experiment"
)

// pictureFormats are the formats in which every chart is written: one for documents, one for everything else.
var pictureFormats = []string{"svg", "png"}

// drawCharts writes every chart of the results into a folder. With several results each has a folder of its own in it.
// A chart that finds nothing to draw is left out.
func drawCharts(sys *system, dir string, results []*experiment.Result) error {
	for _, r := range results {
		to := dir
		if len(results) > 1 {
			to = filepath.Join(dir, strings.TrimSuffix(filepath.Base(r.Name), ".toml"))
		}
		if err := sys.disk.makeDir(to); err != nil {
			return err
		}
		for _, name := range plots.Charts.Names() {
			chart, _ := plots.Charts.Lookup(name)
			figures, err := chart.Draw(r)
			if errors.Is(err, plots.ErrNoData) {
				continue
			}
			if err != nil {
				return fmt.Errorf("chart %s: %w", name, err)
			}
			for i := range figures {
				if err := writeFigure(sys, to, &figures[i]); err != nil {
					return err
				}
			}
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
