package main

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
)

// pictureFormats are the formats in which every chart is written: for documents, for print, and for everything else.
var pictureFormats = []string{"svg", "pdf", "png"}

// chartsFlag are the flags --charts, --chart and --chart-size of commands that draw what they have found.
type chartsFlag struct {
	chartChoice
	dir, size string
	of        string   // what charts are drawn of: "a run"
	names     []string // of these charts
}

// register adds the flags to a command. help says what is drawn into `folder` by itself, of what and names which charts there are.
func (f *chartsFlag) register(c *cobra.Command, help, of string, names []string) {
	f.of, f.names = of, names
	f.registerFolder(c, help)
	f.chartChoice.register(c, "with --charts: draw these `charts` of poolsim list charts instead, or all", names)
}

// registerFolder adds the flags that say where charts are drawn, and how large.
func (f *chartsFlag) registerFolder(c *cobra.Command, help string) {
	c.Flags().StringVar(&f.dir, "charts", "", help)
	if err := c.MarkFlagDirname("charts"); err != nil {
		panic("poolsim: chartsFlag: " + err.Error()) // no such flag
	}
	sizes := plots.Sizes.Names()
	c.Flags().StringVar(&f.size, "chart-size", "", "with --charts: lay them out for a `size`: "+
		strings.Join(sizes, ", ")+" (default "+plots.DefaultSize+")")
	complete(c, "chart-size", sizes)
}

// check refuses charts and sizes that there are not, and both without a folder.
func (f *chartsFlag) check() error {
	if err := f.chartChoice.check(f.of, f.names); err != nil {
		return err
	}
	if len(f.charts) > 0 && f.dir == "" {
		return usagef("--chart goes with --charts, which names the folder")
	}
	return f.checkSize()
}

// checkSize refuses sizes that there are not, and one without a folder.
func (f *chartsFlag) checkSize() error {
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

// write draws the charts of what was found, each set into its folder. Where there is nothing to draw of anything, it says why on
// stderr; a chart that was asked for by its name must be drawn.
func (f *chartsFlag) write(sys *system, sets ...chartSet) error {
	if f.dir == "" {
		return nil
	}
	drawings, err := f.draw(sets)
	if errors.Is(err, errNoCharts) {
		say(sys.stderr, "poolsim: %v", err)
	} else if err != nil {
		return err
	}
	tellSlices(sys, sets)
	return f.writeAll(sys, drawings)
}

// tellSlices says on stderr which parts of things are drawn.
func tellSlices(sys *system, sets []chartSet) {
	for i := range sets {
		if s := sets[i].slice; s != "" {
			say(sys.stderr, "poolsim: %s", s)
		}
	}
}

// writeAll writes figures into the folder.
func (f *chartsFlag) writeAll(sys *system, drawings []drawing) error {
	for _, d := range drawings {
		dir := filepath.Join(f.dir, d.folder)
		if err := sys.disk.makeDir(dir); err != nil {
			return err
		}
		for i := range d.figures {
			d.figures[i].Size = f.size
			if err := writeFigure(sys, dir, &d.figures[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeFigure writes a figure in all formats.
func writeFigure(sys *system, dir string, f *plots.Figure) error {
	for _, format := range pictureFormats {
		file := filepath.Join(dir, f.Name+"."+format)
		if err := sys.disk.write(file, func(w io.Writer) error { return f.Write(w, format) }); err != nil {
			return err
		}
	}
	return nil
}
